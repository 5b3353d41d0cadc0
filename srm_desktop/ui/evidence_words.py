"""How the tables of evidence say what is known of a piece: its dates and what they are worth, and whether it counts."""

from __future__ import annotations

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.freshness import guessed
from srm_desktop.domain.vocabulary import Acceptance, Freshness
from srm_desktop.ui.pages.dates import day_text, period_text, time_text
from srm_desktop.ui.words import sign

GUESS = "≈"
"""Before a day of collection that was guessed and that nobody has confirmed."""

CONFIRM_KEY = "F9"


def collected_text(piece: Evidence) -> str:
    """The day it was collected; a guess is marked."""
    mark = f"{GUESS} " if piece.collected_guessed else ""
    return mark + day_text(piece.collected)


def dates_tip(piece: Evidence) -> str:
    """All three dates in words, and what a guess was taken from."""
    said = f"Collected {day_text(piece.collected)}"
    if piece.collected_guessed:
        said += f", {guessed(piece.guessed_from)}: {CONFIRM_KEY} says that it is right"
    covers = f"\nCovers {period_text(piece.covers)}" if piece.covers else ""
    return f"{said}{covers}\nImported {time_text(piece.imported)}, by the clock"


def collected_tone(piece: Evidence) -> str | None:
    """A guess stands out."""
    return "warn" if piece.collected_guessed else None


def fresh_text(freshness: Freshness) -> str:
    """How fresh it is, for a narrow column: "outside" alone, the tip says outside of what."""
    return sign(freshness).text.removesuffix(" the period")


def checked_text(piece: Evidence) -> str:
    """Whether somebody looked at it and lets it count."""
    return sign(piece.acceptance).text


def checked_tone(piece: Evidence) -> str:
    """The tone of that; what nobody looked at yet is quiet."""
    return "quiet" if piece.acceptance is Acceptance.NOT_CHECKED else sign(piece.acceptance).tone


def title_tone(piece: Evidence, newer: str) -> str | None:
    """What does not count, because it was rejected or superseded, stands back."""
    return "quiet" if newer or piece.acceptance is Acceptance.REJECTED else None


def known_tip(piece: Evidence, title: str = "") -> str:
    """Everything that is known of it in words, a line each; `title` is its title as the list has it."""
    named = (
        ("Source", piece.source), ("Account", piece.account), ("Region", piece.region), ("Method", piece.method),
        ("Collector", piece.collector), ("Query", piece.population), ("Confidentiality", piece.confidentiality),
        ("Note", piece.note),
    )  # fmt: skip
    lines = [title or piece.title, piece.name if piece.name != piece.title else ""]
    return "\n".join(filter(None, (*lines, *(f"{name}: {text}" for name, text in named if text))))
