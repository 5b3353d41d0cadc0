"""YAML to plain mappings, every scalar as text: no tags, and aliases only as far as they do not multiply.

Built from parse events: about eight times as fast as PyYAML's own loaders, and tags and aliases are seen.
"""

from __future__ import annotations

from typing import Any

import yaml

DEEPEST = 100
"""How deep lists and mappings may be nested; catalogs in use stay below 30."""

MOST_NODES = 3_000_000
"""How many values a file may hold, aliases counted as what they stand for; 800-53 has about 250,000."""


class Refused(Exception):
    """What is wrong, as the end of a sentence; `line` counts from 1."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


class _Open:
    """A list or mapping that is being read."""

    __slots__ = ("anchor", "key", "nodes", "tag", "value")

    def __init__(self, value: Any, anchor: str | None, tag: str = "") -> None:
        self.value = value
        self.anchor = anchor
        self.tag = tag
        self.key: str | None = None
        self.nodes = 1


def load(data: bytes) -> Any:
    """The one document in `data`. Raises Refused, or yaml.YAMLError where it is not YAML at all."""
    found = documents(data)
    if len(found) != 1:
        raise Refused(f"holds {len(found)} YAML documents where one is expected", 1)
    return found[0]


def documents(data: bytes, *, tags: bool = False, most_nodes: int = MOST_NODES) -> list[Any]:
    """All documents in `data`. Raises as `load` does.

    With `tags`, what has a tag is kept and not refused: the tag stands before a scalar (`!Ref Bucket`), and is the one
    key over a list or mapping. Nothing is ever made of a tag.
    """
    anchors: dict[str, tuple[Any, int]] = {}
    stack: list[_Open] = [_Open([], None)]
    total = 0
    event: Any  # one class for each kind of event, and fields by class
    for event in yaml.parse(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        kind: Any = type(event)
        if kind is yaml.ScalarEvent:
            value, nodes = event.value, 1
            if tags and (tag := _tag(event)):
                value = f"{tag} {value}"
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(stack) > DEEPEST:
                raise Refused(f"is nested more than {DEEPEST} levels deep", _line(event))
            if not tags:
                _no_tag(event)
            stack.append(_Open({} if kind is yaml.MappingStartEvent else [], event.anchor, _tag(event)))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            done = stack.pop()
            value, nodes = {done.tag: done.value} if done.tag else done.value, done.nodes
            if done.anchor:
                anchors[done.anchor] = (value, nodes)
        elif kind is yaml.AliasEvent:
            if event.anchor not in anchors:
                raise Refused(f"has an alias *{event.anchor} for something that is not complete there", _line(event))
            value, nodes = anchors[event.anchor]
            total += nodes
        else:
            continue
        if kind is yaml.ScalarEvent:
            total += 1
            if event.tag is not None and not tags:
                _no_tag(event)
            if event.anchor:
                anchors[event.anchor] = (value, 1)
        if total > most_nodes:
            raise Refused(f"holds more than {most_nodes:,} values, its aliases written out", _line(event))
        _put(stack[-1], value, nodes, event)
    return list(stack[0].value)


def _put(into: _Open, value: Any, nodes: int, event: Any) -> None:
    into.nodes += nodes
    if type(into.value) is list:
        into.value.append(value)
    elif into.key is None:
        if type(value) is not str:
            raise Refused("has a list or mapping as a key, where a word is expected", _line(event))
        into.key = value
    else:
        into.value[into.key] = value
        into.key = None


def _no_tag(event: Any) -> None:
    if event.tag is not None and event.tag != "!":
        raise Refused(f"has the tag {event.tag!r}, and OSCAL has no tags", _line(event))


def _tag(event: Any) -> str:
    return "" if event.tag in (None, "!") else str(event.tag)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
