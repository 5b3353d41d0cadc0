"""What is looked at: a piece of the open assessment, or a file that is not in it yet."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.kinds import kind_text, mismatch
from srm_desktop.domain.sizes import size_text


class Source(NamedTuple):
    """`piece` or `path` is set. Of a file outside, kind and size are known once it was looked at."""

    piece: Evidence | None = None
    path: Path | None = None
    media_type: str = ""
    size: int = -1

    @property
    def name(self) -> str:
        """The file's name."""
        return self.piece.name if self.piece else self.path.name if self.path else ""

    @property
    def key(self) -> str:
        """The same for the same thing, as long as an assessment is open."""
        return self.piece.uid if self.piece else str(self.path)

    @property
    def kind(self) -> str:
        """The media type, judged by the content; empty while nobody knows."""
        return self.piece.media_type if self.piece else self.media_type

    @property
    def facts(self) -> str:
        """What it is, in a line."""
        size = self.piece.size if self.piece else self.size
        named = f"{self.piece.id}  {self.name}" if self.piece else self.name
        more = [kind_text(self.kind)] if self.kind else []
        return "  ·  ".join([named, *more, *([size_text(size)] if size >= 0 else [])])

    @property
    def warning(self) -> str:
        """A sentence where the name says something other than the content."""
        return mismatch(self.name, self.kind) if self.kind else ""
