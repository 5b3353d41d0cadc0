"""A lens for the tests of one module, and files to look at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from srm_desktop.domain.look import Look
from srm_desktop.exchange.lens import PATIENT, Lens, Piece
from srm_desktop.exchange.media_type import SAMPLE, media_type

MakePiece = Callable[[str, bytes], Piece]
ToLook = Callable[[str, bytes], Look]


@pytest.fixture(scope="module")
def lens() -> Iterator[Lens]:
    with Lens() as made:
        yield made


@pytest.fixture
def piece(tmp_path: Path) -> MakePiece:
    """A file of a name, whose kind is judged as when it is attached."""

    def make(name: str, data: bytes) -> Piece:
        path = tmp_path / "piece"
        path.write_bytes(data)
        return Piece(path, name, media_type(data[:SAMPLE], name))

    return make


@pytest.fixture
def to_look(lens: Lens, piece: MakePiece) -> ToLook:
    return lambda name, data: lens.look(piece(name, data), PATIENT)
