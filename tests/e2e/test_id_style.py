"""The style of control ids: chosen in the menu, shown everywhere at once, and only shown."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from srm_desktop import settings
from srm_desktop.domain.assessment import Details
from srm_desktop.domain.catalog import Catalog, Control, Group, Objective, Part, Reference
from srm_desktop.domain.vocabulary import Result, Status
from srm_desktop.services import assessments, attach, evidence, walk
from srm_desktop.services.listing import Filter
from srm_desktop.storage import editions, journal
from srm_desktop.ui.main_window import MainWindow
from srm_desktop.ui.menu_tree import ID_STYLES
from srm_desktop.ui.pages import asking
from srm_desktop.ui.pages.history_model import STEP, WHERE
from srm_desktop.ui.words import id_text
from tests.nist_sample import AC_2_3, make

ID = 1
"""The column of the list that has the ids."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "nist.srma")


def choose(window: MainWindow, style: str) -> None:
    window.menus.actions[f"Control ids {style}"].trigger()


def ids(window: MainWindow) -> list[str]:
    model = window.walk.list.model
    return [model.index(row, ID).data() for row in range(model.rowCount())]


def wait_for_work(window: MainWindow) -> None:
    window.session.worker.drain()
    QCoreApplication.processEvents()


def test_the_menu_shows_how_ids_look_and_which_style_is_on(window) -> None:
    assert tuple(style for style, _, _ in ID_STYLES) == settings.ID_STYLES
    for style, _, example in ID_STYLES:
        choose(window, style)
        looks = {id_text(AC_2_3), id_text("nist-800-171:3.1.1"), "AC-02(03)[01]"}
        assert set(example.split(", ")) <= looks
        on = [s for s in settings.ID_STYLES if window.menus.actions[f"Control ids {s}"].isChecked()]
        assert on == [style]
        assert settings.load().id_style == style


def test_another_style_is_seen_at_once_and_nothing_jumps(window) -> None:
    view, page = window.walk.list.view, window.walk.page
    window.show_control(AC_2_3)
    page.statement.editor.setFocus()
    page.statement.editor.insertPlainText("unfinished")
    view.verticalScrollBar().setValue(2)
    page.area.verticalScrollBar().setValue(37)
    keys = window.walk.list.model.keys()
    before = (view.selected_keys(), view.current_key(), view.verticalScrollBar().value(), QApplication.focusWidget())
    choose(window, "nist-padded")
    assert ids(window)[:5] == ["AC-01", "AC-02", "AC-02(01)", "AC-02(02)", "AC-02(03)"]
    assert page.header.name.text() == "AC-02(03)  Title of 4"
    assert [shown.text() for _, shown in page.references.lines.values()][:2] == ["AC-06(09)", "CC6.1"]
    after = (view.selected_keys(), view.current_key(), view.verticalScrollBar().value(), QApplication.focusWidget())
    assert after == before
    assert page.area.verticalScrollBar().value() == 37
    assert page.statement.editor.toPlainText() == "unfinished"
    assert window.walk.list.model.keys() == keys
    choose(window, "nist")
    assert ids(window)[4] == "AC-2(3)"
    assert page.header.name.text() == "AC-2(3)  Title of 4"


def test_lists_are_sorted_by_number_in_every_style(window) -> None:
    window.walk.list.view.sortByColumn(ID, Qt.SortOrder.AscendingOrder)
    usual = window.walk.list.model.keys()
    assert [key.partition(":")[2] for key in usual[:4]] == ["AC-1", "AC-2", "AC-2(1)", "AC-2(2)"]
    for style in settings.ID_STYLES:
        choose(window, style)
        window.walk.list.view.sortByColumn(ID, Qt.SortOrder.DescendingOrder)
        window.walk.list.view.sortByColumn(ID, Qt.SortOrder.AscendingOrder)
        assert window.walk.list.model.keys() == usual


