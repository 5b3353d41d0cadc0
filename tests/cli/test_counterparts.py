"""Counterparts and what they offer, on the command line."""

from pathlib import Path

import pytest

from srm_desktop.cli import main


@pytest.fixture
def both(tmp_path: Path, report: Path) -> Path:
    """An assessment of two catalogs with two pieces on one control."""
    path, more = tmp_path / "both.srma", tmp_path / "more.txt"
    more.write_text("more")
    catalogs = ["--catalog", "aws-srm", "--catalog", "fedramp-moderate"]
    assert main(["new", str(path), "--title", "Acme", "--services", "ec2,s3", *catalogs]) == 0
    assert main(["attach", str(path), "iam-4", str(report), str(more)]) == 0
    return path


def test_show_has_counterparts_and_what_they_offer(srm, both):
    said = srm("show", both, "AC-6", "--json").json
    assert "SRM-IAM-04" in said["counterparts"]
    assert said["offered"] == ["E-1", "E-2"]
    assert srm("show", both, "iam-4", "--json").json["counterparts"][:2] == ["AC-3", "AC-6"]
    text = srm("show", both, "AC-6").out
    assert "SRM-IAM-04  Least privilege  (not started)" in text
    assert "E-2  more.txt, on SRM-IAM-04, fresh" in text


def test_without_another_catalog_there_are_none(srm, assessment):
    said = srm("show", assessment, "iam-4", "--json").json
    assert (said["counterparts"], said["offered"]) == ([], [])


def test_attach_links_what_is_offered_some_or_all(srm, both):
    done = srm("attach", both, "AC-6", "--offered", "E-2")
    assert done.out.splitlines() == ["E-2  more.txt", "Linked to AC-6"]
    said = srm("attach", both, "ac-6", "--offered", "--json").json
    assert said == {"new": [], "linked": ["E-1"], "controls": ["AC-6"]}
    assert [link["evidence"] for link in srm("show", both, "AC-6", "--json").json["links"]] == ["E-1", "E-2"]
    assert "No other control offers" in srm("attach", both, "AC-6", "--offered").out
    assert srm("undo", both, "--json").json["name"] == "Link access report.txt from SRM-IAM-04 to AC-6"


def test_what_is_not_offered_is_refused(srm, both):
    assert "E-1 is not offered for AC-5" in srm("attach", both, "AC-5", "--offered", "E-1").refused()
    assert "no evidence" in srm("attach", both, "AC-6", "--offered", "E-9").refused()
    assert "one control" in srm("attach", both, "AC-6,AC-5", "--offered").refused(2)
    assert "no other option" in srm("attach", both, "AC-6", "--offered", "--title", "x").refused(2)


def test_attach_still_needs_a_path_and_takes_options_before_it(srm, both, report):
    assert "PATH" in srm("attach", both, "AC-6").refused(2)
    assert srm("attach", both, "AC-5", "--collected", "2026-01-02", report).code == 0
