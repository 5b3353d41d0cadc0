"""Profile resolution: what is taken, how it is put together, what is changed, and what did not match."""

from pathlib import Path
from typing import Any

import pytest

from srm_desktop.domain.catalog import Catalog
from srm_desktop.exchange import oscal
from tests.exchange.oscal_samples import catalog, control, including, profile, prop, write


def harbour(*, params: bool = True) -> dict[str, Any]:
    ropes = [{"id": "ropes", "label": "ropes", "constraints": [{"description": "of hemp"}]}, {"id": "time"}]
    moor = control(
        "hb-1",
        "Moor",
        parts=[
            {"id": "hb-1_smt", "name": "statement", "prose": "Tie {{ insert: param, ropes }}:", "parts": [
                {"id": "hb-1_smt.a", "name": "item", "props": [prop("label", "a.")], "prose": "bow"},
                {"id": "hb-1_smt.b", "name": "item", "props": [prop("label", "b.")], "prose": "stern"},
            ]},
            {"id": "hb-1_gdn", "name": "guidance", "class": "old", "prose": "Mind the tide."},
        ],
        params=ropes if params else [],
        controls=[control("hb-1.1"), control("hb-1.2")],
    )  # fmt: skip
    return catalog(moor, control("hb-2"), control("hb-10"), control("lt-1", "Lanterns"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "harbour.json", harbour())
    return tmp_path


def resolved(folder: Path, *imports: dict[str, Any], **more: Any) -> oscal.Imported:
    return oscal.read(write(folder / "baseline.json", profile(list(imports), **more)))


def ids(imported: oscal.Imported) -> list[str]:
    return [c.id for c in imported.catalog.controls()]


def texts(found: Catalog, oscal_id: str = "hb-1") -> list[tuple[str, str]]:
    return next([(p.letter, p.text) for p in c.parts] for c in found.controls() if c.oscal_id == oscal_id)


HREF = "harbour.json"
ALL = ["HB-1", "HB-1(1)", "HB-1(2)", "HB-2", "HB-10", "LT-1"]


def test_head_is_that_of_the_profile(folder: Path):
    found = resolved(folder, including(HREF, "hb-2"))
    assert (found.kind, found.oscal_version, found.title, found.version) == (
        "profile",
        "1.0.4",
        "Harbour baseline",
        "1",
    )
    assert found.catalog.id == "harbour-baseline"


@pytest.mark.parametrize(
    ("choice", "taken"),
    [
        ({}, ALL),
        ({"include-all": {}}, ALL),
        ({"include-controls": [{"with-ids": ["lt-1", "hb-1", "hb-10"]}]}, ["HB-1", "HB-10", "LT-1"]),
        (
            {"include-controls": [{"with-child-controls": "yes", "with-ids": ["hb-1"]}]},
            ["HB-1", "HB-1(1)", "HB-1(2)"],
        ),
        ({"include-controls": [{"matching": [{"pattern": "hb-1*"}]}]}, ["HB-1", "HB-1(1)", "HB-1(2)", "HB-10"]),
        ({"exclude-controls": [{"with-ids": ["hb-1"]}]}, ["HB-1(1)", "HB-1(2)", "HB-2", "HB-10", "LT-1"]),
        (
            {"include-all": {}, "exclude-controls": [{"with-ids": ["hb-1"], "with-child-controls": "yes"}]},
            ["HB-2", "HB-10", "LT-1"],
        ),
        (
            {"exclude-controls": [{"matching": [{"pattern": "hb-?"}]}, {"with-ids": ["lt-1"]}]},
            ["HB-1(1)", "HB-1(2)", "HB-10"],
        ),
    ],
)
def test_what_is_included_and_excluded(folder: Path, choice: dict, taken: list[str]):
    found = resolved(folder, {"href": HREF, **choice}, merge={"as-is": True})
    assert ids(found) == taken
    assert found.unmatched == ()


def test_an_enhancement_without_its_control_still_names_it(folder: Path):
    (found,) = resolved(folder, including(HREF, "hb-1.2")).catalog.controls()
    assert (found.id, found.base, found.group) == ("HB-1(2)", "HB-1", "HB")


def test_groups_without_controls_are_left_out(folder: Path):
    assert [g.id for g in resolved(folder, including(HREF, "lt-1")).catalog.groups] == ["LT"]


def test_what_is_not_there_is_reported_and_resolution_goes_on(folder: Path):
    choice = including(HREF, "hb-2", "hb-99")
    choice["include-controls"][0]["matching"] = [{"pattern": "zz*"}]
    choice["exclude-controls"] = [{"with-ids": ["no-1"]}]
    modify = {
        "set-parameters": [{"param-id": "nope", "values": ["1"]}],
        "alters": [
            {"control-id": "hb-98", "adds": [{"props": []}]},
            {"control-id": "hb-2", "adds": [{"by-id": "hb-2_obj", "props": []}], "removes": [{"by-name": "example"}]},
        ],
    }
    found = resolved(folder, choice, modify=modify)
    assert ids(found) == ["HB-2"]
    assert found.unmatched == (
        ("include", "hb-99"), ("include", "zz*"), ("exclude", "no-1"), ("set-parameter", "nope"),
        ("alter", "hb-98"), ("alter hb-2, remove", "example"), ("alter hb-2, add", "hb-2_obj"),
    )  # fmt: skip


def test_parameters_are_set(folder: Path):
    settings = [
        {"param-id": "ropes", "values": ["four ropes"], "constraints": [{"description": "at least four"}]},
        {"param-id": "time", "label": "hours"},
    ]
    found = resolved(folder, including(HREF, "hb-1"), modify={"set-parameters": settings}).catalog
    one = next(found.controls())
    assert one.parts[0].intro == "Tie four ropes:"
    assert [tuple(p) for p in one.params] == [
        ("ropes", "ropes", "four ropes", "of hemp; at least four"),
        ("time", "hours", "[Assignment: hours]", ""),
    ]


def test_a_selection_takes_the_place_of_a_value(folder: Path):
    settings = [
        {"param-id": "ropes", "values": ["four"]},
        {"param-id": "ropes", "select": {"how-many": "one", "choice": ["two", "{{ insert: param, time }}"]}},
    ]
    found = resolved(folder, including(HREF, "hb-1"), modify={"set-parameters": settings}).catalog
    assert next(found.controls()).parts[0].intro == "Tie [Selection: two; [Assignment: time]]:"


def item(label: str, prose: str) -> dict[str, Any]:
    return {"id": f"new.{label}", "name": "item", "props": [prop("label", label)], "prose": prose}


@pytest.mark.parametrize(
    ("position", "by_id", "letters"),
    [
        ("starting", "hb-1_smt", "xyab"),
        ("ending", "hb-1_smt", "abxy"),
        (None, "hb-1_smt", "abxy"),
        ("before", "hb-1_smt.b", "axyb"),
        ("after", "hb-1_smt.a", "axyb"),
        ("after", "hb-1_smt.b", "abxy"),
    ],
)
def test_parts_are_added_where_the_profile_says(folder: Path, position: str | None, by_id: str, letters: str):
    addition = {"by-id": by_id, "parts": [item("x.", "x"), item("y.", "y")]}
    if position:
        addition["position"] = position
    modify = {"alters": [{"control-id": "hb-1", "adds": [addition]}]}
    found = resolved(folder, including(HREF, "hb-1"), modify=modify)
    assert "".join(letter for letter, _ in texts(found.catalog)) == letters
    assert found.unmatched == ()


def test_additions_build_on_earlier_ones(folder: Path):
    adds = [
        {"by-id": "hb-1_smt.a", "position": "after", "parts": [item("x.", "x")]},
        {"by-id": "new.x.", "position": "before", "parts": [item("y.", "y")]},
        {"by-id": "hb-1_smt", "position": "starting", "parts": [item("z.", "z")]},
        {"by-id": "new.z.", "position": "after", "parts": [item("w.", "w")]},
    ]
    found = resolved(folder, including(HREF, "hb-1"), modify={"alters": [{"control-id": "hb-1", "adds": adds}]})
    assert "".join(letter for letter, _ in texts(found.catalog)) == "zwayxb"
    assert found.unmatched == ()


def test_additions_to_the_control_itself(folder: Path):
    adds = [
        {
            "title": "Moor well",
            "position": "starting",
            "props": [prop("label", "M-1")],
            "links": [{"href": "#hb-2", "rel": "related"}],
            "params": [{"id": "new", "values": ["soon"]}],
            "parts": [{"name": "guidance", "prose": "Tie {{ insert: param, new }}."}],
        },
        {"by-id": "time", "props": [prop("note", "unused")]},
    ]
    modify = {"alters": [{"control-id": "hb-1", "adds": adds}]}
    one = next(resolved(folder, including(HREF, "hb-1"), modify=modify).catalog.controls())
    assert (one.id, one.title, one.related) == ("M-1", "Moor well", ("HB-2",))
    assert one.guidance == "Tie soon.\n\nMind the tide."
    assert [p.id for p in one.params] == ["new", "ropes", "time"]


@pytest.mark.parametrize(
    ("removal", "left"),
    [
        ({"by-id": "hb-1_smt.a"}, ("b", True)),
        ({"by-name": "guidance"}, ("ab", False)),
        ({"by-class": "old"}, ("ab", False)),
        ({"by-name": "item"}, ("", True)),
        ({"by-item-name": "part", "by-class": "old"}, ("ab", False)),
    ],
)
def test_removals(folder: Path, removal: dict, left: tuple[str, bool]):
    modify = {"alters": [{"control-id": "hb-1", "removes": [removal]}]}
    found = resolved(folder, including(HREF, "hb-1"), modify=modify)
    one = next(found.catalog.controls())
    assert ("".join(p.letter for p in one.parts), bool(one.guidance)) == left
    assert found.unmatched == ()


def test_a_removal_needs_all_of_its_conditions(folder: Path):
    modify = {"alters": [{"control-id": "hb-1", "removes": [{"by-name": "guidance", "by-class": "new"}]}]}
    found = resolved(folder, including(HREF, "hb-1"), modify=modify)
    assert found.unmatched == (("alter hb-1, remove", "guidance, new"),)
    assert next(found.catalog.controls()).guidance


def test_reading_twice_gives_the_same_for_nothing_that_was_read_is_changed(folder: Path):
    adds = [{"by-id": "hb-1_smt", "parts": [item("x.", "x")]}]
    settings = [{"param-id": "ropes", "values": ["four"]}]
    write(folder / "inner.json", profile([including(HREF, "hb-1")], modify={"set-parameters": settings}))
    found = resolved(
        folder, including("inner.json", "hb-1"), including(HREF, "hb-1", "hb-2"),
        modify={"alters": [{"control-id": "hb-1", "adds": adds}]},
    )  # fmt: skip
    assert [letter for letter, _ in texts(found.catalog)] == ["a", "b", "x"]
    assert next(found.catalog.controls()).parts[0].intro == "Tie four:"
    assert found.unmatched == (("merge, a second control of the same id", "hb-1"),)


def test_chained_profiles(folder: Path):
    inner = profile(
        [including(HREF, "hb-1", "hb-1.1", "lt-1", "gone")],
        modify={"alters": [{"control-id": "hb-1", "removes": [{"by-id": "hb-1_smt.a"}]}]},
    )
    (folder / "deep").mkdir()
    inner["profile"]["imports"][0]["href"] = "../harbour.json"
    write(folder / "deep" / "inner.yaml", inner)
    found = resolved(folder, including("deep/inner.yaml", "hb-1", "hb-1.1", "hb-2"))
    assert ids(found) == ["HB-1", "HB-1(1)"]
    assert texts(found.catalog) == [("b", "stern")]
    assert found.unmatched == (("inner.yaml: include", "gone"), ("include", "hb-2"))


def test_several_catalogs_and_the_same_control_twice(folder: Path):
    write(folder / "other.json", catalog(control("hb-2"), control("hb-3"), control("qy-1")))
    found = resolved(folder, including(HREF, "hb-2"), {"href": "other.json"}, merge={"as-is": "true"})
    assert [(g.id, [c.id for c in g.controls]) for g in found.catalog.groups] == [
        ("HB", ["HB-2", "HB-3"]),
        ("QY", ["QY-1"]),
    ]
    assert found.unmatched == ()


@pytest.mark.parametrize(("combine", "reported"), [({}, 1), ({"combine": {"method": "use-first"}}, 0)])
def test_two_controls_of_one_id_that_differ(folder: Path, combine: dict, reported: int):
    write(folder / "other.json", catalog(control("hb-2", "Another")))
    found = resolved(folder, including(HREF, "hb-2"), {"href": "other.json"}, merge=combine)
    assert [c.title for c in found.catalog.controls()] == ["Title of hb-2"]
    assert len(found.unmatched) == reported


def test_a_custom_structure(folder: Path):
    custom = {
        "groups": [
            {
                "id": "night",
                "title": "By night",
                "insert-controls": [{"order": "descending", "include-controls": [{"matching": [{"pattern": "hb-*"}]}]}],
            },
            {"title": "Rest", "insert-controls": [{"include-all": {}}]},
        ]
    }
    found = resolved(folder, including(HREF, "lt-1", "hb-2", "hb-10", "hb-1.1"), merge={"custom": custom})
    assert [(g.id, g.title, [c.id for c in g.controls]) for g in found.catalog.groups] == [
        ("night", "By night", ["HB-10", "HB-2", "HB-1(1)"]),
        ("rest", "Rest", ["LT-1"]),
    ]
    assert next(c for c in found.catalog.controls() if c.id == "HB-1(1)").base == "HB-1"


def test_a_custom_structure_keeps_its_order_and_names_what_it_leaves_out(tmp_path: Path):
    sorted_as = {f"x-{n}": [prop("sort-id", f"x-0{n}")] for n in (1, 2, 3)}
    write(tmp_path / "harbour.json", catalog(*(control(i, props=p) for i, p in sorted_as.items())))
    custom = {
        "insert-controls": [
            {"include-controls": [{"with-ids": ["x-3"]}]},
            {"include-controls": [{"with-ids": ["x-1"]}]},
        ]
    }
    found = resolved(tmp_path, {"href": HREF}, merge={"custom": custom})
    assert ids(found) == ["x-3", "x-1"]
    assert found.unmatched == (("merge, a control that no group takes", "x-2"),)


@pytest.mark.parametrize(
    "href",
    [
        "harbour.json",
        "./harbour.json",
        "../{folder}/harbour.json",
        "harb%6Fur.json",
        "https://example.org/rules/v3/harbour.json",
        "../../nist/json/harbour.json",
        "../../nist/xml/harbour.xml",
        "file:///C:/rules/harbour.json",
        "C:\\rules\\harbour.json",
        "/srv/rules/harbour.json",
        "//server/share/harbour.json",
        "harbour-min.json#fragment",
    ],
)
def test_where_an_import_is_looked_for(folder: Path, href: str):
    href = href.replace("{folder}", folder.name)
    assert ids(resolved(folder, including(href, "hb-2"))) == ["HB-2"]
    resources = [{"uuid": "AAAA"}, {"uuid": "bbbb", "rlinks": [{"href": "no.xml"}, {"href": href}]}]
    found = resolved(folder, including("#BBBB", "hb-2"), **{"back-matter": {"resources": resources}})
    assert ids(found) == ["HB-2"]


def test_an_absolute_path_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(elsewhere / "rules.json", harbour())
    with pytest.raises(oscal.MissingImport):
        resolved(folder, including(str(elsewhere / "rules.json"), "hb-2"))


@pytest.mark.parametrize(
    "href", ["https://example.org/rules.json", "#nowhere", "rules.json", "http://[", "", "a" * 999]
)
def test_an_import_that_is_not_found_is_a_problem_with_its_address(folder: Path, href: str):
    path = write(folder / "baseline.json", profile([including(href, "hb-2")]))
    with pytest.raises(oscal.MissingImport, match=r"^baseline\.json imports .*say which file it is\.$") as problem:
        oscal.read(path)
    assert (problem.value.href, problem.value.profile) == (href, path)
    asked: list[str] = []

    def find(wanted: str) -> Path:
        asked.append(wanted)
        return folder / "harbour.json"

    assert ids(oscal.read(path, find)) == ["HB-2"]
    assert asked == [href]
    with pytest.raises(oscal.MissingImport):
        oscal.read(path, lambda _href: None)


def test_of_several_links_the_one_to_json_is_asked_for_once(folder: Path):
    links = [
        {"href": "https://a.example/x.xml", "media-type": "application/oscal.catalog+xml"},
        {"href": "https://a.example/x.json", "media-type": "application/oscal.catalog+json"},
    ]
    made = profile([including("#u", "hb-2"), including("#u", "lt-1")])
    made["profile"]["back-matter"] = {"resources": [{"uuid": "u", "rlinks": links}]}
    asked: list[str] = []
    path = write(folder / "baseline.json", made)
    found = oscal.read(path, lambda href: (asked.append(href), folder / "harbour.json")[1])
    assert (ids(found), asked) == (["HB-2", "LT-1"], ["https://a.example/x.json"])
    with pytest.raises(oscal.MissingImport, match=r"x\.json \(as #u\), which is not beside it"):
        oscal.read(path)


def test_a_profile_in_xml_says_the_same_as_in_json(folder: Path):
    xml = """<profile xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="u">
      <metadata><title>Harbour baseline</title><version>1</version><oscal-version>1.0.4</oscal-version></metadata>
      <import href="#cat">
        <include-controls with-child-controls="yes"><with-id>hb-1</with-id><matching pattern="l*"/></include-controls>
        <exclude-controls><with-id>hb-1.2</with-id></exclude-controls>
      </import>
      <merge><as-is>true</as-is></merge>
      <modify>
        <set-parameter param-id="ropes"><constraint><description><p>four</p></description></constraint>
          <value>5</value></set-parameter>
        <alter control-id="hb-1">
          <remove by-id="hb-1_smt.a"/>
          <add position="after" by-id="hb-1_smt.b">
            <part name="item" id="n"><prop name="label" value="c."/><p>mast</p></part></add>
        </alter>
      </modify>
      <back-matter><resource uuid="cat"><rlink href="harbour.json"/></resource></back-matter>
    </profile>"""
    (folder / "baseline.xml").write_text(xml, "utf-8")
    choice = {
        "href": "#cat",
        "include-controls": [{"with-child-controls": "yes", "with-ids": ["hb-1"], "matching": [{"pattern": "l*"}]}],
        "exclude-controls": [{"with-ids": ["hb-1.2"]}],
    }
    added = {"name": "item", "id": "n", "props": [prop("label", "c.")], "prose": "mast"}
    modify = {
        "set-parameters": [{"param-id": "ropes", "constraints": [{"description": "four"}], "values": ["5"]}],
        "alters": [
            {
                "control-id": "hb-1",
                "removes": [{"by-id": "hb-1_smt.a"}],
                "adds": [{"position": "after", "by-id": "hb-1_smt.b", "parts": [added]}],
            }
        ],
    }
    resources = [{"uuid": "cat", "rlinks": [{"href": "harbour.json"}]}]
    more = {"merge": {"as-is": True}, "modify": modify, "back-matter": {"resources": resources}}
    expected = resolved(folder, choice, **more)
    assert oscal.read(folder / "baseline.xml") == expected
    assert ids(expected) == ["HB-1", "HB-1(1)", "LT-1"]
    assert texts(expected.catalog) == [("b", "stern"), ("c", "mast")]
    yaml = write(folder / "baseline.yaml", profile([choice], **more))
    assert oscal.read(yaml) == expected
