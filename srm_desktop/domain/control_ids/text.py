"""Text as it comes out of cells, web pages and file names, with its many dashes, spaces and widths made alike."""

from __future__ import annotations

import re

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2043\u2212\u00ad\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2014\u2015", "\u2013"),  # long dashes stay apart from hyphens: between numbers, a range
        **dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "),
        **dict.fromkeys("\r\v\f\u0085\u2028\u2029", "\n"),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"),  # without width
        **dict.fromkeys("\u00b9\u00b2\u00b3\u2070" + "".join(map(chr, range(0x2074, 0x207A)))),  # marks of footnotes
        **dict.fromkeys("\u2018\u2019\u201c\u201d\u00b4`", "'"),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D},  # full width
    }
)


def plain(text: str) -> str:
    """The text with one hyphen, one long dash, one space and one line end, and nothing without width."""
    return text.translate(_SAME)


_BAD_END = re.compile(
    r"""[A-Za-z0-9]                        # the word goes on
    | [-.\u2013]\d{1,3}(?!\d)              # so does the number; a year may follow
    | [-.][A-Za-z](?![A-Za-z])
    | [(\[][^\s()\[\]]{0,6}[)\]]           # something in brackets that belongs to it
    | [(\[](?![^()\[\]]{0,80}[)\]])         # or that is not closed
    | \s?[(\[](?:[ivx]{2,4}|\d)(?![A-Za-z]{2})
    | ,?\s\(?(?:control\s)?enhancements?\s.{0,2}\d   # several, in words
    | _(?:odp|prm|fr|asmt|obj)(?![A-Za-z])""",
    re.VERBOSE | re.IGNORECASE,
)
_PARAMETER = re.compile(r"[_.](?:odp|prm)(?![A-Za-z])", re.IGNORECASE)


def ends_well(text: str, at: int) -> bool:
    """Whether an id may end here: what follows is a title, a file's suffix, the next id or nothing."""
    return not _BAD_END.match(text, at)


def is_parameter(text: str, at: int) -> bool:
    """Whether what follows makes an id the name of an organization-defined parameter."""
    return bool(_PARAMETER.match(text, at))
