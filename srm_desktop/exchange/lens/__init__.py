"""Looks at files that nobody vouches for, by readers in a process of their own that has limits and may be ended.

`Lens` is what others use. It promises that a file gives a look or one sentence, whatever is in it.
"""

from srm_desktop.exchange.lens.lens import Lens
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import PATIENT, QUICK, CannotShow, TookTooLong

__all__ = ["PATIENT", "QUICK", "CannotShow", "Lens", "Piece", "TookTooLong"]
