"""OSCAL catalogs: what is in them comes out as records, in each syntax the same."""

from pathlib import Path

import pytest

from srm_desktop.domain.catalog import Control, Parameter, Part
from srm_desktop.domain.vocabulary import Method
from srm_desktop.exchange import oscal
from tests.exchange.oscal_samples import RICH_JSON, RICH_XML, catalog, control, prop, write


@pytest.fixture
def rich(tmp_path: Path) -> oscal.Imported:
    return oscal.read(write(tmp_path / "harbour.json", RICH_JSON))


def controls(imported: oscal.Imported) -> dict[str, Control]:
    return {c.id: c for c in imported.catalog.controls()}


def only(tmp_path: Path, *made: dict) -> list[Control]:
    return list(oscal.read(write(tmp_path / "one.json", catalog(*made))).catalog.controls())


def test_head_of_a_catalog(rich: oscal.Imported):
    assert rich[1:] == ("catalog", "1.1.2", "Harbour rules", "3", ())
    assert rich.catalog.id == "harbour-rules"
    assert rich.catalog.source == "Harbour office"
    assert rich.catalog.about == "For ships and quays."
    assert [(g.id, g.title, g.about) for g in rich.catalog.groups] == [("HB", "Berths", "Where ships lie.")]


def test_json_xml_and_yaml_give_equal_records(tmp_path: Path, rich: oscal.Imported):
    xml = tmp_path / "harbour.xml"
    xml.write_text(RICH_XML, "utf-8")
    assert oscal.read(xml) == rich
    assert oscal.read(write(tmp_path / "harbour.yaml", RICH_JSON)) == rich


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_that_editors_write(tmp_path: Path, rich: oscal.Imported, encoding: str):
    for name, text in (("a.xml", RICH_XML.replace(' encoding="UTF-8"', "")), ("a.json", None), ("a.yaml", None)):
        path = tmp_path / name
        if text is None:
            text = write(path, RICH_JSON).read_text("utf-8")
        path.write_text(text, encoding)
        assert oscal.read(path) == rich, name


def test_parts_are_the_innermost_items_with_what_stands_above_them(rich: oscal.Imported):
    hours = "[Selection (one or more): by day; at [Assignment: tide]]"
    assert controls(rich)["HB-1"].parts == (
        Part("a", "moors with [Assignment: ropes];", (), "The master:"),
        Part("b.1", f"{hours}; and", (), "reports:"),
        Part("b.2", "within two; three hours."),
    )


def test_prose_becomes_plain_text(rich: oscal.Imported):
    assert controls(rich)["HB-1"].title == "Moor fast"
    assert controls(rich)["HB-1"].guidance == (
        'See HB-2, and "the 2 * 3 rule".\n\nThen:\n\n- first ropes\n- then steam\n\n1. bow\n2. stern'
    )


def test_objectives_and_methods(rich: oscal.Imported):
    found = controls(rich)["HB-1"]
    assert [(o.id, o.part, o.method, o.text) for o in found.objectives] == [
        ("HB-01a.[01]", "a", None, "ropes are set;"),
        ("HB-01b.", "", None, "there are reports;"),
    ]
    assert found.methods == ((Method.EXAMINE, "the log\nthe ropes"),)


def test_parameters_as_they_are_printed(rich: oscal.Imported):
    assert controls(rich)["HB-1"].params == (
        Parameter("hb-1_p1", "ropes", "[Assignment: ropes]"),
        Parameter("hb-1_p2", "", "[Selection (one or more): by day; at [Assignment: tide]]"),
        Parameter("hb-1_p3", "hours", "two; three"),
    )


def test_enhancements_withdrawn_controls_and_related(rich: oscal.Imported):
    found = controls(rich)
    assert list(found) == ["HB-1", "HB-1(1)", "HB-2"]
    assert (found["HB-1(1)"].base, found["HB-1(1)"].oscal_id, found["HB-1(1)"].sort_id) == (
        "HB-1",
        "hb-1.1",
        "hb-01.01",
    )
    assert found["HB-1"].related == ("HB-1(1)", "ZZ-9")
    assert (found["HB-2"].withdrawn, found["HB-2"].moved_to, found["HB-2"].parts) == (True, ("HB-1",), ())


