"""Commands about versions of evidence and the room that evidence takes: compare and compact, and `attach --renews`."""

from __future__ import annotations

import argparse

from srm_desktop.cli import printing, records
from srm_desktop.cli.opening import places_named, to_read, to_write
from srm_desktop.cli.printing import count, say
from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.sizes import size_text
from srm_desktop.services import compaction, comparing
from srm_desktop.services import evidence as known
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.comparing import Pair, Sign
from srm_desktop.services.versions import Renewal


def renewal(file: Assessment, older: str | None, follow: tuple[str, ...] | None) -> Renewal | None:
    """What `--renews` and `--follow` ask for; None where nothing is renewed."""
    if older is None:
        return None
    uid = known.piece_named(file, older).uid
    if follow in (None, ("all",)):
        keys = known.served(file, uid)
    elif follow == ("none",):
        keys = ()
    else:
        keys = tuple(places_named(file, follow or (), None)[0])
    return Renewal(uid, frozenset(keys))


def renewed_text(piece: Evidence) -> str:
    """The line that says what a piece renewed."""
    return f"{piece.id} is version {piece.version} now; the older one stays readable"


def compare(args: argparse.Namespace) -> int:
    """`compare FILE E-12 E-31`: 1 where they differ."""
    with to_read(args) as file:
        done = comparing.compare(file, args.left, args.right)
    found = done.found
    if args.json:
        printing.as_json(records.compared(done))
        return int(found.differs)
    say(printing.one_line(f"{done.left.id} {done.left.name}  ->  {done.right.id} {done.right.name}"))
    for note in found.notes:
        printing.paragraph(note)
    for pair in found.pairs:
        if pair.sign is not Sign.SAME:
            _say_pair(pair)
    say(found.summary)
    return int(found.differs)


def _say_pair(pair: Pair) -> None:
    for sign, number, text in (("-", pair.left_number, pair.left), ("+", pair.right_number, pair.right)):
        if text is not None:
            at = f"{number} " if number else ""
            changed = "~" if pair.sign is Sign.CHANGED else " "
            say(printing.one_line(f"{changed}{sign} {at}{text}"))


def compact(args: argparse.Namespace) -> int:
    """`compact FILE [--dry-run]`."""
    with to_read(args) if args.dry_run else to_write(args) as file:
        wanted = compaction.plan(file)
        done = wanted.worth and not args.dry_run
        if done:
            with printing.Progress("Compacting", stops=False) as progress:
                compaction.compact(file, wanted, progress)
        size = file.path.stat().st_size
    if args.json:
        printing.as_json(records.compaction(wanted, done=done, size=size))
        return 0
    if not wanted.worth:
        say(compaction.NOTHING)
        return 0
    rows = [(", ".join(one.names), size_text(one.size), one.sha256) for one in wanted.unused]
    if rows:
        printing.table(("Erased" if done else "Would be erased", "Size", "SHA-256"), rows, give=0)
    say(f"\n{count(len(rows), 'piece')}, {size_text(wanted.size)}; {size_text(wanted.spare)} were free already")
    say(compaction.STAYS)
    if done:
        say(f"The file has {size_text(size)} now")
    return 0
