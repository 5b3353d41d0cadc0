"""How parts add up to a control and controls to a whole: the rules as the docstrings state them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.rollup import (
    Coverage,
    PartState,
    Standing,
    counted,
    cover,
    determined,
    roll_up_result,
    roll_up_status,
    walked,
)
from srm_desktop.domain.vocabulary import Freshness, Responsibility, Result, Status, statuses

marks = st.frozensets(st.sampled_from(list(Status)), max_size=3).map(statuses)
parts_of = st.lists(
    st.builds(PartState, st.sampled_from(list(Responsibility)), marks, st.sampled_from(list(Result))), max_size=6
)
standings = st.builds(
    Standing,
    st.sampled_from(list(Responsibility)),
    st.booleans(),
    marks,
    st.sampled_from(list(Result)),
    st.integers(0, 3),
    st.none() | st.sampled_from(list(Freshness)),
    st.booleans(),
)
S, R = Status, Responsibility


@given(parts_of)
def test_status_keeps_its_rules(parts: list[PartState]):
    found = roll_up_status(parts)
    assert statuses(found) == found, "canonical"
    mine = [p for p in parts if p.responsibility.mine] or parts
    sets = [p.status for p in mine if p.status != (S.NOT_APPLICABLE,)] or [p.status for p in mine]
    words = {w for s in sets for w in s}
    if not parts:
        assert found == (S.NOT_STARTED,)
    elif len(set(sets)) == 1:
        assert found == sets[0]
    else:
        done = words - {S.NOT_APPLICABLE}
        if done <= {S.IMPLEMENTED, S.ALTERNATIVE}:
            assert set(found) == done
        else:
            assert (S.PARTIAL in found) == bool(done & {S.IMPLEMENTED, S.ALTERNATIVE, S.PARTIAL})
            assert (S.PLANNED in found) == (S.PLANNED in done)
            assert S.IMPLEMENTED not in found


@given(parts_of, st.randoms())
def test_order_of_parts_does_not_matter(parts: list[PartState], random):
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert roll_up_status(shuffled) == roll_up_status(parts)
    assert walked(shuffled) == walked(parts)
    assert roll_up_result(p.result for p in shuffled) is roll_up_result(p.result for p in parts)


@given(parts_of, marks)
def test_an_inherited_part_does_not_change_what_is_mine(parts: list[PartState], mark):
    mine = [p for p in parts if p.responsibility.mine]
    if mine:
        inherited = PartState(R.INHERITED, mark)
        assert roll_up_status([*mine, inherited]) == roll_up_status(mine)
        assert list(counted([*mine, inherited])) == mine
        assert walked([*mine, inherited]) == walked(mine)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ([(S.IMPLEMENTED,), (S.IMPLEMENTED,)], (S.IMPLEMENTED,)),
        ([(S.IMPLEMENTED,), (S.ALTERNATIVE,)], (S.IMPLEMENTED, S.ALTERNATIVE)),
        ([(S.IMPLEMENTED,), (S.NOT_STARTED,)], (S.PARTIAL,)),
        ([(S.IMPLEMENTED,), (S.PLANNED,)], (S.PLANNED, S.PARTIAL)),
        ([(S.PLANNED,), (S.NOT_STARTED,)], (S.PLANNED,)),
        ([(S.IMPLEMENTED,), (S.NOT_APPLICABLE,)], (S.IMPLEMENTED,)),
        ([(S.IMPLEMENTED,), (S.IMPLEMENTED, S.NOT_APPLICABLE)], (S.IMPLEMENTED,)),
        ([(S.NOT_APPLICABLE,), (S.NOT_APPLICABLE,)], (S.NOT_APPLICABLE,)),
        ([(S.NOT_STARTED,), (S.NOT_STARTED,)], (S.NOT_STARTED,)),
    ],
)
def test_status_by_example(marked, expected):
    assert set(roll_up_status([PartState(R.CUSTOMER, mark) for mark in marked])) == set(expected)


@given(st.lists(st.sampled_from(list(Result))))
def test_result_keeps_its_rules(results: list[Result]):
    found = roll_up_result(results)
    if Result.OTHER in results:
        assert found is Result.OTHER
    elif not results or Result.NOT_ASSESSED in results:
        assert found is Result.NOT_ASSESSED
    elif Result.SATISFIED in results:
        assert found is Result.SATISFIED
    else:
        assert found is Result.NOT_APPLICABLE


@given(parts_of)
def test_walked_needs_a_status_on_every_part_of_mine(parts: list[PartState]):
    assert walked(parts) == (not any(p.responsibility.mine and p.status == (S.NOT_STARTED,) for p in parts))


@given(st.lists(standings), st.lists(standings))
def test_coverage_of_disjoint_sets_adds_up(one: list[Standing], two: list[Standing]):
    a, b, both = cover(one), cover(two), cover([*one, *two])
    for field in Coverage._fields:
        assert getattr(both, field) == getattr(a, field) + getattr(b, field), field
    assert (both.mine, both.open) == (a.mine + b.mine, a.open + b.open)


@given(st.lists(standings))
def test_coverage_counts_each_control_once(rows: list[Standing]):
    found = cover(rows)
    assert found.controls == found.mine + found.inherited + found.not_applicable == len(rows) - found.withdrawn
    assert 0 <= found.walked <= found.mine
    assert max(found.with_evidence, found.stale, found.satisfied + found.other) <= found.mine
    assert 0 <= found.percent <= 100
    assert (found.percent == 100) == (found.open == 0)


@given(st.lists(standings))
def test_withdrawn_controls_change_no_count_but_their_own(rows: list[Standing]):
    kept = [row for row in rows if not row.withdrawn]
    assert cover(rows)._replace(withdrawn=0) == cover(kept)
    assert cover(rows).withdrawn == len(rows) - len(kept)


RESULTS = st.sampled_from(Result)


@given(RESULTS, st.lists(RESULTS | st.none()))
def test_a_part_shows_what_its_objectives_add_up_to(own: Result, singly: list[Result | None]):
    found = determined(own, singly)
    assert found is (roll_up_result([result or own for result in singly]) if singly else own)
    if all(result is None for result in singly):
        assert found is own
    if Result.OTHER in singly:
        assert found is Result.OTHER


@pytest.mark.parametrize(
    ("own", "singly", "shown"),
    [
        (Result.NOT_ASSESSED, [Result.SATISFIED, None], Result.NOT_ASSESSED),
        (Result.NOT_ASSESSED, [Result.OTHER, None], Result.OTHER),
        (Result.NOT_ASSESSED, [Result.SATISFIED, Result.NOT_APPLICABLE], Result.SATISFIED),
        (Result.NOT_ASSESSED, [Result.NOT_APPLICABLE, Result.NOT_APPLICABLE], Result.NOT_APPLICABLE),
        (Result.SATISFIED, [None, Result.SATISFIED], Result.SATISFIED),
        (Result.SATISFIED, [None, Result.OTHER], Result.OTHER),
        (Result.SATISFIED, [None, Result.NOT_ASSESSED], Result.NOT_ASSESSED),
        (Result.OTHER, [Result.SATISFIED, Result.SATISFIED], Result.SATISFIED),
    ],
)
def test_an_objective_that_was_not_set_singly_follows_its_part(own, singly, shown):
    assert determined(own, singly) is shown
