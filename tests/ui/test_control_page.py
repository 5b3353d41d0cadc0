"""The control page: what is typed, marked, dropped and pasted on it is in the file, and nothing jumps."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.freshness import WITHIN
from srm_desktop.domain.vocabulary import Acceptance, Responsibility, Result, Review, Status
from srm_desktop.services import evidence, history, listing, page, walk
from srm_desktop.services.walk import Marking
from srm_desktop.ui.control_page import asking
from srm_desktop.ui.control_page.page import ControlPage
from srm_desktop.ui.session import Session
from srm_desktop.ui.worker import Progress

KEY = "aws-srm:SRM-CMP-01"
OTHER = "aws-srm:SRM-CMP-02"

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def shown(page_on: Callable[[str], ControlPage]) -> ControlPage:
    return page_on(KEY)


def kept(session: Session, key: str = KEY) -> page.ControlView:
    session.worker.drain()
    assert session.file is not None
    return page.view(session.file, key)


def type_keys(qtbot: QtBot, widget: object, text: str) -> None:
    for letter in text:
        qtbot.keyClick(widget, letter)


def drop(target: ControlPage, mime: QMimeData) -> None:
    where = QPointF(200, 300)
    given = (mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, *given)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(where, Qt.DropAction.CopyAction, *given))


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_shows_the_control_and_where_it_stands(shown: ControlPage) -> None:
    assert shown.header.name.text().startswith("SRM-CMP-01  ")
    assert "EC2" in shown.header.services.text()
    assert shown.parts.pool.shown == 4
    assert shown.sides.customer.tiers.shown == 3
    assert shown.status.buttons[Status.NOT_STARTED.rank].isChecked()


def test_what_is_typed_is_in_the_file_without_leaving_the_field(
    shown: ControlPage, session: Session, qtbot: QtBot
) -> None:
    type_keys(qtbot, shown.statement.editor, "Images are hardened.")
    qtbot.waitUntil(lambda: kept(session).work.statement == "Images are hardened.", timeout=2000)


def test_keys_faster_than_a_person_lose_nothing(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    for n, key in enumerate((KEY, OTHER, KEY, OTHER)):
        shown.show_control(key)
        shown.type_into_statement(f"letter {n} ")
    shown.flush()
    assert kept(session, KEY).work.statement == "letter 0 letter 2 "
    assert kept(session, OTHER).work.statement == "letter 1 letter 3 "


def test_leaving_the_field_and_going_on_writes_at_once(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    type_keys(qtbot, shown.note.editor, "ask Bo")
    shown.show_control(OTHER)
    assert kept(session).work.note == "ask Bo"
    assert shown.note.editor.toPlainText() == ""


def test_one_bout_of_typing_is_one_undo_and_the_field_follows(
    shown: ControlPage, session: Session, qtbot: QtBot
) -> None:
    type_keys(qtbot, shown.statement.editor, "one ")
    shown.flush()
    session.worker.drain()
    type_keys(qtbot, shown.statement.editor, "two")
    shown.flush()
    session.worker.drain()
    session.undo()
    session.worker.drain()
    assert shown.statement.editor.toPlainText() == ""
    session.redo()
    session.worker.drain()
    assert shown.statement.editor.toPlainText() == "one two"


def test_a_reload_keeps_unsaved_typing_cursor_and_focus(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    editor = shown.statement.editor
    shown.type_into_statement("abcdef")
    cursor = editor.textCursor()
    cursor.setPosition(3)
    editor.setTextCursor(cursor)
    session.run(lambda file: walk.mark(file, [KEY], Marking(status=(Status.PLANNED,))))
    session.worker.drain()
    assert (editor.toPlainText(), editor.textCursor().position()) == ("abcdef", 3)
    shown.flush()
    session.worker.drain()
    shown.area.verticalScrollBar().setValue(200)
    at = shown.area.verticalScrollBar().value()
    shown.reload(Changes(everything=True))
    assert editor.textCursor().position() == 3
    assert shown.area.verticalScrollBar().value() == at


def test_tab_leaves_the_statement(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    qtbot.keyClick(shown.statement.editor, Qt.Key.Key_Tab)
    assert "\t" not in shown.statement.editor.toPlainText()


def test_digits_replace_and_alt_adds(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_1)
    assert kept(session).row.status == (Status.PLANNED,)
    qtbot.keyClick(shown, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert kept(session).row.status == (Status.PLANNED, Status.PARTIAL)
    assert shown.status.buttons[1].isChecked() and shown.status.buttons[2].isChecked()
    qtbot.keyClick(shown, Qt.Key.Key_3)
    assert kept(session).row.status == (Status.IMPLEMENTED,)
    assert kept(session).row.review is Review.IN_PROGRESS


def test_status_buttons_take_shift(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(shown.status.buttons[1], left)
    qtbot.mouseClick(shown.status.buttons[4], left, shift)
    assert kept(session).row.status == (Status.PLANNED, Status.ALTERNATIVE)


def test_result_review_owner_and_flag(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    shown.status.result.activated.emit(list(Result).index(Result.SATISFIED))
    shown.status.review.activated.emit(list(Review).index(Review.READY))
    type_keys(qtbot, shown.status.owner, "Priya")
    shown.flush()
    qtbot.mouseClick(shown.status.flag, Qt.MouseButton.LeftButton)
    row = kept(session).row
    assert (row.result, row.review, row.owner, row.flag) == (Result.SATISFIED, Review.READY, "Priya", True)
    assert "Flagged" in shown.status.flag.text()


def test_a_part_has_its_own_status_and_statement(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    row = shown.parts.pool.rows[1]
    row._status_menu().actions()[0].trigger()
    row.own.click()
    type_keys(qtbot, row.editor, "Only tokens.")
    shown.flush()
    part = kept(session).parts[1]
    assert (part.mark.status, part.mark.statement) == ((Status.PLANNED,), "Only tokens.")
    assert kept(session).parts[0].mark.status == (Status.NOT_STARTED,)
    shown.show_control(OTHER)
    assert row.editor.isHidden()
    shown.show_control(KEY)
    assert row.editor.toPlainText() == "Only tokens."


def test_overruling_shows_what_was_derived_beside_it(
    shown: ControlPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from srm_desktop.ui.dialogs import overrule

    asked: list[object] = []

    def answer(_parent: object, *given: object) -> tuple[Responsibility, str]:
        asked.append(given)
        return Responsibility.INHERITED, "AWS runs it for us."

    monkeypatch.setattr(overrule, "ask_overrule", answer)
    row = shown.parts.pool.rows[0]
    row.overrule.click()
    view = kept(session)
    assert view.parts[0].responsibility is Responsibility.INHERITED
    assert asked == [("SRM-CMP-01, part a", view.parts[0].derivation.value, None)]
    assert view.parts[0].derivation.value is Responsibility.SHARED
    assert "Derived: ◐ Shared" in row.derived.text() and "AWS runs it for us." in row.derived.text()
    row.take_back.click()
    assert kept(session).parts[0].overrule is None
    assert row.derived.isHidden()


def test_why_says_who_owns_what_and_takes_a_word_on_one_service(
    shown: ControlPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from srm_desktop.ui.dialogs import overrule

    monkeypatch.setattr(overrule, "ask_overrule", lambda *_: (Responsibility.CUSTOMER, "We patch it."))
    panel = shown.header.panel
    assert panel.table.rows_model.rowCount() == 0
    shown.header.why.click()
    layers = {row.layer for row in panel.table.rows_model.rows}
    assert "Guest operating system" in layers
    panel.table.select_keys(["a|rds|guest-os"])
    panel.overrule.click()
    assert kept(session).parts[0].service_overrules[0].service == "rds"
    assert panel.table.selected_keys() == ["a|rds|guest-os"]
    panel.take_back.click()
    assert kept(session).parts[0].service_overrules == ()


def test_dropped_files_and_folders_become_evidence_and_are_selected(
    shown: ControlPage, session: Session, tmp_path: Path
) -> None:
    report, folder = tmp_path / "report.pdf", tmp_path / "shots"
    (folder / "deep").mkdir(parents=True)
    report.write_bytes(b"%PDF-1.7 report")
    (folder / "one.txt").write_text("one")
    (folder / "deep" / "two.txt").write_text("two")
    begun: list[Progress] = []
    session.working.connect(begun.append)
    drop(shown, files(report, folder))
    names = [linked.piece.name for linked in kept(session).links]
    assert names == ["report.pdf", "one.txt", "two.txt"]
    assert len(shown.evidence.table.selected()) == 3
    assert not shown.evidence.preview.isHidden()
    assert shown.evidence.beside.text() == "3 pieces"
    assert begun[0].finished
    session.undo()
    assert kept(session).links == ()
    assert shown.evidence.preview.isHidden()


def test_a_drop_says_where_it_goes_and_text_is_not_taken(shown: ControlPage, session: Session, tmp_path: Path) -> None:
    mime = files(tmp_path / "a.txt")
    given = (mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(shown, QDragEnterEvent(QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, *given))
    assert shown._sign.isVisible() and "SRM-CMP-01" in shown._sign.accessibleName()
    text = QMimeData()
    text.setText("words")
    drop(shown, text)
    assert kept(session).links == ()
    assert not shown.statement.editor.canInsertFromMimeData(mime)
    assert shown.statement.editor.canInsertFromMimeData(text)


def test_a_missing_file_is_a_sentence_and_nothing_is_attached(
    shown: ControlPage, session: Session, tmp_path: Path
) -> None:
    told: list[str] = []
    session.problem.connect(told.append)
    shown.attach_paths([tmp_path / "gone.txt"])
    assert kept(session).links == ()
    assert len(told) == 1 and "gone.txt" in told[0]


def test_pasting_a_picture_a_text_and_a_file(shown: ControlPage, session: Session, tmp_path: Path) -> None:
    clipboard = QGuiApplication.clipboard()
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    clipboard.setImage(image)
    assert shown.paste()
    clipboard.setText("a log line")
    assert shown.paste()
    file = tmp_path / "scan.json"
    file.write_text("{}")
    clipboard.setMimeData(files(file))
    assert shown.paste()
    pieces = [linked.piece for linked in kept(session).links]
    assert [p.media_type for p in pieces] == ["image/png", "text/plain", "application/json"]
    assert pieces[0].name.startswith("SRM-CMP-01 ") and pieces[0].name.endswith(".png")
    assert pieces[1].name.endswith(".txt")
    assert evidence.read_start(session.file, pieces[1].uid, 99) == b"a log line"  # type: ignore[arg-type]
    clipboard.clear()
    assert not shown.paste()


def test_files_pasted_into_the_statement_are_evidence_and_text_is_text(
    shown: ControlPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a")
    QGuiApplication.clipboard().setMimeData(files(file))
    qtbot.keyClick(shown.statement.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [linked.piece.name for linked in kept(session).links] == ["a.txt"]
    QGuiApplication.clipboard().setText("words")
    qtbot.keyClick(shown.statement.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shown.statement.editor.toPlainText() == "words"


def test_detach_can_be_undone(shown: ControlPage, session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a")
    shown.attach_paths([file])
    session.worker.drain()
    qtbot.keyClick(shown.evidence.table, Qt.Key.Key_Delete)
    assert kept(session).links == ()
    session.undo()
    assert len(kept(session).links) == 1


def test_place_details_and_extract(
    shown: ControlPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from srm_desktop.ui.dialogs import evidence_details

    file = tmp_path / "a.txt"
    file.write_text("a")
    shown.attach_paths([file])
    session.worker.drain()
    monkeypatch.setattr(asking, "ask_place", lambda *_: "p. 12")
    monkeypatch.setattr(asking, "ask_folder", lambda *_: tmp_path / "out")
    monkeypatch.setattr(evidence_details, "ask_evidence", lambda *_: evidence.Edit(title="The log"))
    menu = shown.evidence.menu_for(shown.evidence.table.selected())
    for action in menu.actions():
        if action.text().partition("\t")[0] in ("Details…", "Where to look…", "Extract…"):
            action.trigger()
            session.worker.drain()
    linked = kept(session).links[0]
    assert (linked.link.place, linked.piece.title) == ("p. 12", "The log")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["E-1 a.txt"]


def test_the_rule_of_freshness_is_said_and_chosen(shown: ControlPage, session: Session) -> None:
    rule = shown.evidence.rule
    given = kept(session).given
    assert rule.link.text() == f"{given.rule.words} (from the catalog)"

    def choose(text: str) -> None:
        next(a for a in rule.menu().actions() if a.text().startswith(text)).trigger()
        session.worker.drain()

    choose("Within the audit period")
    assert rule.link.text() == "within the audit period (set here)"
    assert kept(session).fresh == WITHIN
    assert [a.text() for a in rule.menu().actions() if a.isChecked()] == ["Within the audit period"]
    choose("As the catalog says")
    assert kept(session).work.fresh is None
    session.undo()
    session.worker.drain()
    assert rule.link.text() == "within the audit period (set here)"


def test_evidence_of_a_control_is_judged_by_key(
    shown: ControlPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    shown.attach_paths([tmp_path / "a.txt", tmp_path / "b.txt"])
    session.worker.drain()
    table = shown.evidence.table
    assert table.rows_model.rows[0].piece.collected_guessed
    assert table.rows_model.data(table.rows_model.index(0, 2)).startswith("≈ ")
    assert "guessed from the file's time" in table.rows_model.data(
        table.rows_model.index(0, 2), Qt.ItemDataRole.ToolTipRole
    )
    table.select_keys(table.rows_model.keys()[:1], table.rows_model.keys()[0])
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F9)
    session.worker.drain()
    qtbot.keyClick(table, Qt.Key.Key_F8)
    session.worker.drain()
    first, second = kept(session).links
    assert (first.piece.collected_guessed, first.piece.acceptance) == (False, Acceptance.REJECTED)
    assert (second.piece.collected_guessed, second.piece.acceptance) == (True, Acceptance.NOT_CHECKED)
    assert shown.evidence.beside.text() == "2 pieces, 1 of them counted"
    assert kept(session).row.evidence == 1
    assert shown.statement.editor.toPlainText() == ""


def test_history_is_read_only_when_it_is_unfolded(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    session.run(lambda file: walk.mark(file, [KEY], Marking(flag=True)))
    session.worker.drain()
    assert shown.history.table.rows_model.rowCount() == 0
    shown.history.fold.link.click()
    first = shown.history.table.rows_model.rows[0]
    assert isinstance(first, history.Event) and first.field == "flag"
    model = shown.history.table.rows_model
    assert [model.data(model.index(0, n)) for n in (1, 2, 3)] == ["Ada", "Flag", "no → yes"]
    session.run(lambda file: walk.mark(file, [KEY], Marking(review=Review.READY)))
    session.worker.drain()
    qtbot.waitUntil(lambda: shown.history.table.rows_model.rows[0].field == "review", timeout=2000)


def test_the_command_of_a_hint_can_be_copied(shown: ControlPage) -> None:
    hint = shown.hints.pool.rows[0]
    hint.copy.click()
    assert QGuiApplication.clipboard().text().startswith("aws ")


def test_read_only_says_so_and_nothing_can_be_changed(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    assert session.file is not None
    path = session.file.path
    session.close()
    session.open_path(path, read_only=True)
    made = ControlPage(session)
    qtbot.addWidget(made)
    made.show_control(KEY)
    assert "reading only" in made.header.read_only.text() and not made.header.read_only.isHidden()
    assert made.statement.editor.isReadOnly() and not any(b.isEnabled() for b in made.status.buttons)
    assert made.evidence.hint.isHidden() and made.parts.pool.rows[0].overrule.isHidden()
    file = tmp_path / "a.txt"
    file.write_text("a")
    drop(made, files(file))
    made.type_into_statement("x")
    made.flush()
    assert kept(session).links == () and made.statement.editor.toPlainText() == ""


def test_no_control_says_what_to_do_next(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    shown.show_control(None)
    assert shown.key is None and shown.empty.isVisible()
    with qtbot.waitSignal(shown.next_asked):
        shown.empty.findChild(QPushButton).click()
    assert not shown.paste()
    shown.type_into_statement("lost?")
    assert shown.statement.editor.toPlainText() == ""


def test_another_assessment_gets_nothing_of_the_last(shown: ControlPage, session: Session, new_assessment) -> None:
    shown.type_into_statement("of the first")
    shown.flush()
    session.adopt(new_assessment("other.srma"))
    assert shown.key is None or shown.statement.editor.toPlainText() == ""
    shown.show_control(KEY)
    assert shown.statement.editor.toPlainText() == ""
    shown.flush()
    assert kept(session).work.statement == ""


def test_every_widget_that_takes_the_focus_has_a_name(shown: ControlPage) -> None:
    from PySide6.QtWidgets import QWidget

    takers = [w for w in shown.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus and w.isVisible()]
    assert takers
    assert [type(w).__name__ for w in takers if not w.objectName() or not w.accessibleName()] == []


def test_the_next_control_shows_at_once(shown: ControlPage, session: Session, qapp: QApplication) -> None:
    assert session.file is not None
    keys = [row.key for row in listing.rows(session.file)]
    for key in keys[:20]:
        shown.show_control(key)
    times = []
    for key in keys[20:60]:
        timer = QElapsedTimer()
        timer.start()
        shown.show_control(key)
        shown.area.viewport().repaint()
        times.append(timer.nsecsElapsed() / 1e6)
    assert sorted(times)[len(times) // 2] < 50
