"""The chain of the journal: each entry sealed with the one before; what the journal tells of the work, told again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import func, select

from srm_desktop.domain.assessment import Head
from srm_desktop.domain.ids import id_of
from srm_desktop.storage import journal, lenient, schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged

State = dict[tuple[str, str], dict[str, object]]
"""The rows of the work as the journal tells them: by table and key."""

ON_CONTROLS = ("mark", "work", "overrule", "objective_result", "link")
"""The tables whose rows begin with the key of a control."""

_BATCH = 1000


class Entry(NamedTuple):
    """A journal entry with the step it belongs to; `header` is None where there is no such step."""

    seq: Any
    at: Any
    entity: Any
    key: Any
    old: Any
    new: Any
    sha256: Any
    header: journal.StepHeader | None


def entries(file: AssessmentFile, after: int = 0) -> Iterator[Entry | None]:
    """Entries from `after` on, oldest first, in short reads; None stands for one or more that cannot be read."""
    e, s = schema.entry.c, schema.step.c
    query = select(schema.entry, s.id, s.kind, s.name, s.who, s.target)
    query = query.join_from(schema.entry, schema.step, s.id == e.step, isouter=True).order_by(e.seq)
    while True:
        try:
            rows = lenient.fetch(file, query.where(e.seq > after).limit(_BATCH))
        except Damaged:
            found = list(_one_by_one(file, after, min(after + _BATCH, last(file))))
            if not found:
                yield None
                return
            yield from (entry for _, entry in found)
            after = found[-1][0]
            continue
        if not rows:
            return
        yield from map(_entry, rows)
        after = rows[-1].seq


def _one_by_one(file: AssessmentFile, after: int, last: int) -> Iterator[tuple[int, Entry | None]]:
    e, s = schema.entry.c, schema.step.c
    for seq in range(after + 1, last + 1):
        try:
            rows = lenient.fetch(file, select(schema.entry).where(e.seq == seq))
        except Damaged:
            yield seq, None
            continue
        for row in rows:
            try:
                steps = lenient.fetch(file, select(schema.step).where(s.id == row.step))
            except Damaged:
                steps = []
            header = journal.StepHeader._make(steps[0]) if steps else None
            yield seq, Entry(row.seq, row.at, row.entity, row.key, row.old, row.new, row.sha256, header)


def last(file: AssessmentFile) -> int:
    """The number of the last entry, as far as it can be read."""
    try:
        return int(lenient.fetch(file, select(func.max(schema.entry.c.seq)))[0][0] or 0)
    except (Damaged, ValueError, TypeError):
        return 0


def _entry(row: Any) -> Entry:
    header = None if row.kind is None else journal.StepHeader(row.step, row.kind, row.name, row.who, row.target)
    return Entry(row.seq, row.at, row.entity, row.key, row.old, row.new, row.sha256, header)


def links(chain: Iterable[Entry | None], head: Head) -> Iterator[tuple[Entry | None, Head, str]]:
    """Go along a chain from `head`: each entry, the end of the chain with it, and what is wrong with it (often empty).

    What is wrong with an entry, with its place or with its step shows at the entry or at the next one.
    """
    lost = False
    for entry in chain:
        if entry is None:
            lost = True
            yield None, head, ""
            continue
        said = _wrong(entry, head, lost)
        if lost and not said:
            said = f"Journal entries before entry {entry.seq} cannot be read."
        lost = False
        head = Head(str(entry.sha256), entry.seq if isinstance(entry.seq, int) else head.length + 1)
        yield entry, head, said
    if lost:
        yield None, head, f"The journal cannot be read after entry {head.length}."


def _wrong(entry: Entry, head: Head, lost: bool) -> str:
    missing = entry.seq != head.length + 1
    if entry.header is None:
        return f"The step of journal entry {entry.seq} is missing."
    if missing and not lost:
        return f"Journal entries are missing before entry {entry.seq}."
    if lost:
        return ""  # its seal stands on an entry that cannot be read
    try:
        wanted = journal.seal(head.sha256, entry.header, entry[:6])
    except (TypeError, ValueError):
        wanted = ""
    if entry.sha256 == wanted:
        return ""
    return f"Journal entry {entry.seq} ({entry.header.name}, {entry.at}) was changed after it was written."


def replay(state: State, entry: Entry) -> dict[str, object]:
    """Do again to `state` what an entry says, and give the row; one that cannot be understood changes nothing."""
    key = (str(entry.entity), str(entry.key))
    if entry.new is None:
        state.pop(key, None)
        return {}
    try:
        row = {**state.get(key, {}), **json.loads(entry.new)}
    except (ValueError, TypeError):
        return {}
    state[key] = row
    return row


def hit_by(entity: object, key: object, numbers: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The evidence (as E-12) and the controls that a row of the work is about; `numbers` has the ids by uid."""
    try:
        ids = [str(part) for part in json.loads(str(key))]
    except (ValueError, TypeError):
        return (), ()
    uid = ids[0] if entity == "evidence" and ids else ids[2] if entity == "link" and len(ids) > 2 else ""
    controls = (id_of(ids[0]),) if entity in ON_CONTROLS and ids else ()
    return ((numbers[uid],) if uid in numbers else ()), controls
