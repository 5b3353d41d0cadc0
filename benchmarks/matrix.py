"""Matrix export against bare openpyxl: 1,200 parts and 5,000 pieces of evidence; the ratio may be at most 1.5.

Both sides are measured in this one process, in turn, by processor time. The bare side writes the same cells, dates as
numbers, in openpyxl's write-only mode: no styles, links, tables or check. Run: python benchmarks/matrix.py [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from openpyxl import Workbook
from openpyxl.utils.datetime import to_excel
from python_calamine import CalamineWorkbook

from srm_desktop.domain.assessment import (
    CatalogInUse,
    ControlRow,
    ControlView,
    ControlWork,
    Details,
    Evidence,
    EvidenceRow,
    Head,
    Link,
    LinkedEvidence,
    PartMark,
    PartView,
)
from srm_desktop.domain.catalog import FRAMEWORKS, EvidenceHint, Reference, Side
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.responsibility import Layer, LayerOwner, Service, derive, words_in_scope
from srm_desktop.domain.vocabulary import Freshness, Owner, Responsibility, Result, Review, Status
from srm_desktop.exchange.matrix import MatrixContent, write_matrix

PARTS, PIECES, PARTS_PER_CONTROL, MOST = 1_200, 5_000, 4, 1.5
SENTENCE = "The owner reviews who may reach the production account and records what was found. "
LAYERS = (Layer("guest-os", "Guest operating system"), Layer("identity", "Identity and access"))
TIERS = {"infrastructure": Owner.CUSTOMER, "managed": Owner.SHARED, "abstracted": Owner.AWS}
NAMES = {"EC2": "infrastructure", "EBS": "infrastructure", "VPC": "infrastructure", "RDS": "managed",
         "ElastiCache": "managed", "S3": "abstracted", "Lambda": "abstracted", "DynamoDB": "abstracted"}  # fmt: skip
SERVICES = tuple(
    Service(name.lower(), f"Amazon {name}", tier, tier.capitalize(), "",
            (LayerOwner("guest-os", TIERS[tier]), LayerOwner("identity", Owner.CUSTOMER)))
    for name, tier in NAMES.items()
)  # fmt: skip


def piece(number: int) -> Evidence:
    collected = date(2025, 1, 1) + timedelta(days=number % 300)
    return Evidence(
        number, f"{number:032x}", f"access-review-{number}.pdf", f"Access review, account {number}",
        f"{number:064x}", 40_000 + number, "application/pdf", collected, bool(number % 3), Period(collected, None),
        datetime(2025, 11, 3, 9, tzinfo=UTC), "IAM console",
    )  # fmt: skip


def control(number: int, linked: tuple[LinkedEvidence, ...]) -> ControlView:
    side = Side(SENTENCE * 3, tuple((tier, SENTENCE * 2) for tier in TIERS), ("AWS SOC 2 Type II report",))
    parts = tuple(
        PartView(letter, SENTENCE, ("guest-os", "identity"), derive(("guest-os", "identity"), SERVICES), None, (),
                 Responsibility.SHARED, PartMark((Status.IMPLEMENTED,), Result.SATISFIED, (), SENTENCE * 5), ())
        for letter in "abcd"[:PARTS_PER_CONTROL]
    )  # fmt: skip
    row = ControlRow(
        f"bench:C-{number}", f"C-{number}", "bench", "C", "Controls", f"Control number {number}",
        Responsibility.SHARED, Responsibility.SHARED, (Status.IMPLEMENTED,), Result.SATISFIED, Review.OPEN, "Owner",
        len(linked), Freshness.FRESH, True, False, True, tuple(s.id for s in SERVICES),
    )  # fmt: skip
    words = words_in_scope(side, SERVICES)
    references = tuple(Reference(framework, f"A.{number}.{n}") for framework in FRAMEWORKS for n in range(3))
    hints = (EvidenceHint("Access review", "IAM > Users"),)
    work = ControlWork(Review.OPEN, "Owner", SENTENCE)
    return ControlView(row, parts, side, words, side, words, hints, references, 365, linked, work)


def content() -> MatrixContent:
    pieces = [piece(number) for number in range(1, PIECES + 1)]
    count = PARTS // PARTS_PER_CONTROL
    controls = []
    for number in range(count):
        serving = pieces[number::count]
        links = (Link(f"bench:C-{number}", "abcd"[n % 4], p.id, "p. 12") for n, p in enumerate(serving))
        linked = (LinkedEvidence(k, p, Freshness.FRESH) for k, p in zip(links, serving, strict=True))
        controls.append(control(number, tuple(linked)))
    rows = [EvidenceRow(p, (f"C-{n % count}",), Freshness.FRESH) for n, p in enumerate(pieces)]
    catalog = CatalogInUse("bench", "Benchmark", "1", count)
    return MatrixContent(
        "bench", Details("Benchmark"), (catalog,), SERVICES, LAYERS, controls, rows, Head("0" * 64, 1), "bench",
        datetime(2025, 11, 23, tzinfo=UTC), "benchmark",
    )  # fmt: skip


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {name: [list(map(plain, row)) for row in rows] for name, rows in sheets.items()}


def plain(value: object) -> object:
    return (value or None) if isinstance(value, str) else to_excel(value) if isinstance(value, date) else value


def bare(sheets: dict[str, list[list[object]]], path: Path) -> None:
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(rounds: int) -> int:
    given = content()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.xlsx", Path(folder) / "theirs.xlsx"
        write_matrix(given, ours)
        same = cells(ours)
        filled = sum(value is not None for rows in same.values() for row in rows for value in row)
        print(f"{PARTS} parts, {PIECES} pieces, {filled} filled cells, {rounds} rounds")
        pairs = [
            (seconds(lambda: write_matrix(given, ours)), seconds(lambda: bare(same, theirs))) for _ in range(rounds)
        ]
    for mine, other in pairs:
        print(f"  matrix {mine:.2f} s   bare {other:.2f} s   ratio {mine / other:.2f}")
    ratio = median(mine / other for mine, other in pairs)
    print(f"median ratio {ratio:.2f} (at most {MOST})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
