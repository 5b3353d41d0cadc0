"""What can be done with pieces of evidence wherever they are listed: versions, comparing, copies for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.problems import Problem
from srm_desktop.domain.sizes import size_text
from srm_desktop.services import attach, copies, evidence, listing, versions
from srm_desktop.services.attach import Attached
from srm_desktop.services.comparing import Compared, comparable, compare
from srm_desktop.services.versions import Renewal
from srm_desktop.ui.session import Session
from srm_desktop.ui.words import id_text

DRAGGED = 64_000_000
"""Bytes that can be dragged out at once: they are written when the drag begins, and the window waits for it."""

KEYS = {
    "new_version": "Ctrl+Shift+N",
    "versions": "Ctrl+Shift+H",
    "compare": "Ctrl+Shift+D",
    "open_copy": "Ctrl+Shift+O",
    "history": "Ctrl+H",
}
"""The keys of what can be done with the selected pieces."""


class Outside(QObject):
    """The copies that the window gave to other programs; they go when the assessment is closed."""

    def __init__(self, session: Session) -> None:
        """For as long as `session` lives."""
        super().__init__(session)
        self.copies = copies.Copies()
        session.opened.connect(self.copies.close)


def outside(session: Session) -> copies.Copies:
    """The copies of a session, made when they are first asked for."""
    found = session.findChild(Outside) or Outside(session)
    assert isinstance(found, Outside)
    return found.copies


def add_to(menu: QMenu, parent: QWidget, session: Session, pieces: Sequence[Evidence]) -> None:
    """Add what can be done with these pieces to a menu."""
    one = len(pieces) == 1
    line = _line(session, pieces[0]) if one else ()
    pair = _pair(session, pieces)
    for name, text, can in (
        ("new_version", "New version…", one and session.writable),
        ("versions", "Versions…", len(line) > 1),
        ("compare", "Compare", pair is not None and all(map(comparable, pair))),
        ("open_copy", "Open a copy", one),
        ("history", "History of this piece", one),
    ):
        action = menu.addAction(text, partial(do, name, parent, session, tuple(pieces)))
        action.setShortcut(QKeySequence(KEYS[name]))
        action.setEnabled(can)


def asked_by(event: QEvent) -> str:
    """The name of what a key press asks for, "copy" included; empty where it asks for nothing of this."""
    if not isinstance(event, QKeyEvent):
        return ""
    if event.matches(QKeySequence.StandardKey.Copy):
        return "copy"
    pressed = QKeySequence(event.keyCombination())
    return next((name for name, key in KEYS.items() if pressed == QKeySequence(key)), "")


def do(what: str, parent: QWidget, session: Session, pieces: Sequence[Evidence]) -> None:
    """Do what a key asked for with the selected pieces."""
    piece = pieces[0]
    if what == "copy":
        copy_text(pieces)
    elif what == "compare":
        if (pair := _pair(session, pieces)) is None:
            session.notice.emit(f"{piece.id} has no other version; select two pieces to compare them.", False)
        else:
            compare_pieces(parent, session, *pair)
    elif len(pieces) == 1:
        {"new_version": new_version, "open_copy": open_copy, "versions": show_versions, "history": show_history}[what](
            parent, session, piece
        )


def _line(session: Session, piece: Evidence) -> tuple[Evidence, ...]:
    return versions.line_of(session.file, piece.uid) if session.file is not None else ()


def _pair(session: Session, pieces: Sequence[Evidence]) -> tuple[Evidence, Evidence] | None:
    """Two selected pieces; of a single one, it and the version before, or after the first. None where there is none."""
    if len(pieces) == 2:
        return pieces[0], pieces[1]
    line = _line(session, pieces[0]) if len(pieces) == 1 else ()
    if len(line) < 2:
        return None
    at = max(line.index(pieces[0]), 1)
    return line[at - 1], line[at]


def new_version(parent: QWidget, session: Session, piece: Evidence) -> None:
    """Ask for a file and the controls that go over to it, and make it the next version."""
    from srm_desktop.ui.control_page import asking

    if not session.writable or session.file is None:
        return
    try:
        versions.renewable(session.file, piece.uid)
    except Problem as problem:
        session.problem.emit(problem.sentence)
        return
    paths = asking.ask_files(parent)
    if paths:
        take_version(parent, session, piece, paths)


def take_version(
    parent: QWidget, session: Session, piece: Evidence, paths: Sequence[Path], key: str = "", *, dropped: bool = False
) -> None:
    """Ask what becomes of files for a piece: its next version, or (dropped ones) other pieces, of control `key`."""
    from srm_desktop.ui.dialogs import new_version as dialog

    file = session.file
    if file is None or not session.writable:
        return
    titles = {row.key: row.title for row in listing.rows(file)}
    controls = [(k, id_text(k), titles.get(k, "")) for k in evidence.served(file, piece.uid)]
    name = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
    answer = dialog.ask_version(parent, piece, name, controls, dropped=dropped)
    keys = [key] if key else []
    if answer == dialog.ANOTHER:
        _attach(session, keys, paths, None)
    elif isinstance(answer, frozenset):
        _attach(session, [], paths, Renewal(piece.uid, answer))


def _attach(session: Session, keys: Sequence[str], paths: Sequence[Path], renews: Renewal | None) -> None:
    name = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
    session.run_long(
        f"Attach {name}",
        lambda file, progress: attach.attach(
            file, keys, attach.files_under(paths, progress.report), renews=renews, progress=progress.report
        ),
        in_bytes=True,
    )


def offer_twin(session: Session, key: str, attached: Attached) -> None:
    """Where a piece of the same name is on the control already: offer to make the new one its next version."""
    file = session.file
    if file is None or not attached.new or (pair := versions.twin(file, key, attached.new)) is None:
        return
    older, newer = pair
    renews = Renewal(older.uid, frozenset({key}))
    session.offer.emit(
        f"{newer.name} is {newer.id}; {older.id} has this name too",
        f"Make it the next version of {older.id}",
        lambda: session.run(lambda a: versions.supersede(a, renews, newer.uid)),
    )


def show_versions(parent: QWidget, session: Session, piece: Evidence) -> None:
    """Show all versions of a piece, and do what is chosen there."""
    from srm_desktop.ui.dialogs import versions as dialog

    line = _line(session, piece)
    wanted = dialog.ask_versions(parent, line, piece.uid) if line else None
    if wanted is None:
        return
    chosen = [one for uid in wanted.uids for one in line if one.uid == uid]
    if wanted.what == dialog.OPEN:
        open_copy(parent, session, chosen[0])
    elif wanted.what == dialog.COMPARE:
        compare_pieces(parent, session, *chosen)
    else:
        session.piece_wanted.emit(chosen[0].uid)


def show_history(_parent: QWidget, session: Session, piece: Evidence) -> None:
    """Show what happened to a piece."""
    session.history_wanted.emit(piece.uid)


def compare_pieces(parent: QWidget, session: Session, left: Evidence, right: Evidence) -> None:
    """Compare two pieces beside the window's work, and show what came of it."""

    def show(found: Compared) -> None:
        from srm_desktop.ui.compare import dialog

        dialog.show_comparison(parent, found)

    session.fetch(
        "Comparing",
        lambda file, _progress: compare(file, left.uid, right.uid),
        show,
        lambda problem: session.problem.emit(problem.sentence),
    )


