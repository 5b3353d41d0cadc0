"""Asking for evidence begins where the last came from; pasted tables are told from text."""

from pathlib import Path

from PySide6.QtCore import QMimeData

from srm_desktop import settings
from srm_desktop.ui import attaching
from srm_desktop.ui.dialogs import attach_dialog


def test_the_folder_of_the_last_evidence_is_remembered(qapp, tmp_path, monkeypatch):
    monkeypatch.setenv(settings.HOME, str(tmp_path / "home"))
    asked: list[Path] = []
    scans, elsewhere = tmp_path / "scans", tmp_path / "elsewhere"
    scans.mkdir()
    elsewhere.mkdir()
    settings.save(settings.opened(settings.load(), elsewhere / "a.srma"))
    monkeypatch.setattr(attach_dialog, "ask_files", lambda _p, at: asked.append(at) or [scans / "x.txt"])
    monkeypatch.setattr(attach_dialog, "ask_folder", lambda _p, _title, at: asked.append(at))
    attaching.ask_files(None)
    settings.save(settings.opened(settings.load(), elsewhere / "b.srma"))  # opening a file does not change it
    attaching.ask_folder(None, "Attach all files of a folder")
    assert asked == [elsewhere, scans]


def test_a_table_is_named_after_control_and_time(qapp):
    mime = QMimeData()
    mime.setText("user\tmfa\nann\tyes")
    mime.setHtml("<table><tr><td>user</td><td>mfa</td></tr><tr><td>ann</td><td>yes</td></tr></table>")
    made = attaching.pasted_in(mime, "AC-2(3)")
    assert made.name.startswith("AC-2(3) 20") and made.name.endswith(".csv")
    assert made.data.decode("utf-8-sig") == "user,mfa\r\nann,yes\r\n"
    assert attaching.pasted_in(mime, "AC-2(3)", text=False) is None
