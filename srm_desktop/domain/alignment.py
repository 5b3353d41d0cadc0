"""Two sequences laid side by side, in a bounded number of steps: what is in both, what only in one of them.

`difflib` takes minutes on texts made for it. This is the greedy algorithm of Myers (1986), split at what occurs once in
both (as "patience" does), with a budget: where that is used up, the rest is given as exchanged for one another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

Block = tuple[int, int, int, int]
"""Items `a1:a2` of the first stand for `b1:b2` of the second: alike, or exchanged for one another."""

BUDGET = 1_500_000
"""Steps that laying two sequences side by side may take: about a second."""


class Budget:
    """How many steps are left."""

    def __init__(self, steps: int = BUDGET) -> None:
        """So many."""
        self.left = steps

    @property
    def spent(self) -> bool:
        """Whether the steps did not suffice."""
        return self.left < 0


def matches(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> list[tuple[int, int]]:
    """Pairs of places at which the sequences are alike, ascending in both: as many as the budget finds."""
    names: dict[Hashable, int] = {}
    first, second = ([names.setdefault(item, len(names)) for item in items] for items in (a, b))
    found: list[tuple[int, int]] = []
    gaps = [(0, len(first), 0, len(second), True)]
    while gaps:
        a1, a2, b1, b2, split = gaps.pop()
        while a1 < a2 and b1 < b2 and first[a1] == second[b1]:
            found.append((a1, b1))
            a1, b1 = a1 + 1, b1 + 1
        while a1 < a2 and b1 < b2 and first[a2 - 1] == second[b2 - 1]:
            a2, b2 = a2 - 1, b2 - 1
            found.append((a2, b2))
        if a1 == a2 or b1 == b2:
            continue
        budget.left -= (a2 - a1 + b2 - b1) // 4
        anchors = _anchors(first, second, a1, a2, b1, b2) if split and not budget.spent else []
        if anchors:
            found += anchors
            ends = [*anchors, (a2, b2)]
            starts = [(a1, b1), *((n + 1, m + 1) for n, m in anchors)]
            gaps += [(n, an, m, bm, True) for (n, m), (an, bm) in zip(starts, ends, strict=True)]
        else:
            found += ((a1 + n, b1 + m) for n, m in _myers(first[a1:a2], second[b1:b2], budget))
    return sorted(found)


def blocks(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> Iterator[tuple[bool, Block]]:
    """The sequences in blocks, from the beginning: (alike, block)."""
    at_a = at_b = start_a = start_b = 0
    for n, m in [*matches(a, b, budget), (len(a), len(b))]:
        if (n, m) == (at_a, at_b) and n < len(a) and m < len(b):
            at_a, at_b = n + 1, m + 1
            continue
        if at_a > start_a:
            yield True, (start_a, at_a, start_b, at_b)
        if n > at_a or m > at_b:
            yield False, (at_a, n, at_b, m)
        start_a, start_b, at_a, at_b = n, m, n + 1, m + 1


def _anchors(a: list[int], b: list[int], a1: int, a2: int, b1: int, b2: int) -> list[tuple[int, int]]:
    """The longest run, ascending in both, of items that occur once in each."""
    counts = Counter(a[a1:a2]), Counter(b[b1:b2])
    where = {item: m for m, item in enumerate(b[b1:b2], b1) if counts[1][item] == 1 == counts[0][item]}
    pairs = [(n, where[item]) for n, item in enumerate(a[a1:a2], a1) if item in where]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for k, (_, m) in enumerate(pairs):
        at = bisect_left(tails, m)
        tails[at : at + 1] = [m]
        ends[at : at + 1] = [k]
        before.append(ends[at - 1] if at else -1)
    run: list[tuple[int, int]] = []
    k = ends[-1] if ends else -1
    while k >= 0:
        run.append(pairs[k])
        k = before[k]
    return run[::-1]


def _myers(a: list[int], b: list[int], budget: Budget) -> list[tuple[int, int]]:
    """The pairs of a longest common subsequence; none once the budget is used up."""
    n, m = len(a), len(b)
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for d in range(n + m + 1):
        budget.left -= 2 * d + 1  # the steps, and what remembering them takes
        if budget.left < 0:
            return []
        trail.append(dict(furthest))
        for k in range(-d, d + 1, 2):
            down = k == -d or (k != d and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            start = x
            while x < n and x - k < m and a[x] == b[x - k]:
                x += 1
            budget.left -= x - start
            furthest[k] = x
            if x >= n and x - k >= m:
                return _walked_back(trail, n, m)
    return []


def _walked_back(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for d in range(len(trail) - 1, -1, -1):
        furthest, k = trail[d], x - y
        down = k == -d or (k != d and furthest[k - 1] < furthest[k + 1])
        before = k + 1 if down else k - 1
        old_x = furthest[before]
        old_y = old_x - before
        while x > old_x and y > old_y and x > 0 and y > 0:
            x, y = x - 1, y - 1
            found.append((x, y))
        x, y = old_x, old_y
    return found[::-1]
