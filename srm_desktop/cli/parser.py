"""What can be typed: commands, their arguments and help. Nothing here reads or writes a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NoReturn, TypeVar

from srm_desktop import __version__
from srm_desktop.domain.freshness import Rule, parse_rule
from srm_desktop.domain.vocabulary import (
    Acceptance,
    Freshness,
    Origination,
    Responsibility,
    Result,
    Review,
    Status,
    Word,
)

W = TypeVar("W", bound=Word)

COMMANDS = (
    "new", "sample", "info", "services", "controls", "show", "set", "attach", "describe", "inbox", "evidence", "look",
    "search", "compare", "extract", "import", "export", "package", "verify", "compact", "history", "undo",
)  # fmt: skip
"""The commands, in the order of the help."""

CATALOGS = ("aws-srm",)
"""The built-in catalogs of an assessment that names none."""

BASELINES = (
    "nist-800-53", "nist-low", "nist-moderate", "nist-high", "nist-privacy", "fedramp-low", "fedramp-moderate",
    "fedramp-high", "fedramp-li-saas", "nist-800-171", "cmmc-2",
)  # fmt: skip
"""The other built-in catalogs."""

KINDS = ("work", "evidence", "scope", "assessment")
"""The kinds of things that the history can be narrowed to, as `services.history.KINDS` has them."""

DERIVED = "derived"
"""What `set --responsibility` takes to give an overruling back."""


_RULE = "how fresh evidence must be: days, as 90; period (within the audit period); none (any age)"

_KNOWN = {
    "source": "the system it comes from",
    "account": "the account in that system",
    "region": "the region",
    "method": "how it was obtained, as screenshot, export, query or interview",
    "collector": "who collected it",
    "population": "the query behind it, or what it was drawn from",
    "confidentiality": "as public, internal, confidential or secret",
    "note": "internal, not exported",
}
"""What is known of a piece, as options of `attach` and `describe`."""


ROLES = ("id", "title", "text", "group", "responsibility", "guidance", "objective")
"""What a column of a table may hold."""


class WrongUsage(Exception):
    """The command line asks for something that makes no sense; the message is one sentence."""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, and where the help is."""
        text = message[:1].upper() + message[1:]
        raise WrongUsage(f"{text.rstrip('.')}; see {self.prog} --help.")


def _one(kind: type[W]) -> Callable[[str], W]:
    def parse(text: str) -> W:
        try:
            return kind.parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parse


def _several(kind: type[W]) -> Callable[[str], tuple[W, ...]]:
    one = _one(kind)
    return lambda text: tuple(one(word) for word in text.split(","))


