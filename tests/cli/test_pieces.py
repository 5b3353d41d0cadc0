"""Versions, comparing and compacting from the command line."""

import json

import pytest


@pytest.fixture
def versions(srm, assessment, tmp_path):
    """E-1 on two controls and its newer text in a file beside."""
    old, new = tmp_path / "users.csv", tmp_path / "users new.csv"
    old.write_text("user,mfa\nann,yes\nbob,no\n")
    new.write_text("user,mfa\nann,yes\nbob,yes\nzoe,no\n")
    keys = [row["id"] for row in srm("controls", assessment, "--json").json][:2]
    assert srm("attach", assessment, ",".join(keys), old).code == 0
    return assessment, new, keys


def test_a_new_version_takes_over_all_controls_unless_told_otherwise(srm, versions):
    file, new, keys = versions
    ran = srm("attach", file, keys[0], new, "--renews", "E-1")
    assert "E-2 is version 2 now; the older one stays readable" in ran.out
    one, two = srm("evidence", file, "--json").json
    assert (one["controls"], one["superseded_by"], "supersedes" in one) == ([], "E-2", False)
    assert (two["controls"], two["supersedes"], two["version"]) == (keys, "E-1", 2)
    assert "users.csv (superseded by E-2)" in srm("evidence", file).out
    assert srm("undo", file).code == 0
    srm("attach", file, keys[0], new, "--renews", "e1", "--follow", keys[0])
    one, two = srm("evidence", file, "--json").json
    assert (one["controls"], two["controls"]) == ([keys[1]], [keys[0]])


def test_renewing_in_vain_is_one_sentence(srm, versions):
    file, new, keys = versions
    assert "--follow goes with --renews" in srm("attach", file, keys[0], new, "--follow", "all").refused(2)
    assert "no evidence 'E-9'" in srm("attach", file, keys[0], new, "--renews", "E-9").refused()
    assert srm("attach", file, keys[0], new, "--renews", "E-1", "--follow", "none").code == 0
    assert "E-1 has a newer version already, E-2" in srm("attach", file, keys[0], new, "--renews", "E-1").refused()


def test_comparing_says_what_differs(srm, versions):
    file, new, keys = versions
    srm("attach", file, keys[0], new, "--renews", "E-1")
    ran = srm("compare", file, "E-1", "E-2")
    assert ran.code == 1
    assert "~- 3 bob  |  no\n~+ 3 bob  |  yes\n+ 4 zoe  |  no\n1 row changed, 1 added\n" in ran.out
    told = srm("compare", file, "E-1", "E-2", "--json").json
    assert (told["unit"], told["changed"], told["added"], told["removed"], told["same"]) == ("row", 1, 1, 0, False)
    assert told["differences"][1] == {
        "sign": "added", "left_number": 0, "left": None, "right_number": 4, "right": "zoe  |  no",
    }  # fmt: skip
    same = srm("compare", file, "E-1", "E-1")
    assert same.code == 0 and "the same, byte for byte" in same.out and "No differences" in same.out


def test_what_is_no_text_is_not_compared(srm, versions, tmp_path):
    file, _new, keys = versions
    picture = tmp_path / "shot.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    srm("attach", file, keys[0], picture)
    assert "only texts, CSV and JSON" in srm("compare", file, "E-1", "E-2").refused()


def test_compacting_says_first_what_goes(srm, versions):
    file, new, keys = versions
    assert "nothing to compact" in srm("compact", file).out
    srm("attach", file, keys[0], new)
    srm("undo", file)
    before = file.read_bytes()
    dry = srm("compact", file, "--dry-run")
    assert dry.code == 0 and "Would be erased" in dry.out and "E-2 users new.csv" in dry.out
    assert file.read_bytes() == before
    told = srm("compact", file, "--json").json
    assert (told["done"], [one["names"] for one in told["erased"]]) == (True, [["E-2 users new.csv"]])
    assert told["file_size"] == file.stat().st_size
    assert "were erased" in srm("undo", file, "--redo").refused()
    assert json.loads(srm("verify", file, "--json").out)["ok"]
