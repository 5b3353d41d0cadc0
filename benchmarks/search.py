"""Searching 5,000 pieces of evidence with 50 MB of text, key by key: how long until results are painted.

python benchmarks/search.py [--quick] [--pieces 5000] [--megabytes 50]

Words follow Zipf's law, and so do sizes: most pieces are short, some have hundreds of kilobytes. Each key is pressed in
three rounds; the median of the three counts, and of these the longest.
"""

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import attach as building
import window as windows
from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from srm_desktop import app
from srm_desktop.services import assessments, reading_inside
from srm_desktop.services.search import inside
from srm_desktop.storage import evidence_words
from srm_desktop.ui.inside_search import InsideSearch
from srm_desktop.ui.main_window import MainWindow

MADE_OF = (
    "ac cess con trol log in user ad min pol icy re view net work en cryp key ro le au dit se cur ity de ny al low s3"
    " buck et ti on ment pa ssw ord mo ni tor dent back up pat ch vul ner a e i o un é ü"
)
WORDS = 40_000
QUERIES = (
    "password policy",
    "access review user",
    "a",
    "encryption at rest",
    "s3 bucket",
    "multi-factor",
    "zzzz",
    "role",
)
"""What is typed, key by key."""


class Sayings:
    """Texts of made-up words; the same ones for the same seed."""

    def __init__(self, seed: int = 4) -> None:
        self._chance = random.Random(seed)
        words = {*" ".join(QUERIES).replace("zzzz", "").replace("-", " ").split()}
        syllables = MADE_OF.split()
        while len(words) < WORDS:
            words.add("".join(self._chance.choices(syllables, k=self._chance.randint(1, 5))))
        self._words = sorted(words)
        self._chance.shuffle(self._words)
        self._weights = list(accumulate(1 / (n + 1) ** 0.95 for n in range(WORDS)))

    def text(self, size: int) -> str:
        """About this many characters, in lines."""
        some = self._chance.choices(self._words, cum_weights=self._weights, k=max(size // 6, 1))
        return "\n".join(" ".join(some[n : n + 12]) for n in range(0, len(some), 12))

    def sizes(self, count: int, total: int) -> list[int]:
        """Sizes of texts that make up `total`: a tenth of the texts has most of it."""
        shares = [self._chance.lognormvariate(0, 1.5) for _ in range(count)]
        return [int(total * share / sum(shares)) for share in shares]


def filled(folder: Path, pieces: int, megabytes: float) -> Path:
    """An assessment of 1,200 controls with so many pieces, the text inside which was read."""
    path = building.big(folder, 1200, pieces)
    say = Sayings()
    with assessments.open_assessment(path, who="bench") as file:
        there = evidence_words.pending(file, pieces)
        for start in range(0, len(there), 20):
            some = there[start : start + 20]
            sizes = say.sizes(len(some), int(megabytes * 1e6 * len(some) / len(there)))
            rows = [
                evidence_words.Read(p.content, say.text(n)[: reading_inside.MOST])
                for p, n in zip(some, sizes, strict=True)
            ]
            evidence_words.put(file, rows)
    return path


def painted() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()


def answered(inside: InsideSearch) -> None:
    """Until what was found inside evidence is painted."""
    while inside.waits:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    painted()


def typed(window: MainWindow, queries: Sequence[str]) -> tuple[list[float], list[float]]:
    """Milliseconds from each key to the first lines painted, and to those from inside evidence."""
    first, all_there = [], []
    box = window.search
    for query in queries:
        box.clear()
        box.begin()
        painted()
        for n in range(1, len(query) + 1):
            start = time.perf_counter()
            box.setText(query[:n])
            painted()
            first.append((time.perf_counter() - start) * 1000)
            answered(box._inside)
            all_there.append((time.perf_counter() - start) * 1000)
    box.clear()
    return first, all_there


def opened(path: Path, home: Path) -> MainWindow:
    """The window on an assessment, when it has come to rest."""
    os.environ["SRM_DESKTOP_HOME"] = str(home)
    app.application()
    made = app.build(path)
    windows.idle(made, 1200)
    gc.collect()
    gc.freeze()  # as the program does half a second after its start
    made.activateWindow()
    return made


def figures(folder: Path, pieces: int = 5000, megabytes: float = 50) -> list[windows.Figure]:
    path = filled(folder, pieces, megabytes)
    window = opened(path, folder / "home")
    typed(window, ("warm",))
    rounds = [typed(window, QUERIES) for _ in range(3)]
    first, all_there = ([statistics.median(key) for key in zip(*(r[n] for r in rounds), strict=True)] for n in (0, 1))
    of = f"search in {pieces} pieces, {megabytes:g} MB of text: "
    found: list[windows.Figure] = [
        (of + "key to first results, longest", max(first), "ms", 50),
        (of + "key to results from inside, median", statistics.median(all_there), "ms", 50),
        (of + "key to results from inside, longest", max(all_there), "ms", 50),
    ]
    window.show_page("evidence")
    windows.idle(window, 300)
    page = window.page("evidence")
    keys: list[list[float]] = [[] for _ in QUERIES[0]]
    for n in [*range(len(keys))] * 3:
        start = time.perf_counter()
        page.text.setText(QUERIES[0][: n + 1])  # type: ignore[attr-defined]
        painted()
        keys[n].append((time.perf_counter() - start) * 1000)
        answered(page._words)  # type: ignore[attr-defined]
    found.append((of + "evidence list, key to repaint, longest", max(map(statistics.median, keys)), "ms", 100))
    window.close()
    return found


def apart(path: Path) -> None:
    """What is found inside alone, query by query."""
    with assessments.open_assessment(path, who="bench", read_only=True) as file:
        for query in QUERIES:
            for n in range(1, len(query) + 1):
                start = time.perf_counter()
                hits = inside(file, query[:n])
                print(f"  {query[:n]:<20} {(time.perf_counter() - start) * 1000:6.1f} ms  {len(hits)} hits")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of it: a look, not a measurement")
    parser.add_argument("--pieces", type=int, default=5000)
    parser.add_argument("--megabytes", type=float, default=50)
    parser.add_argument("--each", action="store_true", help="print each key apart")
    chosen = parser.parse_args()
    share = 0.1 if chosen.quick else 1
    with tempfile.TemporaryDirectory() as name:
        code = windows.table(figures(Path(name), int(chosen.pieces * share), chosen.megabytes * share))
        if chosen.each:
            apart(next(Path(name).glob("*.srma")))
        return code


if __name__ == "__main__":
    sys.exit(main())
