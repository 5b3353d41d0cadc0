"""When the window opens: no argument, or a file."""

import sys
import types
from pathlib import Path

import pytest

from srm_desktop.cli import main


@pytest.fixture
def opened(monkeypatch) -> list[Path | None]:
    calls: list[Path | None] = []
    stand_in = types.ModuleType("srm_desktop.app")
    stand_in.main = lambda path: calls.append(path) or 0
    monkeypatch.setitem(sys.modules, "srm_desktop.app", stand_in)
    return calls


def test_no_argument_and_a_file_open_the_window(opened, assessment):
    assert main([]) == 0
    assert main([str(assessment)]) == 0
    assert opened == [None, assessment]


def test_missing_assessment_is_left_to_the_window_to_explain(opened, tmp_path):
    assert main([str(tmp_path / "gone.srma")]) == 0
    assert opened == [tmp_path / "gone.srma"]


def test_command_never_opens_the_window(opened, assessment, capsys):
    assert main(["info", str(assessment)]) == 0
    assert main(["bogus"]) == 2
    assert opened == []


def test_window_that_cannot_be_had_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "srm_desktop.app", None)
    assert main([]) == 3
    assert capsys.readouterr().err.count("\n") == 1
