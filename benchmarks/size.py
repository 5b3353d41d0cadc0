"""Opening, walking and searching with 5 GB of evidence and with 5 MB: as many pieces, and the same text inside them.

python benchmarks/size.py [--quick] [--gb 1] [--pieces 500] [--rounds 15] [--folder DIR]

Each figure is a ratio of medians, the two files in turn. Bytes are random, as those of pictures and archives are; what
was read inside is put beside them, so that the searches find the same.
"""

import argparse
import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import attach as building
import search as searching
import window as windows

from srm_desktop.services import assessments, attach, evidence, listing
from srm_desktop.services.search import inside
from srm_desktop.storage import evidence_words

CONTROLS = 1200
BOUND = 1.2


def made(folder: Path, name: str, pieces: int, each: int) -> Path:
    """An assessment with so many pieces of so many bytes each, and 2 KB of text inside every one."""
    start = building.big(folder, CONTROLS, 0)
    path = start.rename(folder / f"{name}.srma")
    say = searching.Sayings()
    with assessments.open_assessment(path, who="bench") as file:
        keys = [row.key for row in listing.rows(file)]
        together = max(1, min(50, (64 << 20) // each))
        for first in range(0, pieces, together):
            some = [
                attach.Pasted(f"screenshot {n}.bin", b"\0" + os.urandom(each - 1))
                for n in range(first, min(first + together, pieces))
            ]
            attach.attach(file, [keys[first // 5 % CONTROLS], keys[(first // 5 + 7) % CONTROLS]], some)
        there = evidence_words.pending(file, pieces)
        for n in range(0, len(there), 20):
            evidence_words.put(file, [evidence_words.Read(p.content, say.text(2000)) for p in there[n : n + 20]])
    return path


def opening(path: Path) -> float:
    """Seconds from nothing to the list of controls and of evidence."""
    start = time.perf_counter()
    with assessments.open_assessment(path, who="bench") as file:
        listing.rows(file)
        evidence.listed(file)
    return time.perf_counter() - start


def looking(path: Path) -> float:
    """Seconds that some searches inside evidence take."""
    with assessments.open_assessment(path, who="bench") as file:
        inside(file, "warm")
        start = time.perf_counter()
        for query in searching.QUERIES:
            for n in range(1, len(query) + 1):
                inside(file, query[:n])
        return time.perf_counter() - start


def walking(path: Path, home: Path) -> tuple[float, float]:
    """Milliseconds to the next control, and from a key to what is found, both as medians."""
    window = searching.opened(path, home)
    window.show_page("controls")
    steps = windows.each(lambda _n: window.walk.step(1), 62)
    _, keys = searching.typed(window, searching.QUERIES[:3])
    window.close()
    windows.idle(window, 50)
    gc.unfreeze()
    return statistics.median(steps), statistics.median(keys)


def ratio(small: Path, large: Path, rounds: int, measure: Callable[[Path], float]) -> tuple[float, float, float]:
    """Medians of a measure on both files, in turn, and the ratio of the large one's to the small one's."""
    measure(small), measure(large)
    pairs = [(measure(small), measure(large)) for _ in range(rounds)]
    one, other = statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
    return one, other, other / one


def figures(folder: Path, gigabytes: float, pieces: int, rounds: int) -> list[windows.Figure]:
    small = made(folder, "small", pieces, int(gigabytes * 1e9 / pieces / 1000))
    large = made(folder, "large", pieces, int(gigabytes * 1e9 / pieces))
    of = f"{large.stat().st_size / 1e9:.1f} GB of {small.stat().st_size / 1e6:.0f} MB: "
    found: list[windows.Figure] = []
    for what, measure in (("opening", opening), ("searching inside", looking)):
        one, other, times = ratio(small, large, rounds, measure)
        found.append((f"{of}{what}, {other * 1000:.0f} ms of {one * 1000:.0f}", times, "times", BOUND))
    measured = {path: [walking(path, folder / "home") for _ in range(2)] for path in (small, large)}
    measured = {path: [*measured[path], walking(path, folder / "home")] for path in (small, large)}
    for n, what in enumerate(("next control", "key to what is found")):
        one, other = (statistics.median(m[n] for m in measured[path]) for path in (small, large))
        found.append((f"{of}{what}, {other:.1f} ms of {one:.1f}", other / one, "times", BOUND))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="0.2 GB and fewer rounds: a look, not a measurement")
    parser.add_argument("--gb", type=float, help="of the larger file; the other has a thousandth")
    parser.add_argument("--pieces", type=int, default=500)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--folder", type=Path, help="where to work; decides which disk is measured")
    chosen = parser.parse_args()
    gigabytes = chosen.gb or (0.2 if chosen.quick else 1)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        if shutil.disk_usage(name).free < gigabytes * 1.2e9:
            parser.error(f"there is no room for {gigabytes:g} GB in {name}; choose another --folder")
        return windows.table(
            figures(Path(name), gigabytes, chosen.pieces, chosen.rounds or (7 if chosen.quick else 15))
        )


if __name__ == "__main__":
    sys.exit(main())
