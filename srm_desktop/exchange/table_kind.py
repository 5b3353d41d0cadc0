"""Words for whose a control is, as columns of other people's matrices spell them."""

from __future__ import annotations

import re

from srm_desktop.domain.vocabulary import Responsibility

_WORD = re.compile(r"[a-z]+(?:/a\b)?")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PROVIDER = _set("inherited inherit inheritable aws amazon csp provider vendor cloud")
_CUSTOMER = _set("customer client tenant consumer subscriber organization organisation company us our")
_SHARED = _set("shared hybrid joint both partial partially split")
_NOT = _set("n/a na")
_BESIDE = _set(
    "web services service full fully entirely only the by from is and or of in a to with responsibility"
    " responsibilities responsible party control controls specific owned managed provided configured"
)


def responsibility(text: str) -> Responsibility | None:
    """What a cell says about whose a control is: "AWS", "Inherited", "Hybrid", "Customer specific", "N/A".

    None where it says nothing that can be told, as "Service Provider System Specific" (it depends on whose service it
    is) or a name.
    """
    text = " ".join(text.casefold().replace("_", " ").split())
    if text in ("not applicable", "does not apply"):
        return Responsibility.NOT_APPLICABLE
    words = set(_WORD.findall(text))
    said = words - _BESIDE
    if not said or said - (_PROVIDER | _CUSTOMER | _SHARED | _NOT) or {"provider", "specific"} <= words:
        return None
    if said <= _NOT:
        return Responsibility.NOT_APPLICABLE
    if said & _NOT:
        return None
    if said & _SHARED or (said & _PROVIDER and said & _CUSTOMER):
        return Responsibility.SHARED
    return Responsibility.INHERITED if said & _PROVIDER else Responsibility.CUSTOMER
