"""Painting the responsibility map: bands, cells by owner, the line between the two sides, and what is walked."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from srm_desktop.domain.vocabulary import Owner
from srm_desktop.services.responsibility_map import Band, Cell, Column, ResponsibilityMap, names
from srm_desktop.ui.pages import map_words as words
from srm_desktop.ui.pages.map_geometry import BAND, Geometry, Spot
from srm_desktop.ui.pages.rows import paint_bars
from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.words import sign

_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint(
    painter: QPainter, shown: ResponsibilityMap, places: Geometry, hovered: Spot | None, current: Spot | None
) -> None:
    """Paint the whole map; `hovered` is under the mouse, `current` has the keyboard."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_gutter(painter, shown, places)
    for n, column in enumerate(shown.columns):
        _paint_heading(painter, places.cell(Spot(places.bands, n)), column)
    _paint_progress_heading(painter, places)
    for n, band in enumerate(shown.bands):
        if hovered is not None and hovered.band == n:
            _box(painter, places.row(n), QColor(theme.palette.hover))
        _paint_band(painter, places, n, band)
        for m, cell in enumerate(band.cells):
            _paint_cell(painter, places.cell(Spot(n, m)), cell)
    _paint_line(painter, shown, places)
    if hovered is not None and hovered.column != BAND and hovered.band < places.bands:
        _frame(painter, places.cell(hovered), QColor(theme.palette.quiet), 1)
    if current is not None:
        place = places.row(current.band) if current.column == BAND else places.cell(current)
        _frame(painter, place, QColor(theme.palette.accent), 2)


def _box(painter: QPainter, place: QRect, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(place), 4, 4)


def _frame(painter: QPainter, place: QRect, colour: QColor, width: int) -> None:
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(QRectF(place).adjusted(half, half, -half, -half), 4, 4)


def _write(painter: QPainter, place: QRect, text: str, colour: str, where: Qt.AlignmentFlag) -> None:
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, where, shown)


def _first_fitting(painter: QPainter, width: int, *texts: str) -> str:
    """The first text that fits in one line; the last where none does."""
    metrics = painter.fontMetrics()
    return next((text for text in texts if metrics.horizontalAdvance(text) <= width), texts[-1])


