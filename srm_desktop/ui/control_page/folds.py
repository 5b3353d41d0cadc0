"""Which parts of the page somebody likes to see unfolded: kept with the preferences, the same for all controls."""

from __future__ import annotations

from dataclasses import replace

from srm_desktop import settings


def wanted(name: str) -> bool | None:
    """Whether this is to be unfolded; None where nobody has said so yet."""
    return settings.load().folds.get(name)


def remember(name: str, opened: bool) -> None:
    """Keep whether this is to be unfolded from now on."""
    kept = settings.load()
    settings.save(replace(kept, folds={**kept.folds, name: opened}))
