"""The text inside a file, so that it can be found by its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from srm_desktop.domain.kinds import Shape, shape
from srm_desktop.domain.look import ArchiveLook, MailLook, TextLook, TreeLook
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import CannotShow

if TYPE_CHECKING:
    from srm_desktop.exchange.table import Sheet


def text(piece: Piece, most: int) -> str:
    """The words of a file, about `most` characters at most; none where there are none. Raises CannotShow."""
    match shape(piece.media_type):
        case Shape.PDF:
            from srm_desktop.exchange.lens import pdf

            return pdf.text_of(piece, most)
        case Shape.DOCUMENT:
            from srm_desktop.exchange.lens import office

            return office.text_of(piece, most)
        case Shape.TABLE if not piece.media_type.startswith("text/"):
            return _of_workbook(piece, most)
        case Shape.TEXT | Shape.TREE | Shape.TABLE:
            return _of_text(piece, most)
        case Shape.MAIL:
            from srm_desktop.exchange.lens import mail

            return _of_mail(mail.look(piece))
        case Shape.ARCHIVE:
            from srm_desktop.exchange.lens import archive

            found = archive.look(piece)
            if isinstance(found, ArchiveLook):
                return "\n".join(member.name for member in found.members)
            return found.text if isinstance(found, TextLook | TreeLook) else ""
        case _:
            return ""


def _of_text(piece: Piece, most: int) -> str:
    from srm_desktop.exchange.lens import texts, web

    said = texts.decoded(piece.start(most * 4)).text
    return web.text_of_html(said) if piece.media_type in ("text/html", "image/svg+xml", "application/xml") else said


def _of_mail(found: MailLook) -> str:
    headers = [value for _, value in found.headers]
    return "\n".join([*headers, found.body, *(member.name for member in found.attachments)])


def _of_workbook(piece: Piece, most: int) -> str:
    from srm_desktop.exchange import table
    from srm_desktop.exchange.lens.guard import limits_memory

    try:
        sheets = table.workbook(piece.name, piece.whole(table.LARGEST), confined=limits_memory())
    except table.BadTable as problem:
        raise CannotShow(problem.sentence) from problem
    made: list[str] = []
    for line in _lines(sheets):
        made.append(line)
        most -= len(line) + 1
        if most <= 0:
            break
    return "\n".join(made)


def _lines(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    from srm_desktop.exchange.lens.tables import shown

    for sheet in sheets:
        yield sheet.name
        for row in sheet.rows:
            yield "\t".join(shown(cell) for cell in row.cells if cell is not None)
