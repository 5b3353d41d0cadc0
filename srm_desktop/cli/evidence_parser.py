"""What can be typed about evidence: to attach, describe, list, look at, search, compare and extract it."""

from __future__ import annotations

from srm_desktop.cli.arguments import KNOWN, RULE, Commands, Parser, command, names, rule
from srm_desktop.domain.vocabulary import (
    Acceptance,
)


def add_evidence(commands: Commands[Parser]) -> None:
    """Add all of them, in the order of the help."""
    for add in (_add_attaching, _add_describing, _add_inbox, _add_listing, _add_looking):
        add(commands)


def _add_attaching(commands: Commands[Parser]) -> None:
    attach = command(commands, "attach", "attach files, and the files in folders, as one step")
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
    for name, about in KNOWN.items():
        attach.add_argument(f"--{name}", default="", metavar="T", help=about)
    renews = "the one file is the next version of this piece, which is named by its id, as E-12"
    attach.add_argument("--renews", metavar="EVIDENCE", help=renews)
    follow = "with --renews, which controls go over to it: all that use the older one (otherwise), none, or these"
    attach.add_argument("--follow", type=names, metavar="all|none|CONTROL,..", help=follow)


def _add_inbox(commands: Commands[Parser]) -> None:
    inbox = command(commands, "inbox", "list what waits to be attached, with the controls it names", reads=True)
    watched = "a folder to look into; otherwise those that the window watches for this assessment"
    inbox.add_argument("folders", nargs="*", metavar="FOLDER", help=watched)
    named = "attach all files whose names say for sure where they go, as one step, and list the rest"
    inbox.add_argument("--attach", action="store_true", help=named)


def _add_looking(commands: Commands[Parser]) -> None:
    compare = command(commands, "compare", "compare two pieces of text, CSV or JSON; 1 where they differ", reads=True)
    compare.add_argument("left", metavar="EVIDENCE", help="an id, as E-12")
    compare.add_argument("right", metavar="EVIDENCE", help="an id, as E-31")
    look = command(
        commands, "look", "what there is to see of a piece of evidence: its text, rows, contents", reads=True
    )
    look.add_argument("evidence", metavar="EVIDENCE", help="an id, as E-12")
    look.add_argument("--find", metavar="TEXT", help="say on which pages of a PDF this stands, instead of showing it")
    look.add_argument("--seconds", type=float, default=20.0, metavar="N", help="how long it is tried (otherwise 20)")
    find = command(commands, "search", "find controls, statements, notes, and what evidence says inside", reads=True)
    find.add_argument("text", nargs="+", metavar="TEXT", help="words, of which the last letters may be missing")
    find.add_argument("--read", action="store_true", help="first read the evidence whose text is not known yet")
    extract = command(commands, "extract", "write evidence into a folder, all of it where none is named", reads=True)
    extract.add_argument("evidence", nargs="*", metavar="EVIDENCE", help="an id, as E-12")
    extract.add_argument("--to", required=True, dest="target", metavar="DIR")


def _add_describing(commands: Commands[Parser]) -> None:
    about = "change what is known of pieces of evidence, as one step; what is not named stays as it is"
    sub = command(commands, "describe", about)
    sub.add_argument("evidence", metavar="EVIDENCE[,EVIDENCE..]", type=names, help="ids, as E-12,E-13")
    sub.add_argument("--title", metavar="T")
    for name, text in KNOWN.items():
        sub.add_argument(f"--{name}", metavar="T", help=text)
    sub.add_argument("--collected", metavar="DATE", help="the day it was collected, which is then no guess any more")
    sub.add_argument("--confirm", action="store_true", help="the day it was collected is right as it was guessed")
    sub.add_argument("--from", dest="start", metavar="DATE", help='first day that it covers; "" for none')
    sub.add_argument("--to", dest="end", metavar="DATE", help='last day that it covers; "" for none')
    check = sub.add_mutually_exclusive_group()
    for flag, word in (("accept", Acceptance.ACCEPTED), ("reject", Acceptance.REJECTED),
                       ("uncheck", Acceptance.NOT_CHECKED)):  # fmt: skip
        check.add_argument(f"--{flag}", dest="acceptance", action="store_const", const=word, help=f"it is {word}")
    sub.add_argument("--fresh", type=rule, metavar="RULE", help=f'{RULE}; "" leaves it to its controls')
    place = "where in it to look for a control, as SRM-IAM-01(a)=p. 12; may be given several times"
    sub.add_argument("--place", action="append", default=[], metavar="CONTROL=TEXT", help=place)


def _add_listing(commands: Commands[Parser]) -> None:
    sub = command(commands, "evidence", "list the evidence", reads=True)
    group = sub.add_argument_group("filters", "they add up: all must hold")
    group.add_argument("--stale", action="store_true", help="stale, or outside the audit period")
    group.add_argument("--guessed", action="store_true", help="nobody has confirmed the day it was collected")
    group.add_argument("--unlinked", action="store_true", help="serves no control")
    group.add_argument("--not-accepted", action="store_true", help="not checked yet, or rejected")
    group.add_argument(
        "--search", default="", metavar="TEXT", help="words in id, title, name, controls or what is known"
    )
