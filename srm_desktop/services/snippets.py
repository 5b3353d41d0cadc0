"""What stands around the words that were found, on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_BEFORE, _AFTER = 30, 120
"""About how many characters are shown before the word that was found, and from it on: a narrow list shows it, too."""

_WINDOW, _OVERLAP = 50_000, 100
"""Characters of a long text that are looked through at once, and those that are looked at twice."""

_FOLDED = 200_000
"""Characters of a text that are freed of accents to find a word in it (10 ms)."""

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


def passage(text: str, words: Sequence[str]) -> tuple[str, str]:
    """Where the words stand in a long text, and what stands around: the page ("p. 3", or nothing), and the snippet.

    Around the word that comes up last, which tells most. Pages end with a form feed.
    """
    places = [at for word in words if (at := _first(text, word)) >= 0]
    at = max(places, default=0)
    page = text.count("\f", 0, at) + 1 if "\f" in text and places else 0
    return f"p. {page}" if page else "", around(text, at)


def _first(text: str, word: str) -> int:
    """Where a word that begins so stands first; -1 where it does not, or there is no letter in it.

    A text of a million characters is looked through in 1 to 10 ms: plain letters first, window by window.
    """
    pattern, plain = _pattern(word), _flat(unicodedata.normalize("NFC", word))
    if pattern is None:
        return -1
    if plain.isalnum():
        for start in range(0, len(text), _WINDOW):
            low = text[start : start + _WINDOW + _OVERLAP].lower()
            if plain in low and len(low) <= _WINDOW + _OVERLAP and (found := pattern.search(low)):
                return start + found.start()
        if text.isascii():
            return -1
    for start in range(0, min(len(text), _FOLDED), _WINDOW):
        if found := pattern.search(_flat(text[start : start + _WINDOW + _OVERLAP])):
            return start + found.start()
    return -1


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
