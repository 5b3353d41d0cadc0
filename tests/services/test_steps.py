"""Steps of the journal: newest first, found by text and person, unfolded."""

import pytest

from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import attach, history, listing, steps, walk
from srm_desktop.services.attach import Pasted
from srm_desktop.services.evidence_listing import EvidenceFilter, kind, narrow_evidence
from srm_desktop.services.walk import Marking


@pytest.fixture
def worked_on(assessment):
    keys = [row.key for row in listing.rows(assessment) if row.mine]
    walk.mark(assessment, keys[:1], Marking(owner="Grace Hopper"))
    walk.mark(assessment, keys[:40], Marking(status=(Status.IMPLEMENTED,)))
    attach.attach(assessment, keys[:1], [Pasted("größe 100%.txt", b"x")])
    history.undo(assessment)
    return assessment


def test_steps_are_those_of_the_journal(worked_on):
    shown = steps.taken(worked_on, 100)
    events = history.history(worked_on)
    assert [s.id for s in shown.steps] == list(dict.fromkeys(e.step for e in events))
    assert shown.steps[0].name == "Undo Attach größe 100%.txt to " + shown.steps[1].name.split(" to ")[1]
    assert sum(s.entries for s in shown.steps) == history.head(worked_on).length
    assert shown.total == len(shown.steps)


def test_changes_of_a_step_are_its_events(worked_on):
    events = history.history(worked_on)
    for step in steps.taken(worked_on, 100).steps:
        found = steps.changes(worked_on, step.id, 100_000)
        assert list(found) == [e for e in reversed(events) if e.step == step.id]
        assert len(steps.changes(worked_on, step.id, 1)) <= 13


def test_small_steps_come_with_their_changes(worked_on):
    shown = steps.taken(worked_on, 100)
    for step in shown.steps:
        if step.entries <= steps.SMALL:
            assert shown.changed[step.id] == steps.changes(worked_on, step.id, 100)
        else:
            assert step.id not in shown.changed


def test_at_most(worked_on):
    shown = steps.taken(worked_on, 2)
    assert len(shown.steps) == 2 and shown.total == 5
    assert steps.newest(worked_on, 2) == shown.steps


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("grace", 1),
        ("Hopper grace", 1),
        ("größe", 2),
        ("100%", 2),
        ("1%0", 0),
        ("implemented", 1),
        ("undo", 1),
        ("", 5),
    ],
)
def test_text_is_found_in_names_and_changes(worked_on, text, count):
    assert steps.taken(worked_on, 100, text=text).total == count


def test_people(worked_on):
    assert steps.people(worked_on) == ("Ada",)
    assert steps.taken(worked_on, 100, wanted=history.Wanted(who="Ada")).total == 5
    assert steps.taken(worked_on, 100, wanted=history.Wanted(who="Bob")).steps == ()


def test_evidence_is_narrowed_by_every_field(worked_on):
    from srm_desktop.services import evidence

    attach.attach(worked_on, [], [Pasted("loose.pdf", b"%PDF-1.7 x")])
    rows = evidence.listed(worked_on)
    assert narrow_evidence(rows, EvidenceFilter()) == rows
    assert [r.piece.name for r in narrow_evidence(rows, EvidenceFilter(unlinked=True))] == ["loose.pdf"]
    assert narrow_evidence(rows, EvidenceFilter(text="pdf LOOSE")) == narrow_evidence(
        rows, EvidenceFilter(guessed=True)
    )
    assert narrow_evidence(rows, EvidenceFilter(text="nowhere")) == ()


@pytest.mark.parametrize(
    ("media_type", "word"),
    [("application/pdf", "PDF"), ("image/png", "Image"), ("text/plain; charset=utf-8", "Text"),
     ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Workbook"),
     ("application/x-elf", "Program"), ("application/x-unheard-of", "File")],
)  # fmt: skip
def test_kinds_have_words(media_type, word):
    assert kind(media_type) == word
