"""Messages between the two processes: a JSON value and raw bytes, each with its length in front. Never pickle."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

HEAD = struct.Struct(">II")
"""Bytes of JSON, bytes after it."""

LARGEST = 80_000_000
"""Bytes of one message; a picture of `MOST_PIXELS` has 64 million."""

MOST_PIXELS = 16_000_000
"""Pixels of a picture that is sent, four bytes each."""


class BadFrame(Exception):
    """What came is no message of ours."""


def packed(value: object, raw: bytes = b"") -> bytes:
    """A message as bytes. Raises BadFrame where it is larger than is taken."""
    said = json.dumps(value).encode("ascii")
    if len(said) + len(raw) > LARGEST:
        raise BadFrame
    return HEAD.pack(len(said), len(raw)) + said + raw


def read(take: Callable[[int], bytes]) -> tuple[Any, bytes]:
    """One message; `take` gives exactly as many bytes as it is asked for. Raises BadFrame for what is odd."""
    said, raw = HEAD.unpack(take(HEAD.size))
    if said + raw > LARGEST:
        raise BadFrame
    text, rest = take(said), take(raw)
    try:
        return json.loads(text), rest
    except (ValueError, RecursionError) as error:
        raise BadFrame from error
