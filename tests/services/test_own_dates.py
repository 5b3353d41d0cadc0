"""The day on which evidence was collected, guessed from what files say themselves."""

from __future__ import annotations

import os
import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image

from srm_desktop.domain.problems import Cancelled
from srm_desktop.services import attach, evidence, listing
from srm_desktop.services.attach import Facts, Pasted

FILE_DAY = datetime(2026, 1, 7, 12, tzinfo=UTC)


def photo(taken: str) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    made = BytesIO()
    Image.new("RGB", (4, 4)).save(made, "JPEG", exif=exif)
    return made.getvalue()


def workbook(day: str) -> bytes:
    """A workbook that says it was changed on `day`; openpyxl itself always writes today."""
    book, made = BytesIO(), BytesIO()
    Workbook().save(book)
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, re.sub(rb"(?<=>)\d{4}-[^<]*(?=</dcterms)", day.encode(), data))
    return made.getvalue()


MAIL = (
    b"From: a@example.com\r\nTo: b@example.com\r\nDate: Mon, 05 Jan 2026 12:00:00 +0000\r\nSubject: S\r\n\r\nText\r\n"
)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (FILE_DAY.timestamp(),) * 2)
    return path


@pytest.fixture
def key(assessment) -> str:
    return listing.rows(assessment)[0].key


def guesses(assessment) -> dict[str, tuple[date, str]]:
    return {r.piece.name: (r.piece.collected, r.piece.guessed_from) for r in evidence.listed(assessment)}


def test_a_file_that_says_when_it_was_made_is_believed_before_its_time(assessment, key, tmp_path):
    files = [
        put(tmp_path, "photo.jpg", photo("2026:01:03 10:00:00")),
        put(tmp_path, "book.xlsx", workbook("2026-01-06T12:00:00Z")),
        put(tmp_path, "mail.eml", MAIL),
        put(tmp_path, "plain.txt", b"Date: 2026-01-01\n"),
        put(tmp_path, "damaged.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 50),
    ]
    attach.attach(assessment, [key], files)
    assert guesses(assessment) == {
        "photo.jpg": (date(2026, 1, 3), "EXIF"),
        "book.xlsx": (date(2026, 1, 6), "Office"),
        "mail.eml": (date(2026, 1, 5), "mail"),
        "plain.txt": (date(2026, 1, 7), "file time"),
        "damaged.pdf": (date(2026, 1, 7), "file time"),
    }
    assert all(row.piece.collected_guessed for row in evidence.listed(assessment))


def test_a_day_that_is_given_is_no_guess(assessment, key, tmp_path):
    attach.attach(assessment, [key], [put(tmp_path, "mail.eml", MAIL)], Facts(date(2026, 2, 2)))
    (row,) = evidence.listed(assessment)
    assert (row.piece.collected, row.piece.collected_guessed, row.piece.guessed_from) == (date(2026, 2, 2), False, "")


def test_what_is_pasted_has_the_day_of_the_clock(assessment, key):
    attach.attach(assessment, [key], [Pasted("photo.jpg", photo("2026:01:03 10:00:00"))])
    assert guesses(assessment) == {"photo.jpg": (assessment.clock().date(), "pasting")}


def test_a_day_ahead_of_the_clock_is_not_believed(assessment, key, tmp_path):
    attach.attach(assessment, [key], [put(tmp_path, "photo.jpg", photo("2026:03:09 10:00:00"))])
    assert guesses(assessment) == {"photo.jpg": (date(2026, 1, 7), "file time")}


def test_asking_files_can_be_stopped_and_leaves_nothing(assessment, key, tmp_path):
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if told.count((len(MAIL), len(MAIL))) == 2:  # taken in, and asked for its date
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        attach.attach(assessment, [key], [put(tmp_path, "mail.eml", MAIL)], progress=progress)
    assert evidence.listed(assessment) == ()
