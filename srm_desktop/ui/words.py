"""How each word of the vocabulary is shown: a symbol, the word and a tone, the same everywhere."""

from __future__ import annotations

from typing import NamedTuple

from srm_desktop.domain.vocabulary import Freshness, Owner, Responsibility, Result, Review, Status, Statuses, Word


class Sign(NamedTuple):
    """A symbol, the word beside it, and the name of its tone (`Palette.tones`)."""

    symbol: str
    word: str
    tone: str

    @property
    def text(self) -> str:
        """Symbol and word."""
        return f"{self.symbol} {self.word}"


_SIGNS: dict[Word, tuple[str, str]] = {
    Status.NOT_STARTED: ("○", "neutral"),
    Status.PLANNED: ("◔", "info"),
    Status.PARTIAL: ("◑", "progress"),
    Status.IMPLEMENTED: ("●", "good"),
    Status.ALTERNATIVE: ("◆", "good"),
    Status.NOT_APPLICABLE: ("–", "quiet"),
    Result.NOT_ASSESSED: ("○", "neutral"),
    Result.SATISFIED: ("✓", "good"),
    Result.OTHER: ("✗", "bad"),
    Result.NOT_APPLICABLE: ("–", "quiet"),
    Review.OPEN: ("○", "neutral"),
    Review.IN_PROGRESS: ("◑", "progress"),
    Review.READY: ("▶", "info"),
    Review.REVIEWED: ("✓", "good"),
    Responsibility.INHERITED: ("▼", "aws"),
    Responsibility.SHARED: ("◐", "shared"),
    Responsibility.CUSTOMER: ("▲", "customer"),
    Responsibility.NOT_APPLICABLE: ("–", "quiet"),
    Owner.AWS: ("▼", "aws"),
    Owner.SHARED: ("◐", "shared"),
    Owner.CUSTOMER: ("▲", "customer"),
    Owner.ABSENT: ("–", "quiet"),
    Freshness.FRESH: ("✓", "good"),
    Freshness.DUE_SOON: ("◷", "warn"),
    Freshness.STALE: ("!", "bad"),
    Freshness.OUTSIDE: ("⊘", "bad"),
}


def sign(word: Word) -> Sign:
    """How a word is shown."""
    symbol, tone = _SIGNS[word]
    return Sign(symbol, word.value.capitalize() if word is not Owner.AWS else "AWS", tone)


def status_sign(words: Statuses) -> Sign:
    """How a set of statuses is shown: the symbol and tone of the first, all the words."""
    first = sign(words[0])
    return Sign(first.symbol, ", ".join([first.word, *(w.value for w in words[1:])]), first.tone)


def size_text(size: int) -> str:
    """A number of bytes as people read it: 812 B, 4.2 kB, 1.3 MB."""
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{size} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{size} B"
