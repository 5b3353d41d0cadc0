"""Names from outside as names of files: none leaves its folder, none hits a device, none overwrites another."""

import random
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.filenames import MOST_BYTES, folded, portable_name, safe_name, unlike

DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in "0123456789¹²³")}
PIECES = [
    *'aAzZ09._- /\\:*?"<>|~$%\x00\x07\x1b\x7f\n\t\u202e\u2066\u200f\u200b\ufeff\u2028\ud800\uffff\ue000é\u0301ß한🙂',
    "..",
    "../",
    "..\\",
    "/etc/passwd",
    "C:\\Windows\\",
    "\\\\server\\share\\",
    "CON",
    "nul",
    "aux.txt",
    "com1.",
    "LPT¹",
    "conin$",
    " . ",
    "report.pdf",
    "REPORT.PDF",
    "x" * 300,
    "é" * 200,
    ".tar.gz",
    "." + "e" * 30,
    "::$DATA",
    "%2e%2e%2f",
    "~",
    "-rf",
]


def check(name: str) -> None:
    assert name and name not in (".", "..")
    assert len(name.encode("utf-8")) <= MOST_BYTES
    assert PurePosixPath(name).name == name == PureWindowsPath(name).name, "it stays in its folder"
    assert not set(name) & set('<>:"/\\|?*')
    assert name == name.strip(" .") == name.strip()
    assert not [c for c in name if c.isspace() and c != " "], "tools that read lists of names trim and split at blanks"
    assert name.partition(".")[0].strip().upper() not in DEVICES
    bad = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not [c for c in name if unicodedata.category(c) in bad]


@given(st.text(st.characters(), max_size=400))
def test_any_text_becomes_a_safe_name(name: str):
    check(safe_name(name))


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_hostile_pieces_become_a_safe_name(name: str):
    once = safe_name(name)
    check(once)
    assert safe_name(once) == once, "a safe name stays as it is"


def test_ten_thousand_hostile_names_land_in_the_folder_and_none_overwrites(tmp_path: Path):
    dice = random.Random(4)
    names = ["".join(dice.choices(PIECES, k=dice.randint(0, 6))) for _ in range(10_000)]
    taken: set[str] = set()
    outside = tmp_path / "outside"
    folder = tmp_path / "inside"
    outside.mkdir()
    folder.mkdir()
    written = []
    for number, name in enumerate(names):
        final = unlike(safe_name(name), taken)
        target = folder / final
        assert target.resolve().parent == folder.resolve()
        with target.open("x", encoding="ascii") as stream:  # x: refuses to overwrite
            stream.write(str(number))
        written.append(final)
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in written}) == 10_000, "nor on Windows or macOS"
    assert len(list(folder.iterdir())) == 10_000
    assert list(outside.iterdir()) == []
    assert max(len(name.encode()) for name in written) <= 255


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("Bericht für März.pdf", "Bericht für März.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\evil.exe", "C__evil.exe"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("CON .txt", "_CON .txt"),
        ("COM¹.log", "_COM¹.log"),
        ("console.txt", "console.txt"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("a\x00b\nc", "a_b_c"),
        (" . trailing. ", "trailing"),
        ("", "file"),
        ("...", "file"),
        (".bashrc", "bashrc"),
        ("a\u00a0b\u3000", "a b"),
        ("\u2003", "file"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_safe_name_by_example(name: str, safe: str):
    assert safe_name(name) == safe


def test_an_over_long_name_keeps_its_ending():
    assert safe_name("x" * 300 + ".pdf").endswith("x.pdf")
    assert len(safe_name("x" * 300 + ".pdf")) == MOST_BYTES
    assert len(safe_name("x" * 300).encode()) == MOST_BYTES
    check(safe_name("é" * 300 + ".xlsx"))


def test_an_empty_name_gets_the_one_given():
    assert safe_name("", "E-12") == "E-12"


@given(st.lists(st.sampled_from(["a.pdf", "A.PDF", "a (2).pdf", "a", "A", ".x", "b.", "straße", "STRASSE"])))
def test_twins_are_told_apart_even_where_case_does_not_count(names: list[str]):
    taken: set[str] = set()
    found = [unlike(name, taken) for name in names]
    assert len({name.casefold() for name in found}) == len(names)
    assert taken == {folded(name) for name in found}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("é.txt", "e\u0301.txt"),
        ("É.txt", "e\u0301.TXT"),
        ("STRASSE", "straße"),
        ("K.txt", "\u212a.txt"),
        ("I.txt", "\u0131.txt"),
        ("ſ.txt", "S.txt"),
        ("ΟΔΟΣ", "οδος"),
        ("οδοσ", "οδος"),
        ("\u1fb3", "\u1fbc"),
    ],
)
def test_twins_of_any_file_system_are_one(one: str, other: str):
    assert folded(one) == folded(other)
    taken: set[str] = set()
    assert unlike(one, taken) != unlike(other, taken)
    assert len(taken) == 2


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_portable_name_needs_no_escaping_in_lists(name: str):
    once = portable_name(name, most=80)
    check(once)
    assert len(once.encode()) <= 80 and not set(once) & set("%#$~`")
    assert portable_name(once, most=80) == once


def test_twins_are_numbered_before_the_ending():
    taken: set[str] = set()
    assert [unlike(name, taken) for name in ("a.pdf", "A.pdf", "a.pdf", "b", "b")] == [
        "a.pdf",
        "A (2).pdf",
        "a (3).pdf",
        "b",
        "b (2)",
    ]
