"""Catalogs on the command line: `import`, and what `new` begins with; a bad file is one sentence and no change."""

import csv
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from srm_desktop.cli import parser
from srm_desktop.exchange import index
from tests.exchange import oscal_samples as samples


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    controls = [samples.control("ha-1", "Ropes"), samples.control("ha-2", "Lamps")]
    return samples.write(tmp_path / "rules.json", samples.catalog(*controls))


@pytest.fixture
def unchanged(assessment: Path):
    """An assessment that must be as it was, byte for byte but for what opening writes."""
    before = assessment.read_bytes()
    yield assessment
    assert assessment.read_bytes() == before


def test_the_built_in_names_are_those_of_the_help():
    assert tuple(index.BASELINES) == parser.BASELINES


def test_a_new_assessment_from_a_baseline(srm, tmp_path):
    made = srm(
        "new", tmp_path / "n.srma", "--title", "x", "--catalog", "fedramp-moderate", "--services", "s3", "--json"
    )
    assert made.json["counts"]["controls"] == 323
    row = srm("controls", tmp_path / "n.srma", "--search", "ac-02 (03)", "--json").json[0]
    assert (row["id"], row["catalog"], row["responsibility"]) == ("AC-2(3)", "fedramp-moderate", "customer")


def test_a_new_assessment_from_files_and_names(srm, tmp_path, rules):
    made = srm("new", tmp_path / "n.srma", "--title", "x", "--catalog", rules, "--catalog", "aws-srm", "--json").json
    assert [c["id"] for c in made["catalogs"]] == ["aws-srm", "harbour-rules"]


def test_a_profile_is_resolved_with_the_catalog_beside_it(srm, tmp_path, rules):
    elsewhere = tmp_path / "profiles"
    elsewhere.mkdir()
    baseline = samples.profile([samples.including("https://harbour.example/all.json", "ha-2")])
    path = samples.write(elsewhere / "base.json", baseline)
    fresh = tmp_path / "n.srma"
    refused = srm("new", fresh, "--title", "x", "--profile", path).refused()
    assert "https://harbour.example/all.json" in refused and "--catalog" in refused
    assert not fresh.exists()
    made = srm("new", fresh, "--title", "x", "--profile", path, "--catalog", rules, "--json").json
    assert (made["counts"]["controls"], [c["id"] for c in made["catalogs"]]) == (1, ["harbour-baseline"])
    done = srm("import", fresh, path, "--beside", rules, "--json").json[0]
    assert (done["how"], done["done"]) == ("renew", False)


def test_the_same_catalog_twice_is_refused(srm, tmp_path, rules):
    twice = ["--catalog", rules, "--catalog", tmp_path / "." / "again.json"]
    (tmp_path / "again.json").write_bytes(rules.read_bytes())
    assert "named twice" in srm("new", tmp_path / "n.srma", "--title", "x", *twice).refused()


def test_a_catalog_comes_in_and_can_be_taken_back(srm, assessment, rules):
    said = srm("import", assessment, rules)
    assert said.code == 0 and "Harbour rules: added" in said.out
    assert len(srm("controls", assessment, "--search", "HA-2", "--json").json) == 1
    assert "Add catalog Harbour rules" in srm("undo", assessment).out
    assert srm("controls", assessment, "--search", "HA-2", "--json").json == []


def test_a_dry_run_says_what_would_be_and_does_nothing(srm, unchanged, rules):
    said = srm("import", unchanged, rules, "--dry-run")
    assert "to be added" in said.out
    assert srm("import", unchanged, rules, "--dry-run", "--json").json[0]["done"] is False


def test_a_newer_edition_says_what_changes_and_what_is_flagged(srm, assessment, rules):
    srm("import", assessment, rules)
    srm("set", assessment, "HA-1", "--status", "implemented")
    newer = samples.catalog(samples.control("ha-1", "Ropes"), samples.control("ha-3", "Horns"))
    newer["catalog"]["groups"][0]["controls"][0]["parts"][0]["prose"] = "Keep ropes dry."
    done = srm("import", assessment, samples.write(rules, newer), "--json").json[0]
    assert done["how"] == "renew"
    assert {k: done["catalogs"][0][k] for k in ("added", "gone", "changed", "flagged")} == {
        "added": ["HA-3"], "gone": ["HA-2"], "changed": ["HA-1"], "flagged": ["HA-1"],
    }  # fmt: skip
    assert "in the assessment already" in srm("import", assessment, rules).out
    assert [r["id"] for r in srm("controls", assessment, "--flagged", "--json").json] == ["HA-1"]


