"""The responsibility map as one widget: painted, with mouse, keyboard and tool tips."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from srm_desktop.services.listing import Filter
from srm_desktop.services.responsibility_map import ResponsibilityMap
from srm_desktop.ui.pages import map_words as words
from srm_desktop.ui.pages.map_geometry import BAND, Geometry, Spot, geometry, least
from srm_desktop.ui.pages.map_paint import paint
from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import named

_HINT = "Click a band or a cell to see your controls that touch it."


class MapView(QWidget):
    """The picture. Arrow keys go from band to band and cell to cell; Enter, Space or a click asks for the controls."""

    filter_asked = Signal(object, str)
    told = Signal(str)
    """A sentence about what is under the mouse or has the keyboard."""

    def __init__(self) -> None:
        """Nothing to show yet."""
        super().__init__()
        named(self, "responsibility_map", "Responsibility map")
        self.shown = ResponsibilityMap((), (), ())
        self._hovered: Spot | None = None
        self._current = Spot(0)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_map(self, shown: ResponsibilityMap) -> None:
        """Show another map; the keyboard stays where it was, as far as that is still there."""
        if len(self.shown.bands) != len(shown.bands):
            self._current = Spot(len(shown.bands) - 1)
        self.shown = shown
        if self._current.column >= len(shown.columns):
            self._current = Spot(min(self._current.band, len(shown.bands) - 1))
        if self._hovered is not None and self._hovered.column >= len(shown.columns):
            self._hovered = None
        self.updateGeometry()
        self.update()
        self._tell()

    @property
    def places(self) -> Geometry:
        """Where everything is at the present size."""
        return geometry(self.shown, self.width(), self.height())

    @property
    def current(self) -> Spot:
        """Where the keyboard is."""
        return self._current

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(*least(self.shown))

    def says(self, spot: Spot) -> str:
        """What a place on the map means."""
        if spot.band >= len(self.shown.bands):
            return words.column_tip(self.shown.columns[spot.column]).replace("\n", ". ")
        band = self.shown.bands[spot.band]
        if spot.column == BAND:
            return words.band_says(band)
        return words.cell_says(band, self.shown.columns[spot.column], band.cells[spot.column])

    def ask(self, spot: Spot) -> None:
        """Ask for the controls behind a place; the heading of a tier has none of its own."""
        if spot.band >= len(self.shown.bands):
            column = self.shown.columns[spot.column]
            if column.service:
                self.filter_asked.emit(Filter(mine=True, service=column.service), column.title)
            return
        band = self.shown.bands[spot.band]
        if spot.column == BAND:
            self.filter_asked.emit(band.wanted, words.title(band, None))
        else:
            column = self.shown.columns[spot.column]
            self.filter_asked.emit(band.cells[spot.column].wanted, words.title(band, column))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.shown.bands:
            current = self._current if self.hasFocus() else None
            paint(QPainter(self), self.shown, self.places, self._hovered, current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        top, last = len(self.shown.bands), len(self.shown.columns) - 1
        band, column = self._current.band, self._current.column
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.ask(self._current)
            return
        moves = {
            Qt.Key.Key_Up: Spot(min(band + 1, top if column != BAND else top - 1), column),
            Qt.Key.Key_Down: Spot(max(band - 1, 0), column),
            Qt.Key.Key_Left: Spot(band, max(column - 1, BAND if band < top else 0)),
            Qt.Key.Key_Right: Spot(band, min(column + 1, last)),
            Qt.Key.Key_Home: Spot(top - 1, BAND),
            Qt.Key.Key_End: Spot(0, BAND),
        }
        if key not in moves or not self.shown.bands:
            super().keyPressEvent(event)
            return
        self._current = moves[Qt.Key(key)]
        self._tell()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.places.at(event.position().toPoint()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.places.at(event.position().toPoint())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = spot
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = self.places.at(event.position().toPoint())
        if spot is not None and spot == self._current and event.button() == Qt.MouseButton.LeftButton:
            self.ask(spot)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self.places.at(event.pos())
            QToolTip.showText(event.globalPos(), self.tip(spot) if spot is not None else "", self)
            return True
        return super().event(event)

    def tip(self, spot: Spot) -> str:
        """The tool tip of a place."""
        if spot.band >= len(self.shown.bands):
            return words.column_tip(self.shown.columns[spot.column])
        band = self.shown.bands[spot.band]
        if spot.column == BAND:
            return words.band_says(band)
        return words.cell_tip(band, self.shown.columns[spot.column], band.cells[spot.column])

    def _leads(self, spot: Spot) -> bool:
        return spot.band < len(self.shown.bands) or bool(self.shown.columns[spot.column].service)

    def _hover(self, spot: Spot | None) -> None:
        if spot == self._hovered:
            return
        self._hovered = spot
        leads = spot is not None and self._leads(spot)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self._tell()
        self.update()

    def _tell(self) -> None:
        spot = self._hovered or (self._current if self.hasFocus() else None)
        said = self.says(spot) if spot is not None and self.shown.bands else _HINT
        self.setAccessibleDescription(self.says(self._current) if self.shown.bands else "")
        self.told.emit(said)
