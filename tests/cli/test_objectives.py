"""Objectives and withdrawn controls on the command line."""

from pathlib import Path

import pytest


def objectives(shown: dict) -> dict[str, str]:
    return {o["id"]: o["result"] for part in shown["parts"] for o in part["objectives"]}


@pytest.fixture
def index(srm, tmp_path: Path) -> Path:
    path = tmp_path / "index.srma"
    assert srm("new", path, "--title", "Acme", "--catalog", "nist-800-53", "--services", "ec2,s3").code == 0
    return path


@pytest.mark.parametrize("typed", ["d-2", "D-2", " d 2 ", "d2"])
def test_an_objective_is_marked_by_its_id_in_any_spelling(srm, assessment, typed):
    assert srm("set", assessment, "app-1", "--objective", typed, "--result", "other-than-satisfied").code == 0
    shown = srm("show", assessment, "app-1", "--json").json
    assert objectives(shown)["d-2"] == "other than satisfied"
    assert {o["id"] for part in shown["parts"] for o in part["objectives"]} == set(objectives(shown))
    assert {part["part"]: part["result"] for part in shown["parts"]}["d"] == shown["result"] == "other than satisfied"
    assert "d-2 (examine): " in srm("show", assessment, "app-1").out
    assert srm("undo", assessment).out == "Taken back: Mark SRM-APP-01 objective d-2 other than satisfied\n"
    assert set(objectives(srm("show", assessment, "app-1", "--json").json).values()) == {"not assessed"}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (
            ("app-1", "--objective", "z-9", "--result", "satisfied"),
            3,
            "SRM-APP-01 has no objective 'z-9'. There is: a-1",
        ),
        (("app-1,app-2", "--objective", "a-1", "--result", "satisfied"), 3, "name that one"),
        (("app-1", "--objective", "a-1"), 2, "Say what to set"),
        (("app-1", "--objective", "a-1", "--result", "satisfied", "--flag"), 2, "takes --result, and nothing else"),
    ],
)
def test_what_makes_no_sense_is_refused(srm, assessment, arguments, code, says):
    assert says in srm("set", assessment, *arguments).refused(code)


def test_an_index_has_no_objectives_until_the_official_file_is_there(srm, index):
    refused = srm("set", index, "AC-2", "--objective", "AC-02b.", "--result", "satisfied").refused()
    assert refused == "AC-2 has no objective 'AC-02b.'. Its objectives come with the official file."
    assert "The official text comes with the publisher's own file" in srm("show", index, "AC-2").out


@pytest.mark.parametrize(
    ("control", "part"),
    [
        ("AC-2d.1", None), ("AC-2(d)(1)", None), ("ac-2.d.1", None),
        ("AC-2", "d.1"), ("AC-2", "(d)(1)"), ("AC-2", "D1"),
    ],
)  # fmt: skip
def test_a_nested_part_is_named_in_any_spelling(srm, index, control, part):
    where = () if part is None else ("--part", part)
    assert srm("set", index, control, *where, "--status", "implemented").code == 0
    parts = srm("show", index, "AC-2", "--json").json["parts"]
    assert [p["part"] for p in parts if p["status"] == ["implemented"]] == ["d.1"]


def test_a_part_three_deep_and_one_that_is_not_there(srm, index):
    assert srm("set", index, "AC-1(a)(1)(a)", "--result", "satisfied").code == 0
    assert srm("set", index, "AC-1", "--part", "a.1(b)", "--result", "satisfied").code == 0
    parts = srm("show", index, "AC-1", "--json").json["parts"]
    assert [p["part"] for p in parts if p["result"] == "satisfied"] == ["a.1.a", "a.1.b"]
    refused = srm("set", index, "AC-1", "--part", "a", "--result", "satisfied").refused()
    assert refused == "AC-1 has no part 'a'. There is: a.1.a, a.1.b, a.2, b, c.1, c.2."


def test_withdrawn_controls_are_listed_and_shown_and_refused(srm, index):
    rows = {row["id"]: row for row in srm("controls", index, "--json").json}
    assert len(rows) == 1189 and sum("withdrawn" in row for row in rows.values()) == 182
    assert not [row for row in srm("controls", index, "--open", "--json").json if "withdrawn" in row]
    counts = srm("info", index, "--json").json["counts"]
    assert (counts["controls"], counts["not_applicable"], counts["withdrawn"]) == (1007, 0, 182)
    assert "Withdrawn: there is nothing to assess. Now in AC-2, AU-6." in srm("show", index, "AC-13").out
    assert srm("show", index, "AC-13", "--json").json["moved_to"] == ["AC-2", "AU-6"]
    refused = srm("set", index, "ac-13", "--status", "implemented").refused()
    assert refused == "AC-13 is withdrawn: there is nothing to assess. Open it to see where it went."


def test_parts_of_800_171_are_named_as_its_objectives_are(srm, tmp_path):
    path = tmp_path / "cmmc.srma"
    assert srm("new", path, "--title", "Acme", "--catalog", "cmmc-2").code == 0
    assert srm("set", path, "3.1.1[a]", "--status", "planned").code == 0
    parts = srm("show", path, "AC.L2-3.1.1", "--json").json["parts"]
    assert [p["part"] for p in parts if p["status"] == ["planned"]] == ["a"]


def test_brackets_behind_an_id_that_two_revisions_share_name_its_part(srm, tmp_path):
    path = tmp_path / "800-171.srma"
    assert srm("new", path, "--title", "Acme", "--catalog", "nist-800-171").code == 0
    assert srm("set", path, "3.1.1[b]", "--status", "planned").code == 0
    parts = srm("show", path, "3.1.1", "--json").json["parts"]
    assert [p["part"] for p in parts if p["status"] == ["planned"]] == ["b"]
    assert "There is no part '3.1.1[z]' of 3.1.1" in srm("set", path, "3.1.1[z]", "--status", "planned").refused()
