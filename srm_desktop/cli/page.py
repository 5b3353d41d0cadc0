"""One control as text, for `show`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from srm_desktop.cli.printing import collected, moment, one_line, pairs, paragraph, say, section, table
from srm_desktop.domain.assessment import ControlView, Mention, ObjectiveView, PartView
from srm_desktop.domain.catalog import FRAMEWORKS, Side
from srm_desktop.domain.id_text import told_apart
from srm_desktop.domain.ids import control_key
from srm_desktop.domain.responsibility import TierWords, shorten
from srm_desktop.domain.vocabulary import Acceptance, Owner
from srm_desktop.services.history import Event

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell

NO_TEXT = "The official text comes with the publisher's own file: in the window, Exchange, Add catalog."
"""What is said of a catalog that knows only ids, titles and letters."""


def print_page(page: ControlView, events: Sequence[Event], spell: Spell) -> None:
    """Print everything about a control, what matters first; `spell` writes the ids."""
    say(one_line(f"{spell(page.row.key)}  {page.row.title}"))
    if page.row.withdrawn:
        _print_withdrawn(page, spell)
        return
    _print_standing(page, spell)
    _print_side("AWS does", page.aws, page.aws_words)
    _print_side("You do", page.customer, page.customer_words)
    section("Parts")
    if not page.has_text:
        paragraph(NO_TEXT)
    for part in page.parts:
        _print_part(part, spell)
    if page.objectives:
        section("Objectives of the control as a whole")
        _print_objectives(page.objectives, "  ", spell)
    _print_said(page, spell)
    if page.work.statement:
        section("Statement")
        paragraph(page.work.statement)
    if page.work.note:
        section("Note (internal)")
        paragraph(page.work.note)
    _print_links(page, spell)
    _print_catalog(page, spell)
    if events:
        section("History (newest first)")
        changes = [
            (moment(e.at), e.who, f"{e.place_in(spell)} {e.field}", f"{e.old or '-'} -> {e.new or '-'}") for e in events
        ]
        table(("When", "Who", "Where", "Change"), changes, give=3)


def _called(page: ControlView, mentions: Iterable[Mention | None], spell: Spell) -> str:
    """The ids of controls that a control names: they are of its catalog."""
    return ", ".join(spell(control_key(page.row.catalog, mention.id)) for mention in mentions if mention)


def _print_standing(page: ControlView, spell: Spell) -> None:
    row = page.row
    whose = str(row.responsibility)
    if row.responsibility is not row.derived:
        whose += f" (overruled; derived: {row.derived})"
    pairs(
        [
            ("Group", f"{row.group}  {row.group_title}"),
            ("Enhances", _called(page, [page.base], spell)),
            ("Responsibility", whose),
            ("Status", ", ".join(row.status)),
            ("Result", row.result),
            ("Review", row.review),
            ("Owner", row.owner),
            ("Flag", "for another look" if row.flag else ""),
        ]
    )


def _print_withdrawn(page: ControlView, spell: Spell) -> None:
    group = f"{page.row.group}  {page.row.group_title}"
    pairs([("Group", group), ("Enhances", _called(page, [page.base], spell))])
    went = f" Now in {_called(page, page.moved_to, spell)}." if page.moved_to else ""
    paragraph(f"Withdrawn: there is nothing to assess.{went}")
    if page.guidance:
        paragraph(page.guidance)


def _print_said(page: ControlView, spell: Spell) -> None:
    """What a published catalog says besides the statement."""
    if page.guidance:
        section("Guidance")
        paragraph(page.guidance)
    if page.params:
        section("Parameters")
    for param in page.params:
        demanded = f" ({param.constraint})" if param.constraint else ""
        paragraph(f"{param.label or param.id}: {param.text}{demanded}", "    ", "  ")
    if page.methods:
        section("How it is assessed")
    for method, objects in page.methods:
        paragraph(f"{method}: {'; '.join(objects.splitlines())}", "    ", "  ")
    if page.related:
        section("Related controls")
        paragraph(_called(page, page.related, spell))


def _print_side(title: str, side: Side, words: Sequence[TierWords]) -> None:
    section(title)
    paragraph(side.text)
    for tier in words:
        paragraph(tier.text, "    ", f"  {tier.tier} ({shorten(tier.services)}): ")


def _print_part(part: PartView, spell: Spell) -> None:
    mark = part.mark
    for line in part.intro.splitlines():
        paragraph(line)
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
    _print_objectives(part.objectives, "      ", spell)


def _print_objectives(objectives: Sequence[ObjectiveView], indent: str, spell: Spell) -> None:
    for objective in objectives:
        method = f" ({objective.method})" if objective.method else ""
        said = f"{spell(objective.key)}{method}: {objective.text} [{objective.result}]"
        paragraph(said, f"{indent}  ", f"{indent}- ")


def _print_links(page: ControlView, spell: Spell) -> None:
    section(f"Evidence ({page.fresh.words}, {page.fresh_by})")
    for linked in page.links:
        place = f", {linked.link.place}" if linked.link.place else ""
        part = f" ({linked.link.part})" if linked.link.part else ""
        said = f"{linked.piece.id}{part}  {linked.piece.name}{place}, collected {collected(linked.piece)}"
        checked = "" if linked.piece.acceptance is Acceptance.NOT_CHECKED else f", {linked.piece.acceptance}"
        paragraph(one_line(f"{said}, {linked.freshness}{checked}"))
    if not page.links:
        paragraph("None yet.")
    if page.offers:
        section("Offered by other controls (attach --offered links it)")
    names = told_apart(page.same, spell)
    for offer in page.offers:
        place = f", {offer.place}" if offer.place else ""
        origins = ", ".join(names[key] for key in offer.keys)
        said = f"{offer.piece.id}  {offer.piece.name}{place}, on {origins}, {offer.freshness}"
        paragraph(one_line(said))


def _print_catalog(page: ControlView, spell: Spell) -> None:
    if page.hints:
        section("Good evidence")
    for hint in page.hints:
        paragraph(hint.what, "    ", "  - ")
        for place in (hint.console, hint.cli):
            if place:
                paragraph(place, "        ", "      ")
    if page.counterparts:
        section("In other catalogs of this assessment")
    names = told_apart(page.same, spell)
    for other in page.counterparts:
        said = f"{names[other.row.key]}  {other.row.title}  ({', '.join(other.row.status)})"
        paragraph(one_line(said), "    ", "  ")
    if page.references:
        section("References")
    for framework, title in FRAMEWORKS.items():
        ids = [spell(control_key(*r)) for r in page.references if r.framework == framework]
        if ids:
            paragraph(f"{title}: {', '.join(ids)}", "    ", "  ")
