"""`look`: what there is to see of a piece, as text and as JSON."""

from pathlib import Path

import pytest

from tests.exchange.lens import samples


@pytest.fixture
def attached(srm, assessment: Path, tmp_path: Path):
    """Attach a file to a control; its id."""

    def attach(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        (made,) = srm("attach", assessment, "SRM-IAM-01", path, "--json").json["new"]
        return made

    return attach


def test_a_table_is_printed_with_tabs(srm, assessment: Path, attached):
    ran = srm("look", assessment, attached("users.csv", b"user,mfa\nroot,true\n"))
    assert ran.code == 0 and "CSV table" in ran.out and "user\tmfa\nroot\ttrue" in ran.out


def test_a_pdf_is_printed_as_its_text_and_searched(srm, assessment: Path, attached):
    piece = attached("policy.pdf", samples.pdf("Rotate keys", "Nothing", "More keys"))
    assert "3 pages" in srm("look", assessment, piece).out
    assert "Rotate keys" in srm("look", assessment, piece, "--json").json["text"]
    found = srm("look", assessment, piece, "--find", "KEYS")
    assert found.code == 0 and "p. 1  1 time" in found.out and "p. 3" in found.out and "p. 2" not in found.out
    assert srm("look", assessment, piece, "--find", "nowhere").code == 1
    assert [f["page"] for f in srm("look", assessment, piece, "--find", "keys", "--json").json["found"]] == [1, 3]


def test_a_name_that_lies_is_pointed_out(srm, assessment: Path, attached):
    piece = attached("invoice.pdf", b"MZ\x90\x00" + bytes(100))
    ran = srm("look", assessment, piece)
    assert "the content is a Windows program" in ran.out and "4d 5a 90 00" in ran.out and "it is a program" in ran.out
    assert srm("look", assessment, piece, "--json").json["view"] == "bytes"


@pytest.mark.parametrize(
    ("name", "data", "view"),
    [
        ("a.txt", b"hello \x1b[31m", "text"),
        ("a.json", b'{"a": [1]}', "tree"),
        ("a.eml", b"From: a@example.org\nSubject: Hi\n\nhello", "mail"),
        ("a.zip", samples.zipped({"inner.txt": b"x"}), "archive"),
        ("a.png", samples.png(10, 10), "picture"),
    ],
)
def test_every_kind_has_a_view(srm, assessment: Path, attached, name: str, data: bytes, view: str):
    piece = attached(name, data)
    ran = srm("look", assessment, piece)
    assert ran.code == 0 and piece in ran.out and "\x1b" not in ran.out
    assert srm("look", assessment, piece, "--json").json["view"] == view


def test_what_cannot_be_shown_is_one_sentence(srm, assessment: Path, attached):
    assert "is damaged" in srm("look", assessment, attached("a.pdf", b"%PDF-1.7 no")).refused()
    assert "E-99" in srm("look", assessment, "E-99").refused()
    assert "seconds" in srm("look", assessment, "E-1", "--seconds", "0").refused()
