"""Bad OSCAL: broken, foreign, hostile. Each is one sentence that names the file, the place, and what was expected."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from srm_desktop.exchange import oscal, oscal_read, oscal_yaml
from tests.exchange.oscal_samples import RICH_JSON, RICH_XML, catalog, control, including, profile, prop, write


def problem(path: Path, kind: type[oscal.BadOscal] = oscal.BadOscal) -> str:
    with pytest.raises(kind) as raised:
        oscal.read(path)
    sentence = raised.value.sentence
    assert path.name in sentence
    assert sentence.endswith(".") and sentence.count("\n") == 0 and len(sentence) < 400, sentence
    return sentence.replace(path.name, "FILE")


def written(tmp_path: Path, content: str | bytes, name: str = "rules.json") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


EXPECTED = "an OSCAL catalog or profile (JSON, XML or YAML) is expected."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", f"FILE is empty, and {EXPECTED}"),
        (b" \n ", f"FILE is empty, and {EXPECTED}"),
        (b"hello there", f"FILE is not OSCAL: it is no mapping from names to values, and {EXPECTED}"),
        (b"a,b\n1,2\n", f"FILE is not OSCAL: it is no mapping from names to values, and {EXPECTED}"),
        (b"[1, 2]", f"FILE is not OSCAL: it is no mapping from names to values, and {EXPECTED}"),
        (b"{}", f"FILE is not OSCAL: it is no mapping from names to values, and {EXPECTED}"),
        (b'{"findings": []}', f"FILE is not OSCAL: it begins with 'findings', and {EXPECTED}"),
        (b'{"catalog": []}', f"FILE is not OSCAL: it begins with 'catalog', and {EXPECTED}"),
        (b"services:\n- one\n", f"FILE is not OSCAL: it begins with 'services', and {EXPECTED}"),
        (b"<html><body/></html>", f"FILE is not OSCAL: it begins with 'html', and {EXPECTED}"),
        (
            b'<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2"/>',
            f"FILE is not OSCAL: its root is <Benchmark> of http://checklists.nist.gov/xccdf/1.2, and {EXPECTED}",
        ),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "FILE is not OSCAL: it is neither JSON nor XML nor YAML."),
        (b"PK\x03\x04\x14\x00\x06\x00", "FILE is not OSCAL: it is neither JSON nor XML nor YAML."),
        (b"\x00\x01\x02", "FILE is not OSCAL: it is neither JSON nor XML nor YAML."),
    ],
)
def test_what_is_not_oscal(tmp_path: Path, content: bytes, told: str):
    assert problem(written(tmp_path, content, "rules.dat")) == told


@pytest.mark.parametrize("name", ["rules.json", "rules.yaml"])
def test_oscal_of_another_kind_is_named(tmp_path: Path, name: str):
    path = write(tmp_path / name, {"system-security-plan": {"uuid": "x"}})
    told = problem(path, oscal.OtherKind)
    assert told == "FILE is a system security plan (SSP); an OSCAL catalog or profile is expected."
    for kind in oscal_read.OTHERS:
        with pytest.raises(oscal.OtherKind) as raised:
            oscal.read(write(path, {"$schema": "s", kind: {}}))
        assert raised.value.kind == kind
    xml = '<assessment-results xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="x"/>'
    assert "assessment results (SAR)" in problem(written(tmp_path, xml, "rules.xml"), oscal.OtherKind)


def test_json_cut_in_the_middle(tmp_path: Path):
    whole = json.dumps(RICH_JSON, indent=1)
    told = problem(written(tmp_path, whole[:1500]))
    assert re.fullmatch(r"FILE ends in the middle: line \d+, column \d+: .*\.", told)
    told = problem(written(tmp_path, whole.replace('"id": "hb-1",', '"id": hb-1,')))
    assert re.fullmatch(r"FILE is not valid JSON: line \d+, column \d+: expecting value\.", told)
    assert problem(written(tmp_path, b'{"catalog": "\xff\xfe"}')).startswith("FILE is not valid JSON: ")
    assert problem(written(tmp_path, '{"catalog": ' + "1" * 5000 + "}")).startswith("FILE is not valid JSON: ")


def test_xml_cut_in_the_middle(tmp_path: Path):
    told = problem(written(tmp_path, RICH_XML[:900], "rules.xml"))
    assert re.fullmatch(r"FILE is not valid XML: line \d+, column \d+: \w.*\.", told)
    assert "XML" in problem(written(tmp_path, '<?xml version="1.0" encoding="klingon"?><catalog/>', "rules.xml"))


def test_yaml_that_is_broken(tmp_path: Path):
    told = problem(written(tmp_path, "catalog:\n  metadata: [1, 2\n  x: {", "rules.yaml"))
    assert re.fullmatch(r"FILE is not valid YAML: line \d+, column \d+: .*\.", told)


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE catalog [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"><metadata><title>&b;</title></metadata></catalog>"""
OUTSIDE = """<!DOCTYPE catalog SYSTEM "file:///etc/passwd"><catalog/>"""


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, "<!DOCTYPE catalog><catalog/>"])
def test_xml_with_a_document_type_or_entities(tmp_path: Path, content: str):
    told = problem(written(tmp_path, content, "rules.xml"))
    assert told == (
        "FILE has a document type (<!DOCTYPE catalog>), and OSCAL has none; as it could define entities, it is not"
        " read."
    )


