"""Files that are no table, are damaged, locked or hostile: each a sentence, with bounded memory and work."""

import random
import zipfile
from pathlib import Path

import pytest

from srm_desktop.exchange.table import BadTable, ProtectedTable, read
from tests.exchange.table_samples import (
    SHEET,
    compound,
    ods,
    ods_cell,
    patched,
    text,
    told_within,
    with_cells,
    workbook,
    xls,
    xlsb,
)

EXPECTED = "a workbook (xlsx, xlsm, xlsb, xls, ods) or a text table (CSV, TSV) is expected."


def sentence(path: Path, kind: type[BadTable] = BadTable) -> str:
    with pytest.raises(BadTable) as raised:
        read(path)
    assert type(raised.value) is kind
    assert str(raised.value).startswith(path.name)
    assert "\n" not in str(raised.value)
    return str(raised.value).removeprefix(path.name).strip(" ,:")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", f"is empty, and {EXPECTED}"),
        (b"  \r\n \0", f"is empty, and {EXPECTED}"),
        (b'{"Findings": []}', f"is JSON; {EXPECTED}"),
        (b'[{"id": 1}]', f"is JSON; {EXPECTED}"),
        (b"%PDF-1.7 ...", f"is a PDF; {EXPECTED}"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", f"is neither a workbook nor text; {EXPECTED}"),
        (bytes(range(1, 32)) * 9, f"is neither a workbook nor text; {EXPECTED}"),
        (b"\xff\xfea\0\x00\xd8", "is damaged text (utf-16) near byte 4; save it anew."),
        (b",,\n,,\n", f"has no cell with a value in it; {EXPECTED}"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, told: str):
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert sentence(path) == told


def test_a_web_page_under_the_name_of_a_workbook(tmp_path: Path):
    """As many programs "export to Excel"."""
    path = tmp_path / "export.xls"
    path.write_text("<html><table><tr><td>AC-2</td></tr></table></html>", "utf-8")
    assert "is a web page or other XML under the name of a table; open it in Excel and save it as .xlsx" in sentence(
        path
    )


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path):
    (tmp_path / "folder.xlsx").mkdir()
    assert sentence(tmp_path / "folder.xlsx") == f"is no file; {EXPECTED}"
    assert sentence(tmp_path / "absent.xlsx") == "cannot be read: No such file or directory."


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_text('id,title\nA-1,"One\n' + "A-2,Two\n" * 20_000, "utf-8")
    assert sentence(path).startswith("row 2: a cell has more than 131,072 characters; is a quotation mark opened there")


def test_an_archive_that_is_no_workbook(tmp_path: Path):
    path = tmp_path / "evidence.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../passwd", "x")
    assert sentence(path) == f"is an archive (zip) and no workbook; {EXPECTED}"
    assert [found.name for found in tmp_path.iterdir()] == ["evidence.zip"]


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "xls", "ods"])
def test_cut_off_and_damaged_workbooks(tmp_path: Path, kind: str):
    """Whatever is broken, it is a sentence or still a table."""
    cells = [(row, 0, f"AC-{row}") for row in range(50)]
    made = {
        "xlsx": lambda path: workbook(path, ("Sheet", [[value] for _, _, value in cells])),
        "xlsb": lambda path: xlsb(path, cells),
        "xls": lambda path: xls(path, cells),
        "ods": lambda path: ods(
            path, "".join(f"<table:table-row>{ods_cell(v)}</table:table-row>" for _, _, v in cells)
        ),
    }[kind]
    whole = made(tmp_path / f"whole.{kind}").read_bytes()
    path = tmp_path / "broken.dat"
    path.write_bytes(whole[: len(whole) // 2])
    assert "cut off" in sentence(path) or kind == "xls"
    chance = random.Random(7)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken[: chance.choice([len(broken), chance.randint(1, len(broken))])])
        try:
            read(path)
        except BadTable as problem:
            assert str(problem).startswith("broken.dat")


def test_workbooks_with_a_password(tmp_path: Path):
    path = tmp_path / "secret.xlsx"
    path.write_bytes(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}))
    assert "is locked with a password" in sentence(path, ProtectedTable)
    xls(path, [(0, 0, "a")], before=b"\x2f\0\x02\0\x01\0")
    assert "is locked with a password" in sentence(path, ProtectedTable)
    ods(path, "")
    patched(path, "META-INF/manifest.xml", lambda _: b"<manifest:encryption-data/>")
    assert "is locked with a password" in sentence(path, ProtectedTable)


def test_another_office_file(tmp_path: Path):
    path = tmp_path / "letter.doc"
    path.write_bytes(compound({"WordDocument": b"x"}))
    assert sentence(path) == f"is an Office file without a worksheet; {EXPECTED}"


