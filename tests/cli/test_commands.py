"""Every command on a real file: what it prints, and that what it says it did is in the file."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


CONTROL_KEYS = {
    "id", "title", "group", "catalog", "responsibility", "derived", "status", "result", "review", "evidence", "services"
}  # fmt: skip
EVIDENCE_FACTS = {
    "guessed", "source", "account", "region", "method", "collector", "population", "confidentiality", "note",
    "acceptance", "rule", "rules",
}  # fmt: skip
EVIDENCE_KEYS = {
    "id", "name", "title", "sha256", "size", "media_type", "collected", "period_from", "period_to", "imported",
    "controls", "version", "fresh",
}  # fmt: skip


def test_new_tells_what_it_made(srm, tmp_path):
    path = tmp_path / "n.srma"
    about = ["--organisation", "Acme Ltd", "--system", "Pay", "--from", "2026-07-01", "--to", "2026-12-31"]
    found = srm(
        "new", path, "--title", "Acme", *about, "--catalog", "aws-srm", "--services", "EC2, amazon rds", "--json"
    )
    assert found.code == 0 and found.err == ""
    said = found.json
    assert (said["title"], said["organisation"], said["system"]) == ("Acme", "Acme Ltd", "Pay")
    assert (said["period_from"], said["period_to"]) == ("2026-07-01", "2026-12-31")
    assert said["services"] == ["ec2", "rds"]
    assert [c["id"] for c in said["catalogs"]] == ["aws-srm"]
    assert [p.name for p in tmp_path.iterdir() if p.name != "preferences"] == ["n.srma"]


def test_info_has_title_catalogs_services_counts_schema_and_head(srm, assessment):
    said = srm("info", assessment, "--json").json
    assert {"title", "catalogs", "services", "counts", "schema", "head", "length"} <= said.keys()
    assert len(said["head"]) == 64 and said["schema"] >= 1
    text = srm("info", assessment).out
    assert text.startswith("Acme\n") and f"{said['head']}:{said['length']}" in text


def test_controls_json_has_exactly_the_keys_of_the_design(srm, assessment):
    rows = srm("controls", assessment, "--json").json
    assert len(rows) >= 110
    assert all(row.keys() == CONTROL_KEYS for row in rows)
    assert isinstance(rows[0]["status"], list) and isinstance(rows[0]["evidence"], int)


def test_filters_add_up(srm, assessment):
    every = srm("controls", assessment, "--json").json
    shared = srm("controls", assessment, "--responsibility", "shared,customer", "--group", "iam", "--json").json
    assert {row["id"] for row in shared} == {
        row["id"] for row in every if row["group"] == "IAM" and row["responsibility"] in ("shared", "customer")
    }
    srm("set", assessment, "SRM-IAM-01", "--status", "implemented")
    assert "SRM-IAM-01" not in srm("controls", assessment, "--open", "--json").out
    marked = srm("controls", assessment, "--status", "implemented", "--json").json
    assert [row["id"] for row in marked] == ["SRM-IAM-01"]
    assert [r["id"] for r in srm("controls", assessment, "--search", "root user", "--json").json] == ["SRM-IAM-01"]
    text = srm("controls", assessment, "--status", "implemented").out
    assert "SRM-IAM-01" in text and f"1 of {len(every)} controls" in text
    assert "No control passes" in srm("controls", assessment, "--flagged").out
    assert srm("controls", assessment, "--flagged", "--json").json == []


@pytest.mark.parametrize(
    "spelling", ["SRM-IAM-01", "srm-iam-1", "srm.iam.01", "SRM IAM (1)", "iam-01", "aws-srm:iam-1"]
)
def test_usual_spellings_of_an_id(srm, assessment, spelling):
    assert srm("show", assessment, spelling, "--json").json["id"] == "SRM-IAM-01"


def test_show_json_has_exactly_the_keys_of_the_design(srm, assessment, report):
    srm("attach", assessment, "iam-1", report, "--collected", "2026-11-01")
    srm("set", assessment, "iam-1", "--statement", "Locked away.")
    said = srm("show", assessment, "IAM-1", "--json").json
    shown = {"parts", "aws", "customer", "why", "links", "statement", "counterparts", "offered", "fresh", "fresh_by"}
    assert said.keys() == CONTROL_KEYS | shown
    assert said["statement"] == "Locked away."
    assert [link["name"] for link in said["links"]] == ["access report.txt"]
    assert said["aws"]["text"] and said["customer"]["text"]
    assert [w["part"] for w in said["why"]] == [p["part"] for p in said["parts"]]
    assert all(w["sentence"] and w["reasons"] for w in said["why"])


def test_show_as_text_holds_both_sides_parts_derivation_links_and_history(srm, assessment, report):
    srm("--who", "Dana", "set", assessment, "vul-1", "--status", "partially-implemented", "--statement", "Weekly.")
    srm("attach", assessment, "vul-1", report)
    text = srm("show", assessment, "vul-1").out
    for wanted in ("AWS does", "You do", "(a)", "Why ", "Weekly.", "access report.txt", "History", "Dana"):
        assert wanted in text


def test_set_does_everything_in_one_step(srm, assessment):
    typed = ["--status", "planned,partially implemented", "--result", "other-than-satisfied", "--review", "in progress"]
    typed += [
        "--responsibility",
        "customer",
        "--reason",
        "All ours.",
        "--statement",
        "Said.",
        "--owner",
        "Dana",
        "--flag",
    ]
    (row,) = srm("set", assessment, "vul-1", *typed, "--json").json
    assert row["status"] == ["planned", "partially implemented"]
    assert (row["result"], row["review"], row["responsibility"]) == (
        "other than satisfied",
        "in progress",
        "customer",
    )
    assert row["derived"] == "shared"
    steps = {event["step"] for event in srm("history", assessment, "vul-1", "--json").json}
    assert len(steps) == 1
    srm("undo", assessment)
    (before,) = srm("controls", assessment, "--search", "vul-1", "--json").json
    assert (before["status"], before["responsibility"]) == (["not started"], "shared")
    assert srm("show", assessment, "vul-1", "--json").json["statement"] == ""


def test_set_on_one_part_and_taking_an_overruling_back(srm, assessment):
    srm(
        "set",
        assessment,
        "vul-1",
        "--part",
        "(B)",
        "--status",
        "implemented",
        "--responsibility",
        "customer",
        "--reason",
        "x",
    )
    parts = {p["part"]: p for p in srm("show", assessment, "vul-1", "--json").json["parts"]}
    assert parts["b"]["status"] == ["implemented"] and parts["a"]["status"] == ["not started"]
    assert parts["b"]["overruled"] == [{"service": "", "responsibility": "customer", "reason": "x"}]
    srm("set", assessment, "vul-1", "--part", "b", "--responsibility", "derived")
    parts = {p["part"]: p for p in srm("show", assessment, "vul-1", "--json").json["parts"]}
    assert parts["b"]["overruled"] == []


def test_a_part_may_stand_behind_its_control(srm, assessment, report):
    srm("set", assessment, "SRM-VUL-01(b)", "--status", "implemented")
    shown = srm("show", assessment, "vul-1 (b)", "--json").json
    assert [p["status"] for p in shown["parts"]][:2] == [["not started"], ["implemented"]]
    srm("attach", assessment, "vul-1 b", report)
    assert [link["part"] for link in srm("show", assessment, "vul-1", "--json").json["links"]] == ["b"]
    srm("set", assessment, "vul-1(b)", "--part", "b", "--status", "planned")


def test_attach_evidence_extract(srm, assessment, report, tmp_path):
    folder = tmp_path / "folder"
    (folder / "deeper").mkdir(parents=True)
    (folder / "one.log").write_text("one")
    (folder / "deeper" / "two.json").write_text("{}")
    dates = ["--collected", "2026-11-02", "--from", "1.10.2026", "--to", "2026-10-31", "--source", "console"]
    said = srm("attach", assessment, "iam-1,iam-2", report, folder, *dates, "--json").json
    assert said == {"new": ["E-1", "E-2", "E-3"], "linked": [], "controls": ["SRM-IAM-01", "SRM-IAM-02"]}
    again = srm("attach", assessment, "iam-3", report, "--json").json
    assert (again["new"], again["linked"]) == ([], ["E-1"])

    rows = srm("evidence", assessment, "--json").json
    assert all(row.keys() == EVIDENCE_KEYS | EVIDENCE_FACTS for row in rows)
    first = rows[0]
    assert (first["id"], first["name"], first["title"]) == ("E-1", "access report.txt", "access report")
    assert first["sha256"] == hashlib.sha256(report.read_bytes()).hexdigest()
    assert (first["size"], first["collected"]) == (report.stat().st_size, "2026-11-02")
    assert (first["period_from"], first["period_to"]) == ("2026-10-01", "2026-10-31")
    assert first["controls"] == ["SRM-IAM-01", "SRM-IAM-02", "SRM-IAM-03"]
    assert first["version"] == 1

    out = tmp_path / "out"
    (path,) = srm("extract", assessment, "e-1", "--to", out, "--json").json
    assert Path(path).read_bytes() == report.read_bytes()
    assert len(srm("extract", assessment, "--to", out, "--json").json) == 3
    assert len(list(out.iterdir())) == 4


def test_export_reads_back(srm, assessment, report, tmp_path):
    srm("attach", assessment, "iam-1", report)
    target = tmp_path / "m.xlsx"
    said = srm("export", assessment, "--layout", "matrix", "--to", target, "--json").json
    book = CalamineWorkbook.from_path(target)
    assert {t: len(book.get_sheet_by_name(t).to_python()) - 1 for t in said["counts"]} == said["counts"]
    assert said["counts"]["Evidence"] == 1
    head = srm("info", assessment, "--json").json
    assert (said["head"], said["length"]) == (head["head"], head["length"])


def test_export_takes_what_is_filtered(srm, assessment, tmp_path):
    target = tmp_path / "m.xlsx"
    said = srm("export", assessment, "--layout", "matrix", "--to", target, "--group", "IAM", "--json").json
    rows = srm("controls", assessment, "--group", "IAM", "--json").json
    assert said["counts"]["Services"] == len(rows)
    cover = str(CalamineWorkbook.from_path(target).get_sheet_by_name("Cover").to_python())
    assert f"({len(rows)} of " in cover


def test_verify_takes_the_anchor_of_an_export(srm, assessment, tmp_path):
    said = srm("export", assessment, "--layout", "matrix", "--to", tmp_path / "m.xlsx", "--json").json
    found = srm("verify", assessment, "--anchor", f"{said['head']}:{said['length']}", "--json")
    assert found.code == 0
    assert found.json.keys() == {"ok", "content", "journal", "problems"}
    assert (found.json["ok"], found.json["problems"]) == (True, [])
    wrong = srm("verify", assessment, "--anchor", f"{'0' * 64}:{said['length']}", "--json")
    assert wrong.code == 1 and not wrong.json["ok"]
    assert "rewritten" in wrong.json["problems"][0]
    assert "rewritten" in srm("verify", assessment, "--anchor", f"{'0' * 64}:{said['length']}").out


def test_verify_names_the_evidence_whose_bytes_changed(srm, assessment, tmp_path):
    report = tmp_path / "policy.txt"
    report.write_bytes(b"a very particular sentence in a policy" * 100)
    srm("attach", assessment, "iam-1", report)
    data = assessment.read_bytes()
    assessment.write_bytes(data.replace(b"very particular", b"very Particular", 1))
    found = srm("verify", assessment, "--json")
    assert found.code == 1
    assert any("E-1 policy.txt" in s and "SRM-IAM-01" in s for s in found.json["problems"])


def test_verify_finds_a_doctored_search_and_renews_it_when_asked(srm, assessment):
    with closing(sqlite3.connect(assessment)) as raw:
        raw.execute("INSERT INTO catalog_words (catalog_words) VALUES ('delete-all')")
        raw.commit()
    found = srm("verify", assessment, "--json")
    assert found.code == 1 and "--renew-search" in found.json["problems"][0]
    assert srm("verify", assessment).code == 1, "nothing is mended unasked"
    assert srm("verify", assessment, "--renew-search").code == 0
    assert srm("verify", assessment, "--json").json["ok"]


def test_history_undo_redo(srm, assessment):
    srm("--who", "Dana", "set", assessment, "iam-1", "--status", "implemented")
    assert srm("undo", assessment, "--who", "Marek").out == "Taken back: Mark SRM-IAM-01 implemented\n"
    assert srm("undo", assessment, "--redo", "--json").json == {
        "name": "Mark SRM-IAM-01 implemented",
        "controls": ["SRM-IAM-01"],
    }
    events = srm("history", assessment, "--json").json
    assert {"seq", "step", "at", "who", "name", "place", "field", "old", "new"} == events[0].keys()
    assert {"Dana", "Marek"} <= {event["who"] for event in events}
    text = srm("history", assessment).out
    assert "Mark SRM-IAM-01 implemented" in text and "Start Acme" in text


def test_services_show_and_change_what_is_derived(srm, assessment):
    assert [s["id"] for s in srm("services", assessment, "--json").json] == ["ec2", "s3", "rds"]
    said = srm("services", assessment, "--set", "lambda,dynamodb,s3", "--json").json
    assert [s["id"] for s in said["services"]] == ["lambda", "s3", "dynamodb"]
    assert {"id", "title", "before", "after"} == said["changed"][0].keys()
    text = srm("services", assessment, "--add", "ec2", "--remove", "DynamoDB").out
    assert "Amazon EC2" in text and "changed in derived responsibility" in text


def test_who_is_written_down_and_comes_from_the_preferences(srm, assessment, home):
    home.mkdir()
    (home / "settings.toml").write_text('who = "Priya Raman"\n')
    srm("set", assessment, "iam-1", "--flag")
    assert srm("history", assessment, "iam-1", "--json").json[0]["who"] == "Priya Raman"


def test_reading_leaves_the_file_and_its_folder_as_they_were(srm, assessment, tmp_path):
    before, names = assessment.read_bytes(), set(names_in(tmp_path))
    for command in (["info"], ["services"], ["controls"], ["show", "iam-1"], ["evidence"], ["verify"], ["history"]):
        assert srm(command[0], assessment, *command[1:]).code == 0
    assert assessment.read_bytes() == before
    assert set(names_in(tmp_path)) == names


def test_what_is_in_a_file_cannot_steer_the_terminal(srm, assessment):
    srm("set", assessment, "iam-1", "--statement", "a\x1b[2Jb\u202ec\x9bd", "--owner", "x\ry")
    text = srm("show", assessment, "iam-1").out
    assert "a\\x1b[2Jb\\u202ec\\x9bd" in text
    assert not {"\x1b", "\u202e", "\x9b", "\r"} & set(text)
    assert srm("show", assessment, "iam-1", "--json").json["statement"] == "a\x1b[2Jb\u202ec\x9bd"