def test_yaml_with_tags(tmp_path: Path):
    told = problem(written(tmp_path, "catalog:\n  uuid: !!python/object/apply:os.system ['true']\n", "rules.yaml"))
    assert told == (
        "FILE has the tag 'tag:yaml.org,2002:python/object/apply:os.system', and OSCAL has no tags (line 2);"
        " it is not read."
    )
    assert "has the tag '!own'" in problem(written(tmp_path, "catalog: !own x\n", "rules.yaml"))
    assert "has the tag" in problem(written(tmp_path, "catalog: !!binary aGk=\n", "rules.yaml"))


def test_an_alias_bomb(tmp_path: Path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    told = problem(written(tmp_path, "\n".join([*lines, "catalog: *a9"]), "rules.yaml"))
    assert (
        told
        == f"FILE holds more than {oscal_yaml.MOST_NODES:,} values, its aliases written out (line 7); it is not read."
    )
    told = problem(written(tmp_path, "catalog: &a\n  groups: [*a]\n", "rules.yaml"))
    assert told == "FILE has an alias *a for something that is not complete there (line 2); it is not read."


def test_a_few_aliases_are_read(tmp_path: Path):
    text = yaml.safe_dump(catalog(control("x-1")), sort_keys=False)
    text = text.replace("title: Title of x-1", "title: &t Title of x-1").replace(
        "prose: Keep x-1 in order.", "prose: *t"
    )
    (found,) = oscal.read(written(tmp_path, text, "rules.yaml")).catalog.controls()
    assert found.parts[0].text == "Title of x-1"


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "? [a]\n: b\n", "- \n- "])
def test_yaml_that_is_no_mapping(tmp_path: Path, text: str):
    assert problem(written(tmp_path, text, "rules.yaml")).startswith("FILE ")


def test_absurd_size(tmp_path: Path):
    path = tmp_path / "rules.json"
    with path.open("wb") as stream:
        stream.truncate(oscal_read.LARGEST + 1)
    assert problem(path) == "FILE has 67 MB, and no catalog is that large; at most 67 MB are read."


def nested(depth: int) -> dict[str, Any]:
    part: dict[str, Any] = {"name": "item", "prose": "deep"}
    for _ in range(depth):
        part = {"name": "item", "parts": [part]}
    return catalog(control("x-1", parts=[{"name": "statement", "parts": [part]}]))


