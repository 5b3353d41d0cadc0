"""Which controls of different catalogs ask for the same: one refers to the other, or their ids mean the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from srm_desktop.domain.catalog import Reference
from srm_desktop.domain.control_ids import ControlId, Source, framework_named, of_catalog, parse_all
from srm_desktop.domain.control_ids.frameworks import CMMC, DOMAINS, NIST_171_R2, named_at
from srm_desktop.domain.ids import canonical, control_of

Words = tuple[str | int, ...]
Meaning = ControlId | tuple[str, Words]
"""What an id means; of one that nobody can read, its framework (or catalog) and its words."""

Found = Mapping[str, tuple[Reference, ...]]
"""Controls by key, each with the references that lead to it; none where it is found in another way."""


class Crosswalk:
    """The counterparts of each control of an assessment.

    Reading an id takes some 30 µs, and there may be thousands. So they are kept by how they end, which takes 1 µs, and
    only those are read that end as what is looked for.
    """

    def __init__(self, keys: Iterable[str], references: Iterable[tuple[str, Reference]]) -> None:
        """`keys` are those of the controls that can have counterparts, `references` what some of them refer to."""
        self._place = {key: n for n, key in enumerate(keys)}
        self._controls: dict[_Ending, list[str]] = defaultdict(list)
        self._own: dict[str, list[Reference]] = defaultdict(list)
        self._from: dict[_Ending, list[tuple[Reference, str]]] = defaultdict(list)
        for key in self._place:
            self._controls[_ending(_bare(_split(key)[1]))].append(key)
        for key, reference in references:
            if key in self._place:
                self._own[key].append(reference)
                self._from[_ending(_bare(reference.id))].append((reference, key))
        self._known: dict[str, Found] = {}

    def of(self, key: str) -> Found:
        """The counterparts of a control in the other catalogs, in the order of `keys`, with its references to them."""
        if key not in self._known:
            self._known[key] = self._find(key) if key in self._place else {}
        return self._known[key]

    def _find(self, key: str) -> Found:
        own, catalog = meaning(key), _split(key)[0]
        found: dict[str, list[Reference]] = {other: [] for other in self._meaning(own)}
        for reference in self._own.get(key, ()):
            for other in [other for meant in _referred(reference) for other in self._meaning(meant)]:
                found.setdefault(other, []).append(reference)
        for same in _same(own):
            ending = _ending(_words(same))
            found |= {k: [] for r, k in self._from.get(ending, ()) if k not in found and same in _referred(r)}
        others = sorted((k for k in found if _split(k)[0] != catalog), key=lambda k: self._place[k])
        return {other: tuple(found[other]) for other in others}

    def _meaning(self, wanted: Meaning) -> list[str]:
        return [
            k for same in _same(wanted) for k in self._controls.get(_ending(_words(same)), ()) if meaning(k) == same
        ]


_Ending = tuple[str, int]


def _ending(words: Words) -> _Ending:
    """The last name of several letters in an id, and its last number: alike in every spelling of it."""
    names = [word for word in words if isinstance(word, str) and len(word) > 1]
    numbers = [word for word in words if isinstance(word, int)]
    return names[-1] if names else "", numbers[-1] if numbers else -1


def _bare(text: str) -> Words:
    """The words of an id without the name of a framework in front: "CIS Control 6.1" ends as 6.1 does."""
    words = canonical(text)
    if sum(isinstance(word, str) for word in words) > 1 and (framework := named_at(text)):
        return canonical(text[framework.end :])
    return words


def _words(meant: Meaning) -> Words:
    if not isinstance(meant, ControlId):
        return meant[1]
    below = "" if meant.enhancement is None else meant.enhancement
    return canonical(f"{meant.family} {meant.number} {below} {' '.join(meant.part)}")


def _split(key: str) -> tuple[str, str]:
    catalog, _, control_id = key.partition(":")
    return catalog, control_id


@lru_cache(maxsize=1 << 16)
def meaning(key: str) -> Meaning:
    """What the id in a control key means."""
    if (found := control_of(key)) is not None:
        return found
    catalog, control_id = _split(key)
    frameworks = of_catalog(catalog)
    # "nist-800-171" may be either revision; ours is rev 2, which comes first.
    ids = parse_all(control_id, frameworks[0], Source.CONTROLS).ids if len(frameworks) > 1 else ()
    return ids[0] if len(ids) == 1 else (frameworks[0] if frameworks else catalog, canonical(control_id))


@lru_cache(maxsize=1 << 16)
def _referred(reference: Reference) -> tuple[Meaning, ...]:
    """The controls that a reference points to; a place in a control stands for the control."""
    if framework := framework_named(reference.framework):
        found = parse_all(reference.id, framework, Source.CONTROLS)
        if found.ids and not (found.ambiguous or found.unread):
            return tuple(dict.fromkeys(one.control for one in found.ids))
    return ((framework or reference.framework, canonical(reference.id)),)


_SECTIONS = {f"3.{section}": domain for domain, section in DOMAINS.items()}


def _same(meant: Meaning) -> tuple[Meaning, ...]:
    """An id with its twin: practices of CMMC level 2 are the requirements of SP 800-171 rev 2 (32 CFR 170.14(c))."""
    if isinstance(meant, ControlId):
        if meant.framework == CMMC and meant.family in DOMAINS:
            return meant, meant._replace(framework=NIST_171_R2, family=f"3.{DOMAINS[meant.family]}")
        if meant.framework == NIST_171_R2 and meant.family in _SECTIONS:
            return meant, meant._replace(framework=CMMC, family=_SECTIONS[meant.family])
    return (meant,)
