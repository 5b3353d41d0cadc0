"""Evidence of counterparts that may serve here too: one quiet line, a button that links it, and a menu to take some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Offer
from srm_desktop.domain.responsibility import shorten
from srm_desktop.services.counterparts import origins_of
from srm_desktop.ui.control_page.check_menu import CheckMenu
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import button, label, named
from srm_desktop.ui.words import sign

KEY = "Ctrl+Shift+L"
"""Links all that is offered."""

MOST_NAMED = 4
"""How many pieces the line names; the menu names all."""


def _piece(offer: Offer) -> str:
    return f"{offer.piece.id}\N{NO-BREAK SPACE}{offer.piece.title or offer.piece.name}"


class OfferMenu(CheckMenu):
    """The pieces that are offered, to be checked; the last item links those that are."""

    def __init__(self, offers: Sequence[Offer], names: Mapping[str, str], parent: QWidget) -> None:
        """Nothing is checked yet; `names` says what the counterparts are called, by their keys."""
        super().__init__(parent)
        named(self, "offer_menu", "Offered evidence")
        self._taken = False
        for offer in offers:
            beside = f"{', '.join(names[key] for key in offer.keys)}, {sign(offer.freshness).word.lower()}"
            action = self.addAction(f"{_piece(offer)}   ({beside})".replace("&", "&&"))
            action.setCheckable(True)
            action.setData(offer.piece.uid)
            action.toggled.connect(lambda _on: self._count())
        self.addSeparator()
        self._link = self.addAction("", lambda: self.finish())
        self._count()

    def _checked(self) -> list[str]:
        return [str(action.data()) for action in self.actions() if action.isChecked()]

    def _count(self) -> None:
        count = len(self._checked())
        self._link.setText(f"Link {count} of {len(self.actions()) - 2}" if count else "Link what is checked")
        self._link.setEnabled(bool(count))

    def finish(self) -> None:
        self._taken = True
        super().finish()

    def chosen(self) -> list[str]:
        """The uids that were checked and are to be linked; none where the menu was left."""
        return self._checked() if self._taken else []


def ask_offers(under: QWidget, offers: Sequence[Offer], names: Mapping[str, str]) -> list[str]:
    """Let the user choose among what is offered, in a menu under a widget. Gives uids."""
    menu = OfferMenu(offers, names, under)
    menu.exec(under.mapToGlobal(QPoint(0, under.height())))
    chosen = menu.chosen()
    menu.deleteLater()
    return chosen


class OfferLine(QWidget):
    """What is offered, in a field of its own; hidden where nothing is."""

    all_wanted = Signal()
    some_wanted = Signal(list)
    """The uids of those that were chosen."""

    def __init__(self) -> None:
        """Nothing is offered yet."""
        super().__init__()
        named(self, "offers", "Evidence of other controls that may serve here too")
        self._offers: tuple[Offer, ...] = ()
        self._names: Mapping[str, str] = {}
        self.text = named(label(wrap=True), "offers_text", "Offered")
        self.names = named(label(quiet=True, wrap=True), "offers_names", "Offered pieces")
        self.link = named(button("", lambda: self.all_wanted.emit()), "link_offered", "Link what is offered")
        self.choose = named(button("Choose ▾", lambda: self._ask(), kind="flat"), "choose_offered", "Choose among it")
        key = QKeySequence(KEY).toString(QKeySequence.SequenceFormat.NativeText)
        self.link.setToolTip("Let them serve this control too; undo takes it back")
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.link, label(key, quiet=True), self.choose):
            row.addWidget(widget)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.setSpacing(2)
        lines.addWidget(self.text)
        lines.addWidget(self.names)
        lines.addSpacing(6)
        lines.addLayout(row)
        theme.changed.connect(self.update)

    def show_offers(self, offers: tuple[Offer, ...], names: Mapping[str, str]) -> None:
        """Show what is offered; `names` says what the counterparts are called, by their keys."""
        self._offers, self._names = offers, names
        set_shown(self, bool(offers))
        if not offers:
            return
        one = len(offers) == 1
        pieces = "1 piece" if one else f"{len(offers)} pieces"
        self.text.setText(f"{pieces} on {shorten([names[key] for key in origins_of(offers)], 3)} may serve here too")
        self.names.setText(shorten([_piece(offer) for offer in offers], MOST_NAMED))
        self.link.setText("Link it" if one else "Link them")
        set_shown(self.choose, not one)

    def _ask(self) -> None:
        if chosen := ask_offers(self.choose, self._offers, self._names):
            self.some_wanted.emit(chosen)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.pane))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
