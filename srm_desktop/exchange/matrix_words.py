"""The running text of the matrix: both sides, the derivation layer by layer, what is open and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from srm_desktop.domain.assessment import ControlView, Evidence, EvidenceRow, LinkedEvidence, PartView
from srm_desktop.domain.catalog import EvidenceHint, Side
from srm_desktop.domain.freshness import guessed
from srm_desktop.domain.responsibility import Reason, TierWords, shorten
from srm_desktop.domain.vocabulary import Freshness, Owner, Result, Status

OWNER_WORDS = {Owner.AWS: "AWS", Owner.SHARED: "shared", Owner.CUSTOMER: "customer", Owner.ABSENT: "–"}
"""How owners are written for assessors; the dash says that the service has no such layer."""

NO_EVIDENCE = "no evidence"
_MOST_NAMES = 12
_ALONE = {Owner.AWS: "AWS alone in", Owner.SHARED: "both in", Owner.CUSTOMER: "the customer alone in"}
_ALL = {
    Owner.AWS: "AWS owns every layer this touches,",
    Owner.SHARED: "Both own every layer this touches,",
    Owner.CUSTOMER: "The customer owns every layer this touches,",
}


def side(side_: Side, words: Sequence[TierWords]) -> str:
    """What one side does: the general text, then a paragraph for each tier in scope that has its own wording."""
    tiers = [f"{w.tier} ({', '.join(w.services)}): {w.text}" for w in words]
    return "\n".join(text for text in (side_.text, *tiers) if text)


def services_and_tiers(reasons: Iterable[Reason]) -> str:
    """The services that have a layer the part touches, one line per tier."""
    tiers: dict[str, dict[str, None]] = {}
    for reason in reasons:
        if reason.owner is not Owner.ABSENT:
            tiers.setdefault(reason.tier, {})[reason.service_name] = None
    return "\n".join(f"{tier}: {', '.join(names)}" for tier, names in tiers.items())


def layer_by_layer(part: PartView, titles: Mapping[str, str]) -> str:
    """The reasons of the derivation: a line per layer with its owners, then the auditor's word on single services."""
    found: dict[str, dict[Owner, list[Reason]]] = {layer: {} for layer in part.layers}
    for reason in part.derivation.reasons:
        found.setdefault(reason.layer, {}).setdefault(reason.owner, []).append(reason)
    lines = [f"{titles.get(layer, layer)}: {_owners(owners)}" for layer, owners in found.items()]
    names = {r.service: r.service_name for r in part.derivation.reasons}
    lines += [f"Overruled for {names.get(o.service, o.service)}: {o.value}. {o.reason}" for o in part.service_overrules]
    return "\n".join(lines)


def _owners(owners: Mapping[Owner, Sequence[Reason]]) -> str:
    said: list[str] = []
    for owner in (Owner.AWS, Owner.SHARED, Owner.CUSTOMER):
        if owner in owners:
            names = shorten(list(dict.fromkeys(r.service_name for r in owners[owner])), _MOST_NAMES)
            why = " ".join(dict.fromkeys(r.why for r in owners[owner] if r.why and not r.overruled))
            said.append(f"{OWNER_WORDS[owner]} in {names}" + (f" ({why.rstrip('.')})" if why else ""))
    return "; ".join(said) + "." if said else "no service in scope has it."


def basis(part: PartView) -> str:
    """Whether the responsibility was derived, or overruled as a whole or for single services."""
    if part.overrule:
        return "overruled"
    return "overruled for a service" if part.service_overrules else "derived"


def why(part: PartView) -> str:
    """The auditor's reason where the responsibility was overruled, else what was derived, worded for an assessor."""
    if part.overrule:
        return part.overrule.reason
    return _derived(part.derivation.reasons) if part.layers else part.derivation.sentence


def _derived(reasons: Sequence[Reason]) -> str:
    found: dict[Owner, list[str]] = {}
    for reason in reasons:
        found.setdefault(reason.owner, []).append(reason.service_name)
    sides = {owner: found[owner] for owner in _ALONE if owner in found}
    if not sides:
        return "No service in scope has these layers, so nothing is inherited."
    if len(sides) == 1:
        return f"{_ALL[next(iter(sides))]} in every service in scope."
    said = [f"{_ALONE[owner]} {shorten(list(dict.fromkeys(names)))}" for owner, names in sides.items()]
    return f"Layer by layer: {'; '.join(said)}."


def statement(control: ControlView, part: PartView) -> str:
    """The part's own statement, and the one for the whole control below it; each alone stands unaltered."""
    own, whole = part.mark.statement, control.work.statement
    return f"{own}\n\nFor the whole control:\n{whole}" if own and whole else own or whole


def origination(part: PartView) -> str:
    """Where the implementation of a part comes from (FedRAMP SSP Appendix J, columns G to M), one line per word."""
    return "\n".join(part.mark.origination)


def hint(entry: EvidenceHint) -> str:
    """What good evidence looks like and where it is found."""
    where = [f"{name}: {value}" for name, value in (("console", entry.console), ("CLI", entry.cli)) if value]
    return f"• {entry.what}" + (f" ({'; '.join(where)})" if where else "")


def how_to_prove(control: ControlView, customer: str) -> str:
    """What the customer still does about an inherited part, and the evidence that shows AWS's side."""
    return "\n".join(text for text in (customer, *map(hint, control.hints)) if text)


def freshness(linked: Sequence[LinkedEvidence]) -> str:
    """The state that wants attention most among a part's pieces, or that there are none."""
    return max((entry.freshness for entry in linked), key=lambda f: f.rank, default=NO_EVIDENCE)


_BY_STATUS = {
    Status.NOT_STARTED: ("Not walked: no implementation status.", "Walk it: set the status and write the statement."),
    Status.PLANNED: ("Planned, not yet in place.", "Put it in place, or state who will and by when."),
    Status.PARTIAL: (
        "Only partially implemented.",
        "Close the gap, or state what is missing and by when.",
    ),
}


def open_reasons(control: ControlView, part: PartView, linked: Sequence[LinkedEvidence]) -> list[tuple[str, str]]:
    """Why a part is still open, each reason with what to do; nothing where it is done or not the customer's.

    A part that is marked not applicable needs no evidence.
    """
    if not part.responsibility.mine:
        return []
    found = [_BY_STATUS[word] for word in part.mark.status if word in _BY_STATUS]
    if part.mark.result is Result.OTHER:
        found.append(("Result: other than satisfied.", "Remedy the finding and have it assessed again."))
    if part.mark.status == (Status.NOT_APPLICABLE,):
        return found
    if not linked:
        good = f", for example: {control.hints[0].what}" if control.hints else "."
        found.append(("No evidence.", f"Attach evidence{good}"))
    stale, outside = _ids(linked, Freshness.STALE), _ids(linked, Freshness.OUTSIDE)
    if stale:
        found.append((f"Stale evidence: {stale}.", f"Collect it again: {control.fresh.words}."))
    if outside:
        found.append((f"Evidence outside the audit period: {outside}.", "Attach evidence from the audit period."))
    return found


def collected_is(piece: Evidence) -> str:
    """Whether a person gave the day it was collected, or what it was guessed from."""
    return guessed(piece.guessed_from) if piece.collected_guessed else "given"


def rules(entry: EvidenceRow) -> str:
    """How fresh a piece must be: its own rule, or one line for each that its controls have."""
    return "\n".join(rule.words for rule in entry.rules)


def _ids(linked: Sequence[LinkedEvidence], state: Freshness) -> str:
    return ", ".join(dict.fromkeys(entry.piece.id for entry in linked if entry.freshness is state))
