"""Control ids: how they are spelled, compared and ordered.

A control's *key* is `catalog:id` (for example `aws-srm:SRM-IAM-01`) and is unique in an assessment; its *id* is what
people read and type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Runs of at most 18 digits: Python refuses to read numbers of thousands of digits, and a search text may hold one.
_TOKENS = re.compile(r"\d{1,18}|[a-z]+")


def control_key(catalog: str, control_id: str) -> str:
    """The key of a control in an assessment."""
    return f"{catalog}:{control_id}"


def id_of(key: str) -> str:
    """The readable id in a control key."""
    return key.partition(":")[2]


def canonical(control_id: str) -> tuple[str | int, ...]:
    """An id as its words and numbers, so that every usual spelling of one control gives the same value.

    `AC-2(3)`, `ac-2.3`, `AC-02 (03)` and `ac_2_3` all give `("ac", 2, 3)`, whatever kind of dash or space is between.
    Text without letters or digits gives `()`.
    """
    return tuple(int(t) if t.isdigit() else t for t in _TOKENS.findall(control_id.lower()))


def order(control_id: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that orders ids by number, not by text: AC-9, AC-10, AC-10(2)."""
    return tuple((0, t, "") if isinstance(t, int) else (1, 0, t) for t in canonical(control_id))


def find(text: str, keys: Iterable[str]) -> list[str]:
    """The control keys that `text` may mean, in the order of `keys`.

    The whole id wins; without one, the id may also lack its first word (`IAM-1` for `SRM-IAM-01`), and the catalog may
    stand in front (`aws-srm:iam-1`). An empty list means that nothing matches, several that it is ambiguous.
    """
    catalog, colon, rest = text.partition(":")
    wanted = canonical(rest if colon else text)
    if not wanted:
        return []
    name = catalog.strip().casefold()
    spelled = [(k, canonical(id_of(k))) for k in keys if not colon or k.partition(":")[0].casefold() == name]
    whole = [k for k, words in spelled if words == wanted]
    return whole or [k for k, words in spelled if words[1:] == wanted and isinstance(words[0], str)]
