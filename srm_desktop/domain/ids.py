"""Control ids: how they are spelled, compared and ordered.

A control's *key* is `catalog:id` (for example `aws-srm:SRM-IAM-01`) and is unique in an assessment; its *id* is what
people read and type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKENS = re.compile(r"\d+|[a-z]+")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"), "-")


def control_key(catalog: str, control_id: str) -> str:
    """The key of a control in an assessment."""
    return f"{catalog}:{control_id}"


def id_of(key: str) -> str:
    """The readable id in a control key."""
    return key.partition(":")[2]


def canonical(control_id: str) -> tuple[str | int, ...]:
    """An id as its words and numbers, so that every usual spelling of one control gives the same value.

    `AC-2(3)`, `ac-2.3`, `AC-02 (03)` and `ac_2_3` all give `("ac", 2, 3)`. Text without letters or digits gives `()`.
    """
    plain = control_id.translate(_DASHES).lower()
    return tuple(int(t) if t.isdigit() else t for t in _TOKENS.findall(plain))


def order(control_id: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that orders ids by number, not by text: AC-9, AC-10, AC-10(2)."""
    return tuple((0, t, "") if isinstance(t, int) else (1, 0, t) for t in canonical(control_id))


def find(text: str, keys: Iterable[str]) -> list[str]:
    """The control keys that `text` may mean, in the order of `keys`.

    An exact spelling wins; without one, the id may also lack its first word (`IAM-1` for `SRM-IAM-01`) and the catalog
    may stand in front (`aws-srm:iam-1`). An empty list means that nothing matches, several that it is ambiguous.
    """
    catalog, _, rest = text.rpartition(":")
    wanted = canonical(rest)
    if not wanted:
        return []
    candidates = [k for k in keys if not catalog or k.startswith(catalog + ":")]
    exact = [k for k in candidates if canonical(id_of(k)) == wanted]
    return exact or [k for k in candidates if canonical(id_of(k))[1:] == wanted]
