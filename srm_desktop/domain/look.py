"""What can be seen of a piece of evidence: plain records, made by readers and shown by viewers.

One look shows one kind of thing; `notes` are finished sentences about the view (what was cut, what was not run).
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Picture(NamedTuple):
    """Pixels: `pixels` holds `height` rows of `width` times four bytes (blue, green, red, alpha), without padding."""

    width: int
    height: int
    pixels: bytes


class TextLook(NamedTuple):
    """Text as it stands. `form` is plain, markdown, json, yaml, xml, html or svg; all of them are shown as text."""

    text: str
    form: str = "plain"
    notes: tuple[str, ...] = ()


class TreeLook(NamedTuple):
    """JSON or YAML as nested plain values (dict, list, text, number, bool, None), and the text it was read from."""

    value: object
    text: str
    form: str = "json"
    notes: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """One sheet of a table: its first rows as text, each as long as its last filled cell; how many rows there are."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    total: int
    hidden: bool = False


class TableLook(NamedTuple):
    """A workbook or text table. Formulas are shown by the value that was stored with them."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


class PdfLook(NamedTuple):
    """A PDF: the size of each page in points (1/72 inch), as it is turned for reading."""

    pages: tuple[tuple[float, float], ...]
    title: str = ""
    notes: tuple[str, ...] = ()


class FoundOnPage(NamedTuple):
    """Where a text stands in a PDF: page from 0; left, top, right, bottom in points, counted from the top left."""

    page: int
    rectangles: tuple[tuple[float, float, float, float], ...]


class PictureLook(NamedTuple):
    """A picture, upright, with its own size in pixels, and what EXIF says about it as pairs of name and value."""

    picture: Picture
    width: int
    height: int
    exif: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


class Member(NamedTuple):
    """A file inside another: in an archive, or attached to a message. Sizes in bytes, -1 where nobody says."""

    name: str
    size: int
    media_type: str = ""
    modified: datetime | None = None


class MailLook(NamedTuple):
    """A message: headers in reading order (From, To, Cc, Subject, Date), its body as text, and what is attached."""

    headers: tuple[tuple[str, str], ...]
    body: str
    attachments: tuple[Member, ...] = ()
    notes: tuple[str, ...] = ()


class ArchiveLook(NamedTuple):
    """What an archive says it holds; nothing of it is unpacked. `total` counts all members, `members` are the first."""

    members: tuple[Member, ...]
    total: int
    notes: tuple[str, ...] = ()


class BytesLook(NamedTuple):
    """The first bytes of anything else."""

    start: bytes
    notes: tuple[str, ...] = ()


Look = TextLook | TreeLook | TableLook | PdfLook | PictureLook | MailLook | ArchiveLook | BytesLook
"""What there is to show."""


class OwnDate(NamedTuple):
    """A date that a file carries inside, and what says so: EXIF, PDF, Office or mail."""

    at: datetime
    said_by: str
