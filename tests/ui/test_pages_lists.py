"""The evidence page and the history page on real assessments."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from srm_desktop.domain.assessment import Fault, Head, Verdict
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.vocabulary import Freshness, Status
from srm_desktop.services import assessments, attach, evidence, history, listing, walk
from srm_desktop.services.attach import Facts, Pasted
from srm_desktop.services.walk import Marking
from srm_desktop.ui.pages import asking
from srm_desktop.ui.pages.evidence_columns import CHOICES, COLUMNS
from srm_desktop.ui.pages.evidence_page import EvidencePage
from srm_desktop.ui.pages.history_model import CHANGE, MOST, STEP, WHERE, StepsModel, change_text
from srm_desktop.ui.pages.history_page import HistoryPage
from srm_desktop.ui.pages.proof_words import sentence
from srm_desktop.ui.session import Session


@pytest.fixture
def session(session: Session, assessment: assessments.Assessment, clock) -> Session:
    """Six pieces: five on controls, of several ages and kinds, and one that serves none."""
    keys = [row.key for row in listing.rows(assessment) if row.mine]
    for n in range(5):
        facts = Facts(collected=clock.now.date() - timedelta(days=n * 100)) if n else Facts()
        attach.attach(assessment, keys[n : n + 1 + n % 2], [Pasted(f"piece-{n}.txt", b"text %d" % n)], facts)
    attach.attach(assessment, [], [Pasted("loose.json", b'{"a": 1}')], Facts(covers=Period(clock.now.date(), None)))
    return session


@pytest.fixture
def listed(session: Session, show) -> EvidencePage:
    page = EvidencePage(session)
    QAbstractItemModelTester(page.view.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    show(page)
    return page


def uids(session: Session) -> list[str]:
    return [row.piece.uid for row in evidence.listed(session.file)]


def test_all_evidence_is_listed(listed, session):
    rows = evidence.listed(session.file)
    assert list(listed.view.rows_model.rows) == list(rows) and len(rows) == 6
    assert listed._count.text() == "6 pieces" and not listed._clear.isVisible()
    text = [listed.view.rows_model.index(0, n).data() for n in range(10)]
    assert text[:4] == ["E-1", "piece-0", "piece-0.txt", "Text"] and text[4].startswith("≈ ")


def test_filters_stack_and_can_be_cleared(listed):
    listed.text.setText("piece")
    assert listed._count.text() == "5 of 6"
    listed.choice.setCurrentIndex([word for word, _ in CHOICES].index("Serves no control"))
    assert listed._count.text() == "0 of 6" and listed._empty.isVisible()
    listed.clear()
    assert listed._count.text() == "6 pieces" and listed.view.isVisible()


@pytest.mark.parametrize("number", range(len(CHOICES)))
def test_choices_show_what_they_say(listed, session, number):
    word, wanted = CHOICES[number]
    listed.choice.setCurrentIndex(number)
    rows = listed.view.rows_model.rows
    for row in rows:
        assert not wanted.freshness or row.freshness in wanted.freshness
        assert not wanted.guessed or row.piece.collected_guessed
        assert not wanted.unlinked or not row.controls
    if word == Freshness.STALE.value.capitalize():
        assert len(rows) == sum(r.freshness is Freshness.STALE for r in evidence.listed(session.file))


def test_select_finds_a_piece_behind_filters_and_before_showing(session, show):
    page = EvidencePage(session)
    wanted = uids(session)
    page.select(wanted[4])
    show(page)
    assert page.current.uid == wanted[4]
    page.text.setText("loose")
    page.select(wanted[2])
    assert page.current.uid == wanted[2] and page.text.text() == ""


def test_the_preview_follows_the_selection(listed, session):
    assert listed._preview is None
    listed.select(uids(session)[1])
    assert listed._beside.isVisible()
    listed.view.clearSelection()
    assert not listed._beside.isVisible()


def test_remove_asks_nobody_and_can_be_undone(listed, session, qtbot):
    wanted = uids(session)
    listed.view.select_keys(wanted[:2], wanted[0])
    listed.view.setFocus()
    with qtbot.waitSignal(session.notice) as caught:
        listed.actions_by_name["remove"].trigger()
    assert caught.args[1] is True
    assert uids(session) == wanted[2:] == listed.view.rows_model.keys()
    session.undo()
    session.worker.drain()
    assert uids(session) == wanted == listed.view.rows_model.keys()


def test_link_to_controls(listed, session, monkeypatch):
    key = next(row.key for row in reversed(listing.rows(session.file)))
    monkeypatch.setattr(asking, "ask_controls", lambda *_: [key])
    wanted = uids(session)
    listed.view.select_keys(wanted[:2], wanted[0])
    listed.ask_link()
    session.worker.drain()
    ids = [listed.view.rows_model.rows[n].controls for n in range(2)]
    assert all(key.partition(":")[2] in some for some in ids)


def test_the_chooser_narrows_while_one_types(session, qtbot):
    dialog = asking.ControlChooser(None, session.file, "does E-1")
    qtbot.addWidget(dialog)
    every = len(dialog.view.rows_model.rows)
    dialog.text.setText("iam-1")
    assert 0 < len(dialog.view.rows_model.rows) < every
    dialog.submit()
    assert dialog.answer == [dialog.view.rows_model.rows[0].key]
    dialog.text.setText("nothing has this name")
    dialog.answer = None
    dialog.submit()
    assert dialog.answer is None


def test_details_are_asked_for_and_kept(listed, session, monkeypatch):
    from srm_desktop.ui.dialogs import evidence_details

    monkeypatch.setattr(evidence_details, "ask_evidence", lambda *_: evidence.Edit(title="Renamed"))
    wanted = uids(session)[0]
    listed.select(wanted)
    listed.ask_details()
    session.worker.drain()
    assert listed.current.title == "Renamed" and listed.current.uid == wanted


def test_extract_writes_what_is_selected(listed, session, monkeypatch, tmp_path, qtbot):
    monkeypatch.setattr(asking, "ask_folder", lambda _parent: tmp_path / "out")
    wanted = uids(session)
    listed.view.select_keys(wanted[1:3], wanted[1])
    with qtbot.waitSignal(session.notice, check_params_cb=lambda text, _undo: "2 files" in text):
        listed.ask_extract()
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["E-2 piece-1.txt", "E-3 piece-2.txt"]


def test_the_menu_goes_to_the_controls_it_serves(listed, session, qtbot):
    listed.select(uids(session)[1])
    menu = listed.menu()
    going = [a for a in menu.actions() if a.text().startswith("Go to")]
    assert [a.text()[6:] for a in going] == list(evidence.listed(session.file)[1].controls) and len(going) == 2
    with qtbot.waitSignal(listed.control_asked) as caught:
        going[1].trigger()
    assert caught.args[0].endswith(going[1].text()[6:])


def test_a_read_only_assessment_offers_no_changes(session, show, tmp_path):
    path = session.file.path
    session.close()
    session.open_path(path, read_only=True)
    page = EvidencePage(session)
    show(page)
    page.select(uids(session)[0])
    enabled = {name for name, action in page.actions_by_name.items() if action.isEnabled()}
    assert enabled == {"extract"}


def hidden(listed) -> set[str]:
    return {column.title for n, column in enumerate(COLUMNS) if listed.view.isColumnHidden(n)}


def test_lesser_columns_give_way(listed, qtbot):
    listed.resize(1900, 500)
    qtbot.waitUntil(lambda: hidden(listed) == {"Source"})  # nothing has one
    listed.resize(640, 500)
    qtbot.waitUntil(lambda: {"Imported", "File"} <= hidden(listed))
    assert hidden(listed).isdisjoint({"Id", "Title", "Collected", "Freshness", "Controls"})
    listed.resize(1900, 500)
    qtbot.waitUntil(lambda: hidden(listed) == {"Source"})


def test_pieces_are_judged_by_key_and_the_key_takes_it_back(listed, session, qtbot):
    wanted = uids(session)
    listed.view.select_keys(wanted[:2], wanted[0])

    listed.view.setFocus()

    def press(key) -> list[str]:
        QTest.keyClick(listed.view, key)
        session.worker.drain()
        return [row.piece.acceptance.value for row in evidence.listed(session.file)][:3]

    assert press(Qt.Key.Key_F7) == ["accepted", "accepted", "not checked"]
    assert press(Qt.Key.Key_F8) == ["rejected", "rejected", "not checked"]
    assert listed.view.selected_keys() == wanted[:2]
    assert listed.judging.reject.text() == "Rejected: take that back"
    assert press(Qt.Key.Key_F8) == ["not checked"] * 3
    listed.choice.setCurrentIndex([word for word, _ in CHOICES].index("Accepted"))
    assert listed._count.text() == "0 of 6"
    assert listed.choice.itemText(1 + [word for word, _ in CHOICES[1:]].index("Not accepted")) == "Not accepted (6)"


def test_guessed_days_are_confirmed_together_by_key(listed, session):
    guessed = [row.piece.uid for row in evidence.listed(session.file) if row.piece.collected_guessed]
    assert len(guessed) == 2
    listed.view.select_keys(uids(session), guessed[0])
    listed.view.setFocus()
    QTest.keyClick(listed.view, Qt.Key.Key_F9)
    session.worker.drain()
    assert not any(row.piece.collected_guessed for row in evidence.listed(session.file))
    assert not listed.judging.confirm.isEnabled()
    session.undo()
    session.worker.drain()
    assert [r.piece.guessed_from for r in evidence.listed(session.file) if r.piece.collected_guessed] == ["pasting"] * 2


def test_details_of_many_pieces_are_one_step(listed, session, monkeypatch):
    from srm_desktop.ui.dialogs import evidence_details

    asked = []

    def answer(_parent, pieces, links, known, _history):
        asked.append((len(pieces), links, known["region"]))
        return evidence.Edit(region="eu-west-1")

    monkeypatch.setattr(evidence_details, "ask_evidence", answer)
    listed.view.selectAll()
    listed.ask_details()
    session.worker.drain()
    assert asked == [(6, (), ())]
    assert {row.piece.region for row in evidence.listed(session.file)} == {"eu-west-1"}
    session.undo()
    session.worker.drain()
    assert {row.piece.region for row in evidence.listed(session.file)} == {""}


@pytest.fixture
def past(session: Session, show) -> HistoryPage:
    keys = [row.key for row in listing.rows(session.file) if row.mine]
    walk.mark(session.file, keys[:1], Marking(owner="Grace"))
    walk.mark(session.file, keys[:40], Marking(status=(Status.PLANNED,)))
    page = HistoryPage(session)
    # The tester would fetch from inside a reset, which it then refuses itself.
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal, page).setUseFetchMore(
        False
    )
    show(page)
    page.view.doItemsLayout()
    return page


def test_every_step_is_there_newest_first(past, session):
    names = [s.step.name for s in past.model.steps]
    assert names == [event.step_name for event, _ in history.steps(history.history(session.file))]
    assert past._count.text() == f"{len(names)} steps" and not past._more.isVisible()
    owner = past.model.index(1, 0)
    assert not past.model.hasChildren(owner)
    assert owner.siblingAtColumn(CHANGE).data() == "Grace"


def test_a_step_unfolds_into_its_changes(past, session):
    top = past.model.index(0, 0)
    assert past.model.rowCount(top) == 0 and past.model.hasChildren(top)
    past.view.expand(top)
    step = past.model.steps[0].step
    events = [e for e in reversed(history.history(session.file)) if e.step == step.id]
    assert past.model.rowCount(top) == len(events) > 40
    first = past.model.index(0, 0, top)
    assert first.data() == events[0].field.capitalize()
    assert first.siblingAtColumn(WHERE).data() == events[0].place
    assert first.siblingAtColumn(CHANGE).data() == change_text(events[0].old, events[0].new)
    assert first.parent() == top


def test_what_is_unfolded_stays_so(past, session):
    past.view.expand(past.model.index(0, 0))
    past.view.setCurrentIndex(past.model.index(0, 0))
    session.run(lambda file: walk.mark(file, [listing.rows(file)[0].key], Marking(owner="Hopper")))
    session.worker.drain()
    assert past.view.isExpanded(past.model.index(1, 0)) and past.view.currentIndex().row() == 1
    assert past.model.index(0, STEP).data() == past.model.steps[0].step.name


def test_filter_by_text_and_person(past, qtbot):
    total = len(past.model.steps)
    past.text.setText("piece-3")
    qtbot.waitUntil(lambda: len(past.model.steps) == 1)
    past.text.setText("there is no such word")
    qtbot.waitUntil(past._empty.isVisible)
    past.clear()
    assert len(past.model.steps) == total
    assert [past.who.itemText(n) for n in range(past.who.count())] == ["Everybody", "Ada"]
    past.who.setCurrentIndex(1)
    assert len(past.model.steps) == total and past._clear.isVisible()


def test_older_steps_are_shown_when_asked_for(session, show, monkeypatch):
    monkeypatch.setattr("srm_desktop.ui.pages.history_page.AT_FIRST", 3)
    page = HistoryPage(session)
    show(page)
    assert len(page.model.steps) == 3 and page._more.text() == "Show more: 4 older steps"
    page.show_more()
    assert len(page.model.steps) == 6
    page.show_more()
    assert len(page.model.steps) == 7 and not page._more.isVisible()


def test_head_and_length_are_copied_as_exports_print_them(past, session):
    past.proof.copy()
    assert QGuiApplication.clipboard().text() == str(history.head(session.file))
    assert f"{history.head(session.file).length} journal entries" in past.proof.chain.text()


def test_verify_says_that_all_is_well(past, qtbot):
    qtbot.mouseClick(past.proof.verify_button, Qt.MouseButton.LeftButton)
    assert not past.proof.verify_button.isEnabled()
    qtbot.waitUntil(past.proof.verdict.isVisible)
    assert past.proof.verdict.text().startswith("✓ Unchanged since it was imported: 6 stored contents and ")
    qtbot.waitUntil(past.proof.verify_button.isEnabled)


def test_verify_names_what_is_wrong(session, qtbot, show, tmp_path):
    path = session.file.path
    session.close()
    raw = sqlite3.connect(path)
    triggers = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'chunk'"
    ).fetchall()
    for name, _ in triggers:
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE chunk SET bytes = CAST('text 9' AS BLOB) WHERE bytes = CAST('text 3' AS BLOB)")
    for _, sql in triggers:
        raw.execute(sql)
    raw.commit()
    raw.close()
    session.open_path(path)
    page = HistoryPage(session)
    show(page)
    page.proof.verify()
    qtbot.waitUntil(page.proof.verdict.isVisible)
    assert page.proof.verdict.text().startswith("✗ 1 thing is not as it should be")
    assert "piece-3.txt" in page.proof.verdict.text()


def test_many_faults_are_cut_short():
    faults = tuple(Fault(f"Fault {n}.", ("E-1",), ("AC-2",)) for n in range(20))
    text = sentence(Verdict(1, 2, Head("0" * 64, 2), faults))
    assert text.splitlines()[0].startswith("✗ 20 things are") and "and 8 more" in text
    assert "Hits E-1, AC-2." in text


def test_a_huge_step_unfolds_in_part(session, show):
    keys = [row.key for row in listing.rows(session.file) if row.mine]
    walk.mark(session.file, keys, Marking(status=(Status.PLANNED,), owner="Ada", note="n", statement="s"))
    page = HistoryPage(session)
    show(page)
    shown_step = page.model.steps[0]
    shown_step.step = shown_step.step._replace(entries=MOST + 1)
    page.view.doItemsLayout()
    page.view.expand(page.model.index(0, 0))
    assert page.model.index(0, 0, page.model.index(0, 0)).data().startswith(f"The last {MOST}")


def test_the_model_of_nothing():
    model = StepsModel(lambda _step, _most: ())
    assert model.rowCount() == 0 and not model.parent(QModelIndex()).isValid() and model.row_of(1) == -1


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("", "present", "added"),
        ("linked", "", "removed"),
        ("a", "b", "a → b"),
        ("", "b", "b"),
        ("a", "", "a → nothing"),
    ],
)
def test_changes_in_words(old, new, text):
    assert change_text(old, new) == text


def test_extracting_goes_to_a_path(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(asking.QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    assert asking.ask_folder(None) == tmp_path
    monkeypatch.setattr(asking.QFileDialog, "getExistingDirectory", lambda *_: "")
    assert asking.ask_folder(None) is None
