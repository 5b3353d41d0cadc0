"""The control ids in the files of ../shared/data, each with the framework that its file says.

Run as a program it prints how many ids of each place are read, and the spellings that are not:
    .venv/bin/python tests/domain/real_ids.py
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.control_ids import TITLES, framework_named, parse_all

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
CATALOGS, TEMPLATES, FINDINGS = DATA / "catalogs", DATA / "templates", DATA / "findings"
NIST, R2, R3 = "nist-800-53-r5", "nist-800-171-r2", "nist-800-171-r3"
CATALOG = CATALOGS / "NIST_SP-800-53_rev5_catalog-min.json"


class Given(NamedTuple):
    place: str
    framework: str
    text: str


def oscal(found: object, inside: str = "") -> Iterator[tuple[str, dict]]:
    """Every object of an OSCAL file that has an id, with the name of the list it is in."""
    if isinstance(found, dict):
        if "id" in found:
            yield inside, found
        for name, value in found.items():
            yield from oscal(value, name)
    elif isinstance(found, list):
        for value in found:
            yield from oscal(value, inside)


def labels(thing: dict) -> list[str]:
    return [p["value"] for p in thing.get("props", []) if p["name"] == "label" and p.get("class") == "sp800-53a"]


def from_catalogs() -> Iterator[Given]:
    for path in [CATALOG, CATALOGS / "FedRAMP_rev5_LOW-baseline-resolved-profile_catalog.json"]:
        for kind, thing in oscal(json.loads(path.read_text("utf-8"))):
            if kind in ("controls", "parts"):
                yield Given(f"{path.name}: {kind}, id", NIST, thing["id"])
                for prop in thing.get("props", []) if kind == "controls" else []:
                    if prop["name"] in ("label", "sort-id"):
                        yield Given(f"{path.name}: {kind}, {prop['name']}", NIST, prop["value"])
                if kind == "parts":
                    for label in labels(thing):
                        yield Given(f"{path.name}: parts, label 800-53A", NIST, label)
    for path in sorted(CATALOGS.glob("*-baseline_profile.json")):
        profile = json.loads(path.read_text("utf-8"))["profile"]
        for wanted in profile["imports"][0].get("include-controls", []):
            for control in wanted.get("with-ids", []):
                yield Given(f"{path.name}: with-ids", NIST, control)
        for alter in profile.get("modify", {}).get("alters", []):
            yield Given(f"{path.name}: alters", NIST, alter["control-id"])
            for add in alter.get("adds", []):
                if "by-id" in add:
                    yield Given(f"{path.name}: by-id", NIST, add["by-id"])
    for name in ("MODERATE-baseline-resolved-profile_catalog.xml", "MODERATE-baseline-resolved-profile_catalog.yaml"):
        for path in CATALOGS.glob(f"*{name}"):
            for ident in re.findall(r"(?:^|[\s-])id(?:=|: *)[\"']?([a-z]{2}-\d[\w.-]*)", path.read_text("utf-8"), re.M):
                if not re.search(r"_(odp|prm)", ident):
                    yield Given(f"{path.name}: id", NIST, ident)
    text = (CATALOGS / "NIST_SP800-171_rev3_catalog.xml").read_text("utf-8")
    for ident in re.findall(r'<(?:control|part) id="([^"]+)"', text):
        if not ident.startswith("overview_"):
            yield Given("NIST_SP800-171_rev3_catalog.xml: id", R3, ident)
    for label in re.findall(r'name="label" value="(SR-[^"]+)"', text):
        yield Given("NIST_SP800-171_rev3_catalog.xml: label", R3, label)


COLUMNS = {"Control ID": NIST, "Controls": NIST, "Assessment Procedure": NIST, "Identifier": R2, "Sort-As": R2}


def from_workbooks() -> Iterator[Given]:
    from python_calamine import CalamineWorkbook

    for path in sorted([*CATALOGS.glob("*.xlsx"), *TEMPLATES.glob("*.xlsx")]):
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheet_names:
            columns: dict[int, str] = {}
            for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False):
                heads = {i: str(v).strip() for i, v in enumerate(row) if str(v).strip() in COLUMNS}
                if heads:
                    columns = heads
                    continue
                for i, head in columns.items():
                    if i < len(row) and str(row[i]).strip():
                        yield Given(f"{path.name}: {head}", COLUMNS[head], str(row[i]))


def from_findings() -> Iterator[Given]:
    for path in sorted(FINDINGS.glob("*.ocsf.json")):
        for finding in json.loads(path.read_text("utf-8")):
            for name, ids in finding.get("unmapped", {}).get("compliance", {}).items():
                if framework := framework_named(name):
                    for ident in ids:
                        yield Given(f"{path.name}: {name}", framework, ident)
    for path in sorted(FINDINGS.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream, delimiter=";"):
                for entry in row["COMPLIANCE"].split(" | "):
                    name, _, ids = entry.partition(": ")
                    if framework := framework_named(name):
                        yield Given(f"{path.name}: {name}", framework, ids)
    for path in sorted(FINDINGS.glob("*.asff.json")):
        for finding in json.loads(path.read_text("utf-8")):
            for entry in finding.get("Compliance", {}).get("RelatedRequirements", []):
                name = entry.split(" ")[0]
                if framework := framework_named(name):
                    yield Given(f"{path.name}: {name}", framework, entry)


def all_given() -> Iterator[Given]:
    yield from from_catalogs()
    yield from from_workbooks()
    yield from from_findings()


def main() -> None:
    every, read, apart = Counter[str](), Counter[str](), Counter[str]()
    missed: dict[str, Counter[str]] = {}
    for given in all_given():
        every[given.place] += 1
        found = parse_all(given.text, given.framework)
        if found.ids and not found.unread and not found.ambiguous:
            read[given.place] += 1
            continue
        apart[given.place] += bool(found.ambiguous and not found.unread)
        why = (
            found.unread[0].why
            if found.unread
            else found.ambiguous[0].why.split(" (")[0]
            if found.ambiguous
            else "empty"
        )
        missed.setdefault(given.place, Counter())[f"{given.text!r}: {why}"] += 1
    for place, count in every.items():
        print(f"{read[place]:6} of {count:6} read, {apart[place]:5} ambiguous  {place}")
        for text, times in missed.get(place, Counter()).most_common(6):
            print(f"             {times:4} x {text[:150]}")
    print(f"{sum(read.values())} of {sum(every.values())}, {sum(apart.values())} ambiguous; {len(TITLES)} frameworks")


if __name__ == "__main__":
    main()
