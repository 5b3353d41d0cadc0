"""Evidence coming in, marking many controls, opening a big assessment: plain figures, beside what the machine can do.

python benchmarks/attach.py [--megabytes 500] [--files 10000] [--rounds 3] [--folder DIR]
"""

import argparse
import hashlib
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.catalog import Catalog, Control, Group, Part
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, attach, history, listing, walk
from srm_desktop.storage import editions, journal

DETAILS = Details("Benchmark")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> float:
    """The most memory this process ever had resident, in MB.

    From Linux itself where there is one: a child begins with the `ru_maxrss` of its parent.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.MULTILINE)
        assert found is not None
        return int(found[1]) / (1 << 10)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def copy_and_hash(source: Path, target: Path) -> None:
    """The yardstick: copy, fsync, SHA-256."""
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    with source.open("rb") as file:
        hashlib.file_digest(file, "sha256")


@contextmanager
def empty_assessment(folder: Path) -> Iterator[assessments.Assessment]:
    path = folder / "bench.srma"
    file = assessments.create(path, DETAILS, who="bench", services=["ec2", "rds", "s3"])
    try:
        yield file
    finally:
        file.close()
        path.unlink()


def one_big(folder: Path, megabytes: int) -> tuple[float, float, float]:
    """Seconds to attach, seconds of the yardstick, and MB over idle (a child measures, so that peaks do not mix)."""
    source = folder / "big.bin"
    if not source.exists():
        block = os.urandom(1 << 20)
        with source.open("wb") as out:
            for n in range(megabytes):
                out.write(hashlib.sha256(str(n).encode()).digest() + block[32:])
    yardstick = timed(lambda: copy_and_hash(source, folder / "copy.bin"))
    (folder / "copy.bin").unlink()
    command = [sys.executable, __file__, "--child", str(source), "--folder", str(folder)]
    seconds, over = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), yardstick, float(over)


def child(source: Path, folder: Path) -> None:
    with empty_assessment(folder) as file:
        keys = [row.key for row in listing.rows(file)][:1]
        (folder / "small.txt").write_text("small")
        attach.attach(file, keys, [folder / "small.txt"])
        idle = peak()
        seconds = timed(lambda: attach.attach(file, keys, [source]))
        print(seconds, peak() - idle)


def many_small(folder: Path, count: int) -> tuple[float, float]:
    """Seconds to attach many small files in one drop, and to undo that."""
    drop = folder / "drop"
    drop.mkdir()
    for n in range(count):
        (drop / f"{n}.json").write_text(f'{{"finding": {n}, "text": "{"x" * 2000}"}}')
    with empty_assessment(folder) as file:
        keys = [row.key for row in listing.rows(file)][:1]
        files = attach.files_under([drop])
        return timed(lambda: attach.attach(file, keys, files)), timed(lambda: history.undo(file))


def synthetic(controls: int) -> Catalog:
    """A catalog of any size, in families of 40 and with three parts to a control."""
    layers = ("configuration", "identity", "data")
    parts = tuple(Part(letter, f"The organization does {letter}.", layers) for letter in "abc")
    made = [Control(f"SY-{n}", f"G{n // 40}", f"Control number {n}", parts) for n in range(controls)]
    families = range(-(-controls // 40))
    groups = tuple(Group(f"G{n}", f"Family {n}", controls=tuple(made[40 * n : 40 * n + 40])) for n in families)
    return Catalog("synthetic", "Synthetic", "1", "benchmark", groups)


def big(folder: Path, controls: int, pieces: int) -> Path:
    """An assessment with this many controls and pieces of evidence."""
    path = folder / f"big-{controls}-{pieces}.srma"
    with assessments.create(path, DETAILS, who="bench", services=["ec2", "rds", "s3"], catalogs=()) as file:
        written = editions.write(file, synthetic(controls))
        with journal.step(file, "Add catalog") as step:
            editions.choose(step, written)
        file.record(journal.changes_of(step))
        keys = [row.key for row in listing.rows(file)]
        for start in range(0, pieces, 50):
            some = [attach.Pasted(f"{n}.txt", f"evidence {n}".encode()) for n in range(start, min(start + 50, pieces))]
            attach.attach(file, [keys[start // 50 % controls], keys[(start + 7) % controls]], some)
    return path


def on_big(folder: Path) -> dict[str, float]:
    path = big(folder, 1200, 5000)
    figures = {}
    start = time.perf_counter()
    with assessments.open_assessment(path, who="bench") as file:
        keys = [row.key for row in listing.rows(file)]
        figures["opening 1,200 controls and 5,000 pieces, to the list"] = time.perf_counter() - start
        marking = walk.Marking(status=(Status.IMPLEMENTED,))
        figures["marking 400 controls, one step"] = timed(lambda: walk.mark(file, keys[:400], marking))
        figures["the list after that"] = timed(lambda: listing.rows(file))
        figures["undo of that"] = timed(lambda: history.undo(file))
        figures["marking one control"] = timed(lambda: walk.mark(file, keys[:1], marking))
        for which in ("first", "second"):
            pasted = attach.Pasted("one.txt", which.encode())
            figures[f"attaching one small piece ({which})"] = timed(lambda p=pasted: attach.attach(file, keys[:1], [p]))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where to work; decides which disk is measured")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        return child(chosen.child, chosen.folder)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        rounds = [one_big(folder, chosen.megabytes) for _ in range(chosen.rounds)]
        for attached, yardstick, over in rounds:
            print(
                f"attach {chosen.megabytes} MB: {attached:.2f} s; copy, fsync, SHA-256: {yardstick:.2f} s;"
                f" ratio {attached / yardstick:.2f}; {over:.0f} MB over idle"
            )
        print(f"median ratio {statistics.median(a / y for a, y, _ in rounds):.2f} (at most 1.5), memory at most 64 MB")
        seconds, undone = many_small(folder, chosen.files)
        print(f"attach {chosen.files} small files in one step: {seconds:.2f} s; undo: {undone:.2f} s")
        for what, seconds in on_big(folder).items():
            print(f"{what}: {seconds * 1000:.0f} ms")


if __name__ == "__main__":
    main()
