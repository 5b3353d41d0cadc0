"""What may follow the number of a control: enhancements, parts of its statement, and what is determined of them.

The statement of a control goes down by letter, number, letter (`AC-1(a)(1)(a)`); what an assessor determines stands in
brackets at the end (SP 800-53A rev 5, section 3.2: `AC-01a.01(a)[01]`). So a second letter after a letter, or a second
number after a number, is a sibling: `AC-02(03)(a)(b)` are two parts, `AC-2 (1) (2)` two enhancements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from srm_desktop.domain.control_ids.record import ControlId

ENHANCEMENT, LETTER, NUMBER, INNER, OBJECTIVE, DETAIL = range(6)
_Path = tuple[tuple[int, str], ...]

_ONE = r"(?:\d{1,3}|[A-Za-z])"
_JOIN = r"\s{0,2}(?:,|;|&|/|-|\u2013|\band\b|\bto\b)\s{0,2}"


class Rules(NamedTuple):
    """How the tail of a framework's ids is read.

    `enhancements`: a number after the control is one. `lettered`: letters after the control are objectives, as in
    SP 800-171A. The rest decides what the spelling leaves open: `dotted` and `counted` what `AC-2.1` and `AC-2_1` mean
    ("enhancement", "objective", or "" for no part of the id), `baseline` that `AC-2 (L)` is a mark and no part,
    `copy` that `AC-2 (1).png` is a second copy of a file.
    """

    enhancements: bool = False
    lettered: bool = False
    underscored: bool = False
    capital: bool = False
    dotted: str = "enhancement"
    counted: str = "enhancement"
    baseline: bool = False
    copy: bool = False


class Tail(NamedTuple):
    """What was read: where it ends, the ids, what was decided by a rule alone, and why nothing was read."""

    end: int
    ids: tuple[ControlId, ...]
    forks: frozenset[str] = frozenset()
    why: str = ""


class _Token(NamedTuple):
    end: int
    values: tuple[str, ...]
    bracket: str  # "(", "[", or "" where it stands bare
    sign: str = ""  # what is before a bare one
    spaced: bool = False


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(
            rf"(?P<gap>\s{{0,3}})\.?(?P<open>[(\[])\s?(?P<in>{_ONE}(?:{_JOIN}{_ONE})*)\.?\s?[)\]]", re.IGNORECASE
        ),
        re.compile(
            r"(?P<sign>[.\-_]?|\s(?=\d{1,3}\s?(?:$|[,;|\n]|\.[A-Za-z]\w{1,4}$)))(?P<in>\d{1,3})(?![A-Za-z0-9])",
        ),
        re.compile(r"(?P<sign>[.\-_]?)(?P<in>[A-Za-z])(?![A-Za-z0-9])"),
        re.compile(r"(?P<sign>,)(?P<in>\d{2})(?!\d)"),
        re.compile(r",?\s{1,2}part\s\(?(?P<in>[A-Za-z])\)?(?![A-Za-z])", re.IGNORECASE),
        re.compile(
            r",?\s{1,2}\(?(?:control\s)?(?:enhancement|enh\.?|CE)\s{0,2}[(#]?(?P<in>\d{1,3})\)?\)?(?![A-Za-z0-9])",
            re.IGNORECASE,
        ),
        re.compile(r"\s(?P<in>[a-z])(?=\)|-\d|\.(?:[\s\d(\[]|$)|\s*$)"),
    )


def read(text: str, at: int, base: ControlId, rules: Rules) -> Tail:
    """Read what follows a control's number at `at`, as far as it goes."""
    path: _Path = ()
    done: list[_Path] = []
    forks: set[str] = set()
    bare = False
    while token := _token(text, at, path, bare):
        if stop := _stops(token, text, path, rules, forks):
            if stop == "here":
                break
            return Tail(token.end, (), frozenset(forks), stop)
        values = _spread(token)
        if values is None:
            return Tail(token.end, (), frozenset(forks), "it is a range; name each id")
        for value in values:
            grown = _grow(path, value, token, rules)
            if grown is None:
                return Tail(at, _ids(base, done, path), frozenset(forks))
            if path and grown[: len(path)] != path:
                done.append(path)
            path = grown
        at, bare = token.end, not token.bracket
    return Tail(at, _ids(base, done, path), frozenset(forks))


def _token(text: str, at: int, path: _Path, bare: bool) -> _Token | None:
    group, number, letter, comma, part, enhancement, spaced = _patterns()
    if found := group.match(text, at):
        return _Token(found.end(), (found["in"],), found["open"], spaced=bool(found["gap"]))
    if path and bare and path[-1][0] == NUMBER and (found := comma.match(text, at)):
        return _Token(found.end(), (found["in"],), "", ",")
    if (found := number.match(text, at)) and (found["sign"] or path):
        return _Token(found.end(), (found["in"],), "", found["sign"])
    if found := letter.match(text, at):
        return _Token(found.end(), (found["in"],), "", found["sign"])
    if not path and (found := enhancement.match(text, at)):
        return _Token(found.end(), (found["in"],), "(")
    if found := part.match(text, at) or (None if path and path[-1][0] != ENHANCEMENT else spaced.match(text, at)):
        return _Token(found.end(), (found["in"],), "(", spaced=False)
    return None


