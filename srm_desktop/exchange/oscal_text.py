"""OSCAL prose as plain text, and parameters written into it.

Prose is markup-line or markup-multiline in its Markdown form (OSCAL Metaschema, "Markup data types"); XML prose is
brought into that form by `oscal_xml`. Plain text has no emphasis and no addresses of links; paragraphs stand apart by
an empty line, and lists keep their lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from srm_desktop.exchange.oscal_problems import BadOscal

LONGEST_PARAMETER = 20_000
LONGEST_CATALOG = 100_000_000
"""Characters that one parameter, and all of a catalog, may grow to: parameters in parameters could double for ever."""

_APART = re.compile(r"\n[ \t]*\n\s*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Bounded, and never over the mark that ends them, so that hostile text costs no quadratic time.
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,1000}\)(?: (?=[).,;:]))?")
_STRONG = re.compile(r"\*\*(?=\S)|(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,1000}?)(?<=\S)\*(?![\w*])")
_CODE = re.compile(r"`([^`]{1,1000})`")
_LOW_HIGH = re.compile(r"([~^])([^~^\s]{1,100})\1")
_LIST = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)]|\|)[ \t]*(?=\S)", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[*+-][ \t]+")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_INSERT = re.compile(r"\{\{ *(?:insert *: *)?(?:param *[,:] *)?([^{}\s,:]{1,200}) *\}\}(?: +(?=[).,;:]))?")
_DEFINED = "organization-defined"
_ESCAPED = 0xE000  # the private use area keeps an escaped character from being taken for markup


def plain(prose: str) -> str:
    """Prose without its markup. Parameters to insert are left as they stand."""
    # One look for each mark: several times as fast as one look for any of them with an expression.
    t = prose
    if not ("[" in t or "*" in t or "\\" in t or "`" in t or "#" in t or "~" in t or "^" in t):
        return _paragraphs(t)
    if "\\" in prose:
        prose = _ESCAPE.sub(lambda m: chr(_ESCAPED + ord(m[1])), prose)
    prose = _LINK.sub(r"\1", prose)
    if "*" in prose:
        # Pairs of "**" are not looked for one by one, which would take quadratic time where they do not pair.
        prose = _EMPHASIS.sub(r"\1", _STRONG.sub("", prose) if prose.count("**") % 2 == 0 else prose)
    prose = _LOW_HIGH.sub(r"\2", _CODE.sub(r"\1", prose))
    text = _paragraphs(_HEADING.sub("", prose) if "#" in prose else prose)
    return re.sub(r"[\ue000-\ue07f]", lambda m: chr(ord(m[0]) - _ESCAPED), text)


def _paragraphs(text: str) -> str:
    if "\n" not in text:
        return " ".join(text.split()) if "  " in text or "\t" in text else text.strip()
    # Most texts are well formed paragraphs: those are told without going through each.
    apart = text.split("\n\n")
    if "  " not in text and "\t" not in text and text.count("\n") == 2 * len(apart) - 2:
        return "\n\n".join([p for part in apart if (p := part.strip())])
    return "\n\n".join([p for p in map(_paragraph, _APART.split(text)) if p])


def _paragraph(text: str) -> str:
    if "\n" not in text or not _LIST.search(text):
        return " ".join(text.split())
    lines: list[str] = []
    for line in text.strip("\n").split("\n"):
        if lines and not _LIST.match(line):
            lines[-1] += " " + " ".join(line.split())
        else:
            indent = line[: len(line) - len(line.lstrip())].expandtabs(2)
            lines.append(indent + " ".join(_BULLET.sub(r"\1- ", line).split()))
    return "\n".join(line for line in lines if line.strip())


class Writer:
    """Writes parameters into prose. `unknown` gathers the ids of parameters that are nowhere defined."""

    def __init__(self, params: Mapping[str, Mapping[str, Any]], place: str, *, defined: bool = False) -> None:
        """`params` are all of the catalog, by id; `place` names the file in problems.

        With `defined`, assignments say "organization-defined" even where labels do not, as SP 800-53 prints them.
        """
        self._defined = defined
        self.unknown: dict[str, None] = {}
        self._params = params
        self._place = place
        self._texts: dict[str, str] = {}
        self._open: list[str] = []
        self._room = LONGEST_CATALOG

    def write(self, prose: str) -> str:
        """Plain text with the parameters written in. Raises BadOscal where that grows beyond all measure."""
        if not prose:
            return ""
        text = plain(prose)
        return _INSERT.sub(self._inserted, text) if "{{" in text else text

    def _inserted(self, found: re.Match[str]) -> str:
        text = self.parameter(found[1])
        self._room -= len(text)
        if self._room < 0:
            raise BadOscal(f"{self._place} grows to more than {LONGEST_CATALOG:,} characters with its parameters.")
        return text

    def parameter(self, param_id: str) -> str:
        """What stands in a statement for a parameter: its value, or what to assign or select (SP 800-53, 2.2)."""
        known = self._texts.get(param_id)
        if known is not None:
            return known
        param = self._params.get(param_id)
        if param is None:
            self.unknown[param_id] = None
            return f"[Assignment: {param_id}]"
        if param_id in self._open:
            raise BadOscal(
                f"{self._place}: the parameter {param_id} is inserted into itself; no text can come of that."
            )
        self._open.append(param_id)
        text = self._text(param)
        self._open.pop()
        if len(text) > LONGEST_PARAMETER:
            raise BadOscal(
                f"{self._place}: the text of parameter {param_id} grows to more than {LONGEST_PARAMETER:,} characters."
            )
        self._texts[param_id] = text
        return text

    def _text(self, param: Mapping[str, Any]) -> str:
        if values := param.get("values"):
            return "; ".join(self.write(v) for v in values)
        if (select := param.get("select")) is not None:
            many = " (one or more)" if select.get("how-many") == "one-or-more" else ""
            return f"[Selection{many}: {'; '.join(self.write(c) for c in select.get('choice') or ())}]"
        if parts := self._aggregated(param):
            return "; ".join(dict.fromkeys(self.parameter(part) for part in parts))
        return f"[Assignment: {self.write(self._assigned(param))}]"

    def _aggregated(self, param: Mapping[str, Any]) -> list[str]:
        """The parameters that `param` stands for (NIST's property "aggregates"), if all of them have values."""
        parts = [prop["value"] for prop in param.get("props") or () if prop["name"] == "aggregates"]
        return parts if all((self._params.get(part) or {}).get("values") for part in parts) else []

    def _assigned(self, param: Mapping[str, Any]) -> str:
        # 800-171 has the printed words under usage; 800-53 leaves "organization-defined" out of most labels.
        usage = param.get("usage") or ""
        if usage.startswith(_DEFINED):
            return str(usage)
        label = str(param.get("label") or param["id"])
        return f"{_DEFINED} {label}" if self._defined and not label.startswith(_DEFINED) else label
