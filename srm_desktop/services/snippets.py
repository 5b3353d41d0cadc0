"""What stands around the words that were found, on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_BEFORE, _AFTER = 30, 120
"""About how many characters are shown before the word that was found, and from it on: a narrow list shows it, too."""

_FOLDED = 20_000
"""Characters of a long text that are freed of accents to find a word in it (2 ms)."""

_TRIES, _LONGEST = 300, 80
"""Places that are tried, and the characters that a word may have there."""

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
    if not places:  # written with accents or in unusual letters: looked for where it costs little
        patterns = filter(None, map(_pattern, words))
        start = _flat(text[:_FOLDED])
        places = [found.start() for pattern in patterns if (found := pattern.search(start))]
    at = max(places, default=0)
    page = text.count("\f", 0, at) + 1 if "\f" in text and places else 0
    return f"p. {page}" if page else "", around(text, at)


def _first(text: str, word: str) -> int:
    """Where a word that begins so stands first, in small, capital or like letters; -1 where it does not.

    The letters are looked for as they are, for that is done at a gigabyte a second, and making them small is not.
    """
    pattern = _pattern(word)
    if pattern is None:
        return -1
    plain = _PIECES.findall(unicodedata.normalize("NFC", word))[0]
    best = -1
    for letters in dict.fromkeys((plain, plain.lower(), plain.title(), plain.upper())):
        at = _at_word(text, letters, pattern, len(text) if best < 0 else best)
        best = at if at >= 0 else best
    return best


def _at_word(text: str, letters: str, pattern: re.Pattern[str], end: int) -> int:
    """Where these letters stand first, before `end`, so that the pattern fits; after some hundred places, that of the
    first one.
    """
    at = first = text.find(letters, 0, end)
    for _ in range(_TRIES):
        if at < 0:
            return -1
        start = max(at - 1, 0)
        if (fits := pattern.search(_flat(text[start : at + _LONGEST]))) and start + fits.start() == at:
            return at
        at = text.find(letters, at + 1, end)
    return first


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
