"""What the tests of the file share."""

from pathlib import Path

import pytest

from srm_desktop.storage import opening


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A whole, closed assessment file."""
    made = tmp_path / "acme.srma"
    opening.create(made, who="Ada").close()
    return made
