"""What a file is, judged by its content; a name that says otherwise is pointed out by the caller."""

from __future__ import annotations

import codecs

SAMPLE = 65_536
"""How many bytes from the start of a file are enough to judge it."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"%PDF-", "application/pdf"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_BY_NAME = {
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".eml": "message/rfc822",
}
_OFFICE = {
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def media_type(sample: bytes, name: str) -> str:
    """The media type of a file from its first bytes (`SAMPLE` of them); the name only tells kinds of text apart."""
    if not sample:
        return "application/x-empty"
    for signature, found in _SIGNATURES:
        # Two letters may as well begin a text; a header in bytes holds a NUL soon.
        if sample.startswith(signature) and (signature not in (b"BM", b"MZ") or b"\x00" in sample[:64]):
            return found
    if sample.startswith(b"PK\x03\x04"):
        return next((kind for folder, kind in _OFFICE.items() if folder in sample), "application/zip")
    if is_text(sample):
        ending = "." + name.rpartition(".")[2].lower()
        return _BY_NAME.get(ending, "text/plain")
    return _by_library(sample)


def is_text(sample: bytes) -> bool:
    """Whether bytes are text: UTF-8 (a character may be cut at the end) or UTF-16 with its mark, without NULs."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if b"\x00" in sample:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _by_library(sample: bytes) -> str:
    import puremagic

    try:
        found = puremagic.magic_string(sample)
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
    return next((m.mime_type for m in found if m.mime_type), "application/octet-stream")
