"""What a file is, by its bytes; the name only tells kinds of text apart."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.exchange.media_type import SAMPLE, is_text, media_type

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook() -> bytes:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.save(stream)
    book.close()
    return stream.getvalue()


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("notes.txt", "hello")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("sample", "name", "found"),
    [
        (b"", "x.pdf", "application/x-empty"),
        (b"\x89PNG\r\n\x1a\n....", "x.txt", "image/png"),
        (b"\xff\xd8\xff\xe0..", "x", "image/jpeg"),
        (b"GIF89a..", "x", "image/gif"),
        (b"%PDF-1.7\n", "x.png", "application/pdf"),
        (b"MZ\x90\x00\x03\x00", "invoice.pdf", "application/vnd.microsoft.portable-executable"),
        (b"\x7fELF\x02", "x.sh", "application/x-elf"),
        (b"BM\x36\x00\x00\x00", "x", "image/bmp"),
        (b"SQLite format 3\x00", "x.txt", "application/vnd.sqlite3"),
        (b"\x1f\x8b\x08", "x", "application/gzip"),
        (b'{"a": 1}', "x.JSON", "application/json"),
        (b"a,b\n1,2\n", "x.csv", "text/csv"),
        (b"<svg/>", "x.svg", "image/svg+xml"),
        (b"line", "x.log", "text/plain"),
        (b"line", "noending", "text/plain"),
        (b"MZ is how this note begins", "x.txt", "text/plain"),
        (b"BMW and others", "x.txt", "text/plain"),
        (b"GIF8 is a prefix", "x.txt", "text/plain"),
        ("Grüße".encode("utf-16"), "x.txt", "text/plain"),
        (b"\x00\x01\x02\x03", "x.csv", "application/octet-stream"),
    ],
)
def test_judged_by_content(sample: bytes, name: str, found: str):
    assert media_type(sample, name) == found


def test_a_workbook_and_an_archive_are_told_apart_whatever_they_are_called():
    assert media_type(workbook()[:SAMPLE], "report.zip") == XLSX
    assert media_type(archive()[:SAMPLE], "report.xlsx") == "application/zip"


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1), st.integers(0, 3))
def test_text_stays_text_when_the_sample_cuts_a_character(text: str, cut: int):
    raw = text.encode()
    assert is_text(raw)
    if len(raw) > cut:
        assert is_text(raw[: len(raw) - cut])


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_get_a_media_type(sample: bytes, name: str):
    kind, slash, rest = media_type(sample, name).partition("/")
    assert kind and slash and rest


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def types(main: str) -> bytes:
    return f'<Types><Override ContentType="application/vnd.{main}.main+xml"/></Types>'.encode()


MACROS = "macroEnabled.12"
NAMED = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({NAMED: types("ms-excel.sheet.macroEnabled"), "xl__a": b""}, f"application/vnd.ms-excel.sheet.{MACROS}"),
        ({"xl__a": b"", "xl__vbaProject.bin": b""}, f"application/vnd.ms-excel.sheet.{MACROS}"),
        ({NAMED: types("ms-word.document.macroEnabled"), "word__a": b""}, f"application/vnd.ms-word.document.{MACROS}"),
        ({"ppt__a": b"", "ppt__vbaProject.bin": b""}, f"application/vnd.ms-powerpoint.presentation.{MACROS}"),
        ({NAMED: b"", "xl__workbook.bin": b""}, f"application/vnd.ms-excel.sheet.binary.{MACROS}"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "application/vnd.oasis.opendocument.text"),
        ({"META-INF__MANIFEST.MF": b"", "A.class": b""}, "application/java-archive"),
        ({}, "application/zip"),
    ],
)
def test_archives_that_are_something_else(files: dict[str, bytes], found: str):
    assert media_type(zipped(**files)[:SAMPLE], "x.zip") == found.lower()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(60)


@pytest.mark.parametrize(
    ("sample", "name", "found"),
    [
        (ole("Workbook"), "x.doc", "application/vnd.ms-excel"),
        (ole("WordDocument"), "x", "application/msword"),
        (ole("PowerPoint Document"), "x", "application/vnd.ms-powerpoint"),
        (ole("else"), "x.xls", "application/vnd.ms-excel"),
        (ole("else"), "x", "application/x-ole-storage"),
        (b"II*\x00\x08\x00", "x.png", "image/tiff"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "x", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "x.jpg", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom", "x", "video/mp4"),
        (b"L\x00\x00\x00\x01\x14\x02\x00", "notes.txt", "application/x-ms-shortcut"),
        (b"{\\rtf1 hello}", "x.doc", "application/rtf"),
        (b"#!/bin/bash\necho", "x.txt", "text/x-shellscript"),
        (b"#!/usr/bin/env python3\n", "x", "text/x-python"),
        (b"  <!DOCTYPE html><p>", "x.txt", "text/html"),
        (b'<?xml version="1.0"?><svg/>', "x.xml", "image/svg+xml"),
        (b'<?xml version="1.0"?><a/>', "x", "application/xml"),
        (b"echo off", "x.BAT", "application/x-bat"),
        (b"Get-Item", "x.ps1", "application/x-powershell"),
    ],
)
def test_more_kinds(sample: bytes, name: str, found: str):
    assert media_type(sample, name) == found
