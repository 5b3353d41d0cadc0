"""The archive around a workbook, measured before anything in it is read: entries, sizes, ratios (DESIGN, section 9).

Nothing is extracted, and no name in it is used as a path. Sizes are counted while the entries are unpacked, piece by
piece, for those that an archive states about itself may be false.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from srm_desktop.exchange.table_problems import BadTable

MOST_ENTRIES = 10_000
"""Files in one workbook; one of a hundred sheets with pictures has some hundreds."""

LARGEST_INSIDE = 512 * 1024 * 1024
"""Bytes of all entries unpacked; a sheet of a million rows and ten columns has about 400 MB of XML."""

HIGHEST_RATIO = 300
"""How many times an entry may grow by unpacking; sheets of one repeated row reach about 100, deflate ends at 1032."""

FREE_OF_RATIO = 8 * 1024 * 1024
"""Bytes up to which an entry may grow by any ratio: so little does no harm."""

PIECE = 256 * 1024
"""Bytes that are unpacked at a time."""


class Archive:
    """The entries of one workbook in memory. Raises BadTable where it is damaged, hostile or unusual."""

    def __init__(self, name: str, data: bytes) -> None:
        """Look at the list of entries only."""
        self.name = name
        self._data = data
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                self.entries = [i for i in archive.infolist() if not i.filename.endswith("/")]
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise BadTable(
                f"{name} is a damaged or cut off workbook: its list of contents cannot be read; get a whole copy of it."
            ) from error
        if len(self.entries) > MOST_ENTRIES:
            raise BadTable(f"{name} holds {len(self.entries):,} files, and no workbook has more than {MOST_ENTRIES:,}.")
        self.size = sum(entry.file_size for entry in self.entries)
        if self.size > LARGEST_INSIDE:
            raise self._too_large(self.size)

    def names(self) -> set[str]:
        """The names of the entries, in lower case and with `/` between."""
        return {entry.filename.replace("\\", "/").lower() for entry in self.entries}

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The content of one entry, unpacked piece by piece; stops with BadTable as soon as it grows too much."""
        grown = 0
        for piece in self._unpacked(entry):
            grown += len(piece)
            if grown > FREE_OF_RATIO and grown > entry.compress_size * HIGHEST_RATIO:
                raise BadTable(
                    f"{self.name} grows more than {HIGHEST_RATIO} times when {entry.filename[:80]!r} in it is"
                    " unpacked, as no workbook does; it is not read."
                )
            if grown > LARGEST_INSIDE:
                raise self._too_large(grown)
            yield piece
        if grown != entry.file_size:
            raise self._damaged(entry)

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        if entry.flag_bits & 1:
            raise BadTable(f"{self.name} has parts that are locked with a password; save it without one.")
        head = self._data[entry.header_offset : entry.header_offset + 30]
        if len(head) < 30 or head[:4] != b"PK\3\4":
            raise self._damaged(entry)
        start = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        end = start + entry.compress_size
        if end > len(self._data):
            raise self._damaged(entry)
        packed = memoryview(self._data)[start:end]
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            yield from self._inflated(entry, packed)
        else:
            raise BadTable(f"{self.name} is packed in a way that workbooks do not use; save it anew as .xlsx.")

    def _inflated(self, entry: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for at in range(0, len(packed), PIECE):
                left: bytes | memoryview = packed[at : at + PIECE]
                while left and not inflate.eof:
                    yield inflate.decompress(left, PIECE)
                    left = inflate.unconsumed_tail
            while not inflate.eof and (rest := inflate.decompress(inflate.unconsumed_tail, PIECE)):
                yield rest
        except zlib.error as error:
            raise self._damaged(entry) from error
        if not inflate.eof:
            raise self._damaged(entry)

    def _damaged(self, entry: zipfile.ZipInfo) -> BadTable:
        return BadTable(f"{self.name} is damaged: {entry.filename[:80]!r} in it cannot be unpacked; get a whole copy.")

    def _too_large(self, size: int) -> BadTable:
        return BadTable(
            f"{self.name} unpacks to {size / 1e6:,.0f} MB or more, and at most {LARGEST_INSIDE / 1e6:,.0f} MB are read;"
            " keep only the sheets that are needed."
        )
