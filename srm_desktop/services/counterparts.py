"""Controls of other catalogs that ask for the same, and their evidence, offered for this control too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from srm_desktop.domain.assessment import Changes, Counterpart, Link, Offer
from srm_desktop.domain.id_text import as_published, told_apart
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import UnknownEvidence
from srm_desktop.domain.responsibility import shorten
from srm_desktop.services.board import board, outline_of
from srm_desktop.services.held import Board
from srm_desktop.storage import journal, reading_catalogs
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

if TYPE_CHECKING:
    from srm_desktop.domain.crosswalk import Crosswalk

_MEMO = "crosswalk"


class _Kept(NamedTuple):
    """A crosswalk, the editions it is of (by catalog), and the titles of the catalogs."""

    editions: dict[str, int]
    crosswalk: Crosswalk
    titles: dict[str, str]


def counterparts(file: Assessment, key: str) -> tuple[Counterpart, ...]:
    """The controls that ask for the same as this one in the other catalogs of the assessment, in catalog order.

    Two controls are counterparts where one refers to the other, or where their ids mean the same however they are
    spelled. An enhancement is not its base. A withdrawn control has no counterparts. Raises UnknownControl.
    """
    with file.reading():
        held = board(file)
        outline_of(held, key)
        kept = _kept(file, held)
        if kept is None:
            return ()
        found = kept.crosswalk.of(key)
        rows = [held.rows[other] for other in found]
        names = told_apart((key, *found), as_published)
        return tuple(Counterpart(row, names[row.key], kept.titles[row.catalog], found[row.key]) for row in rows)


def _kept(file: Assessment, held: Board) -> _Kept | None:
    """The crosswalk of the catalogs, made when first asked for; None where there is only one catalog."""
    editions = {outline.catalog: outline.edition for outline in held.outlines.values()}
    if len(editions) < 2:
        return None
    kept = file.memo.get(_MEMO)
    if not isinstance(kept, _Kept) or kept.editions != editions:
        from srm_desktop.domain.crosswalk import Crosswalk

        keys = [key for key, outline in held.outlines.items() if not outline.withdrawn]
        titles = {catalog.id: catalog.title for catalog in reading_catalogs.catalogs(file)}
        kept = _Kept(editions, Crosswalk(keys, reading_catalogs.references(file)), titles)
        file.memo[_MEMO] = kept
    return kept


def offers(file: Assessment, key: str) -> tuple[Offer, ...]:
    """The pieces linked to counterparts of a control, or to parts of them, and not to it, in the order of numbers."""
    with file.reading():
        held = board(file)
        there = {link.evidence for link in held.links.get(key, ())}
        found: dict[str, list[tuple[Counterpart, Link]]] = {}
        for other in counterparts(file, key):
            for link in held.links.get(other.row.key, ()):
                if link.evidence not in there:
                    found.setdefault(link.evidence, []).append((other, link))
        offered = [_offer(held, key, uid, some) for uid, some in found.items() if uid in held.evidence]
        return tuple(sorted(offered, key=lambda offer: offer.piece.number))


def _offer(held: Board, key: str, uid: str, some: list[tuple[Counterpart, Link]]) -> Offer:
    piece = held.evidence[uid]
    names = {other.row.key: other.name for other, _ in some}
    places = dict.fromkeys(link.place for _, link in some if link.place)
    fresh = held.freshness(piece, [key])
    return Offer(piece, tuple(names.values()), fresh, "; ".join(places), tuple(names))


def accept(file: Assessment, key: str, uids: Collection[str] | None = None) -> Changes:
    """Link what is offered to the whole control, with the place to look, as one step; all of it, or these pieces.

    Raises UnknownEvidence, and links nothing, where one of the pieces is not offered (any more).
    """
    offered = {offer.piece.uid: offer for offer in offers(file, key)}
    if unknown := [uid for uid in uids or () if uid not in offered]:
        pieces = board(file).evidence
        name = pieces[unknown[0]].id if unknown[0] in pieces else repr(unknown[0])
        raise UnknownEvidence(f"{name} is not offered for {id_of(key)}; nothing was linked.")
    taken = [offer for uid, offer in offered.items() if uids is None or uid in uids]
    if not taken:
        return Changes()
    with journal.step(file, _step_name(key, taken)) as step:
        step.put_all("link", {(key, "", offer.piece.uid): {"place": offer.place} for offer in taken})
        changes = journal.changes_of(step)
    return file.record(changes)


def _step_name(key: str, taken: list[Offer]) -> str:
    names = {origin: name for offer in taken for origin, name in zip(offer.keys, offer.origins, strict=True)}
    what = taken[0].piece.name if len(taken) == 1 else f"{len(taken)} pieces"
    return f"Link {what} from {shorten([names[origin] for origin in origins_of(taken)], 2)} to {id_of(key)}"


def origins_of(offered: Collection[Offer]) -> list[str]:
    """The keys of the controls that offers come from, each once, those with the most pieces first."""
    return [key for key, _ in Counter(key for offer in offered for key in offer.keys).most_common()]
