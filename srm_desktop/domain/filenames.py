"""Names from outside, made safe to be used as names of files of ours."""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES = 180
"""A safe name is at most this long in UTF-8, so that a number or ending can still be added."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_AWKWARD = re.compile(r"[%#~$`]")
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # what Unicode calls control, format, surrogate ... characters
_PORTS = {kind + digit for kind in ("com", "lpt") for digit in "0123456789¹²³"}
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | _PORTS


def safe_name(name: str, instead: str = "file", most: int = MOST_BYTES) -> str:
    """A name that any of Windows, macOS and Linux accepts, that stays in its folder and reads much like `name`.

    Separators, control, direction and unassigned characters become `_`, and every kind of blank a plain one; Windows
    device names get a `_` in front; leading and trailing dots and blanks go; what is left of a name of more than `most`
    bytes keeps its ending.
    """
    text = unicodedata.normalize("NFC", name)
    text = "".join(map(_plain, text))
    text = _FORBIDDEN.sub("_", text).strip(" .")
    if text.partition(".")[0].strip().lower() in _DEVICES:
        text = "_" + text
    return _shorten(text, most) or instead


def portable_name(name: str, instead: str = "file", most: int = MOST_BYTES) -> str:
    """A safe name that can also stand as it is in a link, in a list of hashes and on a command line.

    Percent signs are the reason: RFC 8493 wants them escaped in a manifest, bagit.py and sha256sum do not undo that.
    Excel follows no link to a file with `#` in its name.
    """
    return safe_name(_AWKWARD.sub("_", name), instead, most)


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    return " " if category == "Zs" else "_" if category in _UNSAFE else character


def _shorten(text: str, most: int) -> str:
    if len(text.encode()) <= most:
        return text
    stem, dot, ending = text.rpartition(".")
    ending = dot + ending if dot and len(ending.encode()) <= 12 else ""
    stem = stem if ending else text
    kept = stem.encode()[: most - len(ending.encode())].decode(errors="ignore")
    return kept.rstrip(" .") + ending


def folded(name: str) -> str:
    """What names have in common that are one file where neither case nor the way accents are written counts."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).upper().casefold())


def unlike(name: str, taken: set[str]) -> str:
    """`name`, or `name (2)` and so on, so that it differs from all `taken` even where case does not count.

    Adds the result to `taken`, whose members are `folded`.
    """
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        stem, ending = name, ""
    candidate, n = name, 1
    while folded(candidate) in taken:
        n += 1
        candidate = f"{stem} ({n}){'.' if ending else ''}{ending}"
    taken.add(folded(candidate))
    return candidate


def stem(name: str) -> str:
    """The name of a file without its ending: what a piece is called while nobody gave it a title."""
    return name.rpartition(".")[0] or name
