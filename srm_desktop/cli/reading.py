"""Commands that only read: info, controls, show, evidence."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from srm_desktop.cli import page_record, printing, records
from srm_desktop.cli.opening import filter_of, spelling, to_read
from srm_desktop.cli.page import print_page
from srm_desktop.cli.printing import count, say
from srm_desktop.domain.assessment import ControlRow, EvidenceRow
from srm_desktop.domain.rollup import Coverage, cover
from srm_desktop.domain.sizes import size_text
from srm_desktop.services import assessments, listing, page
from srm_desktop.services import evidence as pieces
from srm_desktop.services import history as journal
from srm_desktop.services.assessments import Assessment, Info
from srm_desktop.services.evidence_listing import NOT_ACCEPTED, STALE, EvidenceFilter, narrow_evidence

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell


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
        printing.as_json(page_record.view(found))
    else:
        print_page(found, events, spelling())
    return 0


def evidence(args: argparse.Namespace) -> int:
    """`evidence FILE`."""
    with to_read(args) as file:
        every = pieces.listed(file)
    rows = narrow_evidence(every, _wanted(args))
    if args.json:
        printing.as_json([records.evidence(row) for row in rows])
    elif rows:
        spell = spelling()
        headings = ("Id", "Name", "Collected", "Fresh", "Accepted", "Size", "Type", "Controls")
        printing.table(headings, [_piece(row, spell) for row in rows])
        say(f"\n{count(len(rows), 'piece')}, {size_text(sum(row.piece.size for row in rows))}")
    elif every:
        say(f"No evidence passes these filters (there are {count(len(every), 'piece')}).")
    else:
        say("There is no evidence yet; attach some with srm-desktop attach.")
    return 0


def _wanted(args: argparse.Namespace) -> EvidenceFilter:
    return EvidenceFilter(
        text=args.search,
        freshness=STALE if args.stale else frozenset(),
        unlinked=args.unlinked,
        guessed=args.guessed,
        acceptance=NOT_ACCEPTED if args.not_accepted else frozenset(),
    )


def _piece(row: EvidenceRow, spell: Spell) -> tuple[str, ...]:
    piece = row.piece
    collected = printing.collected(piece)
    size, serves = size_text(piece.size), ", ".join(map(spell, row.keys)) or "none"
    name = f"{piece.name} (superseded by {row.newer_id})" if row.newer_id else piece.name
    return piece.id, name, collected, row.freshness, piece.acceptance, size, piece.media_type, serves
