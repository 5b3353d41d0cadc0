"""Versions of evidence: the line, what follows to a newer piece, the same bytes again, removal, undo and redo."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from srm_desktop.domain.assessment import Details, Evidence
from srm_desktop.domain.freshness import Rule
from srm_desktop.domain.problems import BadValue, UnknownEvidence
from srm_desktop.domain.vocabulary import Acceptance
from srm_desktop.services import assessments, attach, board, evidence, history, listing, page, proof, versions
from srm_desktop.services.versions import Renewal
from srm_desktop.storage import schema


def put(file, keys, text, name="users.csv", renews=None, facts=attach.NOTHING_KNOWN, part="") -> Evidence:
    done = attach.attach(file, keys, [attach.Pasted(name, text.encode())], facts, part=part, renews=renews)
    return board.board(file).evidence[(*done.new, *done.linked)[0]]


def renew(file, older, controls, text, name="users.csv", facts=attach.NOTHING_KNOWN) -> Evidence:
    return put(file, [], text, name, Renewal(older.uid, frozenset(controls)), facts)


def linked(file, key) -> set[tuple[str, str, str]]:
    view = page.view(file, key)
    return {(one.piece.id, one.link.part, one.link.place) for one in view.links}


def ids(line) -> list[str]:
    return [piece.id for piece in line]


@pytest.fixture
def keys(assessment):
    return [row.key for row in listing.rows(assessment)][:4]


def test_links_follow_only_where_chosen_and_keep_part_and_place(assessment, keys):
    part = next(p.letter for p in page.view(assessment, keys[0]).parts)
    old = put(assessment, [keys[0]], "one", part=part)
    evidence.link(assessment, keys[1:3], [old.uid])
    evidence.set_place(assessment, keys[0], part, old.uid, "p. 12")
    evidence.set_place(assessment, keys[1], "", old.uid, "sheet 2")
    new = renew(assessment, old, keys[:2], "two")
    assert linked(assessment, keys[0]) == {(new.id, part, "p. 12")}
    assert linked(assessment, keys[1]) == {(new.id, "", "sheet 2")}
    assert linked(assessment, keys[2]) == {(old.id, "", "")}
    assert ids(versions.line_of(assessment, old.uid)) == ids(versions.line_of(assessment, new.uid)) == ["E-1", "E-2"]
    assert (new.version, new.supersedes) == (2, old.uid)
    assert [row.newer for row in evidence.listed(assessment)] == [new.uid, ""]
    assert evidence.read_start(assessment, old.uid, 10) == b"one"
    assert proof.verify(assessment).ok


def test_a_link_that_the_newer_piece_has_already_stays_as_it_is(assessment, keys):
    old, other = put(assessment, keys[:1], "one"), put(assessment, keys[:1], "two")
    evidence.set_place(assessment, keys[0], "", old.uid, "p. 1")
    evidence.set_place(assessment, keys[0], "", other.uid, "p. 7")
    versions.supersede(assessment, Renewal(old.uid, frozenset(keys[:1])), other.uid)
    assert linked(assessment, keys[0]) == {("E-2", "", "p. 7")}
    history.undo(assessment)
    assert linked(assessment, keys[0]) == {("E-1", "", "p. 1"), ("E-2", "", "p. 7")}
    assert versions.line_of(assessment, other.uid) == (other,)


def test_a_new_version_takes_over_what_was_known_but_no_dates(assessment, keys):
    facts = attach.Facts(collected=date(2026, 1, 5), title="All users", source="IAM", region="eu-1", note="by hand")
    old = put(assessment, keys[:1], "one", facts=facts)
    edit = evidence.Edit(fresh=Rule(30), acceptance=Acceptance.ACCEPTED)
    evidence.edit(assessment, [old.uid], edit)
    new = renew(assessment, old, [], "two", "users 2.csv", attach.Facts(region="us-2"))
    assert (new.title, new.source, new.region, new.fresh) == ("All users", "IAM", "us-2", Rule(30))
    assert (new.collected, new.collected_guessed, new.note) == (date(2026, 3, 2), True, "")
    assert new.acceptance is Acceptance.NOT_CHECKED
    assert renew(assessment, new, [], "three", facts=attach.Facts(title="Users now")).title == "Users now"


def test_a_title_that_nobody_gave_is_not_taken_over(assessment, keys):
    old = put(assessment, keys[:1], "one", "users March.csv")
    assert renew(assessment, old, [], "two", "users April.csv").title == "users April"


def test_a_new_version_is_linked_to_controls_that_are_named_beside(assessment, keys):
    old = put(assessment, keys[:2], "one")
    new = put(assessment, keys[3:], "two", renews=Renewal(old.uid, frozenset(keys[:1])))
    assert [linked(assessment, key) for key in keys] == [
        {(new.id, "", "")}, {(old.id, "", "")}, set(), {(new.id, "", "")},
    ]  # fmt: skip


def test_renewing_twice_is_refused_with_a_sentence(assessment, keys):
    old = put(assessment, keys[:1], "one")
    new = renew(assessment, old, keys[:1], "two")
    before = history.head(assessment)
    with pytest.raises(BadValue, match=r"E-1 has a newer version already, E-2; renew that one"):
        renew(assessment, old, keys[:1], "three")
    with pytest.raises(BadValue, match=r"2 were given for E-2"):
        pasted = [attach.Pasted("a.txt", b"a"), attach.Pasted("b.txt", b"b")]
        attach.attach(assessment, [], pasted, renews=Renewal(new.uid, frozenset()))
    with pytest.raises(UnknownEvidence, match=r"not in this assessment any more"):
        put(assessment, [], "x", renews=Renewal("nobody", frozenset()))
    assert history.head(assessment) == before
    assert assessment.fetch(select(schema.content.c.id).where(schema.content.c.sha256.is_(None))) == []


def test_the_same_bytes_as_the_older_one_are_refused(assessment, keys):
    old = put(assessment, keys[:1], "one")
    with pytest.raises(BadValue, match=r"E-1 itself, byte for byte"):
        renew(assessment, old, keys[:1], "one", "other name.csv")
    assert ids(versions.line_of(assessment, old.uid)) == ["E-1"]


def test_the_same_bytes_as_another_piece_make_that_one_the_next_version(assessment, keys):
    old, other = put(assessment, keys[:1], "one"), put(assessment, keys[1:2], "two", "export.csv")
    assert renew(assessment, old, keys[:1], "two", "users new.csv").id == other.id
    assert ids(versions.line_of(assessment, old.uid)) == ["E-1", "E-2"]
    assert (linked(assessment, keys[0]), linked(assessment, keys[1])) == ({("E-2", "", "")}, {("E-2", "", "")})
    third = put(assessment, [], "three")
    with pytest.raises(BadValue, match=r"E-2 is a version of another piece already; E-3 was not renewed"):
        renew(assessment, third, [], "two")


def test_a_piece_taken_out_of_the_middle_leaves_one_line(assessment, keys):
    line = [put(assessment, keys[:1], "one")]
    for text in ("two", "three", "four"):
        line.append(renew(assessment, line[-1], keys[:1], text))
    evidence.remove(assessment, [line[1].uid, line[2].uid])
    assert ids(versions.line_of(assessment, line[0].uid)) == ["E-1", "E-4"]
    assert [row.newer for row in evidence.listed(assessment)] == [line[3].uid, ""]
    assert board.board(assessment).evidence[line[3].uid].version == 4
    history.undo(assessment)
    assert ids(versions.line_of(assessment, line[3].uid)) == ["E-1", "E-2", "E-3", "E-4"]
    evidence.remove(assessment, [line[0].uid])
    assert ids(versions.line_of(assessment, line[3].uid)) == ["E-2", "E-3", "E-4"]
    assert board.board(assessment).evidence[line[1].uid].supersedes == ""
    assert proof.verify(assessment).ok


def test_a_line_in_a_circle_comes_to_an_end(assessment, keys):
    one, two = put(assessment, [], "one"), put(assessment, [], "two")
    for older, newer in ((one, two), (two, one)):  # as only somebody else's program could write it
        with assessment.writing() as connection:
            connection.exec_driver_sql("UPDATE evidence SET supersedes = ? WHERE uid = ?", (older.uid, newer.uid))
    assessment.memo.clear()
    assert len(versions.line_of(assessment, one.uid)) == 2
    with pytest.raises(UnknownEvidence):
        versions.line_of(assessment, "nobody")


class Lines(RuleBasedStateMachine):
    """Whatever is renewed, removed, undone and done again: lines hold together, and undo restores what was."""

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "a.srma"
        self.file = assessments.create(self.path, Details("Acme"), who="Ada", services=["s3"])
        self.keys = [row.key for row in listing.rows(self.file)][:3]
        self.count = 0
        self.before, self.after, self.now = [], [], self.state()

    def teardown(self):
        if hasattr(self, "file"):
            assert proof.verify(self.file).ok
            self.file.close()
            shutil.rmtree(self.folder)

    def state(self):
        tables = (schema.evidence, schema.link)
        return [set(map(tuple, self.file.fetch(select(table)))) for table in tables]

    def done(self, changes):
        if changes:
            self.before.append(self.now)
            self.after.clear()
            self.now = self.state()

    def pieces(self):
        return list(board.board(self.file).evidence.values())

    @rule(n=st.integers(0, 2))
    def attach(self, n):
        self.count += 1
        pasted = [attach.Pasted("a.txt", b"%d" % self.count)]
        self.done(attach.attach(self.file, self.keys[: n + 1], pasted).changes)

    @rule(which=st.integers(0, 20), chosen=st.sets(st.integers(0, 2)), text=st.integers(0, 9))
    def renew(self, which, chosen, text):
        if not self.pieces():
            return
        of = self.pieces()[which % len(self.pieces())]
        renews = Renewal(of.uid, frozenset(self.keys[n] for n in chosen))
        try:
            done = attach.attach(self.file, [], [attach.Pasted("b.txt", b"%d" % text)], renews=renews)
        except BadValue:
            assert self.state() == self.now
        else:
            self.done(done.changes)

    @rule(which=st.sets(st.integers(0, 20), min_size=1, max_size=2))
    def remove(self, which):
        if pieces := self.pieces():
            self.done(evidence.remove(self.file, [*{pieces[n % len(pieces)].uid for n in which}]))

    @rule(back=st.booleans())
    def undo(self, back):
        stack, other = (self.before, self.after) if back else (self.after, self.before)
        if stack:
            (history.undo if back else history.redo)(self.file)
            other.append(self.now)
            self.now = stack.pop()

    @invariant()
    def lines_hold_together(self):
        if not hasattr(self, "file"):
            return
        assert self.state() == self.now
        known = {piece.uid: piece for piece in self.pieces()}
        for piece in known.values():
            line = versions.line_of(self.file, piece.uid)
            assert piece in line and len({one.uid for one in line}) == len(line)
            assert [one.version for one in line] == sorted({one.version for one in line})
            assert not piece.supersedes or piece.supersedes in known
        older = [piece.supersedes for piece in known.values() if piece.supersedes]
        assert len(set(older)) == len(older)


TestLines = Lines.TestCase
TestLines.settings = settings(settings.get_profile("files"), max_examples=15, stateful_step_count=20)
