"""Files that appear when they are whole: what a full disk or a killed process leaves, and what it does not."""

from __future__ import annotations

import errno
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from srm_desktop.exchange.workbook_file import CannotExport, DiskFull, problem_of, replacing
from srm_desktop.exchange.workbook_sheet import Columns, add_sheet, discard, save
from srm_desktop.exchange.workbook_styles import Look


def book_of(rows: int) -> Workbook:
    book = Workbook(write_only=True)
    sheet = add_sheet(book, "Rows")
    columns = Columns(sheet, [Look.TEXT, Look.TEXT])
    for number in range(rows):
        sheet.add(columns, (number, os.urandom(100).hex()), 15)
    return book


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("rows", [0, 1000])
def test_a_full_disk_is_one_error_and_not_a_word_later(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    later: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", later.append)
    book = book_of(rows)
    with pytest.raises(OSError, match="No space left on device"):
        save(book, Path("/dev/full"))
    discard(book)
    del book
    gc.collect()
    assert later == []


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Within the block no file grows beyond this many bytes, as on a disk that becomes full."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(("rows", "room"), [(20, 500), (40, 9_000), (1_000, 50_000)])
def test_a_full_disk_leaves_nothing_for_temporary_files_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, room: int
) -> None:
    scratch, out = tmp_path / "scratch", tmp_path / "out"
    scratch.mkdir()
    out.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    book = book_of(rows)
    with room_for(room), pytest.raises(DiskFull), replacing(out / "a.xlsx") as temporary:
        try:
            save(book, temporary)
        finally:
            discard(book)
    assert (names_in(scratch), names_in(out)) == ([], [])


def test_what_is_not_wanted_any_more_needs_no_room() -> None:
    book = book_of(20)
    with room_for(500):
        discard(book)


def test_sheets_are_read_as_they_were_written(tmp_path: Path) -> None:
    book = book_of(3)
    save(book, tmp_path / "a.xlsx")
    discard(book)
    read = load_workbook(tmp_path / "a.xlsx")
    assert [cell.value for cell in read["Rows"]["A"]] == [0, 1, 2]
    read.close()


def test_the_librarys_own_saving_is_refused_before_it_loses_the_rows(tmp_path: Path) -> None:
    book = book_of(3)
    with pytest.raises(RuntimeError, match=r"workbook_sheet\.save"):
        book.save(tmp_path / "a.xlsx")
    discard(book)


def test_what_killed_processes_left_goes_when_it_is_old(tmp_path: Path) -> None:
    names = {
        "old": ".srm-0123456789abcdef.tmp.xlsx",
        "bare": ".srm-0123456789abcdee.tmp",
        "young": ".srm-0123456789abcded.tmp.xlsx",
        "foreign": ".srm-notes.tmp.xlsx",
        "shown": "srm-0123456789abcdec.tmp.xlsx",
    }
    for what, name in names.items():
        (tmp_path / name).write_text(what)
        if what != "young":
            then = (tmp_path / name).stat().st_mtime - 2 * 3600
            os.utime(tmp_path / name, (then, then))
    with replacing(tmp_path / "a.txt") as temporary:
        temporary.write_text("whole")
    assert names_in(tmp_path) == sorted([names["young"], names["foreign"], names["shown"], "a.txt"])


def test_a_missing_folder_is_told_from_one_that_is_missing_elsewhere(tmp_path: Path) -> None:
    error = FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")
    assert "folder" in problem_of(error, tmp_path / "gone" / "m.xlsx", False).sentence
    other = problem_of(error, tmp_path / "m.xlsx", False)
    assert type(other) is CannotExport
    assert other.sentence == "m.xlsx could not be written: No usable temporary directory found in ['/tmp']."
