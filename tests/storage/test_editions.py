"""Catalogs in the file: what was written is read back, whole or not at all, and its words are found."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from srm_desktop.domain.catalog import (
    Catalog,
    Control,
    EvidenceHint,
    Group,
    Objective,
    Parameter,
    Part,
    Reference,
    Side,
)
from srm_desktop.domain.vocabulary import Method, Responsibility
from srm_desktop.exchange import builtin, oscal
from srm_desktop.exchange.allotment import allot
from srm_desktop.storage import catalog_words, editions, journal, migrations, opening, schema, undo, words_proof
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged
from srm_desktop.storage.verify import verify
from tests.exchange.oscal_samples import FULL, SHARED, shared

SCHEMA_1 = Path(__file__).resolve().parent.parent / "files" / "schema-1.srma"
REAL = sorted(path.name for path in SHARED.glob("*") if path.suffix in (".json", ".xml", ".yaml"))


@pytest.fixture
def file(path: Path):
    with opening.open_file(path, who="Ada") as opened:
        yield opened


def choose(file: AssessmentFile, *catalogs: Catalog) -> list[editions.Edition]:
    written = [editions.write(file, catalog) for catalog in catalogs]
    with journal.step(file, "Add") as step:
        editions.choose(step, *written)
    file.record(journal.changes_of(step))
    return written


def same(read: Catalog, written: Catalog) -> None:
    """Record for record, so that a difference is told in few lines."""
    assert read._replace(groups=()) == written._replace(groups=())
    assert [g._replace(controls=()) for g in read.groups] == [g._replace(controls=()) for g in written.groups]
    for one, other in zip(read.controls(), written.controls(), strict=True):
        assert one == other
    assert read == written


def dump(file: AssessmentFile) -> list[str]:
    """All that the file says. How FTS5 lays out its index depends on what went before, not on what it holds."""
    with closing(sqlite3.connect(":memory:")) as copy, file.reading() as connection:
        connection.connection.dbapi_connection.backup(copy)
        said = [line for line in copy.iterdump() if "catalog_words" not in line]
    assert words_proof.faults(file) == []
    return said


def check_stored(file: AssessmentFile, *catalogs: Catalog) -> None:
    stored = dict(editions.stored(file))
    assert list(stored) == [editions.fingerprint(catalog) for catalog in catalogs]
    for (sha256, read), written in zip(stored.items(), catalogs, strict=True):
        same(read, written)
        assert editions.fingerprint(read) == sha256
    assert verify(file).ok


def test_every_catalog_that_comes_with_the_program(file: AssessmentFile):
    catalogs = [builtin.catalog(name) for name in builtin.BUILT_IN]
    choose(file, *catalogs)
    check_stored(file, *catalogs)
    same(editions.chosen(file, "nist-800-53"), builtin.catalog("nist-800-53"))
    assert editions.chosen(file, "none") is None


def test_the_real_files_are_there():
    if not REAL:
        pytest.skip(f"{SHARED} is absent")
    assert FULL in REAL


@pytest.mark.parametrize("name", REAL)
def test_real_catalogs(file: AssessmentFile, name: str):
    catalog = allot(oscal.read(shared(name), lambda _href: shared(FULL)).catalog, "nist-800-53-r5")
    choose(file, catalog)
    check_stored(file, catalog)


def port(number: int = 3, title: str = "Harbour") -> Catalog:
    parts = (Part("a", "Gates are shut.", ("facilities",)), Part("b", "Keys are counted.", ("identity", "data")))
    controls = tuple(Control(f"HA-{n}", "HA", f"Berth {n}", parts, aws=Side("Lights.")) for n in range(1, number + 1))
    return Catalog("harbour", title, "1", "us", (Group("HA", "Harbour", "", controls), Group("NO", "Nobody's")))


def keys(file: AssessmentFile, wanted: str) -> list[tuple[int, int]]:
    with file.reading():
        numbers = [row.id for row in file.fetch(schema.edition.select())]
        return catalog_words.find(file, wanted, numbers, 1000)


def test_the_same_edition_is_written_once(file: AssessmentFile):
    (first,) = choose(file, port())
    before = dump(file)
    assert editions.write(file, port()) == first
    assert dump(file) == before
    other = editions.write(file, port(title="Harbours"))
    assert other.number != first.number and other.catalog == first.catalog


def test_an_edition_is_unseen_until_it_is_chosen(file: AssessmentFile):
    written = editions.write(file, port())
    assert list(editions.stored(file)) == [] and editions.chosen(file, "harbour") is None
    assert verify(file).ok
    with journal.step(file, "Add") as step:
        editions.choose(step, written)
    check_stored(file, port())


class Enough(Exception):
    pass


@pytest.mark.parametrize("when", [0, 100, 200, 250])
def test_cancelled_nothing_is_left(file: AssessmentFile, when: int):
    choose(file, port())
    before = dump(file)

    def progress(done: int, total: int) -> None:
        assert total == 250
        if done == when:
            raise Enough

    with pytest.raises(Enough):
        editions.write(file, port(250, "Other"), progress)
    assert dump(file) == before
    assert keys(file, "berth") == [(1, 0), (1, 1), (1, 2)]


def test_discarded_editions_go_and_sealed_ones_stay(file: AssessmentFile):
    before = dump(file)
    written = editions.write(file, port(250))
    assert len(keys(file, "berth")) == 250
    editions.discard(file, written)
    assert dump(file) == before and keys(file, "berth") == []
    (chosen,) = choose(file, port())
    editions.discard(file, chosen)
    check_stored(file, port())


def test_choosing_is_undone_and_redone(file: AssessmentFile):
    choose(file, port())  # the first step founds the assessment and is not undone
    choose(file, port(title="Newer"), port()._replace(id="pier"))
    assert editions.chosen(file, "harbour").title == "Newer"
    undo.undo(file)
    assert editions.chosen(file, "harbour").title == "Harbour" and editions.chosen(file, "pier") is None
    assert verify(file).ok
    undo.redo(file)
    assert editions.chosen(file, "harbour").title == "Newer" and editions.chosen(file, "pier").id == "pier"
    assert verify(file).ok
    order = schema.chosen_catalog.select().order_by(schema.chosen_catalog.c.ordinal)
    assert [row.catalog for row in file.fetch(order)] == ["harbour", "pier"]


def test_half_characters_are_written_as_question_marks(file: AssessmentFile):
    odd = port()._replace(title="\ud83d and \udc00")
    group = odd.groups[0]
    odd = odd._replace(groups=(group._replace(controls=(group.controls[0]._replace(guidance="x\ud800y"),)),))
    choose(file, odd)
    ((_, read),) = editions.stored(file)
    assert (read.title, next(read.controls()).guidance) == ("? and ?", "x?y")
    assert verify(file).ok


names = st.text(min_size=1, max_size=6)
texts = st.text(alphabet=st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    ["", " ", "\0", "a\0b", "\u2028", "é", "e\u0301", "ﷺ", "🙂", "\ud800", "x\udfff", '"', "'", "[Assignment: x]"]
)
few = {"max_size": 3}
layers = st.lists(st.sampled_from(["facilities", "data", "identity"]), unique=True, **few).map(tuple)


def tuples(one: st.SearchStrategy, by: Callable[[object], object] | None = None) -> st.SearchStrategy:
    return st.lists(one, unique_by=by or repr, **few).map(tuple)


sides = st.builds(Side, texts, tuples(st.tuples(texts, texts)), tuples(texts))
controls = st.builds(
    Control,
    id=names,
    group=st.just(""),
    title=texts,
    parts=tuples(st.builds(Part, names, texts, layers, texts), lambda p: p.letter),
    kind=st.none() | st.sampled_from(Responsibility),
    aws=sides,
    customer=sides,
    objectives=tuples(st.builds(Objective, names, texts, st.none() | st.sampled_from(Method), texts), lambda o: o.id),
    hints=tuples(st.builds(EvidenceHint, texts, texts, texts)),
    references=tuples(st.builds(Reference, names, names)),
    fresh_days=st.none() | st.integers(0, 10_000),
    guidance=texts,
    base=texts,
    withdrawn=st.booleans(),
    moved_to=tuples(texts),
    methods=tuples(st.tuples(st.sampled_from(Method), texts)),
    params=tuples(st.builds(Parameter, texts, texts, texts, texts)),
    related=tuples(texts),
    sort_id=texts,
    oscal_id=texts,
    why=texts,
)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    found = draw(st.lists(controls, unique_by=lambda c: c.id, max_size=4))
    groups = draw(st.lists(st.builds(Group, names, texts, texts), unique_by=lambda g: g.id, min_size=1, max_size=2))
    last = len(found) // len(groups)
    split = [found[:last], found[last:]] if len(groups) == 2 else [found]
    made = (
        group._replace(controls=tuple(c._replace(group=group.id) for c in some))
        for group, some in zip(groups, split, strict=True)
    )
    return Catalog(draw(names), draw(texts), draw(texts), draw(texts), tuple(made), draw(texts))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(catalog=catalogs())
def test_any_catalog_is_read_back(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog):
    path = tmp_path_factory.mktemp("any") / "a.srma"
    with opening.create(path, who="Ada") as file:
        (written,) = choose(file, catalog)
        ((sha256, read),) = editions.stored(file)
        assert sha256 == written.sha256 == editions.fingerprint(read)
        same(read, editions.whole_characters(catalog))
        assert verify(file).faults == ()


IMPORTER = """
import os, sys
from pathlib import Path
from srm_desktop.storage import editions, journal, opening
from tests.storage.test_editions import port

