"""A table as a catalog: ids, parts, groups, responsibility, and the rows that do not come in."""

from datetime import date
from pathlib import Path

import pytest

from srm_desktop.domain.catalog import Catalog, Control, Objective, Part
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.exchange.table import BadTable, Row, Sheet, Table, Value, read
from srm_desktop.exchange.table_catalog import LeftOut, Mapping, NoIdColumn, TableCatalog, build, guess, preview
from tests.exchange.table_samples import Rows, text, workbook


def table(*rows: tuple[Value, ...], name: str = "list.xlsx") -> Table:
    return Table(name, (Sheet("Sheet", False, tuple(Row(n, row) for n, row in enumerate(rows, 1))),))


def made(
    found: Table, title: str = "Ours", mapping: Mapping | None = None, framework: str | None = None
) -> TableCatalog:
    chosen = mapping or guess(found)
    return build(found, chosen, catalog_id="ours", title=title, version="3", source="list.xlsx", framework=framework)


def controls(found: TableCatalog) -> dict[str, Control]:
    return {control.id: control for control in found.catalog.controls()}


def left(found: TableCatalog) -> dict[int, str]:
    return {row.row: row.why.removeprefix(f"Row {row.row} is left out: ") for row in found.left_out}


HEAD = ("Control ID", "Title", "Requirement", "Family", "Owner")


def test_a_list_of_ones_own(tmp_path: Path):
    """Ids that nobody else knows stay as they are, in the order of the file."""
    rows: Rows = [
        ["Acme controls", None, None],
        ["Ref", "Name", "Description", "Category", "Responsibility"],
        ["CTL-7", "Backups", "Back up daily, and test restoring.", "Operations", "Shared"],
        ["CTL-3", "Doors", "Lock the doors of the data centre.", None, "AWS"],
        ["CTL-10", "Hiring", "Check who is hired, and keep the record.", "People", "Customer"],
        ["CTL-11", "Leaving", "Take back keys and badges on the last day.", "People", "the office"],
    ]
    for path in (workbook(tmp_path / "own.xlsx", ("Controls", rows)), text(tmp_path / "own.csv", rows, ";")):
        found = made(read(path))
        assert found.catalog[:4] == ("ours", "Ours", "3", "list.xlsx")
        assert [(g.id, [c.id for c in g.controls]) for g in found.catalog.groups] == [
            ("Operations", ["CTL-7", "CTL-3"]),
            ("People", ["CTL-10", "CTL-11"]),
        ]
        assert controls(found)["CTL-3"] == Control(
            "CTL-3",
            "Operations",
            "Doors",
            (Part("", "Lock the doors of the data centre."),),
            kind=Responsibility.INHERITED,
        )
        assert (found.framework, found.rows, found.controls, found.parts, found.left_out) == (None, 4, 4, 4, ())
        assert [(note.row, note.text) for note in found.notes] == [(6, "the office")]
        assert "is left open" in found.notes[0].why


def test_ids_that_are_known_are_written_as_usual_and_ordered_by_number():
    found = made(table(HEAD, ("ac-10", "Ten", "Do.", "AC", ""), ("AC-02 (03)", "Three", "Do.", "AC", ""),
                       ("AC-2", "Two", "Do.", "AC", ""), ("X-99 extra", "Own", "Do.", "AC", "")))  # fmt: skip
    assert found.framework == "nist-800-53-r5"
    assert list(controls(found)) == ["AC-2", "X-99 extra", "AC-2(3)", "AC-10"]
    assert controls(found)["AC-2(3)"].base == "AC-2"
    assert [(group.id, group.title) for group in found.catalog.groups] == [("AC", "AC")]


def test_parts_go_to_their_control():
    found = made(
        table(
            HEAD[:3],
            ("AC-2a.", None, "Define accounts;"),
            ("AC-2", "Accounts", "The organization:"),
            ("AC-2(d)", None, "Specify:"),
            ("AC-2d.2", None, "roles;"),
            ("AC-2d.1", None, "users;"),
            ("AC-3(b)", None, "Enforce."),
        )
    )
    assert [(c.id, c.title, c.parts) for c in found.catalog.controls()] == [
        (
            "AC-2",
            "Accounts",
            (
                Part("a", "Define accounts;", intro="The organization:"),
                Part("d.1", "users;", intro="Specify:"),
                Part("d.2", "roles;"),
            ),
        ),
        ("AC-3", "Enforce.", (Part("b", "Enforce."),)),
    ]
    assert (found.rows, found.controls, found.parts, found.left_out) == (6, 2, 4, ())


def test_what_is_determined_stands_in_a_column_of_its_own():
    """As in SP 800-171A."""
    head = ("Identifier", "Security Requirement", "Assessment Objective")
    found = made(
        table(
            head,
            ("3.4.3", "Track changes.", "Determine if:"),
            ("3.4.3[a]\t ", None, "changes are tracked."),
            ("3.4.3[b]", None, "changes are logged."),
            ("3.4.4", "Analyze the impact.", "Determine if it is analyzed."),
        )
    )
    assert found.framework == "nist-800-171-r2"
    first, second = found.catalog.controls()
    assert first.parts == (
        Part("a", "changes are tracked.", intro="Track changes."),
        Part("b", "changes are logged."),
    )
    assert second.parts == (Part("", "Analyze the impact."),)
    assert second.objectives == (Objective("3.4.4", "", None, "Determine if it is analyzed."),)


