"""The command `search`, and reading what is inside evidence so that it can be found."""

from __future__ import annotations

import argparse
import contextlib
from typing import TYPE_CHECKING

from srm_desktop.cli import printing, records
from srm_desktop.cli.arguments import WrongUsage
from srm_desktop.cli.opening import spelling, to_read, to_write
from srm_desktop.cli.printing import count, say
from srm_desktop.domain.problems import Problem
from srm_desktop.services import reading_inside
from srm_desktop.services import search as searching
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.looking import Looker
from srm_desktop.services.search import Hit

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell

_KINDS = {"control": "control", "evidence": "evidence", "text": "text", "inside": "inside evidence"}


def search(args: argparse.Namespace) -> int:
    """`search FILE TEXT...`."""
    words = " ".join(args.text)
    if args.read and args.copy:
        raise WrongUsage("What is read is kept in the file, not in a copy; leave --copy out.")
    with to_write(args) if args.read else to_read(args) as file:
        if args.read:
            read_inside(file)
        hits, left = searching.everything(file, words), reading_inside.waiting(file)
    if args.json:
        printing.as_json([records.hit(hit) for hit in hits])
        return 0
    spell = spelling()
    if hits:
        printing.table(("Kind", "Id", "Title", "Where"), [_cells(hit, spell) for hit in hits], give=3)
        say(f"\n{count(len(hits), 'hit')}")
    else:
        say("Nothing was found.")
    if left:
        say(f"{count(left, 'piece')} of evidence not read yet; --read searches inside them too.")
    return 0


def _cells(hit: Hit, spell: Spell) -> tuple[str, ...]:
    name = hit.id if hit.kind in ("evidence", "inside") else spell(hit.target)
    return _KINDS[hit.kind], name, hit.title, f"{hit.place}: {hit.detail}" if hit.place else hit.detail


def read_inside(file: Assessment, largest: int | None = None) -> None:
    """Read what is inside evidence and was not read yet, telling how far it is."""
    with Looker() as looker, printing.Progress("Reading evidence") as progress:
        reading_inside.catch_up(file, looker, progress=progress, largest=largest)


def read_new(file: Assessment) -> None:
    """The same after attaching, of what is quickly read: whatever fails or is stopped, the evidence is attached."""
    with contextlib.suppress(Problem):
        read_inside(file, reading_inside.QUICK_SIZE)
