"""Kinds of files: what people call them, how they are looked at, whether a name lies, and what could run."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Shape(Enum):
    """How a kind of file is looked at."""

    TEXT = "text"
    TREE = "tree"
    TABLE = "table"
    DOCUMENT = "document"
    PDF = "pdf"
    PICTURE = "picture"
    MAIL = "mail"
    ARCHIVE = "archive"
    BYTES = "bytes"


class Kind(NamedTuple):
    """A kind of file: a word for lists, words with the article that goes with them, and the endings of its names."""

    word: str
    text: str
    shape: Shape = Shape.BYTES
    endings: str = ""
    runs: str = ""


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_MACROS = "it holds macros"
_PROGRAM = "it is a program"
_PAGE = "a page like this can run scripts and load things from elsewhere"
_SCRIPT = "it is a script"
_LINK = "it is a link that may start any program"
_MAY_HOLD = "it may hold programs"

_T, _S = Shape.TEXT, "Text"
_KINDS = {
    "image/png": Kind("Image", "a PNG image", Shape.PICTURE, "png"),
    "image/jpeg": Kind("Image", "a JPEG image", Shape.PICTURE, "jpg jpeg jpe jfif"),
    "image/gif": Kind("Image", "a GIF image", Shape.PICTURE, "gif"),
    "image/bmp": Kind("Image", "a BMP image", Shape.PICTURE, "bmp dib"),
    "image/webp": Kind("Image", "a WebP image", Shape.PICTURE, "webp"),
    "image/tiff": Kind("Image", "a TIFF image", Shape.PICTURE, "tif tiff"),
    "image/heic": Kind("Image", "a HEIC image", Shape.BYTES, "heic heif"),
    "image/svg+xml": Kind("Image", "an SVG drawing", _T, "svg", _PAGE),
    "application/pdf": Kind("PDF", "a PDF document", Shape.PDF, "pdf"),
    "application/json": Kind("JSON", "a JSON text", Shape.TREE, "json"),
    "application/yaml": Kind("YAML", "a YAML text", Shape.TREE, "yaml yml"),
    "application/xml": Kind("XML", "an XML text", _T, "xml"),
    "application/rtf": Kind("Document", "an RTF document", _T, "rtf"),
    "text/plain": Kind(_S, "a text", _T, "txt log"),
    "text/csv": Kind("Table", "a CSV table", Shape.TABLE, "csv"),
    "text/tab-separated-values": Kind("Table", "a table with tabs", Shape.TABLE, "tsv tab"),
    "text/markdown": Kind(_S, "a Markdown text", _T, "md markdown"),
    "text/html": Kind("Web page", "an HTML text", _T, "html htm xhtml", _PAGE),
    "text/x-shellscript": Kind("Script", "a script", _T, "sh bash zsh py pl rb", _SCRIPT),
    "text/x-python": Kind("Script", "a Python script", _T, "py pyw", _SCRIPT),
    "text/javascript": Kind("Script", "a JavaScript text", _T, "js mjs jse", _SCRIPT),
    "text/vbscript": Kind("Script", "a Visual Basic script", _T, "vbs vbe wsf hta", _SCRIPT),
    "application/x-bat": Kind("Script", "a Windows batch file", _T, "bat cmd", _SCRIPT),
    "application/x-powershell": Kind("Script", "a PowerShell script", _T, "ps1 psm1 psd1", _SCRIPT),
    "message/rfc822": Kind("Mail", "an e-mail message", Shape.MAIL, "eml"),
    "application/vnd.ms-outlook": Kind("Mail", "an Outlook message", Shape.BYTES, "msg"),
    "application/zip": Kind("Archive", "a ZIP archive", Shape.ARCHIVE, "zip"),
    "application/gzip": Kind("Archive", "a gzip archive", Shape.ARCHIVE, "gz tgz"),
    "application/x-tar": Kind("Archive", "a tar archive", Shape.ARCHIVE, "tar"),
    "application/x-7z-compressed": Kind("Archive", "a 7z archive", Shape.BYTES, "7z"),
    "application/vnd.rar": Kind("Archive", "a RAR archive", Shape.BYTES, "rar"),
    "application/java-archive": Kind("Program", "a Java program", Shape.ARCHIVE, "jar war", _PROGRAM),
    "application/vnd.sqlite3": Kind("Database", "an SQLite database", Shape.BYTES, "db sqlite sqlite3 srma"),
    "application/vnd.microsoft.portable-executable": Kind(
        "Program", "a Windows program", Shape.BYTES, "exe dll sys scr com cpl ocx efi", _PROGRAM
    ),
    "application/x-elf": Kind("Program", "a Linux program", Shape.BYTES, "so bin elf o ko", _PROGRAM),
    "application/x-mach-binary": Kind("Program", "a macOS program", Shape.BYTES, "dylib bin", _PROGRAM),
    "application/x-msi": Kind("Program", "a Windows installer", Shape.BYTES, "msi msp", _PROGRAM),
    "application/x-ms-shortcut": Kind("Link", "a Windows shortcut", Shape.BYTES, "lnk", _LINK),
    "application/x-mswinurl": Kind("Link", "a link to an address", _T, "url website", "it is a link to somewhere else"),
    "application/x-desktop": Kind("Link", "a Linux shortcut", _T, "desktop", _LINK),
    "video/mp4": Kind("Video", "an MP4 video", Shape.BYTES, "mp4 m4v mov"),
    "application/x-empty": Kind("Empty", "nothing at all: it is empty"),
    "application/octet-stream": Kind("File", "of an unknown kind"),
    "application/x-ole-storage": Kind("File", "an older Office file", Shape.BYTES, "doc xls ppt msg msi"),
    "application/msword": Kind("Document", "an older Word document", Shape.BYTES, "doc dot"),
    "application/vnd.ms-powerpoint": Kind("Slides", "an older PowerPoint presentation", Shape.BYTES, "ppt pps"),
    "application/vnd.ms-excel": Kind("Workbook", "an older Excel workbook", Shape.TABLE, "xls xlt"),
    _OOXML + "spreadsheetml.sheet": Kind("Workbook", "an Excel workbook", Shape.TABLE, "xlsx xltx"),
    _OOXML + "wordprocessingml.document": Kind("Document", "a Word document", Shape.DOCUMENT, "docx dotx"),
    _OOXML + "presentationml.presentation": Kind(
        "Slides", "a PowerPoint presentation", Shape.DOCUMENT, "pptx ppsx potx"
    ),
    "application/vnd.ms-excel.sheet.macroenabled.12": Kind(
        "Workbook", "an Excel workbook with macros", Shape.TABLE, "xlsm xltm xlam", _MACROS
    ),
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": Kind(
        "Workbook", "a binary Excel workbook", Shape.TABLE, "xlsb", "it may hold macros"
    ),
    "application/vnd.ms-word.document.macroenabled.12": Kind(
        "Document", "a Word document with macros", Shape.DOCUMENT, "docm dotm", _MACROS
    ),
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": Kind(
        "Slides", "a PowerPoint presentation with macros", Shape.DOCUMENT, "pptm ppsm potm", _MACROS
    ),
    _ODF + "text": Kind("Document", "an OpenDocument text", Shape.DOCUMENT, "odt ott"),
    _ODF + "spreadsheet": Kind("Workbook", "an OpenDocument workbook", Shape.TABLE, "ods ots"),
    _ODF + "presentation": Kind("Slides", "an OpenDocument presentation", Shape.DOCUMENT, "odp otp"),
}  # fmt: skip
_UNKNOWN = Kind("File", "of an unknown kind")

_BY_ENDING: dict[str, tuple[str, ...]] = {}
for _type, _found in _KINDS.items():
    for _ending in _found.endings.split():
        _BY_ENDING[_ending] = (*_BY_ENDING.get(_ending, ()), _type)

_RUNNING_ENDINGS = {
    ending: kind.runs for kind in _KINDS.values() if kind.runs for ending in kind.endings.split() if ending != "bin"
}
_RUNNING_ENDINGS |= {"app": _PROGRAM, "appref-ms": _PROGRAM, "chm": _PAGE, "hta": _SCRIPT, "inf": _SCRIPT,
                     "msc": _SCRIPT, "mht": _PAGE, "mhtml": _PAGE, "pif": _PROGRAM,
                     "reg": "it changes settings of Windows",
                     "run": _PROGRAM, "scf": _LINK, "command": _SCRIPT,
                     "wsh": _SCRIPT, "xll": _PROGRAM, "iqy": "it loads things from elsewhere", "jnlp": _PROGRAM,
                     "appimage": _PROGRAM, "deb": _PROGRAM, "rpm": _PROGRAM, "pkg": _PROGRAM, "dmg": _PROGRAM,
                     "iso": _MAY_HOLD, "vhd": _MAY_HOLD, "vhdx": _MAY_HOLD}  # fmt: skip


def _kind(media_type: str) -> Kind:
    plain = media_type.partition(";")[0].strip().lower()
    return _KINDS.get(plain) or _KINDS.get("text/plain" if plain.startswith("text/") else "", _UNKNOWN)


def is_known(media_type: str) -> bool:
    """Whether there are words for a media type."""
    return media_type in _KINDS


def shape(media_type: str) -> Shape:
    """How a kind of file is looked at; as its first bytes where there is no better way."""
    return _kind(media_type).shape


def word(media_type: str) -> str:
    """What people call a media type in one word: PDF, Workbook, Image, Text ...; File where there is none."""
    found = _kind(media_type)
    if found is not _UNKNOWN:
        return found.word
    return {"image": "Image", "audio": "Sound", "video": "Video"}.get(media_type.partition("/")[0].lower(), "File")


def kind_text(media_type: str) -> str:
    """A media type in words, as they begin a line: "PNG image"; the media type itself where there are none."""
    if media_type not in _KINDS:
        return media_type
    if media_type == "application/x-empty":
        return "Empty file"
    if media_type == "application/octet-stream":
        return "File of unknown kind"
    said = _KINDS[media_type].text.partition(" ")[2]
    return said[:1].upper() + said[1:]


def is_text(media_type: str) -> bool:
    """Whether its bytes are text; that includes HTML, SVG, tables and mails written as text."""
    plain = media_type.partition(";")[0].strip().lower()
    return plain.startswith("text/") or shape(plain) in (Shape.TEXT, Shape.TREE) or plain == "message/rfc822"


def needs_whole(media_type: str) -> bool:
    """Whether a look at it needs all of its bytes; of the others the beginning is enough."""
    return (not is_text(media_type) and shape(media_type) is not Shape.BYTES) or media_type == "message/rfc822"


def ending_of(name: str) -> str:
    """The ending of a name in lower case, without the dot; empty where it has none."""
    stem, dot, ending = name.strip().lower().rpartition(".")
    return ending if dot and stem else ""


def mismatch(name: str, media_type: str) -> str:
    """A sentence where the name says something other than the content; empty where they agree."""
    ending = ending_of(name)
    if not is_known(media_type) or media_type in ("application/x-empty", "application/octet-stream"):
        # Nobody knows what it is: only a name that promises something that is always known lies.
        promised = _BY_ENDING.get(ending, ())
        sure = promised and not any(_KINDS[p].shape is Shape.BYTES for p in promised)
        said = "it is empty" if media_type == "application/x-empty" else "the content is of another kind"
        return f"The name ends in .{ending}, but {said}. Handle it with care." if sure else ""
    found = _KINDS[media_type]
    if ending in found.endings.split():
        return ""
    if found.runs == _PROGRAM and media_type != "application/java-archive":
        at = f"The name ends in .{ending}" if ending else "The name does not say so"
        return f"{at}, but the content is {found.text}. Handle it with care." if ending else ""
    promised = _BY_ENDING.get(ending, ())
    if not promised or any(_agree(media_type, one) for one in promised):
        return ""
    return f"The name ends in .{ending}, but the content is {found.text}. Handle it with care."


def _agree(found: str, promised: str) -> bool:
    """Whether content of one kind may well have the name of another."""
    if is_text(found) and is_text(promised):
        return True
    if promised == "application/vnd.sqlite3" or found == promised:
        return True
    # An unusual order of the files inside hides what an archive is; so does a directory that comes late in older ones.
    if found == "application/zip":
        return promised.startswith((_OOXML, _ODF, "application/java")) or "macroenabled" in promised
    return found == "application/x-ole-storage" and promised in (
        "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
        "application/vnd.ms-outlook", "application/x-msi",
    )  # fmt: skip


def can_run(name: str, media_type: str) -> str:
    """Why opening it in another program may run something: "it holds macros"; empty where nothing is known to run.

    Both the content and the name count, for the system goes by the name.
    """
    if runs := _kind(media_type).runs:
        return runs
    return _RUNNING_ENDINGS.get(ending_of(name.rstrip(" .")), "")
