"""Numbers of bytes as people read them."""

from __future__ import annotations


def size_text(size: int) -> str:
    """A number of bytes in powers of 1000, one digit after the point: 812 B, 4.2 kB, 1.3 MB, 2000.0 GB."""
    if size < 1000:
        return f"{size} B"
    amount = size / 1000
    for unit in ("kB", "MB"):
        if amount < 999.95:  # what would be written as 1000.0 has a larger unit
            return f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