@pytest.mark.parametrize("inside", ["", '[<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]'])
def test_a_sheet_with_a_document_type(tmp_path: Path, inside: str):
    bomb = f"<!DOCTYPE x {inside}>"
    path = workbook(tmp_path / "list.xlsx", ("Sheet", [["a"]]))
    patched(path, SHEET, lambda data: bomb.encode() + data)
    assert sentence(path) == f"{SHEET!r} in it, has a document type, and workbooks have none; it is not read."


# From here on the reader itself would take gigabytes: each is read in a process of 768 MB.


def test_cells_at_both_ends_of_a_sheet(tmp_path: Path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert told_within(with_cells(tmp_path / "far.xlsx", cells)) == (
        "far.xlsx, sheet1: its cells reach from A1 to XFD1048576, which is room for 17,179,869,184, and at most"
        " 20,000,000 are read; delete what stands far from the table."
    )


def test_the_same_without_places_of_cells(tmp_path: Path):
    cells = '<row r="1"><c><v>1</v></c></row><row r="1048576">' + "<c/>" * 99 + "<c><v>1</v></c></row>"
    assert "its cells reach from A1 to CV1048576" in told_within(with_cells(tmp_path / "far.xlsx", cells))


def test_a_sheet_that_only_says_that_it_is_large(tmp_path: Path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = with_cells(tmp_path / "declared.xlsx", cells, '<dimension ref="A1:XFD1048576"/>')
    assert told_within(path) == "1 rows"


def test_far_cells_in_the_other_formats(tmp_path: Path):
    far = [(0, 0, "a"), (1_048_575, 16_383, "b")]
    assert "from A1 to XFD1048576" in told_within(xlsb(tmp_path / "far.xlsb", far))
    outside = xlsb(tmp_path / "far.xlsb", [(0, 0, "a"), (0, 4_000_000_000, "b")])
    assert "a cell lies outside of what a sheet has" in told_within(outside)
    row = '<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>'
    path = ods(tmp_path / "far.ods", row.format(ods_cell("a", columns=16_384)))
    assert "from A1 to XFD1048576" in told_within(path)
    declared = xls(tmp_path / "far.xls", [(0, 0, "a")], rows=0x7FFFFFFF)
    assert "has or declares more cells than are read" in told_within(declared)


def test_an_archive_that_grows_a_thousand_times(tmp_path: Path):
    path = workbook(tmp_path / "bomb.xlsx", ("Sheet", [["a"]]))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.xml", "w") as entry:
        for _ in range(400):
            entry.write(b" " * 1_000_000)
    assert path.stat().st_size < 500_000
    assert told_within(path) == (
        "bomb.xlsx grows more than 300 times when 'xl/media/a.xml' in it is unpacked, as no workbook does; it is not"
        " read."
    )


def test_an_archive_that_is_not_honest_about_its_size(tmp_path: Path):
    path = workbook(tmp_path / "bomb.xlsx", ("Sheet", [["a"]]))
    patched(path, SHEET, lambda data: data + b" " * 50_000_000)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo(SHEET).file_size
    path.write_bytes(data.replace(true.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert "grows more than 300 times" in told_within(path)


def test_one_long_text_in_many_cells(tmp_path: Path):
    path = with_cells(
        tmp_path / "texts.xlsx",
        "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001)),
    )
    shared = f"<sst><si><t>{'a' * 32_000}</t></si></sst>".encode()
    told = told_within(patched(path, "xl/sharedStrings.xml", lambda _: shared))
    assert told.startswith("texts.xlsx holds 3,200 million characters when every cell is written out")
    row = f'<table:table-row table:number-rows-repeated="100000">{ods_cell("a" * 32_000)}</table:table-row>'
    assert "holds 3,200 million characters" in told_within(ods(tmp_path / "texts.ods", row))


@pytest.mark.parametrize("attribute", ["count", "uniqueCount"])
def test_more_texts_announced_than_there_can_be(tmp_path: Path, attribute: str):
    path = with_cells(tmp_path / "texts.xlsx", '<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    shared = f'<sst {attribute}="4000000000"><si><t>a</t></si></sst>'.encode()
    assert told_within(patched(path, "xl/sharedStrings.xml", lambda _: shared)) == (
        "texts.xlsx is damaged: 'sharedStrings' in it says that it holds more than it can."
    )


def test_an_xlsb_with_a_row_that_is_too_short(tmp_path: Path):
    """The reader would take the place of the next cells from what it read before."""
    path = xlsb(tmp_path / "short.xlsb", [(0, 0, "a"), (1, 0, "\uffff" * 8)])
    row = b"\x00\x99\x00" + (1).to_bytes(4, "little")
    patched(path, "xl/worksheets/sheet1.bin", lambda data: data.replace(row, b"\x00\x80\x00" + row))
    assert told_within(path) == "short.xlsb is damaged in sheet1; get a whole copy of the workbook."


def test_more_columns_than_a_sheet_has(tmp_path: Path):
    path = text(tmp_path / "wide.csv", [["a"] * 20_000])
    assert sentence(path).startswith("has more than is read: at most 1,048,576 rows, 16,384 columns")
