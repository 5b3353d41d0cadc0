"""A small assessment on controls of SP 800-53, whose ids are written in several styles."""

from pathlib import Path

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.catalog import Catalog, Control, Group, Part, Reference
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, attach, walk
from srm_desktop.services.walk import Marking
from srm_desktop.storage import editions, journal

AC_2_3 = "nist-moderate:AC-2(3)"


def make(path: Path) -> Path:
    """AC-1, AC-2, its enhancements 1 to 13, AC-3 to AC-25; AC-2(3) is planned and shares a piece with AC-2."""
    parts = tuple(Part(letter, f"Do {letter}.", ("configuration", "identity")) for letter in ("a", "b.1"))
    ids = ["AC-1", "AC-2", *(f"AC-2({n})" for n in range(1, 14)), *(f"AC-{n}" for n in range(3, 26))]
    refers = (Reference("nist-800-53-r5", "AC-6(9)"), Reference("soc-2", "CC6.1"))
    controls = tuple(Control(own, "ac", f"Title of {n}", parts, references=refers) for n, own in enumerate(ids))
    catalog = Catalog("nist-moderate", "Moderate", "5", "test", (Group("ac", "Access Control", controls=controls),))
    with assessments.create(path, Details("Acme"), who="Ada", services=["ec2"], catalogs=()) as file:
        edition = editions.write(file, catalog)
        with journal.step(file, "Add catalog") as step:
            editions.choose(step, edition)
        file.record(journal.changes_of(step))
        walk.mark(file, [AC_2_3], Marking(status=(Status.PLANNED,)), "a")
        attach.attach(file, [AC_2_3, "nist-moderate:AC-2"], [attach.Pasted("AC-2 list.txt", b"list")])
    return path
