"""Text for people: aligned, on one line, harmless."""

import sys

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


def test_progress_says_what_was_found_while_nobody_knows_how_much_there_is(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    now = [0.0]
    monkeypatch.setattr(printing.time, "monotonic", lambda: now[0])
    with printing.Progress("Attaching") as progress:
        now[0] = 1.0
        progress(1234, 0)
        assert capsys.readouterr().err == "\rAttaching, 1234 found so far"
        now[0] = 2.0
        progress(1, 10)
        assert capsys.readouterr().err == f"\r{'Attaching  10 %':28}", "nothing of the longer line stays"
    assert capsys.readouterr().err == f"\r{' ' * 15}\r"


def test_what_is_attached_is_told_from_the_first_name_on(srm, assessment, tmp_path, monkeypatch):
    told = []

    class Telling(printing.Progress):
        def __call__(self, done, total):
            told.append((done, total))
            super().__call__(done, total)

    monkeypatch.setattr(printing, "Progress", Telling)
    (tmp_path / "folder").mkdir()
    for name in "abc":
        (tmp_path / "folder" / name).write_text(name)
    assert srm("attach", assessment, "iam-1", tmp_path / "folder").code == 0
    first = [(0, 0), (0, 0), (1, 0), (2, 0), (3, 0), (3, 0), (3, 0), (1, 3), (2, 3), (3, 3)]
    assert told[: len(first)] == first  # the text inside is read after that
