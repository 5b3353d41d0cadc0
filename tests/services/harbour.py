"""Small catalogs that come in, in our own words, and bringing them into an assessment."""

from __future__ import annotations

from pathlib import Path

from srm_desktop.domain.catalog import Catalog, Control, Group, Part
from srm_desktop.services import catalogs
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.catalogs import Arrival, How


def control(name: str, *parts: tuple[str, str], **more: object) -> Control:
    return Control(name, "XX", f"Title of {name}", tuple(Part(letter, text) for letter, text in parts), **more)


def arriving(*controls: Control, version: str = "1") -> Arrival:
    made = Catalog("xx", "Harbour rules", version, "Harbour", (Group("XX", "Rules", controls=controls),))
    return Arrival(Path("harbour.json"), "OSCAL catalog", "Harbour rules", made, "")


ROPES, LAMPS, WATCH = ("a", "Check the ropes."), ("b", "Light the lamps."), ("", "Keep watch.")


def bring(file: Assessment, arrival: Arrival, how: How | None = None) -> catalogs.Plan:
    planned = catalogs.plan(file, arrival, how)
    catalogs.add(file, planned)
    return planned
