"""How each word of the vocabulary is shown: a symbol, the word and a tone, the same everywhere; and control ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from srm_desktop.domain.id_text import AS_PUBLISHED, as_published, in_style
from srm_desktop.domain.vocabulary import (
    Acceptance,
    Freshness,
    Origination,
    Owner,
    Responsibility,
    Result,
    Review,
    Status,
    Statuses,
    Word,
)

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell


class Sign(NamedTuple):
    """A symbol, the word beside it, and the name of its tone (`Palette.tones`)."""

    symbol: str
    word: str
    tone: str

    @property
    def text(self) -> str:
        """Symbol and word."""
        return f"{self.symbol} {self.word}"


WITHDRAWN = Sign("–", "Withdrawn", "quiet")
"""A control that its publisher took back."""

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
    Acceptance.NOT_CHECKED: ("○", "neutral"),
    Acceptance.ACCEPTED: ("✓", "good"),
    Acceptance.REJECTED: ("✗", "bad"),
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


def origination_text(words: Sequence[Origination]) -> str:
    """Where an implementation comes from, in full; "not said" where nothing is."""
    return ", ".join(words) or "not said"


def short_origination(words: Sequence[Origination]) -> str:
    """The same in few letters, to be read after the word "Origination": the first word, and how many more there are."""
    if not words:
        return ""
    first = words[0].removeprefix("service provider ").removesuffix(" from a pre-existing authorization")
    return first + (f" +{len(words) - 1}" if len(words) > 1 else "")


class _Ids:
    """The style that ids are shown in."""

    def __init__(self) -> None:
        self.style = AS_PUBLISHED
        self.spell: Spell = as_published


_ids = _Ids()


def use_id_style(style: str) -> None:
    """From now on show ids in a style, a word of `settings.ID_STYLES`; what is on the screen has to be shown again."""
    _ids.style, _ids.spell = style, in_style(style)


def id_style() -> str:
    """The style that ids are shown in."""
    return _ids.style


def id_text(key: str, part: str = "") -> str:
    """How the screen calls a control, by its key, or a part of it; of a reference the key is `framework:id`."""
    return _ids.spell(key, part)
