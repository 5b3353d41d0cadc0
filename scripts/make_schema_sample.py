"""Make `tests/files/schema-N.srma`: one small assessment of the current schema, to be opened by every later version.

Run once for each released schema; a sample that is there is never made again.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.catalog import Catalog, Control, Group, Part
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.vocabulary import Responsibility, Status
from srm_desktop.services import assessments, attach, history, listing, walk
from srm_desktop.storage import editions, journal, migrations

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "files"


def catalog() -> Catalog:
    parts = (Part("a", "Accounts are reviewed.", ("identity",)), Part("b", "Racks are locked.", ("facilities",)))
    controls = tuple(Control(f"SAM-{n}", "SAM", f"Sample control {n}", parts, fresh_days=90) for n in (1, 2, 3))
    return Catalog("sample", "Sample", "1", "SRM Desktop", (Group("SAM", "Samples", controls=controls),))


def main() -> None:
    path = FOLDER / f"schema-{migrations.LATEST}.srma"
    if path.exists():
        sys.exit(f"{path.name} is there already; samples of a schema are never made again.")
    path.parent.mkdir(exist_ok=True)
    about = Details("Sample", "Acme", "Payments", Period(date(2026, 1, 1), date(2026, 6, 30)))
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    with assessments.create(path, about, who="Ada", services=["ec2", "s3"], catalogs=(), clock=lambda: now) as file:
        written = editions.write(file, catalog())
        with journal.step(file, "Add catalog Sample") as step:
            editions.choose(step, written)
        file.record(journal.changes_of(step))
        first, second, _ = (row.key for row in listing.rows(file))
        walk.mark(file, [first], walk.Marking(status=(Status.IMPLEMENTED,), statement="Reviewed each month. ✓"))
        walk.mark(file, [second], walk.Marking(responsibility=Responsibility.CUSTOMER, reason="Our own racks."), "b")
        pasted = attach.Pasted("review.txt", b"reviewed\n")
        attach.attach(file, [first, second], [pasted], attach.Facts(collected=date(2026, 2, 1)))
        walk.mark(file, [second], walk.Marking(flag=True))
        history.undo(file)
    print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
