"""Bytes to one OSCAL document: which syntax, which kind, which version; everything about its outside is checked here.

The syntax is told by the first character, not by the name of the file. Nothing is said about what is inside: that
shows when it is read, and `oscal_shape` then says where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import defusedxml
import yaml

from srm_desktop.exchange import oscal_xml, oscal_yaml
from srm_desktop.exchange.oscal_problems import BadOscal, OtherKind

LARGEST = 64 * 1024 * 1024
"""Bytes; the largest catalogs in use have about 15 MB."""

READ = ("catalog", "profile")
OTHERS = {
    "component-definition": "a component definition",
    "system-security-plan": "a system security plan (SSP)",
    "assessment-plan": "an assessment plan (SAP)",
    "assessment-results": "assessment results (SAR)",
    "plan-of-action-and-milestones": "a plan of action and milestones (POA&M)",
    "mapping-collection": "a mapping collection",
}
_EXPECTED = "an OSCAL catalog or profile (JSON, XML or YAML) is expected"
_VERSION = re.compile(r"v?(\d+)\.(\d+)")


class Document(NamedTuple):
    """One OSCAL file: its kind is "catalog" or "profile", `body` what is under that name."""

    path: Path
    kind: str
    version: str
    body: Mapping[str, Any]

    @property
    def head(self) -> Mapping[str, Any]:
        """The metadata."""
        found = self.body.get("metadata")
        return found if isinstance(found, dict) else {}


def load(path: Path) -> Document:
    """Read one file. Raises BadOscal with file, place and what was expected; OtherKind where it holds no controls."""
    kind, body = _root(path, _bytes(path))
    if kind in OTHERS:
        raise OtherKind(f"{path.name} is {OTHERS[kind]}; an OSCAL catalog or profile is expected.", kind)
    if kind not in READ or not isinstance(body, dict):
        raise BadOscal(f"{path.name} is not OSCAL: it begins with {kind!r}, and {_EXPECTED}.")
    document = Document(path, kind, "", body)
    return document._replace(version=_version(document))


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file() and path.exists():
            raise BadOscal(f"{path.name} is no file; {_EXPECTED}.")  # a folder, or a pipe that may never end
        size = path.stat().st_size
        if size > LARGEST:
            raise BadOscal(
                f"{path.name} has {size / 1e6:,.0f} MB, and no catalog is that large; at most {LARGEST / 1e6:.0f} MB"
                " are read."
            )
        with path.open("rb") as stream:
            data = stream.read(size + 1)
    except OSError as error:
        raise BadOscal(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if len(data) != size:
        raise BadOscal(f"{path.name} changed while it was read; read it again when it is complete.")
    if not data.strip():
        raise BadOscal(f"{path.name} is empty, and {_EXPECTED}.")
    return data


def _root(path: Path, data: bytes) -> tuple[str, Any]:
    start = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    try:
        if start == b"<":
            return _xml(path, data)
        found = _json(path, data) if start in (b"{", b"[") else _yaml(path, data)
    except RecursionError as error:
        raise BadOscal(f"{path.name} is nested deeper than any catalog is; it is not read.") from error
    names = [k for k in found if k != "$schema"] if isinstance(found, dict) else []
    for name in names:
        if name in READ or name in OTHERS:
            return name, found[name]
    seen = f"it begins with {names[0][:60]!r}" if names else "it is no mapping from names to values"
    raise BadOscal(f"{path.name} is not OSCAL: {seen}, and {_EXPECTED}.")


def _json(path: Path, data: bytes) -> Any:
    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(error.doc.rstrip()) - 1 or error.msg.startswith("Unterminated")
        what = "ends in the middle" if cut else "is not valid JSON"
        raise BadOscal(f"{path.name} {what}: line {error.lineno}, column {error.colno}: {_told(error.msg)}.") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise BadOscal(f"{path.name} is not valid JSON: {_told(str(error))}.") from error


def _xml(path: Path, data: bytes) -> tuple[str, Any]:
    try:
        namespace, name, body = oscal_xml.load(data)
    except ParseError as error:
        line, column = error.position
        raise BadOscal(
            f"{path.name} is not valid XML: line {line}, column {column + 1}: {_told(str(error).split(':')[0])}."
        ) from error
    except defusedxml.DTDForbidden as error:
        raise BadOscal(
            f"{path.name} has a document type (<!DOCTYPE {error.name[:60]}>), and OSCAL has none; as it could define"
            " entities, it is not read."
        ) from error
    except defusedxml.DefusedXmlException as error:
        raise BadOscal(f"{path.name} defines entities, and OSCAL has none; it is not read.") from error
    except oscal_xml.TooDeep as error:
        raise BadOscal(
            f"{path.name} is nested more than {oscal_xml.DEEPEST} levels deep, and no catalog is; it is not read."
        ) from error
    except (ValueError, LookupError) as error:
        raise BadOscal(f"{path.name} is not valid XML: {_told(str(error))}.") from error
    if namespace and not namespace.startswith(oscal_xml.NAMESPACE):
        raise BadOscal(f"{path.name} is not OSCAL: its root is <{name}> of {namespace[:80]}, and {_EXPECTED}.")
    return name, body


def _yaml(path: Path, data: bytes) -> Any:
    try:
        return oscal_yaml.load(data)
    except oscal_yaml.Refused as error:
        raise BadOscal(f"{path.name} {error} (line {error.line}); it is not read.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        if path.suffix.lower() in (".yaml", ".yml"):
            raise BadOscal(f"{path.name} is not valid YAML: {place}{_told(error.problem or 'unreadable')}.") from error
        raise BadOscal(f"{path.name} is not OSCAL: it is neither JSON nor XML nor YAML.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadOscal(f"{path.name} is not OSCAL: it is neither JSON nor XML nor YAML.") from error


def _version(document: Document) -> str:
    """The OSCAL version without a leading "v"; one before 1.0 or after 1.x is refused, for its parts lie elsewhere."""
    said = document.head.get("oscal-version")
    text = said.strip() if isinstance(said, str) else ""
    found = _VERSION.match(text)
    if text and (found is None or found[1] != "1" or "milestone" in text.lower()):
        raise BadOscal(f"{document.path.name} says that it is OSCAL {text[:40]!r}; versions 1.0.0 to 1.2 are expected.")
    return text.removeprefix("v")


def _told(message: str) -> str:
    """A parser's message as the end of our sentence."""
    message = " ".join(message.split()).rstrip(".")[:200]
    return message[:1].lower() + message[1:] if message[1:2].islower() else message
