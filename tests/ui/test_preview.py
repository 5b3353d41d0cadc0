"""Evidence is shown as data: pictures within limits, text as text, everything else as its first bytes."""

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from srm_desktop.domain.assessment import Evidence
from srm_desktop.services import attach, evidence
from srm_desktop.ui.preview import Preview, hex_lines
from srm_desktop.ui.session import Session


@pytest.fixture
def preview(session: Session, qtbot: QtBot) -> Preview:
    made = Preview(session)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def piece_of(session: Session, path: Path) -> Evidence:
    assert session.file is not None
    made = attach.attach(session.file, [], [path])
    return next(row.piece for row in evidence.listed(session.file) if row.piece.uid in made.new)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_is_shown_and_fits(preview: Preview, session: Session, tmp_path: Path) -> None:
    image = QImage(1200, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    image.save(str(tmp_path / "shot.png"))
    preview.show_piece(piece_of(session, tmp_path / "shot.png"))
    assert preview.picture.isVisible() and "1,200 × 300" in preview.note.text()
    assert preview.picture.widget().width() <= 600
    preview.zoom.click()
    assert preview.picture.widget().width() == 1200
    assert "PNG image" in preview.facts.text()


def test_a_large_picture_comes_from_the_worker(
    preview: Preview, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "large.png").write_bytes(png(3000, 3000))
    preview.show_piece(piece_of(session, tmp_path / "large.png"))
    assert "Loading" in preview.note.text()
    qtbot.waitUntil(lambda: "3,000 × 3,000" in preview.note.text(), timeout=5000)


def test_a_huge_picture_is_a_sentence(preview: Preview, session: Session, tmp_path: Path) -> None:
    (tmp_path / "huge.png").write_bytes(png(20_000, 20_000))
    preview.show_piece(piece_of(session, tmp_path / "huge.png"))
    assert "20,000 × 20,000 pixels, too large" in preview.note.text()
    assert not preview.picture.isVisible() and not preview.text.isVisible()


def test_a_damaged_picture_shows_its_bytes(preview: Preview, session: Session, tmp_path: Path, qtlog: object) -> None:
    (tmp_path / "broken.png").write_bytes(png(64, 64)[:40])
    preview.show_piece(piece_of(session, tmp_path / "broken.png"))
    assert "damaged" in preview.note.text() and preview.text.toPlainText().startswith("0000  89 50")


def test_html_and_svg_are_text(preview: Preview, session: Session, tmp_path: Path) -> None:
    source = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    (tmp_path / "a.svg").write_text(source)
    preview.show_piece(piece_of(session, tmp_path / "a.svg"))
    assert preview.text.toPlainText() == source
    assert preview.warning.isHidden()


def test_a_long_text_is_cut_with_a_note(preview: Preview, session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("é" * 300_000)
    preview.show_piece(piece_of(session, tmp_path / "a.log"))
    assert preview.note.text() == "The first 200.0 kB of 600.0 kB are shown."
    text = preview.text.toPlainText()
    assert set(text) == {"é", "\n"} and max(map(len, text.splitlines())) == 2000


def test_a_name_that_lies_is_pointed_out(preview: Preview, session: Session, tmp_path: Path) -> None:
    (tmp_path / "holiday.png").write_bytes(b"MZ" + bytes(100))
    preview.show_piece(piece_of(session, tmp_path / "holiday.png"))
    assert "ends in .png, but the content is a Windows program" in preview.warning.text()
    assert "4d 5a" in preview.text.toPlainText()
    assert preview._piece is not None and preview._piece.sha256 in preview.hash.text()


def test_utf16_text_and_what_other_kinds_are(preview: Preview, session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Grüße".encode("utf-16"))
    preview.show_piece(piece_of(session, tmp_path / "a.txt"))
    assert preview.text.toPlainText() == "Grüße"
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + bytes(500))
    preview.show_piece(piece_of(session, tmp_path / "a.pdf"))
    assert "PDF document" in preview.facts.text() and len(preview.text.toPlainText().splitlines()) == 16
    preview.show_piece(None)
    assert preview.text.toPlainText() == ""


def test_hex_lines_are_aligned() -> None:
    assert hex_lines(b"AB\x00") == f"0000  {'41 42 00':<47}  AB·"
