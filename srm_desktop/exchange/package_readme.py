"""The text that an assessor reads first: what the package is, how to check it, and what was left out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from srm_desktop.domain.sizes import size_text
from srm_desktop.exchange.hash_logs import ARTIFACTS_LOG, LOG_HASH_LOG
from srm_desktop.exchange.package_content import INDEX, JOURNAL, LOGS, MATRIX, PAGE, PackageContent
from srm_desktop.exchange.package_journal import RECIPE
from srm_desktop.exchange.workbook_text import one_line

_WIDTH = 78
_LONGEST_TITLE = 200


def readme(content: PackageContent) -> bytes:
    """The text, in UTF-8, with the line ends that every editor on Windows shows."""
    return ("\r\n".join(_lines(content)) + "\r\n").encode()


def _lines(content: PackageContent) -> Iterator[str]:
    title = one_line(content.matrix.details.title, _LONGEST_TITLE)
    yield from (title, "=" * min(len(title), _WIDTH), "")
    yield from _paragraph(
        "This is a package for an assessor: the responsibility matrix of an assessment, the evidence behind it, and "
        "the journal of every change. Unzip all of it before you open a file in it; the links need the folders."
    )
    yield from _section("What is in it")
    for name, about in _contents(content):
        yield from _item(name, about)
    yield from _section("What it is about")
    for label, value in _facts(content):
        yield from _item(label, value)
    yield from _section("What was left out")
    for sentence in content.left_out or ("Nothing.",):
        yield from _paragraph(f"- {sentence}", "  ", gap=False)
    yield from _checking(content)
    yield from _chain(content)


def _contents(content: PackageContent) -> Iterator[tuple[str, str]]:
    yield PAGE, "the assessment to read in any browser, without a network"
    yield MATRIX, "the responsibility matrix for Excel or LibreOffice; its links open the evidence"
    total = sum(entry.piece.size for entry in content.evidence)
    yield "evidence/", f"{len(content.evidence)} pieces of evidence ({size_text(total)}), each once, by control"
    yield (
        INDEX,
        "each piece with path, SHA-256, dates and controls, as a table. A text that begins with = + - @ has an "
        "apostrophe in front, so that no spreadsheet program takes it for a formula",
    )
    yield JOURNAL, "every change: when, who, what, from, to, and the hash that chains it to the one before"
    if content.with_logs:
        yield f"{LOGS}/", f"hash logs for CMMC eMASS: {ARTIFACTS_LOG} and {LOG_HASH_LOG}"


def _facts(content: PackageContent) -> Iterator[tuple[str, str]]:
    matrix = content.matrix
    yield "Assessment id", matrix.assessment_id
    for label, value in (("Organisation", matrix.details.organisation), ("System", matrix.details.system)):
        if value:
            yield label, one_line(value, _LONGEST_TITLE)
    for catalog in matrix.catalogs:
        yield "Catalog", f"{one_line(catalog.title, _LONGEST_TITLE)}, version {one_line(catalog.version, 40)}"
    yield "Controls", f"{len(matrix.controls)} of {content.of}"
    yield "Last change", f"{content.at:%Y-%m-%d %H:%M:%S} UTC; freshness of evidence is judged as on that day"
    yield "Journal head", matrix.head.sha256
    yield "Journal length", str(matrix.head.length)
    yield "Made with", matrix.program


def _checking(content: PackageContent) -> Iterator[str]:
    first = content.evidence[0] if content.evidence else None
    path = content.places[first.piece.id] if first else MATRIX
    windows = f"data/{path}".replace("/", "\\")
    yield from _section("How to check that nothing was changed")
    yield from _paragraph(
        "The folder above this one is a BagIt 1.0 bag (RFC 8493). manifest-sha256.txt in it lists the SHA-256 of "
        "every file here, tagmanifest-sha256.txt that of the lists. From that folder, any one of these will do:"
    )
    yield from ("  bagit.py --validate .", "  sha256sum -c manifest-sha256.txt", "")
    yield from _paragraph("On Windows without further programs, file by file; compare with the manifest:")
    yield f'  Get-FileHash -Algorithm SHA256 -LiteralPath "{windows}"'
    yield from (f'  certutil -hashfile "{windows}" SHA256', "")
    yield from _paragraph(
        "The same SHA-256 of each piece stands in the index, in the sheet Evidence of the matrix, and in the journal "
        "entry with which it came in. Who holds the assessment file can compare it with this package:"
    )
    yield from (f"  srm-desktop verify FILE --anchor {content.matrix.head}", "")
    yield from _paragraph(
        "This shows that the evidence is unchanged since it was imported, and what was changed around it since. It "
        "says nothing about what happened before the import."
    )


def _chain(content: PackageContent) -> Iterator[str]:
    yield from _section("How to follow the chain of the journal")
    yield from _paragraph(
        f"Each line of {JOURNAL} is an entry. Its sha256 is the SHA-256 of the one before (64 zeros for the first) "
        "followed by the step and the entry as JSON in one fixed form. This program (Python 3, run in this folder) "
        "recomputes it and prints the head, which must be the one above:"
    )
    yield from RECIPE.splitlines()
    yield ""
    yield from _paragraph(
        "An entry from which something was left out says so in the field “redacted”, and keeps its hash. There the "
        "chain cannot be recomputed from this package: whether the entry itself is genuine shows only in the "
        "assessment file. The entries after it are still linked to that hash, and the head still stands for all."
    )


def _section(title: str) -> Iterator[str]:
    yield from ("", title, "-" * len(title), "")


def _paragraph(text: str, indent: str = "", *, gap: bool = True) -> Iterator[str]:
    yield from textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    if gap:
        yield ""


def _item(label: str, text: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, _WIDTH + 20, initial_indent=f"  {label:<20} ", subsequent_indent=" " * 23,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
