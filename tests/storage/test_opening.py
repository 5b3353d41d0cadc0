"""Making and opening files: what must be refused is refused in one sentence, and the file stays as it was."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from srm_desktop.domain.problems import Problem
from srm_desktop.storage import content, migrations, opening
from srm_desktop.storage.occupant import note_path
from srm_desktop.storage.problems import (
    AlreadyExists,
    CannotWrite,
    Damaged,
    FileGone,
    FileInUse,
    ForeignSchema,
    MissingFile,
    NewerSchema,
    NotAnAssessment,
    ReadOnly,
)
from srm_desktop.storage.verify import verify


def hashed(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refused(path: Path, problem: type[Problem], *, read_only: bool = False) -> str:
    """Opening fails with one sentence, and neither the file nor its folder has changed."""
    before = (hashed(path) if path.is_file() else None, sorted(p.name for p in path.parent.iterdir()))
    with pytest.raises(problem) as caught:
        opening.open_file(path, who="Bob", read_only=read_only)
    assert (hashed(path) if path.is_file() else None, sorted(p.name for p in path.parent.iterdir())) == before
    sentence = str(caught.value)
    assert sentence[0].isupper() or sentence.startswith((path.name, "/"))
    assert sentence.endswith(".") and "\n" not in sentence
    assert path.name in sentence
    return sentence


def test_nothing_but_the_file_remains_after_closing(tmp_path: Path):
    path = tmp_path / "new.srma"
    file = opening.create(path, who="Ada")
    assert note_path(path).exists()
    file.close()
    file.close()
    assert list(tmp_path.iterdir()) == [path]
    opening.open_file(path, who="Ada").close()
    assert list(tmp_path.iterdir()) == [path]


def test_header_and_settings_are_the_ones_that_were_measured(path: Path):
    with opening.open_file(path, who="Ada") as file, file.reading() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "application_id", "user_version", "page_size", "journal_mode", "synchronous", "locking_mode",
                "foreign_keys", "trusted_schema", "cell_size_check", "mmap_size",
            )
        }  # fmt: skip
    assert said == {
        "application_id": 0x53524D41, "user_version": migrations.LATEST, "page_size": 16384, "journal_mode": "delete",
        "synchronous": 3, "locking_mode": "exclusive", "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1,
        "mmap_size": 0,
    }  # fmt: skip


def test_creating_never_overwrites(path: Path):
    before = hashed(path)
    with pytest.raises(AlreadyExists, match="nothing was overwritten"):
        opening.create(path, who="Bob")
    assert hashed(path) == before


def test_creating_in_no_folder_or_under_a_file_is_refused(tmp_path: Path, path: Path):
    for folder in (tmp_path / "none", path):
        with pytest.raises(CannotWrite, match="There is no folder"):
            opening.create(folder / "new.srma", who="Ada")
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_too_long_for_the_disk_is_a_sentence(tmp_path: Path):
    with pytest.raises(CannotWrite, match="cannot be created"):
        opening.create(tmp_path / ("x" * 300), who="Ada")


def test_a_missing_file_and_a_folder(tmp_path: Path):
    assert "There is no file" in refused(tmp_path / "none.srma", MissingFile)
    (tmp_path / "folder.srma").mkdir()
    assert "is a folder" in refused(tmp_path / "folder.srma", NotAnAssessment)


@pytest.mark.parametrize("bytes_", [b"", b"hello", b"PK\x03\x04" + b"x" * 5000, b"\0" * 20_000])
def test_another_kind_of_file(tmp_path: Path, bytes_: bytes):
    (tmp_path / "a.srma").write_bytes(bytes_)
    refused(tmp_path / "a.srma", NotAnAssessment)


def test_a_database_of_another_program(tmp_path: Path):
    other = sqlite3.connect(tmp_path / "other.srma")
    other.execute("CREATE TABLE t (x)")
    other.close()
    assert "another program" in refused(tmp_path / "other.srma", NotAnAssessment)


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_newer_schema(path: Path):
    change(path, f"PRAGMA user_version = {migrations.LATEST + 1}")
    assert "newer version" in refused(path, NewerSchema)


def test_an_unfinished_one(path: Path):
    change(path, "PRAGMA user_version = 0")
    assert "never finished" in refused(path, NotAnAssessment)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("keep", [1, 50, 99, 100, 16_384, 40_000, -16_384, -1])
def test_a_truncated_file(path: Path, keep: int, read_only: bool):
    path.write_bytes(path.read_bytes()[:keep])
    refused(path, Damaged, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER sly AFTER INSERT ON mark BEGIN DELETE FROM link; END",
        "CREATE VIEW sly AS SELECT * FROM mark",
        "CREATE INDEX sly ON mark (status)",
        "CREATE TABLE sly (x)",
        "CREATE VIRTUAL TABLE sly USING fts5(x)",
        "DROP TRIGGER entry_is_final_update",
        "DROP INDEX entry_by_key",
        "ALTER TABLE mark ADD COLUMN sly TEXT",
    ],
)
def test_a_schema_that_is_not_ours_row_by_row(path: Path, statement: str, read_only: bool):
    change(path, statement)
    refused(path, Damaged if statement.startswith("DROP") else ForeignSchema, read_only=read_only)


def test_garbage_in_the_middle_of_the_schema(path: Path):
    data = bytearray(path.read_bytes())
    data[100:2000] = os.urandom(1900)
    path.write_bytes(data)
    refused(path, Damaged)


HOLD = """
import sys
from pathlib import Path
from srm_desktop.storage import opening
file = opening.open_file(Path(sys.argv[1]), who="Grace")
with file.writing() as connection:
    connection.exec_driver_sql("INSERT INTO setting VALUES ('a', '1')")
