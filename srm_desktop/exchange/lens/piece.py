"""The file that is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from srm_desktop.exchange.lens.problems import CannotShow


class Piece(NamedTuple):
    """A file to be read: where its bytes are, what people call it, its media type.

    `size` is how many bytes the whole has, where `path` holds only its beginning; -1: `path` is the whole.
    """

    path: Path
    name: str
    media_type: str
    size: int = -1

    def start(self, most: int) -> bytes:
        """The first bytes, at most `most`. Raises CannotShow."""
        try:
            with self.path.open("rb") as stream:
                return stream.read(most)
        except OSError as error:
            raise CannotShow(f"{self.name} cannot be read: {error.strerror or error}.") from error

    def whole(self, most: int) -> bytes:
        """All bytes. Raises CannotShow where there are more than `most`."""
        data = self.start(most + 1)
        if len(data) > most:
            raise CannotShow(
                f"{self.name} has more than the {most / 1e6:,.0f} MB that are read of such a file for a preview;"
                " extract it and open it in its own program."
            )
        return data

    def full_size(self) -> int:
        """How many bytes the whole has. Raises CannotShow."""
        if self.size >= 0:
            return self.size
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise CannotShow(f"{self.name} cannot be read: {error.strerror or error}.") from error
