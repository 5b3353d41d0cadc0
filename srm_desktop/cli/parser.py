"""What can be typed: commands, their arguments and help. Nothing here reads or writes a file."""

from __future__ import annotations

import argparse

from srm_desktop import __version__
from srm_desktop.cli.arguments import (
    DERIVED,
    RULE,
    Commands,
    Parser,
    command,
    filters,
    names,
    one_of,
    responsibility,
    rule,
    several_of,
)
from srm_desktop.cli.evidence_parser import add_evidence
from srm_desktop.domain.vocabulary import (
    Origination,
    Responsibility,
    Result,
    Review,
    Status,
)

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


ROLES = ("id", "title", "text", "group", "responsibility", "guidance", "objective")
"""What a column of a table may hold."""


def build() -> argparse.ArgumentParser:
    """The whole command line."""
    top = Parser(
        prog="srm-desktop",
        description="Walk the AWS shared-responsibility controls, keep the evidence, hand over the matrix.",
        epilog="With no argument, or with a file, the window opens. Exit: 0 done, 1 a check found something, "
        "2 wrong usage, 3 an expected failure (one sentence on standard error).",
    )
    top.add_argument("--version", action="version", version=f"srm-desktop {__version__}")
    top.add_argument("--who", metavar="NAME", help="who is working (otherwise as in the preferences)")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    for add in (_add_making, _add_reading, _add_marking, add_evidence, _add_catalogs, _add_proof):
        add(commands)
    return top


def _add_making(commands: Commands[Parser]) -> None:
    new = command(commands, "new", "start an assessment")
    new.add_argument("--title", required=True, metavar="T")
    new.add_argument("--organisation", default="", metavar="T")
    new.add_argument("--system", default="", metavar="T")
    new.add_argument("--from", dest="start", metavar="DATE", help="first day of the audit period, as 2026-10-31")
    new.add_argument("--to", dest="end", metavar="DATE", help="last day of the audit period")
    built_in = f"a built-in catalog (otherwise {CATALOGS[0]}; {', '.join(BASELINES)}), or a file"
    new.add_argument("--catalog", action="append", metavar="NAME|PATH", help=built_in)
    profile = "an OSCAL profile; catalogs given as files are then what it imports from"
    new.add_argument("--profile", action="append", metavar="PATH", help=profile)
    new.add_argument("--fresh", type=rule, metavar="RULE", help=f"{RULE}; otherwise 365 where no catalog says")
    new.add_argument("--services", type=names, default=(), metavar="LIST", help="services in scope, as ec2,rds,s3")
    command(commands, "sample", "make a filled sample assessment")


def _add_reading(commands: Commands[Parser]) -> None:
    command(commands, "info", "title, catalogs, services, counts, schema and chain head", reads=True)
    services = command(commands, "services", "show or change the services in scope", reads=True)
    services.add_argument("--set", dest="only", type=names, metavar="LIST", help="exactly these")
    services.add_argument("--add", type=names, default=(), metavar="LIST")
    services.add_argument("--remove", type=names, default=(), metavar="LIST")
    filters(command(commands, "controls", "list controls", reads=True))
    show = command(commands, "show", "one control: parts, both sides, derivation, links, history", reads=True)
    show.add_argument("control", metavar="CONTROL", help="an id in any usual spelling")


def _add_marking(commands: Commands[Parser]) -> None:
    mark = command(commands, "set", "mark where a control stands, as one step")
    mark.add_argument("control", metavar="CONTROL[,CONTROL..]", type=names)
    mark.add_argument("--part", metavar="LETTER", help="only this part of the control")
    mark.add_argument("--objective", metavar="ID", help="only this objective, with --result; show prints the ids")
    mark.add_argument("--status", type=several_of(Status), metavar="S,..", help=", ".join(Status))
    mark.add_argument("--result", type=one_of(Result), metavar="R", help=", ".join(Result))
    mark.add_argument("--review", type=one_of(Review), metavar="V", help=", ".join(Review))
    overrule = f"overrule what was derived: {', '.join(Responsibility)}; {DERIVED} takes it back"
    mark.add_argument("--responsibility", type=responsibility, metavar="R", help=overrule)
    mark.add_argument("--reason", default="", metavar="T", help="why it is overruled; the assessor reads it")
    mark.add_argument("--origination", type=several_of(Origination), metavar="O,..", help=", ".join(Origination))
    mark.add_argument("--statement", metavar="T")
    mark.add_argument("--owner", metavar="T")
    mark.add_argument("--note", metavar="T", help="internal, not exported")
    mark.add_argument("--fresh", type=rule, metavar="RULE", help=f'{RULE}; "" leaves it to the catalog')
    mark.add_argument("--flag", action=argparse.BooleanOptionalAction, help="flag it for another look, or no more")
    undo = command(commands, "undo", "take back the last step")
    undo.add_argument("--redo", action="store_true", help="take the step again that was taken back last")


def _add_catalogs(commands: Commands[Parser]) -> None:
    take = command(commands, "import", "add a catalog, renew it, or fill in official texts; each source is one step")
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


def _add_package(commands: Commands[Parser]) -> None:
    about = "write matrix, evidence and journal into one archive that an assessor can check"
    package = command(commands, "package", about, reads=True)
    package.add_argument("--to", required=True, dest="target", metavar="OUT.zip")
    package.add_argument("--accepted", action="store_true", help="only evidence that was accepted")
    package.add_argument("--older", action="store_true", help="also older versions of the evidence")
    package.add_argument("--with-notes", action="store_true", help="with internal notes")
    logs = "hash logs for CMMC eMASS (otherwise where a CMMC or SP 800-171 catalog is walked)"
    package.add_argument("--cmmc", action=argparse.BooleanOptionalAction, help=logs)
    filters(package)


def _add_proof(commands: Commands[Parser]) -> None:
    export = command(commands, "export", "write the assessment, or what is filtered of it, for an assessor", reads=True)
    export.add_argument("--layout", required=True, metavar="LAYOUT", help="matrix")
    export.add_argument("--to", required=True, dest="target", metavar="OUT.xlsx")
    export.add_argument("--level", choices=("low", "moderate", "high", "li-saas"), help="for layouts that have levels")
    filters(export)
    _add_package(commands)
    verify = command(commands, "verify", "read every byte again and prove that nothing changed", reads=True)
    verify.add_argument("--anchor", metavar="HEAD:LENGTH", help="the journal's end as an earlier export printed it")
    sound = "where something is wrong, write all that is sound into a folder, with a report of what is not"
    verify.add_argument("--export-sound", dest="sound", metavar="DIR", help=sound)
    verify.add_argument("--renew-search", action="store_true", help="first make the word search anew of all texts")
    about = "erase the bytes that no evidence uses any more, for good; journal and hashes stay"
    compact = command(commands, "compact", about, reads=True)
    compact.add_argument("--dry-run", action="store_true", help="only say what would be erased")
    history = command(commands, "history", "what happened, newest first", reads=True)
    history.add_argument("control", nargs="?", metavar="CONTROL")
    history.add_argument("--evidence", metavar="E", help="what happened to one piece, by its id, as E-12")
    history.add_argument("--by", default="", metavar="NAME", help="only what this person did")
    history.add_argument("--kind", choices=KINDS, help="only what was done to these things")
    history.add_argument("--from", dest="start", metavar="DATE", help="first day, as 2026-10-31 (local time)")
    history.add_argument("--until", dest="end", metavar="DATE", help="last day")
    history.add_argument("--to", dest="target", metavar="OUT.xlsx", help="write it as a workbook")
