"""Commands about what happened to a file: verify, history."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from srm_desktop import __version__
from srm_desktop.cli import printing, records
from srm_desktop.cli.arguments import WrongUsage
from srm_desktop.cli.opening import day, spelling, to_read, to_write, told
from srm_desktop.cli.printing import count, moment, say
from srm_desktop.domain.assessment import Verdict
from srm_desktop.services import history as journal
from srm_desktop.services import listing, proof

if TYPE_CHECKING:
    from srm_desktop.services.rescue import Rescued


def verify(args: argparse.Namespace) -> int:
    """`verify FILE`: 1 where something is wrong."""
    anchor = proof.parse_anchor(args.anchor) if args.anchor is not None else None
    if args.renew_search:
        with to_write(args) as file:
            proof.renew_search(file)
            from srm_desktop.cli.searching import read_inside

            read_inside(file)
    with to_read(args) as file:
        with printing.Progress("Verifying") as progress:
            found = proof.verify(file, anchor, progress)
        rescued = None
        if args.sound is not None and not found.ok:
            with printing.Progress("Writing what is sound") as progress:
                rescued = proof.rescue(file, Path(args.sound), found, progress, program_version=__version__)
    if args.json:
        printing.as_json(records.verdict(found) | (records.rescued(rescued) if rescued else {}))
        return 0 if found.ok else 1
    _print_verdict(found)
    if rescued:
        _print_rescued(rescued)
    return 0 if found.ok else 1


def _print_verdict(found: Verdict) -> None:
    if found.ok:
        entries = count(found.journal, "journal entry", "journal entries")
        say(f"Unchanged since it was written: {count(found.content, 'content')} and {entries}")
        say(f"Head {found.head}")
        return
    say(f"{count(len(found.faults), 'problem')} found:")
    for sentence in records.verdict(found)["problems"]:
        printing.paragraph(printing.one_line(sentence), "    ", "  - ")


def _print_rescued(done: Rescued) -> None:
    say(f"{count(len(done.written), 'sound piece')} written, {len(done.left_out)} left out:")
    for piece in done.left_out:
        printing.paragraph(printing.one_line(f"{piece.id} {piece.name}: {piece.wrong}"), "    ", "  - ")
    say(printing.one_line(f"Matrix {done.matrix}" if done.matrix else f"No matrix: {done.no_matrix}"))
    say(printing.one_line(f"Report {done.report}"))


def history(args: argparse.Namespace) -> int:
    """`history FILE [CONTROL]`."""
    if args.control and args.evidence:
        raise WrongUsage("Name a control or a piece of evidence, not both.")
    wanted = journal.Wanted(who=args.by.strip(), kind=args.kind or "", start=day(args.start), end=day(args.end))
    with to_read(args) as file:
        key = listing.control_named(file, args.control) if args.control else None
        uid = journal.piece_named(file, args.evidence) if args.evidence else None
        if args.target is not None:
            with printing.Progress("Writing the history") as progress:
                done = journal.export(
                    file, Path(args.target), key=key, uid=uid, wanted=wanted, program_version=__version__,
                    progress=progress,
                )  # fmt: skip
            return _wrote_history(done, as_json=args.json)
        events = [event for event in journal.history(file, key, uid) if journal.is_wanted(event, wanted)]
        steps = journal.steps(events)
        names = [] if args.json else told(file, (event.step_name for event, _ in steps))
    if args.json:
        printing.as_json([records.event(event) for event in events])
    elif not events:
        say("Nothing of this kind happened." if wanted != journal.Wanted() else "Nothing happened to this yet.")
    elif key is None and uid is None:
        rows = [
            (moment(e.at), e.who, str(e.step), name, count(changes, "change"))
            for (e, changes), name in zip(steps, names, strict=True)
        ]
        printing.table(("When", "Who", "Step", "What", ""), rows, give=3)
    else:
        spell = spelling()
        rows = [(moment(e.at), e.who, e.place_in(spell), e.field, f"{e.old or '-'} -> {e.new or '-'}") for e in events]
        printing.table(("When", "Who", "Where", "Field", "Change"), rows, give=4)
    return 0


def _wrote_history(done: journal.Written, *, as_json: bool) -> int:
    if as_json:
        head = {"head": done.head.sha256, "length": done.head.length}
        printing.as_json({"path": str(done.path), "changes": done.rows, **head})
    else:
        say(printing.one_line(str(done.path)))
        say(f"{count(done.rows, 'change')}; journal head {done.head}")
    return 0
