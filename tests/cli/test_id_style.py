"""The command line writes ids in the style of the preferences for people, and as they are for programs."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.nist_sample import make


@pytest.fixture
def nist(tmp_path: Path) -> Path:
    return make(tmp_path / "nist.srma")


@pytest.fixture
def oscal(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('id_style = "oscal"\n')


def test_tables_for_people_follow_the_preference(srm, nist, oscal):
    assert "\nac-2.3  " in srm("controls", nist).out
    assert "ac-2, ac-2.3" in srm("evidence", nist).out
    shown = srm("show", nist, "AC-02 (03)").out
    assert shown.startswith("ac-2.3  Title of 4\n")
    assert "NIST SP 800-53 rev 5: ac-6.9" in shown and "SOC 2: CC6.1" in shown
    assert "ac-2.3_smt.a status" in shown
    assert srm("set", nist, "ac-2.3", "--status", "implemented").out.startswith("ac-2.3  ")
    assert "Mark ac-2.3 implemented" in srm("history", nist).out
    assert "Mark ac-2.3 implemented" in srm("undo", nist).out
    assert "ac-2.3_smt.b.1" in srm("history", nist, "ac-2.3").out


def test_what_show_names_follows_it_and_can_be_typed(srm, tmp_path, report, oscal):
    path = tmp_path / "both.srma"
    assert srm("new", path, "--title", "Acme", "--catalog", "aws-srm", "--catalog", "fedramp-moderate").code == 0
    assert srm("attach", path, "ac-6.1", report).out.endswith("Attached to ac-6.1\n")
    said = srm("show", path, "iam-4").out
    assert "  ac-6.1  " in said and ", on ac-6.1, " in said
    assert "Enhances" in srm("show", path, "ac-6.1").out and "ac-6\n" in srm("show", path, "ac-6.1").out
    assert srm("attach", path, "ac-6", "--offered").out.startswith("No other control offers evidence for ac-6.")
    assert srm("attach", path, "iam-4", "--offered").out.endswith("Linked to SRM-IAM-04\n")
    assert f"Link {report.name} from ac-6.1 to SRM-IAM-04" in srm("undo", path).out


def test_without_a_preference_ids_are_as_published(srm, nist):
    assert "\nAC-2(3)  " in srm("controls", nist).out
    assert srm("show", nist, "ac-2.3").out.startswith("AC-2(3)  Title of 4\n")
    assert "AC-2, AC-2(3)" in srm("evidence", nist).out


def test_json_has_the_id_itself(srm, nist, oscal):
    assert srm("controls", nist, "--json").json[4]["id"] == "AC-2(3)"
    assert srm("show", nist, "ac-2.3", "--json").json["id"] == "AC-2(3)"
    assert srm("evidence", nist, "--json").json[0]["controls"] == ["AC-2", "AC-2(3)"]
    assert srm("history", nist, "ac-2.3", "--json").json[-1]["place"] == "AC-2(3)(a)"
    assert srm("undo", nist, "--json").json["controls"] == ["AC-2", "AC-2(3)"]


def test_exports_have_the_id_itself(srm, nist, oscal, tmp_path):
    target = tmp_path / "out.xlsx"
    assert srm("export", nist, "--layout", "matrix", "--to", target).code == 0
    book = CalamineWorkbook.from_path(target)
    cells = {str(c) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row}
    assert "AC-2(3)" in cells
    assert not [cell for cell in cells if "ac-2.3" in cell]
