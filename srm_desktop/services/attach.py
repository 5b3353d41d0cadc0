"""Attaching evidence: bytes stream into the file, and one last transaction makes all of it visible, or none."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.filenames import stem
from srm_desktop.domain.freshness import ALWAYS, Period
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import BadValue, Problem
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.domain.responsibility import shorten
from srm_desktop.exchange.media_type import SAMPLE, media_type
from srm_desktop.services import versions
from srm_desktop.services.board import check_place
from srm_desktop.services.own_dates import Asked, may_say, own_days
from srm_desktop.services.versions import Renewal
from srm_desktop.storage import compaction, journal, reading
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.content import Readable, Staged, Stager


class CannotRead(Problem):
    """A file that was to be attached is missing, may not be read, or is not a file."""


class Facts(NamedTuple):
    """What is known of the pieces that are attached together.

    Without `collected` the day is guessed: from what a file says itself, else from its time. The texts are as on
    `Evidence`; a title is for one piece alone.
    """

    collected: date | None = None
    covers: Period = ALWAYS
    title: str = ""
    source: str = ""
    account: str = ""
    region: str = ""
    method: str = ""
    collector: str = ""
    population: str = ""
    confidentiality: str = ""
    note: str = ""


NOTHING_KNOWN = Facts()

TEXTS = tuple(name for name in Facts._fields if name not in ("collected", "covers"))
"""The facts that are text."""

FILE_TIME, PASTED = "file time", "pasting"
"""What a day of collection is guessed from where a file says nothing better: when it was changed last, or pasted."""


class Pasted(NamedTuple):
    """Evidence that comes from the clipboard: its bytes and the name it gets."""

    name: str
    data: bytes


class Attached(NamedTuple):
    """What came of it: ids of new pieces, ids of pieces that were there already and are now linked too.

    `came_as` are the names of the files that were found to be those of `linked`, in the same order. `twins` are files
    with the bytes of another one that came with them: name, and the uid of their piece.
    """

    changes: Changes
    new: tuple[str, ...]
    linked: tuple[str, ...]
    came_as: tuple[str, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()


Places = Sequence[tuple[str, str]]
"""Where a piece goes: the key of a control and the letter of a part, which is empty for the control as a whole."""


class _Taken(NamedTuple):
    name: str
    staged: Staged
    media_type: str
    day: date
    said_by: str


def files_under(paths: Iterable[Path], progress: Tell = tell_nobody) -> list[Path]:
    """The files that dropped paths stand for: folders give all the files in them, hidden and system files left out.

    In the order given, a folder's in the order of names; links to folders are not followed. `progress` is told at each
    name how many files were found so far, out of an unknown number. Raises CannotRead where a path is missing or
    may not be read.
    """
    found: list[Path] = []
    for path in paths:
        progress(len(found), 0)
        if stat.S_ISDIR(_stat(path).st_mode):
            _find(path, found, progress)
        else:
            found.append(path)
    return found


def _find(folder: Path, found: list[Path], progress: Tell) -> None:
    """Add the files in a folder to those found; its own before those in the folders in it."""
    ahead = [os.fspath(folder)]
    while ahead:
        files: dict[str, Path] = {}
        folders: list[str] = []
        for entry in _entries(ahead.pop()):
            progress(len(found) + len(files), 0)
            name = entry.name
            if name.startswith("."):
                continue
            if _is_folder(entry):
                folders += [] if _leads_elsewhere(entry) else [entry.path]
            elif not name.startswith("~$") and name.lower() not in ("thumbs.db", "desktop.ini"):
                files[name] = Path(entry.path)
        found += [files[name] for name in sorted(files)]
        ahead += sorted(folders, reverse=True)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """What lies in a folder, as it is read. Raises CannotRead."""
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError as error:
        raise CannotRead(f"{folder} may not be read; nothing was attached.") from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or leads to one; where a link leads nowhere is said when it is read."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _leads_elsewhere(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link, or what Windows calls a junction: they may lead round in a circle."""
    return entry.is_symlink() or (sys.version_info >= (3, 12) and entry.is_junction())


