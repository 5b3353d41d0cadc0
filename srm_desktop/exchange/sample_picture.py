"""Pictures for the sample assessment: a console table drawn pixel by pixel and written as PNG, without a library."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

_FONT = """
0000000000 00005F0000 0007000700 147F147F14 242A7F2A12 2313086462 3649552250 0005030000 001C224100 0041221C00
14083E0814 08083E0808 0050300000 0808080808 0060600000 2010080402 3E5149453E 00427F4000 4261514946 2141454B31
1814127F10 2745454539 3C4A494930 0171090503 3649494936 064949291E 0036360000 0056360000 0814224100 1414141414
0041221408 0201510906 324979413E 7E1111117E 7F49494936 3E41414122 7F4141221C 7F49494941 7F09090901 3E4149497A
7F0808087F 00417F4100 2040413F01 7F08142241 7F40404040 7F020C027F 7F0408107F 3E4141413E 7F09090906 3E4151215E
7F09192946 4649494931 01017F0101 3F4040403F 1F2040201F 3F4038403F 6314081463 0708700807 6151494543 007F414100
0204081020 0041417F00 0402010204 4040404040 0001020400 2054545478 7F48444438 3844444420 384444487F 3854545418
087E090102 0C5252523E 7F08040478 00447D4000 2040443D00 7F10284400 00417F4000 7C04180478 7C08040478 3844444438
7C14141408 081414187C 7C08040408 4854545420 043F444020 3C4040207C 1C2040201C 3C4030403C 4428102844 0C5050503C
4464544C44 0008364100 00007F0000 0041360800 1008081008
"""
"""The usual 5 by 7 dot font of small displays: five columns of dots for each character from blank to tilde."""
_GLYPHS = [bytes.fromhex(code) for code in _FONT.split()]

_SCALE, _STEP, _LINE = 2, 12, 34
_WIDTH, _MARGIN = 1280, 32
_Colour = tuple[int, int, int]
_INK, _QUIET, _LINK = (22, 25, 31), (84, 91, 100), (0, 109, 204)
_GOOD, _BAR, _PAGE, _HEAD, _RULE = (29, 129, 2), (35, 47, 62), (242, 243, 243), (250, 250, 250), (213, 219, 219)
_GOOD_WORDS = {"On", "Enabled", "Locked", "Compliance"}


class _Canvas:
    def __init__(self, width: int, height: int, colour: _Colour) -> None:
        self.width, self.height = width, height
        self.rows = [bytearray(bytes(colour) * width) for _ in range(height)]

    def box(self, x: int, y: int, width: int, height: int, colour: _Colour) -> None:
        width = min(width, self.width - x)
        for row in self.rows[y : y + height]:
            row[3 * x : 3 * (x + width)] = bytes(colour) * width

    def text(self, x: int, y: int, text: str, colour: _Colour, *, bold: bool = False) -> None:
        for n, character in enumerate(text[: (self.width - x) // _STEP]):
            code = ord(character) - 32
            glyph = _GLYPHS[code if 0 <= code < len(_GLYPHS) else 31]
            for column, dots in enumerate(glyph):
                for line in range(7):
                    if dots >> line & 1:
                        left, top = x + n * _STEP + column * _SCALE, y + line * _SCALE
                        self.box(left, top, _SCALE + bold, _SCALE, colour)

    def png(self) -> bytes:
        size = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        pixels = zlib.compress(b"".join(b"\0" + row for row in self.rows), 6)
        chunks = ((b"IHDR", size), (b"IDAT", pixels), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def console_screen(
    path: str, title: str, account: str, taken: str, rows: Sequence[Sequence[str]], notes: Sequence[str]
) -> bytes:
    """A PNG that looks like a page of a cloud console: a table (headings first), notes, and when it was taken."""
    height = 190 + _LINE * (len(rows) + len(notes)) + 80
    canvas = _Canvas(_WIDTH, height, _PAGE)
    canvas.box(0, 0, _WIDTH, 48, _BAR)
    canvas.text(_MARGIN, 17, "Console", (255, 255, 255), bold=True)
    account_text = f"Account {account}"
    canvas.text(_WIDTH - _MARGIN - _STEP * len(account_text), 17, account_text, (255, 255, 255))
    canvas.text(_MARGIN, 68, path, _LINK)
    top = 104
    canvas.box(_MARGIN - 8, top, _WIDTH - 2 * _MARGIN + 16, height - top - 52, (255, 255, 255))
    canvas.text(_MARGIN + 8, top + 18, title, _INK, bold=True)
    bottom = _draw_table(canvas, top + 56, rows)
    for n, note in enumerate(notes):
        canvas.text(_MARGIN + 8, bottom + 16 + n * _LINE, note, _QUIET)
    canvas.text(_MARGIN, height - 32, f"Taken {taken}   sample data of SRM Desktop", _QUIET)
    return canvas.png()


def _draw_table(canvas: _Canvas, top: int, rows: Sequence[Sequence[str]]) -> int:
    widths = [max(len(row[n]) for row in rows) + 3 for n in range(len(rows[0]))]
    for number, row in enumerate(rows):
        y = top + number * _LINE
        canvas.box(_MARGIN, y, _WIDTH - 2 * _MARGIN, _LINE - 1, _HEAD if number == 0 else (255, 255, 255))
        canvas.box(_MARGIN, y + _LINE - 1, _WIDTH - 2 * _MARGIN, 1, _RULE)
        x = _MARGIN + 8
        for cell, width in zip(row, widths, strict=True):
            colour = _QUIET if number == 0 else _GOOD if cell in _GOOD_WORDS else _INK
            canvas.text(x, y + 10, cell, colour, bold=number == 0)
            x += width * _STEP
    return top + len(rows) * _LINE
