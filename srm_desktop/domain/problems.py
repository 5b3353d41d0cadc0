"""The base of every failure that a user can mend. Each room derives its own; the message is the finished sentence."""

from __future__ import annotations


class Problem(Exception):
    """Something expected went wrong; `str()` is one clear sentence for the user, with a way out where there is one."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence, first letter upper-case as it will be read."""
        super().__init__(sentence)
        self.sentence = sentence


class UnknownControl(Problem):
    """No control of the assessment has the id that was given."""


class UnknownService(Problem):
    """No AWS service has the name that was given."""


class UnknownEvidence(Problem):
    """No piece of evidence has the id that was given."""


class BadValue(Problem):
    """A word, date or number that the field cannot hold."""


class Cancelled(Problem):
    """The user stopped a long operation; nothing of it was kept."""
