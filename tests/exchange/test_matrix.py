"""The matrix as an assessor meets it: real files, read with openpyxl and with calamine."""

from __future__ import annotations

import difflib
import errno
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from srm_desktop.domain.assessment import (
    CatalogInUse,
    ControlRow,
    ControlView,
    ControlWork,
    Details,
    Evidence,
    EvidenceRow,
    Head,
    Link,
    LinkedEvidence,
    PartMark,
    PartView,
)
from srm_desktop.domain.catalog import EvidenceHint, Reference, Side
from srm_desktop.domain.freshness import Period, Rule, worst
from srm_desktop.domain.problems import Cancelled
from srm_desktop.domain.responsibility import Layer, LayerOwner, Overrule, Service, combine, derive, effective
from srm_desktop.domain.responsibility import words_in_scope as words
from srm_desktop.domain.rollup import PartState, roll_up_result, roll_up_status
from srm_desktop.domain.vocabulary import (
    Acceptance,
    Freshness,
    Origination,
    Owner,
    Responsibility,
    Result,
    Review,
    Status,
)
from srm_desktop.exchange import workbook_sheet
from srm_desktop.exchange.matrix import SHEETS, MatrixContent, NotTheSame, read_counts, write_matrix
from srm_desktop.exchange.workbook_file import DiskFull, FolderMissing, TargetIsFolder

GOLDEN = Path(__file__).parent.parent / "golden" / "matrix.txt"
VOLATILE = {("Cover", "Program")}
"""Cells that change without the matrix changing: sheet, and the label or heading."""

FORMULAS = [
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://example.com","x")',
    "=WEBSERVICE(A1)",
    "-2+3+cmd|' /C calc'!A0",
    "=IMPORTXML(A1,A2)",
    '@=DDE("cmd";"/C calc";"x")',
]
LAYERS = (Layer("facilities", "Facilities"), Layer("guest-os", "Guest operating system"), Layer("data", "Data"))


def service(name: str, tier: str, guest: Owner, why: str = "") -> Service:
    owners = (
        LayerOwner("facilities", Owner.AWS),
        LayerOwner("guest-os", guest, why),
        LayerOwner("data", Owner.CUSTOMER),
    )
    return Service(name.lower(), f"Amazon {name}", tier, tier.capitalize(), "", owners)


EC2 = service("EC2", "infrastructure", Owner.CUSTOMER)
RDS = service("RDS", "managed", Owner.SHARED, "AWS builds the patch; you apply it.")
S3 = service("S3", "abstracted", Owner.AWS)
SCOPE = (EC2, RDS, S3)
WHENCE = (Origination.SYSTEM, Origination.INHERITED)


def part(letter: str, layers: str, mark: PartMark | None = None, overrule: Overrule | None = None) -> PartView:
    found = derive(layers.split(), SCOPE)
    value = effective(found.value, overrule)
    text = f"Requirement {letter}."
    return PartView(letter, text, tuple(layers.split()), found, overrule, (), value, mark or PartMark(), ())