def attach(
    file: Assessment,
    keys: Sequence[str],
    sources: Sequence[Path | Pasted],
    facts: Facts = NOTHING_KNOWN,
    *,
    part: str = "",
    renews: Renewal | None = None,
    progress: Tell = tell_nobody,
) -> Attached:
    """Attach files (no folders; see `files_under`) or pasted data to controls, as one step: all of it or none.

    The same bytes are stored once: a piece that is there already is linked instead. With `renews` the one file becomes
    the next version of a piece and is linked to `keys` beside the controls that go over to it. Raises CannotRead for a
    file that is missing, unreadable, empty, a folder or this assessment itself; UnknownControl; BadValue where there is
    nothing to attach, the period is upside down, or the piece cannot be renewed so. `progress` is told how many files
    there are until their sizes are known, then bytes.
    """
    if renews is not None:
        versions.renewable(file, renews.of, len(sources))
    places = [(key, part) for key in keys]
    return attach_each(file, [(source, places) for source in sources], facts, renews=renews, progress=progress)


def attach_each(
    file: Assessment,
    wanted: Sequence[tuple[Path | Pasted, Places]],
    facts: Facts = NOTHING_KNOWN,
    *,
    also: Mapping[str, Places] = MappingProxyType({}),
    renews: Renewal | None = None,
    progress: Tell = tell_nobody,
) -> Attached:
    """As `attach`, each file to places of its own. `also` links pieces of the file, by uid, in the same step."""
    for key, part in dict.fromkeys(place for some in (*(p for _, p in wanted), *also.values()) for place in some):
        check_place(file, [key], part)
    check_collected(file, facts.collected)
    sources = [source for source, _ in wanted]
    if not sources and not also:
        raise BadValue("There is no file to attach.")
    if facts.covers.start and facts.covers.end and facts.covers.end < facts.covers.start:
        raise BadValue(f"The period ends ({facts.covers.end}) before it begins ({facts.covers.start}).")
    total = 0
    for source in sources:
        progress(len(sources), 0)
        total += _size(file, source)
    compaction.finish(file)  # else bytes that are half erased would pass for being there
    stager = Stager(file)
    try:
        taken = _take_all(file, stager, sources, total, progress)
        stager.flush()
        if facts.collected is None:
            taken = _better_guessed(file, sources, taken, lambda: progress(total, total))
        return _acknowledge(file, [places for _, places in wanted], taken, facts, renews, also)
    except BaseException:
        with contextlib.suppress(Problem):  # what cannot be cleared away now goes at the next opening
            stager.discard()
        raise
    finally:
        stager.close()


def _size(file: Assessment, source: Path | Pasted) -> int:
    """How many bytes a source has. Raises CannotRead for one that cannot be attached."""
    if isinstance(source, Pasted):
        size = len(source.data)
    elif file.is_itself(source):  # reading it would let go of its locks, and never come to an end
        raise CannotRead(f"{source} is this assessment itself; nothing was attached.")
    else:
        found = _stat(source)
        if stat.S_ISDIR(found.st_mode):
            raise CannotRead(f"{source} is a folder, not a file; nothing was attached.")
        if not stat.S_ISREG(found.st_mode):
            raise CannotRead(f"{source} is not a regular file; nothing was attached.")
        size = found.st_size
    if size == 0:
        name = source.name
        raise CannotRead(f"{name} is empty; an empty file proves nothing, and nothing was attached.")
    return size


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except ValueError as error:  # no name that a file can have
        raise CannotRead(f"There is no file {str(path)!r}; nothing was attached.") from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> CannotRead:
    if isinstance(error, FileNotFoundError):
        return CannotRead(f"There is no file {path}; nothing was attached.")
    return CannotRead(f"{path} cannot be read ({error.strerror or error}); nothing was attached.")


