"""Published controls in the window: nested statements, objectives one by one, what the catalog says, withdrawn ones."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from srm_desktop import settings
from srm_desktop.domain.assessment import Mention
from srm_desktop.domain.catalog import Catalog, Control, Group, Objective, Part
from srm_desktop.domain.vocabulary import Result, Status
from srm_desktop.services import assessments, history, listing, page, walk
from srm_desktop.services.listing import Filter
from srm_desktop.services.walk import Marking
from srm_desktop.storage import editions, journal
from srm_desktop.ui.control_list import COLUMNS
from srm_desktop.ui.control_page.objectives import ResultButton
from srm_desktop.ui.control_page.page import ControlPage
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import theme
from srm_desktop.ui.walk_view import WalkView

KEY = "published:XX-2"
GONE = "published:XX-2(2)"

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(tmp_path / "preferences"))


@pytest.fixture
def session(qapp: QApplication, published: assessments.Assessment):
    theme.apply("light")
    made = Session("Ann")
    made.adopt(published)
    yield made
    made.end()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shown(page_on: Callable[[str], ControlPage]) -> ControlPage:
    return page_on(KEY)


def kept(session: Session, key: str = KEY) -> page.ControlView:
    session.worker.drain()
    assert session.file is not None
    return page.view(session.file, key)


def results(view: page.ControlView) -> dict[str, Result]:
    return {o.id: o.result for part in view.parts for o in part.objectives}


def test_intros_and_parts_read_in_order_as_the_whole_statement(shown: ControlPage) -> None:
    read: list[tuple[str, str]] = []
    for row in shown.parts.pool.rows[: shown.parts.pool.shown]:
        read += [(line.letter.text(), line.text.text()) for line in row.above.rows[: row.above.shown]]
        read.append((row.letter.text(), row.text.text()))
    assert read == [
        ("", "Define:"),
        ("a", "The following:"),
        ("a.1", "Types of accounts are defined;"),
        ("a.2", "Managers are assigned; and"),
        ("b", "Accounts are reviewed."),
    ]


def test_an_objective_is_marked_by_digit_and_the_next_one_is_there(
    shown: ControlPage, session: Session, qtbot: QtBot
) -> None:
    first, second = (row.result for row in shown.parts.pool.rows[0].objectives.pool.rows)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_1)
    assert shown.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_2)
    found = kept(session)
    assert results(found) == {
        "XX-02a.01[01]": Result.SATISFIED, "XX-02a.01[02]": Result.OTHER, "XX-02b.": Result.NOT_ASSESSED,
    }  # fmt: skip
    assert found.parts[0].mark.result is Result.OTHER
    qtbot.waitUntil(lambda: shown.parts.pool.rows[0].result.text() == "✗ Other than satisfied ▾")
    assert first.accessibleName() == "Result of XX-02a.01[01]: satisfied"
    assert shown.parts.beside.text() == "1 of 4 objectives satisfied, 1 other than satisfied"


@pytest.mark.parametrize("key", [Qt.Key.Key_4, Qt.Key.Key_9])
def test_a_digit_that_is_no_result_marks_nothing(shown, session, qtbot, key) -> None:
    before = kept(session)
    row = shown.parts.pool.rows[0].objectives.pool.rows[0]
    row.result.setFocus()
    qtbot.keyClick(row.result, key)
    assert kept(session) == before


def test_in_the_walk_digits_on_an_objective_are_its_own(session: Session, qtbot: QtBot) -> None:
    view = WalkView(session)
    qtbot.addWidget(view)
    view.resize(1200, 900)
    view.show()
    view.activateWindow()
    view.show_control(KEY)
    qtbot.waitUntil(lambda: view.page.key == KEY)
    row = view.page.parts.pool.rows[0].objectives.pool.rows[0]
    row.result.setFocus()
    qtbot.keyClick(row.result, Qt.Key.Key_1)
    found = kept(session)
    assert results(found)["XX-02a.01[01]"] is Result.SATISFIED
    assert {part.mark.status for part in found.parts} == {(Status.NOT_STARTED,)}


def test_tab_goes_through_a_part_in_the_order_it_is_read(shown: ControlPage) -> None:
    row = shown.parts.pool.rows[0]
    stops = [row.status, row.result, row.origination, row.overrule, row.own, row.objectives.link]
    stops += [one.result for one in row.objectives.pool.rows] + [shown.parts.pool.rows[1].status]
    row.status.setFocus()
    reached: list[QWidget | None] = [shown.focusWidget()]
    while len(reached) < len(stops):
        shown.focusNextChild()
        reached.append(shown.focusWidget())
    assert reached == stops


def test_objectives_of_no_part_stand_below_the_parts(shown: ControlPage, session: Session, qtbot: QtBot) -> None:
    assert shown.parts.whole.link.text() == "▾ 1 objective, not assessed"
    button = shown.parts.whole.pool.rows[0].result
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_2)
    assert kept(session).row.result is Result.OTHER
    assert {part.mark.result for part in kept(session).parts} == {Result.NOT_ASSESSED}


def test_folding_is_remembered_for_the_next_control_and_the_next_start(shown, session, qtbot) -> None:
    assert shown.parts.pool.rows[0].objectives.open
    shown.parts.folding.click()
    assert not shown.parts.pool.rows[0].objectives.open
    guidance = shown.in_catalog.topics[0]
    assert guidance.body is None, "nothing is made before it is asked for"
    guidance.link.click()
    assert guidance.body is not None and guidance.body.text() == "Accounts are many."
    assert settings.load().folds == {"objectives": False, "guidance": True}
    again = ControlPage(session)
    qtbot.addWidget(again)
    again.show_control(KEY)
    assert not again.parts.pool.rows[0].objectives.open and again.in_catalog.topics[0].open


def test_what_the_catalog_says_is_there_and_names_are_links_where_they_lead_somewhere(shown, qtbot) -> None:
    for topic in shown.in_catalog.topics:
        shown.in_catalog.set_opened(topic, True)
    _, parameters, methods, related = (topic.body for topic in shown.in_catalog.topics)
    assert [shown_.text() for shown_ in parameters.rows[0]] == [
        "frequency", "[Assignment: frequency]\nDemanded: at least annually",
    ]  # fmt: skip
    assert [row[0].text() for row in methods.rows] == ["Examine", "Test"]
    assert related.text().count("href") == 1 and "ZZ-9" in related.text()
    with qtbot.waitSignal(shown.control_asked) as asked:
        related.linkActivated.emit("published:XX-2(1)")
    assert asked.args == ["published:XX-2(1)"]
    shown.show_control("published:XX-2(1)")
    assert not shown.header.base.isHidden() and "published:XX-2" in shown.header.base.text()
    assert shown.in_catalog.isHidden()


def test_no_text_is_cut_where_everything_is_unfolded(shown: ControlPage, qtbot: QtBot, session: Session) -> None:
    mentions = tuple(Mention(f"YY-{n}", KEY) for n in range(60))
    view = kept(session)._replace(guidance="A long sentence about accounts. " * 60, related=mentions)
    for topic in shown.in_catalog.topics:
        shown.in_catalog.set_opened(topic, True)
    shown.in_catalog.show_view(view, True)
    for width in (430, 700, 1200):
        shown.resize(width, 900)
        QApplication.processEvents()
        for topic in shown.in_catalog.topics:
            body = topic.body
            assert body is not None and body.height() >= body.heightForWidth(body.width()), (width, topic.name)
        assert shown.area.widget().width() == shown.area.viewport().width(), "nothing is cut at the side"


def test_why_says_what_the_table_of_layers_says_and_where_there_is_none(shown: ControlPage) -> None:
    shown.header.why.click()
    assert shown.header.panel.layers_why.text() == "Only you know your people."
    assert shown.header.panel.sentences.shown == 1, "parts that are alike share a sentence"
    shown.show_control("published:XX-3")
    sentence = "Customer. The catalog names no layers for this, so nothing is inherited."
    assert [row.text() for row in shown.header.panel.sentences.rows if not row.isHidden()] == [sentence]
    assert shown.header.panel.table.isHidden() and shown.header.panel.layers_why.isHidden()
    assert shown.header.services.text() == "The catalog names no layers"


def test_a_withdrawn_control_says_where_it_went_and_offers_nothing(shown, session, qtbot) -> None:
    shown.show_control(GONE)
    assert [name for name, pill in shown.header.pills.items() if not pill.isHidden()] == ["responsibility"]
    assert shown.header.pills["responsibility"].accessibleName() == "Withdrawn"
    assert "There is nothing to assess. Now in" in shown.header.withdrawn.text()
    for section in (shown.status, shown.sides, shown.parts, shown.statement, shown.evidence, shown.note):
        assert section.isHidden(), section.objectName()
    before = history.head(session.file)
    qtbot.keyClick(shown, Qt.Key.Key_3)
    shown.type_into_statement("text")
    session.worker.drain()
    assert history.head(session.file) == before
    shown.show_control(KEY)
    assert not any(section.isHidden() for section in (shown.status, shown.parts, shown.statement, shown.evidence))


def test_marking_a_selection_leaves_withdrawn_controls_out(session: Session, qtbot: QtBot) -> None:
    view = WalkView(session)
    qtbot.addWidget(view)
    view.show()
    view.list.set_filter(Filter(), "All controls")
    view.list.view.selectAll()
    view.mark_result(Result.SATISFIED)
    session.worker.drain()
    assert history.names(session.file).undo == "Mark 4 controls satisfied"
    view.list.show_key(GONE)
    with qtbot.waitSignal(session.notice) as said:
        view.mark_result(Result.OTHER)
    assert said.args == ["Withdrawn: there is nothing to assess.", False]


def test_the_list_shows_withdrawn_ones_quietly_and_enhancements_indented(published) -> None:
    rows = {row.id: row for row in listing.rows(published)}
    by_title = {column.title: column for column in COLUMNS if column.title}
    assert [by_title["Who"].text(rows[i]) for i in ("XX-2", "XX-2(2)")] == ["C", "W"]
    assert by_title["Title"].tone(rows["XX-4"]) == "quiet" and by_title["Title"].tone(rows["XX-2"]) is None
    assert by_title["Who"].tip(rows["XX-4"]) == "Withdrawn"
    assert by_title["Id"].text(rows["XX-2"]) == "XX-2"
    assert by_title["Id"].text(rows["XX-2(1)"]).strip() == "XX-2(1)" != by_title["Id"].text(rows["XX-2(1)"])


def test_the_history_of_an_enhancement_names_part_and_objective(shown, session, qtbot) -> None:
    walk.mark_objective(session.file, KEY, "XX-02b.", Result.OTHER)
    walk.mark(session.file, [KEY], Marking(result=Result.SATISFIED), "a.1")
    walk.mark(session.file, ["published:XX-2(1)"], Marking(owner="Ann"))
    shown.history.fold.link.click()
    column = [column.title for column in shown.history.table.rows_model.columns].index("What")
    model = shown.history.table.rows_model
    said = [model.data(model.index(n, column)) for n in range(model.rowCount())]
    assert said == ["Part a.1, result", "Objective XX-02b., result"]
    shown.show_control("published:XX-2(1)")
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.data(model.index(0, column)) == "Owner"


@pytest.fixture
def many(new_assessment) -> assessments.Assessment:
    """A control of twenty parts without text, and one of twenty with."""
    letters = [f"{chr(97 + n // 4)}.{n % 4 + 1}" for n in range(20)]
    bare = Control("YY-1", "YY", "Bare", tuple(Part(letter, "", ("people",)) for letter in letters))
    objectives = tuple(Objective(f"YY-02{letter}", letter, None, "It is done.") for letter in letters)
    full = Control("YY-2", "YY", "Full", tuple(Part(letter, "Do.", ("people",)) for letter in letters))
    catalog = Catalog("many", "Many", "1", "S", (Group("YY", "G", "", (bare, full._replace(objectives=objectives))),))
    file = new_assessment("many.srma", catalogs=())
    written = editions.write(file, catalog)
    with journal.step(file, "Add") as step:
        editions.choose(step, written)
    file.record(journal.changes_of(step))
    return file


def test_the_first_parts_are_there_at_once_and_the_rest_soon(many, qapp, qtbot) -> None:
    session = Session("Ann")
    session.adopt(many)
    shown = ControlPage(session)
    qtbot.addWidget(shown)
    shown.resize(800, 700)
    shown.show()
    shown.show_control("many:YY-1")
    assert 0 < shown.parts.pool.shown < 20
    assert not shown.parts.no_texts.isHidden()
    qtbot.waitUntil(lambda: shown.parts.pool.shown == 20)
    assert [row.letter.text() for row in shown.parts.pool.rows[-2:]] == ["e.3", "e.4"]
    shown.show_control("many:YY-2")
    assert shown.parts.no_texts.isHidden()
    qtbot.waitUntil(lambda: shown.parts.pool.shown == 20)
    assert not shown.parts.pool.rows[0].objectives.open, "many objectives are folded"
    shown.parts.set_opened(True)
    assert len([b for b in shown.findChildren(ResultButton) if b.isVisible()]) == 20
    bar = shown.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    walk_to = shown.parts.pool.rows[19].objectives.pool.rows[0].result
    walk_to.setFocus()
    place = bar.value()
    qtbot.keyClick(walk_to, Qt.Key.Key_1)
    session.worker.drain()
    qtbot.waitUntil(lambda: shown.parts.pool.rows[19].result.text().startswith("✓"))
    assert (bar.value(), shown.focusWidget(), shown.parts.pool.shown) == (place, walk_to, 20)
    session.end()
