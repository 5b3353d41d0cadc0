"""A crash report says where in the code, and nothing of what the user wrote, attached or named."""

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.responsibility import shorten
from srm_desktop.services import attach, proof, walk
from srm_desktop.ui import crash
from srm_desktop.ui.theme import theme

SECRETS = ("Tr0ub4dor", "Geheimrat", "quarterly-salaries", "/home/jo")
SECRET = "password of Geheimrat: Tr0ub4dor, see /home/jo/quarterly-salaries.csv"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def caught(do) -> BaseException:
    with pytest.raises(BaseException) as info:
        do()
    return info.value


def clean(text: str) -> str:
    assert [secret for secret in SECRETS if secret in text] == []
    return text


class Leaky(Exception):
    """An exception of another library, whose message is all the user's."""


@pytest.mark.parametrize(
    "kind",
    [ValueError, KeyError, RuntimeError, TypeError, OSError, AssertionError, Leaky, BadValue, sqlite3.OperationalError],
)
def test_no_message_leaks(kind):
    def do():
        evidence_text = SECRET
        raise kind(evidence_text)

    clean(crash.report(caught(do), NOW))


def test_what_our_own_code_says_is_kept_without_the_values(assessment):
    text = crash.report(caught(lambda: walk.mark(assessment, [f"aws-srm:{SECRET}"], walk.Marking(flag=True))), NOW)
    assert "srm_desktop/services/walk.py, line " in clean(text)
    text = crash.report(caught(lambda: attach.attach(assessment, [], [Path("/home/jo/quarterly-salaries.csv")])), NOW)
    assert "CannotRead: There is no file [...]; nothing was attached." in clean(text)
    assert "FileNotFoundError: errno 2" in text


def test_what_is_quoted_is_left_out_even_where_it_is_made_of_words_of_the_code():
    text = crash.report(caught(lambda: proof.parse_anchor("title evidence is not an anchor; statement")), NOW)
    last = text.splitlines()[-1]
    assert last.startswith("srm_desktop.domain.problems.BadValue: [...] is not an anchor; it looks like HEAD:LENGTH")
    assert "title" not in last
    assert "statement" not in last


def test_code_lines_are_of_our_code_only():
    text = clean(crash.report(caught(lambda: shorten(SECRET + "Tr0ub4dor", None)), NOW))
    assert "srm_desktop/domain/responsibility.py" in text
    assert "len(names) <= most" in text
    assert "'int' and 'NoneType'" in text
    assert "test_crash" not in text


def test_chains_and_groups_and_notes_are_clean():
    def do():
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            error.add_note(SECRET)
            raise ExceptionGroup(SECRET, [ValueError(SECRET), Leaky(SECRET)]) from error

    text = clean(crash.report(caught(do), NOW))
    assert text.index("KeyError") < text.index("That led to:") < text.index("ExceptionGroup") < text.index("Leaky")


def test_an_exception_that_cannot_say_what_it_is_is_reported():
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError(SECRET)

    def do():
        raise Mute

    assert "Mute" in clean(crash.report(caught(do), NOW))


def test_names_in_our_code_are_kept():
    text = crash.report(caught(lambda: shorten(5)), NOW)
    assert "TypeError: " in text
    assert "int" in text.splitlines()[-1]


@pytest.fixture
def hooked(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    shown: list[tuple[str, Path | None]] = []
    crashes = crash.install(tmp_path / "reports", lambda report: shown.append((report.text, report.path)))
    return crashes, shown


def throw(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def fault(n: int = 0) -> BaseException:
    def do():
        raise RuntimeError(f"{SECRET} {n}")

    return caught(do)


def test_an_uncaught_exception_is_written_and_shown(hooked, tmp_path):
    _, shown = hooked
    throw(fault())
    (text, path), (kept,) = shown[0], (tmp_path / "reports").iterdir()
    assert path == kept
    assert clean(kept.read_text("utf-8")) == text
    assert text.startswith("SRM Desktop ")
    assert "RuntimeError" in text


def test_a_folder_that_takes_nothing_is_no_second_fault(hooked, tmp_path):
    (tmp_path / "reports").write_text("a file")
    throw(fault())
    assert hooked[1][0][1] is None


def test_a_fault_that_comes_again_and_again_does_not_lock_out(hooked):
    error = fault()
    for _ in range(10):
        throw(error)
    assert len(hooked[1]) == crash.MOST_SHOWN


def test_a_fault_while_one_is_shown_is_only_written(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    shown = []

    def show(report):
        shown.append(report.text)
        throw(caught(lambda: [][0]))

    crash.install(tmp_path, show)
    throw(fault())
    assert len(shown) == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_a_dialog_at_fault_is_told_on_standard_error(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def show(report):
        raise Leaky(SECRET)

    crash.install(tmp_path, show)
    throw(fault())
    assert "Leaky" in clean(capsys.readouterr().err)


def test_only_the_newest_reports_are_kept(tmp_path):
    crashes = crash.Crashes(tmp_path, lambda _report: None)
    for n in range(crash.MOST_REPORTS + 5):
        (tmp_path / f"crash-2020{n:04}.txt").touch()
    crashes.handle(fault())
    names = sorted(p.name for p in tmp_path.iterdir())
    assert len(names) == crash.MOST_REPORTS
    assert names[-1] > "crash-2026"


def test_ctrl_c_is_not_a_crash(hooked, capsys):
    throw(KeyboardInterrupt())
    assert hooked[1] == []


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_dialog_says_that_the_work_is_safe_and_copies(qtbot, tmp_path):
    theme.apply("light")

    def do():
        dialog = QApplication.activeModalWidget()
        try:
            assert "every change is written at once" in dialog.about.text()
            dialog.copy_button.click()
            assert QGuiApplication.clipboard().text() == "the report\n"
            assert dialog.report.isReadOnly()
        finally:
            dialog.cancel_button.click()

    QTimer.singleShot(0, do)
    crash.show_report(None, crash.Report("the report\n", tmp_path / "crash.txt"))
