"""Two pieces compared: texts line by line, tables row by row, data value by value. Pure, and bounded in its work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from srm_desktop.domain.alignment import Block, Budget, blocks

MOST_LINES = 20_000
"""Lines, rows or values of each side that are compared."""

LONGEST = 2_000
"""Characters of a line up to which its changed words are marked; of a longer one all is."""

NEAR = 0.5
"""Share of words that two lines have in common, from which on one is taken for the other, changed."""

WIDEST = 1_500
"""Lines that changed in one place, left times right, up to which the most alike are put side by side."""

TIRED = "There are more differences than are matched one by one: some places show as removed and added as a whole."


class Sign(Enum):
    """What became of a line; the value is the sign that it is shown with."""

    SAME = " "
    CHANGED = "~"
    REMOVED = "−"
    ADDED = "+"


Span = tuple[int, int]


class Pair(NamedTuple):
    """A line on the left beside its line on the right; None where there is none, spans say which characters differ.

    Numbers count from 1, 0 where there is no line.
    """

    sign: Sign
    left: str | None
    right: str | None
    left_number: int = 0
    right_number: int = 0
    left_spans: tuple[Span, ...] = ()
    right_spans: tuple[Span, ...] = ()


class Comparison(NamedTuple):
    """What came of it: `unit` is line, row or value; `notes` are sentences about what was not compared or how."""

    unit: str
    pairs: tuple[Pair, ...]
    notes: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return any(pair.sign is not Sign.SAME for pair in self.pairs)

    def count(self, sign: Sign) -> int:
        """How many lines came to that."""
        return sum(pair.sign is sign for pair in self.pairs)

    @property
    def summary(self) -> str:
        """The counts in words: "3 lines changed, 1 added"; what there is none of is left out."""
        words = ((Sign.CHANGED, "changed"), (Sign.ADDED, "added"), (Sign.REMOVED, "removed"))
        said = [(self.count(sign), word) for sign, word in words if self.count(sign)]
        if not said:
            return "No differences"
        unit = self.unit if said[0][0] == 1 else f"{self.unit}s"
        first = f"{said[0][0]:,} {unit} {said[0][1]}"
        return ", ".join([first, *(f"{number:,} {word}" for number, word in said[1:])])

    @property
    def places(self) -> tuple[int, ...]:
        """Where differences begin: neighbouring ones are one place."""
        signs = [pair.sign is not Sign.SAME for pair in self.pairs]
        return tuple(n for n, differs in enumerate(signs) if differs and not (n and signs[n - 1]))


def bounded(items: Sequence[str] | Sequence[tuple[str, ...]], side: str, unit: str) -> str:
    """The sentence about a side that is longer than is compared; empty where it is not."""
    if len(items) <= MOST_LINES:
        return ""
    return f"Only the first {MOST_LINES:,} of {len(items):,} {unit}s on the {side} were compared."


def of_lines(left: Sequence[str], right: Sequence[str], unit: str = "line") -> Comparison:
    """Texts, line by line, with the words that changed."""
    notes = [bounded(left, "left", unit), bounded(right, "right", unit)]
    left, right = left[:MOST_LINES], right[:MOST_LINES]
    budget, words = Budget(), Budget()
    pairs: list[Pair] = []
    for alike, (a1, a2, b1, b2) in blocks(left, right, budget):
        if alike:
            pairs += [
                Pair(Sign.SAME, left[n], right[m], n + 1, m + 1)
                for n, m in zip(range(a1, a2), range(b1, b2), strict=True)
            ]
        else:
            pairs += _exchanged(left, right, (a1, a2, b1, b2), words)
    notes.append(TIRED if budget.spent or words.spent else "")
    return Comparison(unit, tuple(pairs), tuple(filter(None, notes)))


def _exchanged(left: Sequence[str], right: Sequence[str], block: Block, words: Budget) -> list[Pair]:
    """Lines that stand for others: those that are near to one another side by side, the rest removed or added."""
    a1, a2, b1, b2 = block
    made: list[Pair] = []
    n, m = a1, b1
    for i, j in [*_near(left[a1:a2], right[b1:b2], words), (a2 - a1, b2 - b1)]:
        made += [Pair(Sign.REMOVED, left[k], None, k + 1) for k in range(n, a1 + i)]
        made += [Pair(Sign.ADDED, None, right[k], 0, k + 1) for k in range(m, b1 + j)]
        n, m = a1 + i, b1 + j
        if n < a2 and m < b2:
            marks = _changed_words(left[n], right[m], words)
            made.append(Pair(Sign.CHANGED, left[n], right[m], n + 1, m + 1, *marks))
            n, m = n + 1, m + 1
    return made


def _near(left: Sequence[str], right: Sequence[str], budget: Budget) -> list[Span]:
    """Which lines are near enough to be one another, ascending in both; none once the budget is used up."""
    if not left or not right:
        return []
    pairs = len(left) * len(right)
    budget.left -= sum(min(len(line), LONGEST) for line in (*left, *right)) // 10
    budget.left -= pairs * 5 if pairs <= WIDEST else 0
    if budget.spent:
        return []
    counts = [[Counter(_WORD.findall(line[:LONGEST])) for line in lines] for lines in (left, right)]
    if pairs > WIDEST:
        return [(n, n) for n in range(min(len(left), len(right))) if _likeness(counts[0][n], counts[1][n]) >= NEAR]
    width = len(right) + 1
    best = [[0.0] * width for _ in range(len(left) + 1)]
    likeness = [[_likeness(one, other) for other in counts[1]] for one in counts[0]]
    for n in range(len(left) - 1, -1, -1):
        for m in range(len(right) - 1, -1, -1):
            taken = likeness[n][m] + best[n + 1][m + 1] if likeness[n][m] >= NEAR else 0.0
            best[n][m] = max(taken, best[n + 1][m], best[n][m + 1])
    found: list[Span] = []
    n = m = 0
    while n < len(left) and m < len(right) and best[n][m]:
        if likeness[n][m] >= NEAR and best[n][m] == likeness[n][m] + best[n + 1][m + 1]:
            found.append((n, m))
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            n += 1
        else:
            m += 1
    return found


_WORD = re.compile(r"\w+|[^\w\s]")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two lines have in common; two lines without any are alike."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _changed_words(left: str, right: str, budget: Budget) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    if max(len(left), len(right)) > LONGEST or budget.spent:
        return ((0, len(left)),), ((0, len(right)),)
    tokens = [[(found.start(), found.group()) for found in _TOKEN.finditer(line)] for line in (left, right)]
    spans: tuple[list[Span], list[Span]] = ([], [])
    first, second = ([word for _, word in side] for side in tokens)
    for alike, (a1, a2, b1, b2) in blocks(first, second, budget):
        if not alike:
            for side, (start, end) in enumerate(((a1, a2), (b1, b2))):
                if end > start:
                    last, word = tokens[side][end - 1]
                    spans[side].append((tokens[side][start][0], last + len(word)))
    return tuple(spans[0]), tuple(spans[1])


Row = tuple[str, ...]

BETWEEN = "  |  "
"""What stands between the cells of a row where it is shown as a line."""


def of_rows(left: Sequence[Row], right: Sequence[Row]) -> Comparison:
    """Tables: rows with the same first cell are one another where that tells them apart, else by their order.

    Columns go by their headings where both tables have them; those that only one has are named and not compared.
    """
    notes = [bounded(left, "left", "row"), bounded(right, "right", "row")]
    left, right = left[:MOST_LINES], right[:MOST_LINES]
    if not (_keyed(left) and _keyed(right)):
        found = of_lines([BETWEEN.join(row) for row in left], [BETWEEN.join(row) for row in right], "row")
        return found._replace(notes=(*filter(None, notes), *found.notes))
    columns = _columns(left[0], right[0])
    if len(columns) < max(len(left[0]), len(right[0])):
        notes += [
            f"Columns only on the {side}: {', '.join(name for name in row if name not in other)}."
            for side, row, other in (("left", left[0], right[0]), ("right", right[0], left[0]))
            if set(row) - set(other)
        ]
    notes.append(f"Rows are matched by “{left[0][0]}”.")
    return Comparison("row", tuple(_by_key(left, right, columns)), tuple(filter(None, notes)))


def _keyed(rows: Sequence[Row]) -> bool:
    """Whether there is a line of headings, each its own, and the first cell tells every row apart."""
    if len(rows) < 2 or len(rows[0]) < 2 or not all(rows[0]) or len(set(rows[0])) < len(rows[0]):
        return False
    keys = [row[0] if row else "" for row in rows]
    return all(keys) and len(set(keys)) == len(keys)


def _columns(left: Row, right: Row) -> list[Span]:
    """Which column of the left is which of the right; the first is the first, for it is the key."""
    where = {name: m for m, name in enumerate(right)}
    return [(0, 0), *((n, where[name]) for n, name in enumerate(left) if n and where.get(name))]


def _by_key(left: Sequence[Row], right: Sequence[Row], columns: list[Span]) -> Iterable[Pair]:
    """Rows in the order of the right; what was removed stands behind the row that it stood behind."""
    here = {row[0]: n for n, row in enumerate(right)} | {left[0][0]: 0}
    there = {row[0]: n for n, row in enumerate(left)} | {right[0][0]: 0}
    behind: dict[int, list[int]] = {}
    last = -1
    for n, row in enumerate(left):
        if n and row[0] not in here:
            behind.setdefault(last, []).append(n)
        else:
            last = n
    for m, row in enumerate(right):
        n = there.get(row[0], -1) if m else 0
        if n < 0:
            yield Pair(Sign.ADDED, None, BETWEEN.join(row), 0, m + 1)
            continue
        yield _row_pair(left[n], row, n, m, columns)
        for gone in behind.get(n, ()):
            yield Pair(Sign.REMOVED, BETWEEN.join(left[gone]), None, gone + 1)


def _row_pair(left: Row, right: Row, n: int, m: int, columns: list[Span]) -> Pair:
    spans: tuple[list[Span], list[Span]] = ([], [])
    for i, j in columns:
        cells = left[i] if i < len(left) else "", right[j] if j < len(right) else ""
        if cells[0] != cells[1]:
            for side, (row, at) in enumerate(((left, i), (right, j))):
                start = sum(len(cell) + len(BETWEEN) for cell in row[:at])
                spans[side].append((start, start + len(cells[side])))
    sign = Sign.CHANGED if spans[0] else Sign.SAME
    return Pair(sign, BETWEEN.join(left), BETWEEN.join(right), n + 1, m + 1, tuple(spans[0]), tuple(spans[1]))
