"""Hostile and damaged files give a sentence or plain data, and the window lives on."""

import random
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from srm_desktop.services import looking
from srm_desktop.ui.preview import Preview, reading
from srm_desktop.ui.preview.texts import LONGEST_LINE, TextViewer
from tests.exchange.lens import samples
from tests.ui.preview.conftest import Piece, ToShow, settled

XML_BOMB = f"<?xml version='1.0'?>{samples.laughs('x')}<x>&a9;</x>".encode()
PAGE = b"<html><script>fetch('http://x')</script><img src='file:///etc/passwd'><iframe src='http://x'></iframe></html>"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("bomb.zip", samples.zip_bomb(), ""),
        ("bomb.xml", XML_BOMB, "Shown as text"),
        ("bomb.svg", samples.svg_bomb(), "Shown as text"),
        ("page.html", PAGE, "Shown as text"),
        ("huge.png", samples.png(20_000, 20_000), "20,000 × 20,000 pixels"),
        ("broken.png", samples.png(64, 64)[:40], "damaged"),
        ("broken.pdf", b"%PDF-1.7\n" + random.Random(1).randbytes(900), "damaged"),
        ("bomb.docx", samples.docx("<w:p><w:t>&a9;</w:t></w:p>", samples.laughs("w:document")), "document type"),
        ("broken.xlsx", samples.zipped({"xl/workbook.xml": "<", "[Content_Types].xml": "<"}), "broken.xlsx"),
        ("lie.pdf", b"MZ" + bytes(200), ""),
    ],
)
def test_a_hostile_file_is_a_sentence_or_data(
    shown: ToShow, piece: Piece, qtbot: QtBot, name: str, data: bytes, says: str
) -> None:
    made = shown(name, data)
    assert says in made.head.note.text()
    assert QApplication.activeModalWidget() is None
    made.show_piece(piece("after.txt", b"the next one"))
    assert isinstance(made.viewer, TextViewer) and made.viewer.field.toPlainText() == "the next one"


def test_where_there_is_no_look_the_first_bytes_can_be_seen(shown: ToShow, qtbot: QtBot) -> None:
    made = shown("broken.pdf", b"%PDF-1.7\n" + bytes(900))
    sentence = made.head.note.text()
    assert made.viewer is None and made.head.bytes_link.isVisible() and not made.head.patient.isVisible()
    made.head.bytes_link.click()
    qtbot.waitUntil(lambda: made.viewer is not None)
    assert made.viewer.field.toPlainText().startswith("0000  25 50 44 46")  # type: ignore[union-attr]
    assert made.head.note.text().startswith(sentence)


def test_what_takes_too_long_can_be_tried_for_longer(
    preview: Preview, piece: Piece, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "QUICK", 0.0)
    preview.show_piece(piece("policy.pdf", samples.pdf("Hello")))
    qtbot.waitUntil(lambda: preview.head.patient.isVisible())
    assert "took longer than 0 seconds" in preview.head.note.text() and preview.viewer is None
    preview.head.patient.click()
    qtbot.waitUntil(lambda: preview.viewer is not None, timeout=10_000)
    assert not preview.head.patient.isVisible() and not preview.head.note.isVisible()


def test_a_reader_that_is_killed_is_a_sentence_and_another_one_starts(
    shown: ToShow, piece: Piece, qtbot: QtBot
) -> None:
    made = shown("a.pdf", samples.pdf("one"))
    looker = made._session._looker
    assert looker is not None and looker._lens._child is not None
    looker._lens._child.kill()
    made.show_piece(piece("b.pdf", samples.pdf("two", "three")))
    qtbot.waitUntil(lambda: settled(made), timeout=10_000)
    made.show_piece(None)
    made.show_piece(piece("c.pdf", samples.pdf("four")))
    qtbot.waitUntil(lambda: made._in_front is not None, timeout=10_000)


def test_closing_the_file_ends_the_reader_and_takes_its_files_away(shown: ToShow) -> None:
    made = shown("a.pdf", samples.pdf("one"))
    session = made._session
    assert session._looker is not None
    child, folder = session._looker._lens._child, session._looker._folder
    assert child is not None and folder is not None and folder.is_dir()
    session.close()
    assert child.poll() is not None and not folder.exists()
    assert made._in_front is None and made.head.facts.text() == ""


def test_a_long_line_is_broken_and_a_long_text_is_cut_with_a_note(shown: ToShow) -> None:
    made = shown("a.log", "é".encode() * 700_000)
    assert "The first 1.0 MB of 1.4 MB are shown" in made.head.note.text()
    lines = made.viewer.field.toPlainText().split("\n")  # type: ignore[union-attr]
    assert set(map(len, lines[:-1])) == {LONGEST_LINE}


def test_a_file_that_is_not_in_the_assessment(preview: Preview, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "new.csv").write_text("a,b\n1,2\n")
    preview.show_path(tmp_path / "new.csv")
    qtbot.waitUntil(lambda: preview._in_front is not None, timeout=10_000)
    assert preview.head.facts.text() == "new.csv  ·  CSV table  ·  8 B" and not preview.hash.isVisible()
    preview.show_path(tmp_path / "gone.csv")
    qtbot.waitUntil(lambda: settled(preview))
    assert "gone.csv cannot be read" in preview.head.note.text()
    preview.show_path(tmp_path)
    qtbot.waitUntil(lambda: "is no file" in preview.head.note.text())
    preview.show_path(None)
    assert preview.head.facts.text() == "" and not preview.head.note.isVisible()


def test_changed_bytes_are_pointed_out(preview: Preview, piece: Piece) -> None:
    made = piece("a.txt", b"as it was")
    preview.show_piece(made._replace(sha256="0" * 64))
    assert preview.head.note.text() == looking.CHANGED
