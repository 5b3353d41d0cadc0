"""The words every room uses, as closed sets. `docs/glossary.md` explains each."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Self


class Word(StrEnum):
    """A value of a closed set whose text is the word the user reads; order of definition is order of display."""

    @cached_property
    def rank(self) -> int:
        """Position in the definition, from 0, for sorting."""
        return list(type(self)).index(self)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The word that `text` spells, whatever its case and its spaces, and with `-` or `_` for spaces.

        Raises ValueError with a sentence that lists the words that are allowed.
        """
        wanted = " ".join(text.lower().replace("-", " ").replace("_", " ").split())
        for word in cls:
            if word.value.replace("-", " ") == wanted:
                return word
        raise ValueError(f"{text!r} is not one of: {', '.join(cls)}.")


class Owner(Word):
    """Who owns one layer of one service; `absent` where the service has no such layer."""

    AWS = "aws"
    SHARED = "shared"
    CUSTOMER = "customer"
    ABSENT = "absent"


class Responsibility(Word):
    """Whose a control or part is (AWS Shared Responsibility Model, kinds of control)."""

    INHERITED = "inherited"
    SHARED = "shared"
    CUSTOMER = "customer"
    NOT_APPLICABLE = "not applicable"

    @property
    def mine(self) -> bool:
        """Whether the customer has something to do: shared or customer."""
        return self in (Responsibility.SHARED, Responsibility.CUSTOMER)


class Status(Word):
    """Implementation status; several at once are allowed (FedRAMP SSP Appendix J, columns B to F)."""

    NOT_STARTED = "not started"
    PLANNED = "planned"
    PARTIAL = "partially implemented"
    IMPLEMENTED = "implemented"
    ALTERNATIVE = "alternative"
    NOT_APPLICABLE = "not applicable"


class Result(Word):
    """What the assessor determined (NIST SP 800-53A, section 3)."""

    NOT_ASSESSED = "not assessed"
    SATISFIED = "satisfied"
    OTHER = "other than satisfied"
    NOT_APPLICABLE = "not applicable"


class Review(Word):
    """How far the work on a control has come inside the customer's own team."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    READY = "ready for review"
    REVIEWED = "reviewed"


class Origination(Word):
    """Where a control implementation comes from (FedRAMP SSP Appendix J, columns G to M)."""

    CORPORATE = "service provider corporate"
    SYSTEM = "service provider system specific"
    HYBRID = "service provider hybrid"
    CONFIGURED = "configured by customer"
    PROVIDED = "provided by customer"
    SHARED = "shared"
    INHERITED = "inherited from a pre-existing authorization"


class Method(Word):
    """How an objective is determined (NIST SP 800-53A, appendix C)."""

    EXAMINE = "examine"
    INTERVIEW = "interview"
    TEST = "test"


class Acceptance(Word):
    """Whether somebody looked at a piece of evidence and lets it count."""

    NOT_CHECKED = "not checked"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Freshness(Word):
    """Whether a piece of evidence may still be shown to an assessor."""

    FRESH = "fresh"
    DUE_SOON = "due soon"
    STALE = "stale"
    OUTSIDE = "outside the period"

    @property
    def bad(self) -> bool:
        """Whether it may not be shown any more: too old, or outside the audit period."""
        return self in (Freshness.STALE, Freshness.OUTSIDE)


Statuses = tuple[Status, ...]


def statuses(words: tuple[Status, ...] | list[Status] | frozenset[Status]) -> Statuses:
    """A set of implementation statuses in canonical form: ordered, no doubles.

    "Not started" says that nothing else holds, so it stands only alone; nothing at all means "not started".
    """
    kept = sorted({w for w in words if w is not Status.NOT_STARTED}, key=lambda w: w.rank)
    return tuple(kept) or (Status.NOT_STARTED,)
