"""A BagIt 1.0 bag (RFC 8493) as a zip archive, written in one go: hashed while it is written, and whole or not there.

The same members and the same time give the same bytes: members keep their order, and times, permissions and system of
origin are fixed. Memory does not grow with what is packed.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from srm_desktop.domain.problems import Problem
from srm_desktop.exchange.workbook_file import replacing
from srm_desktop.exchange.workbook_text import one_line

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"


class NotAsRecorded(Problem):
    """What should go into the bag is not what it was recorded to be."""


class Member(NamedTuple):
    """A file of the payload: its path under `data`, and its bytes in pieces.

    `sha256` is what it was recorded under, where it was, and `said` how a person knows it. `size` is at least about
    right. What is `packed` already is stored as it is.
    """

    path: str
    chunks: Iterable[bytes]
    size: int
    sha256: str = ""
    said: str = ""
    packed: bool = False


class Bagged(NamedTuple):
    """What was written: SHA-256 and size of the archive, and files and bytes of the payload."""

    sha256: str
    size: int
    files: int
    octets: int


def write_bag(
    target: Path, top: str, members: Iterable[Member], about: Sequence[tuple[str, str]], at: datetime
) -> Bagged:
    """Write a bag whose only top folder is `top`; `about` goes into `bag-info.txt`, `at` (UTC) is the time of all.

    Whatever is raised, nothing is left and an existing `target` is as it was. Raises `CannotExport` where the system
    refuses, `NotAsRecorded` where a member differs from its recorded SHA-256; what `members` raises comes through.
    """
    with replacing(target) as temporary:
        archive = ZipFile(temporary, "w")
        try:
            octets, files = _fill(archive, _Folder(archive, top, at), members, about)
            archive.close()
        except BaseException:
            with contextlib.suppress(OSError, ValueError):  # its end cannot be written either, but it is closed
                archive.close()
            raise
        return Bagged(_hash_of(temporary), temporary.stat().st_size, files, octets)


def _fill(
    archive: ZipFile, folder: _Folder, members: Iterable[Member], about: Sequence[tuple[str, str]]
) -> tuple[int, int]:
    tags: list[tuple[str, str]] = [("bagit.txt", folder.text("bagit.txt", DECLARATION))]
    payload: list[tuple[str, str]] = []
    octets = 0
    for member in members:
        path = f"data/{member.path}"
        digest, size = folder.add(path, member)
        if member.sha256 and digest != member.sha256:
            raise NotAsRecorded(f"{member.said or member.path} is not what was imported any more; nothing was written.")
        payload.append((path, digest))
        octets += size
    lines = (*about, ("Payload-Oxum", f"{octets}.{len(payload)}"))
    info = "".join(f"{label}: {one_line(value, 2000)}\n" for label, value in lines if value)
    tags.append(("bag-info.txt", folder.text("bag-info.txt", info)))
    tags.append((MANIFEST, folder.text(MANIFEST, manifest(payload))))
    folder.text(TAG_MANIFEST, manifest(tags))
    return octets, len(payload)


class _Folder:
    """The only folder at the top of an archive, to which files are added."""

    def __init__(self, archive: ZipFile, top: str, at: datetime) -> None:
        self._archive, self._top = archive, top
        self._at = (max(at.year, 1980), *at.timetuple()[1:6])  # the oldest year that a zip archive knows

    def text(self, path: str, text: str) -> str:
        """Add a text, and give its SHA-256."""
        data = text.encode()
        return self.add(path, Member(path, (data,), len(data)))[0]

    def add(self, path: str, member: Member) -> tuple[str, int]:
        """Add a file, and give SHA-256 and size of what was written."""
        info = ZipInfo(f"{self._top}/{path}", self._at)
        info.create_system, info.external_attr = 3, 0o100644 << 16
        info.compress_type = ZIP_STORED if member.packed else ZIP_DEFLATED
        info.file_size = member.size  # from 2 GiB on the archive has to know beforehand
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w") as out:
            for chunk in member.chunks:
                digest.update(chunk)
                out.write(chunk)
                size += len(chunk)
        return digest.hexdigest(), size


def manifest(entries: Iterable[tuple[str, str]]) -> str:
    """Paths with their SHA-256 as a manifest lists them (RFC 8493, 2.1.3), which is also what `sha256sum -c` reads."""
    return "".join(f"{digest}  {escaped_path(path)}\n" for path, digest in sorted(entries))


def escaped_path(path: str) -> str:
    """A path as a manifest has it: percent signs and line ends escaped, and nothing else (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
