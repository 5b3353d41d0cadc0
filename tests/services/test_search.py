"""Searching everything: what is meant by an id, a title, evidence, and words in texts, best first; and no error."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.catalog import Catalog, Control, Group, Objective, Part, Side
from srm_desktop.services import assessments, attach, search, walk
from srm_desktop.services.snippets import snippet
from srm_desktop.storage import editions, journal

LONG = (
    "Each quarter the harbour master looks through the list of keys,\n\n and takes back those that nobody needs. " * 3
)


def control(name: str, title: str, *texts: str, **more: object) -> Control:
    parts = tuple(Part(letter, text, ("data",)) for letter, text in zip("abcdef", texts, strict=False))
    return Control(name, name.split("-")[0], title, parts or (Part("", "", ("data",)),), **more)


PORT = (
    control("AC-1", "Gates", "Gates are shut at night.", aws=Side("AWS guards the quay.", (("iaas", "Ebb tide."),))),
    control("AC-2", "Keys", "Keys are counted.", LONG),
    control("AC-2(1)", "Keys | Spare Ones", "Spare keys lie in a safe.", base="AC-2"),
    control("AC-2(2)", "Keys | Gone", withdrawn=True),
    control("AC-3", "Übergabe", "Multi-factor locks; the Ångström gauge.", guidance="See the œuvre of Søren."),
    control("AU-2", "Logbook", "The logbook names gates.", objectives=(Objective("AU-2_obj", "", None, "Ink dries."),)),
)


def adopt(file, *catalogs: Catalog) -> None:
    written = [editions.write(file, catalog) for catalog in catalogs]
    with journal.step(file, "Add") as step:
        editions.choose(step, *written)
    file.record(journal.changes_of(step))


def harbour(name: str, controls: Sequence[Control] = PORT) -> Catalog:
    groups = {c.group: f"Family {c.group}" for c in controls}
    made = (Group(g, title, "", tuple(c for c in controls if c.group == g)) for g, title in groups.items())
    return Catalog(name, f"Harbour {name}", "1", "us", tuple(made))


@pytest.fixture
def file(new_assessment):
    made = new_assessment(catalogs=())
    adopt(made, harbour("harbour"))
    return made


def found(file, text: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.target.partition(":")[2] or hit.target) for hit in search.search(file, text)]


def first(file, text: str) -> search.Hit:
    return search.search(file, text)[0]


@pytest.mark.parametrize("spelled", ["AC-2", "ac-2", "AC 02", "ac_2", "ac2", "AC–2"])
def test_an_id_in_any_spelling_finds_the_control_and_then_those_below_it(file, spelled: str):
    assert found(file, spelled)[:3] == [("control", "AC-2"), ("control", "AC-2(1)"), ("control", "AC-2(2)")]
    assert first(file, "AC-2 (1)").target == "harbour:AC-2(1)"


def test_an_id_finds_the_control_in_every_catalog_and_says_which(new_assessment):
    file = new_assessment(catalogs=())
    adopt(file, harbour("nist-800-53"), harbour("fedramp-high"))
    hits = search.search(file, "ac-02")
    assert [h.target for h in hits[:2]] == ["nist-800-53:AC-2", "fedramp-high:AC-2"]
    assert [h.detail for h in hits[:2]] == ["nist-800-53 · Family AC", "fedramp-high · Family AC"]
    texts = search.search(file, "tide")
    assert sorted((h.target, h.detail) for h in texts) == [
        ("fedramp-high:AC-1", "fedramp-high · Ebb tide."),
        ("nist-800-53:AC-1", "nist-800-53 · Ebb tide."),
    ]


def test_titles_then_evidence_then_texts(file):
    attach.attach(file, ["harbour:AU-2"], [attach.Pasted("gates.txt", b"x")])
    assert found(file, "gates")[0] == ("control", "AC-1")
    assert [kind for kind, _ in found(file, "gates")] == ["control", "evidence", "text"]
    assert found(file, "gates")[-1] == ("text", "AU-2")


def test_a_withdrawn_control_comes_last_and_says_so(file):
    hits = [h for h in search.search(file, "keys") if h.kind == "control"]
    assert [f"{h.id}  {h.title}" for h in hits][-1] == "AC-2(2)  Keys | Gone (withdrawn)"
    walk.mark(file, ["harbour:AC-1"], walk.Marking(owner="Keys"))
    assert found(file, "keys")[3] == ("control", "AC-1"), "who only has to do with it comes after what is called so"


@pytest.mark.parametrize(
    ("text", "target", "said"),
    [
        ("quay", "AC-1", "AWS guards the quay."),
        ("count", "AC-2", "Keys are counted."),
        ("multi-factor", "AC-3", "Multi-factor locks; the Ångström gauge."),
        ("multi factor lock", "AC-3", "Multi-factor locks; the Ångström gauge."),
        ("ANGSTROM", "AC-3", "Multi-factor locks; the Ångström gauge."),
        ("a\u030angstro\u0308m", "AC-3", "Multi-factor locks; the Ångström gauge."),
        ("SØREN", "AC-3", "See the œuvre of Søren."),
        ("ink dr", "AU-2", "Ink dries."),
    ],
)
def test_words_in_texts_are_found_from_their_beginning_with_what_stands_around(file, text: str, target: str, said: str):
    (hit,) = search.search(file, text)
    assert (hit.kind, hit.target, hit.detail) == ("text", f"harbour:{target}", said)


def test_titles_fold_as_statements_do(file):
    assert found(file, "ÜBERGABE") == found(file, "übergabe") == found(file, "u\u0308bergabe") == [("control", "AC-3")]
    walk.mark(file, ["harbour:AC-1"], walk.Marking(statement="Die STRASSE ist gesperrt. Ελλάς"), "a")
    walk.mark(file, ["harbour:AU-2"], walk.Marking(note="Straße frei"))
    assert sorted(found(file, "straße")) == [("text", "AC-1"), ("text", "AU-2")]
    assert found(file, "ΕΛΛΆΣ") == [("text", "AC-1")]


def test_what_was_written_here_comes_before_the_texts_and_is_found_inside_words(file):
    walk.mark(file, ["harbour:AC-3"], walk.Marking(statement="The night watch has the lockset.", note="Ask Ann"))
    assert found(file, "ock") == [("text", "AC-3")]
    assert found(file, "night") == [("text", "AC-3"), ("text", "AC-1")]
    assert found(file, "ask ann") == [("text", "AC-3")]
    assert found(file, "night nobody") == []


def test_a_control_is_named_once(file):
    walk.mark(file, ["harbour:AC-1"], walk.Marking(statement="Gates and gates."))
    assert found(file, "gates") == [("control", "AC-1"), ("text", "AU-2")]


ODD = [
    '"', '"gates"', "gates AND", "AND", "NEAR(gates)", "NOT", "gates*", "^gates", "-gates", "gates -", "title:gates",
    "(", "gates)", "{title}: gates", "'; DROP", "%", "_", "\\", "+", "gates + night", "🙂", "🙂 gates", "...", "—",
    "\0",
    "a\0b", "\ud800", "gates\ud800", "²", "x" * 100_000, "gate " * 5000, "AC-" * 2000, "1" * 5000, "ac-2(" * 300,
    "\u0301", "\u200b",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_signs_and_operators_are_no_error(file, text: str):
    assert all(isinstance(hit, search.Hit) for hit in search.search(file, text))


@given(st.text(max_size=40))
def test_no_text_is_an_error(file, text: str):
    for hit in search.search(file, text):
        assert "\n" not in hit.detail and "\n" not in hit.title


def test_operators_are_words_and_signs_are_nothing(file):
    for text in ('"night"', "night*", "^night", "-night", "(night)", "night 🙂", "night —", '"shut at night"'):
        assert found(file, text) == [("text", "AC-1")], text
    assert found(file, "night AND keys") == [], "AND is a word that none of them holds"
    assert search.search(file, "  \n") == search.search(file, "🙂") == search.search(file, "...") == []


def test_a_catalog_that_is_not_walked_is_not_found(file):
    editions.write(file, harbour("other", [control("ZZ-1", "Zeppelin", "A zeppelin lands.")]))
    assert search.search(file, "zeppelin") == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE catalog_words_data SET block = x'ffffffffffffffff' WHERE id = 10",
        "UPDATE catalog_words_config SET v = 99",
        "DELETE FROM catalog_words_data",
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_an_index_that_cannot_be_read_costs_time_and_no_hit(file, damage: str, read_only: bool):
    file.close()
    with closing(sqlite3.connect(file.path, isolation_level=None)) as raw:
        raw.execute(damage)
    with assessments.open_assessment(file.path, who="Ann", read_only=read_only) as opened:
        assert found(opened, "quay") == [("text", "AC-1")]
        assert found(opened, "counted") == [("text", "AC-2")]
        assert found(opened, "gates") == [("control", "AC-1"), ("text", "AU-2")]


def test_snippets_have_whole_words_on_one_line():
    said = snippet([LONG], ["takes"])
    assert said.startswith("… ") and said.endswith(" …") and "\n" not in said
    inner = said.strip("… ").split()
    assert "takes" in inner and set(inner) <= set(LONG.split()) and len(said) < 200
    assert snippet(["One.", "Two three."], ["thr"]) == "Two three."
    assert snippet(["one", "two one"], ["one", "two"]) == "two one"
    assert snippet(["alpha\nbeta"], ["zzz"]) == "alpha beta"
    assert snippet([], ["a"]) == snippet([""], ["a"]) == ""
    assert snippet(["x" * 1000], ["x"]) == "x" * 120 + " …"


@given(st.lists(st.text(max_size=300), max_size=4), st.lists(st.text(min_size=1, max_size=8), max_size=3))
def test_a_snippet_is_short_and_of_the_text(texts: list[str], words: list[str]):
    said = snippet(texts, words)
    assert len(said) <= 190 and said == " ".join(said.split())
    assert not said or any(said.removeprefix("… ").removesuffix(" …") in " ".join(text.split()) for text in texts)
