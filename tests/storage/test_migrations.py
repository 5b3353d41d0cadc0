"""A file of every schema ever released is opened, read and proved; the tables in code are those in the file."""

import re
import shutil
from pathlib import Path

import pytest

from srm_desktop.domain.vocabulary import Responsibility, Status
from srm_desktop.services import assessments, evidence, history, listing, page, proof
from srm_desktop.storage import migrations, schema

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
    made = {row[1]: row[3] for row in migrations.expected_schema(migrations.LATEST) if row[0] == "table"}
    assert made.keys() == schema.metadata.tables.keys()
    for name, table in schema.metadata.tables.items():
        assert all(re.search(rf"[(,]\s*{c.name} (TEXT|INTEGER|BLOB)", made[name]) for c in table.columns), name
