"""Schema 3: what is known of evidence, versions, rules of freshness, erased bytes, the text inside pieces. Frozen."""

from __future__ import annotations

_EVIDENCE = (
    "ALTER TABLE evidence ADD COLUMN account TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN region TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN method TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN collector TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN population TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN confidentiality TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN acceptance TEXT NOT NULL DEFAULT 'not checked'",
    "ALTER TABLE evidence ADD COLUMN fresh TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN guessed_from TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE evidence ADD COLUMN supersedes TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX evidence_by_superseded ON evidence (supersedes) WHERE supersedes <> ''",
    "ALTER TABLE work ADD COLUMN fresh TEXT NOT NULL DEFAULT ''",
)

# Bytes may go once the journal says that they were erased, and only then; their hash stays.
_ERASED = (
    """CREATE TABLE erased (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, names TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "DROP TRIGGER content_is_final_delete",
    "DROP TRIGGER chunk_is_final_delete",
    """CREATE TRIGGER content_is_final_delete BEFORE DELETE ON content
        WHEN OLD.sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM erased WHERE erased.sha256 = OLD.sha256)
        BEGIN SELECT RAISE(ABORT, 'stored evidence is never deleted'); END""",
    """CREATE TRIGGER chunk_is_final_delete BEFORE DELETE ON chunk
        WHEN EXISTS (SELECT 1 FROM content WHERE content.id = OLD.content AND content.sha256 IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM erased WHERE erased.sha256 = content.sha256))
        BEGIN SELECT RAISE(ABORT, 'stored evidence is never deleted'); END""",
)

_SEARCH = (
    """CREATE TABLE evidence_text (
        id INTEGER PRIMARY KEY REFERENCES content, sha256 TEXT NOT NULL, body TEXT NOT NULL, note TEXT NOT NULL)
        STRICT""",
    """CREATE VIRTUAL TABLE evidence_words USING fts5(
        body, content = 'evidence_text', content_rowid = 'id', prefix = '1 2',
        tokenize = 'unicode61 remove_diacritics 2')""",
)

STATEMENTS = (*_EVIDENCE, *_ERASED, *_SEARCH)
