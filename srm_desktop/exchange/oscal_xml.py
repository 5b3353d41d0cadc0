"""OSCAL XML to the same plain mappings as JSON (OSCAL XML and JSON formats; names of lists by its Metaschema).

Prose becomes Markdown with everything escaped that could be taken for markup; emphasis is dropped at once, for nothing
is made of it. Document types and entities are refused before they are read.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import DefusedXMLParser

DEEPEST = 100
NAMESPACE = "http://csrc.nist.gov/ns/oscal/"

_LISTS = {
    "addr-line": "addr-lines", "address": "addresses", "add": "adds", "alter": "alters", "choice": "choice",
    "constraint": "constraints", "control": "controls", "document-id": "document-ids",
    "email-address": "email-addresses", "exclude-controls": "exclude-controls", "group": "groups",
    "guideline": "guidelines", "import": "imports", "include-controls": "include-controls",
    "insert-controls": "insert-controls", "link": "links", "location": "locations", "matching": "matching",
    "param": "params", "part": "parts", "party": "parties", "party-uuid": "party-uuids", "prop": "props",
    "remove": "removes", "resource": "resources", "responsible-party": "responsible-parties",
    "revision": "revisions", "rlink": "rlinks", "role": "roles", "set-parameter": "set-parameters",
    "telephone-number": "telephone-numbers", "test": "tests", "value": "values", "with-id": "with-ids",
}  # fmt: skip
_LIST_KEYS = frozenset(_LISTS.values())
_LINES = frozenset(
    [
        "addr-line",
        "as-is",
        "choice",
        "city",
        "country",
        "email-address",
        "expression",
        "label",
        "last-modified",
        "name",
        "oscal-version",
        "party-uuid",
        "postal-code",
        "published",
        "short-name",
        "state",
        "text",
        "title",
        "value",
        "version",
        "with-id",
    ]
)
_PROSE = frozenset(("description", "remarks", "usage"))
_BLOCKS = frozenset(["p", "ul", "ol", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "img"])
_SPECIAL = re.compile(r"[\\*`\[\]~^#|]")
_SPACES = re.compile(r"\s+")


class TooDeep(Exception):
    """Elements are nested deeper than any catalog has them."""


def load(data: bytes) -> tuple[str, str, Any]:
    """Namespace and name of the root element, and its content as mappings.

    Raises what defusedxml and ElementTree raise, and TooDeep.
    """
    parser = DefusedXMLParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.feed(data)
    root: Element = parser.close()
    namespace, _, name = root.tag.rpartition("}")
    return namespace.lstrip("{"), name, _mapping(root, 1)


def _name(element: Element) -> str:
    tag: Any = element.tag  # not a text for comments, which this parser leaves out, and processing instructions
    return tag[tag.find("}") + 1 :] if isinstance(tag, str) else ""


def _mapping(element: Element, depth: int) -> dict[str, Any]:
    if depth > DEEPEST:
        raise TooDeep
    made: dict[str, Any] = {k[k.find("}") + 1 :]: v for k, v in element.attrib.items()}
    if not _LIST_KEYS.isdisjoint(made):
        made = {k: v for k, v in made.items() if k not in _LIST_KEYS}  # these are the names of JSON
    prose: list[str] = []
    for child in element:
        name = _name(child)
        if name in _BLOCKS:
            prose.append(_block(child, depth))
            continue
        value: Any
        if name in _LINES:
            value = _inline(child, depth).strip()
        elif name in _PROSE:
            blocks = [_block(b, depth) for b in child if _name(b) in _BLOCKS]
            value = "\n\n".join(blocks) if blocks else _inline(child, depth).strip()
        else:
            value = _mapping(child, depth + 1)
        if key := _LISTS.get(name):
            made.setdefault(key, []).append(value)
        elif name not in _LIST_KEYS:
            made[name] = value
    if prose:
        made["prose"] = "\n\n".join(prose)
    return made


def _block(element: Element, depth: int) -> str:
    if depth > DEEPEST:
        raise TooDeep
    name = _name(element)
    if name in ("ul", "ol"):
        return "\n".join(_items(element, "", depth))
    if name == "table":
        rows = [row for row in element.iter() if _name(row) == "tr"]
        return "\n".join("| " + " | ".join(_inline(c, depth).strip() for c in row) + " |" for row in rows)
    if name == "blockquote":
        blocks = [_block(b, depth + 1) for b in element if _name(b) in _BLOCKS]
        return "\n\n".join(blocks) or _inline(element, depth).strip()
    return _inline(element, depth).strip()


def _items(element: Element, indent: str, depth: int) -> list[str]:
    if depth > DEEPEST:
        raise TooDeep
    lines: list[str] = []
    ordered = _name(element) == "ol"
    for number, item in enumerate((i for i in element if _name(i) == "li"), 1):
        nested = [n for n in item if _name(n) in ("ul", "ol")]
        mark = f"{number}." if ordered else "-"
        lines.append(f"{indent}{mark} {_inline(item, depth, skip=True).strip()}")
        for below in nested:
            lines += _items(below, indent + "  ", depth + 1)
    return lines


def _inline(element: Element, depth: int, *, skip: bool = False) -> str:
    """The text of an element; with `skip` without the lists in it."""
    if depth > DEEPEST:
        raise TooDeep
    said = [_escaped(element.text)]
    for child in element:
        name = _name(child)
        if name == "insert":
            said.append("{{ insert: param, " + child.get("id-ref", child.get("param-id", "")) + " }}")
        elif name == "a":
            said.append(f"[{_inline(child, depth + 1)}](#)")
        elif name == "q":
            said.append(f'"{_inline(child, depth + 1)}"')
        elif name == "img":
            said.append(_escaped(child.get("alt")))
        elif name and not (skip and name in ("ul", "ol")):
            said.append(_inline(child, depth + 1) + (" " if name in ("p", "br") else ""))
        said.append(_escaped(child.tail))
    return "".join(said)


def _escaped(text: str | None) -> str:
    if not text:
        return ""
    text = _SPACES.sub(" ", text)
    return _SPECIAL.sub(r"\\\g<0>", text) if _SPECIAL.search(text) else text
