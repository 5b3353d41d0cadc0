"""Closed sets of words: every spelling people type is understood, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.vocabulary import (
    Freshness,
    Method,
    Origination,
    Owner,
    Responsibility,
    Result,
    Review,
    Status,
    Word,
    statuses,
)

SETS: list[type[Word]] = [Freshness, Method, Origination, Owner, Responsibility, Result, Review, Status]
words = st.sampled_from([word for kind in SETS for word in kind])
blanks = st.sampled_from([" ", "  ", "-", "_", "\t"])


@given(words, st.data())
def test_a_word_is_understood_in_any_case_and_with_any_blank(word: Word, data: st.DataObject):
    spelled = "".join(data.draw(blanks) if c in " -" else data.draw(st.sampled_from([c, c.upper()])) for c in word)
    around = data.draw(st.sampled_from(["", " ", "\n"]))
    assert type(word).parse(around + spelled + around) is word


@given(st.sampled_from(SETS), st.text(max_size=30))
def test_what_is_no_word_is_refused_with_a_sentence_that_lists_them(kind: type[Word], text: str):
    def plain(value: str) -> str:
        return " ".join(value.lower().replace("-", " ").replace("_", " ").split())

    if plain(text) in {plain(word) for word in kind}:
        return
    with pytest.raises(ValueError, match="is not one of") as problem:
        kind.parse(text)
    assert all(word in str(problem.value) for word in kind)


@pytest.mark.parametrize("kind", SETS)
def test_rank_is_the_order_of_definition(kind: type[Word]):
    assert [word.rank for word in kind] == list(range(len(kind)))


@given(st.lists(st.sampled_from(list(Status)), max_size=8))
def test_statuses_are_ordered_without_doubles_and_not_started_stands_alone(given_words: list[Status]):
    found = statuses(given_words)
    assert list(found) == sorted(set(found), key=lambda word: word.rank)
    assert found == (Status.NOT_STARTED,) or set(found) == set(given_words) - {Status.NOT_STARTED}
    assert found, "nothing marked means not started"
    assert statuses(found) == found
    assert statuses(frozenset(given_words)) == found == statuses(tuple(reversed(given_words)))


def test_only_shared_and_customer_are_mine():
    assert [word for word in Responsibility if word.mine] == [Responsibility.SHARED, Responsibility.CUSTOMER]


def test_only_stale_and_outside_are_bad():
    assert [word for word in Freshness if word.bad] == [Freshness.STALE, Freshness.OUTSIDE]
