"""Withdrawn controls are shown, count nowhere, and take no marks; what a catalog says besides reaches the page."""

import pytest

from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.vocabulary import Responsibility, Status
from srm_desktop.services import attach, history, listing, overview, page, responsibility_map, todo, walk
from srm_desktop.services.listing import Filter
from srm_desktop.services.walk import Marking

GONE = "published:XX-4"


def test_withdrawn_controls_are_in_the_list_at_their_place(published):
    ids = [row.id for row in listing.narrow(published, Filter())]
    assert ids == ["XX-1", "XX-2", "XX-2(1)", "XX-2(2)", "XX-3", "XX-4"]
    assert [row.id for row in listing.narrow(published, Filter(text="gone"))] == ["XX-4"]
    assert len(listing.narrow(published, Filter(group="xx"))) == 6


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(mine=True),
        Filter(status=frozenset({Status.NOT_STARTED})),
        Filter(responsibility=frozenset({Responsibility.NOT_APPLICABLE})),
        Filter(flagged=True),
        Filter(no_evidence=True),
    ],
)
def test_no_filter_on_work_finds_them(published, wanted):
    assert not [row for row in listing.narrow(published, wanted) if row.withdrawn]


def test_they_count_nowhere_but_among_all_controls(published):
    counts = listing.coverage(published)
    assert (counts.controls, counts.not_applicable, counts.withdrawn) == (4, 0, 2)
    entries = {entry.key: entry for entry in todo.to_do(published)}
    assert entries["all"].count == "6" and "kind:not applicable" not in entries
    for entry in entries.values():
        assert entry.count == str(len(listing.narrow(published, entry.filter))), entry.key
    figures = overview.overview(published)
    assert sum(slice_.count for slice_ in figures.responsibility) == figures.coverage.controls == 4
    assert sum(band.controls for band in responsibility_map.responsibility_map(published).bands) == 3


def test_marks_and_evidence_on_them_are_refused_in_one_sentence(published, tmp_path):
    head = history.head(published)
    (tmp_path / "a.txt").write_text("a")
    for act in (
        lambda: walk.mark(published, [GONE], Marking(flag=True)),
        lambda: walk.mark(published, ["published:XX-1", GONE], Marking(status=(Status.IMPLEMENTED,))),
        lambda: walk.type_text(published, GONE, "statement", "Text"),
        lambda: attach.attach(published, [GONE], [tmp_path / "a.txt"]),
    ):
        with pytest.raises(BadValue, match="XX-4 is withdrawn: there is nothing to assess"):
            act()
    assert history.head(published) == head


def test_the_page_says_where_they_went_and_what_is_named_is_found_where_it_is(published):
    view = page.view(published, "published:XX-2(2)")
    assert [(m.id, m.key) for m in view.moved_to] == [("XX-2", "published:XX-2"), ("ZZ-9", "")]
    assert view.base is not None and view.base.key == "published:XX-2"
    assert not view.parts and view.row.responsibility is Responsibility.NOT_APPLICABLE
    whole = page.view(published, "published:XX-2")
    assert [m.key for m in whole.related] == ["published:XX-2(1)", ""]
    assert whole.parts[0].intro == "Define:\nThe following:"
    assert (whole.guidance, whole.layers_why) == ("Accounts are many.", "Only you know your people.")
    assert whole.params[0].constraint == "at least annually" and len(whole.methods) == 2


def test_where_no_layers_are_named_the_reason_says_so(published):
    (part,) = page.view(published, "published:XX-3").parts
    assert part.responsibility is Responsibility.CUSTOMER and not part.derivation.reasons
    assert part.derivation.sentence == "The catalog names no layers for this, so nothing is inherited."
