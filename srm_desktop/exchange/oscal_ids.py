"""Labels and ids as people read them: "AC-2(3)" for `ac-2.3`, "d.1" for a statement labelled "d." and "1."."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NIST_ID = re.compile(r"([a-z]{2})-(\d{1,4})(?:\.(\d{1,4}))?")
_REQUIREMENT = re.compile(r"SP_800_171_(\d\d\.\d\d\.\d\d)")
_NIST_LABEL = re.compile(r"([A-Z]{2})-(\d{1,4})(?: ?\((\d{1,4})\))?")
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_PRINTED_TWICE = frozenset(("zero-padded", "sp800-53a"))
_BRACKETS = re.compile(r"[()\[\]]")
_OBJECTIVE_ID = re.compile(r"^assessment-objective_(?:DS-)?")


def label(node: Mapping[str, Any]) -> str:
    """The label that a control, part or parameter is printed with; "" without one.

    Of several, the one without a class counts before those that repeat it with zeros or for SP 800-53A.
    """
    found = ""
    rank = 3
    for prop in node.get("props") or ():
        if prop["name"] == "label":
            kind = prop.get("class")
            own = 0 if not kind else 2 if kind in _PRINTED_TWICE else 1
            if own < rank:
                rank, found = own, prop["value"]
    return found.strip()


def assessment_label(node: Mapping[str, Any]) -> str:
    """The label for SP 800-53A (class `sp800-53a`), or else the usual one."""
    for prop in node.get("props") or ():
        if prop["name"] == "label" and prop.get("class") == "sp800-53a":
            return str(prop["value"]).strip()
    return label(node)


def control_id(control: Mapping[str, Any], title: str) -> str:
    """The id that people read: the label, or the OSCAL id; that of an SP 800-53 control always as "AC-2(3)"."""
    oscal_id: str = control["id"]
    shown = without_title(label(control), title)
    if _NIST_ID.fullmatch(oscal_id) and (not shown or _NIST_LABEL.fullmatch(shown)):
        return display(oscal_id)
    return shown or display(oscal_id)


def display(oscal_id: str) -> str:
    """An OSCAL id as it is read: "AC-2(3)" for `ac-2.3`, "03.01.01" for `SP_800_171_03.01.01`; others as they are."""
    if found := _REQUIREMENT.fullmatch(oscal_id):
        return found[1]
    if found := _NIST_ID.fullmatch(oscal_id):
        family, number, enhancement = found.groups()
        return f"{family.upper()}-{int(number)}" + (f"({int(enhancement)})" if enhancement else "")
    return oscal_id


def without_title(shown: str, title: str) -> str:
    """A label such as "Personnel Screening (03.09.01)" without the title that stands before the id."""
    found = _IN_BRACKETS.fullmatch(shown[:1000])
    return found[2] if found and found[1].casefold() == title.casefold() else shown


def step(shown: str, above: str) -> str:
    """What a label adds to the path of a part: without what repeats the label above, brackets, dots and colons."""
    if above and shown.startswith(above):
        shown = shown[len(above) :]
    return " ".join(_BRACKETS.sub(" ", shown).split()).strip(" .:;,-")


def objective_id(part: Mapping[str, Any]) -> str:
    """The id of an objective as it is printed, or else its OSCAL id without the name of its kind."""
    return assessment_label(part) or _OBJECTIVE_ID.sub("", part.get("id") or "")
