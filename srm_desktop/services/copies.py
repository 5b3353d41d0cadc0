"""Read-only copies of pieces for other programs, in a private folder that goes when the assessment is closed."""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from srm_desktop.domain import kinds
from srm_desktop.domain.assessment import Evidence
from srm_desktop.services import evidence
from srm_desktop.services.evidence import CannotExtract
from srm_desktop.services.leftovers import private_folder
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment


class Copies:
    """The copies that were taken so far; `close` removes them."""

    def __init__(self) -> None:
        """Nothing is written yet."""
        self._folder: Path | None = None

    def take(self, file: Assessment, uids: Sequence[str]) -> list[Path]:
        """Copies of pieces under safe names, checked against their hashes while they are written, for reading only.

        Raises CannotExtract or Damaged; nothing is left of what could not be written whole.
        """
        try:
            if self._folder is None:
                self._folder = private_folder()
            folder = Path(tempfile.mkdtemp(dir=self._folder))
        except OSError as error:
            raise CannotExtract(f"No copy can be written ({error.strerror or error}).") from error
        paths = evidence.extract(file, uids, folder)
        for path in paths:
            path.chmod(stat.S_IRUSR)
        return paths

    def close(self) -> None:
        """Remove all copies; what another program keeps to itself on Windows stays behind."""
        folder, self._folder = self._folder, None
        if folder is None:
            return
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):
                path.chmod(stat.S_IRWXU)  # what may only be read is not removed on Windows
        shutil.rmtree(folder, ignore_errors=True)


def why_it_may_run(piece: Evidence) -> str:
    """Why opening a piece in another program may run something: "it holds macros"; empty where nothing is known to."""
    return kinds.can_run(piece.name, piece.media_type)
