"""Texts, tables and data compared: what differs, how it is counted, and that nothing takes for ever."""

import json

from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.alignment import Budget, blocks, matches
from srm_desktop.domain.comparison import MOST_LINES, TIRED, Sign, of_lines, of_rows
from srm_desktop.domain.data_paths import Number, of_data


def signs(found) -> str:
    return "".join(pair.sign.value for pair in found.pairs)


def marked(pair) -> tuple[list[str], list[str]]:
    return (
        [pair.left[start:end] for start, end in pair.left_spans],
        [pair.right[start:end] for start, end in pair.right_spans],
    )


LINES = st.lists(st.sampled_from(["", "a", "b", "a b c", "a b d", "x y"]), max_size=12)


@given(LINES, LINES)
def test_each_side_is_there_whole_and_in_order(left, right):
    found = of_lines(left, right)
    assert [p.left for p in found.pairs if p.left is not None] == left
    assert [p.right for p in found.pairs if p.right is not None] == right
    assert [p.left_number for p in found.pairs if p.left is not None] == [n + 1 for n in range(len(left))]
    assert found.differs == (left != right)
    for pair in found.pairs:
        assert (pair.sign is Sign.SAME) == (pair.left == pair.right)
        assert (pair.left is None, pair.right is None) == (pair.sign is Sign.ADDED, pair.sign is Sign.REMOVED)


@given(st.lists(st.integers(0, 3), max_size=10), st.lists(st.integers(0, 3), max_size=10))
def test_blocks_cover_both_sides(a, b):
    end = (0, 0)
    for alike, (a1, a2, b1, b2) in blocks(a, b, Budget()):
        assert (a1, b1) == end and (a2 > a1 or b2 > b1)
        assert not alike or a[a1:a2] == b[b1:b2]
        end = (a2, b2)
    assert end == (len(a), len(b))


def test_as_much_as_can_be_is_found_alike():
    assert len(matches("ABCABBA", "CBABAC", Budget())) == 4  # the example of Myers (1986)


def test_words_that_changed_are_marked():
    found = of_lines(["same", "root login is allowed", "gone"], ["same", "root login is denied", "new"])
    assert signs(found) == " ~−+"
    assert marked(found.pairs[1]) == (["allowed"], ["denied"])
    assert found.summary == "1 line changed, 1 added, 1 removed"
    assert found.places == (1,)


def test_lines_are_put_beside_those_that_are_most_alike():
    found = of_lines(["user ann may read", "user bob may write"], ["a new line here", "user bob may not write"])
    assert [(p.left, p.right) for p in found.pairs if p.sign is Sign.CHANGED] == [
        ("user bob may write", "user bob may not write")
    ]


def test_nothing_differs():
    found = of_lines(["a"], ["a"])
    assert (found.summary, found.differs, found.places) == ("No differences", False, ())


def test_rows_are_matched_by_the_first_column_and_cells_are_marked():
    left = [("User", "MFA", "Age"), ("bob", "no", "1"), ("eve", "no", "2"), ("ann", "yes", "3")]
    right = [("User", "MFA", "Age"), ("ann", "yes", "3"), ("bob", "yes", "1"), ("zoe", "no", "0")]
    found = of_rows(left, right)
    assert found.summary == "1 row changed, 1 added, 1 removed"
    changed = next(p for p in found.pairs if p.sign is Sign.CHANGED)
    assert (marked(changed), changed.left_number, changed.right_number) == ((["no"], ["yes"]), 2, 3)
    assert [p.left for p in found.pairs if p.sign is Sign.REMOVED] == ["eve  |  no  |  2"]


def test_columns_go_by_their_headings():
    left = [("Id", "Name", "Old"), ("1", "a", "x")]
    right = [("Id", "New", "Name"), ("1", "y", "a")]
    found = of_rows(left, right)
    assert not found.differs
    assert found.notes[:2] == ("Columns only on the left: Old.", "Columns only on the right: New.")


def test_rows_without_a_key_go_by_their_order():
    found = of_rows([("a", "1"), ("a", "2")], [("a", "1"), ("a", "3"), ("b", "4")])
    assert found.unit == "row" and not any("matched by" in note for note in found.notes)
    assert found.differs


def test_data_is_compared_by_paths_and_not_by_order():
    left = {"users": [{"id": 1, "mfa": False}, {"id": 2}], "version": 1, "gone": [1]}
    right = {"version": "1", "users": [{"id": 2}, {"mfa": True, "id": 1}], "new key": None}
    found = of_data(left, right)
    assert {(p.sign, p.left, p.right) for p in found.pairs if p.sign is not Sign.SAME} == {
        (Sign.CHANGED, "users[id=1].mfa: false", "users[id=1].mfa: true"),
        (Sign.CHANGED, "version: 1", 'version: "1"'),
        (Sign.REMOVED, "gone[0]: 1", None),
        (Sign.ADDED, None, '["new key"]: null'),
    }
    assert not of_data({"a": 1, "b": [2, {}]}, {"b": [2, {}], "a": 1}).differs


def test_an_item_put_in_moves_no_others():
    found = of_data(["a", "b", "c"], ["a", "x", "b", "c"])
    assert [(p.sign, p.right) for p in found.pairs if p.sign is not Sign.SAME] == [(Sign.ADDED, '[1]: "x"')]


def test_numbers_are_compared_as_they_stand():
    texts = ('{"n": 1.0, "big": 12345678901234567890123}', '{"n": 1.00, "big": 12345678901234567890124}')
    left, right = (json.loads(text, parse_int=Number, parse_float=Number) for text in texts)
    assert [p.right for p in of_data(left, right).pairs] == ["n: 1.00", "big: 12345678901234567890124"]


DATA = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=8,
)


@given(DATA, DATA)
def test_data_differs_where_it_does(left, right):
    assert of_data(left, right).differs == (json.dumps(left, sort_keys=True) != json.dumps(right, sort_keys=True))


def test_deep_data_comes_to_an_end():
    left, right = 1, 2
    for _ in range(500):
        left, right = [left], {"a": right}
    assert of_data(left, right).differs


def test_texts_made_to_be_slow_are_given_up_and_it_is_said():
    left = [str(n * 7919 % 3) for n in range(30_000)]
    right = [str(n * n * 31 % 3) for n in range(30_000)]
    found = of_lines(left, right)
    assert TIRED in found.notes
    assert f"Only the first {MOST_LINES:,} of 30,000 lines on the left were compared." in found.notes
    assert sum(p.left is not None for p in found.pairs) == MOST_LINES
    long = of_lines(["x " * 50_000] * 100, ["x " * 50_000 + "y"] * 100)
    assert long.differs and len(long.pairs) <= 200
