"""Editing what is known of evidence: of one piece, or of many at once, where only what was changed is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Evidence, Link
from srm_desktop.domain.kinds import kind_text
from srm_desktop.domain.sizes import size_text
from srm_desktop.services.evidence import Edit
from srm_desktop.ui.dialogs.evidence_fields import Checked, Dated, Origin, Places, Stored, grouped
from srm_desktop.ui.dialogs.frame import Frame, Wrong, add_row, ask, form, text_field
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.widgets import measure, named

Known = Mapping[str, Sequence[str]]
"""What was written in the fields of other pieces, to be suggested: words by field."""


class EvidenceDialog(Frame):
    """What is known of pieces, in groups: dates, origin, judgement, places to look; and of one piece what is stored."""

    def __init__(
        self, parent: QWidget | None, pieces: Sequence[Evidence], links: Sequence[Link] = (), known: Known | None = None
    ) -> None:
        """`links` are those of the one piece; of many none are edited."""
        one = pieces[0] if len(pieces) == 1 else None
        window = f"Evidence {one.id}" if one else "Evidence"
        super().__init__(parent, "evidence_dialog", window, heading="", about=_about(pieces), accept="Apply")
        self._pieces = pieces
        self._say_heading(f"{one.id}  {one.name}" if one else plural(len(pieces), "piece") + " of evidence")
        self.title = text_field("evidence_title", one.title if one else "", says="title")
        self.dated = Dated(pieces)
        self.origin = Origin(pieces, known or {})
        self.checked = Checked(pieces)
        self.places = Places(links) if one else Places(())
        self._lay_out(one)
        self.wants_history = False
        if one:
            made = self.add_button("&History", "evidence_history", self._ask_history, left=True)
            made.setToolTip("Keep what was changed here, and show what happened to this piece")
        self.setMinimumWidth(measure() + 280)
        (self.title if one else self.origin.fields["source"]).setFocus()

    def _say_heading(self, heading: str) -> None:
        shown = self.heading.fontMetrics().elidedText(heading, Qt.TextElideMode.ElideMiddle, measure() + 120)
        self.heading.setText(shown)
        self.heading.setToolTip(heading)
        self.heading.setAccessibleName(heading)
        self.heading.show()

    def _lay_out(self, one: Evidence | None) -> None:
        if one:
            top = form()
            add_row(top, "&Title", self.title)
            self.body.addLayout(top)
        else:
            self.title.setParent(self)
            self.title.hide()
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(16)
        left.addLayout(grouped("Dates", self.dated))
        left.addLayout(grouped("Acceptance", self.checked))
        left.addStretch(1)
        right.addLayout(grouped("Where it comes from", self.origin))
        right.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(32)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        self.body.addLayout(halves, 1)
        if self.places.fields:
            self.body.addLayout(grouped("Where to look", self.places))
        if one:
            self.stored = named(Stored(one), "evidence_stored", "What is stored")
            self.body.addWidget(self.stored)
        self._align()

    def _align(self) -> None:
        """Let all fields but those of the right half begin at one line."""
        found = [one for one in self.findChildren(QLabel) if one.objectName().endswith("_label")]
        left = [one for one in found if not self.origin.isAncestorOf(one)]
        width = max(one.sizeHint().width() for one in left)
        for one in left:
            one.setMinimumWidth(width)

    def _ask_history(self) -> None:
        """Answer as the first button does; who asked goes on to the history."""
        self.wants_history = True
        self.submit()
        self.wants_history = self.result() == self.DialogCode.Accepted

    def collect(self) -> Edit | None:
        """What is different; None where nothing is. Raises Wrong."""
        title = self.title.text().strip()
        one = len(self._pieces) == 1
        if one and not title:
            raise Wrong("A piece of evidence needs a title; its file name will do.", self.title)
        edit = Edit(
            title=title if one and title != self._pieces[0].title else None,
            acceptance=self.checked.acceptance(),
            note=self.checked.note_changed(),
            places=self.places.changed(),
            **self.dated.changed(),
            **self.origin.changed(),
        )
        return None if edit == Edit() else edit


def _about(pieces: Sequence[Evidence]) -> str:
    if len(pieces) > 1:
        return "What you change here is written to all of them; everything else stays as it is on each."
    (piece,) = pieces
    version = f", version {piece.version}" if piece.version > 1 else ""
    return f"{kind_text(piece.media_type)}, {size_text(piece.size)}{version}"


def ask_evidence(
    parent: QWidget | None,
    pieces: Sequence[Evidence],
    links: Sequence[Link] = (),
    known: Known | None = None,
    history: Callable[[str], object] = lambda _uid: None,
) -> Edit | None:
    """What is to be changed on pieces; None where the user left or nothing is different.

    `history` is called with the uid of the piece whose history is to be shown next.
    """
    dialog = EvidenceDialog(parent, pieces, links, known)
    dialog.accepted.connect(lambda: history(pieces[0].uid) if dialog.wants_history else None)
    answer: Edit | None = ask(dialog)
    return answer
