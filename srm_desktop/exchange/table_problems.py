"""What can be wrong with a table: each a sentence that names the file, the place in it, and what was expected."""

from __future__ import annotations

from srm_desktop.domain.problems import Problem

EXPECTED = "a workbook (xlsx, xlsm, xlsb, xls, ods) or a text table (CSV, TSV) is expected"


class BadTable(Problem):
    """A file that is no table, is damaged or hostile, or does not hold what it should."""


class ProtectedTable(BadTable):
    """A workbook that opens only with a password, which nobody can give here."""


class NoIdColumn(BadTable):
    """No column of the table is known to hold the ids of controls: the user may say which one does."""
