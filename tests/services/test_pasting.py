"""What is pasted: tables as CSV with their cells as they were, everything else as text."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.services.pasting import pasted_text

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {color:black}</style></head><body>
<table border=0><!--StartFragment--><tr height=20><td>User</td><td class=xl65>MFA</td></tr>
<tr><td>=root</td><td align=right>007</td></tr><!--EndFragment--></table></body></html>"""


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_table_of_excel_keeps_its_cells():
    made = pasted_text("AC-2 x", "User\tMFA\r\n=root\t007\r\n", EXCEL)
    assert made.name == "AC-2 x.csv" and cells(made.data) == [["User", "MFA"], ["=root", "007"]]


def test_a_cell_with_lines_and_quotes_stays_one_cell():
    made = pasted_text("x", 'a\t"one\ntwo ""three"""\r\nb\tc\r\n')
    assert cells(made.data) == [["a", 'one\ntwo "three"'], ["b", "c"]]


def test_a_table_of_a_browser_with_spans():
    html = (
        "<meta charset='utf-8'><table><thead><tr><th colspan=2>Users <b>and</b>\n keys</th></tr></thead>"
        "<tr><td rowspan='2'>ann</td><td>k1<br>k2</td></tr><tr><td>&lt;k3&gt;</td></tr></table>"
    )
    made = pasted_text("x", "whatever", html)
    assert made.name == "x.csv" and cells(made.data) == [["Users and keys", ""], ["ann", "k1\nk2"], ["", "<k3>"]]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain words", ""),
        ("plain words", "<p>plain <b>words</b></p>"),
        ("one\ttab in a line", ""),
        ("a\tb\nc", ""),
        ("\tif x:\n\treturn", ""),
        ("Before\na\tb\nc\td", "<p>Before</p><table><tr><td>a<td>b<tr><td>c<td>d</table>"),
        ("a", "<table><tr><td>a</td></tr></table>"),
        ("a b", "<table><tr><td>a</td><td><table><tr><td>b</td></tr></table></td></tr></table>"),
    ],
)
def test_what_is_no_table_stays_text(text, html):
    made = pasted_text("x", text, html)
    assert made.name == "x.txt" and made.data == text.encode()


def test_nothing_is_nothing():
    assert pasted_text("x", " \n") is None


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=4), min_size=2))
def test_any_cells_come_back_as_they_were(rows):
    width = min(map(len, rows))
    rows = [[cell or "-" for cell in row[:width]] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, "excel-tab").writerows(rows)
    assert cells(pasted_text("x", out.getvalue()).data) == rows


@given(st.text(st.sampled_from("<>/=\"' tablerdhspan123\t\n"), max_size=80))
def test_no_html_is_too_strange(html):
    pasted_text("x", "text", "<table " + html)
