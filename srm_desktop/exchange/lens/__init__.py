"""Looks at files that nobody vouches for: readers in a process of their own, with limits, which may be ended at any time.

`Lens` is the only thing that others use. What it promises is that a file gives a look or one sentence, whatever is in it.
"""

from srm_desktop.exchange.lens.lens import Lens
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import PATIENT, QUICK, CannotShow, TookTooLong

__all__ = ["PATIENT", "QUICK", "CannotShow", "Lens", "Piece", "TookTooLong"]
