"""`search`: controls, statements, evidence by name and by what is inside, as lines and as JSON."""

from pathlib import Path


def test_attached_text_is_found_at_once(srm, assessment: Path, report: Path) -> None:
    assert srm("attach", assessment, "SRM-IAM-01", report).code == 0
    found = srm("search", assessment, "root", "tru", "--json")
    assert found.code == 0
    (hit,) = [hit for hit in found.json if hit["kind"] == "inside"]
    assert hit == {
        "kind": "inside", "id": "E-1", "title": "access report", "place": "", "snippet": "user,mfa root,true",
    }  # fmt: skip
    said = srm("search", assessment, "root tru").out
    assert "inside evidence" in said and "user,mfa root,true" in said and said.endswith(" hits\n")


def test_every_kind_is_named(srm, assessment: Path, report: Path) -> None:
    srm("attach", assessment, "SRM-IAM-01", report, "--source", "Zircon export")
    srm("set", assessment, "SRM-IAM-02", "--statement", "The zircon is polished.")
    assert [hit["kind"] for hit in srm("search", assessment, "zircon", "--json").json] == ["evidence", "text"]
    assert srm("search", assessment, "iam-01", "--json").json[0]["id"] == "SRM-IAM-01"


def test_nothing_found_is_said(srm, assessment: Path) -> None:
    ran = srm("search", assessment, "xyzzy")
    assert (ran.code, ran.out) == (0, "Nothing was found.\n")
    assert srm("search", assessment, "xyzzy", "--json").json == []
    assert srm("search", assessment).refused(2)


def test_what_was_not_read_yet_is_said_and_read_when_asked(srm, assessment: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.log"
    large.write_text("amethyst\n" + "filler line\n" * 800_000)
    assert srm("attach", assessment, "SRM-IAM-01", large).code == 0
    ran = srm("search", assessment, "amethyst")
    assert ran.out == "Nothing was found.\n1 piece of evidence not read yet; --read searches inside them too.\n"
    assert "amethyst filler line" in srm("search", assessment, "amethyst", "--read").out
    assert "amethyst filler line" in srm("search", assessment, "amethyst").out
    assert srm("search", assessment, "amethyst", "--read", "--copy").refused(2)


def test_a_file_that_cannot_be_read_is_attached_all_the_same(srm, assessment: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing of the kind")
    ran = srm("attach", assessment, "SRM-IAM-01", broken)
    assert (ran.code, ran.err) == (0, "")
    assert "not read yet" not in srm("search", assessment, "xyzzy").out, "it was tried, and is not tried again"


def test_renewing_the_search_reads_the_evidence_again(srm, assessment: Path, report: Path) -> None:
    srm("attach", assessment, "SRM-IAM-01", report)
    before = srm("info", assessment, "--json").json
    assert srm("verify", assessment, "--renew-search").code == 0
    assert srm("search", assessment, "root true", "--json").json[-1]["kind"] == "inside"
    assert srm("info", assessment, "--json").json == before, "no step was made of it"
