"""OSCAL catalogs and profiles from a file to records (NIST OSCAL 1.0.0 to 1.2, catalog and profile models).

`oscal_read` tells syntax and kind, `oscal_profile` resolves a profile to a catalog, `oscal_catalog` makes the records.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.catalog import Catalog
from srm_desktop.exchange import oscal_read, oscal_shape
from srm_desktop.exchange.oscal_catalog import records
from srm_desktop.exchange.oscal_control import Unmatched
from srm_desktop.exchange.oscal_find import Finder
from srm_desktop.exchange.oscal_problems import BadOscal, MissingImport, OtherKind, ProfileCycle
from srm_desktop.exchange.oscal_profile import Resolver

Progress = Callable[[int, int], None]


class Imported(NamedTuple):
    """What was read. `kind` is "catalog" or "profile"; `unmatched` is what referred to something that is not there."""

    catalog: Catalog
    kind: str
    oscal_version: str
    title: str
    version: str
    unmatched: tuple[Unmatched, ...]


def _silent(_done: int, _total: int) -> None:
    pass


def read(path: Path, find: Callable[[str], Path | None] | None = None, progress: Progress = _silent) -> Imported:
    """Read a catalog, or a profile together with what it imports.

    An import is looked for at its path from the profile, then by its file name beside the profile, then `find` is asked
    with its address; nothing is fetched. `progress` is told controls done and in all, and may raise to stop. Raises
    BadOscal where a file is not as it should be, and of these OtherKind, MissingImport (which carries the address) and
    ProfileCycle. What only does not match is in `unmatched`.
    """
    document = oscal_read.load(path)
    resolver = Resolver(Finder(find))
    try:
        body = resolver.catalog_of(document)
        catalog, dangling = records(body, path.name, progress)
    except RecursionError as error:
        raise BadOscal(f"{path.name} is nested deeper than any catalog is; it is not read.") from error
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        for seen in resolver.seen.values():
            if fault := oscal_shape.first_fault(seen.body, seen.kind):
                raise BadOscal(f"{seen.path.name}: {fault}.") from error
        raise
    return Imported(
        catalog, document.kind, document.version, catalog.title, catalog.version, (*resolver.unmatched, *dangling)
    )


__all__ = ["BadOscal", "Imported", "MissingImport", "OtherKind", "ProfileCycle", "Unmatched", "read"]
