"""The column of ids: which framework it is of, and what each cell of it means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from srm_desktop.domain.control_ids import (
    TITLES,
    AmbiguousId,
    ControlId,
    Source,
    UnreadableId,
    parse,
    parse_all,
    readings,
)
from srm_desktop.domain.control_ids.frameworks import NIST_53_R4, NIST_171_R2, NIST_171_R3, named_at
from srm_desktop.exchange.table import Value

LONGEST = 60
"""Characters of an id that nobody else spells so; more is a sentence."""

_MOST = 2_000
"""Cells by which the framework is told."""

_ENOUGH = 0.5
_WORDS = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9])")
_PADDED = re.compile(r"\s*(?:SR-)?0\d")
_ONE_PLACE = re.compile(r"(\d+)\.(\d)")


class Framework(NamedTuple):
    """The framework of a column; `known` is None where nothing decides, and `may_be` are those that it could be of."""

    known: str | None
    may_be: tuple[str, ...] = ()


class Meant(NamedTuple):
    """One cell: the id as it is written, and what it means; `why` says why it is none, with a small first letter."""

    id: str = ""
    control: ControlId | None = None
    why: str = ""


def named_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The frameworks that titles and names of files speak of; all editions of one whose edition is not said."""
    found = [
        named.frameworks
        for text in texts
        for word in _WORDS.finditer(text[:1000].replace("_", " "))
        if (named := named_at(text[:1000].replace("_", " "), word.start()))
    ]
    return tuple(dict.fromkeys(framework for frameworks in found for framework in frameworks))


def framework_of(cells: Sequence[Value], named: tuple[str, ...] = ()) -> Framework:
    """Which framework the ids of a column are of: one that is named and fits, or the one they can only be of."""
    sample = [cell for cell in cells if isinstance(cell, str | int | float)][:_MOST]
    if not sample:
        return Framework(None)
    fits = {name: _share(sample, name) for name in named}
    best = [name for name, share in fits.items() if share >= _ENOUGH and share == max(fits.values())]
    if len(best) == 1:
        return Framework(best[0])
    sure = Counter(
        framework for cell in sample for framework in {i.framework for i in parse_all(cell, None, Source.CONTROLS).ids}
    )
    top = sure.most_common(1)
    if top and top[0][1] >= len(sample) * _ENOUGH and (not best or top[0][0] in best):
        return Framework(top[0][0])
    if set(best) == {NIST_171_R2, NIST_171_R3}:  # NIST writes 3.1.1 in revision 2 and 03.01.01 in revision 3
        padded = sum(bool(_PADDED.match(str(cell))) for cell in sample) >= len(sample) * _ENOUGH
        return Framework(NIST_171_R3 if padded else NIST_171_R2)
    may_be = [name for name in TITLES if name != NIST_53_R4 and _share(sample, name) >= 0.8]
    return Framework(None, tuple(best or may_be))


def _share(sample: Sequence[str | int | float], framework: str) -> float:
    return sum(bool(readings(cell, framework, Source.CONTROLS)) for cell in sample) / len(sample)


def meant_by(cell: Value, framework: str | None, doubtful: frozenset[float]) -> Meant:
    """What one cell means: an id of the framework in its usual style, else the text as it stands there.

    `doubtful` are numbers of the column that Excel may have made of another id (`doubtful_numbers`).
    """
    if cell is None or not str(cell).strip():
        return Meant(why="it has no id")
    if isinstance(cell, date):
        return Meant(why="Excel took the id for a date; format the column as text and write the id again")
    if isinstance(cell, bool):
        return Meant(why="its id is a yes or no")
    if framework:
        try:
            found = parse(cell, framework, Source.CONTROLS)
            return Meant(control=found)
        except AmbiguousId as problem:
            return Meant(why=_clause(problem.sentence))
        except UnreadableId as problem:
            all_of = parse_all(cell, framework, Source.CONTROLS)
            if len(all_of.ids) > 1:
                return Meant(why=_clause(problem.sentence))
            if all_of.unread and " is a range" in f" {all_of.unread[0].why}":
                return Meant(why=_clause(problem.sentence))
    if isinstance(cell, float) and cell in doubtful:
        return Meant(why=f"the cell holds the number {cell}, which may have been {cell}0: Excel keeps no last zero")
    text = " ".join(str(cell).split())
    if len(text) > LONGEST:
        return Meant(why=f"its id has more than {LONGEST} characters")
    return Meant(text)


def doubtful_numbers(cells: Sequence[Value]) -> frozenset[float]:
    """The numbers of a column that may have lost a zero at their end: 1.1 that may be 1.10.

    These are numbers with one decimal that occur twice, or come behind a higher one of the same chapter (1.9, 1.1).
    """
    found: set[float] = set()
    seen: dict[str, float] = {}
    for cell in cells:
        if not isinstance(cell, float) or isinstance(cell, bool):
            continue
        chapter = str(cell).partition(".")[0]
        if _ONE_PLACE.fullmatch(str(cell)) and (seen.get(chapter, 0.0) >= cell or cell in found):
            found.add(cell)
        seen[chapter] = max(seen.get(chapter, 0.0), cell)
    return frozenset(found)


def _clause(sentence: str) -> str:
    return sentence.rstrip(".")
