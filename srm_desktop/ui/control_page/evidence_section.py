"""The evidence of a control: the list, what can be done with it, and the look at what is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu

from srm_desktop.domain.assessment import Changes, ControlView, Evidence, LinkedEvidence, counted
from srm_desktop.domain.freshness import Rule
from srm_desktop.domain.id_text import told_apart
from srm_desktop.services import counterparts, evidence, walk
from srm_desktop.services.walk import Marking
from srm_desktop.ui import piece_actions
from srm_desktop.ui.control_page import asking
from srm_desktop.ui.control_page.drop import DropHint
from srm_desktop.ui.control_page.evidence_table import EvidenceTable
from srm_desktop.ui.control_page.offers import OfferLine
from srm_desktop.ui.control_page.rule_line import RuleLine
from srm_desktop.ui.control_page.section import Section, pop_up
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.judging import Judging, ask_details
from srm_desktop.ui.session import Session
from srm_desktop.ui.version_line import VersionLine
from srm_desktop.ui.widgets import button, named
from srm_desktop.ui.words import id_text

if TYPE_CHECKING:
    from srm_desktop.ui.preview import Preview


class EvidenceSection(Section):
    """List, preview and the place to drop."""

    def __init__(self, session: Session, attach: Callable[[list[Path]], object]) -> None:
        """`attach` attaches files to the control of the page."""
        super().__init__("evidence_section", "Evidence", " ")
        self._session, self._attach = session, attach
        self._key = ""
        self._chosen: list[str] = []
        self.table = EvidenceTable()
        self._preview: Preview | None = None
        self.hint = DropHint()
        self.judging = Judging(self.table, session, lambda: [linked.piece for linked in self.table.selected()])
        self.rule = RuleLine(self._set_rule)
        self.add = named(button("Attach files…", self._ask_files, kind="link"), "attach_files", "Attach files")
        self.head.addWidget(self.add)
        self.offers = OfferLine()
        self.version = VersionLine()
        for part in (self.rule, self.table, self.version, self.offers, self.hint):
            self.body.addWidget(part)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._look())
        self.table.rows_model.modelReset.connect(self._look)
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.opened.connect(self.details)
        self.table.detach_asked.connect(self.detach)
        self.table.setDragEnabled(True)
        self.table.drag_wanted.connect(lambda: piece_actions.drag_out(self.table, session, self.chosen()))
        self.table.asked.connect(self._do)
        self.version.wanted.connect(lambda: self._do("versions"))
        self.offers.all_wanted.connect(self.link_offered)
        self.offers.some_wanted.connect(lambda uids: self.link_offered(uids))

    def facts(self, view: ControlView) -> Any:
        return view.row.key, view.links, view.offers, view.fresh, view.given, view.work.fresh

    def fill(self, view: ControlView, writable: bool) -> None:
        if view.row.key != self._key:
            self._key = view.row.key
            self.table.clearSelection()
        pieces = len({linked.piece.uid for linked in view.links})
        counts = len({linked.piece.uid for linked in counted(view.links)})
        said = {0: "none yet", 1: "1 piece"}.get(pieces, f"{pieces} pieces")
        self.beside.setText(said if counts == pieces else f"{said}, {counts} of them counted")
        self.rule.show_rule(view, writable)
        set_shown(self.table, bool(view.links))
        self.table.show_links(view.links)
        self.offers.show_offers(view.offers if writable else (), told_apart(view.same, id_text))
        set_shown(self.hint, writable)
        set_shown(self.add, writable)
        self._look()

    def select(self, uids: Sequence[str]) -> None:
        """Select pieces and show the first."""
        self.table.select_pieces(uids)

    @property
    def preview(self) -> Preview:
        """The look at what is selected; made when something is for the first time."""
        if self._preview is None:
            from srm_desktop.ui.preview import Preview

            self._preview = named(Preview(self._session), "evidence_preview", "Preview")
            self._preview.step_asked.connect(self.step)
            self._preview.left.connect(self.table.setFocus)
            self._preview.hide()
            self.body.insertWidget(self.body.indexOf(self.version) + 1, self._preview)
        return self._preview

    def _look(self) -> None:
        chosen = self.table.selected()
        self.judging.follow()
        if chosen or self._preview is not None:
            set_shown(self.preview, bool(chosen))
            self.preview.show_piece(chosen[0].piece if chosen else None)
        self.version.show_piece(self._session.file, chosen[0].piece if chosen else None)

    def chosen(self) -> list[Evidence]:
        """The selected pieces, each once."""
        return list({linked.piece.uid: linked.piece for linked in self.table.selected()}.values())

    def _do(self, what: str) -> None:
        if pieces := self.chosen():
            piece_actions.do(what, self, self._session, pieces)

    def take_drop(self, paths: list[Path], place: QPoint) -> bool:
        """Files dropped at a place on the screen: on a row, ask whether they renew that piece. False elsewhere."""
        row = self.table.rows_model.row_of(self.table.key_at(place) or "") if self.table.isVisible() else -1
        if row < 0:
            return False
        piece, key = self.table.rows_model.rows[row].piece, self._key
        ask = partial(piece_actions.take_version, self, self._session, piece, paths, key, dropped=True)
        QTimer.singleShot(0, self, ask)
        return True

    def enlarge(self) -> None:
        """Show the selected piece, or the first, over the whole page; back again where it is."""
        if self.preview.is_large:
            self.preview.shrink()
            return
        if not self.table.selected() and self.table.rows_model.rows:
            self.table.go_to(self.table.rows_model.keys()[0])
        self.preview.enlarge()

    def step(self, by: int) -> None:
        """Select the next piece, or the one before."""
        self.table.step(by)

    def _ask_files(self) -> None:
        if paths := asking.ask_files(self):
            self._attach(paths)

    def _menu(self, place: QPoint) -> None:
        chosen = self.table.selected()
        if chosen:
            pop_up(self.menu_for(chosen), self.table.viewport().mapToGlobal(place))

    def menu_for(self, chosen: Sequence[LinkedEvidence]) -> QMenu:
        """What can be done with the selected pieces."""
        menu = named(QMenu(self), "evidence_menu", "Evidence")
        many = len(chosen) > 1
        menu.addAction("Enlarge the preview\tF6", self.enlarge)
        if self._session.writable:
            menu.addAction("Details…\tReturn", self.details)
            menu.addAction("Where to look…", self.place).setEnabled(not many)
        menu.addAction("Extract…", self.extract)
        menu.addSeparator()
        piece_actions.add_to(menu, self, self._session, self.chosen())
        if self._session.writable:
            menu.addSeparator()
            self.judging.fill(menu)
            menu.addSeparator()
            menu.addAction("Detach from this control\tDel", self.detach)
        return menu

    def details(self) -> None:
        """Ask for what is known of the selected pieces."""
        if chosen := self.table.selected():
            ask_details(self, self._session, [linked.piece for linked in chosen])

    def _set_rule(self, rule: Rule | str) -> None:
        key = self._key
        if key and self._session.writable:
            self._session.run(lambda file: walk.mark(file, [key], Marking(fresh=rule)))

    def ask_rule(self) -> None:
        """Let the user choose how fresh evidence of this control must be."""
        self.rule.open()

    def place(self) -> None:
        """Ask where in the selected piece to look."""
        chosen = self.table.selected()
        if not chosen or not self._session.writable:
            return
        link, key = chosen[0].link, self._key
        place = asking.ask_place(self, chosen[0].piece.id, link.place)
        if place is not None:
            self._session.run(lambda file: evidence.set_place(file, key, link.part, link.evidence, place))

    def detach(self) -> None:
        """Take the selected pieces off the control."""
        uids, key = [linked.piece.uid for linked in self.table.selected()], self._key
        if uids and self._session.writable:
            self._session.run(lambda file: evidence.detach(file, key, uids))

    def link_offered(self, uids: Sequence[str] | None = None) -> None:
        """Link what is offered from counterparts, or some of it, and show it."""
        key, focused = self._key, self.offers.link.hasFocus() or self.offers.choose.hasFocus()
        if not self._session.writable or not key:
            return
        if self.offers.isHidden():
            self._session.notice.emit(f"No other control offers evidence for {id_text(key)}.", False)
            return

        def linked(changes: Changes) -> None:
            if key == self._key:
                self.select([*changes.evidence])
                if focused:  # what was pressed is gone
                    self.table.setFocus()

        self._session.run(lambda file: counterparts.accept(file, key, uids), then=linked)

    def extract(self) -> None:
        """Write the selected pieces into a folder."""
        uids = list(dict.fromkeys(linked.piece.uid for linked in self.table.selected()))
        folder = asking.ask_folder(self) if uids else None
        if folder is None:
            return
        target: Path = folder

        def done(written: list[Path]) -> None:
            what = written[0].name if len(written) == 1 else f"{len(written)} files"
            self._session.notice.emit(f"Extracted {what} to {target}", False)

        name = "Extract evidence"
        self._session.run_long(name, lambda file, progress: evidence.extract(file, uids, target, progress.report), done)
