"""Looks that need no reader of their own: the bytes of small pieces, and short texts. Quick enough to wait for.

Decoding text runs nothing and cannot grow, so it is done at once instead of in the process that reads (`looking`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from srm_desktop.domain import kinds
from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.look import BytesLook, TextLook
from srm_desktop.domain.sizes import size_text
from srm_desktop.exchange.lens import texts
from srm_desktop.services import evidence
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.looking import CHANGED, outside

SHORT = 200_000
"""Bytes of a text that is decoded at once."""
SMALL = 1_000_000
"""Bytes of a piece that is read whole at once."""
FIRST = 1_024
"""Bytes that are shown of what has no other look."""


def whole(file: Assessment, piece: Evidence) -> tuple[bytes, tuple[str, ...]]:
    """All bytes of a piece of at most SMALL bytes, and a note where they are not those that were imported."""
    data = evidence.read_start(file, piece.uid, SMALL)
    return data, () if hashlib.sha256(data).hexdigest() == piece.sha256 else (CHANGED,)


def is_short_text(piece: Evidence) -> bool:
    """Whether a piece is text without a shape of its own, and short."""
    return kinds.shape(piece.media_type) is kinds.Shape.TEXT and piece.size <= SHORT


def short_text(file: Assessment, piece: Evidence) -> TextLook:
    """A short text as it stands."""
    data, notes = whole(file, piece)
    return texts.of_bytes(data, piece.size, piece.media_type, notes)


def first_bytes(file: Assessment, piece: Evidence) -> BytesLook:
    """The first bytes of any piece."""
    return _beginning(evidence.read_start(file, piece.uid, FIRST), piece.size)


def first_bytes_outside(path: Path) -> BytesLook:
    """The first bytes of a file outside the assessment. Raises CannotShow."""
    piece = outside(path)
    return _beginning(piece.start(FIRST), piece.full_size())


def _beginning(data: bytes, size: int) -> BytesLook:
    cut = f"The first {size_text(len(data))} of {size_text(size)} are shown."
    return BytesLook(data, (cut,) if len(data) < size else ())
