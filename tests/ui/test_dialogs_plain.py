"""The dialogs without fields: what they offer, which file they ask for, and what they tell."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from srm_desktop.ui.dialogs import about, attach_dialog, in_use, shortcuts

Key = Qt.Key


@pytest.mark.parametrize(("key", "answer"), [(Key.Key_Return, True), (Key.Key_Escape, False)])
def test_reading_only_is_offered(act, key, answer):
    sentence = "a.srma is open already, by Jo since 14:02."

    def do(dialog):
        assert (dialog.heading.text(), dialog.about.text()) == ("Open it for reading only?", sentence)
        QTest.keyClick(dialog, key)

    act(do)
    assert in_use.ask_copy(None, sentence) is answer


def test_asking_for_files_and_folders(monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: (["/a/b.pdf", "/a/c.pdf"], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: ("/a/x.srma", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("/a/v1.2", ""))
    assert attach_dialog.ask_files(None, tmp_path) == [Path("/a/b.pdf"), Path("/a/c.pdf")]
    assert attach_dialog.ask_folder(None, "Where to", tmp_path) is None
    assert attach_dialog.ask_open(None, tmp_path) == Path("/a/x.srma")
    assert attach_dialog.ask_save_as(None, tmp_path / "x.srma") == Path("/a/v1.2.srma")


SHEET = [
    ("Walk", [("Ctrl+J / Alt+Down", "Next"), ("1", "Not started"), ("2", "Planned")]),
    ("View", [("Ctrl++", "Larger"), ("F1", "This sheet")]),
    ("Search", [("Ctrl+K", "Search")]),
    ("File", [("Ctrl+O", "Open")]),
]


def test_keys_are_taken_apart():
    assert shortcuts.pieces("Ctrl+Shift+S") == [("Ctrl", True), ("Shift", True), ("S", True)]
    assert shortcuts.pieces("Ctrl++") == [("Ctrl", True), ("+", True)]
    assert shortcuts.pieces("J / Down") == [("J", True), ("or", False), ("Down", True)]
    assert shortcuts.pieces("+") == [("+", True)]


def test_groups_stay_in_order_in_at_most_three_columns():
    columns = shortcuts.balanced(SHEET, 3)
    assert len(columns) <= 3
    assert [title for column in columns for title, _ in column] == ["Walk", "View", "Search", "File"]
    assert shortcuts.balanced([], 3) == [[]]


@pytest.mark.parametrize("key", [Key.Key_F1, Key.Key_Escape, Key.Key_Return])
def test_the_sheet_shows_and_closes(act, key):
    def do(dialog):
        said = {w.accessibleName() for w in dialog.findChildren(QWidget)}
        assert "Ctrl+K: Search" in said
        QTest.keyClick(dialog, key)
        assert not dialog.isVisible()

    act(do)
    shortcuts.show_shortcuts(None, SHEET)


def test_about_names_version_and_model(act):
    def do(dialog):
        assert dialog.heading.text() == "SRM Desktop 9.8.7"
        assert about.MODEL_PAGE in dialog.findChild(QLabel, "about_link").text()

    act(do)
    about.show_about(None, "9.8.7")
