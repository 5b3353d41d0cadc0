"""JSON and YAML as nested values beside their text; as text alone where they are too large, too deep or not whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from srm_desktop.domain.look import TextLook, TreeLook
from srm_desktop.exchange.lens import texts
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.wire import DEEPEST

MOST_NODES = 100_000
"""Values in a tree; more are of no use to somebody who unfolds them one by one."""

_TWICE = "A name stands twice in the same object; the tree has the last one, the text has both."


class _NoTree(Exception):
    """Why there is no tree, as a note."""


def look(piece: Piece) -> TreeLook | TextLook:
    """The tree, or the text. Raises CannotShow."""
    return of_bytes(piece.start(texts.MOST + 1), piece.full_size(), piece.media_type)


def of_bytes(data: bytes, size: int, media_type: str, notes: tuple[str, ...] = ()) -> TreeLook | TextLook:
    """The tree of the bytes, or their text where there is no tree."""
    if size > texts.MOST:
        return texts.of_bytes(data, size, media_type, (*notes, "It is too large to be folded."))
    found = texts.decoded(data)
    read: Callable[[str], tuple[Any, tuple[str, ...]]] = _json if media_type == "application/json" else _yaml
    try:
        value, more = read(found.text)
        _measure(value)
    except _NoTree as why:
        return texts.of_bytes(data, size, media_type, (*notes, str(why)))
    except RecursionError:
        return texts.of_bytes(data, size, media_type, (*notes, "It is nested too deeply to be folded."))
    guessed = (texts.GUESSED,) if found.guessed else ()
    return TreeLook(value, found.text, "json" if read is _json else "yaml", (*notes, *more, *guessed))


def _json(text: str) -> tuple[Any, tuple[str, ...]]:
    twice = False

    def together(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        made = dict(pairs)
        twice = twice or len(made) < len(pairs)
        return made

    try:
        value = json.loads(text, object_pairs_hook=together)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":  # one value in each line, as logs are written
            return _json_lines(text)
        raise _NoTree(f"It is no whole JSON (line {error.lineno}, column {error.colno}: {error.msg}).") from error
    except ValueError as error:  # a number of thousands of digits
        raise _NoTree("It is JSON that cannot be read; it is shown as text.") from error
    return value, (_TWICE,) if twice else ()


def _json_lines(text: str) -> tuple[Any, tuple[str, ...]]:
    try:
        values = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise _NoTree("It holds more than one JSON value; it is shown as text.") from error
    return values, (f"It holds {len(values):,} JSON values, one in each line.",)


def _yaml(text: str) -> tuple[Any, tuple[str, ...]]:
    import yaml

    from srm_desktop.exchange import oscal_yaml

    try:
        documents = oscal_yaml.documents(text.encode("utf-8", "replace"), tags=True, most_nodes=MOST_NODES)
    except oscal_yaml.Refused as why:
        raise _NoTree(f"It is shown as text, for line {why.line} {why}.") from why
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        raise _NoTree(f"It is no whole YAML{f' (line {place.line + 1})' if place else ''}.") from error
    if len(documents) == 1:
        return documents[0], ()
    return documents, (f"It holds {len(documents)} YAML documents.",) if documents else ()


def _measure(value: Any) -> None:
    """Raise _NoTree where a tree is deeper or larger than is sent; what is referred to twice counts twice."""
    left, level = [(value, 0)], 0
    seen = 0
    while left:
        one, level = left.pop()
        seen += 1
        if level > DEEPEST:
            raise _NoTree(f"It is nested more than {DEEPEST} levels deep; it is shown as text.")
        if seen > MOST_NODES:
            raise _NoTree(f"It holds more than {MOST_NODES:,} values; it is shown as text.")
        if isinstance(one, dict):
            left += [(inner, level + 1) for inner in one.values()]
        elif isinstance(one, list):
            left += [(inner, level + 1) for inner in one]
