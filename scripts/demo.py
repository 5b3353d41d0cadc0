"""The whole main job on a sample, by the real command line: start, scope, walk, attach, export, read back, verify.

What it makes lies in build/demo/ and is made anew each time. Then the window opens on it; without a display its pages
are rendered to PNG instead.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from srm_desktop.cli import main as srm_desktop
from srm_desktop.exchange.sample_story import SampleFile, Walked, story
from srm_desktop.services.assessments import open_assessment
from srm_desktop.services.sample import walk_as_told

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "demo"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--no-window", action="store_true", help="only the job: no window, no pictures")
    options.add_argument("--to", type=Path, default=FOLDER, metavar="DIR", help="where to work (build/demo)")
    args = options.parse_args()
    folder = args.to.absolute()
    assessment = the_job(folder)
    print(f"The results lie in {folder}")
    if args.no_window:
        return 0
    return look(assessment, folder / "pages")


def the_job(folder: Path) -> Path:
    """Do the main job in an empty folder and return the assessment."""
    begun = time.monotonic()
    told = story(datetime.now().astimezone().date())
    assessment, matrix = folder / "acme-payments.srma", folder / "acme-payments-matrix.xlsx"
    for old in (folder / "evidence", folder / "extracted", folder / "pages"):
        shutil.rmtree(old, ignore_errors=True)
    for file in (assessment, matrix):
        file.unlink(missing_ok=True)
    (folder / "evidence").mkdir(parents=True)

    details, period = told.details, told.details.period
    about = ["--title", details.title, "--organisation", details.organisation, "--system", details.system]
    info = run("new", assessment, *about, "--from", period.start, "--to", period.end)
    print(f"new       {info['title']}: {info['counts']['controls']} controls to look at")
    chosen = run("services", assessment, "--set", ",".join(told.services))
    print(f"services  {len(chosen['services'])} in scope; {len(chosen['changed'])} controls changed hands by it")
    walk(assessment, told.walked)
    print(f"walk      {len(told.walked)} controls: status, owner, statement, result, review")
    (row,) = run("set", assessment, "SRM-INC-08", "--status", "implemented", "--review", "ready for review")
    print(f"set       {row['id']} {row['title']}: {', '.join(row['status'])}")
    for piece in told.evidence:
        attach(assessment, folder / "evidence", piece)
    kinds = sorted({Path(piece.name).suffix[1:] for piece in told.evidence})
    print(f"attach    {len(told.evidence)} pieces of evidence ({', '.join(kinds)})")
    stands = run("info", assessment)["counts"]
    print(f"info      {stands['walked']} of {stands['shared'] + stands['customer']} walked, {stands['stale']} stale")
    done = run("export", assessment, "--layout", "matrix", "--to", matrix)
    print(f"export    {matrix.name}: {', '.join(f'{title} {rows}' for title, rows in done['counts'].items())}")
    print(f"read      {read_back(matrix, done['counts'])}")
    written = run("extract", assessment, "--to", folder / "extracted")
    print(f"extract   {len(written)} pieces written out, each with the SHA-256 it was imported with")
    found = run("verify", assessment, "--anchor", f"{done['head']}:{done['length']}")
    print(f"verify    {found['content']} contents and {found['journal']} journal entries unchanged")
    print(f"          {time.monotonic() - begun:.1f} s in all")
    return assessment


def run(command: str, assessment: Path, *arguments: object) -> dict:
    """One command line, as somebody would type it; what it prints as JSON."""
    typed = [command, str(assessment), *map(str, arguments), "--json"]
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = srm_desktop(typed)
    if code:
        raise SystemExit(f"demo: this failed with {code}: srm-desktop {' '.join(typed)}")
    return json.loads(out.getvalue())


def walk(assessment: Path, walked: Sequence[Walked]) -> None:
    """What `set` does, control by control, but with the file opened once."""
    with open_assessment(assessment, who="") as file:
        for entry in walked:
            file.who = entry.by
            walk_as_told(entry, file)


def attach(assessment: Path, folder: Path, piece: SampleFile) -> None:
    path = folder / piece.name
    path.write_bytes(piece.data)
    controls = ",".join(dict.fromkeys(link.control for link in piece.links))
    known = ["--collected", piece.collected, "--title", piece.title, "--source", piece.source]
    if piece.covers:
        known += ["--from", piece.covers.start, "--to", piece.covers.end]
    run("attach", assessment, controls, path, *known)


def read_back(matrix: Path, counts: dict[str, int]) -> str:
    """Read the workbook with another library than the one that wrote it, and compare the rows of each table."""
    book = CalamineWorkbook.from_path(matrix)
    rows = {title: len(book.get_sheet_by_name(title).to_python()) - 1 for title in counts}
    if rows != counts:
        raise SystemExit(f"demo: the workbook holds {rows}, but {counts} were written")
    return f"{len(book.sheet_names)} sheets ({', '.join(book.sheet_names)}), rows as written"


def look(assessment: Path, pages: Path) -> int:
    """Open the window on the assessment, or render its pages where there is no display."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        print("The window opens; close it to end the demo.", flush=True)
        return srm_desktop([str(assessment)])
    screens = ROOT / "scripts" / "screens.py"
    if not screens.exists():
        print("There is no display here, and no scripts/screens.py to render the pages.")
        return 0
    pictures = render(screens, pages, assessment)
    print(f"There is no display here: {len(pictures)} pages of the window are in {pages}")
    return 0


def render(screens: Path, pages: Path, assessment: Path) -> Sequence[Path]:
    spec = importlib.util.spec_from_file_location("screens", screens)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["screens"] = module
    spec.loader.exec_module(module)
    return module.render(pages, assessment)


if __name__ == "__main__":
    sys.exit(main())