def test_every_page_and_sentence_says_the_id_in_the_style(window) -> None:
    for name in ("overview", "evidence", "history"):
        window.show_page(name)
    choose(window, "oscal")
    history, pieces = window.page("history"), window.page("evidence")
    first = history.model.index(0, STEP)
    assert first.data() == "Attach AC-2 list.txt to ac-2.3, ac-2"  # the file keeps its name
    marked = history.model.index(1, STEP)
    assert marked.data() == "Mark ac-2.3_smt.a planned"
    assert "ac-2.3_smt.a" in marked.siblingAtColumn(WHERE).data()
    window.show_page("evidence")
    model = pieces.view.rows_model
    column = [c.title for c in model.columns].index("Controls")
    assert model.index(0, column).data() == "ac-2 +1"
    assert model.index(0, column).data(Qt.ItemDataRole.ToolTipRole) == "ac-2\nac-2.3"
    pieces.view.selectRow(0)
    menu = pieces.menu()
    assert [a.text() for a in menu.actions() if a.text().startswith("Go to")] == ["Go to ac-2", "Go to ac-2.3"]
    menu.deleteLater()
    window.show_page("overview")
    overview = window.page("overview")
    assert any("ac-2, ac-2.3" in row.text() for row in overview._due_rows.shown())
    assert any("Mark ac-2.3_smt.a planned" in row.text() for row in overview._step_rows.shown())
    window.show_control(AC_2_3)
    window.walk.mark_status(Status.IMPLEMENTED)
    wait_for_work(window)
    assert window.notice._text.text() == "Mark ac-2.3 implemented"
    assert window.menus.actions["Undo"].text() == "&Undo Mark ac-2.3 implemented"
    window.undo()
    wait_for_work(window)
    assert window.notice._text.text() == "Undone: Mark ac-2.3 implemented"
    choose(window, "nist")
    assert window.menus.actions["Redo"].text() == "&Redo Mark AC-2(3) implemented"


def test_what_is_on_the_screen_can_be_typed_and_is_found(window, qtbot) -> None:
    choose(window, "nist-padded")
    window.walk.list.text.setText("AC-02(03)")
    assert window.walk.list.model.keys() == [AC_2_3]
    window.search.begin()
    window.search.setText("AC-02(03)")
    assert window.search._model.rows[0].title == "AC-02(03)  Title of 4"
    window.search.clear()
    window.show_page("evidence")
    pieces = window.page("evidence")
    pieces.text.setText("AC-02(03)")
    assert pieces.view.rows_model.rowCount() == 1
    pieces.text.setText("AC-02(04)")
    assert pieces.view.rows_model.rowCount() == 0
    window.show_page("history")
    history = window.page("history")
    qtbot.waitUntil(lambda: len(history.model.steps) > 2)
    for text in ("AC-02(03) planned", "Mark AC-2 (3)", "planned"):
        history.text.setText(text)
        one = ["Mark AC-02(03)(a) planned"]
        qtbot.waitUntil(lambda one=one: [s.step.name for s in history.model.steps] == one)
    history.text.setText("AC-2 (3)")
    qtbot.waitUntil(lambda: len(history.model.steps) == 2)


def test_the_dialog_that_links_evidence_has_the_style_too(window, qtbot) -> None:
    choose(window, "nist-spaced")
    dialog = asking.ControlChooser(window, window.session.file, "E-1")
    qtbot.addWidget(dialog)
    assert dialog.view.rows_model.index(4, 0).data() == "AC-2 (3)"


def test_the_column_is_as_wide_as_the_longest_id(window) -> None:
    view = window.walk.list.view
    usual = view.columnWidth(ID)
    for style in settings.ID_STYLES:
        choose(window, style)
        assert max(map(view.fontMetrics().horizontalAdvance, ids(window))) < view.columnWidth(ID)
    choose(window, "nist")
    assert view.columnWidth(ID) == usual


def test_what_goes_into_the_file_keeps_the_id_itself(window, qtbot) -> None:
    choose(window, "oscal")
    window.show_control(AC_2_3)
    QGuiApplication.clipboard().setText("pasted")
    window.walk.page.paste()
    QGuiApplication.clipboard().clear()
    file = window.session.file
    qtbot.waitUntil(lambda: len(evidence.listed(file)) == 2)
    assert evidence.listed(file)[1].piece.name.startswith("AC-2(3) ")
    window.walk.mark_status(Status.IMPLEMENTED)
    wait_for_work(window)
    window.commands.close()
    choose(window, "nist")
    window.session.open_path(file.path)
    assert window.menus.actions["Undo"].text() == "&Undo Mark AC-2(3) implemented"


def test_the_style_is_remembered(build, path) -> None:
    first = build(path)
    choose(first, "oscal")
    first.close()
    second = build(path)
    assert ids(second)[4] == "ac-2.3"
    assert second.menus.actions["Control ids oscal"].isChecked()


@pytest.mark.parametrize("said", ['"roman"', "7", '""'])
def test_a_style_that_is_not_known_falls_back(build, path, preferences, said: str) -> None:
    preferences.mkdir()
    (preferences / "settings.toml").write_text(f'theme = "dark"\nid_style = {said}\n')
    window = build(path)
    assert ids(window)[4] == "AC-2(3)"
    assert window.menus.actions["Control ids nist"].isChecked()
    assert window.menus.actions["Dark"].isChecked()