def piece(number: int, collected: date, **more: Any) -> Evidence:
    given = Evidence(
        number, f"u{number}", f"report-{number}.pdf", f"Report {number}", f"{number:064x}", 1000 * number,
        "application/pdf", collected, False, Period(), datetime(2025, 11, 3, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    return given._replace(**more)


def control(number: int, parts: list[PartView], linked: list[LinkedEvidence], work: ControlWork) -> ControlView:
    states = [PartState(p.responsibility, p.mark.status, p.mark.result) for p in parts]
    value, derived = combine(p.responsibility for p in parts), combine(p.derivation.value for p in parts)
    row = ControlRow(
        f"demo:C-{number}", f"C-{number}", "demo", "G", "Group", f"Control {number}", value, derived,
        roll_up_status(states), roll_up_result(s.result for s in states), work.review, work.owner, len(linked),
        worst(entry.freshness for entry in linked), bool(work.statement), False, True, tuple(s.id for s in SCOPE),
    )  # fmt: skip
    aws = Side("AWS runs the sites.", (("managed", "Builds the engine."),), ("AWS SOC 2 Type II report",))
    customer = Side("Sets it up.", (("infrastructure", "Patches the guest."),))
    hints = (EvidenceHint("Patch report", "Systems Manager > Patch Manager", "aws ssm describe-instance-patch-states"),)
    references = (
        Reference("nist-800-53-r5", "SI-2"),
        Reference("nist-800-53-r5", "SI-2(2)"),
        Reference("soc-2", "CC7.1"),
    )
    sides = (aws, words(aws, SCOPE), customer, words(customer, SCOPE))
    return ControlView(row, tuple(parts), *sides, hints, references, Rule(90), tuple(linked), work)


def usual() -> MatrixContent:
    """Three controls: one walked with evidence, one open in several ways, one inherited and partly not applicable."""
    first, second = (
        piece(
            1,
            date(2025, 9, 1),
            covers=Period(date(2025, 1, 1), date(2025, 8, 31)),
            note="INTERNAL",
            acceptance=Acceptance.ACCEPTED,
            account="123456789012",
            region="eu-west-1",
            method="export",
            collector="P. Raman",
            population="all instances",
            confidentiality="internal",
            fresh=Rule(within=True),
        ),
        piece(7, date(2025, 3, 2)),
    )
    third = piece(12, date(2024, 1, 5), collected_guessed=True, guessed_from="EXIF", source="Jira", version=2)
    refused = piece(13, date(2025, 9, 9), collected_guessed=True, acceptance=Acceptance.REJECTED)
    one = control(
        1,
        [
            part("a", "guest-os", PartMark((Status.IMPLEMENTED,), Result.SATISFIED, WHENCE, "Patched weekly.")),
            part("b", "data", PartMark((Status.PLANNED, Status.PARTIAL), Result.OTHER)),
        ],
        [
            LinkedEvidence(Link("demo:C-1", "", "u7"), second, Freshness.DUE_SOON),
            LinkedEvidence(Link("demo:C-1", "a", "u1", "p. 12"), first, Freshness.FRESH),
            LinkedEvidence(Link("demo:C-1", "b", "u12"), third, Freshness.STALE),
            LinkedEvidence(Link("demo:C-1", "a", "u13", "p. 3"), refused, Freshness.FRESH),
        ],
        ControlWork(Review.READY, "M. Ortiz", "The platform team owns this.", "INTERNAL", True),
    )
    two = control(2, [part("", "guest-os data")], [], ControlWork())
    reason = Overrule(Responsibility.NOT_APPLICABLE, "There are no sites of our own.")
    three = control(3, [part("a", "facilities"), part("b", "facilities", overrule=reason)], [], ControlWork())
    evidence = (
        EvidenceRow(first, ("C-1",), Freshness.FRESH, rules=(Rule(within=True),)),
        EvidenceRow(second, ("C-1",), Freshness.DUE_SOON, rules=(Rule(90), Rule(30))),
        EvidenceRow(third, ("C-1",), Freshness.STALE, older="E-3", rules=(Rule(90),)),
        EvidenceRow(refused, ("C-1",), Freshness.FRESH, rules=(Rule(90),)),
    )
    details = Details("Acme & Sons", "Acme", "Payments", Period(date(2025, 1, 1), date(2025, 12, 31)))
    return MatrixContent(
        "0192f0e4", details, (CatalogInUse("demo", "Demo catalog", "1.0", 3),), SCOPE, LAYERS, (one, two, three),
        evidence, Head("ab" * 32, 42), "J. Auditor", datetime(2025, 11, 23, 18, 0, 5, tzinfo=UTC), "SRM Desktop 0.1.0",
    )  # fmt: skip


def empty() -> MatrixContent:
    return usual()._replace(controls=(), evidence=(), services=(), catalogs=(), details=Details(""))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Workbook]:
    write_matrix(usual(), tmp_path / "matrix.xlsx")
    opened = load_workbook(tmp_path / "matrix.xlsx")
    yield opened
    opened.close()


def table(book: Workbook, title: str) -> list[dict[str, object]]:
    headings, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def column_of(book: Workbook, title: str, heading: str) -> int:
    return [cell.value for cell in book[title][1]].index(heading) + 1


def dump(book: Workbook) -> str:
    lines = []
    for sheet in book.worksheets:
        lines.append(f"## {sheet.title}")
        lines += [f"table {name}: {area}" for name, area in sheet.tables.items()]
        lines += [f"drop-down {v.sqref}: {v.formula1}" for v in sheet.data_validations.dataValidation]
        headings = [cell.value for cell in sheet[1]]
        for number, row in enumerate(sheet.iter_rows(), 1):
            for cell in row:
                label = row[0].value if sheet.title == "Cover" else headings[cell.column - 1]
                if cell.value is not None:
                    value = "(volatile)" if (sheet.title, label) in VOLATILE and cell.column > 1 else cell.value
                    link = f"  -> {cell.hyperlink.location}" if cell.hyperlink else ""
                    lines.append(f"{number} {label}: {value!r}{link}" if number > 1 else f"{number} {value!r}")
    return "\n".join(lines) + "\n"


def test_the_workbook_is_the_golden_one(book: Workbook) -> None:
    found, wanted = dump(book), GOLDEN.read_text(encoding="utf-8")
    difference = difflib.unified_diff(wanted.splitlines(), found.splitlines(), "golden", "written", lineterm="", n=1)
    assert found == wanted, "\n".join(difference)


def test_sheets_and_counts(tmp_path: Path, book: Workbook) -> None:
    assert tuple(book.sheetnames) == SHEETS
    counts = read_counts(tmp_path / "matrix.xlsx")
    assert (counts.parts, counts.inherited, counts.evidence, counts.open_items) == (4, 1, 4, 2)
    assert (counts.statements, counts.references) == (2, 2)
    assert book.properties.identifier == "0192f0e4"
    assert book.properties.creator == "J. Auditor"


def test_a_row_says_what_the_auditor_set(book: Workbook) -> None:
    first, second, third, excluded = table(book, "Matrix")
    assert (first["ID"], first["Part"], first["Responsibility"], first["Basis"]) == ("C-1", "a", "shared", "derived")
    assert first["Services and tiers"] == "Infrastructure: Amazon EC2\nManaged: Amazon RDS\nAbstracted: Amazon S3"
    assert first["AWS does"] == "AWS runs the sites.\nManaged (Amazon RDS): Builds the engine."
    assert (first["Implemented"], first["Planned"], first["Result"], first["Review"]) == (
        "X", None, "satisfied", "ready for review",
    )  # fmt: skip
    assert first["Statement"] == "Patched weekly.\n\nFor the whole control:\nThe platform team owns this."
    assert (first["Evidence count"], first["Evidence references"]) == (2, "E-1, E-7")
    assert (first["Newest evidence"], first["Freshness"]) == (datetime(2025, 9, 1), "due soon")
    assert (first["NIST SP 800-53 rev 5"], first["SOC 2"]) == ("SI-2, SI-2(2)", "CC7.1")
    assert str(first["Origination"]).splitlines() == [
        "service provider system specific", "inherited from a pre-existing authorization",
    ]  # fmt: skip
    assert second["Origination"] is None
    assert second["Statement"] == "The platform team owns this."
    assert (second["Partially implemented"], second["Planned"]) == ("X", "X")
    assert (third["Freshness"], third["Not started"]) == ("no evidence", "X")
    assert (excluded["Responsibility"], excluded["Derived"], excluded["Basis"], excluded["Why"]) == (
        "not applicable", "inherited", "overruled", "There are no sites of our own.",
    )  # fmt: skip


def test_the_evidence_sheet_says_what_is_known_of_a_piece(book: Workbook) -> None:
    first, second, third, refused = table(book, "Evidence")
    assert [first[name] for name in ("Acceptance", "Collected is", "Account", "Region", "Method", "Collector")] == [
        "accepted", "given", "123456789012", "eu-west-1", "export", "P. Raman",
    ]  # fmt: skip
    assert (first["Query or population"], first["Confidentiality"]) == ("all instances", "internal")
    assert (first["Covers from"], first["Covers to"]) == (datetime(2025, 1, 1), datetime(2025, 8, 31))
    assert (first["How fresh it must be"], first["Supersedes"]) == ("within the audit period", None)
    assert second["How fresh it must be"] == "at most 90 days old\nat most 30 days old"
    assert (third["Collected is"], third["Version"], third["Supersedes"]) == ("guessed from EXIF", 2, "E-3")
    assert (refused["Acceptance"], refused["Collected is"]) == ("rejected", "guessed from the file")


def test_what_was_rejected_is_listed_but_is_no_evidence_of_a_part(book: Workbook) -> None:
    assert [row["ID"] for row in table(book, "Evidence")] == ["E-1", "E-7", "E-12", "E-13"]
    assert "E-13" not in str([row["Evidence references"] for row in table(book, "Matrix")])
    assert table(book, "Matrix")[0]["Newest evidence"] == datetime(2025, 9, 1)


def test_open_items_name_every_reason(book: Workbook) -> None:
    second, third = table(book, "Open items")
    assert str(second["What is open"]).splitlines() == [
        "Planned, not yet in place.",
        "Only partially implemented.",
        "Result: other than satisfied.",
        "Stale evidence: E-12.",
    ]
    assert str(third["What is open"]).splitlines() == ["Not walked: no implementation status.", "No evidence."]
    assert all(
        len(str(r["What to do"]).splitlines()) == len(str(r["What is open"]).splitlines()) for r in (second, third)
    )


def test_services_show_the_owner_of_each_control(book: Workbook) -> None:
    rows = {row["ID"]: row for row in table(book, "Services")}
    assert [rows["C-1"][f"Amazon {s}"] for s in ("EC2", "RDS", "S3")] == ["customer", "shared", "shared"]
    assert [rows["C-3"][f"Amazon {s}"] for s in ("EC2", "RDS", "S3")] == ["AWS", "AWS", "AWS"]


def test_internal_notes_stay_inside(tmp_path: Path, book: Workbook) -> None:
    with zipfile.ZipFile(tmp_path / "matrix.xlsx") as archive:
        assert all(b"INTERNAL" not in archive.read(name) for name in archive.namelist())


def test_tables_drop_downs_and_print_set_up_reach_everything(book: Workbook) -> None:
    names = [name for sheet in book.worksheets for name in sheet.tables]
    assert names == ["Matrix", "Inherited", "Services", "Evidence", "OpenItems"]
    for sheet in book.worksheets[1:]:
        (excel_table,) = sheet.tables.values()
        left, top, right, bottom = range_boundaries(excel_table.ref)
        assert (left, top, right, bottom) == (1, 1, sheet.max_column, sheet.max_row)
        assert excel_table.autoFilter.ref == excel_table.ref
        assert [c.name for c in excel_table.tableColumns] == [cell.value for cell in sheet[1]]
        assert sheet.freeze_panes is not None and sheet.freeze_panes.endswith("2")
        assert sheet.print_title_rows == "$1:$1"
        for validation in sheet.data_validations.dataValidation:
            for area in validation.sqref.ranges:
                assert (area.min_row, area.max_row) == (2, sheet.max_row)
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.oddFooter.left.text == "Acme && Sons"
        assert sheet.oddFooter.right.text == "Page &P of &N"
    drop_downs = {str(v.sqref) for v in book["Matrix"].data_validations.dataValidation}
    for heading in ("Responsibility", *map(str.capitalize, Status), "Result", "Review"):
        letter = get_column_letter(column_of(book, "Matrix", heading))
        assert f"{letter}2:{letter}5" in drop_downs
    letter = get_column_letter(column_of(book, "Matrix", "Origination"))
    assert f"{letter}2:{letter}5" not in drop_downs  # it would refuse several words in one cell


def test_fills_go_with_words(book: Workbook) -> None:
    sheet = book["Matrix"]
    letter = get_column_letter(column_of(book, "Matrix", "Result"))
    rules = [
        rule
        for area in sheet.conditional_formatting
        if str(area.sqref) == f"{letter}2:{letter}5"
        for rule in area.rules
    ]
    assert [rule.formula for rule in rules] == [['"satisfied"'], ['"other than satisfied"'], ['"not applicable"']]


def test_links_lead_to_the_right_rows_and_back(book: Workbook) -> None:
    def target(title: str, row: int, heading: str) -> list[object]:
        link = book[title].cell(row, column_of(book, title, heading)).hyperlink
        assert link is not None
        sheet, _, address = link.location.rpartition("!")
        return [cell.value for cell in book[sheet.strip("'")][book[sheet.strip("'")][address].row]]

    assert target("Matrix", 2, "Evidence references")[0] == "E-1"
    assert target("Matrix", 2, "Newest evidence")[0] == "E-1"
    assert target("Matrix", 3, "Evidence count")[0] == "E-7"
    assert target("Evidence", 4, "ID")[1:3] == ["C-1", "b"]
    assert target("Open items", 3, "ID")[1:2] == ["C-2"]
    assert book["Matrix"].cell(4, column_of(book, "Matrix", "Evidence count")).hyperlink is None


def with_text(text: str) -> MatrixContent:
    """The usual content with `text` wherever a person can type."""
    given = usual()
    one, *others = given.controls
    mark = one.parts[0].mark._replace(statement=text)
    overruled = one.parts[1]._replace(
        overrule=Overrule(Responsibility.CUSTOMER, text),
        responsibility=Responsibility.CUSTOMER,
        service_overrules=(Overrule(Responsibility.SHARED, text, "rds"),),
    )
    typed = one.links[1].piece._replace(name=text, title=text, source=text)
    links = (
        one.links[0],
        one.links[1]._replace(piece=typed, link=one.links[1].link._replace(place=text)),
        one.links[2],
    )
    changed = one._replace(
        row=one.row._replace(title=text, owner=text),
        parts=(one.parts[0]._replace(text=text, mark=mark), overruled),
        work=ControlWork(Review.OPEN, text, ""),
        links=links,
    )
    return given._replace(
        details=Details(text, text, text),
        catalogs=(CatalogInUse("demo", text, text, 3),),
        services=(EC2._replace(name=text), RDS, S3._replace(name=text)),
        controls=(changed, *others),
        evidence=(given.evidence[0]._replace(piece=typed), *given.evidence[1:]),
        exported_by=text,
    )


def typed_cells(rows: dict[str, list[dict[str, object]]]) -> list[object]:
    first, second = rows["Matrix"][:2]
    seen = [first[h] for h in ("Framework", "Title", "Requirement", "Statement", "Owner")]
    return [*seen, second["Why"], *(rows["Evidence"][0][h] for h in ("Title", "File name", "Source"))]


def read(path: Path) -> dict[str, list[dict[str, object]]]:
    """With calamine, which restores ST_Xstring escapes as Excel does."""
    found = {}
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        for title in SHEETS:
            headings, *rows = book.get_sheet_by_name(title).to_python()
            found[title] = [dict(zip(map(str, headings), row, strict=True)) for row in rows]
    return found


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_text_becomes_a_formula(tmp_path: Path, payload: str) -> None:
    path = tmp_path / "matrix.xlsx"
    write_matrix(with_text(payload), path)
    assert set(typed_cells(read(path))) == {payload}
    book = load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    dangerous = [c for c in cells if isinstance(c.value, str) and unescape(c.value)[:1] in set("=+-@\t\r")]
    assert len(dangerous) >= 12
    assert all(cell.quotePrefix and cell.data_type == "s" for cell in dangerous)
    with zipfile.ZipFile(path) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist() if "sheets/" in name)
    book.close()


