"""The controls of an assessment by name: keys, what was typed compared with them, and their order.

A control's *key* is `catalog:id` (for example `aws-srm:SRM-IAM-01`) and is unique in an assessment; its *id* is what
people read and type. What an id means is read by `domain.control_ids`; here it is matched with the controls that there
are, which may also come from a catalog whose ids nobody else knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from srm_desktop.domain.control_ids import ControlId

# Runs of at most 18 digits: Python refuses to read numbers of thousands of digits, and a search text may hold one.
_TOKENS = re.compile(r"\d{1,18}|[a-z]+")
_LAST = re.compile(r"[\[(]([A-Za-z0-9. ]{1,18})[\])]$")
"""The last brackets of an id that ends with some."""


def control_key(catalog: str, control_id: str) -> str:
    """The key of a control in an assessment."""
    return f"{catalog}:{control_id}"


def id_of(key: str) -> str:
    """The readable id in a control key."""
    return key.partition(":")[2]


def catalog_of(key: str) -> str:
    """The catalog of a control key."""
    return key.partition(":")[0]


def canonical(control_id: str) -> tuple[str | int, ...]:
    """An id as its words and numbers, so that every usual spelling of one control gives the same value.

    `AC-2(3)`, `ac-2.3`, `AC-02 (03)` and `ac_2_3` all give `("ac", 2, 3)`, whatever kind of dash or space is between.
    Text without letters or digits gives `()`.
    """
    return tuple(int(t) if t.isdigit() else t for t in _TOKENS.findall(control_id.lower()))


def order(control_id: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that orders ids by number, not by text: AC-9, AC-10, AC-10(2)."""
    return tuple((0, t, "") if isinstance(t, int) else (1, 0, t) for t in canonical(control_id))


class Place(NamedTuple):
    """A control by its key, and the path to a place in its statement; the path is empty for the control itself."""

    key: str
    part: tuple[str, ...] = ()


def find(text: str, keys: Iterable[str]) -> list[str]:
    """The control keys that `text` may mean, in the order of `keys`.

    The whole id wins; without one, the id may also lack its first word (`IAM-1` for `SRM-IAM-01`), and the catalog may
    stand in front (`aws-srm:iam-1`). Then everything counts that `control_ids` reads: a framework in front, a title
    behind. An empty list means that nothing matches, several that it is ambiguous.
    """
    return [place.key for place in places(text, keys) if not place.part]


def places(text: str, keys: Iterable[str]) -> list[Place]:
    """As `find`, and the places in a control that `text` may mean: `SRM-IAM-01(a)`, `AC-2(3)(a)`."""
    keys = list(keys)
    catalog, colon, rest = text.partition(":")
    name = catalog.strip().casefold()
    if colon and any(k.partition(":")[0].casefold() == name for k in keys):
        keys, text = [k for k in keys if k.partition(":")[0].casefold() == name], rest
    wanted = canonical(text)
    if not wanted:
        return []
    spelled = [(k, canonical(id_of(k))) for k in keys]
    whole = [k for k, words in spelled if words == wanted]
    known = whole or [k for k, words in spelled if words[1:] == wanted and isinstance(words[0], str)]
    return [Place(k) for k in known] or _read(text, keys) or _below(text, spelled)


def _below(text: str, spelled: list[tuple[str, tuple[str | int, ...]]]) -> list[Place]:
    """The places that brackets behind a whole id name, where it is not known what the id itself means."""
    head = text.rstrip()
    path: tuple[str, ...] = ()
    while last := _LAST.search(head):
        head, path = head[: last.start()].rstrip(), (*map(str, canonical(last[1])), *path)
        wanted = canonical(head)
        if found := [Place(k, path) for k, words in spelled if words == wanted and control_of(k) is None]:
            return found
    return []


def _read(text: str, keys: list[str]) -> list[Place]:
    from srm_desktop.domain.control_ids import Source, of_catalog, readings

    if not any(c.isdigit() for c in text):
        return []
    catalogs = dict.fromkeys(k.partition(":")[0] for k in keys)
    meant = {c: readings(text, of_catalog(c) or None, Source.CONTROLS) for c in catalogs}
    return [
        Place(k, one.part)
        for k in keys
        for one in meant[k.partition(":")[0]]
        if (control := control_of(k)) and control == one.control
    ]


@lru_cache(maxsize=1 << 16)
def control_of(key: str) -> ControlId | None:
    """What the id in a control key means; None where its catalog spells ids as nobody else does."""
    from srm_desktop.domain.control_ids import Source, of_catalog, parse_all

    catalog, _, control_id = key.partition(":")
    found = parse_all(control_id, of_catalog(catalog) or None, Source.CONTROLS)
    return found.ids[0] if len(found.ids) == 1 and not (found.ambiguous or found.unread) else None


def meant_by(text: str, catalog: str) -> tuple[ControlId, ...]:
    """Every id in a search text that may be one of a catalog's; empty where it holds none."""
    from srm_desktop.domain.control_ids import Source, of_catalog, parse_all

    found = parse_all(text, of_catalog(catalog) or None, Source.CONTROLS)
    return (*found.ids, *(one for some in found.ambiguous for one in some.readings))
