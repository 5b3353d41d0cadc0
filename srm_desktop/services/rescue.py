"""Getting out of a damaged file whatever is sound: each piece that is as it was, the matrix if it can be, a report."""

from __future__ import annotations

import contextlib
import hashlib
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.assessment import Head, Verdict
from srm_desktop.domain.filenames import safe_name, unlike
from srm_desktop.domain.problems import Cancelled, Problem
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.services import export
from srm_desktop.services.evidence import CannotExtract
from srm_desktop.storage import rescue as storage_rescue
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.problems import Damaged
from srm_desktop.storage.rescue import Piece

REPORT = "rescue report.txt"
"""What the list of everything that was written and left out is called."""


class Rescued(NamedTuple):
    """What came out: files by piece, pieces that were left out (`wrong` says why), matrix (or why not), report."""

    written: tuple[tuple[Piece, Path], ...]
    left_out: tuple[Piece, ...]
    matrix: Path | None
    no_matrix: str
    report: Path


def rescue(
    file: Assessment, folder: Path, verdict: Verdict, progress: Tell = tell_nobody, *, program_version: str = ""
) -> Rescued:
    """Write into `folder` every piece whose bytes are those that were imported, under safe names, and what is left out.

    Nothing in the folder is overwritten. The matrix is written too if the file still gives it. `verdict` is what the
    verification found, for the report. Raises CannotExtract where the folder does not take it; then, and where
    `progress` raises, nothing is left there.
    """
    taken = _names_in(folder)
    written: list[Path] = []
    try:
        found = storage_rescue.pieces(file, _Counting(progress, 0, _size(file) * 2))
        sound, left_out = [], [piece for piece in found.pieces if piece.wrong]
        advance = _Counting(progress, _size(file), _size(file) * 2)
        for piece in found.pieces:
            if piece.wrong:
                continue
            target = folder / unlike(safe_name(f"{piece.id} {piece.name}", piece.id), taken)
            try:
                _write_out(storage_rescue.chunks(file, piece), piece, target)
            except Damaged as problem:
                left_out.append(piece._replace(wrong=problem.sentence))
                continue
            written.append(target)
            sound.append((piece, target))
            advance(piece.size)
        target = folder / unlike(safe_name(f"{file.path.stem} matrix.xlsx"), taken)
        no_matrix = _matrix(file, target, program_version)
        written += [] if no_matrix else [target]
        report = folder / unlike(REPORT, taken)
        made = Rescued(tuple(sound), tuple(left_out), None if no_matrix else target, no_matrix, report)
        _write_text(report, _report(file, made, verdict, found.head))
        written.append(report)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return made


def _names_in(folder: Path) -> set[str]:
    if folder.exists() and not folder.is_dir():
        raise CannotExtract(f"{folder} is a file, not a folder; nothing was written.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return {unicodedata.normalize("NFC", path.name).casefold() for path in folder.iterdir()}
    except OSError as error:
        raise CannotExtract(f"{folder} cannot be written to ({error.strerror or error}).") from error


def _size(file: Assessment) -> int:
    with contextlib.suppress(OSError):
        return max(file.path.stat().st_size, 1)
    return 1


class _Counting:
    """Bytes done, told as progress from `done` on."""

    def __init__(self, progress: Tell, done: int, total: int) -> None:
        self._progress, self._done, self._total = progress, done, total

    def __call__(self, more: int) -> None:
        self._done += more
        self._progress(min(self._done, self._total), self._total)


def _write_out(chunks: Iterator[bytes], piece: Piece, target: Path) -> None:
    """Write a piece, all of it or nothing; the hash is compared once more with what was written."""
    digest = hashlib.sha256()
    try:
        with target.open("xb") as out:
            try:
                for chunk in chunks:
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
                if digest.hexdigest() != piece.sha256:
                    raise Damaged("it reads differently each time: the disk is failing")
            except BaseException:
                with contextlib.suppress(OSError):
                    target.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise CannotExtract(f"{target} cannot be written ({error.strerror or error}); nothing was kept.") from error


def _matrix(file: Assessment, target: Path, program_version: str) -> str:
    """Write the matrix; why not, where it cannot be."""
    try:
        export.export(file, "matrix", target, program_version=program_version)
    except Cancelled:
        raise
    except Problem as problem:
        return problem.sentence
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:  # rows that make no sense any more
        return f"The work cannot be understood any more ({type(error).__name__})."
    return ""


def _write_text(target: Path, text: str) -> None:
    try:
        with target.open("x", encoding="utf-8", errors="replace", newline="\n") as out:
            out.write(text)
    except OSError as error:
        raise CannotExtract(f"{target} cannot be written ({error.strerror or error}); nothing was kept.") from error


def _report(file: Assessment, made: Rescued, verdict: Verdict, head: Head) -> str:
    remarks = [(piece, path) for piece, path in made.written if piece.remark]
    lines = [
        f"What is sound in {file.path.name}",
        "",
        f"Written at {file.clock():%Y-%m-%d %H:%M:%S} UTC by {file.who or 'nobody named'}.",
        f"Journal head and length, as far as it can be read: {head}",
        f"Evidence written: {len(made.written)}. Left out: {len(made.left_out)}.",
        f"Matrix: {made.matrix.name if made.matrix else 'not written. ' + made.no_matrix}",
        *_block(f"Found wrong ({len(verdict.faults)})", [fault.sentence for fault in verdict.faults]),
        *_block("Left out", [f"{p.id} {p.name}: {p.wrong}.{_serves(p)} SHA-256 {p.sha256}" for p in made.left_out]),
        *_block("Written, but", [f"{path.name}: {piece.remark}" for piece, path in remarks]),
        *_block("Written, unchanged since it was imported", [f"{p.sha256}  {path.name}" for p, path in made.written]),
    ]
    return "\n".join(lines) + "\n"


def _serves(piece: Piece) -> str:
    return f" It serves {', '.join(piece.controls)}." if piece.controls else ""


def _block(title: str, lines: list[str]) -> list[str]:
    """A titled list; a line of it stays one line whatever a name holds."""
    return ["", title, *(f"  {' '.join(line.split())}" for line in lines)] if lines else []
