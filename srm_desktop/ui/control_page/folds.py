"""Which parts of the page somebody likes to see unfolded: kept with the preferences, the same for all controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from srm_desktop import settings


def known() -> Mapping[str, bool]:
    """By name whether it is to be unfolded; what nobody has said anything about is not there."""
    return settings.load().folds


def remember(name: str, opened: bool) -> None:
    """Keep whether this is to be unfolded from now on."""
    kept = settings.load()
    settings.save(replace(kept, folds={**kept.folds, name: opened}))