def test_no_row_is_lost_in_silence():
    found = made(
        table(
            HEAD,
            ("AC-1", "One", "Do.", "AC", "N/A"),
            (None, "Nobody", "Has no id.", "AC", ""),
            ("AC-01", "One again", "Do.", "AC", ""),
            HEAD,
            ("AC-2", None, None, "AC", ""),
            ("AC-3, AC-4", "Two", "Do.", "AC", ""),
            ("AC-5 (L)", "Marked", "Do.", "AC", ""),
            (date(2026, 3, 1), "Dated", "Do.", "AC", ""),
            ("AC-6 to AC-9", "Range", "Do.", "AC", ""),
            ("a sentence that goes on for longer than any id of a control ever would", "Long", "Do.", "AC", ""),
        )
    )
    assert list(controls(found)) == ["AC-1"]
    assert controls(found)["AC-1"].kind is Responsibility.NOT_APPLICABLE
    assert found.left_out[0] == LeftOut(3, "Nobody Has no id. AC", "Row 3 is left out: it has no id.")
    told = left(found)
    assert found.rows == len(found.left_out) + 1
    assert told[4] == "its id AC-1 is that of row 2 already."
    assert told[5] == "it repeats the headings."
    assert told[6] == "it has an id, but neither a text nor a title."
    assert told[7] == "'AC-3, AC-4' names several controls: AC-3, AC-4; name one."
    assert told[8].startswith("'AC-5 (L)' cannot be told: it may be AC-5")
    assert told[9] == "Excel took the id for a date; format the column as text and write the id again."
    assert told[10].endswith("it is a range; name each id.")
    assert told[11] == "its id has more than 60 characters."


def test_numbers_that_excel_made_of_ids():
    """1.10 becomes 1.1. Where the framework has no 1.10, or the order shows none, it stays what it is."""
    rows = [("Safeguard", "Title"), (3.1, "One"), (3.2, "Two"), (4.9, "Nine"), ("4.10", "Ten"), (7.7, "Last")]
    found = made(table(*rows), "CIS Controls v8")
    assert found.framework == "cis-v8"
    assert list(controls(found)) == ["3.2", "4.9", "4.10", "7.7"]
    assert "it may be 3.1 (CIS Controls v8) or 3.10 (CIS Controls v8)" in left(found)[2]
    own = made(
        table(("Ref", "Title"), *((n / 10, f"T{n}") for n in range(11, 20)), (1.1, "T20"), (1.11, "T21"), (2.1, "U"))
    )
    assert left(own) == {
        11: "the cell holds the number 1.1, which may have been 1.10: Excel keeps no last zero.",
        2: "the cell holds the number 1.1, which may have been 1.10: Excel keeps no last zero.",
    }
    assert list(controls(own))[-2:] == ["1.11", "2.1"]


@pytest.mark.parametrize(
    ("title", "framework", "ids"),
    [
        ("PCI DSS 4.0", "pci-dss-4.0.1", ["3.1.1", "3.2.1", "12.10.1"]),
        ("NIST SP 800-171 Rev. 2", "nist-800-171-r2", ["3.1.1", "3.2.1"]),
        ("SP 800-171", "nist-800-171-r2", ["3.1.1", "3.2.1"]),
        ("Our list", None, ["3.2.1", "3.1.1"]),
        ("PCI DSS 3.2.1", None, ["3.2.1", "3.1.1"]),
    ],
)
def test_the_framework_comes_from_title_and_ids_and_is_not_guessed(title: str, framework: str | None, ids: list[str]):
    rows: list[tuple[Value, ...]] = [("Req #", "Requirement"), ("3.2.1", "Do this."), ("3.1.1", "Do that.")]
    if len(ids) > 2:
        rows.append(("12.10.1", "Respond."))
    found = made(table(*rows), title)
    assert (found.framework, list(controls(found)), found.left_out) == (framework, ids, ())
    assert [note.why for note in found.notes if "may be of" in note.why] == (
        []
        if framework
        else [
            "The ids may be of NIST SP 800-171 rev 2 or NIST SP 800-171 rev 3 or CMMC 2.0 level 2 or PCI DSS"
            " 4.0.1; they stay as they stand in the table until you say which."
        ]
    )
    assert made(table(*rows), title, framework="pci-dss-4.0.1").framework == "pci-dss-4.0.1"