@pytest.mark.parametrize(
    ("oscal_id", "label", "shown"),
    [
        ("ac-2.3", "AC-02(03)", "AC-2(3)"),
        ("ac-2.3", "AC-2 (3)", "AC-2(3)"),
        ("ac-2.3", "", "AC-2(3)"),
        ("ac-10", "AC-10", "AC-10"),
        ("ac-2.3", "Rope 7", "Rope 7"),
        ("s_03.09.01", "03.09.01", "03.09.01"),
        ("s_03.09.01", "Ropes (03.09.01)", "03.09.01"),
        ("CC6.1", "", "CC6.1"),
    ],
)
def test_ids_are_shown_in_one_form(tmp_path: Path, oscal_id: str, label: str, shown: str):
    labelled = {"props": [prop("label", label)]} if label else {}
    (found,) = only(tmp_path, control(oscal_id, "Ropes", **labelled))
    assert (found.id, found.oscal_id) == (shown, oscal_id)


def test_the_label_without_zeros_counts_first(tmp_path: Path):
    props = [prop("label", "AC-01", **{"class": "zero-padded"}), prop("label", "A 1"), prop("label", "AC-01")]
    assert only(tmp_path, control("ac-1", props=props))[0].id == "A 1"


def items(*labels: str) -> list[dict]:
    return [
        {"name": "item", "prose": f"item {n}", **({"props": [prop("label", label)]} if label else {})}
        for n, label in enumerate(labels, 1)
    ]


@pytest.mark.parametrize(
    ("labels", "letters"),
    [
        (["a.", "b."], ["a", "b"]),
        (["(a)", "(b)(1)"], ["a", "b 1"]),
        (["", ""], ["1", "2"]),
        ([""], [""]),
        (["Requirement:", "Requirement:", "Requirement:"], ["Requirement", "Requirement 2", "Requirement 3"]),
        (["X-1.a", "X-1.b"], ["a", "b"]),
    ],
)
def test_letters_of_parts_differ_from_each_other(tmp_path: Path, labels: list[str], letters: list[str]):
    statement = {"name": "statement", "parts": items(*labels)}
    (found,) = only(tmp_path, control("x-1", parts=[statement], props=[prop("label", "X-1")]))
    assert [p.letter for p in found.parts] == letters


def test_labels_that_repeat_the_path_are_shortened(tmp_path: Path):
    inner = {"name": "item", "prose": "tie it", "props": [prop("label", "X-1.a.01")]}
    outer = {"name": "item", "prose": "Ropes:", "props": [prop("label", "X-1.a")], "parts": [inner]}
    (found,) = only(
        tmp_path, control("x-1", parts=[{"name": "statement", "parts": [outer]}], props=[prop("label", "X-1")])
    )
    assert found.parts == (Part("a.01", "tie it", (), "Ropes:"),)


def test_guidance_among_statements_is_no_part(tmp_path: Path):
    guidance = {"name": "guidance", "props": [prop("label", "Guidance:")], "prose": "Ask the pilot."}
    added = {"name": "item", "title": "Of the port", "parts": [guidance]}
    both = {"name": "item", "title": "More of the port", "parts": [*items("Requirement:"), guidance]}
    (found,) = only(tmp_path, control("x-1", parts=[{"name": "statement", "parts": [*items("a."), added, both]}]))
    assert [(p.letter, p.intro) for p in found.parts] == [("a", ""), ("Requirement", "More of the port")]
    said = "Of the port\n\nGuidance: Ask the pilot.\n\nMore of the port\n\nGuidance: Ask the pilot."
    assert found.guidance == said


def test_an_item_over_nothing_but_guidance_is_itself_a_part(tmp_path: Path):
    guidance = {"name": "guidance", "prose": "Ask the pilot."}
    item = {"name": "item", "prose": "Tie ropes.", "parts": [guidance], "props": [prop("label", "a.")]}
    (found,) = only(tmp_path, control("x-1", parts=[{"name": "statement", "prose": "The master:", "parts": [item]}]))
    assert found.parts == (Part("a", "Tie ropes.", (), "The master:"),)
    assert found.guidance == "Ask the pilot."


