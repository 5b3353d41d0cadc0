"""Files of the sample assessment, made when they are needed: PDF and workbook. The same input gives the same bytes."""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime

_PAGE = (595, 842)
_LEFT, _TOP, _LEADING, _MOST = 64, 770, 15, 92


def pdf(pages: Sequence[str], title: str) -> bytes:
    """A PDF of A4 pages in Helvetica: the first line of a page is its heading, an empty line ends a paragraph."""
    objects: list[bytes] = [b"", b""]
    objects += [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /Producer (SRM Desktop sample) >>" % _pdf_text(title),
    ]
    kids: list[str] = []
    for number, page in enumerate(pages, start=1):
        stream = _pdf_page(page, number, len(pages))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        fonts = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        place = f"/MediaBox [0 0 {_PAGE[0]} {_PAGE[1]}] /Resources {fonts} /Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {place} >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _pdf_file(objects, info=5)


def _pdf_file(objects: Sequence[bytes], info: int) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + trailer % (len(objects) + 1, info, start))


def _pdf_page(text: str, number: int, pages: int) -> bytes:
    heading, _, body = text.strip().partition("\n")
    lines = [b"BT /F2 16 Tf %d %d Td (%s) Tj ET" % (_LEFT, _TOP, _pdf_text(heading))]
    y = _TOP - 2 * _LEADING
    for paragraph in body.strip("\n").split("\n"):
        for line in textwrap.wrap(paragraph, _MOST) or [""]:
            lines.append(b"BT /F1 10.5 Tf %d %d Td (%s) Tj ET" % (_LEFT, y, _pdf_text(line)))
            y -= _LEADING
    foot = _pdf_text(f"Page {number} of {pages}   sample data of SRM Desktop")
    lines.append(b"BT /F1 8 Tf %d 40 Td (%s) Tj ET" % (_LEFT, foot))
    return b"\n".join(lines)


def _pdf_text(text: str) -> bytes:
    return re.sub(rb"([\\()])", rb"\\\1", text.encode("cp1252", "replace"))


def workbook(sheets: Mapping[str, Sequence[Sequence[str | int]]], made: date) -> bytes:
    """An Excel workbook: one sheet for each entry, headings first."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for n, cell in enumerate(sheet[1], start=1):
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
            sheet.column_dimensions[get_column_letter(n)].width = 3 + max(len(str(row[n - 1])) for row in rows)
        sheet.freeze_panes = "A2"
    book.properties.creator = "SRM Desktop sample"
    book.properties.created = datetime(made.year, made.month, made.day, 9)
    out = io.BytesIO()
    book.save(out)
    return _at_rest(out.getvalue(), made)


def _at_rest(data: bytes, made: date) -> bytes:
    """The same archive without the times that the clock left in it, so that making it again gives the same bytes."""
    stamp = f"{made.isoformat()}T09:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, body)
            entry = zipfile.ZipInfo(name, (made.year, made.month, made.day, 9, 0, 0))
            new.writestr(entry, body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
