"""Undo and redo: whatever was done, they restore exactly what was, and the journal stays whole."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.vocabulary import Responsibility, Result, Status
from srm_desktop.services import assessments, attach, board, evidence, history, listing, proof, scope, walk
from srm_desktop.storage import schema

CONTROLS = st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True)
TEXT = st.sampled_from(["", "a", "ab", "=1+1", "\ud83d half", "Ünïcode ✓", "'; DROP TABLE mark"])


def state(file: assessments.Assessment) -> dict[str, set[tuple]]:
    return {name: set(map(tuple, file.fetch(select(table)))) for name, table in schema.JOURNALED.items()}


class Work(RuleBasedStateMachine):
    """An auditor who does anything in any order; beside it, the states that undo and redo must lead to."""

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "a.srma"
        self.file = assessments.create(self.path, Details("Acme"), who="Ada", services=["ec2", "s3"])
        self.keys = [row.key for row in listing.rows(self.file)][:6]
        self.before: list[dict] = []
        self.after: list[dict] = []
        self.now = state(self.file)
        self.typing = None

    def teardown(self):
        if hasattr(self, "file"):
            self.file.close()
            with assessments.open_assessment(self.path, who="Ada", read_only=True) as file:
                verdict = proof.verify(file)
                assert verdict.ok, verdict.faults
                assert verdict.head == history.head(file)
            shutil.rmtree(self.folder)

    def done(self, changes) -> None:
        now = state(self.file)
        assert bool(changes) == (now != self.now)
        if changes:
            self.before.append(self.now)
            self.after.clear()
            self.now = now
        self.typing = None

    def pieces(self) -> list[str]:
        return [row.piece.uid for row in evidence.listed(self.file)]

    @rule(which=CONTROLS, status=st.sampled_from(Status), result=st.sampled_from([None, *Result]))
    def mark(self, which, status, result):
        marking = walk.Marking(status=(status,), result=result)
        self.done(walk.mark(self.file, [self.keys[n] for n in which], marking))

    @rule(which=CONTROLS, value=st.sampled_from(["", *Responsibility]))
    def overrule(self, which, value):
        marking = walk.Marking(responsibility=value, reason="because" if value else "")
        self.done(walk.mark(self.file, [self.keys[n] for n in which], marking))

    @rule(n=st.integers(0, 5), value=st.sampled_from([None, *Responsibility]))
    def overrule_service(self, n, value):
        part = board.board(self.file).outlines[self.keys[n]].parts[0][0]
        self.done(walk.overrule_service(self.file, self.keys[n], part, "ec2", value, "because"))

    @rule(n=st.integers(0, 2), text=TEXT)
    def type_on(self, n, text):
        going_on = self.typing[1] if self.typing and self.typing[0] == n else None
        typed = walk.type_text(self.file, self.keys[n], "statement", text, going_on=going_on)
        now = state(self.file)
        if going_on and typed.step == going_on:
            self.now = now
        elif typed.changes:
            self.done(typed.changes)
        self.typing = (n, typed.step)

    @rule(which=CONTROLS, names=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4))
    def attach(self, which, names):
        pasted = [attach.Pasted(f"{name}\udcff.txt", name.encode()) for name in names]
        self.done(attach.attach(self.file, [self.keys[n] for n in which], pasted).changes)

    @precondition(lambda self: self.pieces())
    @rule(which=CONTROLS, data=st.data())
    def link(self, which, data):
        uids = data.draw(st.lists(st.sampled_from(self.pieces()), min_size=1, unique=True))
        self.done(evidence.link(self.file, [self.keys[n] for n in which], uids))

    @precondition(lambda self: self.pieces())
    @rule(n=st.integers(0, 5), data=st.data(), what=st.sampled_from(["detach", "remove", "edit"]))
    def other(self, n, data, what):
        uids = data.draw(st.lists(st.sampled_from(self.pieces()), min_size=1, unique=True))
        if what == "detach":
            self.done(evidence.detach(self.file, self.keys[n], uids))
        elif what == "remove":
            self.done(evidence.remove(self.file, uids))
        else:
            edit = evidence.Edit(title=data.draw(TEXT), covers=Period(date(2026, 1, n + 1)))
            self.done(evidence.edit(self.file, uids, edit))

    @rule(chosen=st.sets(st.sampled_from(["ec2", "s3", "rds", "lambda"])))
    def scope(self, chosen):
        self.done(scope.choose(self.file, only=chosen))

    @rule(title=st.sampled_from(["Acme", "Acme 2"]))
    def describe(self, title):
        self.done(assessments.describe(self.file, Details(title)))

    @rule()
    def undo(self):
        if not self.before:
            with pytest.raises(history.NothingToUndo):
                history.undo(self.file)
            return
        history.undo(self.file)
        self.after.append(self.now)
        self.now = self.before.pop()

    @rule()
    def redo(self):
        if not self.after:
            with pytest.raises(history.NothingToUndo):
                history.redo(self.file)
            return
        history.redo(self.file)
        self.before.append(self.now)
        self.now = self.after.pop()

    @rule()
    def reopen(self):
        self.file.close()
        self.file = assessments.open_assessment(self.path, who="Ada")

    @invariant()
    def everything_agrees(self):
        if not hasattr(self, "file"):
            return
        assert state(self.file) == self.now
        names = history.names(self.file)
        assert (bool(names.undo), bool(names.redo)) == (bool(self.before), bool(self.after))
        fresh = board._load(self.file, self.file.clock().astimezone().date())
        assert fresh.rows == board.board(self.file).rows
        assert fresh.evidence == board.board(self.file).evidence


TestWork = Work.TestCase
TestWork.settings = settings(settings.get_profile("files"), max_examples=10, stateful_step_count=25)


def test_what_was_typed_and_deleted_again_can_be_undone(assessment):
    key = listing.rows(assessment)[0].key
    walk.mark(assessment, [key], walk.Marking(statement="We do."))
    step = walk.type_text(assessment, key, "statement", "We do it").step
    walk.type_text(assessment, key, "statement", "We do.", going_on=step)
    history.undo(assessment)
    history.undo(assessment)
    assert listing.rows(assessment)[0].has_statement is False
    history.redo(assessment)
    history.redo(assessment)
    assert listing.rows(assessment)[0].has_statement is True
    assert proof.verify(assessment).ok


def test_typing_that_changes_nothing_does_not_swallow_the_next_step(assessment):
    key = listing.rows(assessment)[0].key
    idle = walk.type_text(assessment, key, "statement", "")
    assert (bool(idle.changes), idle.step) == (False, 0)
    walk.mark(assessment, [key], walk.Marking(flag=True))
    walk.type_text(assessment, key, "statement", "Now", going_on=idle.step)
    assert history.undo(assessment).step.startswith("Edit statement")
    assert listing.rows(assessment)[0].flag


def test_a_bout_of_typing_is_one_step_until_something_else_happens(assessment):
    key = listing.rows(assessment)[0].key
    step = walk.type_text(assessment, key, "note", "a").step
    assert walk.type_text(assessment, key, "note", "ab", going_on=step).step == step
    history.undo(assessment)
    later = walk.type_text(assessment, key, "note", "x", going_on=step).step
    assert later > step
    history.undo(assessment)
    assert history.names(assessment).undo == ""


def test_a_step_that_changes_nothing_leaves_no_trace(assessment):
    before = history.head(assessment)
    key = listing.rows(assessment)[0].key
    assert not walk.mark(assessment, [key], walk.Marking(flag=False))
    assert not scope.choose(assessment, add=["ec2"])
    assert history.head(assessment) == before
    assert assessment.fetch(select(schema.step.c.id)) == [(1,)]
    with pytest.raises(history.NothingToUndo):
        history.undo(assessment)