def _paint_heading(painter: QPainter, place: QRect, column: Column) -> None:
    painter.setFont(font(bold=True))
    high = painter.fontMetrics().height()
    title = _first_fitting(painter, place.width(), column.title, column.title.partition(",")[0])
    _write(painter, QRect(place.left(), place.top(), place.width(), high), title, theme.palette.text, _CENTRE)
    painter.setFont(font("small"))
    below = QRect(place.left() + 2, place.top() + high + 2, place.width() - 4, place.height() - high - 2)
    painter.setPen(QColor(theme.palette.quiet))
    if column.service:
        tier = column.services[0].tier_title
        tier = _first_fitting(painter, below.width(), tier, tier.partition(",")[0])
        _write(painter, below, tier, theme.palette.quiet, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        return
    metrics = painter.fontMetrics()
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    for most in range(len(column.services), 0, -1):
        text = names(column, most)
        if metrics.boundingRect(QRect(0, 0, below.width(), 1000), flags, text).height() <= below.height() or most == 1:
            painter.drawText(below, flags, text)
            return


def _paint_progress_heading(painter: QPainter, places: Geometry) -> None:
    painter.setFont(font(bold=True))
    high = painter.fontMetrics().height()
    left, width = places.right + 12, places.progress - 12
    _write(painter, QRect(left, 0, width, high), "Walked", theme.palette.text, _LEFT)
    painter.setFont(font("small"))
    low = painter.fontMetrics().height()
    _write(painter, QRect(left, high + 2, width, low), "of your controls", theme.palette.quiet, _LEFT)


def _paint_band(painter: QPainter, places: Geometry, n: int, band: Band) -> None:
    painter.setFont(font())
    _write(painter, places.title(n), band.layer.title, theme.palette.text, _LEFT)
    place = places.bar(n)
    text = words.progress(band)
    room = painter.fontMetrics().horizontalAdvance("888 / 888")
    if not band.mine:
        _write(painter, place, text, theme.palette.quiet, _RIGHT)
        return
    bar = QRect(place.left(), place.top(), place.width() - room - 8, place.height())
    paint_bars(painter, bar, ((band.walked / band.mine, "good"),))
    _write(painter, place, text, theme.palette.text, _RIGHT)


def _paint_cell(painter: QPainter, place: QRect, cell: Cell) -> None:
    if cell.owner is Owner.ABSENT:
        painter.setFont(font("small"))
        _label(painter, place, Owner.ABSENT, theme.palette.quiet, "")
        return
    painter.setFont(font())
    total = sum(len(share.services) for share in cell.shares)
    least = painter.fontMetrics().horizontalAdvance("▲ 88") + 8
    free = max(place.width() - least * len(cell.shares), 0)
    left = place.left()
    for n, share in enumerate(cell.shares):
        last = n == len(cell.shares) - 1
        width = place.right() + 1 - left if last else least + free * len(share.services) // total
        tone = theme.tone(sign(share.owner).tone)
        part = QRect(left, place.top(), width - (0 if last else 2), place.height())
        _box(painter, part, QColor(tone.tint))
        _label(painter, part, share.owner, tone.ink, str(len(share.services)) if len(cell.shares) > 1 else "")
        left += width


def _label(painter: QPainter, place: QRect, owner: Owner, colour: str, count: str) -> None:
    """Symbol, word and count, as much of it as there is room for."""
    symbol, word = words.symbol(owner), words.WHOSE[owner]
    for text in (f"{symbol} {word} {count}", f"{symbol} {count}", symbol):
        if painter.fontMetrics().horizontalAdvance(text.strip()) <= place.width() - 4:
            painter.setPen(QColor(colour))
            painter.drawText(place, _CENTRE, text.strip())
            return


def _paint_line(painter: QPainter, shown: ResponsibilityMap, places: Geometry) -> None:
    pen = QPen(QColor(theme.palette.accent), 3)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(places.line(shown.lines)))


def _paint_gutter(painter: QPainter, shown: ResponsibilityMap, places: Geometry) -> None:
    """The two sides of the model beside the bands; between them, where it depends on the service."""
    low, high = min(shown.lines, default=0), max(shown.lines, default=0)
    sides = (
        (0, low, Owner.AWS, "AWS", ("security of the cloud", "of the cloud")),
        (low, high, Owner.SHARED, "Varies", ("by service",)),
        (high, places.bands, Owner.CUSTOMER, "Yours", ("security in the cloud", "in the cloud")),
    )
    for start, end, owner, whose, about in sides:
        if end > start:
            _paint_side(painter, places.gutter_between(start, end), owner, whose, about)


def _paint_side(painter: QPainter, place: QRect, owner: Owner, whose: str, about: tuple[str, ...]) -> None:
    tone = theme.tone(sign(owner).tone)
    _box(painter, place, QColor(tone.tint))
    painter.save()
    painter.translate(place.left(), place.bottom() + 1)
    painter.rotate(-90)
    painter.setPen(QColor(tone.ink))
    painter.setFont(font(bold=True))
    high = painter.fontMetrics().height()
    painter.setFont(font("small"))
    low = painter.fontMetrics().height()
    text = _first_fitting(painter, place.height() - 8, *about, "")
    top = (place.width() - high - low) // 2 if text else (place.width() - high) // 2
    painter.drawText(QRect(0, top + high, place.height(), low), _CENTRE, text)
    painter.setFont(font(bold=True))
    whose = _first_fitting(painter, place.height() - 4, whose, words.symbol(owner))
    painter.drawText(QRect(0, top, place.height(), high), _CENTRE, whose)
    painter.restore()
