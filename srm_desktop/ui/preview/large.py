"""The preview over the whole page, and back to where it was, with the focus where it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from srm_desktop.ui.widgets import named


class Stage(QWidget):
    """Covers a page with one widget out of it. Tab stays inside."""

    def __init__(self, page: QWidget, actor: QWidget) -> None:
        """Take `actor` out of its layout and show it over `page`."""
        super().__init__(page)
        named(self, "preview_stage", "Evidence over the whole page")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._page, self._actor = page, actor
        self._focus = QApplication.focusWidget()
        self._home = actor.parentWidget()
        layout = _layout_of(actor)
        self._at = layout.indexOf(actor)
        self._stretch = layout.stretch(self._at) if isinstance(layout, QBoxLayout) else 0
        self._home_layout = layout
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.addWidget(actor)
        page.installEventFilter(self)
        self.setGeometry(page.rect())
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Put everything back."""
        self._page.removeEventFilter(self)
        if isValid(self._home):
            self._home_layout.insertWidget(self._at, self._actor, self._stretch)
        self.hide()
        focus = self._focus
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._page.rect())
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        start = QApplication.focusWidget() or self
        widget = start
        while True:
            widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if widget is start:
                return True
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisible()
            if takes and widget.focusProxy() is None and self.isAncestorOf(widget):
                widget.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                return True


def page_around(widget: QWidget) -> QWidget | None:
    """The page of the window, or the dialog, that a widget is on; None where it stands alone."""
    page, above = None, widget.parentWidget()
    while above is not None:
        if above.isWindow():
            return page or above
        if isinstance(above.parentWidget(), QStackedWidget):
            page = above  # the outermost stack is that of the window's pages
        above = above.parentWidget()
    return page


def _layout_of(widget: QWidget) -> QBoxLayout:
    home = widget.parentWidget()
    waiting = [home.layout()] if home is not None else []
    while waiting:
        layout = waiting.pop()
        if isinstance(layout, QBoxLayout) and layout.indexOf(widget) >= 0:
            return layout
        waiting += [inner for n in range(layout.count()) if (inner := layout.itemAt(n).layout()) is not None]
    raise LookupError("The widget is in no row or column.")
