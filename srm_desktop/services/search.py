"""Search everything: controls, evidence, what was written, and what the pieces of evidence say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from srm_desktop.domain.assessment import TEXTS, ControlRow, Evidence
from srm_desktop.domain.catalog import Control
from srm_desktop.domain.ids import control_key
from srm_desktop.services.board import board
from srm_desktop.services.held import Board
from srm_desktop.services.listing import Spelled, says
from srm_desktop.services.snippets import passage, snippet
from srm_desktop.storage import catalog_words, evidence_words, reading_catalogs
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

MOST = 30
"""How many hits of one kind are found."""

_LONGEST = 500
"""How many characters of a search text are looked at: more were pasted by mistake."""


_MEMO = "what is known of evidence"

_SCANNED = 2_000_000
"""Characters inside evidence that are looked through for what stands around the words (some 5 ms)."""

_BEGINNING = 20_000
"""Characters that are looked through of each piece after that."""


class Hit(NamedTuple):
    """Something that was found: `kind` is control, evidence, text or inside; `target` a control key or evidence uid.

    `id` is what people call it: the control's id as its catalog writes it, `E-12` of a piece. `inside` is a piece whose
    own text holds the words; `place` says where in it, as "p. 3", where that is known.
    """

    kind: str
    target: str
    id: str
    title: str
    detail: str
    place: str = ""


def everything(file: Assessment, text: str) -> list[Hit]:
    """What `text` finds anywhere: what `search` finds, then the pieces of evidence whose own text holds the words."""
    hits = search(file, text)
    named = {hit.target for hit in hits}
    return [*hits, *(hit for hit in inside(file, text) if hit.target not in named)]


def search(file: Assessment, text: str) -> list[Hit]:
    """What `text` finds, best first; all but what the pieces of evidence hold inside.

    Controls by id in any usual spelling, by title, by group, owner and service; evidence by name; then what was written
    here and the texts of the catalogs. Where there are several catalogs, `detail` begins with the one of the control.
    """
    text = _looked_at(text)
    words = text.casefold().split()[: catalog_words.MOST_WORDS]
    if not words:
        return []
    with file.reading():
        held = board(file)
        hits = _controls(held, text, words)
        named = {hit.target for hit in hits}
        hits += _evidence(file, held, words)
        hits += [hit for hit in _texts(file, held, text, words) if hit.target not in named][:MOST]
    return hits


def inside(file: Assessment, text: str) -> list[Hit]:
    """The pieces of evidence whose own text holds the words, each with what stands around them, newest first.

    At most `MOST`. Raises SearchDamaged where the index cannot be read.
    """
    text, found, left = _looked_at(text), [], _SCANNED
    with file.reading():
        pieces = _by_content(board(file))
        there = evidence_words.find(file, text, MOST)
        bodies = evidence_words.bodies(file, there)
        for content, sha256 in there:
            body = bodies.get(content, "")
            place, said = passage(body if len(body) <= left else body[: max(left, _BEGINNING)], text.split())
            left -= len(body)
            found += [Hit("inside", piece.uid, piece.id, piece.title, said, place) for piece in pieces.get(sha256, ())]
    return found[:MOST]


def uids_inside(file: Assessment, text: str) -> frozenset[str]:
    """The pieces of evidence whose own text holds the words. Raises SearchDamaged where the index cannot be read."""
    with file.reading():
        contents = evidence_words.find_all(file, _looked_at(text))
        return frozenset(uid for uid, piece in board(file).evidence.items() if piece.sha256 in contents)


def _looked_at(text: str) -> str:
    return unicodedata.normalize("NFC", text[:_LONGEST].encode("utf-8", "replace").decode())


def _by_content(held: Board) -> dict[str, list[Evidence]]:
    """The pieces by what they hold, the newest first."""
    found: dict[str, list[Evidence]] = {}
    for piece in reversed(held.evidence.values()):
        found.setdefault(piece.sha256, []).append(piece)
    return found


def make_ready() -> None:
    """Import what the first search for an id would have to wait for (some 20 ms)."""
    import srm_desktop.domain.control_ids  # noqa: F401


def _controls(held: Board, text: str, words: Sequence[str]) -> list[Hit]:
    """Controls that are meant, then those whose title says it, then those that have to do with it."""
    spelled = Spelled(text)
    ranked: list[tuple[int, bool, int, ControlRow]] = []
    for n, row in enumerate(held.rows.values()):
        if spelled.fits(row.key):
            ranked.append((0 if spelled.whole(row.key) else 1, row.withdrawn, n, row))
        elif says(row, words):
            named = f"{row.id} {row.title}".casefold()
            ranked.append((2 if all(word in named for word in words) else 3, row.withdrawn, n, row))
    ranked.sort()
    several = _several(held)
    return [_hit("control", row, row.group_title, several) for *_, row in ranked[:MOST]]


def _hit(kind: str, row: ControlRow, what: str, several: bool) -> Hit:
    title = f"{row.title} (withdrawn)" if row.withdrawn else row.title
    return Hit(kind, row.key, row.id, title, f"{row.catalog} · {what}" if several else what)


def _evidence(file: Assessment, held: Board, words: Sequence[str]) -> list[Hit]:
    known = _known(file, held)
    uids = list(known)
    for word in words:
        uids = [uid for uid in uids if word in known[uid]]
    pieces = [held.evidence[uid] for uid in uids[:MOST]]
    return [Hit("evidence", piece.uid, piece.id, piece.title, piece.name) for piece in pieces]


def _known(file: Assessment, held: Board) -> dict[str, str]:
    """What is known of each piece, in small letters; kept until something changes (10 ms for 5,000 pieces)."""
    kept = file.memo.get(_MEMO)
    if not isinstance(kept, tuple) or kept[0] != file.revision:
        said = {
            uid: _small(" ".join([getattr(p, f) for f in ("id", "name", *TEXTS)])) for uid, p in held.evidence.items()
        }
        kept = file.memo[_MEMO] = (file.revision, said)
    known: dict[str, str] = kept[1]
    return known


def _holds(text: str, words: Sequence[str]) -> bool:
    text = _small(text)
    return all(word in text for word in words)


def _small(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def _texts(file: Assessment, held: Board, text: str, words: Sequence[str]) -> Iterator[Hit]:
    """Controls whose texts hold the words, those that were written here first, each with what stands around them."""
    found = dict(_written(held, words))
    editions = sorted({outline.edition for outline in held.outlines.values()})
    places = catalog_words.find(file, text, editions, 2 * MOST)  # half of them may be named by their title already
    catalogs = {outline.edition: outline.catalog for outline in held.outlines.values()}
    for edition, control in reading_catalogs.controls_at(file, places):
        key = control_key(catalogs[edition], control.id)
        if key not in found:
            found[key] = snippet(_said(control), text.split())
    several = _several(held)
    for key, around in found.items():
        yield _hit("text", held.rows[key], around, several)


def _several(held: Board) -> bool:
    """Whether an id may stand for controls of more than one catalog."""
    return len({outline.edition for outline in held.outlines.values()}) > 1


def _written(held: Board, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Statements and notes that hold all words, with the control they belong to."""
    written = [(key, text) for key, work in held.works.items() for text in (work.statement, work.note)]
    written += [(key, mark.statement) for (key, _), mark in held.marks.items()]
    for key, text in written:
        if text and key in held.rows and _holds(text, words):
            yield key, snippet([text], words)


def _said(control: Control) -> Iterator[str]:
    for part in control.parts:
        yield from (part.intro, part.text)
    yield from (objective.text for objective in control.objectives)
    for side in (control.aws, control.customer):
        yield from (side.text, *(text for _, text in side.tiers))
    for hint in control.hints:
        yield from (hint.what, hint.console, hint.cli)
    yield from (control.guidance, control.why, control.title)
