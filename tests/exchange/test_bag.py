"""Bags: what is in the archive, what the public tools say of it, and that nothing half-written is left."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest

from srm_desktop.domain.problems import Cancelled
from srm_desktop.exchange.bag import Member, NotAsRecorded, escaped_path, manifest, write_bag
from srm_desktop.exchange.workbook_file import CannotExport, FolderMissing, TargetIsFolder

AT = datetime(2026, 11, 23, 12, 39, 31, tzinfo=UTC)
ABOUT = (("Source-Organization", "Acme\nLtd"), ("Contact-Name", ""), ("External-Description", "Überblick: 1"))


def member(path: str, data: bytes, **more: object) -> Member:
    return Member(path, iter([data[:3], data[3:]]), len(data), **more)


def members() -> Iterator[Member]:
    yield member("index.html", b"<p>page</p>")
    yield member("evidence/AC-2/E-1 größe [b].txt", b"one" * 50, sha256=hashlib.sha256(b"one" * 50).hexdigest())
    yield member("evidence/AC-2/E-2 empty.bin", b"", packed=True)


def test_a_bag_is_valid_and_says_what_it_is(tmp_path: Path) -> None:
    done = write_bag(tmp_path / "b.zip", "Acme", members(), ABOUT, AT)
    assert (done.files, done.octets) == (3, 11 + 150)
    assert done.sha256 == hashlib.sha256((tmp_path / "b.zip").read_bytes()).hexdigest()
    assert done.size == (tmp_path / "b.zip").stat().st_size
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
    bag = bagit.Bag(str(tmp_path / "out" / "Acme"))
    bag.validate()
    assert bag.version_info == (1, 0) and bag.info["Payload-Oxum"] == "161.3"
    assert bag.info["Source-Organization"] == "Acme Ltd", "a value stays on its line"
    assert bag.info["External-Description"] == "Überblick: 1" and "Contact-Name" not in bag.info


def test_the_same_gives_the_same_bytes_and_nothing_of_the_machine(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_bag(tmp_path / "a.zip", "Acme", members(), ABOUT, AT)
    finally:
        os.umask(before)
    write_bag(tmp_path / "b.zip", "Acme", members(), ABOUT, AT)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        for info in archive.infolist():
            assert info.date_time == (2026, 11, 23, 12, 39, 30) and info.create_system == 3
            assert info.external_attr >> 16 == 0o100644


def test_a_time_before_zip_archives_is_the_first_that_they_know(tmp_path: Path) -> None:
    write_bag(tmp_path / "a.zip", "A", members(), (), AT.replace(year=1975))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_a_member_that_differs_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("of yesterday")

    def damaged() -> Iterator[Member]:
        yield from members()
        yield member("evidence/E-3.txt", b"changed", sha256="0" * 64, said="E-3 letter.txt")

    with pytest.raises(NotAsRecorded, match=r"^E-3 letter\.txt is not what was imported any more; nothing was written"):
        write_bag(tmp_path / "b.zip", "A", damaged(), (), AT)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("b.zip", "of yesterday")]


def test_stopping_in_the_middle_of_a_member_leaves_nothing(tmp_path: Path) -> None:
    def stopping() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        write_bag(tmp_path / "b.zip", "A", iter([Member("a", stopping(), 200_000)]), (), AT)
    assert list(tmp_path.iterdir()) == []


def test_bad_targets_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "folder.zip").mkdir()
    with pytest.raises(TargetIsFolder):
        write_bag(tmp_path / "folder.zip", "A", members(), (), AT)
    with pytest.raises(FolderMissing) as caught:
        write_bag(tmp_path / "no" / "b.zip", "A", members(), (), AT)
    assert isinstance(caught.value, CannotExport)


def test_memory_does_not_grow_with_a_member(tmp_path: Path) -> None:
    import tracemalloc

    chunk = os.urandom(1 << 20)
    tracemalloc.start()
    write_bag(tmp_path / "b.zip", "A", iter([Member("big", (chunk for _ in range(64)), 64 << 20, packed=True)]), (), AT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "b.zip").stat().st_size > 64 << 20
    assert peak < 8 << 20


def test_a_member_that_says_it_is_huge_gets_room_for_its_size(tmp_path: Path) -> None:
    write_bag(tmp_path / "b.zip", "A", iter([Member("big", (b"small",), 5 << 30)]), (), AT)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert archive.read("A/data/big") == b"small"
        assert archive.getinfo("A/data/big").extract_version == 45, "ZIP64"


def test_manifests_escape_what_the_standard_says_and_nothing_else() -> None:
    assert escaped_path("data/a%0Ab\r\n ü[1]#.txt") == "data/a%250Ab%0D%0A ü[1]#.txt"
    assert manifest([("b", "2"), ("a", "1")]) == "1  a\n2  b\n"
