"""verify --export-sound and history, as typed."""

import json
import sqlite3
from pathlib import Path

import pytest

from srm_desktop import cli
from srm_desktop.services import assessments, attach, listing


@pytest.fixture
def path(new_assessment) -> Path:
    file = new_assessment()
    attach.attach(
        file, [listing.rows(file)[0].key], [attach.Pasted(f"{n}.txt", b"proof %d" % n * 99) for n in range(3)]
    )
    file.close()
    return file.path


def damage(path: Path) -> None:
    data = path.read_bytes()
    at = data.index(b"proof 1proof 1")
    path.write_bytes(data[:at] + b"P" + data[at + 1 :])


def test_what_is_sound_is_written_and_the_exit_code_stays(path, tmp_path, capsys):
    damage(path)
    assert cli.main(["verify", str(path), "--export-sound", str(tmp_path / "out"), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert not said["ok"] and len(said["written"]) == 2 and Path(said["matrix"]).exists()
    assert [(p["id"], p["name"]) for p in said["left_out"]] == [("E-2", "1.txt")] and Path(said["report"]).exists()
    assert cli.main(["verify", str(path), "--export-sound", str(tmp_path / "again")]) == 1
    out = capsys.readouterr().out
    assert "2 sound pieces written, 1 left out" in out and "E-2 1.txt" in out


def test_nothing_is_written_where_nothing_is_wrong(path, tmp_path, capsys):
    assert cli.main(["verify", str(path), "--export-sound", str(tmp_path / "out")]) == 0
    assert not (tmp_path / "out").exists() and "Unchanged" in capsys.readouterr().out


def test_the_history_is_narrowed_and_written(path, tmp_path, capsys):
    assert cli.main(["history", str(path), "--evidence", "E-2", "--json"]) == 0
    events = json.loads(capsys.readouterr().out)
    assert events and all("1.txt" in event["place"] for event in events)
    assert cli.main(["history", str(path), "--kind", "evidence", "--to", str(tmp_path / "h.xlsx"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert Path(said["path"]).exists() and said["changes"] == 6
    assert cli.main(["history", str(path), "--by", "Nobody"]) == 0
    assert "Nothing of this kind happened." in capsys.readouterr().out


@pytest.mark.parametrize(("args", "code", "said"), [
    (["AC-1", "--evidence", "E-1"], 2, "Name a control or a piece of evidence, not both."),
    (["--evidence", "E-77"], 3, "There never was evidence 'E-77'"),
    (["--to", "x.csv"], 3, "must end in .xlsx"),
    (["--from", "soon"], 3, "soon"),
])  # fmt: skip
def test_wrong_input_is_a_sentence(path, capsys, args, code, said):
    assert cli.main(["history", str(path), *args]) == code
    assert said in capsys.readouterr().err


def test_a_file_that_cannot_be_opened_for_its_schema_is_a_sentence(path, capsys):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = CAST(x'80C2' || sql AS TEXT) WHERE name = 'chunk'")
    connection.close()
    assert cli.main(["verify", str(path)]) == 3
    assert path.name in capsys.readouterr().err
    assert path.suffix == assessments.ENDING
