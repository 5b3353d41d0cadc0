"""Who owns what: the derivation of responsibility from the services in scope, with its reasons (DESIGN, section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from srm_desktop.domain.catalog import Side
from srm_desktop.domain.vocabulary import Owner, Responsibility


class Layer(NamedTuple):
    """One layer of a system on AWS, from the ground up."""

    id: str
    title: str
    about: str = ""


class Tier(NamedTuple):
    """How a service is run; says who owns each layer. `owners` and `reasons` are pairs of layer id and value."""

    id: str
    title: str
    about: str
    owners: tuple[tuple[str, Owner], ...]
    reasons: tuple[tuple[str, str], ...] = ()


class LayerOwner(NamedTuple):
    """Who owns one layer of one service, and the sentence that says why (empty where it goes without saying)."""

    layer: str
    owner: Owner
    why: str = ""
    differs: bool = False
    """Whether the service differs from its tier here."""


class Service(NamedTuple):
    """An AWS service with the owner of every layer worked out from its tier and its own differences."""

    id: str
    name: str
    tier: str
    tier_title: str
    why: str
    layers: tuple[LayerOwner, ...]
    category: str = ""
    aliases: tuple[str, ...] = ()

    def owner(self, layer: str) -> LayerOwner:
        """The owner of a layer; a layer that the service does not name is absent from it."""
        for entry in self.layers:
            if entry.layer == layer:
                return entry
        return LayerOwner(layer, Owner.ABSENT, "The service has no such layer.")


class Reason(NamedTuple):
    """One row of a derivation: in this service this layer is owned by, because."""

    service: str
    service_name: str
    tier: str
    layer: str
    owner: Owner
    why: str
    overruled: bool = False


class Derivation(NamedTuple):
    """A derived responsibility with the rows that decided it and one sentence that sums them up."""

    value: Responsibility
    reasons: tuple[Reason, ...]
    sentence: str


class Overrule(NamedTuple):
    """An auditor's own word against the derived one. `service` is empty where it holds for the part as a whole."""

    value: Responsibility
    reason: str
    service: str = ""


_SINGLE = {
    Owner.AWS: Responsibility.INHERITED,
    Owner.CUSTOMER: Responsibility.CUSTOMER,
    Owner.SHARED: Responsibility.SHARED,
}
_AS_OWNER = {
    Responsibility.INHERITED: Owner.AWS,
    Responsibility.SHARED: Owner.SHARED,
    Responsibility.CUSTOMER: Owner.CUSTOMER,
    Responsibility.NOT_APPLICABLE: Owner.ABSENT,
}


def derive(
    layers: Sequence[str],
    services: Sequence[Service],
    overrules: Mapping[str, Overrule] | None = None,
    kind: Responsibility | None = None,
) -> Derivation:
    """The responsibility for what touches `layers` in a system made of `services`.

    All owners AWS gives inherited, all customer gives customer, anything else shared; absent layers do not count.
    `overrules` maps a service id to the auditor's word on that service, which then stands for all of its layers. Where
    nothing decides (no service in scope, or none that has the layer) the answer is customer, for nothing is inherited.
    Without any layer the catalog's own word counts, `kind`, or again customer.
    """
    if not layers:
        return _stated(kind)
    overrules = overrules or {}
    reasons: list[Reason] = []
    for service in services:
        word = overrules.get(service.id)
        for layer in layers:
            entry = service.owner(layer)
            owner, why = (_AS_OWNER[word.value], word.reason) if word else (entry.owner, entry.why)
            reasons.append(Reason(service.id, service.name, service.tier_title, layer, owner, why, bool(word)))
    owners = {r.owner for r in reasons} - {Owner.ABSENT}
    if not owners:
        sentence = (
            "No service in scope has this layer, so nothing is inherited: it is yours unless it does not apply."
            if services
            else "No service is in scope yet, so nothing is inherited."
        )
        return Derivation(Responsibility.CUSTOMER, tuple(reasons), sentence)
    value = _SINGLE[owners.pop()] if len(owners) == 1 else Responsibility.SHARED
    return Derivation(value, tuple(reasons), _sentence(value, reasons))


def _stated(kind: Responsibility | None) -> Derivation:
    if kind is None:
        return Derivation(Responsibility.CUSTOMER, (), "The catalog names no layers for this, so nothing is inherited.")
    return Derivation(kind, (), f"The catalog itself calls this {kind}; it names no layers that services could decide.")


def _sentence(value: Responsibility, reasons: Sequence[Reason]) -> str:
    if value is Responsibility.INHERITED:
        return "AWS owns every layer this touches, in every service in scope."
    if value is Responsibility.CUSTOMER:
        return "Every layer this touches is yours, in every service in scope."
    sides: list[str] = []
    for owner, phrase in ((Owner.AWS, "AWS alone in"), (Owner.SHARED, "both in"), (Owner.CUSTOMER, "you alone in")):
        names = list(dict.fromkeys(r.service_name for r in reasons if r.owner is owner))
        if names:
            sides.append(f"{phrase} {shorten(names)}")
    return "Layer by layer: " + "; ".join(sides) + "."


def shorten(names: Sequence[str], most: int = 4) -> str:
    """Names as running text, at most `most` of them and the number of the rest."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def effective(derived: Responsibility, overrule: Overrule | None) -> Responsibility:
    """What holds for a part: the auditor's word where there is one, else what was derived."""
    return overrule.value if overrule else derived


def combine(parts: Iterable[Responsibility]) -> Responsibility:
    """The responsibility of a control from those of its parts.

    Parts that do not apply are left out; if all agree that is the answer, otherwise shared.
    """
    values = set(parts)
    applying = values - {Responsibility.NOT_APPLICABLE}
    if len(applying) == 1:
        return applying.pop()
    return Responsibility.SHARED if applying else Responsibility.NOT_APPLICABLE


class TierWords(NamedTuple):
    """The wording of one side for the services of one tier that are in scope."""

    tier: str
    services: tuple[str, ...]
    text: str


def words_in_scope(side: Side, services: Sequence[Service]) -> tuple[TierWords, ...]:
    """The tier-specific wordings of `side` that matter for `services`, each with the names it holds for."""
    found: list[TierWords] = []
    for tier, text in side.tiers:
        here = [s for s in services if s.tier == tier]
        if here:
            found.append(TierWords(here[0].tier_title, tuple(s.name for s in here), text))
    return tuple(found)