def test_a_table_names_the_rows_that_it_leaves_out(srm, assessment, tmp_path):
    path = tmp_path / "house.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([("Control ID", "Requirement"), ("R-1", "Lock"), ("", "Who?"), ("R-1", "Again")])
    said = srm("import", assessment, path, "--title", "House rules").out
    assert "Row 3 is left out" in said and "Row 4 is left out" in said
    assert len(srm("controls", assessment, "--search", "R-1", "--json").json) == 1


def huge(path: Path) -> None:
    """A workbook that declares 17 billion cells."""
    book = openpyxl.Workbook()
    book.active.append(["Control ID", "Requirement"])
    book.save(path)
    kept = {}
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    row = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    kept[sheet] = kept[sheet].replace(b"</sheetData>", row)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)


def bomb(path: Path) -> None:
    """A small archive that grows to 600 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
            for _ in range(600):
                out.write(b" " * 1_000_000)


def cut(path: Path) -> None:
    """A workbook that ends in the middle."""
    book = openpyxl.Workbook()
    for n in range(500):
        book.active.append([f"R-{n}", f"Rule {n}"])
    book.save(path)
    path.write_bytes(path.read_bytes()[:4000])


def put(text: str):
    return lambda path: path.write_text(text, "utf-8")


OSCAL = json.dumps(samples.catalog(samples.control("ha-1")))
TWICE = json.dumps(samples.catalog(samples.control("ha-1"), samples.control("ha-1")))
PLAN = json.dumps({"system-security-plan": {"uuid": "x", "metadata": {"title": "t", "oscal-version": "1.1.2"}}})
CYCLE = json.dumps(samples.profile([{"href": "it.json"}]))
LOST = json.dumps(samples.profile([samples.including("gone.json", "ha-1")]))
ENTITY = '<!DOCTYPE c [<!ENTITY e "boo">]><catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0">&e;</catalog>'
ALIASES = "catalog: &a [x]\n" + "".join(
    f"k{n}: &{chr(98 + n)} [*{chr(97 + n)}{f', *{chr(97 + n)}' * 9}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("it.json", put('{"findings": []}'), "OSCAL"),
        ("it.json", put(PLAN), "system security plan|system-security-plan"),
        ("it.json", put(OSCAL[: len(OSCAL) // 2]), "ends in the middle"),
        ("it.xml", put(ENTITY), "entit"),
        ("it.yaml", put("catalog: !!python/object:os.system {}\n"), "tag"),
        ("it.yaml", put(ALIASES), "alias|large|catalog"),
        ("it.json", put(LOST), "gone.json"),
        ("it.json", put(CYCLE), "itself|circle|cycle"),
        ("it.json", put(TWICE), "twice"),
        ("it.csv", put("colour,weight\nred,1\nblue,2\n"), "no column"),
        ("it.xlsx", huge, "cells|rows"),
        ("it.xlsx", bomb, "large|grow|MB"),
        ("it.xlsx", cut, "damaged|cut|not a whole|incomplete"),
        ("it.csv", put(""), "empty|no cell"),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_half_imported(srm, unchanged, tmp_path, name, make, sentence):
    make(tmp_path / name)
    said = srm("import", unchanged, tmp_path / name).refused()
    assert "it." in said
    assert any(word in said for word in sentence.split("|")), said
    fresh = tmp_path / "fresh.srma"
    srm("new", fresh, "--title", "x", "--catalog", tmp_path / name).refused()
    assert not fresh.exists()


def test_a_catalog_is_taken_out_and_comes_back(srm, assessment, rules):
    srm("import", assessment, rules)
    assert "undo brings all of it back" in srm("import", assessment, "--remove", "harbour-rules").out
    assert [c["id"] for c in srm("info", assessment, "--json").json["catalogs"]] == ["aws-srm"]
    assert "only catalog" in srm("import", assessment, "--remove", "aws-srm").refused()
    srm("undo", assessment)
    assert len(srm("info", assessment, "--json").json["catalogs"]) == 2
    assert srm("import", assessment).code == 2
    assert srm("import", assessment, rules, "--remove", "aws-srm").code == 2


def test_what_is_not_there_is_said(srm, unchanged, tmp_path, rules):
    assert "nowhere.json" in srm("import", unchanged, tmp_path / "nowhere.json").refused()
    assert "no built-in catalog" in srm("import", unchanged, "iso").refused()
    assert "cannot be renewed" in srm("import", unchanged, rules, "--how", "renew").refused()
    assert "takes texts" in srm("import", unchanged, rules, "--how", "fill").refused()
    assert srm("import", unchanged, rules, "--as", "findings").code == 2
