"""1,000 single bits flipped in a 25 MB file: named with the evidence they hit, no crash, everything else comes out.

What is counted: a flip in a byte that is read when all rows are read (`live_bytes`). In a chunk it must be named with
the piece of evidence whose bytes they are; elsewhere (catalogs, journal, indexes, lists) some fault must be named, or
the file refused with a sentence. Some 0.1 % of live bytes mean nothing to SQLite (the type of a key column, say).
"""

import bisect
import hashlib
import random
import shutil
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from srm_desktop.domain.assessment import Details, Verdict
from srm_desktop.domain.problems import Problem
from srm_desktop.services import assessments, attach, listing, proof, walk
from tests.conftest import published_catalog
from tests.storage.live_bytes import Span, live

BYTES = 25 << 20
SIZES = (3_000, 40_000, 300_000, 2_500_000)
RUNS, FLIPS = 10, 100
RESCUED = 25
"""Of so many flips, one is followed by a rescue of everything that is sound."""


class Sample(NamedTuple):
    path: Path
    spans: list[Span]
    pieces: dict[int, str]
    """The piece (E-12) that the bytes of each chunk belong to."""
    hashes: dict[str, str]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    path = tmp_path_factory.mktemp("flips") / "acme.srma"
    rng, left, n = random.Random(1), BYTES, 0
    with assessments.create(path, Details("Acme"), who="Ada", catalogs=[published_catalog()]) as file:
        keys = [row.key for row in listing.rows(file) if not row.withdrawn]
        while left > 0:
            size = min(rng.choice(SIZES), left)
            attach.attach(file, [rng.choice(keys)], [attach.Pasted(f"{n}.bin", rng.randbytes(size))])
            walk.mark(file, keys[:2], walk.Marking(note=str(n)))
            left, n = left - size, n + 1
    with closing(sqlite3.connect(path)) as connection:
        joined = "chunk k JOIN content c ON c.id = k.content JOIN evidence e USING (sha256)"
        pieces = dict(connection.execute(f"SELECT k.id, 'E-' || e.number FROM {joined}"))
        hashes = dict(connection.execute("SELECT 'E-' || number, sha256 FROM evidence"))
    return Sample(path, live(path), pieces, hashes)


def test_what_is_live_is_nearly_all_of_the_file_and_not_more(sample: Sample):
    total = sum(span.end - span.start for span in sample.spans)
    assert BYTES < total < sample.path.stat().st_size
    ordered = sorted(sample.spans)
    assert all(one.end <= other.start for one, other in pairwise(ordered))


@pytest.mark.parametrize("run", range(RUNS))
def test_flipped_bits_are_named_with_the_evidence_they_hit(sample: Sample, tmp_path: Path, run: int):
    rng, copy = random.Random(run), tmp_path / "copy.srma"
    shutil.copyfile(sample.path, copy)
    ends = [0]
    for span in sample.spans:
        ends.append(ends[-1] + span.end - span.start)
    missed = []
    with copy.open("r+b", buffering=0) as raw:
        for n in range(FLIPS):
            chosen = rng.randrange(ends[-1])
            number = bisect.bisect_right(ends, chosen) - 1
            span = sample.spans[number]
            at, bit = span.start + chosen - ends[number], 1 << rng.randrange(8)
            flip(raw, at, bit)
            hit = sample.pieces.get(span.row or 0) if span.tree == "chunk" else None
            if not named(copy, hit, sample, tmp_path / f"out-{n}" if n % RESCUED == 0 else None):
                missed.append((span, at, bit))
            flip(raw, at, bit)
    assert len(missed) <= FLIPS // 100, missed
    assert copy.read_bytes() == sample.path.read_bytes()


def flip(raw, at: int, bit: int) -> None:
    raw.seek(at)
    was = raw.read(1)[0]
    raw.seek(at)
    raw.write(bytes([was ^ bit]))


def named(path: Path, hit: str | None, sample: Sample, out: Path | None) -> bool:
    """Whether a fault is named, with the piece that is hit; what is not hit must come out as it went in."""
    try:
        with assessments.open_assessment(path, who="Eve", read_only=True) as file:
            verdict = proof.verify(file)
            if out is not None:
                rescued(file, verdict, hit, sample, out)
    except Problem:
        return hit is None
    evidence = {piece for fault in verdict.faults for piece in fault.evidence}
    return not verdict.ok and (hit is None or hit in evidence)


def rescued(file: assessments.Assessment, verdict: Verdict, hit: str | None, sample: Sample, out: Path) -> None:
    done = proof.rescue(file, out, verdict)
    there = {piece.id: hashlib.sha256(path.read_bytes()).hexdigest() for piece, path in done.written}
    lost = {piece.id for piece in done.left_out}
    assert there.keys() | lost == sample.hashes.keys() and not there.keys() & lost
    assert all(sample.hashes[piece] == sha256 for piece, sha256 in there.items())
    assert lost <= ({hit} if hit else set()) or hit is None
    shutil.rmtree(out)


DAMAGED = ("chunk", "chunk_by_content", "content", "sqlite_autoindex_content_1", "evidence", "link", "entry", "step")


@pytest.mark.parametrize("tree", DAMAGED)
def test_a_page_of_noise_costs_only_what_lies_on_it(sample: Sample, tmp_path: Path, tree: str):
    copy = tmp_path / "copy.srma"
    shutil.copyfile(sample.path, copy)
    first = next(span for span in sample.spans if span.tree == tree and span.row is None)
    page = first.start // 16_384
    with copy.open("r+b", buffering=0) as raw:
        raw.seek(page * 16_384)
        raw.write(random.Random(4).randbytes(16_384))
    with assessments.open_assessment(copy, who="Eve", read_only=True) as file:
        verdict = proof.verify(file)
        done = proof.rescue(file, tmp_path / "out", verdict)
    assert not verdict.ok
    assert {p.id for p, _ in done.written} | {p.id for p in done.left_out} == sample.hashes.keys()
    if tree not in ("chunk", "entry"):  # the bytes are all there, and table or journal says which they are
        assert not done.left_out
    assert "Found wrong" in done.report.read_text("utf-8")
