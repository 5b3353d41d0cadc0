"""Text that a worksheet can hold: nothing becomes a formula, nothing is cut, every character comes back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

Value = str | int | float | None
"""What a cell can hold; days and times are numbers, see `day` and `moment`."""

LIMIT = 32_767
"""The most UTF-16 units that Excel takes in one cell (Excel specifications and limits)."""

_UNHOLDABLE = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_ODD = re.compile(f"[{_UNHOLDABLE}]")
_ESCAPE = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}(?:_|[{_UNHOLDABLE}]))|[{_UNHOLDABLE}]")
_FORMULA_STARTS = frozenset("=+-@\t\r")
_LONGEST_ESCAPE = len("_x005F_xD800_")
_SURELY_SHORT = LIMIT // _LONGEST_ESCAPE
_EPOCH = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program that is told to type `text` again would take it for a formula."""
    return text[:1] in _FORMULA_STARTS


def needs_escape(text: str) -> bool:
    """Whether `escaped` would change `text`; quick, because nearly no text does."""
    return "_x" in text or _ODD.search(text) is not None


def escaped(text: str) -> str:
    """`text` as ST_Xstring (ECMA-376 part 1, 22.9.2.19), from which readers restore it unaltered.

    Control characters become `_x0007_`, and so do carriage returns, which XML would turn into line feeds. A literal
    `_x0007_` becomes `_x005F_x0007_`. Half a surrogate pair, U+FFFE and U+FFFF are no characters in any reader: they
    stay in the cell as the visible text `_xD83D_`.
    """
    return _ESCAPE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if found == "_":
        return "_x005F_"
    code = f"x{ord(found):04X}_"
    return f"_{code}" if found < " " else f"_x005F_{code}"


def pieces(text: str) -> list[str]:
    """`text` cut so that every piece, once escaped, fits in one cell; joined they are `text` again."""
    if len(text) <= _SURELY_SHORT or (len(text) <= LIMIT and sum(map(_weight, text)) <= LIMIT):
        return [text]
    cut: list[str] = []
    start = taken = 0
    for position, character in enumerate(text):
        weight = _weight(character)
        if taken + weight > LIMIT:
            cut.append(text[start:position])
            start, taken = position, 0
        taken += weight
    return [*cut, text[start:]]


def _weight(character: str) -> int:
    """The most UTF-16 units that a character can take in a cell."""
    if character == "_" or _ODD.match(character):
        return _LONGEST_ESCAPE
    return 1 if character < "\U00010000" else 2


def day(value: date | None) -> int | str | None:
    """A day as Excel's serial number; as ISO text before March 1900, where Excel's calendar is wrong or has no days."""
    if value is None:
        return None
    return (value - _EPOCH).days if value >= _FIRST_DAY else value.isoformat()


def moment(value: datetime) -> float | str:
    """A time as Excel's serial number in UTC, to the second; a time without a zone is UTC already."""
    utc = (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None, microsecond=0)
    if utc.date() < _FIRST_DAY:
        return utc.isoformat(" ")
    return (utc - datetime.combine(_EPOCH, datetime.min.time())) / timedelta(days=1)


def one_line(text: str, most: int) -> str:
    """`text` for places that hold no data (headings, footers): one line, no odd characters, at most `most` long."""
    plain = " ".join(_ODD.sub(" ", text).split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def footer(text: str) -> str:
    """`text` for a page footer, where `&` starts a code; short, for Excel takes 255 characters of footer in all."""
    return one_line(text, 80).replace("&[", "& [").replace("&", "&&")
