"""Reading the YAML tables in `resources/`: a slip in one of them is a sentence that says where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from srm_desktop.assets import resource
from srm_desktop.domain.problems import Problem


class BadResource(Problem):
    """A table in `resources/` does not say what it should."""


def load(path: Path) -> Any:
    """What a table says. Raises BadResource where it is not YAML."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise BadResource(f"{path.name} is not valid YAML: {error}") from error


@contextmanager
def naming(path: Path, what: str) -> Iterator[None]:
    """Turn a slip in a table into a sentence that says where it is."""
    try:
        yield
    except KeyError as error:
        raise BadResource(f"{path.name}: {what} is not as it should be ({error} is missing or unknown).") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadResource(f"{path.name}: {what} is not as it should be ({error}).") from error


def known_layers(names: Sequence[str]) -> tuple[str, ...]:
    """Ids of layers. Raises ValueError for one that `resources/layers.yaml` does not have."""
    for unknown in set(names) - _layer_ids():
        raise ValueError(f"there is no layer {unknown!r}")
    return tuple(names)


@cache
def _layer_ids() -> frozenset[str]:
    path = resource("layers.yaml")
    with naming(path, "the list of layers"):
        return frozenset(entry["id"] for entry in load(path)["layers"])
