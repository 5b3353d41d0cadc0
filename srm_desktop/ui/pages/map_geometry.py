"""Where everything on the responsibility map lies, in pixels, for a size of the widget."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QFontMetrics

from srm_desktop.services.responsibility_map import ResponsibilityMap
from srm_desktop.ui.theme import font

BAND = -1
"""The column number of a band as a whole: its title on the left and its progress on the right."""
_GAP = 4
_TALLEST = 56


class Spot(NamedTuple):
    """A place on the map: a band (from the ground, 0; one above the last is the headings) and a column, or `BAND`."""

    band: int
    column: int = BAND


class Geometry(NamedTuple):
    """The measures of the map. Bands are counted from the ground, so band 0 is the lowest on the screen."""

    width: int
    bands: int
    columns: int
    gutter: int
    titles: int
    progress: int
    heading: int
    band: int

    def top(self, band: int) -> int:
        """The upper edge of a band."""
        return self.heading + (self.bands - 1 - band) * self.band

    @property
    def bottom(self) -> int:
        """The lower edge of the map."""
        return self.heading + self.bands * self.band

    @property
    def left(self) -> int:
        """Where the columns begin."""
        return self.gutter + self.titles

    @property
    def right(self) -> int:
        """Where the columns end."""
        return self.width - self.progress

    def edge(self, column: int) -> int:
        """The left edge of a column; one beyond the last gives the right edge of all."""
        return self.left + (self.right - self.left) * column // max(self.columns, 1)

    def cell(self, spot: Spot) -> QRect:
        """The rectangle of a cell, or of a heading."""
        left, right = self.edge(spot.column), self.edge(spot.column + 1)
        if spot.band >= self.bands:
            return QRect(left, 0, right - left - _GAP, self.heading - _GAP)
        return QRect(left, self.top(spot.band), right - left - _GAP, self.band - 2)

    def title(self, band: int) -> QRect:
        """Where the name of a band is written."""
        return QRect(self.gutter + 12, self.top(band), self.titles - 20, self.band - 2)

    def bar(self, band: int) -> QRect:
        """Where the progress of a band is shown."""
        return QRect(self.right + 12, self.top(band), self.progress - 24, self.band - 2)

    def row(self, band: int) -> QRect:
        """A band from its title to its progress."""
        return QRect(self.gutter + 4, self.top(band), self.width - self.gutter - 4, self.band - 2)

    def gutter_between(self, low: int, high: int) -> QRect:
        """The part of the gutter beside the bands from `low` up to, not including, `high`."""
        return QRect(0, self.top(high - 1), self.gutter - 4, (high - low) * self.band - 2)

    def line(self, heights: tuple[int, ...]) -> list[QPointF]:
        """The stepped line over the bands that are AWS's alone, from the gutter to the end of the columns."""
        points: list[QPointF] = []
        for n, height in enumerate(heights):
            y = float(self.top(height - 1) - 1 if height else self.bottom - 1)
            points.append(QPointF(self.edge(n) - _GAP / 2 if n else self.gutter + 4, y))
            points.append(QPointF(self.edge(n + 1) - _GAP / 2, y))
        return points

    def at(self, point: QPoint) -> Spot | None:
        """What lies under a point."""
        if point.x() < self.gutter or point.x() > self.width or not 0 <= point.y() < self.bottom:
            return None
        inside = self.left <= point.x() < self.right
        column = BAND
        if inside:
            column = next(n for n in reversed(range(self.columns)) if self.edge(n) <= point.x())
        if point.y() < self.heading:
            return Spot(self.bands, column) if inside else None
        return Spot(self.bands - 1 - (point.y() - self.heading) // self.band, column)


def geometry(shown: ResponsibilityMap, width: int, height: int) -> Geometry:
    """The measures for a map in a widget of this size."""
    text, small = QFontMetrics(font()), QFontMetrics(font("small"))
    longest = max((text.horizontalAdvance(band.layer.title) for band in shown.bands), default=80)
    heading = text.height() + small.height() * 2 + 12
    bands = max(len(shown.bands), 1)
    return Geometry(
        width=width,
        bands=len(shown.bands),
        columns=len(shown.columns),
        gutter=text.height() + small.height() + 16,
        titles=longest + 24,
        progress=min(max(width // 5, small.height() * 9), 220),
        heading=heading,
        band=max(min((height - heading) // bands, _TALLEST), text.height() + 12),
    )


def least(shown: ResponsibilityMap) -> tuple[int, int]:
    """The smallest width and height in which the map can be read."""
    made = geometry(shown, 0, 0)
    each = QFontMetrics(font()).height() * 3
    return made.left + made.progress + each * max(made.columns, 1), made.bottom
