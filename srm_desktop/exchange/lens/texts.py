"""Text as it stands: whatever it says, nothing in it is run or loaded."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from srm_desktop.domain.kinds import word
from srm_desktop.domain.look import TextLook
from srm_desktop.domain.sizes import size_text
from srm_desktop.exchange.lens.piece import Piece

MOST = 1_000_000
"""Bytes of a text that are shown."""

NOT_RUN = "Shown as text; nothing in it was run or loaded."
GUESSED = "It does not say how its letters are written and is not UTF-8; it was read as Windows-1252."

LONGEST_LINE = 10_000
"""Characters after which a line is broken: an endless one takes a window seconds to lay out."""

_FORMS = {"text/markdown": "markdown", "application/json": "json", "application/yaml": "yaml",
          "application/xml": "xml", "text/html": "html", "image/svg+xml": "svg"}  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoded(NamedTuple):
    """A text, and whether how its letters are written was a guess."""

    text: str
    guessed: bool = False


def look(piece: Piece) -> TextLook:
    """The beginning of a text. Raises CannotShow."""
    return of_bytes(piece.start(MOST), piece.full_size(), piece.media_type)


def of_bytes(data: bytes, size: int, media_type: str, notes: tuple[str, ...] = ()) -> TextLook:
    """The beginning of a text of `size` bytes that begins with `data`."""
    data = data[:MOST]
    found = decoded(data)
    form = _FORMS.get(media_type, "plain")
    told = []
    if form in ("xml", "html", "svg") or word(media_type) in ("Script", "Link") or media_type == "application/rtf":
        told.append(NOT_RUN)
    if found.guessed:
        told.append(GUESSED)
    text = found.text
    if any(len(line) > LONGEST_LINE for line in text.split("\n")):
        text = re.sub(rf"[^\n]{{{LONGEST_LINE}}}(?=[^\n])", r"\g<0>\n", text)
        told.append(f"Lines of more than {LONGEST_LINE:,} characters are broken.")
    if len(data) < size:
        told.append(f"The first {size_text(len(data))} of {size_text(size)} are shown.")
    return TextLook(text, form, (*notes, *told))


def decoded(data: bytes) -> Decoded:
    """Bytes as text: by their mark, else UTF-8, else UTF-16 where every second byte is zero, else Windows-1252.

    The last character may be cut. What cannot be shown (NUL) is written as a sign for it.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None) or _utf_16(data)
    guessed = False
    if encoding is None:
        try:
            text = codecs.getincrementaldecoder("utf-8")().decode(data)
        except UnicodeDecodeError:
            text, guessed = data.decode("cp1252", "replace"), True
    else:
        text = codecs.getincrementaldecoder(encoding)("replace").decode(data)
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\u2400"), guessed)


def _utf_16(data: bytes) -> str | None:
    sample = data[: 4096 - 4096 % 2]
    half = len(sample) // 2
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if half and odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.4 and odd < half * 0.1 else None