@pytest.mark.parametrize(
    "text",
    [
        "bell\x07 nul\x00 esc\x1b",
        "literal _x0007_ and _x005F_",
        "_x0007\x07_",
        "a\r\nb\rc\nd\te",
        "  two  spaces ",
        "é 漢字 😀 \x85\x7f",
        "<b>&amp;</b> ]]>",
        "'quoted'",
        "&[Page] &P && &",
        "x" * 300,
    ],
)
def test_text_reads_back_unaltered(tmp_path: Path, text: str) -> None:
    path = tmp_path / "matrix.xlsx"
    write_matrix(with_text(text), path)
    assert set(typed_cells(read(path))) == {text}
    book = load_workbook(path)
    assert {unescape(str(value)) for value in typed_cells({t: table(book, t) for t in SHEETS[1:]})} == {text}
    assert unescape(str(book.properties.subject)) == text[:250]
    book.close()


def test_half_a_surrogate_pair_stays_visible(tmp_path: Path) -> None:
    write_matrix(with_text("half \ud83d."), tmp_path / "matrix.xlsx")
    assert set(typed_cells(read(tmp_path / "matrix.xlsx"))) == {"half _xD83D_."}


@pytest.mark.parametrize("unit", ["word ", "_x0007_", "\x07", "😀"])
def test_long_text_continues_in_the_next_columns(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "matrix.xlsx"
    text = unit * (80_000 // len(unit))
    counts = write_matrix(with_text(text), path)
    rows = read(path)
    for title, row, heading in (("Matrix", 0, "Statement"), ("Matrix", 1, "Why"), ("Evidence", 0, "Source")):
        cells = [
            value for name, value in rows[title][row].items() if name == heading or name.startswith(f"{heading} (cont")
        ]
        assert "".join(map(str, cells)) == text
        assert len(cells) > 1 and all(len(str(cell)) <= 32_767 for cell in cells)
    assert f"Statement (continued 2 of {len(cells)})" in rows["Matrix"][0]
    assert counts.parts == 4
    labels = [str(row["Shared responsibility matrix"]) for row in rows["Cover"]]
    assert f"System (continued 2 of {len(cells)})" in labels
    book = load_workbook(path)
    (excel_table,) = book["Matrix"].tables.values()
    assert [c.name for c in excel_table.tableColumns] == [cell.value for cell in book["Matrix"][1]]
    book.close()


def test_an_empty_assessment_is_sheets_with_sentences(tmp_path: Path) -> None:
    counts = write_matrix(empty(), tmp_path / "matrix.xlsx")
    assert [sheet.rows for sheet in counts.sheets] == [0, 0, 0, 0, 0]
    book = load_workbook(tmp_path / "matrix.xlsx")
    assert [sheet.title for sheet in book.worksheets if sheet.tables] == []
    assert all(str(book[title]["A2"].value).endswith(".") for title in SHEETS[1:])
    book.close()


def test_what_is_there_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "matrix.xlsx"
    target.write_text("old")
    write_matrix(usual(), target)
    assert read_counts(target).parts == 4
    assert [p.name for p in tmp_path.iterdir()] == ["matrix.xlsx"]


def test_bad_targets_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(TargetIsFolder, match="is a folder"):
        write_matrix(usual(), tmp_path)
    with pytest.raises(FolderMissing, match="does not exist"):
        write_matrix(usual(), tmp_path / "absent" / "matrix.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    target = tmp_path / "matrix.xlsx"
    target.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, hard))
    try:
        with pytest.raises(DiskFull, match="no room") as caught:
            write_matrix(usual(), target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(caught.value.__cause__, OSError) and caught.value.__cause__.errno == errno.EFBIG
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["matrix.xlsx"]


@pytest.mark.parametrize("moment", range(3))
def test_stopping_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    scratch, out = tmp_path / "scratch", tmp_path / "out"
    scratch.mkdir()
    out.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    many = [c._replace(row=c.row._replace(key=f"demo:{n}")) for n, c in enumerate(usual().controls[1:2] * 120)]
    content = usual()._replace(controls=many)
    calls: list[tuple[int, int]] = []
    write_matrix(content, tmp_path / "whole.xlsx", lambda done, total: calls.append((done, total)))
    assert calls[0][0] == 0 and calls[-1][0] == calls[-1][1] and calls == sorted(calls)
    stop_at = calls[(0, len(calls) // 2, -1)[moment]]

    def stop(done: int, total: int) -> None:
        if (done, total) == stop_at:
            raise Cancelled("The export was stopped; nothing was written.")

    with pytest.raises(Cancelled):
        write_matrix(content, out / "matrix.xlsx", stop)
    assert list(out.iterdir()) == []
    assert list(scratch.iterdir()) == []


def test_a_file_that_lost_something_is_not_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = workbook_sheet._cell
    monkeypatch.setattr(
        workbook_sheet, "_cell", lambda at, look, value: real(at, look, None if value == "E-1, E-7" else value)
    )
    with pytest.raises(NotTheSame, match=r"Evidence references of Matrix has 1 filled cells where 2 were written"):
        write_matrix(usual(), tmp_path / "matrix.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_other_files_are_not_counted(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(NotTheSame, match="cannot be read"):
        read_counts(tmp_path / "text.xlsx")
    Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(NotTheSame, match="does not have the sheets"):
        read_counts(tmp_path / "other.xlsx")
