"""A file of every schema ever released is opened, read and proved, and brought up to date whole or not at all."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from srm_desktop.domain.vocabulary import Responsibility, Status
from srm_desktop.services import assessments, evidence, history, listing, page, proof
from srm_desktop.storage import migrations, opening, schema
from srm_desktop.storage.problems import CannotWrite

FILES = Path(__file__).resolve().parent.parent / "files"


def test_there_is_a_sample_of_every_schema():
    wanted = {f"schema-{n}.srma" for n in range(1, migrations.LATEST + 1)}
    assert {p.name for p in FILES.glob("schema-*.srma")} == wanted


@pytest.mark.parametrize("sample", sorted(FILES.glob("schema-*.srma")), ids=lambda p: p.stem)
def test_a_file_of_an_earlier_schema_says_what_it_said(sample: Path, tmp_path: Path):
    path = tmp_path / sample.name
    shutil.copyfile(sample, path)
    with assessments.open_assessment(path, who="Bob") as file:
        assert proof.verify(file).faults == ()
        assert assessments.info(file).details.title == "Sample"
        first, second, third = listing.rows(file)
        assert (first.status, first.has_statement, first.evidence) == ((Status.IMPLEMENTED,), True, 1)
        assert page.view(file, second.key).parts[1].overrule.value is Responsibility.CUSTOMER
        assert not second.flag and third.status == (Status.NOT_STARTED,)
        (piece,) = evidence.listed(file)
        assert evidence.read_start(file, piece.piece.uid, 100) == b"reviewed\n"
        assert history.redo(file).step.startswith("Flag")
        assert listing.rows(file)[1].flag


def test_tables_in_code_are_the_tables_in_the_file():
    rows = migrations.expected_schema(migrations.LATEST)
    made = {
        row[1]: row[3]
        for row in rows
        if row[0] == "table" and not row[1].startswith(("catalog_words", "evidence_words"))
    }
    assert made.keys() == schema.metadata.tables.keys()
    for name, table in schema.metadata.tables.items():
        assert all(re.search(rf"[(,]\s*{c.name} (TEXT|INTEGER|BLOB)", made[name]) for c in table.columns), name


def later(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    """A program that knows one schema more."""
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, statements))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)


def sqlite_dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone())]
    finally:
        connection.close()


def test_an_older_schema_is_brought_up_to_date_after_a_backup(path: Path, monkeypatch: pytest.MonkeyPatch):
    before = path.read_bytes()
    later(monkeypatch, "CREATE TABLE added (x INTEGER) STRICT")
    with pytest.raises(CannotWrite, match=r"older schema"):
        opening.open_file(path, who="Ada", read_only=True)
    with opening.open_file(path, who="Ada") as file, file.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM added").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == migrations.LATEST
    backup = path.with_name(f"acme.schema-{migrations.LATEST - 1}.backup.srma")
    assert sorted(p.name for p in path.parent.iterdir()) == sorted([path.name, backup.name])
    assert path.read_bytes() != before
    monkeypatch.undo()
    opening.open_file(backup, who="Ada").close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch):
    before = sqlite_dump(path)
    later(monkeypatch, "CREATE TABLE added (x INTEGER) STRICT", "INSERT INTO nowhere VALUES (1)")
    with pytest.raises(sqlite3.OperationalError):
        opening.open_file(path, who="Ada")
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name]
    monkeypatch.undo()
    assert sqlite_dump(path) == before
    opening.open_file(path, who="Ada").close()
