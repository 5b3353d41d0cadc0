"""Catalogs in the real window: added, cancelled, undone, dropped."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from srm_desktop import settings
from srm_desktop.services import catalogs, evidence, listing
from srm_desktop.services.listing import Filter
from srm_desktop.ui.dialogs import add_catalog, drop_choice
from srm_desktop.ui.dialogs.add_catalog import Adding
from srm_desktop.ui.main_window import MainWindow
from tests.exchange import oscal_samples as samples


def wait_for_work(window: MainWindow) -> None:
    window.session.worker.drain()
    QCoreApplication.processEvents()


def titles(window: MainWindow) -> list[str]:
    return [one.title for one in catalogs.in_use(window.session.file)]


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(20, 400), Qt.DropAction.CopyAction, mime, left, none))
    QCoreApplication.processEvents()
    QCoreApplication.processEvents()


@pytest.fixture
def asked(window, monkeypatch) -> list[Path | None]:
    """With what the assistant was opened; it adds FedRAMP Moderate, and remembers a column."""
    seen: list[Path | None] = []

    def answer(_parent, session, _folder, _columns, path=None) -> Adding:
        seen.append(path)
        plan = catalogs.plan(session.file, catalogs.arrival_of("fedramp-moderate"))
        return Adding(plan, ("shape", {"id": "control"}))

    monkeypatch.setattr(add_catalog, "ask_catalog", answer)
    return seen


def test_a_catalog_is_added_as_one_step_that_can_be_undone(window, asked) -> None:
    window.menus.actions["Add catalog"].trigger()
    wait_for_work(window)
    assert asked == [None]
    assert titles(window) == ["AWS Shared Responsibility", "FedRAMP Moderate"]
    assert settings.columns(settings.load()) == {"shape": {"id": "control"}}
    assert window.notice._text.text() == "Add catalog FedRAMP Moderate"
    assert not window.notice._undo.isHidden()
    window.narrow(Filter(catalog="fedramp-moderate"), "FedRAMP Moderate")
    assert len(window.walk.list.model.keys()) == 323
    window.undo()
    wait_for_work(window)
    assert titles(window) == ["AWS Shared Responsibility"]
    assert window.walk.list.model.keys() == []


def test_new_controls_come_into_the_list_that_is_shown(window, asked) -> None:
    window.narrow(Filter(), "All")
    before = len(window.walk.list.model.keys())
    window.commands.add_catalog()
    wait_for_work(window)
    assert len(window.walk.list.model.keys()) == before + 323


def test_cancelling_while_it_is_added_leaves_nothing(window, asked) -> None:
    before = len(listing.rows(window.session.file))
    window.session.working.connect(lambda progress: progress.cancel())
    window.commands.add_catalog()
    wait_for_work(window)
    assert titles(window) == ["AWS Shared Responsibility"]
    assert len(listing.rows(window.session.file)) == before
    assert window.notice._text.text() == "Adding FedRAMP Moderate was cancelled; nothing of it was kept."


def test_a_dropped_catalog_opens_the_assistant_wherever_it_is_dropped(window, asked, tmp_path) -> None:
    rules = samples.write(tmp_path / "rules.json", samples.catalog(samples.control("hb-1")))
    drop(window, rules)
    window.show_page("overview")
    drop(window, rules)
    assert asked == [rules, rules]
    wait_for_work(window)


def waiting(window: MainWindow) -> list[str]:
    return [one.name for one in window.watch.inbox.waiting] if window.watch.inbox else []


def test_what_is_no_catalog_waits_in_the_inbox(window, asked, tmp_path, qtbot) -> None:
    path = tmp_path / "findings.json"
    path.write_text('{"findings": []}')
    os.utime(path, (1_760_000_000, 1_760_000_000))
    drop(window, path)
    qtbot.waitUntil(lambda: waiting(window) == ["findings.json"])
    assert asked == [] and not evidence.listed(window.session.file)
    assert window.stack.currentWidget() is window.page("inbox")
    way = next(way for way in window.navigation._model.rows if way.key == "inbox")
    assert way.count == "1"


@pytest.mark.parametrize(("answer", "opened", "attached"), [("catalog", 1, 0), ("evidence", 0, 1), (None, 0, 0)])
def test_a_dropped_table_may_be_either(window, asked, tmp_path, monkeypatch, answer, opened, attached) -> None:
    path = tmp_path / "policy.csv"
    path.write_text("id,text\nA-1,Do it.\n")
    monkeypatch.setattr(drop_choice, "ask_drop", lambda _parent, _name, _control: answer)
    drop(window, path)
    wait_for_work(window)
    assert (len(asked), len(evidence.listed(window.session.file))) == (opened, attached)


@pytest.mark.parametrize(("answer", "opened", "waits"), [("catalog", 1, []), ("evidence", 0, ["policy.csv"])])
def test_a_table_dropped_where_no_control_is(
    window, asked, tmp_path, monkeypatch, qtbot, answer, opened, waits
) -> None:
    path = tmp_path / "policy.csv"
    path.write_text("id,text\nA-1,Do it.\n")
    os.utime(path, (1_760_000_000, 1_760_000_000))
    controls: list[str] = []
    monkeypatch.setattr(drop_choice, "ask_drop", lambda _parent, _name, control: controls.append(control) or answer)
    window.show_page("overview")
    drop(window, path)
    qtbot.waitUntil(lambda: waiting(window) == waits)
    assert len(asked) == opened and controls == [""]
    wait_for_work(window)


def test_a_table_dropped_on_a_page_for_evidence_is_evidence(window, asked, tmp_path, qtbot) -> None:
    path = tmp_path / "policy.csv"
    path.write_text("id,text\nA-1,Do it.\n")
    os.utime(path, (1_760_000_000, 1_760_000_000))
    window.show_page("evidence")
    drop(window, path)
    qtbot.waitUntil(lambda: waiting(window) == ["policy.csv"])
    assert asked == []


def test_the_page_leads_to_the_assistant_where_a_text_is_missing(window, asked) -> None:
    window.commands.add_catalog()
    wait_for_work(window)
    window.show_control("fedramp-moderate:AC-1")
    QCoreApplication.processEvents()
    assert not window.walk.page.parts.no_texts.isHidden()
    window.walk.page.parts.add_texts.click()
    assert len(asked) == 2
    wait_for_work(window)
