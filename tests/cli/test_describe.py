"""What is known of evidence, by command: given when it is attached, changed later, and asked for."""

from __future__ import annotations

import pytest

FACTS = {
    "source": "IAM console", "account": "123456789012", "region": "eu-west-1", "method": "screenshot",
    "collector": "Dana", "population": "all users", "confidentiality": "internal", "note": "shown to Lee",
}  # fmt: skip


def options(facts: dict[str, str]) -> list[str]:
    return [word for name, value in facts.items() for word in (f"--{name}", value)]


@pytest.fixture
def one(srm, assessment, report):
    """An assessment with a piece on two controls whose day is a guess."""
    srm("attach", assessment, "iam-1", report)
    srm("attach", assessment, "iam-2(a)", report)
    return assessment


def known(srm, file, number: int = 0) -> dict[str, object]:
    return srm("evidence", file, "--json").json[number]


def test_all_facts_can_be_given_when_a_file_is_attached(srm, assessment, report):
    srm("attach", assessment, "iam-1", report, *options(FACTS))
    assert {name: known(srm, assessment)[name] for name in FACTS} == FACTS


def test_describe_changes_what_is_named_and_nothing_else(srm, one):
    before = known(srm, one)
    said = srm("describe", one, "e-1", *options(FACTS), "--title", "Users", "--from", "2026-10-01", "--json").json
    changed = FACTS | {"title": "Users", "period_from": "2026-10-01"}
    assert said == [before | changed]
    srm("describe", one, "E-1", "--to", "2026-10-31", "--region", "")
    assert known(srm, one) == before | changed | {"period_to": "2026-10-31", "region": ""}
    srm("describe", one, "E-1", "--from", "")
    assert (known(srm, one)["period_from"], known(srm, one)["period_to"]) == (None, "2026-10-31")
    for _ in range(3):
        srm("undo", one)
    assert known(srm, one) == before


def test_a_guessed_day_is_said_to_be_one_until_it_is_confirmed(srm, one):
    assert known(srm, one)["guessed"] == "file time"
    assert "(guessed from the file's time)" in srm("evidence", one).out
    assert "(guessed from the file's time)" in srm("show", one, "iam-1").out
    assert "E-1" in srm("evidence", one, "--guessed").out
    assert "guessed" not in srm("describe", one, "E-1", "--confirm").out
    assert known(srm, one)["guessed"] == ""
    assert "No evidence passes these filters" in srm("evidence", one, "--guessed").out
    srm("undo", one)
    srm("describe", one, "E-1", "--collected", "2026-02-03")
    assert (known(srm, one)["guessed"], known(srm, one)["collected"]) == ("", "2026-02-03")


def test_pieces_are_accepted_rejected_and_put_back(srm, one, tmp_path):
    (tmp_path / "b.txt").write_text("b")
    srm("attach", one, "iam-1", tmp_path / "b.txt")
    srm("describe", one, "E-1,E-2", "--accept")
    assert [known(srm, one, n)["acceptance"] for n in (0, 1)] == ["accepted", "accepted"]
    srm("describe", one, "E-2", "--reject")
    assert [row["id"] for row in srm("evidence", one, "--not-accepted", "--json").json] == ["E-2"]
    assert srm("controls", one, "--search", "iam-01", "--json").json[0]["evidence"] == 1
    assert "rejected" in srm("show", one, "iam-1").out
    srm("describe", one, "E-2", "--uncheck")
    assert known(srm, one, 1)["acceptance"] == "not checked"


def test_rules_of_freshness_on_piece_control_and_assessment(srm, one, tmp_path):
    srm("describe", one, "E-1", "--collected", "2026-07-02", "--fresh", "period")
    assert (known(srm, one)["fresh"], known(srm, one)["rule"], known(srm, one)["rules"]) == (
        "fresh", "period", ["period"],
    )  # fmt: skip
    srm("describe", one, "E-1", "--fresh", "1")
    assert [row["id"] for row in srm("evidence", one, "--stale", "--json").json] == ["E-1"]
    srm("describe", one, "E-1", "--fresh", "")
    srm("set", one, "iam-1", "--fresh", "1")
    assert known(srm, one)["rules"][0] == "1"
    page = srm("show", one, "iam-1", "--json").json
    assert (page["fresh"], page["fresh_by"]) == ("1", "set here")
    assert "Evidence (at most 1 day old, set here)" in srm("show", one, "iam-1").out
    stale = srm("controls", one, "--freshness", "stale", "--json").json
    assert "SRM-IAM-01" in [row["id"] for row in stale]
    srm("set", one, "iam-1", "--fresh", "")
    assert srm("show", one, "iam-1", "--json").json["fresh_by"] == "from the catalog"

    other = tmp_path / "new.srma"
    srm("new", other, "--title", "T", "--catalog", "nist-low", "--fresh", "period")
    assert srm("show", other, "AC-2", "--json").json["fresh"] == "period"
    assert srm("show", other, "AC-2", "--json").json["fresh_by"] == "from the assessment"


def test_places_belong_to_links(srm, one):
    srm("describe", one, "E-1", "--place", "iam-1=p. 12", "--place", "iam-2(a)= row = 4 ")
    places = {c: srm("show", one, c, "--json").json["links"][0]["place"] for c in ("iam-1", "iam-2")}
    assert places == {"iam-1": "p. 12", "iam-2": "row = 4"}


@pytest.mark.parametrize(
    ("asked", "code", "sentence"),
    [
        ((), 2, "Say what to change"),
        (("--confirm", "--collected", "2026-01-01"), 2, "Either --collected"),
        (("--accept", "--reject"), 2, "not allowed with"),
        (("--fresh", "soon"), 2, "is no rule of freshness"),
        (("--collected", "2999-01-01"), 3, "lies ahead"),
        (("--from", "2026-05-02", "--to", "2026-05-01"), 3, "before it begins"),
        (("--place", "iam-1"), 3, "names no place"),
        (("--place", "iam-3=p. 1"), 3, "not linked to SRM-IAM-03"),
        (("--place", "iam-2=p. 1"), 3, "not linked to SRM-IAM-02"),
        (("--title", "x", "--place", "nowhere=p. 1"), 3, "no control"),
    ],
)
def test_what_makes_no_sense_changes_nothing(srm, one, asked, code, sentence):
    before = srm("info", one, "--json").json["length"]
    assert sentence in srm("describe", one, "E-1", *asked).refused(code)
    assert srm("info", one, "--json").json["length"] == before


def test_unknown_pieces_and_places_of_several_are_refused(srm, one, tmp_path):
    assert "E-9" in srm("describe", one, "E-1,E-9", "--accept").refused()
    (tmp_path / "b.txt").write_text("b")
    srm("attach", one, "iam-1", tmp_path / "b.txt", "--from", "2026-01-01")
    assert "belongs to one piece" in srm("describe", one, "E-1,E-2", "--place", "iam-1=x").refused()
    assert "different periods" in srm("describe", one, "E-1,E-2", "--to", "2026-02-01").refused()
    assert known(srm, one)["acceptance"] == "not checked"


def test_evidence_is_listed_by_what_is_known_of_it(srm, one, tmp_path):
    (tmp_path / "b.txt").write_text("b")
    srm("attach", one, "iam-1", tmp_path / "b.txt", "--account", "999988887777")
    found = srm("evidence", one, "--search", "999988887777", "--json").json
    assert [row["id"] for row in found] == ["E-2"]
    assert srm("evidence", one, "--unlinked", "--json").json == []