def test_parts_of_an_unknown_kind_are_kept_with_their_name(tmp_path: Path):
    (found,) = only(tmp_path, control("x-1", parts=[{"name": "worked-example", "prose": "A ship came."}]))
    assert (found.parts, found.guidance) == ((), "Worked example: A ship came.")


def test_objectives_without_links_are_placed_by_their_label(tmp_path: Path):
    def objective(label: str) -> dict:
        return {"name": "objective", "props": [prop("label", label)], "prose": "it is so"}

    above = {"name": "item", "prose": "c", "props": [prop("label", "c.")], "parts": items("1.", "2.")}
    parts = [{"name": "statement", "parts": [*items("a.", "b."), above]}]
    parts += [objective(f"AC-02(03){rest}") for rest in ("(a)", "a.", "b.[01]", "c.02[03]", "(c)", "(z)", "")]
    props = [prop("label", "AC-2(3)"), prop("label", "AC-02(03)", **{"class": "sp800-53a"})]
    (found,) = only(tmp_path, control("ac-2.3", parts=parts, props=props))
    assert [o.part for o in found.objectives] == ["a", "a", "b", "c.2", "", "", ""]


def test_one_method_on_an_objective_is_its_method(tmp_path: Path):
    def objective(*methods: str) -> dict:
        return {"name": "assessment-objective", "props": [prop("method", m) for m in methods], "prose": "so"}

    (found,) = only(tmp_path, control("x-1", parts=[objective("TEST"), objective("TEST", "EXAMINE"), objective()]))
    assert [o.method for o in found.objectives] == [Method.TEST, None, None]


def test_revision_4_spellings_of_methods(tmp_path: Path):
    method = {
        "name": "assessment",
        "props": [prop("method", "INTERVIEW")],
        "parts": [{"name": "objects", "prose": "the mate"}],
    }
    assert only(tmp_path, control("x-1", parts=[method]))[0].methods == ((Method.INTERVIEW, "the mate"),)


def test_assignments_say_who_defines_them_as_800_53_and_800_171_print_it(tmp_path: Path):
    params = [
        {"id": "p1", "label": "ropes"},
        {"id": "p2", "label": "organization-defined ropes"},
        {"id": "p3", "label": "ropes", "usage": "organization-defined ropes of hemp"},
        {"id": "p4"},
    ]
    said = [
        "[Assignment: organization-defined ropes]",
        "[Assignment: organization-defined ropes]",
        "[Assignment: organization-defined ropes of hemp]",
        "[Assignment: organization-defined p4]",
    ]
    (found,) = only(tmp_path, control("ac-1", **{"class": "SP800-53"}, params=params))
    assert [p.text for p in found.params] == said


@pytest.mark.parametrize(
    ("values", "text"),
    [(["two", "three"], "two; three"), (["two", "two"], "two"), (["two", ""], "[Assignment: ropes]")],
)
def test_a_parameter_that_stands_for_others_has_their_values(tmp_path: Path, values: list[str], text: str):
    others = [{"id": f"p{n}", **({"values": [v]} if v else {})} for n, v in enumerate(values)]
    whole = {"id": "p", "label": "ropes", "props": [prop("aggregates", p["id"]) for p in others]}
    (found,) = only(tmp_path, control("x-1", params=[whole, *others]))
    assert found.params[0].text == text


def test_a_parameter_that_is_nowhere_is_reported_and_named(tmp_path: Path):
    parts = [{"name": "statement", "prose": "Tie {{ insert: param, rope }} and {{rope}}."}]
    imported = oscal.read(write(tmp_path / "a.json", catalog(control("x-1", parts=parts))))
    assert next(imported.catalog.controls()).parts[0].text == "Tie [Assignment: rope] and [Assignment: rope]."
    assert imported.unmatched == (("inserted parameter", "rope"),)


