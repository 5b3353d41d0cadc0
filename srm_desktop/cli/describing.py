"""`describe`: what is known of pieces of evidence that are in the file already."""

from __future__ import annotations

import argparse
from datetime import date

from srm_desktop.cli import printing, records
from srm_desktop.cli.arguments import WrongUsage
from srm_desktop.cli.opening import day, letter_named, spelling, to_write
from srm_desktop.cli.printing import say
from srm_desktop.domain.assessment import TEXTS, Evidence
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.problems import BadValue
from srm_desktop.services import evidence, listing
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.evidence import Edit, LinkPlace


def describe(args: argparse.Namespace) -> int:
    """`describe FILE EVIDENCE[,..]`: everything that is given, as one step."""
    covers = args.start is not None or args.end is not None
    known = {name: getattr(args, name) for name in TEXTS}
    asked = Edit(**known, acceptance=args.acceptance, fresh=args.fresh, confirmed=args.confirm)
    if asked == Edit() and not covers and args.collected is None and not args.place:
        raise WrongUsage("Say what to change; see srm-desktop describe --help.")
    if args.confirm and args.collected is not None:
        raise WrongUsage("Either --collected, which needs no confirming, or --confirm.")
    with to_write(args) as file:
        pieces = _named(file, args.evidence)
        asked = asked._replace(collected=day(args.collected), places=tuple(_place(file, said) for said in args.place))
        if covers and len({piece.covers for piece in pieces}) > 1 and (args.start is None or args.end is None):
            raise BadValue("These pieces cover different periods; give both --from and --to.")
        if covers:
            asked = asked._replace(covers=_covers(args, pieces[0]))
        changed = bool(evidence.edit(file, [piece.uid for piece in pieces], asked))
        wanted = {piece.uid for piece in pieces}
        rows = [row for row in evidence.listed(file) if row.piece.uid in wanted]
    if args.json:
        printing.as_json([records.evidence(row) for row in rows])
        return 0
    spell = spelling()
    for row in rows:
        piece = row.piece
        serves = ", ".join(map(spell, row.keys)) or "no control"
        words = (
            piece.id,
            piece.title,
            f"collected {printing.collected(piece)}",
            row.freshness,
            piece.acceptance,
            serves,
        )
        say(printing.one_line("  ".join(words)))
    if not changed:
        say("Nothing changed: it was so already.")
    return 0


def _named(file: Assessment, typed: tuple[str, ...]) -> list[Evidence]:
    """The pieces that were typed, each once."""
    if not typed:
        raise BadValue("Name at least one piece of evidence, as E-12.")
    return list({(piece := evidence.piece_named(file, name)).uid: piece for name in typed}.values())


def _covers(args: argparse.Namespace, piece: Evidence) -> Period:
    """The period it covers with what was typed; the other end stays."""
    return Period(_end(args.start, piece.covers.start), _end(args.end, piece.covers.end))


def _end(typed: str | None, stands: date | None) -> date | None:
    return stands if typed is None else day(typed) if typed.strip() else None


def _place(file: Assessment, said: str) -> LinkPlace:
    """Which link `CONTROL=TEXT` is about, and the place."""
    name, equals, text = said.partition("=")
    if not equals:
        raise BadValue(f"{said!r} names no place; write it as SRM-IAM-01(a)=p. 12.")
    key, letter = listing.place_named(file, name.strip())
    return LinkPlace(key, letter_named(file, [key], letter or None) or "", text)
