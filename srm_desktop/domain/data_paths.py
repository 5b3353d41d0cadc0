"""Data as JSON has it, compared by the path to each value: the order of keys counts for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps
from typing import Any

from srm_desktop.domain.alignment import Budget, blocks
from srm_desktop.domain.comparison import MOST_LINES, TIRED, Comparison, Pair, Sign

KEYS = ("id", "arn", "uuid", "key", "name", "username", "user_name", "resourceid", "groupid", "policyname")
"""Fields that tell the items of a list apart, in any case of letters; the first that does in both lists counts."""

DEEPEST = 60
"""Levels down to which paths are followed; what lies deeper is compared as a whole."""


def of_data(left: Any, right: Any) -> Comparison:
    """Data of mappings, lists, texts, numbers, truth values and None, value by value."""
    budget = Budget()
    pairs: list[Pair] = []
    notes: list[str] = []
    for pair in _walk("", left, right, 0, budget):
        if len(pairs) >= MOST_LINES:
            notes.append(f"Only the first {MOST_LINES:,} values were compared.")
            break
        pairs.append(pair)
    if budget.spent:
        notes.append(TIRED)
    return Comparison("value", tuple(pairs), tuple(notes))


def _walk(path: str, left: Any, right: Any, depth: int, budget: Budget) -> Iterator[Pair]:
    if depth < DEEPEST and isinstance(left, dict) and isinstance(right, dict) and (left or right):
        for name in [*left, *(name for name in right if name not in left)]:
            yield from _beside(_below(path, name), left, right, name, depth, budget)
    elif depth < DEEPEST and isinstance(left, list) and isinstance(right, list) and (left or right):
        yield from _lists(path, left, right, depth, budget)
    elif type(left) is type(right) and left == right:
        for line in _lines(path, left, depth):
            yield Pair(Sign.SAME, line, line)
    elif isinstance(left, dict | list) or isinstance(right, dict | list):
        yield from _alone(path, left, Sign.REMOVED, depth)
        yield from _alone(path, right, Sign.ADDED, depth)
    else:
        one, other = (next(_lines(path, side, depth)) for side in (left, right))
        start = len(path) + 2 if path else 0
        yield Pair(Sign.CHANGED, one, other, 0, 0, ((start, len(one)),), ((start, len(other)),))


def _beside(
    path: str, left: dict[Any, Any], right: dict[Any, Any], name: Any, depth: int, budget: Budget
) -> Iterator[Pair]:
    if name in left and name in right:
        yield from _walk(path, left[name], right[name], depth + 1, budget)
    elif name in left:
        yield from _alone(path, left[name], Sign.REMOVED, depth + 1)
    else:
        yield from _alone(path, right[name], Sign.ADDED, depth + 1)


def _lists(path: str, left: list[Any], right: list[Any], depth: int, budget: Budget) -> Iterator[Pair]:
    """Items by what tells them apart; where nothing does, by their order."""
    if key := _telling(left, right):
        own = [{_word(item[key]): item for item in side} for side in (left, right)]
        for name in [*own[0], *(name for name in own[1] if name not in own[0])]:
            yield from _beside(f"{path}[{key}={name}]", own[0], own[1], name, depth, budget)
        return
    first, second = ([_word(item) for item in side] for side in (left, right))
    for alike, (a1, a2, b1, b2) in blocks(first, second, budget):
        both = min(a2 - a1, b2 - b1)
        for n in range(both):
            if alike:
                for line in _lines(f"{path}[{b1 + n}]", right[b1 + n], depth + 1):
                    yield Pair(Sign.SAME, line, line)
            else:
                yield from _walk(f"{path}[{b1 + n}]", left[a1 + n], right[b1 + n], depth + 1, budget)
        for n in range(a1 + both, a2):
            yield from _alone(f"{path}[{n}]", left[n], Sign.REMOVED, depth + 1)
        for n in range(b1 + both, b2):
            yield from _alone(f"{path}[{n}]", right[n], Sign.ADDED, depth + 1)


def _telling(left: list[Any], right: list[Any]) -> str:
    """The field that tells all items of both lists apart; empty where there is none."""
    items = [*left, *right]
    if not left or not right or not all(isinstance(item, dict) for item in items):
        return ""
    fields = sorted((name for name in left[0] if str(name).lower() in KEYS), key=lambda n: KEYS.index(str(n).lower()))
    for name in fields:
        named = all(isinstance(item.get(name), str | int) and item.get(name) != "" for item in items)
        if named and all(len({_word(item[name]) for item in side}) == len(side) for side in (left, right)):
            return str(name)
    return ""


def _alone(path: str, value: Any, sign: Sign, depth: int) -> Iterator[Pair]:
    for line in _lines(path, value, depth):
        yield Pair(sign, line, None) if sign is Sign.REMOVED else Pair(sign, None, line)


def _lines(path: str, value: Any, depth: int) -> Iterator[str]:
    """A value as lines of path and value, one for each that lies in it."""
    if depth < DEEPEST and isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _lines(_below(path, name), inner, depth + 1)
    elif depth < DEEPEST and isinstance(value, list) and value:
        for n, inner in enumerate(value):
            yield from _lines(f"{path}[{n}]", inner, depth + 1)
    else:
        yield f"{path}: {_word(value)}" if path else _word(value)


def _below(path: str, name: Any) -> str:
    text = str(name)
    plain = text.replace("_", "a").replace("-", "a").isalnum()
    if not plain:
        return f"{path}[{dumps(text, ensure_ascii=False)}]"
    return f"{path}.{text}" if path else text


def _word(value: Any) -> str:
    """A value as JSON writes it, in one line."""
    return value if isinstance(value, Number) else dumps(value, ensure_ascii=False, default=str)


class Number(str):
    """A number as it stands in the file: 1.0 is not 1, and nothing is rounded."""

    __slots__ = ()
