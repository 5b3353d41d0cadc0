"""Compacting: it says what goes, keeps journal and hashes, and cannot be taken back."""

import pytest
from sqlalchemy import select

from srm_desktop.domain.problems import BadValue
from srm_desktop.services import assessments, attach, compaction, evidence, history, listing, proof
from srm_desktop.storage import schema
from srm_desktop.storage.problems import NothingToUndo, ReadOnly


@pytest.fixture
def removed(assessment):
    """An assessment with a piece that stays, one that was removed and one whose attaching was taken back."""
    key = listing.rows(assessment)[0].key
    attach.attach(assessment, [key], [attach.Pasted("kept.txt", b"kept")])
    gone = attach.attach(assessment, [key], [attach.Pasted("gone.txt", b"gone" * 50)]).new
    evidence.remove(assessment, gone)
    attach.attach(assessment, [key], [attach.Pasted("back.txt", b"back" * 100)])
    history.undo(assessment)
    return assessment


def test_it_says_what_goes(removed):
    wanted = compaction.plan(removed)
    assert [(one.names, one.size) for one in wanted.unused] == [(("E-3 back.txt",), 400), (("E-2 gone.txt",), 200)]
    assert wanted.size == 600


def test_journal_and_hashes_stay(removed):
    before = removed.fetch(select(schema.entry).order_by(schema.entry.c.seq))
    wanted = compaction.plan(removed)
    changes = compaction.compact(removed, wanted)
    assert changes.step == "Compact: erase bytes of 2 removed pieces (600 B)"
    after = removed.fetch(select(schema.entry).order_by(schema.entry.c.seq))
    assert after[: len(before)] == before and len(after) == len(before) + 2
    held = {row.sha256: row.size for row in removed.fetch(select(schema.erased))}
    assert held == {one.sha256: one.size for one in wanted.unused}
    verdict = proof.verify(removed)
    assert verdict.ok and verdict.content == 1


def test_steps_that_need_the_bytes_are_refused_with_a_sentence_and_nothing_half_done(removed):
    compaction.compact(removed, compaction.plan(removed))
    head, pieces = history.head(removed), evidence.listed(removed)
    with pytest.raises(NothingToUndo, match=r"“Attach back.txt to .*: the bytes of E-3 back.txt were erased"):
        history.redo(removed)
    with pytest.raises(NothingToUndo, match=r"“Remove gone.txt” cannot be taken back"):
        history.undo(removed)
    assert (history.head(removed), evidence.listed(removed)) == (head, pieces)
    assert proof.verify(removed).ok


def test_bytes_that_were_erased_can_be_attached_again(removed):
    compaction.compact(removed, compaction.plan(removed))
    done = attach.attach(removed, [], [attach.Pasted("gone again.txt", b"gone" * 50)])
    assert len(done.new) == 1 and [row.piece.id for row in evidence.listed(removed)] == ["E-1", "E-4"]
    assert compaction.plan(removed).unused == ()
    assert proof.verify(removed).ok
    history.undo(removed)
    history.redo(removed)
    assert evidence.read_start(removed, done.new[0], 4) == b"gone"


def test_what_is_used_again_since_it_was_planned_stays(removed):
    wanted = compaction.plan(removed)
    history.redo(removed)
    compaction.compact(removed, wanted)
    assert [one.piece.name for one in evidence.listed(removed)] == ["kept.txt", "back.txt"]
    assert proof.verify(removed).ok
    with pytest.raises(BadValue, match=r"nothing to compact"):
        compaction.compact(removed, wanted)


def test_with_nothing_to_erase_there_is_no_step(assessment):
    head = history.head(assessment)
    with pytest.raises(BadValue, match=r"nothing to compact"):
        compaction.compact(assessment, compaction.plan(assessment))
    assert history.head(assessment) == head


def test_a_file_open_for_reading_is_not_compacted(removed):
    path = removed.path
    removed.close()
    with assessments.open_assessment(path, who="Ada", read_only=True) as file:
        wanted = compaction.plan(file)
        assert len(wanted.unused) == 2
        with pytest.raises(ReadOnly):
            compaction.compact(file, wanted)


def test_undo_is_offered_for_the_step_before(removed):
    compaction.compact(removed, compaction.plan(removed))
    assert history.names(removed).undo == "Remove gone.txt"
    assert history.history(removed)[0].step_name.startswith("Compact: erase bytes of 2 removed pieces")