print("open", flush=True)
sys.stdin.readline()
file.close()
"""


@pytest.fixture
def held(path: Path):
    """The file while a second process has it open and has written to it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "open\n"
        yield path
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.wait(30) == 0


@pytest.mark.parametrize("read_only", [False, True])
def test_a_second_process_is_told_who_has_it(held: Path, read_only: bool):
    sentence = refused(held, FileInUse, read_only=read_only)
    assert "is open in another window of Grace" in sentence


def test_a_second_process_gets_a_read_only_copy_that_goes_away(held: Path):
    before = hashed(held)
    with opening.open_copy(held, who="Bob") as copy:
        assert copy.read_only and copy.path != held and copy.path.name == held.name
        with copy.reading() as connection:
            assert connection.exec_driver_sql("SELECT value FROM setting").scalar() == "1"
        with pytest.raises(ReadOnly), copy.writing():
            pass
        where = copy.path
    assert not where.parent.exists()
    assert hashed(held) == before
    refused(held, FileInUse)


def test_the_first_process_keeps_its_lock_while_a_second_looks(path: Path):
    """On POSIX, closing any handle of a file lets go of all locks of the process on it."""
    with opening.open_file(path, who="Ada") as file:
        with pytest.raises(FileInUse, match="in this program already"):
            opening.open_file(path, who="Ada")
        with opening.open_copy(path, who="Ada") as copy:
            assert copy.read_only
        code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('SELECT * FROM mark')"
        answer = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
        assert "database is locked" in answer.stderr
        with file.writing() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('a', '1')")


def test_who_has_it_is_not_known_without_the_note(held: Path):
    note_path(held).write_text("garbage")
    assert "another program" in refused(held, FileInUse)


def test_a_copy_is_refused_in_the_middle_of_a_transaction(path: Path):
    beside = path.with_name(path.name + "-journal")
    beside.write_bytes(b"\xd9\xd5\x05\xf9" + b"x" * 1000)
    with pytest.raises(FileInUse, match="try again"):
        opening.open_copy(path, who="Bob")


UNPRIVILEGED = 65534
NEEDS_ROOT_TO_DROP = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def unprivileged(tmp_path_factory: pytest.TempPathFactory):
    """Run as somebody whom permissions bind: nothing binds root."""
    if not NEEDS_ROOT_TO_DROP:
        yield
        return
    for parent in [tmp_path_factory.getbasetemp(), *tmp_path_factory.getbasetemp().parents]:
        if parent.stat().st_uid == 0 and parent.name.startswith(("pytest", "popen")):
            parent.chmod(0o755)
    os.seteuid(UNPRIVILEGED)
    yield
    os.seteuid(0)


def test_a_read_only_folder_or_file(path: Path, unprivileged: None):
    if NEEDS_ROOT_TO_DROP:
        os.seteuid(0)
    path.parent.chmod(0o555)
    path.chmod(0o444)
    if NEEDS_ROOT_TO_DROP:
        os.seteuid(UNPRIVILEGED)
    assert "read-only" in refused(path, CannotWrite)
    with pytest.raises(CannotWrite, match=r"cannot be created: Permission denied\."):
        opening.create(path.with_name("new.srma"), who="Ada")
    with opening.open_file(path, who="Bob", read_only=True) as file:
        assert verify(file).ok
        with pytest.raises(CannotWrite):
            file.backup_to(path.with_name("copy.srma"))
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    if NEEDS_ROOT_TO_DROP:
        os.seteuid(0)
    path.parent.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved on Windows")
