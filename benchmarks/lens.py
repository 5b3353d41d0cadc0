"""How long hostile files take, from a cold start of the process that reads to its look or sentence: at most 2 s each.

.venv/bin/python benchmarks/lens.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from srm_desktop.exchange.lens import QUICK, CannotShow, Lens, Piece
from srm_desktop.exchange.media_type import SAMPLE, media_type
from tests.exchange.lens import samples

BOUND = 2.0
ENTITY = samples.laughs("w:document")
PAGE = b'<html><script src="http://127.0.0.1:9/x.js"></script><img src="file:///etc/passwd">Hello'


def _workbook_bomb() -> bytes:
    book: dict[str, bytes | str] = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    return samples.zipped(book | {"xl/worksheets/sheet1.xml": b"<sheetData>" + bytes(100_000_000)})


def _deep() -> bytes:
    return samples.docx("<w:a>" * 8_000_000)


FILES: dict[str, Callable[[], bytes]] = {
    "plain.txt": lambda: b"hello",
    "bomb.zip": samples.zip_bomb,
    "bomb.xlsx": _workbook_bomb,
    "bomb.docx": lambda: samples.docx("<w:p>&a9;</w:p>", ENTITY),
    "deep.docx": _deep,
    "bomb.svg": samples.svg_bomb,
    "huge.png": lambda: samples.png(20_000, 20_000),
    "page.html": lambda: PAGE,
    "macros.docm": lambda: samples.zipped({"word/document.xml": "<d><p/></d>", "word/vbaProject.bin": b"x"}),
    "program.pdf": lambda: b"MZ\x90\x00" + bytes(1000),
    "broken.pdf": lambda: samples.pdf("One")[:400],
}


def main() -> int:
    """Print a line for each file; 1 where one takes too long."""
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece"
        for name, make in FILES.items():
            data = make()
            path.write_bytes(data)
            piece = Piece(path, name, media_type(data[:SAMPLE], name))
            begun = time.perf_counter()
            with Lens() as lens:
                try:
                    said = type(lens.look(piece, QUICK)).__name__
                except CannotShow as problem:
                    said = problem.sentence
                took = time.perf_counter() - begun
            slow += took > BOUND
            print(f"{name:12}  {len(data):>10,} bytes  {took:6.3f} s  {said[:90]}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