def open_copy(parent: QWidget, session: Session, piece: Evidence) -> None:
    """Open a read-only copy in its own program, after a question for what may run."""
    from srm_desktop.ui.dialogs import open_copy as dialog

    why = copies.why_it_may_run(piece)
    if why and not dialog.ask_open(parent, piece, why):
        return
    taken = outside(session)

    def then(paths: list[Path]) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths[0]))):
            session.problem.emit(f"No program here opens {piece.name}; extract it and open it yourself.")

    session.run_long(f"Open {piece.name}", lambda file, _progress: taken.take(file, [piece.uid]), then)


def drag_out(source: QWidget, session: Session, pieces: Sequence[Evidence]) -> None:
    """Let pieces be dropped in another program or folder, as copies."""
    size, file = sum(piece.size for piece in pieces), session.file
    if file is None or not pieces:
        return
    if size > DRAGGED:
        text = f"{size_text(size)} are too much to drag; use Extract for more than {size_text(DRAGGED)}."
        session.notice.emit(text, False)
        return
    try:
        mime = files_as(outside(session).take(file, [piece.uid for piece in pieces]))
    except Problem as problem:
        session.problem.emit(problem.sentence)
        return
    drag = QDrag(source)
    drag.setMimeData(mime)
    drag.exec(Qt.DropAction.CopyAction)


def files_as(paths: Sequence[Path]) -> QMimeData:
    """Files as other programs take them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def copy_text(pieces: Sequence[Evidence]) -> None:
    """Put ids and titles on the clipboard: files would be gone from it with the assessment."""
    QGuiApplication.clipboard().setText("\n".join(f"{piece.id}  {piece.title}" for piece in pieces))
