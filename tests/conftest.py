"""What all tests share: a clock that can be set, assessments in real files, and no trace left behind."""

import gc
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.catalog import Catalog, Control, Group, Objective, Parameter, Part
from srm_desktop.domain.vocabulary import Method
from srm_desktop.services import assessments
from srm_desktop.storage import editions, journal

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Files and loaded machines take their time: what counts is the number of examples, not the seconds.
settings.register_profile(
    "files",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("files")


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


NewAssessment = Callable[..., assessments.Assessment]


@pytest.fixture
def new_assessment(tmp_path: Path, clock: Clock) -> Iterator[NewAssessment]:
    """Make an assessment in a file of its own; it is closed after the test."""
    made: list[assessments.Assessment] = []

    def make(name: str = "acme.srma", **changed: object) -> assessments.Assessment:
        given = {"who": "Ada", "services": ("ec2", "rds", "s3"), "clock": clock} | changed
        made.append(assessments.create(tmp_path / name, Details("Acme Payments"), **given))
        return made[-1]

    yield make
    for file in made:
        file.close()


@pytest.fixture
def assessment(new_assessment: NewAssessment) -> assessments.Assessment:
    return new_assessment()


def published_catalog() -> Catalog:
    """A catalog as an official file makes it, in small: nested parts, objectives, an enhancement, withdrawn ones."""
    parts = (
        Part("a.1", "Types of accounts are defined;", ("identity",), "Define:\nThe following:"),
        Part("a.2", "Managers are assigned; and", ("identity",)),
        Part("b", "Accounts are reviewed.", ("identity",)),
    )
    objectives = (
        Objective("XX-02a.[01]", "", None, "what is to be defined is written down;"),
        Objective("XX-02a.01[01]", "a.1", None, "allowed types are defined;"),
        Objective("XX-02a.01[02]", "a.1", None, "prohibited types are defined;"),
        Objective("XX-02b.", "b", None, "accounts are reviewed."),
    )
    base = Control(
        "XX-2", "XX", "Accounts", parts, objectives=objectives, guidance="Accounts are many.", oscal_id="xx-2",
        methods=((Method.EXAMINE, "account policy\nlist of accounts"), (Method.TEST, "account mechanisms")),
        params=(Parameter("xx-02_odp", "frequency", "[Assignment: frequency]", "at least annually"),),
        related=("XX-2(1)", "ZZ-9"), why="Only you know your people.",
    )  # fmt: skip
    controls = (
        Control("XX-1", "XX", "Policy", (Part("", "A policy is written.", ("people",)),)),
        base,
        Control("XX-2(1)", "XX", "Automation", (Part("", "Automate.", ("identity",)),), base="XX-2"),
        Control("XX-2(2)", "XX", "Old enhancement", (), base="XX-2", withdrawn=True, moved_to=("XX-2", "ZZ-9")),
        Control("XX-3", "XX", "Plain", (Part("", "Nobody said which layers this touches."),)),
        Control("XX-4", "XX", "Gone", (), withdrawn=True, moved_to=("XX-2",)),
    )
    return Catalog("published", "Published", "5", "Somebody", (Group("XX", "Examples", "", controls),))


@pytest.fixture
def published(new_assessment: NewAssessment) -> assessments.Assessment:
    """An assessment that walks `published_catalog` alone."""
    file = new_assessment("published.srma", catalogs=())
    written = editions.write(file, published_catalog())
    with journal.step(file, "Add catalog Published") as step:
        editions.choose(step, written)
    file.record(journal.changes_of(step))
    return file


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test fails on a log warning that it did not ask for (with `caplog`), and on threads or windows it leaves."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    before = set(threading.enumerate())
    yield
    logging.getLogger().removeHandler(handler)
    if "caplog" not in request.fixturenames:
        assert [record.getMessage() for record in records] == []
    assert [t.name for t in threading.enumerate() if t not in before and not t.daemon] == []
    if widgets := sys.modules.get("PySide6.QtWidgets"):
        _no_windows(widgets)


def _no_windows(widgets: object) -> None:
    application = widgets.QApplication.instance()  # type: ignore[attr-defined]
    if application is None:
        return
    shown = [w for w in application.topLevelWidgets() if w.isVisible()]
    names = [w.objectName() or type(w).__name__ for w in shown]
    for window in shown:
        window.close()
    gc.collect()
    assert names == []