def _stops(token: _Token, text: str, path: _Path, rules: Rules, forks: set[str]) -> str:
    """What the spelling leaves open at this token: "here" ends the id before it; a sentence makes it unreadable."""
    first = not path
    numeric = token.values[0].isdigit()
    if (
        token.bracket == "("
        and token.spaced
        and numeric
        and first
        and re.match(r"\.[A-Za-z]\w{1,4}$", text[token.end :])
    ):
        forks.add("copy")
        return "here" if rules.copy else ""
    if token.bracket == "(" and token.values[0] in ("L", "M", "H") and rules.capital:
        forks.add("baseline")
        return "here" if rules.baseline else ""
    if first and not token.bracket and numeric and rules.enhancements:
        if token.sign == "." and rules.capital:
            forks.add("dotted")
        if token.sign.isspace() or (token.sign == "_" and not rules.underscored):
            forks.add("counted")
            return "" if rules.counted else "here"
    if token.sign == "_" and not numeric and not rules.underscored:
        return "here"
    return ""


def _spread(token: _Token) -> list[str] | None:
    """The values in one pair of brackets; None for a range that leaves something out between its ends."""
    (text,) = token.values
    words = re.findall(_ONE + r"(?![A-Za-z])", re.sub(r"\b(?:and|to)\b", lambda m: "&" if m[0] == "and" else "-", text))
    if "-" not in text and "\u2013" not in text and not re.search(r"\bto\b", text):
        return words
    return words if len(words) == 2 and follows(words[0], words[1]) else None


def follows(first: str, second: str) -> bool:
    """Whether a number or letter comes right after another, so that a range from one to the other is just the two."""
    if first.isdigit() and second.isdigit():
        return int(first) + 1 == int(second)
    return len(first) == len(second) == 1 and first.isalpha() and ord(first.lower()) + 1 == ord(second.lower())


def _grow(path: _Path, value: str, token: _Token, rules: Rules) -> _Path | None:
    """The path with one more step, or with its last step of that kind replaced; None where it cannot go on so."""
    kinds = [kind for kind, _ in path]
    if value.isdigit():
        value = str(int(value))
        if value == "0":
            return None
    value = value.lower()
    objective = token.bracket == "[" or (rules.lettered and not path and value.isalpha())
    if rules.lettered and not objective and kinds == [OBJECTIVE]:
        objective = token.bracket == "(" and value.isalpha()
        if not objective:
            return None
    if not path and token.sign == "." and value.isdigit() and rules.dotted == "objective":
        objective = True
    if objective:
        return _determined(path, value)
    closed = OBJECTIVE in kinds
    if closed:
        path = tuple(step for step in path if step[0] < OBJECTIVE)
        kinds = [kind for kind, _ in path]
    last = kinds[-1] if kinds else None
    if value.isalpha():
        if closed:
            kind = INNER if INNER in kinds else LETTER if LETTER in kinds else None
        else:
            kind = {None: LETTER, ENHANCEMENT: LETTER, LETTER: LETTER, NUMBER: INNER, INNER: INNER}[last]
    elif closed:
        kind = NUMBER if NUMBER in kinds else None
    elif last is None:
        kind = ENHANCEMENT if rules.enhancements else None
    elif last == ENHANCEMENT:
        kind = ENHANCEMENT if token.bracket else None  # AC-2-1-3 is none
    else:
        kind = {LETTER: NUMBER, NUMBER: NUMBER}.get(last)
    if kind is None or (
        kind == last and not closed and not token.bracket and token.sign in ("-", "_") and value.isalpha()
    ):
        return None
    return (*(step for step in path if step[0] < kind), (kind, value))


def _determined(path: _Path, value: str) -> _Path:
    kinds = [kind for kind, _ in path]
    step = f"[{value}]"
    if value.isalpha() and OBJECTIVE in kinds and dict(path)[OBJECTIVE].strip("[]").isdigit():
        return (*(s for s in path if s[0] < DETAIL), (DETAIL, step))  # rev 4: AC-1(a)(1)[1][a]
    return (*(s for s in path if s[0] < OBJECTIVE), (OBJECTIVE, step))


def _ids(base: ControlId, done: list[_Path], path: _Path) -> tuple[ControlId, ...]:
    return tuple(dict.fromkeys(_placed(base, p) for p in [*done, path]))


def _placed(base: ControlId, path: _Path) -> ControlId:
    steps: Iterator[str] = (value for kind, value in path if kind != ENHANCEMENT)
    enhancement = next((int(value) for kind, value in path if kind == ENHANCEMENT), base.enhancement)
    return base._replace(enhancement=enhancement, part=(*base.part, *steps))
