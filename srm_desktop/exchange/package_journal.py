"""The journal as JSON lines: an entry a line with its step and its seal, so that others can follow the chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

_BATCH = 200

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

REDACTED = "redacted"
"""The field of an entry that names what was taken out of it."""

RECIPE = """\
import hashlib, json
def dump(value): return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
before = "0" * 64
for line in open("journal.jsonl", encoding="utf-8"):
    e = json.loads(line)
    if "redacted" not in e:
        old, new = (None if e[f] is None else dump(e[f]) for f in ("old", "new"))
        entry = [[e["step"], e["kind"], e["name"], e["who"], e["target"]],
                 [e["seq"], e["at"], e["entity"], dump(e["key"]), old, new]]
        assert hashlib.sha256((before + dump(entry)).encode()).hexdigest() == e["sha256"], e["seq"]
    before = e["sha256"]
print(before)
"""
"""How the chain is recomputed, in Python; it prints the head."""


class JournalEntry(NamedTuple):
    """An entry as it stands in the journal: `key`, `old` and `new` are the JSON texts that were hashed.

    `hidden` says that what it is about stays out, `note` that notes in it do, `quiet` that the name of its step does.
    """

    seq: int
    at: str
    step: int
    kind: str
    name: str
    who: str
    target: int | None
    entity: str
    key: str
    old: str | None
    new: str | None
    sha256: str
    hidden: bool = False
    quiet: bool = False
    note: bool = False


def lines(entries: Iterable[JournalEntry]) -> Iterator[bytes]:
    """The file, in pieces of some entries each."""
    held: list[str] = []
    for entry in entries:
        held.append(_encode(_readable(entry)) + "\n")
        if len(held) >= _BATCH:
            yield "".join(held).encode()
            held = []
    yield "".join(held).encode()


def _readable(entry: JournalEntry) -> dict[str, Any]:
    gone: list[str] = []
    if entry.hidden:
        key = old = new = None
        gone = ["key", "old", "new"]
    else:
        key = json.loads(entry.key)
        old, new = (
            _without_note(name, text, entry.note, gone) for name, text in (("old", entry.old), ("new", entry.new))
        )
    if entry.quiet:
        gone.append("name")
    return {
        "seq": entry.seq, "at": entry.at, "who": entry.who,
        "step": entry.step, "kind": entry.kind, "name": None if entry.quiet else entry.name, "target": entry.target,
        "entity": entry.entity, "key": key, "old": old, "new": new,
        **({REDACTED: gone} if gone else {}), "sha256": entry.sha256,
    }  # fmt: skip


def _without_note(name: str, text: str | None, keep_out: bool, gone: list[str]) -> Any:
    fields = None if text is None else json.loads(text)
    if keep_out and isinstance(fields, dict) and fields.get("note"):
        gone.append(f"{name}.note")
        fields = {field: value for field, value in fields.items() if field != "note"}
    return fields
