"""Why a file cannot be shown, and how long it is tried."""

from __future__ import annotations

from srm_desktop.domain.problems import Problem

QUICK = 1.5
"""Seconds for the first try: nobody waits longer for a preview that was not asked for."""

PATIENT = 20.0
"""Seconds where the user asks to try for longer."""


class CannotShow(Problem):
    """A file that cannot be shown: damaged, hostile, too large or of another kind than it says."""


class TookTooLong(CannotShow):
    """Reading it took longer than it was given; more time may help."""


def too_long(name: str, seconds: float) -> TookTooLong:
    """The problem of a file that was not read in time."""
    way_out = "try for longer, or extract it" if seconds < PATIENT else "extract it"
    return TookTooLong(
        f"{name} took longer than {seconds:g} seconds to read; {way_out} and open it in its own program."
    )
