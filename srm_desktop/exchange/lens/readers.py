"""Which reader is for which kind of file. Each is imported when it is first needed."""

from __future__ import annotations

from srm_desktop.domain import kinds
from srm_desktop.domain.look import BytesLook, FoundOnPage, Look, OwnDate, Picture
from srm_desktop.exchange.lens.piece import Piece

FIRST_BYTES = 512
"""Bytes that are shown of what there is no view of."""


def look(piece: Piece) -> Look:
    """What there is to show. Raises CannotShow."""
    match kinds.shape(piece.media_type):
        case kinds.Shape.PDF:
            from srm_desktop.exchange.lens import pdf

            return pdf.look(piece)
        case kinds.Shape.PICTURE:
            from srm_desktop.exchange.lens import picture

            return picture.look(piece)
        case kinds.Shape.TABLE:
            from srm_desktop.exchange.lens import tables

            return tables.look(piece)
        case kinds.Shape.DOCUMENT:
            from srm_desktop.exchange.lens import office

            return office.look(piece)
        case kinds.Shape.MAIL:
            from srm_desktop.exchange.lens import mail

            return mail.look(piece)
        case kinds.Shape.ARCHIVE:
            from srm_desktop.exchange.lens import archive

            return archive.look(piece)
        case kinds.Shape.TREE:
            from srm_desktop.exchange.lens import trees

            return trees.look(piece)
        case kinds.Shape.TEXT:
            from srm_desktop.exchange.lens import texts

            return texts.look(piece)
        case _:
            return BytesLook(
                piece.start(FIRST_BYTES), ("There is no view of this kind of file here. Its first bytes:",)
            )


def page(piece: Piece, number: int, scale: float) -> Picture:
    """A page of a PDF. Raises CannotShow."""
    from srm_desktop.exchange.lens import pdf

    return pdf.page(piece, number, scale)


def find(piece: Piece, text: str) -> tuple[FoundOnPage, ...]:
    """Where a text stands in a PDF; nowhere in other kinds of files. Raises CannotShow."""
    if kinds.shape(piece.media_type) is not kinds.Shape.PDF:
        return ()
    from srm_desktop.exchange.lens import pdf

    return pdf.find(piece, text)


def text(piece: Piece, most: int) -> str:
    """The text inside, to be searched. Raises CannotShow."""
    from srm_desktop.exchange.lens import searchable

    return searchable.text(piece, most)[:most]


def own_date(piece: Piece) -> OwnDate | None:
    """When it was made, as it says. Raises CannotShow."""
    from srm_desktop.exchange.lens import dates

    return dates.own_date(piece)


def let_go() -> None:
    """Close what is kept open."""
    from srm_desktop.exchange.lens import pdf

    pdf.let_go()