def test_absurd_depth(tmp_path: Path):
    deep = "FILE is nested deeper than any catalog is; it is not read."
    assert problem(written(tmp_path, '{"catalog": ' + "[" * 100_000)) == deep
    half = '{"name": "item", "parts": [' * 490 + "]}" * 490
    text = json.dumps(catalog(control("x-1", parts=[{"name": "statement", "parts": ["HERE"]}])))
    assert problem(written(tmp_path, text.replace('"HERE"', half))) == deep
    text = "<catalog>" + "<group>" * 50_000 + "</group>" * 50_000 + "</catalog>"
    assert problem(written(tmp_path, text, "rules.xml")).startswith("FILE is nested more than 100 levels deep")
    text = "<catalog><group><title>" + "<em>" * 50_000 + "</em>" * 50_000 + "</title></group></catalog>"
    assert problem(written(tmp_path, text, "rules.xml")).startswith("FILE is nested more than 100 levels deep")
    assert "nested more than 100 levels" in problem(written(tmp_path, "catalog: " + "[" * 5000, "rules.yaml"))
    assert len(list(oscal.read(write(tmp_path / "rules.json", nested(30))).catalog.controls())) == 1


def test_a_file_that_is_not_there_or_cannot_be_read(tmp_path: Path):
    assert problem(tmp_path / "none.json") == "FILE cannot be read: No such file or directory."
    assert problem(tmp_path) == f"FILE is no file; {EXPECTED}"


@pytest.mark.parametrize("version", ["2.0.0", "1.0.0-milestone3", "0.9", "new", "v3"])
def test_another_version_of_oscal(tmp_path: Path, version: str):
    whole = catalog(control("x-1"))
    whole["catalog"]["metadata"]["oscal-version"] = version
    told = problem(write(tmp_path / "rules.json", whole))
    assert told == f"FILE says that it is OSCAL {version!r}; versions 1.0.0 to 1.2 are expected."


@pytest.mark.parametrize("version", ["1.0.0", "v1.1.3", "1.2.0", " 1.0.4 ", "1.2"])
def test_versions_that_are_read(tmp_path: Path, version: str):
    whole = catalog(control("x-1"))
    whole["catalog"]["metadata"]["oscal-version"] = version
    assert oscal.read(write(tmp_path / "rules.json", whole)).oscal_version == version.strip().removeprefix("v")


def test_no_controls(tmp_path: Path):
    assert problem(write(tmp_path / "a.json", catalog())) == (
        "FILE holds no control; a catalog or a profile that includes some is expected."
    )
    write(tmp_path / "rules.json", catalog(control("x-1")))
    assert "holds no control" in problem(write(tmp_path / "b.json", profile([including("rules.json", "x-9")])))


@pytest.mark.parametrize(
    ("whole", "what"),
    [
        (catalog(control("x-1"), control("x-1")), "the control id 'x-1'"),
        (catalog(control("x-1", controls=[control("x-1")])), "the control id 'x-1'"),
        (catalog(control("x-1", params=[{"id": "p"}]), control("x-2", params=[{"id": "p"}])), "the parameter id 'p'"),
    ],
)
def test_duplicate_ids(tmp_path: Path, whole: dict, what: str):
    assert problem(write(tmp_path / "a.json", whole)) == f"FILE: {what} is given twice, and has to be unique."


def test_a_profile_cycle(tmp_path: Path):
    write(tmp_path / "b.json", profile([{"href": "c.json"}]))
    write(tmp_path / "c.json", profile([{"href": "a.json"}]))
    told = problem(write(tmp_path / "a.json", profile([{"href": "b.json"}])), oscal.ProfileCycle)
    assert told == (
        "FILE imports b.json imports c.json imports FILE, and so comes back to itself; a chain of profiles has to end"
        " at a catalog."
    )
    told = problem(write(tmp_path / "a.json", profile([{"href": "a.json"}])), oscal.ProfileCycle)
    assert told.startswith("FILE imports FILE, and so comes back to itself;")


@pytest.mark.timeout(10)
def test_profiles_that_import_each_other_twice_are_resolved_once(tmp_path: Path):
    write(tmp_path / "p18.json", catalog(control("x-1")))
    for n in range(18):
        write(tmp_path / f"p{n}.json", profile([{"href": f"p{n + 1}.json"}] * 2))
    assert len(list(oscal.read(tmp_path / "p0.json").catalog.controls())) == 1
    told = problem(write(tmp_path / "many.json", profile([{"href": "p18.json"}] * 1000)))
    assert told == "FILE has 1,000 imports; at most 100 are expected."


