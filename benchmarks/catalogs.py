"""All of SP 800-53 with its official texts coming into an assessment, and searching in it.

python benchmarks/catalogs.py [FOLDER] [--rounds 5]; FOLDER is where NIST's files lie (../shared/data/catalogs).

The import is everything from the file to the journaled choice of all controls: reading, layers, rows, word index. It
may take six times as long as `json.load` of the file, and half a second; both in a child process, whose peak of memory
is the kernel's own count. Whoever wants to read meanwhile waits 50 ms at most.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attach
import window

from srm_desktop.services import assessments, catalogs, listing, proof, search

FOLDER = Path("../shared/data/catalogs")
FULL = "NIST_SP-800-53_rev5_catalog-min.json"
TYPED = (
    "account management", "ac-2(3)", "multi-factor authentication", "system security and privacy", "a b c d e",
    "organization-defined frequency", "the of and", "cryptographic key establishment", "SC-7 boundary", "zzz",
)  # fmt: skip


def bring_in(file: assessments.Assessment, source: Path) -> None:
    """What the window and the command line do: read, recognise, plan, write, choose."""
    catalogs.add(file, catalogs.plan(file, catalogs.read(source)))


@contextmanager
def waiting(file: assessments.Assessment) -> Iterator[list[float]]:
    """Somebody on another thread who reads all the time, and how long each time took."""
    waits, over = [0.0], threading.Event()

    def read() -> None:
        while not over.wait(0.002):
            start = time.perf_counter()
            with file.reading():
                waits.append(time.perf_counter() - start)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield waits
    finally:
        over.set()
        reader.join()


def child(source: Path, path: Path, *, reading: bool) -> None:
    """One import into a new file: seconds, those of json.load, peak in MB, and the longest wait of a reader."""
    parsing = min(attach.timed(lambda: json.loads(source.read_bytes())) for _ in range(3))
    waits = [0.0]
    with assessments.create(path, attach.DETAILS, who="bench", services=["ec2", "rds", "s3"], catalogs=()) as file:
        if reading:
            with waiting(file) as waits:
                bring_in(file, source)
            print(0, 0, 0, max(waits))
        else:
            print(attach.timed(lambda: bring_in(file, source)), parsing, attach.peak(), 0)


def imported(source: Path, path: Path, *, reading: bool = False) -> tuple[float, ...]:
    """What a child process says of one import."""
    path.unlink(missing_ok=True)
    command = [sys.executable, __file__, "--child", str(source), "--into", str(path)]
    said = subprocess.run([*command, *["--reading"] * reading], check=True, capture_output=True, text=True).stdout
    return tuple(map(float, said.split()))


def keystrokes(file: assessments.Assessment) -> list[float]:
    """Milliseconds of each keystroke while some searches are typed."""
    search.make_ready()
    listing.rows(file)
    typed = [text[: n + 1] for text in TYPED for n in range(len(text))]
    return [attach.timed(lambda t=text: search.search(file, t)) * 1000 for text in typed]


def figures(folder: Path, source: Path, rounds: int) -> list[window.Figure]:
    path = folder / "catalogs.srma"
    if not source.is_file():
        print(f"{source} is absent: the import of SP 800-53 is not measured.")
        return []
    runs = [imported(source, path) for _ in range(rounds)]
    took, parsing, memory = (statistics.median(run[n] for run in runs) for n in range(3))
    longest = max(imported(source, path, reading=True)[3] for _ in range(rounds))
    start = time.perf_counter()
    with assessments.open_assessment(path, who="bench") as file:
        listing.rows(file)
        opened = time.perf_counter() - start
        keys = keystrokes(file)
        verified = attach.timed(lambda: proof.verify(file))
    size = path.stat().st_size / 1e6
    walked, walk = window.walking(folder, path, rounds, "account management", "SP 800-53: ")
    walked.close()
    return [
        (f"import of SP 800-53 (json.load takes {parsing:.3f} s)", took, "s", 6 * parsing + 0.5),
        ("importing it, peak of memory", memory, "MB", 200),
        ("importing it, longest wait of a reader", longest * 1000, "ms", 50),
        ("file that holds it", size, "MB", float("inf")),
        ("opening it, to the list", opened * 1000, "ms", float("inf")),
        ("search keystroke in it, median", statistics.median(keys), "ms", 50),
        (f"search keystroke in it, longest of {len(keys)}", max(keys), "ms", 50),
        ("verifying it", verified, "s", float("inf")),
        *walk,
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--reading", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        child(chosen.child, chosen.into, reading=chosen.reading)
        return 0
    with tempfile.TemporaryDirectory() as name:
        return window.table(figures(Path(name), chosen.folder / FULL, chosen.rounds))


if __name__ == "__main__":
    sys.exit(main())