def test_links_that_lead_nowhere_are_reported(tmp_path: Path):
    gone = control("ac-1", links=[{"href": "#ac-7", "rel": "moved-to"}], props=[prop("status", "withdrawn")])
    about = {
        "name": "assessment-objective",
        "prose": "so",
        "links": [{"href": "#nowhere", "rel": "assessment-for"}],
    }
    here = control("ac-2", parts=[{"name": "statement", "parts": items("a.", "b.")}, about])
    imported = oscal.read(write(tmp_path / "a.json", catalog(gone, here)))
    assert imported.unmatched == (("moved-to of AC-1", "ac-7"), ("objective of AC-2", "nowhere"))
    first = next(imported.catalog.controls())
    assert (first.moved_to, first.guidance, first.parts) == (("AC-7",), "Keep ac-1 in order.", ())


def test_a_control_that_only_carries_a_statement_is_folded_into_its_own(tmp_path: Path):
    """As 800-171 revision 3 has it: SR-03.01 in 03.01, whose own statement is empty."""
    about = {"name": "assessment-objective", "id": "assessment-objective_DS-A.03.01.a", "prose": "so"}
    about["links"] = [{"href": "#SR-03.01.a", "rel": "assessment-for"}]
    item = {"name": "item", "id": "SR-03.01.a", "props": [prop("label", "SR-03.01.a")], "prose": "Tie {{ p }}."}
    carrier = {
        "id": "s_SR-03.01",
        "title": "SR-03.01",
        "props": [prop("label", "SR-03.01")],
        "parts": [{"name": "statement", "parts": [item]}],
    }
    whole = control("s_03.01", "Ropes", parts=[{"name": "statement"}, about], controls=[carrier])
    whole["props"] = [prop("label", "Ropes (03.01)")]
    whole["params"] = [{"id": "p", "values": ["knots"]}]
    (found,) = only(tmp_path, whole)
    assert (found.id, found.parts) == ("03.01", (Part("a", "Tie knots."),))
    assert [(o.id, o.part) for o in found.objectives] == [("A.03.01.a", "a")]


def test_groups_in_groups_are_flattened_to_the_outermost_that_divide(tmp_path: Path):
    inner = [
        {"id": "one", "title": "One", "groups": [{"id": "deep", "title": "Deep", "controls": [control("a-1")]}]},
        {"id": "two", "title": "Two", "controls": [control("b-1")], "params": [{"id": "p"}]},
    ]
    whole = catalog()
    whole["catalog"]["groups"] = [{"title": "All", "groups": inner}]
    whole["catalog"]["controls"] = [control("c-1")]
    found = oscal.read(write(tmp_path / "a.yaml", whole)).catalog
    assert [(g.id, g.title, [c.id for c in g.controls]) for g in found.groups] == [
        ("one", "One", ["a-1"]),
        ("two", "Two", ["b-1"]),
        ("controls", "Harbour rules", ["c-1"]),
    ]
    assert [c.group for c in found.controls()] == ["one", "two", "controls"]


def test_groups_without_ids_get_different_ones(tmp_path: Path):
    whole = catalog()
    whole["catalog"]["groups"] = [{"title": "Ropes", "controls": [control(f"x-{n}")]} for n in range(3)]
    found = oscal.read(write(tmp_path / "a.json", whole)).catalog
    assert [g.id for g in found.groups] == ["ropes", "ropes-2", "ropes-3"]


def test_sort_ids_put_controls_and_groups_in_order(tmp_path: Path):
    def sorted_as(sort_id: str) -> list[dict]:
        return [prop("sort-id", sort_id)]

    whole = catalog(control("b-10", props=sorted_as("b-10")), control("b-9", props=sorted_as("b-09")), control("a-1"))
    for group, sort_id in zip(whole["catalog"]["groups"], ("2", "1"), strict=True):
        group["props"] = sorted_as(sort_id)
    found = oscal.read(write(tmp_path / "a.json", whole)).catalog
    assert [c.id for c in found.controls()] == ["a-1", "b-9", "b-10"]


def test_progress_is_told_and_may_stop(tmp_path: Path):
    path = write(tmp_path / "a.json", catalog(*(control(f"x-{n}") for n in range(120))))
    told: list[tuple[int, int]] = []
    oscal.read(path, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 120), (50, 120), (100, 120), (120, 120)]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        oscal.read(path, progress=stop)
