"""Which framework a catalog of somebody's is, and which of the catalogs that we know; with that go layers and title."""

from __future__ import annotations

import re
from typing import NamedTuple

from srm_desktop.domain.catalog import Catalog
from srm_desktop.domain.completion import complete
from srm_desktop.exchange import index
from srm_desktop.exchange.allotment import allot

_FRAMEWORKS = {
    "nist-800-53-r5": re.compile(
        r"(AC|AT|AU|CA|CM|CP|IA|IR|MA|MP|PE|PL|PM|PS|PT|RA|SA|SC|SI|SR)-\d{1,2}(\(\d{1,2}\))?"
    ),
    "nist-800-171-r3": re.compile(r"03\.\d\d\.\d\d"),
    "nist-800-171-r2": re.compile(r"3\.\d{1,2}\.\d{1,2}"),
    "cmmc-2": re.compile(r"[A-Z]{2}\.L2-3\.\d{1,2}\.\d{1,2}"),
}
"""How the ids of a framework's controls look."""

_MOST = 0.8
"""The share of a catalog's ids that must be a framework's, and of a baseline's ids that an edition of it must have."""

_TITLES = {name: baseline.title for name, baseline in index.BASELINES.items()} | {
    "nist-800-171-r3": "NIST SP 800-171 rev 3"
}
_REVISION_4 = re.compile(r"\brev(ision|\.)? ?4\b", re.IGNORECASE)
_LEVELS = {"li-saas": r"li-saas", "privacy": r"privacy", "low": r"low", "moderate": r"moderate", "high": r"high"}


class Known(NamedTuple):
    """A catalog as the program takes it in; `framework` is empty where its ids are nobody's that we know."""

    catalog: Catalog
    framework: str


def recognise(catalog: Catalog, framework: str = "") -> Known:
    """A catalog under the name that we know it by, with our layers where we have them; else as it came.

    A list of SP 800-171 or CMMC level 2 is filled into our index, for a file may hold requirements or objectives only.
    `framework` is what is known of the ids already.
    """
    framework = framework or _framework(catalog)
    name = _name(catalog, framework)
    if not name:
        if catalog.id in (*_TITLES, "aws-srm"):  # a name that is ours, for something else
            catalog = catalog._replace(id=f"{catalog.id}-list")
        return Known(allot(catalog, framework), framework)
    catalog = catalog._replace(id=name, title=_TITLES[name])
    if framework in ("nist-800-171-r2", "cmmc-2"):
        return Known(complete(index.catalog(name), catalog)._replace(source=catalog.source), framework)
    return Known(allot(catalog, framework), framework)


def _framework(catalog: Catalog) -> str:
    ids = [control.id for control in catalog.controls()]
    for framework, form in _FRAMEWORKS.items():
        if sum(form.fullmatch(i) is not None for i in ids) >= _MOST * len(ids):
            return "" if _REVISION_4.search(catalog.title) else framework
    return ""


def _name(catalog: Catalog, framework: str) -> str:
    """The id of the catalog that this is an edition of; empty where it is one of its own.

    It must have most of that catalog's controls: a list of a few gaps in a baseline is no edition of it.
    """
    if framework == "nist-800-171-r3":
        return framework
    ids = {control.id for control in catalog.controls()}
    for name in _names(catalog, framework):
        known = {control.id for control in index.catalog(name).controls()}
        if len(known & ids) >= _MOST * len(known):
            return name
    return ""


def _names(catalog: Catalog, framework: str) -> list[str]:
    """What a catalog may be by its framework and title, the likeliest first."""
    if framework != "nist-800-53-r5":
        return [name for name, known in index.BASELINES.items() if known.framework == framework]
    title = catalog.title.casefold()
    levels = [level for level, word in _LEVELS.items() if re.search(rf"\b{word}\b", title)][:1]
    owner = "fedramp" if "fedramp" in title else "nist" if "800-53" in title and "baseline" in title else ""
    found = [f"{owner}-{level}" for level in levels if owner]
    return [name for name in (*found, "nist-800-53") if name in index.BASELINES]