def _take_all(
    file: Assessment, stager: Stager, sources: Sequence[Path | Pasted], total: int, progress: Tell
) -> list[_Taken]:
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(min(done, total), total)

    taken = []
    for source in sources:
        if isinstance(source, Pasted):
            today = file.clock().astimezone().date()
            taken.append(_take(stager, source.name, io.BytesIO(source.data), (today, PASTED), advance))
            continue
        try:
            with source.open("rb", buffering=0) as stream:
                day = _day_of(os.fstat(stream.fileno()).st_mtime, file.clock())
                taken.append(_take(stager, source.name, stream, (day, FILE_TIME), advance))
        except OSError as error:
            raise _unreadable(source, error) from error
    return taken


def _better_guessed(
    file: Assessment, sources: Sequence[Path | Pasted], taken: Sequence[_Taken], waiting: Callable[[], None]
) -> list[_Taken]:
    """The same with the days that files say themselves; of those that are in the assessment already nobody asks."""
    both = list(zip(sources, taken, strict=True))
    asked = {s: item for s, item in both if isinstance(s, Path) and may_say(item.media_type)}
    with file.reading():
        known = reading.pieces_with(file, [item.staged.sha256 for item in asked.values()])
    files = [Asked(source, item.media_type) for source, item in asked.items() if item.staged.sha256 not in known]
    days = own_days(files, file.clock(), waiting)
    return [
        item._replace(day=own.day, said_by=own.said_by)
        if isinstance(source, Path) and (own := days.get(source))
        else item
        for source, item in both
    ]


def check_collected(file: Assessment, day: date | None) -> None:
    """Refuse a day of collection that lies ahead; tomorrow may be today elsewhere in the world."""
    if day is not None and day > file.clock().astimezone().date() + timedelta(days=1):
        raise BadValue(f"Evidence cannot have been collected on {day}, which lies ahead.")


def _day_of(seconds: float, now: datetime) -> date:
    """The local day of a file's own time; today where that lies ahead or is none that a calendar has."""
    try:
        return min(datetime.fromtimestamp(seconds, UTC), now).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return now.astimezone().date()


