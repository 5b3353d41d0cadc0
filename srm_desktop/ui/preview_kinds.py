"""What a piece of evidence is, in words, and whether its name says otherwise."""

from __future__ import annotations

from srm_desktop.domain.assessment import Evidence

_WORDS = {
    "image/png": "PNG image",
    "image/jpeg": "JPEG image",
    "image/gif": "GIF image",
    "image/bmp": "BMP image",
    "image/webp": "WebP image",
    "image/tiff": "TIFF image",
    "image/svg+xml": "SVG drawing",
    "application/pdf": "PDF document",
    "application/json": "JSON text",
    "application/yaml": "YAML text",
    "application/xml": "XML text",
    "text/plain": "Text",
    "text/csv": "CSV table",
    "text/tab-separated-values": "Table with tabs",
    "text/markdown": "Markdown text",
    "text/html": "HTML text",
    "message/rfc822": "E-mail message",
    "application/zip": "ZIP archive",
    "application/gzip": "gzip archive",
    "application/vnd.sqlite3": "SQLite database",
    "application/vnd.microsoft.portable-executable": "Windows program",
    "application/x-elf": "Linux program",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel workbook",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint presentation",
    "application/octet-stream": "File of unknown kind",
}
_PROGRAMS = ("application/vnd.microsoft.portable-executable", "application/x-elf")
_TEXT = ("message/rfc822", "application/json", "application/yaml", "application/xml", "image/svg+xml")
_BY_ENDING = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "gz": "application/gzip",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_TEXT_ENDINGS = ("txt", "log", "csv", "tsv", "json", "yaml", "yml", "md", "xml", "html", "htm", "svg", "eml")
_PROGRAM_ENDINGS = ("exe", "dll", "msi", "sys", "scr", "com", "so", "bin", "elf", "")


def kind_text(media_type: str) -> str:
    """A media type in words."""
    return _WORDS.get(media_type, media_type)


def is_text(media_type: str) -> bool:
    """Whether it is shown as text; that includes HTML and SVG."""
    return media_type.startswith("text/") or media_type in _TEXT


def mismatch(piece: Evidence) -> str:
    """A sentence where the name says something other than the content; empty where they agree."""
    stem, dot, ending = piece.name.lower().rpartition(".")
    ending = ending if dot and stem else ""
    found = piece.media_type
    if found in _PROGRAMS:
        return "" if ending in _PROGRAM_ENDINGS else _says(ending, found)
    if ending in _TEXT_ENDINGS:
        return "" if is_text(found) else _says(ending, found)
    expected = _BY_ENDING.get(ending)
    if expected is None or expected == found:
        return ""
    if found == "application/zip" and "officedocument" in expected:  # an unusual order of its inner files
        return ""
    return _says(ending, found)


def _says(ending: str, found: str) -> str:
    article = "an" if kind_text(found)[0] in "AEIOSHX" and kind_text(found)[:3] in ("E-m", "Exc", "SVG", "HTM") else "a"
    return f"The name ends in .{ending}, but the content is {article} {kind_text(found)}. Handle it with care."
