"""Archives: what they say they hold. Nothing is unpacked but the beginning of a single text in a gzip file."""

from __future__ import annotations

import contextlib
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import PurePosixPath

from srm_desktop.domain import kinds
from srm_desktop.domain.look import ArchiveLook, Look, Member
from srm_desktop.domain.sizes import size_text
from srm_desktop.exchange.lens import texts
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import CannotShow
from srm_desktop.exchange.media_type import SAMPLE, media_type

MOST_MEMBERS = 5_000
MOST_COUNTED = 200_000
"""Members that are read; a list that is longer is hostile or of no use."""
MOST_ENTRIES = 100_000_000
"""Bytes of an archive's list of contents."""

_ABSURD_RATIO, _ABSURD_SIZE = 100, 100_000_000


def look(piece: Piece) -> Look:
    """The list of contents. Raises CannotShow."""
    match piece.media_type:
        case "application/gzip":
            return _gzip(piece)
        case "application/x-tar":
            return _tar(piece, "r:")
        case _:
            return _zip(piece)


def _zip(piece: Piece) -> ArchiveLook:
    try:
        with zipfile.ZipFile(piece.path) as archive:
            if archive.start_dir < piece.full_size() - MOST_ENTRIES:
                raise CannotShow(f"{piece.name} has a list of contents that is too long to be shown.")
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise CannotShow(f"{piece.name} is damaged or cut off: its list of contents cannot be read.") from error
    except OSError as error:
        raise CannotShow(f"{piece.name} cannot be read: {error.strerror or error}.") from error
    grown, packed = sum(entry.file_size for entry in entries), piece.full_size()
    members = tuple(Member(e.filename[:1000], e.file_size, "", _moment(e.date_time)) for e in entries[:MOST_MEMBERS])
    notes = _warnings(piece, grown, packed, [entry.filename for entry in entries])
    if locked := sum(entry.flag_bits & 1 for entry in entries):
        which = "Its files are" if locked == len(entries) else f"{locked:,} of its {len(entries):,} files are"
        notes.append(f"{which} locked with a password.")
    ends = sorted({(e.header_offset, e.compress_size) for e in entries})
    if any(at + size > following for (at, size), (following, _) in pairwise(ends)):
        notes.append("Its files lie over one another, as in archives that are made to do harm; do not unpack it.")
    return ArchiveLook(members, len(entries), (*notes, *_first(len(entries))))


def _moment(parts: tuple[int, int, int, int, int, int]) -> datetime | None:
    try:
        return datetime(*parts)
    except ValueError:
        return None


def _first(count: int) -> list[str]:
    return [f"The first {MOST_MEMBERS:,} of {count:,} files are listed."] if count > MOST_MEMBERS else []


def _warnings(piece: Piece, grown: int, packed: int, names: list[str]) -> list[str]:
    notes = []
    if piece.media_type == "application/java-archive":
        notes.append("It is a program for Java; it is not run here.")
    if grown > _ABSURD_SIZE and grown > packed * _ABSURD_RATIO:
        times = grown // max(1, packed)
        notes.append(f"It would grow to {size_text(grown)}, {times:,} times its size; do not unpack it.")
    if any(_leads_out(name) for name in names):
        notes.append("Names in it lead out of the folder that it would be unpacked into; do not unpack it.")
    return notes


def _leads_out(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or path[1:2] == ":" or ".." in PurePosixPath(path).parts


def _tar(piece: Piece, mode: str) -> ArchiveLook:
    members: list[Member] = []
    names: list[str] = []
    count = grown = 0
    try:
        with tarfile.open(piece.path, mode) as archive:  # type: ignore[call-overload]
            for entry in islice(archive, MOST_COUNTED):
                archive.members = []  # it would remember all of them
                count += 1
                grown += entry.size
                if len(members) < MOST_MEMBERS:
                    members.append(Member(entry.name[:1000], entry.size, "", _since_1970(entry.mtime)))
                names.append(entry.name if entry.isfile() or not entry.linkname else entry.linkname)
    except (tarfile.TarError, EOFError, zlib.error, ValueError, OSError) as error:
        if not members:
            raise CannotShow(f"{piece.name} is damaged or cut off: its list of contents cannot be read.") from error
        notes = ["It is damaged or cut off: what comes after this is not known."]
    else:
        notes = []
    return ArchiveLook(
        tuple(members), count, (*_warnings(piece, grown, piece.full_size(), names), *notes, *_first(count))
    )


def _since_1970(seconds: float) -> datetime | None:
    with contextlib.suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(seconds, UTC)
    return None


def _gzip(piece: Piece) -> Look:
    """A tar archive in it is listed, a text in it is shown, of anything else only the name and size are told."""
    start = _unpacked(piece, texts.MOST + 1)
    name = piece.name.rpartition(".")[0] or piece.name
    kind = media_type(start[:SAMPLE], name)
    if kind == "application/x-tar":
        return _tar(piece, "r|gz")
    size = int.from_bytes(_end(piece), "little")  # modulo 4 GB, as the format has it
    if kinds.shape(kind) in (kinds.Shape.TEXT, kinds.Shape.TREE) or kind == "text/csv":
        note = "Unpacked from gzip."
        whole = len(start) if len(start) <= texts.MOST else max(size, len(start))
        if kinds.shape(kind) is kinds.Shape.TREE:
            from srm_desktop.exchange.lens import trees

            return trees.of_bytes(start, whole, kind, (note,))
        return texts.of_bytes(start, whole, kind, (note,))
    return ArchiveLook((Member(name, size, kind),), 1, tuple(_warnings(piece, size, piece.full_size(), [])))


def _end(piece: Piece) -> bytes:
    with piece.path.open("rb") as stream:
        stream.seek(max(0, piece.full_size() - 4))
        return stream.read(4)


def _unpacked(piece: Piece, most: int) -> bytes:
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        return inflate.decompress(piece.start(8_000_000), most)
    except zlib.error as error:
        raise CannotShow(f"{piece.name} is damaged: it cannot be unpacked.") from error
