"""Text that is in the file as it is typed: in a pause of an eighth of a second, else once a second; never lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from srm_desktop.ui.session import Session

Slot = tuple[str, str | None]
"""A control's key, and the part the text belongs to."""
REST = 120
"""Milliseconds after the last key until what was typed is written."""
MOST = 1000
"""Milliseconds after which it is written even while typing goes on: each time the journal keeps the whole text."""


class Saver(QObject):
    """Keeps one text field and the file together.

    What the user typed always wins over what comes from the file: the field is only set anew (an undo, say) when
    nothing of it waits to be written.
    """

    def __init__(
        self, session: Session, field: str, read: Callable[[], str], show: Callable[[str, bool], None], parent: QObject
    ) -> None:
        """`field` as in `Session.type_text`; `read` gives the text shown, `show` sets it (True: another control's)."""
        super().__init__(parent)
        self._session, self._field, self._read, self._show = session, field, read, show
        self._slot: Slot | None = None
        self._kept = ""
        self._unsaved = False
        self._texts: dict[Slot, str] = {}
        self._under_way: Counter[Slot] = Counter()
        self._rest = self._timer(REST)
        self._most = self._timer(MOST)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    @property
    def waiting(self) -> bool:
        """Whether something typed here is not known to be in the file yet."""
        return self._unsaved or self._slot in self._texts

    def show_text(self, key: str, text: str, part: str | None = None) -> None:
        """The file holds `text` for this control: show it, unless the user has just typed something else there."""
        slot = (key, part)
        elsewhere = slot != self._slot
        if elsewhere:
            self.flush()
            self._slot = slot
            self._unsaved = slot in self._texts and not self._under_way[slot]
            text = self._texts.get(slot, text)
        elif self.waiting:
            return
        self._kept = text
        if elsewhere or self._read() != text:
            self._show(text, elsewhere)

    def touched(self) -> None:
        """The user typed."""
        if self._slot is None or not self._session.writable:
            return
        self._unsaved = True
        self._rest.start()
        if not self._most.isActive():
            self._most.start()

    def flush(self) -> None:
        """Hand what waits to the session now."""
        self._rest.stop()
        self._most.stop()
        slot = self._slot
        if not self._unsaved or slot is None:
            return
        self._unsaved = False
        text = self._read()
        if text == self._kept and slot not in self._texts:
            return
        self._kept = self._texts[slot] = text
        self._under_way[slot] += 1
        key, part = slot
        self._session.type_text(key, self._field, text, part, settled=lambda worked: self._settled(slot, worked))

    def _settled(self, slot: Slot, worked: bool) -> None:
        self._under_way[slot] -= 1
        if worked and not self._under_way[slot]:
            self._texts.pop(slot, None)
        if not worked and slot == self._slot:  # it stays on the screen; the next key, or leaving, tries again
            self._unsaved = True

    def forget(self) -> None:
        """Another assessment is open: what waits belongs to none."""
        self._rest.stop()
        self._most.stop()
        self._slot, self._unsaved, self._kept = None, False, ""
        self._texts.clear()
        self._under_way.clear()
