"""Verifying a large file, beside hashing alone: SHA-256 over the same bytes read from a plain file.

python benchmarks/verify.py [--gb 0.5] [--rounds 5] [--folder DIR]

Each is done once before it is measured, so that both read from the machine's cache: what is compared is the work.
"""

import argparse
import hashlib
import statistics
import sys
import tempfile
from pathlib import Path

import attach
import window

from srm_desktop.services import assessments, listing, proof
from srm_desktop.services import attach as attaching

PIECE = 64 << 20
"""Bytes of one piece of evidence."""


class Noise:
    """A stream of bytes that differ from place to place, made without a file."""

    def __init__(self, seed: int, size: int) -> None:
        self._left = size
        self._block = hashlib.shake_256(str(seed).encode()).digest(1 << 20)

    def readinto(self, buffer: memoryview) -> int:
        count = min(len(buffer), self._left, len(self._block))
        buffer[:count] = self._block[:count]
        if count >= 8:
            buffer[:8] = self._left.to_bytes(8, "big")
        self._left -= count
        return count


def filled(folder: Path, size: int) -> tuple[Path, Path]:
    """An assessment with this many bytes of evidence, and a plain file as large as it."""
    path, plain, piece = folder / "large.srma", folder / "plain.bin", folder / "piece.bin"
    with assessments.create(path, attach.DETAILS, who="bench", services=["ec2", "rds", "s3"]) as file:
        keys = [row.key for row in listing.rows(file)]
        for n, start in enumerate(range(0, size, PIECE)):
            with piece.open("wb") as out:
                noise, buffer = Noise(n, min(PIECE, size - start)), memoryview(bytearray(1 << 20))
                while count := noise.readinto(buffer):
                    out.write(buffer[:count])
            attaching.attach(file, [keys[n % len(keys)]], [piece])
    piece.unlink()
    with path.open("rb") as source, plain.open("wb") as out:
        while block := source.read(1 << 20):
            out.write(block)
    return path, plain


def hash_plain(plain: Path) -> None:
    with plain.open("rb") as file:
        hashlib.file_digest(file, "sha256")


def figures(folder: Path, megabytes: int, rounds: int) -> list[window.Figure]:
    """How long verifying takes, of hashing alone, each in turn."""
    path, plain = filled(folder, megabytes << 20)
    pairs = []
    with assessments.open_assessment(path, who="bench", read_only=True) as file:
        assert proof.verify(file).ok
        hash_plain(plain)
        for _ in range(rounds):
            ours = attach.timed(lambda: proof.verify(file))
            pairs.append((ours, attach.timed(lambda: hash_plain(plain))))
    path.unlink()
    plain.unlink()
    ratio = statistics.median(ours / other for ours, other in pairs)
    return [
        (f"verifying {megabytes:,} MB, of SHA-256 alone", ratio, "times", 2.0),
        ("verifying that", statistics.median(ours for ours, _ in pairs), "s", float("inf")),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gb", type=float, default=0.5, help="how much evidence the file holds")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where to work; decides which disk is measured")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        return window.table(figures(Path(name), int(chosen.gb * 1000), chosen.rounds))


if __name__ == "__main__":
    sys.exit(main())
