"""The first bytes of what has no other look."""

from __future__ import annotations

from typing import Any

from srm_desktop.domain.look import BytesLook
from srm_desktop.ui.preview.reading import Reading
from srm_desktop.ui.preview.texts import TextViewer


class HexViewer(TextViewer):
    """Rows of sixteen bytes."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__(wrap=False)
        self.wrapping.hide()

    @property
    def tools(self) -> tuple[Any, ...]:
        return ()

    def show_look(self, look: BytesLook, reading: Reading | None = None) -> None:  # type: ignore[override]
        self.show_text(hex_lines(look.start))


def hex_lines(data: bytes) -> str:
    """Bytes as rows of sixteen: offset, hexadecimal, and the letters among them."""
    rows = []
    for start in range(0, len(data), 16):
        row = data[start : start + 16]
        letters = "".join(chr(b) if 32 <= b < 127 else "·" for b in row)
        rows.append(f"{start:04x}  {row.hex(' '):<47}  {letters}")
    return "\n".join(rows)
