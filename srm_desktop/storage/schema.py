"""The tables of the current schema for SQLAlchemy Core. The migrations make them; these describe them to queries."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()


def _table(name: str, key: str, rest: str = "", integers: str = "") -> Table:
    """A table whose columns are named in blank-separated lists: key columns first, then the rest."""
    numbers = set(integers.split())
    columns = [Column(c, Integer if c in numbers else Text, primary_key=True) for c in key.split()]
    columns += [Column(c, Integer if c in numbers else Text) for c in rest.split()]
    return Table(name, metadata, *columns)


edition = _table("edition", "id", "catalog title version source about sha256", integers="id")
edition_group = _table("edition_group", "edition id", "ordinal title about", integers="edition ordinal")
control = _table(
    "control",
    "edition key",
    "ordinal grp id title kind fresh_days base withdrawn",
    integers="edition ordinal fresh_days withdrawn",
)
control_text = _table("control_text", "edition control", "aws customer hints more", integers="edition")
part = _table("part", "edition control letter", "ordinal text layers intro", integers="edition ordinal")
objective = _table("objective", "edition control id", "ordinal part method text", integers="edition ordinal")
reference = _table("reference", "edition control framework id", "ordinal", integers="edition ordinal")

content = _table("content", "id", "sha256 size", integers="id size")
chunk = Table(
    "chunk",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("content", Integer),
    Column("n", Integer),
    Column("bytes", LargeBinary),
)

setting = _table("setting", "name", "value")
chosen_catalog = _table("chosen_catalog", "catalog", "edition sha256 ordinal", integers="edition ordinal")
service = _table("service", "id", "ordinal name tier tier_title why category layers", integers="ordinal")
overrule = _table("overrule", "control part service", "value reason")
mark = _table("mark", "control part", "status result origination statement")
objective_result = _table("objective_result", "control objective", "result")
work = _table("work", "control", "review owner statement note flag fresh", integers="flag")
evidence = _table(
    "evidence",
    "uid",
    "number name title sha256 media_type collected collected_guessed period_from period_to imported source note"
    " version account region method collector population confidentiality acceptance fresh guessed_from supersedes",
    integers="number collected_guessed version",
)
link = _table("link", "control part evidence", "place")
erased = _table("erased", "sha256", "size names", integers="size")
evidence_text = _table("evidence_text", "id", "sha256 body note", integers="id")

step = _table("step", "id", "kind name who target", integers="id target")
entry = _table("entry", "seq", "step at entity key old new sha256", integers="seq step")

JOURNALED: dict[str, Table] = {
    t.name: t
    for t in (setting, chosen_catalog, service, overrule, mark, objective_result, work, evidence, link, erased)
}
"""What the auditor's work consists of: every change to these goes through the journal, and only through it.

The order is one in which rows can be restored without breaking a foreign key.
"""

_DESCRIBED = "account region method collector population confidentiality fresh guessed_from supersedes"

LATER: dict[str, dict[str, object]] = {
    "evidence": {**dict.fromkeys(_DESCRIBED.split(), ""), "acceptance": "not checked"},
    "work": {"fresh": ""},
}
"""What the journal need not say of a row: columns that came with a later schema, and what they hold where it does not.
"""