def said(done, total):
    os.write(1, b"%d\\n" % done)

with opening.open_file(Path(sys.argv[1]), who="Ada") as file:
    while True:
        written = editions.write(file, port(1000, "Killed"), said)
        editions.discard(file, written)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("blow", range(6))
def test_what_a_killed_import_leaves_goes_with_the_next_opening(path: Path, blow: int):
    with opening.open_file(path, who="Ada") as file:
        choose(file, port())
        before = dump(file)
    root = Path(__file__).resolve().parents[2]
    there = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-c", IMPORTER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=there) as worker:
        for _ in range(2 + 3 * blow):  # while it is written, or while it is taken out again
            worker.stdout.readline()
        time.sleep(0.003 * blow)  # the moment of the blow, not a wait for anything
        worker.send_signal(signal.SIGKILL)
    with opening.open_file(path, who="Ada") as file:
        assert dump(file) == before
        assert keys(file, "berth") == [(1, 0), (1, 1), (1, 2)]
        check_stored(file, port())


def test_leftovers_that_cannot_be_read_are_a_sentence(path: Path):
    with opening.open_file(path, who="Ada") as file:
        editions.write(file, port())
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE control SET kind = 'nonsense'")
    with pytest.raises(Damaged, match="never finished"):
        opening.open_file(path, who="Ada")


def test_a_file_of_schema_1_gets_a_word_search(tmp_path: Path):
    path = tmp_path / "old.srma"
    shutil.copyfile(SCHEMA_1, path)
    with opening.open_file(path, who="Ada") as file:
        assert len(keys(file, "account")) == len(keys(file, "rack lock")) == 3
        assert words_proof.faults(file) == [] and verify(file).ok


def test_migration_2_finds_what_the_program_would_find(path: Path, tmp_path: Path):
    """The word index of an older file is, word for word and place for place, the one that the program makes."""
    with opening.open_file(path, who="Ada") as file:
        choose(file, builtin.catalog("aws-srm"))
    old = tmp_path / "old.srma"
    with closing(sqlite3.connect(old, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        migrations.migrate(raw, 0, 1)
        raw.execute("ATTACH ? AS new", (str(path),))
        for table in ("edition", "edition_group", "control", "control_text", "part", "objective", "reference"):
            columns = ", ".join(row[1] for row in raw.execute(f"PRAGMA main.table_info({table})"))
            raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    with opening.open_file(old, who="Ada") as file:
        assert words_proof.faults(file) == []
        ((sha256, read),) = editions.stored(file)
        assert sha256 == editions.fingerprint(read)
