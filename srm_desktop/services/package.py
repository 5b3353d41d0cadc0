"""Handing the work over whole: matrix, evidence, journal and a page to read, in one archive that can be checked."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from srm_desktop.domain.assessment import CatalogInUse, ControlView, EvidenceRow, Head, counted
from srm_desktop.domain.freshness import worst
from srm_desktop.domain.packing import places, top_folder
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.domain.rollup import cover
from srm_desktop.domain.vocabulary import Acceptance
from srm_desktop.services import evidence, export, listing
from srm_desktop.services.board import as_of
from srm_desktop.services.leftovers import private_folder
from srm_desktop.services.package_journal import entries_of
from srm_desktop.storage import content as contents
from srm_desktop.storage import reading_journal
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

if TYPE_CHECKING:
    from srm_desktop.exchange.bag import Member
    from srm_desktop.exchange.hash_logs import HashLogs, HashValues
    from srm_desktop.exchange.package_content import PackageContent

ENDING = ".zip"
_PACKED = ("image/png", "image/jpeg", "image/gif", "image/webp", "video/", "audio/", "application/zip",
           "application/gzip", "application/x-7z-compressed", "application/vnd.openxmlformats-")  # fmt: skip
"""Beginnings of media types whose bytes do not get smaller any more."""


class Choice(NamedTuple):
    """What goes into a package.

    `keys` are the controls (None: all), `accepted_only` leaves out evidence that nobody accepted, `with_notes` puts
    internal notes in, `older` also the versions before those that serve a control. `hash_logs` are the logs for CMMC:
    with or without, or None to have them where a CMMC or SP 800-171 catalog is walked.
    """

    keys: Collection[str] | None = None
    accepted_only: bool = False
    with_notes: bool = False
    older: bool = False
    hash_logs: bool | None = None


EVERYTHING = Choice()
"""All controls and what is linked to them, without internal notes."""


class Packaged(NamedTuple):
    """What was written: where, the archive's SHA-256 and size, how much of what, the end of the journal.

    `hash_values` are for eMASS; None without hash logs.
    """

    path: Path
    sha256: str
    size: int
    counts: dict[str, int]
    head: Head
    hash_values: HashValues | None = None


def wants_hash_logs(catalogs: Iterable[CatalogInUse]) -> bool:
    """Whether one of the catalogs is of a kind whose assessors ask for hash logs."""
    return any("cmmc" in text or "800-171" in text for one in catalogs for text in (one.id.lower(), one.title.lower()))


def package(
    file: Assessment,
    target: Path,
    choice: Choice = EVERYTHING,
    *,
    program_version: str,
    progress: Tell = tell_nobody,
) -> Packaged:
    """Write a package to `target`, replacing what is there; all of it or nothing. `progress` counts bytes.

    The same assessment and choice give the same bytes: everything in it is of the journal's last entry. Raises BadValue
    where there is nothing to package, NotAsRecorded for a piece that is not what was imported, CannotExport where the
    target cannot be written.
    """
    if target.suffix.lower() != ENDING and not target.is_dir():
        raise BadValue(f"{target.name} must end in {ENDING}; nothing was written.")
    if file.is_itself(target):
        raise BadValue(f"{target.name} is this assessment itself; choose another name.")
    from srm_desktop.exchange.bag import write_bag
    from srm_desktop.exchange.hash_logs import ARTIFACTS_LOG, HashValues

    content = _content(file, choice, program_version)
    progress(0, _total(content))
    logs = _logs(content) if content.with_logs else None
    with _matrix(content, target, lambda: progress(0, _total(content))) as matrix:
        members = _members(file, content, choice, matrix, logs, progress)
        top = top_folder(content.matrix.details.title)
        done = write_bag(target.absolute(), top, members, _about(content), content.at)
    values = None
    if logs:
        values = HashValues(logs.value, ARTIFACTS_LOG, "SHA256", file.clock().astimezone().date().isoformat())
    counts = {"controls": len(content.matrix.controls), "evidence": len(content.evidence), "files": done.files}
    return Packaged(target.absolute(), done.sha256, done.size, counts, content.matrix.head, values)


def _content(file: Assessment, choice: Choice, program_version: str) -> PackageContent:
    """All but the bytes, as it was at one moment."""
    from srm_desktop.exchange.package_content import PackageContent

    with file.reading():
        last = reading_journal.history(file, most=1)
        if not last:
            raise BadValue("There is nothing in this assessment to package.")
        at = last[0].at
        with as_of(file, at.date()):
            whole = export.content(file, choice.keys, program_version)
            every = {row.key: row for row in listing.rows(file) if not row.withdrawn}
            pieces, left_out = _chosen(choice, whole.evidence, evidence.listed(file))
    kept = {entry.piece.uid for entry in pieces}
    controls = [_with_links(control, kept) for control in whole.controls]
    where = places(pieces)
    partly = len(controls) < len(every)
    if partly:
        left_out = (f"{len(every) - len(controls)} of {len(every)} controls, with their evidence and what the journal "
                    "says of them.", *left_out)  # fmt: skip
    if not choice.with_notes:
        left_out = (*left_out, "Internal notes, also where they stand in the journal.")
    logs = wants_hash_logs(whole.catalogs) if choice.hash_logs is None else choice.hash_logs
    return PackageContent(
        whole._replace(controls=controls, evidence=pieces, exported_by="", exported_at=at, files=where),
        where,
        cover(listing.standings(control.row for control in controls)),
        len(every),
        choice.with_notes,
        logs,
        left_out,
    )


def _chosen(
    choice: Choice, pieces: Iterable[EvidenceRow], every: Iterable[EvidenceRow]
) -> tuple[tuple[EvidenceRow, ...], tuple[str, ...]]:
    """Those of `pieces` that go in, with the older ones of `every`, and sentences about those that do not.

    What serves only other controls than those in the package is not among `pieces`, and not counted.
    """
    gone: Counter[str] = Counter()
    kept = []
    older = _older(pieces, every)
    for uid, entry in ({one.piece.uid: one for one in pieces} | older).items():
        if not entry.keys and not (choice.older and uid in older):
            gone["that is an older version" if uid in older else "that serves no control"] += 1
        elif choice.accepted_only and entry.piece.acceptance is not Acceptance.ACCEPTED:
            gone["that nobody accepted"] += 1
        else:
            kept.append(entry)
    said = (f"Evidence {why}: {n} {'piece' if n == 1 else 'pieces'}." for why, n in sorted(gone.items()))
    return tuple(sorted(kept, key=lambda entry: entry.piece.number)), tuple(said)


def _older(pieces: Iterable[EvidenceRow], every: Iterable[EvidenceRow]) -> dict[str, EvidenceRow]:
    """The versions before those of `pieces` that serve a control, by uid, without those that serve one themselves."""
    known = {entry.piece.uid: entry for entry in every}
    found: dict[str, EvidenceRow] = {}
    for entry in pieces:
        before = entry.piece.supersedes if entry.keys else ""
        while before in known and before not in found:
            one = known[before]
            if not one.keys:
                found[before] = one
            before = one.piece.supersedes
    return found


def _with_links(control: ControlView, kept: Collection[str]) -> ControlView:
    links = tuple(linked for linked in control.links if linked.piece.uid in kept)
    counts = counted(links)
    fresh = worst({linked.freshness for linked in counts})
    row = control.row._replace(evidence=len({linked.piece.uid for linked in counts}), freshness=fresh)
    return control._replace(links=links, row=row)


def _about(content: PackageContent) -> tuple[tuple[str, str], ...]:
    """What stands in `bag-info.txt` (RFC 8493, 2.2.2), and where the journal ended."""
    details, head = content.matrix.details, content.matrix.head
    return (
        ("Source-Organization", details.organisation),
        ("External-Identifier", content.matrix.assessment_id),
        ("External-Description", f"Shared responsibility assessment with evidence: {details.title}"),
        ("Bagging-Date", content.at.date().isoformat()),
        ("Bag-Software-Agent", content.matrix.program),
        ("Journal-Head", head.sha256),
        ("Journal-Length", str(head.length)),
    )


def _logs(content: PackageContent) -> HashLogs:
    from srm_desktop.exchange.hash_logs import hash_logs
    from srm_desktop.exchange.package_content import LOGS

    return hash_logs(((content.places[e.piece.id], e.piece.sha256) for e in content.evidence), LOGS)


@contextmanager
def _matrix(content: PackageContent, target: Path, tick: Callable[[], None]) -> Iterator[Path]:
    """The matrix in a folder of its own, which goes in the end; `target` is what all this is for."""
    from srm_desktop.exchange.matrix import write_matrix
    from srm_desktop.exchange.package_content import MATRIX
    from srm_desktop.exchange.workbook_file import problem_of

    try:
        folder = private_folder()
    except OSError as error:
        raise problem_of(error, target, False) from error
    try:
        path = folder / MATRIX
        write_matrix(content.matrix, path, lambda _done, _total: tick())
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _members(
    file: Assessment,
    content: PackageContent,
    choice: Choice,
    matrix: Path,
    logs: HashLogs | None,
    progress: Tell,
) -> Iterator[Member]:
    """The payload in the order of the archive: what is read first comes first."""
    from srm_desktop.exchange import hash_logs, package_journal
    from srm_desktop.exchange.bag import Member
    from srm_desktop.exchange.package_content import INDEX, JOURNAL, LOGS, MATRIX, PAGE, README
    from srm_desktop.exchange.package_index import evidence_index
    from srm_desktop.exchange.package_page import page
    from srm_desktop.exchange.package_readme import readme

    def whole(path: str, data: bytes) -> Member:
        return Member(path, (data,), len(data))

    yield whole(README, readme(content))
    yield Member(PAGE, page(content), 0)
    yield Member(MATRIX, _bytes_of(matrix), matrix.stat().st_size, packed=True)
    yield whole(INDEX, evidence_index(content))
    yield Member(JOURNAL, package_journal.lines(entries_of(file, content, choice)), 0)
    if logs:
        yield whole(f"{LOGS}/{hash_logs.ARTIFACTS_LOG}", logs.artifacts)
        yield whole(f"{LOGS}/{hash_logs.LOG_HASH_LOG}", logs.log_hash)
    done, total = 0, _total(content)

    def advance(chunks: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal done
        for chunk in chunks:
            yield chunk
            done += len(chunk)
            progress(min(done, total), total)

    for entry in content.evidence:
        piece = entry.piece
        yield Member(
            content.places[piece.id], advance(contents.read(file, piece.sha256)), piece.size, piece.sha256,
            f"{piece.id} {piece.name}", piece.media_type.startswith(_PACKED),
        )  # fmt: skip


def _total(content: PackageContent) -> int:
    return max(1, sum(entry.piece.size for entry in content.evidence))


def _bytes_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk
