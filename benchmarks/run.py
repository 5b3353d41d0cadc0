"""All benchmarks, one after another, each figure with its target: `make bench`, `make bench ARGS=--quick`."""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import attach
import catalogs
import matrix
import verify
import window

MANY = 10_000


def attaching(folder: Path, megabytes: int, files: int, rounds: int) -> list[window.Figure]:
    runs = [attach.one_big(folder, megabytes) for _ in range(rounds)]
    ratio = statistics.median(ours / yardstick for ours, yardstick, _ in runs)
    seconds, undone = attach.many_small(folder, files)
    (folder / "big.bin").unlink()
    return [
        (f"attaching {megabytes} MB, of copy, fsync and SHA-256", ratio, "times", 1.5),
        (f"attaching {megabytes} MB, memory over idle", max(over for _, _, over in runs), "MB", 64),
        (f"attaching {files} small files in one step", seconds, "s", float("inf")),
        ("undoing that", undone, "s", float("inf")),
    ]


def exporting(folder: Path, rounds: int) -> list[window.Figure]:
    given = matrix.content()
    ours, theirs = folder / "ours.xlsx", folder / "theirs.xlsx"
    matrix.write_matrix(given, ours)
    same = matrix.cells(ours)
    pairs = []
    for _ in range(rounds):
        ours.unlink()
        mine = matrix.seconds(lambda: matrix.write_matrix(given, ours))
        pairs.append((mine, matrix.seconds(lambda: matrix.bare(same, theirs))))
    ratio = statistics.median(mine / other for mine, other in pairs)
    return [(f"matrix of {matrix.PARTS} parts and {matrix.PIECES} pieces, of bare openpyxl", ratio, "times", 1.5)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds and smaller files: a look, not a measurement"
    )
    quick = parser.parse_args().quick
    megabytes, rounds = (100, 3) if quick else (500, 5)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for measured in (
            lambda: window.figures(folder, 1200, 5000, megabytes, 3 if quick else 7),
            lambda: attaching(folder, megabytes, MANY // 10 if quick else MANY, rounds),
            lambda: exporting(folder, rounds),
            lambda: catalogs.figures(folder, catalogs.FOLDER / catalogs.FULL, rounds),
            lambda: verify.figures(folder, 200 if quick else 500, rounds),
        ):
            failed |= window.table(measured())
            sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main())
