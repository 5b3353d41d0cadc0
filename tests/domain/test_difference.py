"""What a newer edition of a catalog changes, and official texts filled into one that has none."""

from __future__ import annotations

from srm_desktop.domain.catalog import Catalog, Control, Group, Objective, Part
from srm_desktop.domain.completion import complete, lacks_text
from srm_desktop.domain.difference import Changed, compare, requirement_hash


def control(name: str, *parts: tuple[str, str], **more: object) -> Control:
    return Control(name, "XX", f"Title of {name}", tuple(Part(letter, text) for letter, text in parts), **more)


def catalog(*controls: Control, version: str = "1") -> Catalog:
    return Catalog("xx", "Harbour rules", version, "Harbour", (Group("XX", "Rules", controls=controls),))


ROPES, LAMPS = ("a", "Check the ropes daily."), ("b", "Light the lamps at dusk.")


def test_an_edition_does_not_differ_from_itself():
    one = catalog(control("XX-1", ROPES, LAMPS), control("XX-2", ("", "Watch.")))
    difference = compare(one, one)
    assert difference.is_empty
    assert difference.same == 2


def test_what_came_what_went_and_what_was_withdrawn():
    old = catalog(control("XX-1", ROPES), control("XX-2", LAMPS), control("XX-3", ("", "Watch.")))
    new = catalog(control("XX-1", ROPES), control("XX-3", withdrawn=True), control("XX-4", ("", "Wait.")))
    difference = compare(old, new)
    assert (difference.added, difference.gone, difference.withdrawn) == (("XX-4",), ("XX-2",), ("XX-3",))
    assert (difference.changed, difference.same) == ((), 1)


def test_a_text_changes_by_its_words_not_by_how_they_are_set():
    old = catalog(control("XX-1", ("a", 'Check "ropes" - daily.'), LAMPS))
    alike = catalog(control("XX-1", ("a", "Check  “ropes”\n– daily."), LAMPS))
    other = catalog(control("XX-1", ("a", 'Check "ropes" - weekly.'), LAMPS))
    assert compare(old, alike).is_empty
    assert compare(old, other).changed == (Changed("XX-1", texts=("a",)),)


def test_a_line_above_a_part_belongs_to_what_it_requires():
    plain = Part("a", "the ropes;")
    assert requirement_hash(plain) != requirement_hash(plain._replace(intro="Check daily:"))
    assert requirement_hash(Part("a", "", intro="Check:")) == ""


def test_parts_that_come_and_go_are_named():
    old, new = catalog(control("XX-1", ROPES, LAMPS)), catalog(control("XX-1", ROPES, ("c", "Sound the horn.")))
    assert compare(old, new).changed == (Changed("XX-1", came=("c",), went=("b",)),)


def test_a_text_that_stands_elsewhere_now_has_moved():
    old = catalog(control("XX-1", ROPES, LAMPS), control("XX-2", ("", "Watch.")))
    new = catalog(control("XX-1", ROPES), control("XX-5", ("", "Watch."), LAMPS))
    assert compare(old, new).moved == {("XX-1", "b"): ("XX-5", "b"), ("XX-2", ""): ("XX-5", "")}


def test_a_text_that_stands_in_several_places_moves_nowhere():
    twice = control("XX-5", ("a", LAMPS[1]), ("b", LAMPS[1]))
    assert compare(catalog(control("XX-1", LAMPS)), catalog(twice)).moved == {}
    assert compare(catalog(control("XX-1", LAMPS), control("XX-2", LAMPS)), catalog(control("XX-3", LAMPS))).moved == {}


def test_letters_that_changed_places_are_seen_as_moved():
    old, new = catalog(control("XX-1", ROPES, LAMPS)), catalog(control("XX-1", ("a", LAMPS[1]), ("b", ROPES[1])))
    assert compare(old, new).moved == {("XX-1", "a"): ("XX-1", "b"), ("XX-1", "b"): ("XX-1", "a")}


def test_a_first_text_is_filled_in_and_a_lost_one_is_no_change():
    empty, full = catalog(control("XX-1", ("a", ""))), catalog(control("XX-1", ROPES))
    assert (compare(empty, full).filled, compare(empty, full).changed) == (1, ())
    assert compare(full, empty).is_empty


def test_official_texts_go_into_the_parts_they_belong_to():
    index = catalog(control("XX-1", ("a", ""), ("b", "")), control("XX-9", ("", "")))
    official = catalog(
        control("XX-1", ROPES, LAMPS, guidance="Ropes rot.", objectives=(Objective("XX-01a.", "a", None, "checked"),)),
        control("XX-2", ("", "Watch.")),
        version="2",
    )
    done = complete(index, official)
    first, ninth = done.controls()
    assert [part.text for part in first.parts] == [ROPES[1], LAMPS[1]]
    assert (first.guidance, first.objectives[0].id, first.title) == ("Ropes rot.", "XX-01a.", "Title of XX-1")
    assert ninth == list(index.controls())[1]
    assert (done.version, done.id, lacks_text(done)) == ("2", "xx", True)


def test_a_table_of_requirements_leaves_objectives_alone_and_one_of_objectives_the_requirement():
    index = catalog(control("AC.L2-3.1.1", ("a", ""), ("b", "")))
    requirement = complete(index, catalog(control("3.1.1", ("", "Limit access."))))
    (only,) = requirement.controls()
    assert [(part.intro, part.text) for part in only.parts] == [("Limit access.", ""), ("", "")]
    objectives = catalog(control("3.1.1", ("a", "users are known"), ("b", "devices are known")))
    (both,) = complete(requirement, objectives).controls()
    assert [(part.intro, part.text) for part in both.parts] == [
        ("Limit access.", "users are known"),
        ("", "devices are known"),
    ]


def test_a_catalog_that_has_none_of_the_controls_changes_nothing():
    index = catalog(control("XX-1", ("a", "")))
    assert complete(index, catalog(control("YY-1", ROPES), version="7")) == index