def names(text: str) -> tuple[str, ...]:
    """A comma-separated list without its blanks and empty places."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _rule(text: str) -> Rule | str:
    """A rule of freshness; empty text takes one back."""
    try:
        return parse_rule(text) or ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _responsibility(text: str) -> Responsibility | str:
    return "" if text.strip().lower() == DERIVED else _one(Responsibility)(text)


def build() -> argparse.ArgumentParser:
    """The whole command line."""
    top = _Parser(
        prog="srm-desktop",
        description="Walk the AWS shared-responsibility controls, keep the evidence, hand over the matrix.",
        epilog="With no argument, or with a file, the window opens. Exit: 0 done, 1 a check found something, "
        "2 wrong usage, 3 an expected failure (one sentence on standard error).",
    )
    top.add_argument("--version", action="version", version=f"srm-desktop {__version__}")
    top.add_argument("--who", metavar="NAME", help="who is working (otherwise as in the preferences)")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for add in (_add_making, _add_reading, _add_marking, _add_evidence, _add_catalogs, _add_proof):
        add(commands)
    return top


Commands = argparse._SubParsersAction  # argparse has no public name for it


def _command(commands: Commands[_Parser], name: str, about: str, *, reads: bool = False) -> argparse.ArgumentParser:
    sub = commands.add_parser(name, help=about, description=about[:1].upper() + about[1:] + ".")
    sub.add_argument("file", metavar="FILE", help="an assessment (.srma)")
    sub.add_argument("--who", metavar="NAME", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    sub.add_argument("--json", action="store_true", help="print data as JSON")
    if reads:
        sub.add_argument("--copy", action="store_true", help="read a copy of a file that somebody else has open")
    return sub


def _add_making(commands: Commands[_Parser]) -> None:
    new = _command(commands, "new", "start an assessment")
    new.add_argument("--title", required=True, metavar="T")
    new.add_argument("--organisation", default="", metavar="T")
    new.add_argument("--system", default="", metavar="T")
    new.add_argument("--from", dest="start", metavar="DATE", help="first day of the audit period, as 2026-10-31")
    new.add_argument("--to", dest="end", metavar="DATE", help="last day of the audit period")
    built_in = f"a built-in catalog (otherwise {CATALOGS[0]}; {', '.join(BASELINES)}), or a file"
    new.add_argument("--catalog", action="append", metavar="NAME|PATH", help=built_in)
    profile = "an OSCAL profile; catalogs given as files are then what it imports from"
    new.add_argument("--profile", action="append", metavar="PATH", help=profile)
    new.add_argument("--fresh", type=_rule, metavar="RULE", help=f"{_RULE}; otherwise 365 where no catalog says")
    new.add_argument("--services", type=names, default=(), metavar="LIST", help="services in scope, as ec2,rds,s3")
    _command(commands, "sample", "make a filled sample assessment")


def _add_reading(commands: Commands[_Parser]) -> None:
    _command(commands, "info", "title, catalogs, services, counts, schema and chain head", reads=True)
    services = _command(commands, "services", "show or change the services in scope", reads=True)
    services.add_argument("--set", dest="only", type=names, metavar="LIST", help="exactly these")
    services.add_argument("--add", type=names, default=(), metavar="LIST")
    services.add_argument("--remove", type=names, default=(), metavar="LIST")
    _filters(_command(commands, "controls", "list controls", reads=True))
    show = _command(commands, "show", "one control: parts, both sides, derivation, links, history", reads=True)
    show.add_argument("control", metavar="CONTROL", help="an id in any usual spelling")


def _filters(sub: argparse.ArgumentParser) -> None:
    group = sub.add_argument_group("filters", "they add up: all must hold")
    group.add_argument("--responsibility", type=_several(Responsibility), default=(), metavar="R,..")
    group.add_argument("--status", type=_several(Status), default=(), metavar="S,..")
    group.add_argument("--result", type=_several(Result), default=(), metavar="R,..")
    group.add_argument("--review", type=_several(Review), default=(), metavar="V,..")
    group.add_argument("--group", default="", metavar="G", help="a group by its id, as IAM")
    group.add_argument("--service", default="", metavar="S", help="controls that touch this service")
    group.add_argument("--mine", action="store_true", help="shared and customer only")
    group.add_argument("--open", action="store_true", help="mine and not walked yet")
    group.add_argument("--no-evidence", action="store_true", help="mine and without evidence")
    group.add_argument("--stale", action="store_true", help="with evidence that is stale or outside the period")
    states = f"the state of its evidence that wants attention most: {', '.join(Freshness)}"
    group.add_argument("--freshness", type=_several(Freshness), default=(), metavar="F,..", help=states)
    group.add_argument("--flagged", action="store_true", help="flagged for another look")
    group.add_argument("--search", default="", metavar="TEXT", help="words in id, title, group, owner or service")


def _add_marking(commands: Commands[_Parser]) -> None:
    mark = _command(commands, "set", "mark where a control stands, as one step")
    mark.add_argument("control", metavar="CONTROL[,CONTROL..]", type=names)
    mark.add_argument("--part", metavar="LETTER", help="only this part of the control")
    mark.add_argument("--objective", metavar="ID", help="only this objective, with --result; show prints the ids")
    mark.add_argument("--status", type=_several(Status), metavar="S,..", help=", ".join(Status))
    mark.add_argument("--result", type=_one(Result), metavar="R", help=", ".join(Result))
    mark.add_argument("--review", type=_one(Review), metavar="V", help=", ".join(Review))
    overrule = f"overrule what was derived: {', '.join(Responsibility)}; {DERIVED} takes it back"
    mark.add_argument("--responsibility", type=_responsibility, metavar="R", help=overrule)
    mark.add_argument("--reason", default="", metavar="T", help="why it is overruled; the assessor reads it")
    mark.add_argument("--origination", type=_several(Origination), metavar="O,..", help=", ".join(Origination))
    mark.add_argument("--statement", metavar="T")
    mark.add_argument("--owner", metavar="T")
    mark.add_argument("--note", metavar="T", help="internal, not exported")
    mark.add_argument("--fresh", type=_rule, metavar="RULE", help=f'{_RULE}; "" leaves it to the catalog')
    mark.add_argument("--flag", action=argparse.BooleanOptionalAction, help="flag it for another look, or no more")
    undo = _command(commands, "undo", "take back the last step")
    undo.add_argument("--redo", action="store_true", help="take the step again that was taken back last")


def _add_evidence(commands: Commands[_Parser]) -> None:
    attach = _command(commands, "attach", "attach files, and the files in folders, as one step")
    attach.add_argument("control", metavar="CONTROL[,CONTROL..]", type=names)
    paths = attach.add_argument("paths", nargs="+", metavar="PATH", default=[])
    paths.required = False  # not "*", which argparse takes to be empty as soon as an option stands before the paths
    offered = "instead of files, link what counterparts in other catalogs offer: all of it, or evidence by id, as E-12"
    attach.add_argument("--offered", action="store_true", help=offered)
    attach.add_argument("--part", default="", metavar="LETTER", help="only to this part of the controls")
    attach.add_argument("--collected", metavar="DATE", help="the day it was collected, as 2026-10-31")
    attach.add_argument("--from", dest="start", metavar="DATE", help="first day that it covers")
    attach.add_argument("--to", dest="end", metavar="DATE", help="last day that it covers")
    attach.add_argument("--title", default="", metavar="T", help="for one file; otherwise the name of the file")
    for name, about in _KNOWN.items():
        attach.add_argument(f"--{name}", default="", metavar="T", help=about)
    renews = "the one file is the next version of this piece, which is named by its id, as E-12"
    attach.add_argument("--renews", metavar="EVIDENCE", help=renews)
    follow = "with --renews, which controls go over to it: all that use the older one (otherwise), none, or these"
    attach.add_argument("--follow", type=names, metavar="all|none|CONTROL,..", help=follow)
    _add_describing(commands)
    inbox = _command(commands, "inbox", "list what waits to be attached, with the controls it names", reads=True)
    watched = "a folder to look into; otherwise those that the window watches for this assessment"
    inbox.add_argument("folders", nargs="*", metavar="FOLDER", help=watched)
    named = "attach all files whose names say for sure where they go, as one step, and list the rest"
    inbox.add_argument("--attach", action="store_true", help=named)
    _add_listing(commands)
    compare = _command(commands, "compare", "compare two pieces of text, CSV or JSON; 1 where they differ", reads=True)
    compare.add_argument("left", metavar="EVIDENCE", help="an id, as E-12")
    compare.add_argument("right", metavar="EVIDENCE", help="an id, as E-31")
    look = _command(
        commands, "look", "what there is to see of a piece of evidence: its text, rows, contents", reads=True
    )
    look.add_argument("evidence", metavar="EVIDENCE", help="an id, as E-12")
    look.add_argument("--find", metavar="TEXT", help="say on which pages of a PDF this stands, instead of showing it")
    look.add_argument("--seconds", type=float, default=20.0, metavar="N", help="how long it is tried (otherwise 20)")
    find = _command(commands, "search", "find controls, statements, notes, and what evidence says inside", reads=True)
    find.add_argument("text", nargs="+", metavar="TEXT", help="words, of which the last letters may be missing")
    find.add_argument("--read", action="store_true", help="first read the evidence whose text is not known yet")
    extract = _command(commands, "extract", "write evidence into a folder, all of it where none is named", reads=True)
    extract.add_argument("evidence", nargs="*", metavar="EVIDENCE", help="an id, as E-12")
    extract.add_argument("--to", required=True, dest="target", metavar="DIR")


def _add_describing(commands: Commands[_Parser]) -> None:
    about = "change what is known of pieces of evidence, as one step; what is not named stays as it is"
    sub = _command(commands, "describe", about)
    sub.add_argument("evidence", metavar="EVIDENCE[,EVIDENCE..]", type=names, help="ids, as E-12,E-13")
    sub.add_argument("--title", metavar="T")
    for name, text in _KNOWN.items():
        sub.add_argument(f"--{name}", metavar="T", help=text)
    sub.add_argument("--collected", metavar="DATE", help="the day it was collected, which is then no guess any more")
    sub.add_argument("--confirm", action="store_true", help="the day it was collected is right as it was guessed")
    sub.add_argument("--from", dest="start", metavar="DATE", help='first day that it covers; "" for none')
    sub.add_argument("--to", dest="end", metavar="DATE", help='last day that it covers; "" for none')
    check = sub.add_mutually_exclusive_group()
    for flag, word in (("accept", Acceptance.ACCEPTED), ("reject", Acceptance.REJECTED),
                       ("uncheck", Acceptance.NOT_CHECKED)):  # fmt: skip
        check.add_argument(f"--{flag}", dest="acceptance", action="store_const", const=word, help=f"it is {word}")
    sub.add_argument("--fresh", type=_rule, metavar="RULE", help=f'{_RULE}; "" leaves it to its controls')
    place = "where in it to look for a control, as SRM-IAM-01(a)=p. 12; may be given several times"
    sub.add_argument("--place", action="append", default=[], metavar="CONTROL=TEXT", help=place)


def _add_listing(commands: Commands[_Parser]) -> None:
    sub = _command(commands, "evidence", "list the evidence", reads=True)
    group = sub.add_argument_group("filters", "they add up: all must hold")
    group.add_argument("--stale", action="store_true", help="stale, or outside the audit period")
    group.add_argument("--guessed", action="store_true", help="nobody has confirmed the day it was collected")
    group.add_argument("--unlinked", action="store_true", help="serves no control")
    group.add_argument("--not-accepted", action="store_true", help="not checked yet, or rejected")
    group.add_argument(
        "--search", default="", metavar="TEXT", help="words in id, title, name, controls or what is known"
    )


def _add_catalogs(commands: Commands[_Parser]) -> None:
    take = _command(commands, "import", "add a catalog, renew it, or fill in official texts; each source is one step")
    kinds = "OSCAL, a workbook, a text table, or a built-in name"
    sources = take.add_argument("sources", nargs="+", metavar="SOURCE", default=[], help=kinds)
    sources.required = False  # as the paths of attach
    take.add_argument("--remove", metavar="CATALOG", help="take a catalog out instead, by its id")
    take.add_argument("--as", dest="format", choices=("oscal", "table"), help="otherwise the content decides")
    take.add_argument("--how", choices=("add", "renew", "fill"), help="otherwise what suits the assessment")
    take.add_argument("--dry-run", action="store_true", help="only say what would be done")
    beside = "a catalog that a profile imports, where it does not lie beside it"
    take.add_argument("--beside", action="append", default=[], metavar="PATH", help=beside)
    table = take.add_argument_group("tables", "workbooks and text tables; columns are guessed")
    table.add_argument("--sheet", metavar="NAME", help="the sheet to read")
    table.add_argument("--columns", metavar="ROLE=COLUMN,..", help="as id=C,text=E,group=A; roles: " + ", ".join(ROLES))
    table.add_argument("--title", dest="catalog_title", metavar="T", help="what the catalog is called")
    table.add_argument("--framework", metavar="F", help="what its ids are of, as nist-800-171-r2")


def _add_package(commands: Commands[_Parser]) -> None:
    about = "write matrix, evidence and journal into one archive that an assessor can check"
    package = _command(commands, "package", about, reads=True)
    package.add_argument("--to", required=True, dest="target", metavar="OUT.zip")
    package.add_argument("--accepted", action="store_true", help="only evidence that was accepted")
    package.add_argument("--older", action="store_true", help="also older versions of the evidence")
    package.add_argument("--with-notes", action="store_true", help="with internal notes")
    logs = "hash logs for CMMC eMASS (otherwise where a CMMC or SP 800-171 catalog is walked)"
    package.add_argument("--cmmc", action=argparse.BooleanOptionalAction, help=logs)
    _filters(package)


def _add_proof(commands: Commands[_Parser]) -> None:
    export = _command(
        commands, "export", "write the assessment, or what is filtered of it, for an assessor", reads=True
    )
    export.add_argument("--layout", required=True, metavar="LAYOUT", help="matrix")
    export.add_argument("--to", required=True, dest="target", metavar="OUT.xlsx")
    export.add_argument("--level", choices=("low", "moderate", "high", "li-saas"), help="for layouts that have levels")
    _filters(export)
    _add_package(commands)
    verify = _command(commands, "verify", "read every byte again and prove that nothing changed", reads=True)
    verify.add_argument("--anchor", metavar="HEAD:LENGTH", help="the journal's end as an earlier export printed it")
    sound = "where something is wrong, write all that is sound into a folder, with a report of what is not"
    verify.add_argument("--export-sound", dest="sound", metavar="DIR", help=sound)
    verify.add_argument("--renew-search", action="store_true", help="first make the word search anew of all texts")
    about = "erase the bytes that no evidence uses any more, for good; journal and hashes stay"
    compact = _command(commands, "compact", about, reads=True)
    compact.add_argument("--dry-run", action="store_true", help="only say what would be erased")
    history = _command(commands, "history", "what happened, newest first", reads=True)
    history.add_argument("control", nargs="?", metavar="CONTROL")
    history.add_argument("--evidence", metavar="E", help="what happened to one piece, by its id, as E-12")
    history.add_argument("--by", default="", metavar="NAME", help="only what this person did")
    history.add_argument("--kind", choices=KINDS, help="only what was done to these things")
    history.add_argument("--from", dest="start", metavar="DATE", help="first day, as 2026-10-31 (local time)")
    history.add_argument("--until", dest="end", metavar="DATE", help="last day")
    history.add_argument("--to", dest="target", metavar="OUT.xlsx", help="write it as a workbook")
