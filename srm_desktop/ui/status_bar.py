"""The line at the bottom: where the assessment stands, when it was written last, whether its journal hangs together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStatusBar

from srm_desktop import settings
from srm_desktop.domain.assessment import Fault, Verdict
from srm_desktop.services import history, listing
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import button, label, named

_APART = "     "


class StatusBar(QStatusBar):
    """Follows the open assessment of a session."""

    def __init__(
        self, session: Session, tell: Callable[[str], object], verify: Callable[[], object] = lambda: None
    ) -> None:
        """`tell` shows a sentence about a journal that does not hang together; `verify` checks the whole file."""
        super().__init__()
        self._session = session
        self._tell = tell
        self._chain = ""
        self._standing = named(label(quiet=True), "standing", "Where the assessment stands")
        self._saved = named(label(quiet=True), "saved", "When it was saved")
        self._offer = named(button("", verify, kind="link"), "offer_verify", "Verify the whole file")
        self._offer.hide()
        session.proven.connect(self._proven)
        self.setSizeGripEnabled(False)
        self.addWidget(self._standing, 1)
        self.addPermanentWidget(self._offer)
        self.addPermanentWidget(self._saved)
        for shown in (self._standing, self._saved):
            shown.setStyleSheet("padding: 2px 8px")  # a contents margin is lost when the theme changes

    def opened(self) -> None:
        """Another assessment is open, or none: check the end of its journal once the list is painted."""
        self._chain = ""
        self._offer.hide()
        self.reload()
        QTimer.singleShot(100, self, self._look_at_chain)

    def reload(self) -> None:
        """Count again."""
        file = self._session.file
        if file is None:
            self._standing.clear()
            self._saved.clear()
            return
        total = listing.coverage(file)
        said = [f"{total.percent} % walked", f"{total.with_evidence} with evidence"]
        said += [f"{total.stale} stale"] if total.stale else []
        self._standing.setText(_APART.join(said))
        written = "Read-only" if file.read_only else f"Saved {history.last_change(file).astimezone():%d %b %H:%M}"
        self._saved.setText(_APART.join(said for said in (written, self._chain, file.path.name) if said))
        chain = (
            "\nThe last 200 entries of the journal follow from one another; Verify reads all." if self._chain else ""
        )
        self._saved.setToolTip(f"{file.path}{chain}")

    def _look_at_chain(self) -> None:
        from srm_desktop.services import proof

        self._session.run(proof.tail, say=False, then=self._know_chain)

    def _know_chain(self, faults: list[Fault]) -> None:
        self._chain = "" if faults else "chain ok"
        self.reload()
        if faults:
            self._tell("\n".join(fault.sentence for fault in faults[:5]))
        self._look_at_last_check()

    def _look_at_last_check(self) -> None:
        """Offer a full check where the last is older than a week; of a file met for the first time, count from now."""
        from srm_desktop.services import proof

        if (file := self._session.file) is None:
            return
        known, name, now = settings.load(), proof.identity(file), file.clock()
        if name not in known.verified:
            settings.save(settings.with_verified(known, name, now))
        elif proof.is_due(known.verified[name], now):
            self._offer.setText("Not verified for a week: verify")
            self._offer.setToolTip("Read every byte and every journal entry again; you can go on working meanwhile")
            self._offer.show()

    def _proven(self, verdict: Verdict) -> None:
        from srm_desktop.services import proof

        if verdict.ok and (file := self._session.file) is not None:
            settings.save(settings.with_verified(settings.load(), proof.identity(file), file.clock()))
            self._offer.hide()