def test_a_chain_without_end(tmp_path: Path):
    for n in range(30):
        write(tmp_path / f"p{n}.json", profile([{"href": f"p{n + 1}.json"}]))
    assert "more than 20 steps" in problem(tmp_path / "p0.json", oscal.ProfileCycle)


def test_a_bad_import_is_named_itself(tmp_path: Path):
    write(tmp_path / "plan.json", {"system-security-plan": {}})
    with pytest.raises(oscal.OtherKind, match=r"^plan\.json is a system security plan"):
        oscal.read(write(tmp_path / "a.json", profile([{"href": "plan.json"}])))
    bad = catalog(control("x-1", props=[{"name": "label"}]))
    write(tmp_path / "rules.json", bad)
    with pytest.raises(
        oscal.BadOscal, match=r"^rules\.json: catalog/groups\[x\]/controls\[x-1\]/props, entry 1, has no"
    ):
        oscal.read(write(tmp_path / "a.json", profile([{"href": "rules.json"}])))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"parts": "text"},
            "catalog/groups[x]/controls[x-1]/parts is the text 'text', and a list of objects is expected",
        ),
        ({"parts": ["text"]}, "catalog/groups[x]/controls[x-1]/parts is a list, and a list of objects is expected"),
        ({"title": 7}, "catalog/groups[x]/controls[x-1]/title is 7, and a text is expected"),
        ({"parts": [{"prose": "x"}]}, "catalog/groups[x]/controls[x-1]/parts, entry 1, has no 'name'"),
        (
            {"params": [{"id": "p", "select": []}], "parts": []},
            "catalog/groups[x]/controls[x-1]/params[p]/select is an empty list, and an object is expected",
        ),
        (
            {"params": [{"id": "p", "values": [7]}]},
            "catalog/groups[x]/controls[x-1]/params[p]/values is a list, and a list of texts is expected",
        ),
    ],
)
def test_what_has_not_the_right_shape_is_told_with_its_place(tmp_path: Path, change: dict, told: str):
    assert problem(write(tmp_path / "a.json", catalog({**control("x-1"), **change}))) == f"FILE: {told}."


def test_parameters_that_double_for_ever(tmp_path: Path):
    params = [{"id": "p0", "values": ["ha"]}]
    params += [{"id": f"p{n}", "values": [f"{{{{ insert: param, p{n - 1} }}}}" * 10]} for n in range(1, 12)]
    told = problem(write(tmp_path / "a.json", catalog(control("x-1", params=params))))
    assert told == "FILE: the text of parameter p5 grows to more than 20,000 characters."
    params = [{"id": "p", "values": ["{{ insert: param, q }}"]}, {"id": "q", "label": "x {{ insert: param, p }}"}]
    told = problem(write(tmp_path / "a.json", catalog(control("x-1", params=params))))
    assert told == "FILE: the parameter p is inserted into itself; no text can come of that."
    many = [{"name": "statement", "prose": "{{ insert: param, p }}" * 6000}]
    whole = catalog(control("x-1", params=[{"id": "p", "values": ["x" * 19_000]}], parts=many))
    assert "100,000,000 characters" in problem(write(tmp_path / "a.json", whole))


@pytest.mark.parametrize(
    "prose", ["*" * 60_000, "[" * 60_000, "[a](" * 20_000, "**a " * 20_000, "`" * 30_001, "~a" * 30_000, "{{ " * 30_000,
              "\n" * 60_000 + "x", "\n-" * 30_000, "a\n \t" * 20_000, "# " * 30_000, "\\" * 60_001, "(" * 60_000 + "x"]
)  # fmt: skip
@pytest.mark.timeout(10)
def test_hostile_prose_takes_no_quadratic_time(tmp_path: Path, prose: str):
    whole = catalog(
        control("x-1", prose, parts=[{"name": "statement", "prose": prose}], props=[prop("label", prose or "x")])
    )
    assert len(list(oscal.read(write(tmp_path / "a.json", whole)).catalog.controls())) == 1


