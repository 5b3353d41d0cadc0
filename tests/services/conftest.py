"""What the tests of the services share: assessments that begin with certain catalogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.catalog import Catalog
from srm_desktop.services import assessments
from srm_desktop.services.assessments import Assessment


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Assessment]]:
    opened: list[Assessment] = []

    def do(*names: str | Catalog) -> Assessment:
        path = tmp_path / f"a{len(opened)}.srma"
        opened.append(assessments.create(path, Details("A"), who="Ann", services=["ec2", "s3"], catalogs=names))
        return opened[-1]

    yield do
    for file in opened:
        file.close()
