"""One control with everything that its page shows."""

from __future__ import annotations

from srm_desktop.domain.assessment import (
    ControlView,
    ControlWork,
    LinkedEvidence,
    Mention,
    ObjectiveView,
    PartMark,
    PartView,
)
from srm_desktop.domain.catalog import Control, part_of
from srm_desktop.domain.ids import catalog_of, control_key
from srm_desktop.domain.responsibility import effective, words_in_scope
from srm_desktop.domain.vocabulary import Result
from srm_desktop.services import counterparts
from srm_desktop.services.board import board
from srm_desktop.services.control_rows import set_alike
from srm_desktop.services.held import Board, whole_part
from srm_desktop.storage import reading_catalogs
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment


def view(file: Assessment, key: str) -> ControlView:
    """Everything about the control with this key but its history."""
    with file.reading():
        held = board(file)
        control = reading_catalogs.control(file, held.outlines[key])
        found = counterparts.counterparts(file, key)
        offered = counterparts.offers(file, key)
        return _view(held, key, control)._replace(counterparts=found, offers=offered)


def views(file: Assessment, keys: list[str] | None = None) -> list[ControlView]:
    """The same for many controls (all where `keys` is None), in catalog order."""
    with file.reading():
        held = board(file)
        wanted = held.outlines if keys is None else {k: held.outlines[k] for k in held.outlines if k in set(keys)}
        editions = {outline.edition for outline in wanted.values()}
        texts = {(e, c.id): c for e in sorted(editions) for c in reading_catalogs.controls(file, e)}
        return [_view(held, key, texts[o.edition, o.id]) for key, o in wanted.items()]


def _view(held: Board, key: str, control: Control) -> ControlView:
    links = []
    for link in held.links.get(key, ()):
        if piece := held.evidence.get(link.evidence):
            fresh = held.freshness(piece, [key])
            links.append(LinkedEvidence(link, piece, fresh, *held.newer_than(piece.uid), held.later(piece.uid)))
    links.sort(key=lambda linked: (linked.piece.number, linked.link.part))
    catalog = held.rows[key].catalog
    return ControlView(
        row=held.rows[key],
        parts=tuple(_part(held, key, control, n) for n in range(len(control.parts))),
        aws=control.aws,
        aws_words=words_in_scope(control.aws, held.services),
        customer=control.customer,
        customer_words=words_in_scope(control.customer, held.services),
        hints=control.hints,
        references=control.references,
        fresh=held.rule_of(key),
        given=held.given_rule(key),
        links=tuple(links),
        work=held.works.get(key, ControlWork()),
        objectives=_objectives(held, key, control, None, set_alike(held, key)),
        guidance=control.guidance,
        params=control.params,
        methods=control.methods,
        related=tuple(_mention(held, catalog, name) for name in control.related),
        base=_mention(held, catalog, control.base) if control.base else None,
        moved_to=tuple(_mention(held, catalog, name) for name in control.moved_to),
        layers_why=control.why,
    )


def _mention(held: Board, catalog: str, name: str) -> Mention:
    key = control_key(catalog, name)
    return Mention(name, key if key in held.outlines else "")


def _objectives(
    held: Board, key: str, control: Control, letter: str | None, followed: Result
) -> tuple[ObjectiveView, ...]:
    """The objectives of a part, or without a letter those of none; `followed` holds where nothing was set singly."""
    letters = [part.letter for part in control.parts]
    singly, catalog = held.results.get(key, {}), catalog_of(key)
    return tuple(
        ObjectiveView(o.id, o.method, o.text, singly.get(o.id, followed), o.id in singly, control_key(catalog, o.id))
        for o in control.objectives
        if part_of(o.part, letters) == letter
    )


def _part(held: Board, key: str, control: Control, n: int) -> PartView:
    part = control.parts[n]
    words = held.overrules.get((key, part.letter), ())
    derivation = held.derivation(part.layers, control.kind, words)
    overrule = whole_part(words)
    mark = held.marks.get((key, part.letter), PartMark())
    return PartView(
        letter=part.letter,
        text=part.text,
        layers=part.layers,
        derivation=derivation,
        overrule=overrule,
        service_overrules=tuple(o for o in words if o.service),
        responsibility=effective(derivation.value, overrule),
        mark=mark._replace(result=held.result(key, part.letter, mark.result)),
        objectives=_objectives(held, key, control, part.letter, mark.result),
        intro=part.intro,
    )
