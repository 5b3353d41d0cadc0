"""The indexes of SP 800-53 rev 5 and SP 800-171 rev 2 under resources/catalogs, made from the official files.

Facts only: ids, titles, letters of parts, enhancements, withdrawals, baselines. No sentence of a control is copied.
What the files do not hold is in index_facts.yaml beside this script, with its source. `--check` writes nothing and
returns 1 where an index is not what the files give.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT.parent / "shared" / "data" / "catalogs"
TO = ROOT / "resources" / "catalogs"
FACTS = Path(__file__).with_name("index_facts.yaml")

CATALOG = "NIST_SP-800-53_rev5_catalog-min.json"
NEWER = "NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog-min.json"
PROFILES = {
    ("nist", "low"): "NIST_SP-800-53_rev5_LOW-baseline_profile.json",
    ("nist", "moderate"): "NIST_SP-800-53_rev5_MODERATE-baseline_profile.json",
    ("nist", "high"): None,
    ("nist", "privacy"): None,
    ("fedramp", "low"): "FedRAMP_rev5_LOW-baseline_profile.json",
    ("fedramp", "moderate"): "FedRAMP_rev5_MODERATE-baseline_profile.json",
    ("fedramp", "high"): "FedRAMP_rev5_HIGH-baseline_profile.json",
    ("fedramp", "li-saas"): "FedRAMP_rev5_LI-SaaS-baseline_profile.json",
}
"""Who defines a baseline and its name, and the file that lists it; None where index_facts.yaml does."""

REQUIREMENTS = ("NIST_SP-800-171_rev2.xlsx", "SP 800-171")
OBJECTIVES = ("NIST_SP-800-171A.xlsx", "SP800-171A")

HEAD_53 = """\
# Index of NIST SP 800-53 rev 5: facts only, no text of a control. Made by scripts/build_index.py from NIST's and
# FedRAMP's OSCAL files; a test compares it with them. Whose each control is, is in layers.yaml beside this file.
#
# families, each with its controls and enhancements in catalog order; of a control:
#   id         as in OSCAL: ac-2 is AC-2, ac-2.1 is the enhancement AC-2(1)
#   base       the control that an enhancement belongs to
#   title      as NIST has it
#   parts      the parts that are assessed one by one, as paths of their labels: d.1 is AC-2d.1, a.1.a is AC-1a.1(a).
#              Left out where the statement is undivided: then there is one part, and its letter is empty.
#   nist       the baselines of SP 800-53B that it belongs to: low, moderate, high, privacy
#   fedramp    the FedRAMP rev 5 baselines that it belongs to: low, moderate, high, li-saas
#   withdrawn  true; it has no parts and belongs to no baseline. incorporated_into or moved_to says where it went, as an
#              id, with the part after a blank if it went into one (sa-12 went into a whole family). Where neither is
#              there, NIST dropped it.
"""
HEAD_171 = """\
# Index of NIST SP 800-171 rev 2 and CMMC level 2: facts only, no text of a requirement. Made by scripts/build_index.py
# from NIST's two workbooks and scripts/index_facts.yaml; a test compares it with them. Whose each requirement is, is in
# layers.yaml beside this file.
#
# families, each with its requirements in order; of a requirement:
#   id     as in SP 800-171
#   cmmc   the practice of CMMC level 2 that is the same requirement
#   title  the name of that practice; SP 800-171 gives none
#   kind   basic or derived, as SP 800-171 calls it
#   parts  the letters of its objectives in SP 800-171A: 3.1.1 with a is objective 3.1.1[a]. Left out where there is one
#          objective without a letter, whose id is that of the requirement.
"""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--from", dest="files", type=Path, default=FILES, metavar="DIR", help="the official files")
    options.add_argument("--check", action="store_true", help="only compare")
    args = options.parse_args()
    wrong = 0
    for name, text in (("nist-800-53", nist_800_53(args.files)), ("nist-800-171", nist_800_171(args.files))):
        path = TO / name / "index.yaml"
        if args.check:
            same = path.is_file() and path.read_text("utf-8") == text
            print(f"{path.relative_to(ROOT)}: {'as the files have it' if same else 'DIFFERS from the files'}")
            wrong += not same
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines")
    return 1 if wrong else 0


# SP 800-53


def nist_800_53(files: Path) -> str:
    """The index of SP 800-53 as YAML, from the OSCAL files in a folder."""
    catalog = read(files / CATALOG)["catalog"]
    titles = {c["id"]: c["title"] for c, _ in controls(read(files / NEWER)["catalog"])}
    lists = baselines(files)
    lines = [HEAD_53, "id: nist-800-53", "title: NIST SP 800-53 rev 5", f"version: {scalar(catalog_version(catalog))}"]
    lines += ["source: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final", "families:"]
    for group in catalog["groups"]:
        lines += [f"  - id: {group['id']}", f"    title: {scalar(group['title'])}", "    controls:"]
        for control, base in controls({"groups": [group]}):
            entry: dict[str, Any] = {"id": control["id"]}
            if base:
                entry["base"] = base
            # NIST has put capitals right since ("Scrm"): the newer file wins where it has the title.
            entry["title"] = titles.get(control["id"], control["title"])
            entry |= gone(control) if withdrawn(control) else {"parts": parts(control)}
            for (owner, level), ids in lists.items():
                if control["id"] in ids:
                    entry.setdefault(owner, []).append(level)
            lines.append(f"      - {flow(entry)}")
    return "\n".join(lines) + "\n"


def catalog_version(catalog: dict[str, Any]) -> str:
    return str(catalog["metadata"]["version"])


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def controls(catalog: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every control with the id of its base; an enhancement follows the control it belongs to."""
    for group in catalog["groups"]:
        for control in group["controls"]:
            yield control, ""
            for enhancement in control.get("controls", []):
                yield enhancement, control["id"]


