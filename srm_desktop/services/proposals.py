"""Which controls the name of a file proposes: the ids in it that this assessment has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from srm_desktop.domain.control_ids import ControlId, Source, of_catalog, parse_all, readings
from srm_desktop.domain.control_ids.frameworks import CIS, CMMC, ISO, NIST_171_R2, NIST_171_R3, PCI
from srm_desktop.domain.ids import canonical, catalog_of, control_of, id_of
from srm_desktop.services.board import board
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment


class Proposal(NamedTuple):
    """A control, or a part of it, that a name proposes. `why` says what in the name does; only a `sure` one is ticked.

    One that is not sure may as well mean something else: `AC-2 (1).png` the number of a copy.
    """

    key: str
    part: str = ""
    why: str = ""
    sure: bool = True

    @property
    def place(self) -> tuple[str, str]:
        """The key and the part."""
        return self.key, self.part


_BARE = frozenset({NIST_171_R2, NIST_171_R3, CMMC, PCI, CIS, ISO})
"""Frameworks whose ids may be digits alone, as a version, a date or an address is."""
_LEADS = re.compile(r"[\W_]*(?:(?:E-?\d+|\d{4}-\d\d-\d\d|\d{8})[\s_-]+)?\d{1,2}(?:\.\d{1,2}){1,3}(?![\d.]*\.\d)")
_LETTERED = re.compile(
    r"(?<![A-Za-z])(?:[A-Z]{2}\.)?(?:L[1-3]-|A\.|A(?=\d\.))\d|800-?171|CMMC|PCI|ISO|CIS.?(?:Control|v8)", re.IGNORECASE
)
_COPY = re.compile(r"(?<=[)\]]) \(\d{1,2}\)(?=\.\w{1,8}$|$)")
"""The number that a browser puts behind a name that exists; behind an id without brackets it stays open."""
_TOKENS = re.compile(r"\d{1,18}|[a-z]+")
_LONGEST = 255
_REMEMBERED = 50_000


class Names:
    """Reads names of files for one assessment: made once for many names."""

    def __init__(self, file: Assessment) -> None:
        """Know the controls that there are; what is withdrawn takes no evidence and is left out."""
        self._by_id: dict[str, dict[ControlId, str]] = {}
        self._by_words: dict[tuple[str | int, ...], list[str]] = {}
        self._parts: dict[str, dict[tuple[str, ...], str]] = {}
        with file.reading():
            outlines = [outline for outline in board(file).outlines.values() if not outline.withdrawn]
        for outline in outlines:
            own = _meant(outline.key)
            self._parts[outline.key] = {tuple(map(str, canonical(letter))): letter for letter, _ in outline.parts}
            ids = self._by_id.setdefault(catalog_of(outline.key), {})
            words = canonical(outline.id)
            if own:
                ids |= dict.fromkeys(own, outline.key)
            elif {str, int} == {type(word) for word in words}:
                self._by_words.setdefault(words, []).append(outline.key)
        self._most = max(map(len, self._by_words), default=0)
        self._known: dict[str, tuple[Proposal, ...]] = {}

    def proposals(self, name: str) -> tuple[Proposal, ...]:
        """The controls and parts that a file name proposes, each once; none that the assessment lacks."""
        if name not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[name] = self._found_in(name)
        return self._known[name]

    def _found_in(self, name: str) -> tuple[Proposal, ...]:
        name = _COPY.sub("", name[:_LONGEST])
        if not any(c.isdigit() for c in name):
            return ()
        found: dict[tuple[str, str], Proposal] = {}
        for one in (*self._read(name), *self._spelled(name)):
            if one.place not in found or (one.sure and not found[one.place].sure):
                found[one.place] = one
        return tuple(found.values())

    def _read(self, name: str) -> Iterator[Proposal]:
        """By the spellings that are known of frameworks."""
        for catalog, keys in self._by_id.items():
            if not keys:
                continue
            ids = parse_all(name, of_catalog(catalog) or None, Source.CONTROLS)
            for one in ids.ids:
                yield from self._proposed(keys, one, name, sure=True)
            for some in ids.ambiguous:
                there = [one for one in some.readings if one.control in keys]
                places = {(keys[one.control], self._part(keys[one.control], one.part)) for one in there}
                only = len(places) == 1 and len(some.readings) > 1  # what nothing else here is called is no question
                for one in there:
                    yield from self._proposed(keys, one, name, sure=only)

    def _proposed(self, keys: dict[ControlId, str], one: ControlId, name: str, *, sure: bool) -> Iterator[Proposal]:
        key = keys.get(one.control)
        if key is None:
            return
        part = self._part(key, one.part)
        if not sure:
            yield Proposal(key, part, "may mean something else", sure=False)
        elif one.framework in _BARE and not (_LEADS.match(name) or _LETTERED.search(name)) and not one.part:
            yield Proposal(key, part, "may be the number of something else", sure=False)
        else:
            yield Proposal(key, part, "in the name")

    def _part(self, key: str, path: tuple[str, ...]) -> str:
        """The deepest part on the way that an id leads to; SP 800-171 has no letters but what is determined, `[b]`."""
        if path and path[0].startswith("["):
            steps = tuple(step.strip("[]") for step in path)
        else:
            steps = tuple(step for step in path if not step.startswith("["))
        letters = self._parts[key]
        return next((letters[steps[:n]] for n in range(len(steps), 0, -1) if steps[:n] in letters), "")

    def _spelled(self, name: str) -> Iterator[Proposal]:
        """Ids of catalogs that spell them as nobody else does, as they stand there: the longest at each place."""
        words = tuple(int(t) if t.isdigit() else t for t in _TOKENS.findall(name.lower())) if self._most else ()
        at = 0
        while at < len(words):
            n = next((n for n in range(self._most, 0, -1) if words[at : at + n] in self._by_words), 0)
            for key in self._by_words[words[at : at + n]] if n else ():
                yield Proposal(key, "", "in the name")
            at += n or 1


def _meant(key: str) -> tuple[ControlId, ...]:
    """What the id in a control key means: one, or the same in each edition that its catalog may be of."""
    if own := control_of(key):
        return (own,)
    found = readings(id_of(key), of_catalog(catalog_of(key)) or None, Source.CONTROLS)
    return found if len({one.framework for one in found}) == len(found) else ()


def proposals(file: Assessment, name: str) -> tuple[Proposal, ...]:
    """The controls and parts that the name of a file proposes; see `Names` for many names."""
    return Names(file).proposals(name)


def named(proposal: Proposal) -> str:
    """A proposal as its control's id and part: `AC-2`, `3.1.10 (b)`."""
    return f"{id_of(proposal.key)} ({proposal.part})" if proposal.part else id_of(proposal.key)
