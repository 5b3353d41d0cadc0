"""One control as text, for `show`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from srm_desktop.cli.printing import moment, one_line, pairs, paragraph, say, section, table
from srm_desktop.domain.assessment import ControlView, PartView
from srm_desktop.domain.catalog import FRAMEWORKS, Side
from srm_desktop.domain.ids import control_key
from srm_desktop.domain.responsibility import TierWords, shorten
from srm_desktop.domain.vocabulary import Owner
from srm_desktop.services.history import Event

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell


def print_page(page: ControlView, events: Sequence[Event], spell: Spell) -> None:
    """Print everything about a control, what matters first; `spell` writes the ids."""
    row = page.row
    say(one_line(f"{spell(row.key)}  {row.title}"))
    whose = str(row.responsibility)
    if row.responsibility is not row.derived:
        whose += f" (overruled; derived: {row.derived})"
    pairs(
        [
            ("Group", f"{row.group}  {row.group_title}"),
            ("Responsibility", whose),
            ("Status", ", ".join(row.status)),
            ("Result", row.result),
            ("Review", row.review),
            ("Owner", row.owner),
            ("Flag", "for another look" if row.flag else ""),
        ]
    )
    _print_side("AWS does", page.aws, page.aws_words)
    _print_side("You do", page.customer, page.customer_words)
    section("Parts")
    for part in page.parts:
        _print_part(part)
    if page.work.statement:
        section("Statement")
        paragraph(page.work.statement)
    if page.work.note:
        section("Note (internal)")
        paragraph(page.work.note)
    _print_links(page)
    _print_catalog(page, spell)
    if events:
        section("History (newest first)")
        changes = [
            (moment(e.at), e.who, f"{e.place_in(spell)} {e.field}", f"{e.old or '-'} -> {e.new or '-'}") for e in events
        ]
        table(("When", "Who", "Where", "Change"), changes, give=3)


def _print_side(title: str, side: Side, words: Sequence[TierWords]) -> None:
    section(title)
    paragraph(side.text)
    for tier in words:
        paragraph(tier.text, "    ", f"  {tier.tier} ({shorten(tier.services)}): ")


def _print_part(part: PartView) -> None:
    mark = part.mark
    paragraph(part.text, "      ", f"  ({part.letter}) " if part.letter else "  ")
    said = f"{part.responsibility}; {', '.join(mark.status)}; {mark.result}"
    paragraph(said, "      ")
    paragraph(f"Why {part.derivation.value}: {part.derivation.sentence}", "      ")
    for reason in part.derivation.reasons:
        if reason.owner is not Owner.ABSENT and reason.why:
            paragraph(f"{reason.service}, {reason.layer}: {reason.owner}. {reason.why}", "          ", "        ")
    for word in (part.overrule, *part.service_overrules):
        if word:
            for_service = f" for {word.service}" if word.service else ""
            paragraph(f"Overruled{for_service}: {word.value}, because {word.reason}", "      ")
    if mark.statement:
        paragraph(f"Statement: {mark.statement}", "      ")
    for objective in part.objectives:
        paragraph(f"{objective.method or objective.id}: {objective.text}", "        ", "      - ")


def _print_links(page: ControlView) -> None:
    section(f"Evidence (may be {page.fresh_days} days old)")
    for linked in page.links:
        place = f", {linked.link.place}" if linked.link.place else ""
        part = f" ({linked.link.part})" if linked.link.part else ""
        said = f"{linked.piece.id}{part}  {linked.piece.name}{place}, collected {linked.piece.collected}"
        paragraph(one_line(f"{said}, {linked.freshness}"))
    if not page.links:
        paragraph("None yet.")


def _print_catalog(page: ControlView, spell: Spell) -> None:
    if page.hints:
        section("Good evidence")
    for hint in page.hints:
        paragraph(hint.what, "    ", "  - ")
        for place in (hint.console, hint.cli):
            if place:
                paragraph(place, "        ", "      ")
    if page.references:
        section("References")
    for framework, title in FRAMEWORKS.items():
        ids = [spell(control_key(*r)) for r in page.references if r.framework == framework]
        if ids:
            paragraph(f"{title}: {', '.join(ids)}", "    ", "  ")