def withdrawn(control: dict[str, Any]) -> bool:
    return any(p["name"] == "status" and p["value"] == "withdrawn" for p in control["props"])


def gone(control: dict[str, Any]) -> dict[str, Any]:
    """That a control is withdrawn, and where it went."""
    entry: dict[str, Any] = {"withdrawn": True}
    for link in control.get("links", []):
        if link["rel"] in ("incorporated-into", "moved-to"):
            target = link["href"].removeprefix("#").replace("_smt.", " ")
            entry.setdefault(link["rel"].replace("-", "_"), []).append(target)
    return entry


def parts(control: dict[str, Any]) -> list[str]:
    """The paths of the parts that have no parts of their own; empty where the statement is undivided."""
    (statement,) = [p for p in control["parts"] if p["name"] == "statement"]
    return [".".join(path) for path in leaves(statement, ()) if path]


def leaves(part: dict[str, Any], path: tuple[str, ...]) -> list[tuple[str, ...]]:
    items = [p for p in part.get("parts", []) if p["name"] == "item"]
    below = [leaf for item in items for leaf in leaves(item, (*path, label(item)))]
    return below or [path]


def label(item: dict[str, Any]) -> str:
    (text,) = [p["value"] for p in item["props"] if p["name"] == "label" and p.get("class") != "sp800-53a"]
    return str(text).strip("(). ")


def baselines(files: Path) -> dict[tuple[str, str], set[str]]:
    """The ids in each baseline, from its profile or from the facts that were typed in."""
    facts = yaml.safe_load(FACTS.read_text("utf-8"))
    lists = {}
    for name, file in PROFILES.items():
        if file:
            imports = read(files / file)["profile"]["imports"]
            chosen = [choice for entry in imports for choice in entry["include-controls"]]
            lists[name] = {i for choice in chosen for i in choice["with-ids"]}
        else:
            typed = facts["-".join(name)]
            lists[name] = {f"{family}-{n}" for family, numbers in typed.items() for n in str(numbers).split()}
    return lists


# SP 800-171


def nist_800_171(files: Path) -> str:
    """The index of SP 800-171 and CMMC level 2 as YAML, from NIST's workbooks in a folder."""
    facts = yaml.safe_load(FACTS.read_text("utf-8"))["cmmc"]
    letters: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for family, identifier, *_ in sheet(files, OBJECTIVES):
        # Identifiers there carry stray tabs and blanks, and one a stray dot: "3.12.4.[h]".
        found = re.fullmatch(r"(3\.\d+\.\d+)\.?(?:\[([a-z])\])?", squeezed(identifier))
        if not found:
            raise SystemExit(f"{OBJECTIVES[0]}: {identifier!r} is not the id of a requirement or an objective")
        requirement, letter = found.groups()
        titles[requirement.rpartition(".")[0]] = str(family)
        letters.setdefault(requirement, []).extend([letter] if letter else [])
    lines = [HEAD_171, "id: nist-800-171", "title: NIST SP 800-171 rev 2 and CMMC level 2", 'version: "2"']
    lines += ["source: https://csrc.nist.gov/pubs/sp/800/171/r2/upd1/final", "families:"]
    seen: dict[str, int] = {}
    for _, kind, identifier, *_ in sheet(files, REQUIREMENTS):
        number = squeezed(identifier)
        family = number.rpartition(".")[0]
        if family not in seen:
            domain = facts[family]["domain"]
            lines += [f'  - id: "{family}"', f"    cmmc: {domain}", f"    title: {scalar(titles[family])}"]
            lines += ["    controls:"]
        seen[family] = seen.get(family, 0) + 1
        entry = {"id": number, "cmmc": f"{facts[family]['domain']}.L2-{number}"}
        entry |= {"title": facts[family]["names"][seen[family] - 1], "kind": str(kind).strip().lower()}
        lines.append(f"      - {flow(entry | {'parts': letters[number]})}")
    return "\n".join(lines) + "\n"


def sheet(files: Path, where: tuple[str, str]) -> Sequence[Sequence[Any]]:
    """The rows of a sheet below its heading."""
    file, name = where
    return CalamineWorkbook.from_path(files / file).get_sheet_by_name(name).to_python()[1:]


def squeezed(text: object) -> str:
    return re.sub(r"\s", "", str(text))


# YAML, one entry a line


def flow(entry: dict[str, Any]) -> str:
    """An entry on one line; fields without a value are left out."""
    return "{" + ", ".join(f"{key}: {scalar(value)}" for key, value in entry.items() if value not in ("", [])) + "}"


def scalar(value: Any) -> str:
    """A value as YAML, quoted only where it must be."""
    if value is True:
        return "true"
    if isinstance(value, list):
        return f"[{', '.join(map(scalar, value))}]"
    plain = re.fullmatch(r"[A-Za-z][\w’—/()&. +-]*", value) and value.lower() not in ("yes", "no", "on", "off", "true")
    return value if plain else json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    raise SystemExit(main())
