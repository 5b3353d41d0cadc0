"""What stands around the words that were found, on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_BEFORE, _AFTER = 30, 120
"""About how many characters are shown before the word that was found, and from it on: a narrow list shows it, too."""

_PIECES = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s")


def snippet(texts: Iterable[str], words: Sequence[str]) -> str:
    """Of the text that holds the most words, or one that begins like them: where the first of them stands.

    On one line, with whole words at both ends; the beginning of the first text where none holds a word.
    """
    patterns = [pattern for word in words if (pattern := _pattern(word))]
    best, most, at = "", -1, 0
    for text in texts:
        flat = _flat(text)
        places = [found.start() for pattern in patterns if (found := pattern.search(flat))]
        if len(places) > most and text:
            best, most, at = text, len(places), min(places, default=0)
            if most == len(patterns):
                break
    return around(best, at)


def around(text: str, at: int) -> str:
    """A piece of a text around a place in it, on one line, with whole words at both ends."""
    start, end = max(at - _BEFORE, 0), at + _AFTER
    if start and (space := _SPACE.search(text, start, at)):
        start = space.end()
    if end < len(text):
        end = max((found.start() for found in _SPACE.finditer(text, at + _AFTER // 2, end)), default=end)
    shown = " ".join(text[start:end].split())
    return ("… " if text[:start].strip() else "") + shown + (" …" if text[end:].strip() else "")


@lru_cache(maxsize=64)
def _pattern(word: str) -> re.Pattern[str] | None:
    """The beginning of the word; signs in it may be others ("multi-factor" is "multi factor")."""
    pieces = _PIECES.findall(_flat(unicodedata.normalize("NFC", word)))
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(pieces)) if pieces else None


def _flat(text: str) -> str:
    """Small letters without accents, each in the place of its own, as the index knows them."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    return (unicodedata.normalize("NFD", character)[:1].lower() or character)[:1]
