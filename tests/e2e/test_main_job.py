"""The whole main job as an auditor does it, on real files, by the command line; and once more as `make demo` does."""

import hashlib
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from srm_desktop.cli import main
from srm_desktop.exchange.sample_story import story


@pytest.fixture
def srm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(tmp_path / "preferences"))

    def run(*arguments: object):
        code = main([*map(str, arguments), "--json"])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return json.loads(out)

    return run


@pytest.fixture
def files(tmp_path: Path, clock) -> dict[str, Path]:
    """Real files of the kinds that auditors collect."""
    folder = tmp_path / "collected"
    folder.mkdir()
    found: dict[str, Path] = {}
    for piece in story(clock().date()).evidence:
        kind = Path(piece.name).suffix[1:]
        if kind not in found:
            found[kind] = folder / piece.name
            found[kind].write_bytes(piece.data)
    found["zip"] = folder / "exports.zip"
    with zipfile.ZipFile(found["zip"], "w") as archive:
        archive.writestr("a.txt", "a" * 1000)
    found["bin"] = folder / "memory.bin"
    found["bin"].write_bytes(random.Random(1).randbytes(3_000_000))
    return found


def test_from_nothing_to_a_matrix_in_the_hands_of_an_assessor(srm, files, tmp_path):
    path, matrix = tmp_path / "acme.srma", tmp_path / "acme.xlsx"

    # Start, and say which services the system uses.
    period = ["--from", "2026-01-01", "--to", "2026-06-30"]
    begun = srm("new", path, "--title", "Acme Payments", "--organisation", "Acme Ltd", "--system", "Payments", *period)
    assert begun["counts"]["inherited"] == 0, "nothing is inherited as long as no service is in scope"
    scope = srm("services", path, "--set", "ec2,rds,s3,iam,cloudtrail")
    assert len(scope["changed"]) > 20
    patching = srm("show", path, "SRM-VUL-01")
    assert patching["responsibility"] == "shared"
    rds = [r for why in patching["why"] for r in why["reasons"] if r["service"] == "rds" and r["layer"] == "guest-os"]
    assert {r["owner"] for r in rds} == {"shared"}, "the known trap: patching of RDS is shared"
    assert srm("show", path, "SRM-PHY-01")["responsibility"] == "inherited"

    # Walk.
    to_do = srm("controls", path, "--open")
    assert {row["responsibility"] for row in to_do} == {"shared", "customer"}
    for row in to_do[:12]:
        srm("set", path, row["id"], "--status", "implemented", "--statement", f"Done as written in {row['id']}.")
    assert len(srm("controls", path, "--open")) == len(to_do) - 12
    srm("set", path, "vul-1", "--responsibility", "customer", "--reason", "The provider patches nothing here.")

    # Attach.
    ids = ",".join(row["id"] for row in to_do[:3])
    said = srm("attach", path, ids, *files.values(), "--collected", "2026-03-01", "--source", "console")
    assert len(said["new"]) == len(files) == 10
    listed = {row["name"]: row for row in srm("evidence", path)}
    for file in files.values():
        assert listed[file.name]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert listed[files["pdf"].name]["media_type"] == "application/pdf"
    assert listed[files["png"].name]["media_type"] == "image/png"
    assert "spreadsheetml" in listed[files["xlsx"].name]["media_type"]
    assert listed[files["zip"].name]["media_type"] == "application/zip"

    # A change of mind.
    assert srm("undo", path)["name"].startswith("Attach 10 files")
    assert srm("evidence", path) == []
    srm("undo", path, "--redo")
    assert len(srm("evidence", path)) == 10

    # Hand over.
    done = srm("export", path, "--layout", "matrix", "--to", matrix)
    book = CalamineWorkbook.from_path(matrix)
    assert book.sheet_names == ["Cover", "Matrix", "Inherited", "Services", "Evidence", "Open items"]
    rows = book.get_sheet_by_name("Matrix").to_python()
    text = str(rows)
    assert len(rows) - 1 == done["counts"]["Matrix"]
    assert f"Done as written in {to_do[0]['id']}." in text and "The provider patches nothing here." in text
    assert files["pdf"].name in str(book.get_sheet_by_name("Evidence").to_python())
    assert done["head"] in str(book.get_sheet_by_name("Cover").to_python())

    # Prove, also against what the export printed; and get the evidence out again, byte by byte.
    srm("set", path, to_do[20]["id"], "--flag")
    assert srm("verify", path, "--anchor", f"{done['head']}:{done['length']}")["ok"]
    written = [Path(name) for name in srm("extract", path, "--to", tmp_path / "out")]
    assert {p.read_bytes() for p in written} == {p.read_bytes() for p in files.values()}
    left = {p.name for p in tmp_path.iterdir()} - {"preferences"}
    assert left == {"acme.srma", "acme.xlsx", "collected", "out"}


def test_services_that_come_and_go_never_cost_what_was_written(srm, tmp_path):
    path = tmp_path / "a.srma"
    srm("new", path, "--title", "A", "--services", "ec2,rds,s3")
    srm("set", path, "vul-1", "--status", "implemented", "--statement", "Written by hand.", "--owner", "Dana")
    before = srm("show", path, "vul-1")
    srm("services", path, "--set", "lambda,dynamodb,s3")
    srm("services", path, "--set", "ec2,rds,s3")
    assert srm("show", path, "vul-1") == before


def test_the_demo_does_it_all_also_over_an_earlier_one(tmp_path):
    """What `make demo` runs, without the window."""
    demo, folder = Path(__file__).resolve().parents[2] / "scripts" / "demo.py", tmp_path / "demo"
    (folder / "extracted").mkdir(parents=True)
    for left in ("acme-payments.srma", "acme-payments-matrix.xlsx", "extracted/E-1 old.txt"):
        (folder / left).write_text("of an earlier demo")
    env = os.environ | {"SRM_DESKTOP_HOME": str(tmp_path / "preferences")}
    command = [sys.executable, str(demo), "--no-window", "--to", str(folder)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=240, env=env)
    assert (found.returncode, found.stderr) == (0, ""), found
    for step in ("new", "services", "walk", "set", "attach", "export", "read", "verify"):
        assert f"\n{step} " in "\n" + found.stdout
    assert (folder / "acme-payments-matrix.xlsx").read_bytes().startswith(b"PK")
    assert len(list((folder / "extracted").iterdir())) == len(list((folder / "evidence").iterdir()))