def test_groups_that_are_named_once_or_on_a_line_of_their_own():
    merged = made(
        table(("Family", "ID", "Title"), ("Access", "A-1", "One"), (None, "A-2", "Two"), ("Audit", "B-1", "X"))
    )
    lines = made(
        table(("ID", "Title", "Family"), (None, None, "Access"), ("A-1", "One"), ("A-2", "Two"), (None, None, "Audit"),
              ("B-1", "X")),
        mapping=Mapping("Sheet", 1, id=0, title=1, group=2),
    )  # fmt: skip
    for found in (merged, lines):
        assert [(g.id, [c.id for c in g.controls]) for g in found.catalog.groups] == [
            ("Access", ["A-1", "A-2"]),
            ("Audit", ["B-1"]),
        ]
        assert found.left_out == ()


def test_groups_from_the_ids_or_one_for_all():
    found = made(
        table(("Identifier", "Requirement"), ("3.10.1", "Do."), ("3.2.2", "Do."), ("3.2.1", "Do.")), "800-171r2"
    )
    assert [(g.id, [c.id for c in g.controls]) for g in found.catalog.groups] == [
        ("3.2", ["3.2.1", "3.2.2"]),
        ("3.10", ["3.10.1"]),
    ]
    own = made(table(("ID", "Title"), ("CTL-1", "One"), ("CTL-2", "Two")))
    assert [group.title for group in own.catalog.groups] == ["Controls"]


def test_group_ids_are_unique():
    found = made(
        table(("ID", "Title", "Family"), ("AC-1", "a", "Access"), ("AC-2", "b", "Accounts"), ("AU-1", "c", "AC")),
        mapping=Mapping("Sheet", 1, id=0, title=1, group=2),
    )
    ids = [group.id for group in found.catalog.groups]
    assert len(set(ids)) == 3
    assert all(control.group in ids for control in found.catalog.controls())
    assert isinstance(found.catalog, Catalog)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Inherited", Responsibility.INHERITED),
        ("AWS", Responsibility.INHERITED),
        ("CSP", Responsibility.INHERITED),
        ("Cloud Service Provider", Responsibility.INHERITED),
        ("Fully inherited from AWS", Responsibility.INHERITED),
        ("Shared", Responsibility.SHARED),
        ("HYBRID", Responsibility.SHARED),
        ("AWS / Customer", Responsibility.SHARED),
        ("Partially inherited", Responsibility.SHARED),
        ("customer-specific", Responsibility.CUSTOMER),
        ("Customer responsibility", Responsibility.CUSTOMER),
        ("Configured by customer", Responsibility.CUSTOMER),
        ("n/a", Responsibility.NOT_APPLICABLE),
        ("Not Applicable", Responsibility.NOT_APPLICABLE),
        ("Service Provider System Specific", None),
        ("Yes", None),
    ],
)
def test_words_for_responsibility(said: str, kind: Responsibility | None):
    found = made(
        table(("ID", "Title", "Responsibility"), ("A-1", "One", said)), mapping=Mapping("Sheet", 1, 0, 1, None, None, 2)
    )
    assert controls(found)["A-1"].kind is kind
    assert bool(found.notes) == (kind is None)


def test_the_parts_decide_where_the_control_has_no_row():
    rows = [("ID", "Text", "Shared"), ("AC-2(a)", "x", "AWS"), ("AC-2(b)", "y", "Customer"), ("AC-3(a)", "z", "AWS")]
    found = made(table(*rows), mapping=Mapping("Sheet", 1, 0, None, 1, None, 2))
    assert [control.kind for control in found.catalog.controls()] == [Responsibility.SHARED, Responsibility.INHERITED]


def test_a_long_text_gives_the_title_where_there_is_none():
    found = made(table(("ID", "Requirement"), ("A-1", "Keep " + "records " * 30), ("A-2", "Short.")))
    titles = [control.title for control in found.catalog.controls()]
    assert titles[0].endswith("records…")
    assert len(titles[0]) <= 80
    assert titles[1] == "Short."


def test_without_ids_it_is_a_sentence():
    found = table(("Colour", "Price"), ("red", "cheap"), ("blue", "dear"))
    assert guess(found).id is None
    for call in (lambda: made(found), lambda: preview(found, guess(found))):
        with pytest.raises(NoIdColumn) as raised:
            call()
        assert str(raised.value).startswith(
            "list.xlsx, sheet 'Sheet' has no column with the ids of controls; looked for"
        )
    with pytest.raises(BadTable, match="has no sheet 'Gone'"):
        made(found, mapping=Mapping("Gone", 1, id=0))
    with pytest.raises(BadTable, match=r"has no row that is a control\. Row 2 is left out: it has no id\."):
        made(found, mapping=Mapping("Sheet", 1, id=5))


def test_the_preview_shows_rows_as_they_would_come_in():
    found = table(
        HEAD, ("ac-02", "Accounts", "x" * 500, "AC", "hybrid"), (None, "Nobody", "", "", ""), ("AC-3", "Three", "Do.")
    )
    first, second = preview(found, guess(found), 2)
    assert (first.row, first.id, first.title, first.group, first.responsibility, first.why) == (
        *(2, "AC-2", "Accounts", "AC"),
        *("shared", ""),
    )
    assert first.text.endswith("…")
    assert (second.row, second.why) == (3, "Row 3 is left out: it has no id.")