@pytest.mark.parametrize("move", [lambda p: p.rename(p.with_name("b")), Path.unlink, lambda p: replaced(p)])
def test_a_file_moved_or_replaced_while_open_is_noticed_at_the_next_write(path: Path, move: Callable[[Path], object]):
    with opening.open_file(path, who="Ada") as file:
        move(path)
        after = {p.name: hashed(p) for p in path.parent.glob("[!~]*.srma")}
        with pytest.raises(FileGone, match="was moved, deleted or replaced"), file.writing():
            pass
        file.backup_to(path.with_name("kept.srma"))
    assert {p.name: hashed(p) for p in path.parent.glob("[!~]*.srma") if p.name != "kept.srma"} == after
    opening.open_file(path.with_name("kept.srma"), who="Ada").close()


def replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("other"))
    path.with_name("other").replace(path)


def test_a_full_disk_keeps_the_file_as_it_was(path: Path):
    with opening.open_file(path, who="Ada") as file:
        with file.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CannotWrite, match=r"disk .* is full"), file.writing() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('a', '1')")
            connection.exec_driver_sql("INSERT INTO setting VALUES ('b', ?)", ("x" * 1_000_000,))
        assert file.fetch(content.select(content.schema.setting)) == []
        with file.writing() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('small', '1')")
    with opening.open_file(path, who="Ada") as file:
        assert len(file.fetch(content.select(content.schema.setting))) == 1


LIMITED = """
import resource, signal, sys
from pathlib import Path
from srm_desktop.storage import opening
from srm_desktop.domain.problems import Problem
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = opening.open_file(path, who="Ada")
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, resource.RLIM_INFINITY))
try:
    with file.writing() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('a', ?)", ("x" * 1_000_000,))
except Problem as problem:
    print(problem)
file.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits on Windows")
def test_a_disk_that_refuses_to_grow_the_file(path: Path):
    before = path.stat().st_size
    answer = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True)
    assert answer.stdout.endswith("the file is as it was.\n")
    assert path.stat().st_size == before
    with opening.open_file(path, who="Ada") as file:
        assert file.fetch(content.select(content.schema.setting)) == []


CRASH = """
import os, sys
from pathlib import Path
from srm_desktop.storage import opening
file = opening.open_file(Path(sys.argv[1]), who="Ada")
with file.writing() as connection:
    connection.exec_driver_sql("INSERT INTO setting VALUES ('kept', '1')")
if sys.argv[2] == "hot":
    with file.writing() as connection:
        connection.exec_driver_sql("PRAGMA cache_size = 1")
        connection.exec_driver_sql("PRAGMA cache_spill = 1")
        connection.exec_driver_sql("UPDATE setting SET value = '2'")
        for n in range(50):
            connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", (str(n), "x" * 100_000))
        os.kill(os.getpid(), 9)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("kind", ["cold", "hot"])
def test_after_a_crash(path: Path, kind: str):
    subprocess.run([sys.executable, "-c", CRASH, str(path), kind])
    beside = path.with_name(path.name + "-journal")
    assert beside.exists()
    if kind == "hot":
        assert "repaired first" in refused(path, CannotWrite, read_only=True)
    else:
        opening.open_file(path, who="Bob", read_only=True).close()
    with opening.open_file(path, who="Bob") as file:
        assert [r.value for r in file.fetch(content.select(content.schema.setting))] == ["1"]
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name]


def test_a_transaction_inside_reading_or_another_is_a_bug_of_ours(path: Path):
    with opening.open_file(path, who="Ada") as file:
        with file.reading(), pytest.raises(AssertionError), file.writing():
            pass
        with file.writing(), pytest.raises(AssertionError), file.writing():
            pass


def test_ddl_and_reads_belong_to_the_transaction(path: Path):
    with opening.open_file(path, who="Ada") as file:
        with pytest.raises(ZeroDivisionError), file.writing() as connection:
            connection.exec_driver_sql("SELECT * FROM setting").all()
            connection.exec_driver_sql("CREATE TABLE gone (x)")
            connection.exec_driver_sql("INSERT INTO setting VALUES ('a', '1')")
            raise ZeroDivisionError
        assert file.fetch(content.select(content.schema.setting)) == []
    opening.open_file(path, who="Ada").close()
