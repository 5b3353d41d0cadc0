"""What a file is, judged by its content; a name that says otherwise is pointed out by the caller."""

from __future__ import annotations

import codecs
import zlib

SAMPLE = 65_536
"""How many bytes from the start of a file are enough to judge it."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_BY_NAME = {
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".eml": "message/rfc822",
    ".bat": "application/x-bat",
    ".cmd": "application/x-bat",
    ".ps1": "application/x-powershell",
    ".psm1": "application/x-powershell",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".vbs": "text/vbscript",
    ".wsf": "text/vbscript",
    ".hta": "text/html",
    ".py": "text/x-python",
    ".sh": "text/x-shellscript",
    ".url": "application/x-mswinurl",
    ".desktop": "application/x-desktop",
}
_OFFICE = {
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_WITH_MACROS = {
    b"xl/": "application/vnd.ms-excel.sheet.macroenabled.12",
    b"word/": "application/vnd.ms-word.document.macroenabled.12",
    b"ppt/": "application/vnd.ms-powerpoint.presentation.macroenabled.12",
}
_BINARY_WORKBOOK = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    # Outlook before Word: a message may carry the names of what is attached to it.
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)
_OLE_BY_NAME = {".xls": "application/vnd.ms-excel", ".xlt": "application/vnd.ms-excel", ".doc": "application/msword",
                ".ppt": "application/vnd.ms-powerpoint", ".msg": "application/vnd.ms-outlook",
                ".msi": "application/x-msi"}  # fmt: skip
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

_SHELLS = (b"sh", b"bash", b"zsh", b"ksh", b"dash", b"fish")
_PAGES = (b"<!doctype html", b"<html")
_DRAWING = b"<svg"


def media_type(sample: bytes, name: str) -> str:
    """The media type of a file from its first bytes (`SAMPLE` of them); the name only tells kinds of text apart.

    The exception are older Office files, whose list of contents may lie far behind: there the name decides.
    """
    if not sample:
        return "application/x-empty"
    for signature, found in _SIGNATURES:
        # Two letters may as well begin a text; a header in bytes holds a NUL soon.
        if sample.startswith(signature) and (signature not in (b"BM", b"MZ") or b"\x00" in sample[:64]):
            return found
    ending = "." + name.rpartition(".")[2].lower()
    if sample.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(sample)
    if sample.startswith(_OLE):
        return _ole(sample, ending)
    if sample.startswith(b"RIFF") and sample[8:12] == b"WEBP":
        return "image/webp"
    if sample[4:8] == b"ftyp":
        return "image/heic" if sample[8:12] in _HEIC else "video/mp4"
    if sample[257:262] == b"ustar":
        return "application/x-tar"
    if is_text(sample):
        return _text(sample, ending)
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


def _text(sample: bytes, ending: str) -> str:
    """Which kind of text; what runs or loads is known by how it begins, too, whatever its name."""
    by_name = _BY_NAME.get(ending, "text/plain")
    if sample.startswith(b"#!"):
        program = sample[2:80].split(b"\n", 1)[0].replace(b"/", b" ").split()
        shell = any(word in _SHELLS for word in program)
        python = any(word.startswith(b"python") for word in program)
        return "text/x-python" if python and not shell else "text/x-shellscript"
    start = sample[:1024].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(_PAGES):
        return "text/html"
    if start.startswith(_DRAWING) or (start.startswith(b"<?xml") and _DRAWING in start):
        return "image/svg+xml"
    if start.startswith(b"<?xml") and by_name == "text/plain":
        return "application/xml"
    return by_name


def _archive(sample: bytes) -> str:
    """What a zip archive is, by the names in it and by what an Office file says about itself."""
    first = _first_entry(sample)
    if first[0] == b"mimetype" and first[1].startswith(_OPEN_DOCUMENT):
        return first[1][:100].decode("ascii", "replace").strip().removesuffix("-template")
    said = first[1].lower() if first[0] == b"[Content_Types].xml" else b""
    if b"xl/workbook.bin" in sample or b"sheet.binary.macroenabled" in said:
        return _BINARY_WORKBOOK
    macros = b"vbaProject.bin" in sample or b"macroenabled" in said or b"vbaproject" in said
    for folder, kind in (_WITH_MACROS if macros else _OFFICE).items():
        if folder in sample:
            return kind
    return "application/java-archive" if b"META-INF/MANIFEST.MF" in sample else "application/zip"


def _first_entry(sample: bytes) -> tuple[bytes, bytes]:
    """Name and content of the first file in an archive, as far as the sample has it; at most 256 KiB of it."""
    packed, name, extra = (int.from_bytes(sample[at : at + size], "little") for at, size in ((18, 4), (26, 2), (28, 2)))
    start = 30 + name + extra
    data = sample[start : start + packed] if packed else sample[start:]
    if sample[8:10] == b"\x08\x00":
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, 1 << 18)
        except zlib.error:
            data = b""
    return sample[30 : 30 + name], data


def _ole(sample: bytes, ending: str) -> str:
    """What an older Office file is, by the names of its streams where the sample has them, else by its own."""
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") + b"\x00\x00" in sample:
            return kind
    return _OLE_BY_NAME.get(ending, "application/x-ole-storage")


def _by_library(sample: bytes) -> str:
    import puremagic

    try:
        found = puremagic.magic_string(sample)
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
    return next((m.mime_type for m in found if m.mime_type), "application/octet-stream")
