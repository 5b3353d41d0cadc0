"""OSCAL files to records, beside parsing their JSON only; 800-53 may take at most 2.5 times as long.

Shortest of ROUNDS by processor time, with the memory that reading took at its peak. Run: python benchmarks/oscal.py
[FOLDER] [ROUNDS]; FOLDER is where NIST's and FedRAMP's files lie (../shared/data/catalogs).
"""

from __future__ import annotations

import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from srm_desktop.exchange import oscal

FULL, MOST = "NIST_SP-800-53_rev5_catalog-min.json", 2.5
MODERATE = "NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog"
FILES = (
    FULL, "NIST_SP-800-53_rev5_MODERATE-baseline_profile.json", "FedRAMP_rev5_MODERATE-baseline_profile.json",
    "FedRAMP_rev5_HIGH-baseline_profile.json", f"{MODERATE}-min.json", f"{MODERATE}.xml",
    "FedRAMP_rev5_MODERATE-baseline-resolved-profile_catalog.yaml", "NIST_SP800-171_rev3_catalog.xml",
)  # fmt: skip


def seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def peak(act: Callable[[], object]) -> float:
    """The most memory in use at once, in MB."""
    gc.collect()
    tracemalloc.start()
    tracemalloc.reset_peak()
    act()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/catalogs")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    full = folder / FULL
    if not full.is_file():
        print(f"{full} is absent: name the folder with NIST's and FedRAMP's files.", file=sys.stderr)
        return 3

    def read(name: str) -> oscal.Imported:
        return oscal.read(folder / name, lambda _href: full)

    pairs = [(seconds(lambda: json.loads(full.read_bytes())), seconds(lambda: read(FULL))) for _ in range(rounds)]
    parsing, reading = min(p for p, _ in pairs), min(r for _, r in pairs)
    print(f"json.load of {FULL}: {parsing:.3f} s; read: {reading:.3f} s, {reading / parsing:.2f} times")
    for name in FILES:
        found = read(name)
        count = sum(1 for _ in found.catalog.controls())
        taken = min(seconds(lambda: read(name)) for _ in range(rounds))  # noqa: B023 - called at once
        most = peak(lambda: read(name))  # noqa: B023
        print(f"{name}: {count} controls, {len(found.unmatched)} unmatched, {taken:.3f} s, {most:.0f} MB")
    return int(reading / parsing > MOST)


if __name__ == "__main__":
    sys.exit(main())
