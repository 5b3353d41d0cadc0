"""The two hash logs of a CMMC assessment, as the assessors' script writes them.

Source: DoD CIO, CMMC Artifact Hashing Tool User Guide, version 2.13 (September 2024), with ArtifactHash.ps1 1.11:
`Get-ChildItem -Recurse -Force -File | Get-FileHash`, then `Out-File -Encoding ASCII -Width 1024`. 32 CFR 170.17(c)(4)
and 170.18(c)(4) ask for the names of the artifacts, the values and the algorithm.

The table is the one that PowerShell has for `Get-FileHash` (columns of 15 and 70 characters and the rest), with CRLF
at the end of lines. Two things differ from a run of the script: paths begin at the folder of the package instead of a
drive, for nobody knows yet where it will be unzipped; and no blanks follow the path, as in PowerShell 7.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

ARTIFACTS_LOG, LOG_HASH_LOG = "CMMCAssessmentArtifacts.log", "CMMCAssessmentLogHash.log"
_END = "\r\n"


class HashValues(NamedTuple):
    """The four values that CMMC eMASS asks for, each ready to be pasted.

    The guide names two of them: "Hashed Data List" is the name of the first log, "Hash Value" what stands in the
    second. `date` is the day on which the hashes were made (ISO 8601).
    """

    value: str
    data_list: str
    algorithm: str
    date: str

    def labelled(self) -> tuple[tuple[str, str], ...]:
        """The fields as eMASS calls them, with their values."""
        labels = ("Hash Value", "Hashed Data List", "Hash Algorithm", "Hash Date")
        return tuple(zip(labels, self, strict=True))


class HashLogs(NamedTuple):
    """The bytes of both logs, and the SHA-256 of the first, upper-case."""

    artifacts: bytes
    log_hash: bytes
    value: str


def hash_logs(files: Iterable[tuple[str, str]], folder: str) -> HashLogs:
    """The logs over files (path with `/`, SHA-256), the first of which will lie in `folder`.

    The order is that of the script on Windows: by folder, then by name, whatever the case.
    """
    ordered = sorted(files, key=lambda entry: [piece.upper() for piece in entry[0].split("/")])
    artifacts = _table(ordered)
    value = hashlib.sha256(artifacts).hexdigest()
    return HashLogs(artifacts, _table([(f"{folder}/{ARTIFACTS_LOG}", value)]), value.upper())


def _table(files: Iterable[tuple[str, str]]) -> bytes:
    rows = [("Algorithm", "Hash", "Path"), ("---------", "----", "----")]
    rows += [("SHA256", digest.upper(), path.replace("/", "\\")) for path, digest in files]
    lines = ["", *(f"{first:<15} {second:<70} {last}" for first, second, last in rows), ""]
    return b"".join(_ascii(line + _END) for line in lines)


def _ascii(text: str) -> bytes:
    """Text as .NET writes it in ASCII: a question mark for each UTF-16 unit that is none."""
    return "".join(c if c.isascii() else "?" * (2 if c > "\uffff" else 1) for c in text).encode("ascii")
