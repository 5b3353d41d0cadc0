"""What of a damaged file is sound: each piece with the ids of its chunks, or with the reason why it is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from srm_desktop.domain.assessment import Head
from srm_desktop.storage import proof_bytes, proof_work, schema
from srm_desktop.storage.assessment_file import AssessmentFile


class Piece(NamedTuple):
    """A piece of evidence: `wrong` says why it is not sound; `remark` what is not proven of one that is."""

    id: str
    name: str
    sha256: str
    size: int
    controls: tuple[str, ...]
    chunks: tuple[int, ...] = ()
    wrong: str = ""
    remark: str = ""


class Sound(NamedTuple):
    """All pieces, in the order of their numbers, and the end of the journal as far as it can be read."""

    pieces: tuple[Piece, ...]
    head: Head


def pieces(file: AssessmentFile, advance: Callable[[int], None]) -> Sound:
    """Every piece that the tables or the journal name; the bytes are read and hashed again, `advance` is told of them.

    A piece is sound where bytes with the SHA-256 are there under which it was imported, and table and journal name the
    same; the list of contents and the index are not needed for that.
    """
    chain = proof_work.journal_of(file, lambda _share: None)
    work = proof_work.work_of(file, chain)
    by_hash = {found.sha256: found for found in proof_bytes.read_all(file, advance).contents.values()}
    made = []
    for uid, piece in work.pieces.items():
        told, is_ = (rows.get(("evidence", proof_work.key_of(uid))) for rows in (chain.state, chain.tables))
        sha256 = str((told or is_ or {}).get("sha256"))
        found = by_hash.get(sha256, proof_bytes.NOTHING._replace(size=-1))
        wrong = remark = ""
        if told and is_ and told.get("sha256") != is_.get("sha256"):
            wrong = "the journal and the list of evidence name different bytes"
        elif told is None and chain.whole:
            wrong = "no entry in the journal says that it came in"
        elif found.size < 0:
            wrong = "its bytes are not what was imported any more, or cannot be read"
        elif told is None:
            remark = "what the journal says of it cannot be read"
        elif schema.LATER["evidence"] | told != is_:
            remark = "what the list of evidence says of it differs from the journal"
        controls = tuple(sorted(work.controls.get(uid, ())))
        made.append(Piece(piece.id, piece.name, sha256, max(found.size, 0), controls, found.ids, wrong, remark))
    return Sound(tuple(sorted(made, key=lambda p: (len(p.id), p.id))), chain.head)


def chunks(file: AssessmentFile, piece: Piece) -> Iterator[bytes]:
    """The bytes of a sound piece. Raises Damaged."""
    return proof_bytes.chunks_by_id(file, piece.chunks)
