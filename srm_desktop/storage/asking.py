"""How the file is asked: for as many rows at a time as SQLite takes, and a value that no field can have is Damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Column, Select

from srm_desktop.domain.freshness import Rule, parse_rule
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged

P = ParamSpec("P")
T = TypeVar("T")


def understood(read: Callable[Concatenate[AssessmentFile, P], T]) -> Callable[Concatenate[AssessmentFile, P], T]:
    """Let a question to the file fail with Damaged where a row holds a value that its field cannot have."""

    @wraps(read)
    def asked(file: AssessmentFile, /, *args: P.args, **named: P.kwargs) -> T:
        try:
            return read(file, *args, **named)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(f"{file.path.name} holds a value that none of its fields can have ({error}).") from error

    return asked


def fetch(
    file: AssessmentFile, query: Select[*tuple[Any, ...]], column: Column[Any], wanted: Iterable[object] | None
) -> Iterator[Any]:
    """All rows, or those with some values in a column, asked for as many at a time as SQLite takes."""
    if wanted is None:
        yield from file.fetch(query)
        return
    values = list(wanted)
    for start in range(0, len(values), 500):
        yield from file.fetch(query.where(column.in_(values[start : start + 500])))


@cache
def rule_of(text: str) -> Rule | None:
    """A rule of freshness; None for an empty text."""
    return parse_rule(text)


def day_of(text: str | None) -> date | None:
    """A day; None where there is none."""
    return date.fromisoformat(text) if text else None
