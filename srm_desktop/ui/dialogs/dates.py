"""Fields for days: typed in any usual way, or picked from a calendar; empty where that is allowed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from srm_desktop.domain.days import parse_day
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.problems import BadValue
from srm_desktop.ui.dialogs.frame import Wrong, text_field
from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import label, named


class DateField(QWidget):
    """A day, or nothing. Up and Down change it by a day, Alt+Down opens the calendar."""

    edited = Signal()

    def __init__(self, name: str, says: str, day: date | None = None) -> None:
        """`says` is what the field is about, in words."""
        super().__init__()
        named(self, name, says)
        self.field = text_field(f"{name}_field", day.isoformat() if day else "", hint="2026-01-31", says=says)
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance("2026-12-28") + 32)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self.edited.emit())
        self.field.editingFinished.connect(self._tidy)
        self._says = says
        self._picker = named(QToolButton(), f"{name}_calendar", f"{says}: calendar")
        self._picker.setText("▾")
        self._picker.setToolTip("Calendar (Alt+Down)")
        self._picker.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picker.clicked.connect(self.open_calendar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field)
        row.addWidget(self._picker)
        row.addStretch(1)
        self.setFocusProxy(self.field)

    def value(self) -> date | None:
        """The day, None where the field is empty. Raises Wrong."""
        text = self.field.text().strip()
        try:
            return parse_day(text) if text else None
        except BadValue as problem:
            raise Wrong(problem.sentence, self.field) from problem

    def _day(self) -> date | None:
        """The day that the field holds so far, None while it holds none."""
        with suppress(BadValue):
            return parse_day(self.field.text())
        return None

    def set_value(self, day: date | None) -> None:
        """Show a day, or nothing."""
        self.field.setText(day.isoformat() if day else "")

    def open_calendar(self) -> None:
        """Let the user pick a day."""
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = named(QCalendarWidget(), f"{self.objectName()}_days", f"{self._says}: days")
        dress_calendar(calendar)
        day = self._day() or date.today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.activated.connect(lambda chosen: self._pick(popup, chosen))
        calendar.clicked.connect(lambda chosen: self._pick(popup, chosen))
        box = QVBoxLayout(popup)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(calendar)
        popup.move(self.field.mapToGlobal(QPoint(0, self.field.height())))
        popup.show()
        calendar.setFocus()

    def _pick(self, popup: QWidget, chosen: QDate) -> None:
        self.set_value(date(chosen.year(), chosen.month(), chosen.day()))
        popup.close()
        self.field.setFocus()

    def _tidy(self) -> None:
        if day := self._day():
            self.set_value(day)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, day = event.key(), self._day()
            if key == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                self.open_calendar()
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and day is not None and date.min < day < date.max:
                self.set_value(day + timedelta(days=1 if key == Qt.Key.Key_Up else -1))
                return True
        return super().eventFilter(watched, event)


def dress_calendar(calendar: QCalendarWidget) -> None:
    """Put a calendar into the colours of the theme, weekends included."""
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    plain, quiet = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(QColor(theme.palette.text))
    quiet.setForeground(QColor(theme.palette.quiet))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, plain)
    calendar.setHeaderTextFormat(quiet)
    for name, arrow in (("qt_calendar_prevmonth", "‹"), ("qt_calendar_nextmonth", "›")):
        if isinstance(turn := calendar.findChild(QToolButton, name), QToolButton):
            turn.setIcon(QIcon())
            turn.setText(arrow)


class PeriodField(QWidget):
    """Two days, each of which may be left open."""

    edited = Signal()

    def __init__(self, name: str, says: str, period: Period) -> None:
        """`says` names the period in a sentence: "audit period"."""
        super().__init__()
        named(self, name, says)
        self._says = says
        self.start = DateField(f"{name}_from", f"{says} from", period.start)
        self.end = DateField(f"{name}_to", f"{says} to", period.end)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(label("to", quiet=True))
        row.addWidget(self.end)
        row.addStretch(1)
        self.start.edited.connect(self.edited)
        self.end.edited.connect(self.edited)
        self.setFocusProxy(self.start)

    def value(self) -> Period:
        """The period. Raises Wrong for what is no day, and where it ends before it begins."""
        period = Period(self.start.value(), self.end.value())
        if period.start and period.end and period.end < period.start:
            raise Wrong(f"The {self._says} ends ({period.end}) before it begins ({period.start}).", self.end.field)
        return period
