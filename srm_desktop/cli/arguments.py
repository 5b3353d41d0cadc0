"""What arguments of several commands share: words that are understood, filters, and how wrong usage is said."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NoReturn, TypeVar

from srm_desktop.domain.freshness import Rule, parse_rule
from srm_desktop.domain.vocabulary import (
    Freshness,
    Responsibility,
    Result,
    Review,
    Status,
    Word,
)

W = TypeVar("W", bound=Word)


DERIVED = "derived"
"""What `set --responsibility` takes to give an overruling back."""


RULE = "how fresh evidence must be: days, as 90; period (within the audit period); none (any age)"


KNOWN = {
    "source": "the system it comes from",
    "account": "the account in that system",
    "region": "the region",
    "method": "how it was obtained, as screenshot, export, query or interview",
    "collector": "who collected it",
    "population": "the query behind it, or what it was drawn from",
    "confidentiality": "as public, internal, confidential or secret",
    "note": "internal, not exported",
}
"""What is known of a piece, as options of `attach` and `describe`."""


class WrongUsage(Exception):
    """The command line asks for something that makes no sense; the message is one sentence."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, and where the help is."""
        text = message[:1].upper() + message[1:]
        raise WrongUsage(f"{text.rstrip('.')}; see {self.prog} --help.")


def one_of(kind: type[W]) -> Callable[[str], W]:
    """Reads one word of a closed set."""

    def parse(text: str) -> W:
        try:
            return kind.parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parse


def several_of(kind: type[W]) -> Callable[[str], tuple[W, ...]]:
    """Reads words of a closed set with commas between them."""
    one = one_of(kind)
    return lambda text: tuple(one(word) for word in text.split(","))


def names(text: str) -> tuple[str, ...]:
    """A comma-separated list without its blanks and empty places."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def rule(text: str) -> Rule | str:
    """A rule of freshness; empty text takes one back."""
    try:
        return parse_rule(text) or ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def responsibility(text: str) -> Responsibility | str:
    """A responsibility; empty where the overruling is taken back."""
    return "" if text.strip().lower() == DERIVED else one_of(Responsibility)(text)


Commands = argparse._SubParsersAction  # argparse has no public name for it


def command(commands: Commands[Parser], name: str, about: str, *, reads: bool = False) -> argparse.ArgumentParser:
    """Add a command on an assessment; one that `reads` may do so from a copy."""
    sub = commands.add_parser(name, help=about, description=about[:1].upper() + about[1:] + ".")
    sub.add_argument("file", metavar="FILE", help="an assessment (.srma)")
    sub.add_argument("--who", metavar="NAME", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    sub.add_argument("--json", action="store_true", help="print data as JSON")
    if reads:
        sub.add_argument("--copy", action="store_true", help="read a copy of a file that somebody else has open")
    return sub


def filters(sub: argparse.ArgumentParser) -> None:
    """Let a command narrow down the controls."""
    group = sub.add_argument_group("filters", "they add up: all must hold")
    group.add_argument("--responsibility", type=several_of(Responsibility), default=(), metavar="R,..")
    group.add_argument("--status", type=several_of(Status), default=(), metavar="S,..")
    group.add_argument("--result", type=several_of(Result), default=(), metavar="R,..")
    group.add_argument("--review", type=several_of(Review), default=(), metavar="V,..")
    group.add_argument("--group", default="", metavar="G", help="a group by its id, as IAM")
    group.add_argument("--service", default="", metavar="S", help="controls that touch this service")
    group.add_argument("--mine", action="store_true", help="shared and customer only")
    group.add_argument("--open", action="store_true", help="mine and not walked yet")
    group.add_argument("--no-evidence", action="store_true", help="mine and without evidence")
    group.add_argument("--stale", action="store_true", help="with evidence that is stale or outside the period")
    states = f"the state of its evidence that wants attention most: {', '.join(Freshness)}"
    group.add_argument("--freshness", type=several_of(Freshness), default=(), metavar="F,..", help=states)
    group.add_argument("--flagged", action="store_true", help="flagged for another look")
    group.add_argument("--search", default="", metavar="TEXT", help="words in id, title, group, owner or service")