def test_a_read_only_window_stays_so(build, path) -> None:
    window = build()
    window.session.open_path(path, read_only=True)
    title = window.windowTitle()
    choose(window, "oscal")
    assert window.windowTitle() == title
    assert ids(window)[4] == "ac-2.3"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """AC-2 with an objective and a withdrawn enhancement, in two catalogs, and a rule of a third that refers to it."""
    goal = Objective("AC-02a.[01]", "a", None, "Accounts are defined.")
    part = Part("a", "Define accounts.", ("identity",))
    accounts = Control("AC-2", "ac", "Accounts", (part,), objectives=(goal,), related=("AC-3", "AC-99"))
    gone = Control("AC-2(10)", "ac", "Gone", (), base="AC-2", withdrawn=True, moved_to=("AC-2",))
    some = Control("AC-2(3)", "ac", "Disable", (Part("", "Disable.", ("identity",)),), base="AC-2")
    more = (accounts, some, gone, Control("AC-3", "ac", "Enforcement", (Part("", "Enforce.", ("identity",)),)))
    refers = (Reference("nist-800-53-r5", "AC-2"), Reference("nist-800-53-r5", "AC-4"))
    own = Control("OWN-1", "own", "Our rule", (part,), references=refers)
    catalogs = (
        Catalog("nist-moderate", "Moderate", "5", "us", (Group("ac", "Access", controls=more),)),
        Catalog("nist-high", "High", "5", "us", (Group("ac", "Access", controls=more),)),
        Catalog("our-own", "Own", "1", "us", (Group("own", "Own", controls=(own,)),)),
    )
    path = tmp_path / "published.srma"
    with assessments.create(path, Details("Acme"), who="Ada", services=["ec2"], catalogs=()) as file:
        written = [editions.write(file, catalog) for catalog in catalogs]
        with journal.step(file, "Add catalogs") as step:
            editions.choose(step, *written)
        file.record(journal.changes_of(step))
        attach.attach(file, ["nist-high:AC-2", "our-own:OWN-1"], [attach.Pasted("AC-2 list.txt", b"list")])
        walk.mark_objective(file, "nist-moderate:AC-2", "AC-02a.[01]", Result.SATISFIED)
    return path


def test_counterparts_offers_mentions_and_objectives_have_the_style(build, published) -> None:
    window = build(published)
    page = window.walk.page
    window.show_control("nist-moderate:AC-2")
    page.in_catalog.set_opened(page.in_catalog.topics[3], True)
    page.parts.pool.rows[0].set_opened(True)
    page.history.fold.link.click()
    choose(window, "oscal")
    wait_for_work(window)
    assert page.parts.pool.rows[0].objectives.pool.rows[0].name.text() == "ac-2_obj.a-1"
    told = page.history.table.rows_model
    assert told.index(0, 2).data() == "Objective ac-2_obj.a-1, result"
    assert page.in_catalog.topics[3].body.text().endswith(", ac-99")
    assert ">ac-3</a>" in page.in_catalog.topics[3].body.text()
    assert page.evidence.offers.text.text() == "1 piece on nist-high:ac-2, OWN-1 may serve here too"
    page.evidence.link_offered()
    wait_for_work(window)
    assert window.notice._text.text() == "Link AC-2 list.txt from nist-high:ac-2, OWN-1 to ac-2"
    window.undo()
    window.show_control("our-own:OWN-1")
    wait_for_work(window)
    names = page.references.table.rows_model
    assert [names.index(n, 1).data() for n in range(names.rowCount())] == ["ac-2", "ac-2"]
    assert [shown.text() for _, shown in page.references.lines.values()] == ["ac-4"]
    uid = evidence.listed(window.session.file)[0].piece.uid
    window.session.run(lambda file: evidence.detach(file, "our-own:OWN-1", [uid]))
    wait_for_work(window)
    assert page.evidence.offers.text.text() == "1 piece on nist-high:ac-2 may serve here too"
    choose(window, "nist")
    assert page.evidence.offers.text.text() == "1 piece on nist-high:AC-2 may serve here too"


def test_enhancements_and_withdrawn_controls_have_the_style(build, published) -> None:
    window = build(published)
    choose(window, "nist-padded")
    window.walk.list.set_filter(Filter(), "All controls")
    assert "\N{EN SPACE}AC-02(03)" in ids(window)
    header = window.walk.page.header
    window.show_control("nist-high:AC-2(10)")
    assert header.name.text() == "AC-02(10)  Gone"
    assert ">AC-02</a>" in header.base.text() and ">AC-02</a>" in header.withdrawn.text()
    window.search.begin()
    window.search.setText("ac-2(10)")
    assert [row.title for row in window.search._model.rows[:2]] == ["AC-02(10)  Gone (withdrawn)"] * 2
    assert window.search._model.rows[0].detail == "nist-moderate · Access"


def test_without_a_style_nothing_of_it_is_imported(path, tmp_path) -> None:
    program = (
        "import sys; from pathlib import Path; from srm_desktop import app; running = app.application();"
        "window = app.build(Path(sys.argv[1])); window.grab(); window.close();"
        "print([m for m in sys.modules if 'control_ids' in m])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
