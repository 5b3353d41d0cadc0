"""What `show --json` prints: the page of one control. The keys are a promise, as those in `records`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srm_desktop.cli.records import Record, control, day_text
from srm_desktop.domain.assessment import (
    ControlView,
    LinkedEvidence,
    ObjectiveView,
    PartView,
)
from srm_desktop.domain.catalog import Side
from srm_desktop.domain.responsibility import Derivation, Overrule, TierWords

if TYPE_CHECKING:
    pass


def view(page: ControlView) -> Record:
    """`show --json`."""
    return (
        control(page.row)
        | {
            "parts": [_part(part) for part in page.parts],
            "aws": _side(page.aws, page.aws_words),
            "customer": _side(page.customer, page.customer_words),
            "why": [_why(part.letter, part.derivation) for part in page.parts],
            "links": [_link(linked) for linked in page.links],
            "statement": page.work.statement,
            "fresh": str(page.fresh),
            "fresh_by": page.fresh_by,
            "counterparts": [other.name for other in page.counterparts],
            "offered": [offer.piece.id for offer in page.offers],
        }
        | {key: value for key, value in _published(page).items() if value}
    )


def _published(page: ControlView) -> Record:
    """What only published catalogs say: these keys are there where there is something to say."""
    return {
        "objectives": [_objective(o) for o in page.objectives],
        "base": page.base.id if page.base else "",
        "moved_to": [mention.id for mention in page.moved_to],
        "related": [mention.id for mention in page.related],
        "guidance": page.guidance,
        "params": [param._asdict() for param in page.params],
        "methods": [{"method": method, "objects": objects.splitlines()} for method, objects in page.methods],
        "layers_why": page.layers_why,
    }


def _part(part: PartView) -> Record:
    return {
        "part": part.letter,
        "intro": part.intro,
        "text": part.text,
        "layers": list(part.layers),
        "responsibility": part.responsibility,
        "derived": part.derivation.value,
        "overruled": [_overrule(o) for o in (part.overrule, *part.service_overrules) if o],
        "status": list(part.mark.status),
        "result": part.mark.result,
        "origination": list(part.mark.origination),
        "statement": part.mark.statement,
        "objectives": [_objective(o) for o in part.objectives],
    }


def _objective(shown: ObjectiveView) -> Record:
    return {"id": shown.id, "method": shown.method, "text": shown.text, "result": shown.result}


def _overrule(word: Overrule) -> Record:
    return {"service": word.service, "responsibility": word.value, "reason": word.reason}


def _side(side: Side, words: tuple[TierWords, ...]) -> Record:
    tiers = [{"tier": w.tier, "services": list(w.services), "text": w.text} for w in words]
    return {"text": side.text, "tiers": tiers, "sources": list(side.sources)}


def _why(letter: str, derivation: Derivation) -> Record:
    reasons = [
        {
            "service": r.service, "name": r.service_name, "tier": r.tier, "layer": r.layer, "owner": r.owner,
            "why": r.why, "overruled": r.overruled,
        }
        for r in derivation.reasons
    ]  # fmt: skip
    return {"part": letter, "derived": derivation.value, "sentence": derivation.sentence, "reasons": reasons}


def _link(linked: LinkedEvidence) -> Record:
    return {
        "evidence": linked.piece.id,
        "name": linked.piece.name,
        "title": linked.piece.title,
        "part": linked.link.part,
        "place": linked.link.place,
        "collected": day_text(linked.piece.collected),
        "fresh": linked.freshness,
        "acceptance": linked.piece.acceptance,
    }
