"""Tables written as text: CSV and its kin, with the encoding and the sign between the columns found from the content.

Spreadsheet programs write `;` where the comma is the decimal sign, "Unicode text" as UTF-16 with tabs, and old exports
in Windows-1252. All cells stay text: a CSV does not say what was a number.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from srm_desktop.domain.progress import Tell
from srm_desktop.exchange.table_extent import COLUMNS, MOST_CELLS, ROWS
from srm_desktop.exchange.table_problems import EXPECTED, BadTable

DELIMITERS = ",;\t|"
"""The signs that are looked for; of two that fit equally well, the first."""

SAMPLE = 200
"""Records by which the sign between the columns is found."""

LONGEST = 131_072
"""Characters of one cell (the csv module's own bound); more mostly means a quotation mark that was not closed."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OTHERS = (
    (re.compile(r"\s*<"), "a web page or other XML under the name of a table; open it in Excel and save it as .xlsx"),
    (re.compile(r"\s*(?:\{\s*(?:\"|\}|$)|\[\s*[\[{\"\]])"), "JSON"),
    (re.compile(r"%PDF"), "a PDF"),
    (re.compile(r"\{\\rtf"), "a document (RTF)"),
    (re.compile(r"%!PS"), "a PostScript file"),
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b]")  # in texts now and then, in other files everywhere
_EVERY = 2_000
_HINT = re.compile(r"sep=([,;\t|])\r?\n")


class Record(NamedTuple):
    """A row by its number, counted from 1 as a spreadsheet program shows it: lines in quotes belong to their row."""

    number: int
    cells: list[str]


def decoded(name: str, data: bytes) -> str:
    """The text of a file. Raises BadTable where it is none, or is of a kind that holds no table."""
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None) or _without_bom(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise BadTable(f"{name} is damaged text ({encoding}) near byte {error.start:,}; save it anew.") from error
        text = data.decode("cp1252", "replace")  # what Excel calls CSV outside of "CSV UTF-8"
    if "\0" in text or len(_CONTROL.findall(text[:4096])) > len(text[:4096]) / 50:
        raise BadTable(f"{name} is neither a workbook nor text; {EXPECTED}.")
    if other := next((what for pattern, what in _OTHERS if pattern.match(text)), None):
        raise BadTable(f"{name} is {other}; {EXPECTED}.")
    return text


def _without_bom(data: bytes) -> str | None:
    """UTF-16 where every second byte of the beginning is zero, as it is in European texts."""
    sample = data[: 4096 - len(data) % 2]
    half = len(sample) // 2
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if half and odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.4 and odd < half * 0.1 else None


def records(name: str, text: str, progress: Tell) -> Iterator[Record]:
    """The rows of a text table, those without any text left out.

    `progress` is told lines read and in all, and may raise to stop. Raises BadTable where a quotation mark is not
    closed, or there is more than is read.
    """
    if hint := _HINT.match(text):
        text, sign = text[hint.end() :], hint[1]
    else:
        sign = delimiter(text)
    lines = _lines(text)
    reader = csv.reader(lines, delimiter=sign)
    total = cells = 0
    for number in range(1, ROWS + 2):
        try:
            found = next(reader, None)
        except csv.Error as error:
            raise BadTable(
                f"{name}, row {number}: a cell has more than {LONGEST:,} characters; is a quotation mark opened there"
                " and not closed?"
            ) from error
        if found is None:
            return
        if number > ROWS or len(found) > COLUMNS:
            break
        if any(found):
            cells += len(found)
            yield Record(number, found)
        if number % _EVERY == 0:
            total = total or len(lines)
            progress(min(reader.line_num, total), total)
        if cells > MOST_CELLS:
            break
    raise BadTable(
        f"{name} has more than is read: at most {ROWS:,} rows, {COLUMNS:,} columns and {MOST_CELLS:,} cells; take a"
        " part of it."
    )


def _lines(text: str) -> list[str]:
    """The lines with their ends, as the csv module wants them; signs that only Python takes for line ends stay."""
    if "\n" not in text:
        text = text.replace("\r", "\n")  # as old Macintoshes end lines
    found = text.split("\n")
    ends = [f"{line}\n" for line in found[:-1]]
    return ends + found[-1:] if found[-1] else ends


def delimiter(text: str) -> str:
    """The sign between the columns: the one by which most records have equally many, quotation marks respected."""
    sample = _lines(text[: 1 << 20])[: SAMPLE * 4]
    return max(DELIMITERS, key=lambda sign: _fit(sample, sign))


def _fit(sample: list[str], sign: str) -> tuple[float, float, int]:
    """How well a sign fits: whether quotation marks stand where they may, which share of the records agree, columns."""
    widths: Counter[int] = Counter()
    strict = 1
    try:
        for record in csv.reader(sample, delimiter=sign, strict=True):
            widths[len(record)] += 1
            if widths.total() >= SAMPLE:
                break
    except csv.Error as error:
        if "end of data" not in str(error):  # the sample may end within a cell
            strict = 0
            widths = Counter(len(record) for record in _loosely(sample, sign))
    widths.pop(0, None)
    columns, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    if columns < 2:
        return (0, 0, 0)
    return (strict, round(times / widths.total(), 1), columns)


def _loosely(sample: list[str], sign: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(sample, delimiter=sign)
    except csv.Error:
        return
