"""What kinds of files are called, which names lie, and what could run."""

import pytest

from srm_desktop.domain import kinds

PE = "application/vnd.microsoft.portable-executable"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MACROS = "application/vnd.ms-excel.sheet.macroenabled.12"


@pytest.mark.parametrize(
    ("media_type", "said"),
    [
        ("image/png", "PNG image"), (EXCEL, "Excel workbook"), ("message/rfc822", "E-mail message"),
        ("application/x-empty", "Empty file"), ("application/octet-stream", "File of unknown kind"),
        ("audio/flac", "audio/flac"), ("text/plain", "Text"), ("application/msword", "Older Word document"),
    ],
)  # fmt: skip
def test_kinds_in_words(media_type: str, said: str):
    assert kinds.kind_text(media_type) == said


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.pdf", "application/pdf"), ("A.PDF ", "application/pdf"), ("a.jpeg", "image/jpeg"), ("a.exe", PE),
        ("README", "text/plain"), ("a.log", "text/x-shellscript"), ("a.json", "text/plain"), ("a.conf", "text/plain"),
        ("a.csv", "text/html"), ("a.xlsx", "application/zip"), ("a.doc", "application/x-ole-storage"),
        ("a.tar.gz", "application/gzip"), ("a.unheard", "image/png"), ("program", PE),
        ("a.srma", "application/vnd.sqlite3"),
        ("a.txt", "text/x-python"), ("a.heic", "image/heic"), ("a.foo", "application/octet-stream"),
    ],
)  # fmt: skip
def test_names_that_agree(name: str, media_type: str):
    assert kinds.mismatch(name, media_type) == ""


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("a.pdf", PE, "a Windows program"), ("a.txt", PE, "a Windows program"), ("a.csv", "image/png", "a PNG image"),
        ("a.png", "image/jpeg", "a JPEG image"), ("a.xlsx", MACROS, "an Excel workbook with macros"),
        ("a.docx", "application/x-ole-storage", "an older Office file"), ("a.xls", EXCEL, "an Excel workbook"),
        ("a.pdf", "text/html", "an HTML text"), ("a.zip", "application/java-archive", "a Java program"),
    ],
)  # fmt: skip
def test_names_that_lie(name: str, media_type: str, content: str):
    sentence = kinds.mismatch(name, media_type)
    assert sentence == f"The name ends in {name[1:]}, but the content is {content}. Handle it with care."


def test_a_name_that_promises_what_nobody_recognises_lies():
    assert "of another kind" in kinds.mismatch("a.pdf", "application/octet-stream")
    assert "it is empty" in kinds.mismatch("a.pdf", "application/x-empty")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.pdf", PE), ("run", "text/x-shellscript"), ("a.lnk", "application/octet-stream"), ("a.txt", MACROS),
        ("a.html", "text/html"), ("a.svg", "image/svg+xml"), ("a.ps1", "text/plain"), ("a.txt.exe ", "text/plain"),
        ("a.bat. .", "text/plain"), ("a.docm", "application/zip"), ("a.url", "text/plain"),
        ("a.jar", "application/zip"),
        ("a.reg", "text/plain"), ("a.xlsb", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ],
)  # fmt: skip
def test_what_can_run_is_asked_about(name: str, media_type: str):
    assert kinds.can_run(name, media_type)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.pdf", "application/pdf"), ("a.txt", "text/plain"), ("a.xlsx", EXCEL), ("a.png", "image/png"), ("a", "x/y")],
)
def test_what_cannot_run_is_not(name: str, media_type: str):
    assert kinds.can_run(name, media_type) == ""