@pytest.mark.timeout(10)
def test_many_parts_and_groups_of_one_name_take_no_quadratic_time(tmp_path: Path):
    same = [{"name": "item", "props": [prop("label", "a.")], "prose": "x"}] * 20_000
    whole = catalog(control("x-1", parts=[{"name": "statement", "parts": same}]))
    whole["catalog"]["groups"] += [{"title": "Same", "controls": [control(f"y-{n}")]} for n in range(5_000)]
    assert len(oscal.read(write(tmp_path / "a.json", whole)).catalog.groups) == 5_001


def places(node: Any, path: tuple = ()) -> Iterator[tuple]:
    if path:
        yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in children:
        yield from places(value, (*path, key))


JUNK: tuple[Any, ...] = (None, True, 7, "x", "", [], {}, [1], ["x"], [[]], [None], [{}], {"a": 1}, "#u")
TWISTED: dict[str, Any] = profile(
    [
        including("#u", "hb-1"),
        {"href": "harbour.json", "exclude-controls": [{"matching": [{"pattern": "q*"}]}]},
    ],
    merge={
        "combine": {"method": "use-first"},
        "custom": {"groups": [{"id": "g", "insert-controls": [{"include-all": {}}]}]},
    },
    modify={
        "set-parameters": [{"param-id": "hb-1_p1", "values": ["x"], "props": [prop("a", "b")]}],
        "alters": [
            {
                "control-id": "hb-1",
                "removes": [{"by-name": "guidance"}],
                "adds": [{"by-id": "hb-1_smt.a", "position": "after", "parts": [{"name": "item", "prose": "y"}]}],
            }
        ],
    },
)
TWISTED["profile"]["back-matter"] = {"resources": [{"uuid": "u", "rlinks": [{"href": "harbour.json"}]}]}


@pytest.mark.parametrize("whole", [RICH_JSON, TWISTED], ids=["catalog", "profile"])
def test_anything_out_of_place_is_read_or_told(tmp_path: Path, whole: dict):
    write(tmp_path / "harbour.json", RICH_JSON)
    path = tmp_path / "changed.json"
    for *above, last in places(whole):
        for junk in JUNK:
            changed = deepcopy(whole)
            node = changed
            for key in above:
                node = node[key]
            node[last] = junk
            try:
                oscal.read(write(path, changed))
            except oscal.BadOscal as told:
                assert told.sentence.startswith(("changed.json", "harbour.json")), (above, last, junk)


SNIPPETS = (
    '<control controls="x" id="q"/>', "<parts>x</parts>", "<prop/>", "<p/>", "x", "<link/>", "<select>x</select>",
    "<param/>", "<p><p><ul><li><ol><li/></ol></li></ul></p></p>", "<group/>", "<title/>", "<!-- x -->", "<?x y?>",
    "<part/>", "<insert/>", "<table><tr><td>1</td></tr></table>", "<remarks/>", "<a/>", "<value/>", "<metadata/>",
)  # fmt: skip


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_anything_out_of_place_in_xml_is_read_or_told(tmp_path: Path, snippet: str):
    pieces = RICH_XML.split(">")
    for place in range(5, len(pieces) - 1, 3):
        text = ">".join(pieces[:place]) + ">" + snippet + ">".join(pieces[place:])
        try:
            oscal.read(written(tmp_path, text, "changed.xml"))
        except oscal.BadOscal as told:
            assert told.sentence.startswith("changed.xml"), place


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(["a.json", "a.yaml", "a.xml"]))
def test_a_file_cut_anywhere_is_read_or_told(tmp_path: Path, data: st.DataObject, name: str):
    text = RICH_XML if name == "a.xml" else write(tmp_path / name, RICH_JSON).read_text("utf-8")
    path = written(tmp_path, text[: data.draw(st.integers(0, len(text) - 2))], name)
    try:
        oscal.read(path)
    except oscal.BadOscal as told:
        assert told.sentence.startswith(name)