class _Peek:
    """A stream that keeps its first bytes for the judgement of what they are."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.sample = b""

    def readinto(self, buffer: memoryview, /) -> int:
        count = self._stream.readinto(buffer) or 0
        if len(self.sample) < SAMPLE:
            self.sample += buffer[: min(count, SAMPLE - len(self.sample))]
        return count


def _take(
    stager: Stager, name: str, stream: Readable, guess: tuple[date, str], advance: Callable[[int], None]
) -> _Taken:
    name = name.encode("utf-8", "replace").decode()  # a disk may hold names that are no text
    peek = _Peek(stream)
    staged = stager.take(peek, advance)
    if staged.size == 0:
        raise CannotRead(f"{name} became empty while it was read; nothing was attached.")
    return _Taken(name, staged, media_type(peek.sample, name), *guess)


def _acknowledge(
    file: Assessment,
    places: Sequence[Places],
    taken: Sequence[_Taken],
    facts: Facts,
    renews: Renewal | None,
    also: Mapping[str, Places],
) -> Attached:
    """The last transaction: contents become visible together with evidence, links and the journal."""
    with file.reading():
        known = reading.pieces_with(file, [item.staged.sha256 for item in taken])
        number = reading.highest_number(file)
    pieces: dict[journal.Key, journal.Fields] = {}
    links: dict[journal.Key, journal.Fields] = {
        (key, part, uid): {"place": ""} for uid, some in also.items() for key, part in some
    }
    uids: dict[str, str] = {}
    linked: dict[str, str] = {}
    twins: list[tuple[str, str]] = []
    for item, some in zip(taken, places, strict=True):
        sha256 = item.staged.sha256
        if sha256 in uids:
            twins.append((item.name, uids[sha256]))
        elif sha256 in known:
            uids[sha256] = known[sha256]
            linked[known[sha256]] = item.name
        else:
            uids[sha256] = file.new_id()
            number += 1
            pieces[(uids[sha256],)] = _fields(item, number, facts, file.clock(), only=len(taken) == 1)
        links |= {(key, part, uids[sha256]): {"place": ""} for key, part in some}
    if renews is not None:
        return _renew(file, renews, taken[0], pieces, uids[taken[0].staged.sha256], links)
    with journal.step(file, _name(file, taken, also, list(dict.fromkeys(key for key, _, _ in links)))) as step:
        _reveal(step, taken)
        step.put_all("evidence", pieces)
        there = step.present("link", list(links))
        step.put_all("link", {k: f for k, f in links.items() if k not in there})
        changes = journal.changes_of(step)
    new = tuple(key[0] for key in pieces)
    return Attached(file.record(changes), new, tuple(linked), tuple(linked.values()), tuple(twins))


def _reveal(step: journal.Step, taken: Sequence[_Taken]) -> None:
    """Make contents visible; bytes that were erased once and come in again are erased no longer."""
    step.reveal([item.staged for item in taken])
    step.put_all("erased", {(item.staged.sha256,): None for item in taken})


def _renew(
    file: Assessment,
    renews: Renewal,
    item: _Taken,
    pieces: dict[journal.Key, journal.Fields],
    uid: str,
    links: dict[journal.Key, journal.Fields],
) -> Attached:
    """The last transaction of a new version: a new piece, or one that is there already and holds the same bytes."""
    older = versions.renewable(file, renews.of)
    row = versions.row_of(file, older, uid, pieces.get((uid,)))
    with journal.step(file, f"Renew {older.id} with {item.name}") as step:
        _reveal(step, [item])
        step.put("evidence", (uid,), row)
        versions.move_links(file, step, older.uid, uid, renews.controls)
        there = step.present("link", list(links))
        step.put_all("link", {k: f for k, f in links.items() if k not in there})
        changes = journal.changes_of(step)
    made = (uid,) in pieces
    return Attached(file.record(changes), (uid,) if made else (), () if made else (uid,), () if made else (item.name,))


def _fields(item: _Taken, number: int, facts: Facts, now: datetime, *, only: bool) -> journal.Fields:
    covers = facts.covers
    return {
        "number": number,
        "name": item.name,
        "title": facts.title.strip() if facts.title.strip() and only else stem(item.name),
        "sha256": item.staged.sha256,
        "media_type": item.media_type,
        "collected": (facts.collected or item.day).isoformat(),
        "collected_guessed": int(facts.collected is None),
        "period_from": covers.start.isoformat() if covers.start else None,
        "period_to": covers.end.isoformat() if covers.end else None,
        "imported": now.isoformat(timespec="milliseconds"),
        "version": 1,
        "guessed_from": "" if facts.collected else item.said_by,
        **{name: getattr(facts, name).strip() for name in (*versions.TAKEN_OVER, "note")},
    }


def _name(file: Assessment, taken: Sequence[_Taken], also: Collection[str], keys: Sequence[str]) -> str:
    names = [item.name for item in taken]
    if len(taken) + len(also) == 1 and also:
        names = [one.name for one in reading.evidence(file, also).values()]
    what = names[0] if len(taken) + len(also) == 1 and names else f"{len(taken) + len(also)} files"
    verb = "Attach" if taken else "Link"
    return f"{verb} {what}" + (f" to {shorten([id_of(k) for k in keys], 2)}" if keys else "")


def said_of_linked(file: Assessment, attached: Attached) -> str:
    """A sentence about files whose bytes were in the assessment already; empty where there was none."""
    with file.reading():
        again = (*zip(attached.came_as, attached.linked, strict=True), *attached.twins)
        pieces = reading.evidence(file, {uid for _, uid in again}) if again else {}
    if not again:
        return ""
    if len(again) == 1:
        return f"{again[0][0]} is {pieces[again[0][1]].id} already; linked instead of stored."
    ids = [piece.id for piece in pieces.values()]
    return f"{len(again)} files are in the assessment already ({shorten(ids, 3)}); linked instead of stored."
