"""Where things lie in a package: one place for each piece of evidence, under the first control that it serves.

Paths are kept short: Windows programs take 260 characters of path, and whoever unzips adds folders of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from srm_desktop.domain.assessment import EvidenceRow
from srm_desktop.domain.filenames import folded, portable_name, unlike

EVIDENCE = "evidence"
OLDER = "older versions"
"""The folder of pieces that serve no control of the package: older versions of those that do."""

_MOST_TOP, _MOST_FOLDER, _MOST_NAME = 40, 24, 80


def top_folder(title: str) -> str:
    """The name of a package's only folder at the top."""
    return portable_name(title, "assessment", _MOST_TOP)


def places(rows: Iterable[EvidenceRow]) -> dict[str, str]:
    """The path of each piece in the payload, by its id: `evidence/AC-2/E-12 report.pdf`.

    No two are the same where case does not count, and nothing in a path needs escaping in a manifest.
    """
    found: dict[str, str] = {}
    folders: dict[str, str] = {}
    taken: dict[str, set[str]] = {}
    for row in rows:
        wanted = portable_name(row.controls[0], "control", _MOST_FOLDER) if row.controls else OLDER
        folder = folders.setdefault(folded(wanted), wanted)  # ids that differ only in case share one
        name = portable_name(f"{row.piece.id} {row.piece.name}", row.piece.id, _MOST_NAME)
        found[row.piece.id] = f"{EVIDENCE}/{folder}/{unlike(name, taken.setdefault(folder, set()))}"
    return found
