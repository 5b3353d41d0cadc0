"""How far long work is, as use cases tell it to whoever waits."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Told how much is done and how much there is in all; may raise to stop, and then nothing of the work is kept.

As long as nobody knows how much there is, the second is 0 and the first counts what was found so far.
"""


def tell_nobody(_done: int, _total: int) -> None:
    """Nobody waits."""
