"""Text for people: aligned, on one line, harmless."""

import sys

import pytest

from srm_desktop.cli import printing


def test_table_is_aligned_also_with_wide_characters(capsys):
    printing.table(("Id", "Name"), [("1", "监督"), ("222", "a\nb")], give=1)
    assert capsys.readouterr().out == "Id   Name\n1    监督\n222  a b\n"


def test_table_gives_way_on_a_narrow_terminal(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    printing.table(("Id", "Name", "Size"), [("E-1", "n" * 80, "1 B")])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 40 and "..." in lines[1]


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2**30, "1.1 GB")])
def test_amount(size, text):
    assert printing.amount(size) == text


def test_steering_characters_are_written_out_and_others_kept():
    text = "Zoë 👩‍💻 \x1b[31m \u202e \x7f \ud800 tab\t"
    assert printing.visible(text) == "Zoë 👩‍💻 \\x1b[31m \\u202e \\x7f \\ud800 tab\t"


def test_progress_is_silent_without_a_terminal(capsys):
    with printing.Progress("Attaching") as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""


def test_progress_waits_and_takes_its_line_away(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    now = [0.0]
    monkeypatch.setattr(printing.time, "monotonic", lambda: now[0])
    with printing.Progress("Attaching") as progress:
        progress(1, 10)
        assert capsys.readouterr().err == ""
        now[0] = 1.0
        progress(5, 10)
        assert capsys.readouterr().err == "\rAttaching  50 %"
    assert capsys.readouterr().err.strip() == ""
