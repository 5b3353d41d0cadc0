"""Where a document has not the shape that OSCAL says. Asked only after reading failed: good files pay nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_OBJECTS = "a list of objects"
_TEXTS = "a list of texts"
_OBJECT = "an object"
_TEXT = "a text"
_SHAPES: dict[str, str] = {
    **dict.fromkeys(
        [
            "groups",
            "controls",
            "params",
            "props",
            "links",
            "parts",
            "guidelines",
            "constraints",
            "resources",
            "rlinks",
            "imports",
            "set-parameters",
            "alters",
            "removes",
            "adds",
            "parties",
            "responsible-parties",
            "include-controls",
            "exclude-controls",
            "matching",
            "insert-controls",
        ],
        _OBJECTS,
    ),
    **dict.fromkeys(["values", "choice", "with-ids", "party-uuids"], _TEXTS),
    **dict.fromkeys(
        ["metadata", "select", "merge", "combine", "flat", "custom", "modify", "back-matter", "include-all"], _OBJECT
    ),
    **dict.fromkeys(
        [
            "id",
            "uuid",
            "name",
            "class",
            "label",
            "title",
            "prose",
            "href",
            "rel",
            "value",
            "how-many",
            "usage",
            "description",
            "param-id",
            "control-id",
            "by-id",
            "by-name",
            "by-class",
            "by-ns",
            "by-item-name",
            "position",
            "pattern",
            "with-child-controls",
            "order",
            "role-id",
            "method",
            "remarks",
            "media-type",
        ],
        _TEXT,
    ),
}
_NEEDED = {
    "controls": ("id",),
    "params": ("id",),
    "parts": ("name",),
    "props": ("name", "value"),
    "links": ("href",),
    "rlinks": ("href",),
    "matching": ("pattern",),
    "imports": ("href",),
    "set-parameters": ("param-id",),
    "alters": ("control-id",),
}


def first_fault(node: Mapping[str, Any], place: str) -> str:
    """The first place that is not as it should be, as the middle of a sentence; "" where all is well.

    `place` is how the document is called, as "catalog".
    """
    for key, value in node.items():
        shape = _SHAPES.get(key)
        if value is None or shape is None or (key == "usage" and isinstance(value, list)):
            continue
        here = f"{place}/{key}"
        if not _fits(value, shape):
            return f"{here} is {_called(value)}, and {shape} is expected"
        for number, entry in enumerate(value if shape == _OBJECTS else (), 1):
            named = entry.get("id") or entry.get("name") or entry.get("control-id")
            below = f"{here}[{named if isinstance(named, str) else number}]"
            for needed in _NEEDED.get(key, ()):
                if entry.get(needed) is None:
                    return f"{here}, entry {number}, has no {needed!r}"
            if fault := first_fault(entry, below):
                return fault
        if shape == _OBJECT and (fault := first_fault(value, here)):
            return fault
    return ""


def _fits(value: Any, shape: str) -> bool:
    if shape == _TEXT:
        return isinstance(value, str)
    if shape == _OBJECT:
        return isinstance(value, dict)
    kind = dict if shape == _OBJECTS else str
    return isinstance(value, list) and all(isinstance(entry, kind) for entry in value)


def _called(value: Any) -> str:
    if isinstance(value, dict):
        return _OBJECT
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return f"the text {value[:40]!r}" if isinstance(value, str) else f"{value!r}"[:40]
