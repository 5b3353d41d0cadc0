"""Commands that only read: info, controls, show, evidence, verify, history."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from srm_desktop import __version__
from srm_desktop.cli import printing, records
from srm_desktop.cli.opening import day, filter_of, spelling, to_read, to_write, told
from srm_desktop.cli.page import print_page
from srm_desktop.cli.parser import WrongUsage
from srm_desktop.cli.printing import count, moment, say
from srm_desktop.domain.assessment import ControlRow, EvidenceRow, Verdict
from srm_desktop.domain.rollup import Coverage, cover
from srm_desktop.domain.sizes import size_text
from srm_desktop.services import assessments, listing, page, proof
from srm_desktop.services import evidence as pieces
from srm_desktop.services import history as journal
from srm_desktop.services.assessments import Assessment, Info

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell
    from srm_desktop.services.rescue import Rescued


def info(args: argparse.Namespace) -> int:
    """`info FILE`."""
    with to_read(args) as file:
        print_info(file, as_json=args.json)
    return 0


def print_info(file: Assessment, *, as_json: bool) -> None:
    """What an assessment is and where it stands."""
    with file.reading():
        about, counts = assessments.info(file), cover(listing.standings(listing.rows(file)))
    if as_json:
        printing.as_json(records.info(about, counts))
    else:
        _print_info(about, counts)


def _print_info(about: Info, counts: Coverage) -> None:
    details = about.details
    period = f"{details.period.start or '...'} to {details.period.end or '...'}" if details.period else ""
    stand = f"{counts.percent} % walked ({counts.walked} of {counts.mine}), {counts.with_evidence} with evidence"
    say(printing.one_line(details.title))
    printing.pairs(
        [
            ("Organisation", details.organisation),
            ("System", details.system),
            ("Audit period", period),
            *(("Catalog", f"{c.title} {c.version}, {count(c.controls, 'control')}") for c in about.catalogs),
            ("Services", ", ".join(s.id for s in about.services) or "none yet"),
            (
                "Controls",
                f"{counts.controls}: {counts.shared} shared, {counts.customer} customer, "
                f"{counts.inherited} inherited, {counts.not_applicable} not applicable"
                + (f"; {counts.withdrawn} withdrawn" if counts.withdrawn else ""),
            ),
            ("Standing", f"{stand}, {counts.stale} stale"),
            ("Evidence", count(about.evidence, "piece")),
            ("Schema", str(about.schema)),
            ("Journal", str(about.head)),
        ]
    )


def controls(args: argparse.Namespace) -> int:
    """`controls FILE`."""
    with to_read(args) as file:
        rows = listing.narrow(file, filter_of(file, args))
        every = len(listing.rows(file))
    if args.json:
        printing.as_json([records.control(row) for row in rows])
    elif rows:
        spell = spelling()
        headings = ("Control", "Title", "Responsibility", "Status", "Result", "Review", "Evidence")
        printing.table(headings, [_cells(row, spell) for row in rows])
        say(f"\n{len(rows)} of {count(every, 'control')}")
    else:
        say(f"No control passes these filters (there are {every}).")
    return 0


def _cells(row: ControlRow, spell: Spell) -> tuple[str, ...]:
    if row.withdrawn:
        return spell(row.key), row.title, "withdrawn", "-", "-", "-", "-"
    whose = str(row.responsibility)
    if row.responsibility is not row.derived:
        whose += f" (derived: {row.derived})"
    title = row.title + (" [flagged]" if row.flag else "")
    found = f"{row.evidence} {row.freshness}" if row.freshness else "none"
    return spell(row.key), title, whose, ", ".join(row.status), row.result, row.review, found


def show(args: argparse.Namespace) -> int:
    """`show FILE CONTROL`."""
    with to_read(args) as file:
        key, _ = listing.place_named(file, args.control)  # the page has all parts
        with file.reading():
            found, events = page.view(file, key), journal.history(file, key, most=20)
    if args.json:
        printing.as_json(records.view(found))
    else:
        print_page(found, events, spelling())
    return 0


def evidence(args: argparse.Namespace) -> int:
    """`evidence FILE`."""
    with to_read(args) as file:
        rows = pieces.listed(file)
    ids = {row.piece.uid: row.piece.id for row in rows}
    if args.json:
        printing.as_json([records.evidence(row, ids) for row in rows])
    elif rows:
        spell = spelling()
        headings = ("Id", "Name", "Collected", "Fresh", "Size", "Type", "Controls")
        printing.table(headings, [_piece(row, spell, ids) for row in rows])
        say(f"\n{count(len(rows), 'piece')}, {size_text(sum(row.piece.size for row in rows))}")
    else:
        say("There is no evidence yet; attach some with srm-desktop attach.")
    return 0


def _piece(row: EvidenceRow, spell: Spell, ids: Mapping[str, str]) -> tuple[str, ...]:
    piece = row.piece
    collected = f"{piece.collected}{' (from the file)' if piece.collected_guessed else ''}"
    size, serves = size_text(piece.size), ", ".join(map(spell, row.keys)) or "none"
    name = f"{piece.name} (superseded by {ids[row.newer]})" if row.newer in ids else piece.name
    return piece.id, name, collected, row.freshness, size, piece.media_type, serves


def verify(args: argparse.Namespace) -> int:
    """`verify FILE`: 1 where something is wrong."""
    anchor = proof.parse_anchor(args.anchor) if args.anchor is not None else None
    if args.renew_search:
        with to_write(args) as file:
            proof.renew_search(file)
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
