"""The sample: whole, proven, believable, and the same each time."""

import io
import re
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from srm_desktop.domain.problems import Problem
from srm_desktop.domain.rollup import cover
from srm_desktop.domain.vocabulary import Freshness, Result, Review, Status
from srm_desktop.exchange import builtin, sample_story
from srm_desktop.services import evidence, history, listing, page, proof
from srm_desktop.services.assessments import info, open_assessment
from srm_desktop.services.export import export
from srm_desktop.services.sample import make_sample

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sample") / "sample.srma"
    with make_sample(target, "Ada", lambda: NOW):
        pass
    return target


@pytest.fixture
def sample(path: Path):
    with open_assessment(path, who="Ada", read_only=True, clock=lambda: NOW) as file:
        yield file


def test_it_verifies(sample):
    assert proof.verify(sample).faults == ()


def test_about_two_thirds_are_walked_and_every_kind_of_state_occurs(sample):
    rows = listing.rows(sample)
    counts = cover(listing.standings(rows))
    assert 60 <= counts.percent <= 72
    assert {s for row in rows for s in row.status} == set(Status)
    assert {row.result for row in rows} == set(Result)
    assert {row.review for row in rows} == set(Review)
    assert {row.freshness for row in rows if row.freshness} == set(Freshness)
    assert any(row.flag for row in rows) and any(row.responsibility is not row.derived for row in rows)
    assert len({row.owner for row in rows if row.owner}) >= 5
    assert sum(row.has_statement for row in rows) >= 40


def test_overrules_carry_reasons_and_links_places(sample):
    views = page.views(sample)
    overruled = [part.overrule for view in views for part in view.parts if part.overrule]
    assert len(overruled) >= 3 and all(len(word.reason) > 20 for word in overruled)
    places = [linked.link.place for view in views for linked in view.links]
    assert sum(map(bool, places)) >= 10
    assert any(linked.link.part for view in views for linked in view.links)


def test_evidence_is_of_many_kinds_and_was_not_imported_before_it_was_collected(sample):
    rows = evidence.listed(sample)
    kinds = {row.piece.media_type for row in rows}
    assert {"application/pdf", "image/png", "text/csv", "application/json", "text/markdown", "text/plain"} <= kinds
    assert any("spreadsheetml" in kind for kind in kinds)
    assert all(row.controls for row in rows) and len({row.piece.name for row in rows}) == len(rows)
    assert all(row.piece.imported.date() >= row.piece.collected for row in rows)


def test_journal_tells_of_six_weeks_by_several_people(sample):
    events = history.history(sample)
    assert len({event.who for event in events}) >= 5
    times = [event.at for event in reversed(events)]
    assert times == sorted(times) and times[-1] <= NOW
    assert timedelta(weeks=5) < times[-1] - times[0] < timedelta(weeks=7)


def test_period_lies_around_today(sample):
    period = info(sample).details.period
    assert period.start < NOW.date() < period.end


def test_it_can_be_made_on_any_day(tmp_path):
    now = datetime(2028, 2, 29, 23, 55, tzinfo=UTC)
    with make_sample(tmp_path / "s.srma", "Ada", lambda: now) as file:
        assert proof.verify(file).ok
        stale = [row for row in listing.rows(file) if row.freshness is Freshness.STALE]
        assert stale and file.who == "Ada" and file.clock() == now


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 8, 31), date(2026, 11, 30), date(2026, 12, 31)])
def test_audit_period_is_six_whole_months(day):
    period = sample_story.audit_period(day)
    assert period.start < day < period.end
    assert period.start.day == 1 and (period.end + timedelta(days=1)).day == 1
    assert (period.end.year - period.start.year) * 12 + period.end.month - period.start.month == 5


def test_the_same_clock_gives_the_same_work(sample, tmp_path):
    def told(file):
        events = [(e.at, e.who, e.place, e.field, e.old, e.new) for e in history.history(file) if e.place != "id"]
        return events, [row.piece._replace(uid="") for row in evidence.listed(file)]

    with make_sample(tmp_path / "again.srma", "Ada", lambda: NOW) as again:
        assert told(again) == told(sample)


def test_nothing_is_left_when_it_goes_wrong(tmp_path, monkeypatch):
    monkeypatch.setattr(
        sample_story, "_walked", lambda entry: sample_story.Walked("SRM-NO-99", "x", sample_story.Said(), ())
    )
    with pytest.raises(Problem):
        make_sample(tmp_path / "s.srma", "Ada", lambda: NOW)
    assert list(tmp_path.iterdir()) == []


def test_story_names_only_controls_and_parts_that_there_are():
    letters = {c.id: {p.letter for p in c.parts} for c in builtin.catalog("aws-srm").controls()}
    told = sample_story.story(NOW.date())
    named = [(entry.control, letter) for entry in told.walked for letter in ("", *(p for p, _ in entry.parts))]
    named += [(link.control, link.part) for piece in told.evidence for link in piece.links]
    assert [(c, p) for c, p in named if c not in letters or (p and p not in letters[c])] == []


def test_no_date_is_left_unspelled(sample):
    text = str(page.views(sample)) + "".join(str(row) for row in evidence.listed(sample))
    assert re.findall(r"\{(?:day|ym|month|compact|year)[^}]*\}", text) == []
    for piece in sample_story.story(NOW.date()).evidence:
        assert b"{day" not in piece.data and b"{ym" not in piece.data


def test_pdf_is_well_formed():
    pieces = [p for p in sample_story.story(NOW.date()).evidence if p.name.endswith(".pdf")]
    assert len(pieces) >= 4
    for piece in pieces:
        data = piece.data
        start = int(data.rstrip().splitlines()[-2])
        assert data[start:].startswith(b"xref\n0 ")
        count = int(data[start:].split()[2])
        for number in range(1, count):
            place = int(data[start:].splitlines()[2 + number].split()[0])
            assert data[place:].startswith(b"%d 0 obj" % number)


def test_picture_is_well_formed():
    for piece in (p for p in sample_story.story(NOW.date()).evidence if p.name.endswith(".png")):
        data, place, kinds, pixels = piece.data, 8, [], b""
        while place < len(data):
            size = int.from_bytes(data[place : place + 4], "big")
            kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
            assert zlib.crc32(kind + body) == int.from_bytes(data[place + 8 + size : place + 12 + size], "big")
            kinds.append(kind)
            pixels += body if kind == b"IDAT" else b""
            place += 12 + size
        assert kinds == [b"IHDR", b"IDAT", b"IEND"]
        width, height = (int.from_bytes(data[n : n + 4], "big") for n in (16, 20))
        assert len(zlib.decompress(pixels)) == height * (1 + 3 * width)


def test_workbooks_are_read_by_another_library():
    for piece in (p for p in sample_story.story(NOW.date()).evidence if p.name.endswith(".xlsx")):
        book = CalamineWorkbook.from_filelike(io.BytesIO(piece.data))
        assert len(book.get_sheet_by_index(0).to_python()) > 2


def test_its_matrix_reads_back(sample, tmp_path):
    done = export(sample, "matrix", tmp_path / "m.xlsx", program_version="1")
    book = CalamineWorkbook.from_path(done.path)
    assert {t: len(book.get_sheet_by_name(t).to_python()) - 1 for t in done.counts} == done.counts
    text = str(book.get_sheet_by_name("Matrix").to_python())
    assert "FIDO2" in text and "E-1" in text
