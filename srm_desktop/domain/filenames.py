"""Names from outside, made safe to be used as names of files of ours."""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES = 180
"""A safe name is at most this long in UTF-8, so that a number or ending can still be added."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # what Unicode calls control, format, surrogate ... characters
_PORTS = {kind + digit for kind in ("com", "lpt") for digit in "0123456789¹²³"}
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | _PORTS


def safe_name(name: str, instead: str = "file") -> str:
    """A name that any of Windows, macOS and Linux accepts, that stays in its folder and reads much like `name`.

    Separators, control, direction and unassigned characters become `_`; Windows device names get a `_` in front;
    leading and trailing dots and blanks go; what is left of an over-long name keeps its ending.
    """
    text = unicodedata.normalize("NFC", name)
    text = "".join("_" if unicodedata.category(c) in _UNSAFE else c for c in text)
    text = _FORBIDDEN.sub("_", text).strip(" .")
    if text.partition(".")[0].strip().lower() in _DEVICES:
        text = "_" + text
    return _shorten(text) or instead


def _shorten(text: str) -> str:
    if len(text.encode()) <= MOST_BYTES:
        return text
    stem, dot, ending = text.rpartition(".")
    ending = dot + ending if dot and len(ending.encode()) <= 12 else ""
    stem = stem if ending else text
    kept = stem.encode()[: MOST_BYTES - len(ending.encode())].decode(errors="ignore")
    return kept.rstrip(" .") + ending


def unlike(name: str, taken: set[str]) -> str:
    """`name`, or `name (2)` and so on, so that it differs from all `taken` even where case does not count.

    Adds the result to `taken`, whose members are case-folded.
    """
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        stem, ending = name, ""
    candidate, n = name, 1
    while candidate.casefold() in taken:
        n += 1
        candidate = f"{stem} ({n}){'.' if ending else ''}{ending}"
    taken.add(candidate.casefold())
    return candidate


def stem(name: str) -> str:
    """The name of a file without its ending: what a piece is called while nobody gave it a title."""
    return name.rpartition(".")[0] or name
