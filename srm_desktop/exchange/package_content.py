"""What goes into a package, as records; what makes its files out of them is in the modules beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from srm_desktop.domain.assessment import EvidenceRow
from srm_desktop.domain.rollup import Coverage
from srm_desktop.exchange.matrix import MatrixContent

MATRIX, INDEX, JOURNAL, PAGE, README = "matrix.xlsx", "evidence-index.csv", "journal.jsonl", "index.html", "README.txt"
LOGS = "cmmc"
"""The names in the payload: matrix, evidence index, journal, page, the text to begin with, and the hash logs."""


class PackageContent(NamedTuple):
    """All but the bytes of the evidence and the journal. `places` are the paths of the pieces, by id.

    `of` is how many controls the assessment has; `left_out` says in sentences what the package does not hold.
    """

    matrix: MatrixContent
    places: Mapping[str, str]
    coverage: Coverage
    of: int
    with_notes: bool
    with_logs: bool
    left_out: tuple[str, ...]

    @property
    def evidence(self) -> tuple[EvidenceRow, ...]:
        """The pieces in it."""
        return tuple(self.matrix.evidence)

    @property
    def at(self) -> datetime:
        """The time (UTC) of the journal's last entry, which is that of everything in the package."""
        return self.matrix.exported_at
