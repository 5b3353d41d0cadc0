"""Schema 1: the first. Frozen; see `docs/architecture.md` for what each table is for."""

from __future__ import annotations

_CATALOGS = (
    """CREATE TABLE edition (
        id INTEGER PRIMARY KEY, catalog TEXT NOT NULL, title TEXT NOT NULL, version TEXT NOT NULL,
        source TEXT NOT NULL, about TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE) STRICT""",
    """CREATE TABLE edition_group (
        edition INTEGER NOT NULL REFERENCES edition, id TEXT NOT NULL, ordinal INTEGER NOT NULL,
        title TEXT NOT NULL, about TEXT NOT NULL, PRIMARY KEY (edition, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE control (
        edition INTEGER NOT NULL REFERENCES edition, key TEXT NOT NULL, ordinal INTEGER NOT NULL,
        grp TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, kind TEXT, fresh_days INTEGER,
        PRIMARY KEY (edition, key)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE control_text (
        edition INTEGER NOT NULL, control TEXT NOT NULL, aws TEXT NOT NULL, customer TEXT NOT NULL,
        hints TEXT NOT NULL, PRIMARY KEY (edition, control),
        FOREIGN KEY (edition, control) REFERENCES control (edition, key)) STRICT""",
    """CREATE TABLE part (
        edition INTEGER NOT NULL, control TEXT NOT NULL, letter TEXT NOT NULL, ordinal INTEGER NOT NULL,
        text TEXT NOT NULL, layers TEXT NOT NULL, PRIMARY KEY (edition, control, letter),
        FOREIGN KEY (edition, control) REFERENCES control (edition, key)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE objective (
        edition INTEGER NOT NULL, control TEXT NOT NULL, id TEXT NOT NULL, ordinal INTEGER NOT NULL,
        part TEXT NOT NULL, method TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (edition, control, id),
        FOREIGN KEY (edition, control) REFERENCES control (edition, key)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE reference (
        edition INTEGER NOT NULL, control TEXT NOT NULL, framework TEXT NOT NULL, id TEXT NOT NULL,
        ordinal INTEGER NOT NULL, PRIMARY KEY (edition, control, framework, id),
        FOREIGN KEY (edition, control) REFERENCES control (edition, key)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX reference_by_id ON reference (framework, id)",
)

_CONTENT = (
    "CREATE TABLE content (id INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, size INTEGER) STRICT",
    """CREATE TABLE chunk (
        id INTEGER PRIMARY KEY, content INTEGER NOT NULL REFERENCES content, n INTEGER NOT NULL,
        bytes BLOB NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX chunk_by_content ON chunk (content, n)",
    """CREATE TRIGGER content_is_final_update BEFORE UPDATE ON content WHEN OLD.sha256 IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'stored evidence is never changed'); END""",
    """CREATE TRIGGER content_is_final_delete BEFORE DELETE ON content WHEN OLD.sha256 IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'stored evidence is never deleted'); END""",
    """CREATE TRIGGER chunk_is_final_insert BEFORE INSERT ON chunk
        WHEN (SELECT sha256 FROM content WHERE id = NEW.content) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'stored evidence is never extended'); END""",
    """CREATE TRIGGER chunk_is_final_update BEFORE UPDATE ON chunk
        BEGIN SELECT RAISE(ABORT, 'stored evidence is never changed'); END""",
    """CREATE TRIGGER chunk_is_final_delete BEFORE DELETE ON chunk
        WHEN (SELECT sha256 FROM content WHERE id = OLD.content) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'stored evidence is never deleted'); END""",
)

_WORK = (
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE chosen_catalog (
        catalog TEXT PRIMARY KEY, edition INTEGER NOT NULL REFERENCES edition, sha256 TEXT NOT NULL,
        ordinal INTEGER NOT NULL)
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE service (
        id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, name TEXT NOT NULL, tier TEXT NOT NULL,
        tier_title TEXT NOT NULL, why TEXT NOT NULL, category TEXT NOT NULL, layers TEXT NOT NULL)
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE overrule (
        control TEXT NOT NULL, part TEXT NOT NULL, service TEXT NOT NULL, value TEXT NOT NULL,
        reason TEXT NOT NULL CHECK (reason <> ''), PRIMARY KEY (control, part, service)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE mark (
        control TEXT NOT NULL, part TEXT NOT NULL, status TEXT NOT NULL, result TEXT NOT NULL,
        origination TEXT NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (control, part)) STRICT""",
    """CREATE TABLE work (
        control TEXT PRIMARY KEY, review TEXT NOT NULL, owner TEXT NOT NULL, statement TEXT NOT NULL,
        note TEXT NOT NULL, flag INTEGER NOT NULL) STRICT""",
    """CREATE TABLE evidence (
        uid TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES content (sha256), media_type TEXT NOT NULL, collected TEXT NOT NULL,
        collected_guessed INTEGER NOT NULL, period_from TEXT, period_to TEXT, imported TEXT NOT NULL,
        source TEXT NOT NULL, note TEXT NOT NULL, version INTEGER NOT NULL) STRICT""",
    "CREATE INDEX evidence_by_content ON evidence (sha256)",
    """CREATE TABLE link (
        control TEXT NOT NULL, part TEXT NOT NULL, evidence TEXT NOT NULL REFERENCES evidence,
        place TEXT NOT NULL, PRIMARY KEY (control, part, evidence)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX link_by_evidence ON link (evidence)",
)

_JOURNAL = (
    """CREATE TABLE step (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')), name TEXT NOT NULL,
        who TEXT NOT NULL, target INTEGER REFERENCES step) STRICT""",
    """CREATE TABLE entry (
        seq INTEGER PRIMARY KEY, step INTEGER NOT NULL REFERENCES step, at TEXT NOT NULL, entity TEXT NOT NULL,
        key TEXT NOT NULL, old TEXT, new TEXT, sha256 TEXT NOT NULL) STRICT""",
    "CREATE INDEX entry_by_step ON entry (step)",
    "CREATE INDEX entry_by_key ON entry (key)",
    """CREATE TRIGGER step_is_final_update BEFORE UPDATE ON step
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER step_is_final_delete BEFORE DELETE ON step
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER entry_is_final_update BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER entry_is_final_delete BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER entry_is_last BEFORE INSERT ON entry
        WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)

STATEMENTS = (*_CATALOGS, *_CONTENT, *_WORK, *_JOURNAL)
