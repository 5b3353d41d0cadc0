"""Where things lie in a package, for the names and ids that people, programs and attackers come up with."""

from __future__ import annotations

import random
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

from srm_desktop.domain.assessment import Evidence, EvidenceRow
from srm_desktop.domain.filenames import folded
from srm_desktop.domain.freshness import ALWAYS
from srm_desktop.domain.packing import places, top_folder
from srm_desktop.domain.vocabulary import Freshness
from tests.domain.test_filenames import DEVICES, PIECES

MORE = (*PIECES, "\u00a0", "\u3000", "%0A", "#", "$HOME", "&", "'", "[b]", "e\u0301.TXT", "É.txt", "r\u202efdp.exe")
CONTROLS = ("AC-2", "ac-2", "AC-2(3)", "../..", "CON", "a/b", "x" * 300, "É", "e\u0301", "\u202e", "...", "", "C:\\")


def row(number: int, name: str, *controls: str) -> EvidenceRow:
    piece = Evidence(
        number, str(number), name, name, "0" * 64, 1, "text/plain", date(2026, 1, 1), False, ALWAYS,
        datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return EvidenceRow(piece, controls, Freshness.FRESH)


def test_a_piece_lies_under_the_first_control_that_it_serves():
    found = places([row(12, "report.pdf", "AC-2(3)", "AU-2"), row(13, "a.txt"), row(14, "b.txt", "ac-2(3)")])
    assert found == {
        "E-12": "evidence/AC-2(3)/E-12 report.pdf",
        "E-13": "evidence/older versions/E-13 a.txt",
        "E-14": "evidence/AC-2(3)/E-14 b.txt",
    }


def test_ten_thousand_hostile_names_stay_in_the_package_and_none_overwrites(tmp_path: Path):
    dice = random.Random(44)
    rows = [
        row(number % 500, "".join(dice.choices(MORE, k=dice.randint(0, 6))), dice.choice(CONTROLS))
        for number in range(10_000)
    ]
    found: list[str] = []
    for start in range(0, 10_000, 500):  # five hundred pieces in each of twenty packages
        paths = list(places(rows[start : start + 500]).values())
        assert len({folded(path) for path in paths}) == 500
        found += paths
    for path in found:
        top, folder, name = path.split("/")
        assert top == "evidence" and PureWindowsPath(path).parts == PurePosixPath(path).parts
        assert len(path) <= 125 and not set(path) & set('%#$~`<>:"\\|?*')
        for piece in (folder, name):
            assert piece and piece == piece.strip(" .") and piece.partition(".")[0].strip().upper() not in DEVICES
    archive, out = tmp_path / "p.zip", tmp_path / "out"
    with zipfile.ZipFile(archive, "w") as packed:
        for number, path in enumerate(found):
            packed.writestr(f"{number // 500}/{path}", str(number))
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(out)
    assert [path.name for path in tmp_path.iterdir() if path != archive] == ["out"]
    for number, path in enumerate(found):
        assert (out / str(number // 500) / path).read_text() == str(number)


def test_the_top_folder_is_short_and_never_empty():
    assert top_folder("Acme: Q3/2026") == "Acme_ Q3_2026"
    assert top_folder("..") == "assessment"
    assert len(top_folder("é" * 300).encode()) <= 40
