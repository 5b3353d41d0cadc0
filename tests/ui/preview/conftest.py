"""What the tests of the preview share: a preview on the screen, pieces of evidence, and their end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from srm_desktop.domain.assessment import Evidence
from srm_desktop.services import attach, evidence
from srm_desktop.ui.preview import Preview
from srm_desktop.ui.session import Session

Piece = Callable[[str, bytes], Evidence]
ToShow = Callable[[str, bytes], Preview]


@pytest.fixture
def preview(session: Session, qtbot: QtBot) -> Preview:
    """A preview in a window of its own."""
    made = Preview(session, roomy=True)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def piece(session: Session, tmp_path: Path) -> Piece:
    """Attach a file of a name and with bytes."""

    def make(name: str, data: bytes) -> Evidence:
        (tmp_path / name).write_bytes(data)
        assert session.file is not None
        made = attach.attach(session.file, [], [tmp_path / name])
        return next(row.piece for row in evidence.listed(session.file) if row.piece.uid in made.new)

    return make


@pytest.fixture
def shown(preview: Preview, piece: Piece, qtbot: QtBot) -> ToShow:
    """Show a file, and wait until there is a look at it or a sentence."""

    def do(name: str, data: bytes) -> Preview:
        preview.show_piece(piece(name, data))
        qtbot.waitUntil(lambda: settled(preview), timeout=10_000)
        return preview

    return do


def settled(preview: Preview) -> bool:
    """Whether a look is shown, or a sentence that says why none is."""
    words = preview.head.note.text()
    return preview._in_front is not None or (bool(words) and not words.startswith("Reading"))
