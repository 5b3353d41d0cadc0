"""Schema 2: what catalogs of others hold, a word search in their texts, results of single objectives. Frozen."""

from __future__ import annotations

_CATALOGS = (
    "ALTER TABLE control ADD COLUMN base TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE control ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE control_text ADD COLUMN more TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE part ADD COLUMN intro TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE objective_result (
        control TEXT NOT NULL, objective TEXT NOT NULL, result TEXT NOT NULL, PRIMARY KEY (control, objective))
        STRICT, WITHOUT ROWID""",
)

_SEARCH = (
    """CREATE VIRTUAL TABLE catalog_words USING fts5(
        title, text, more, content = '', tokenize = 'unicode61 remove_diacritics 2')""",
    """INSERT INTO catalog_words (rowid, title, text, more)
        SELECT c.edition * 1048576 + c.ordinal, c.title,
            coalesce((SELECT group_concat(p.text, ' ') FROM part p WHERE p.edition = c.edition AND p.control = c.key),
                ''),
            coalesce((SELECT group_concat(o.text, ' ') FROM objective o
                WHERE o.edition = c.edition AND o.control = c.key), '')
            || coalesce((SELECT group_concat(j.value, ' ') FROM control_text t, json_tree(
                json_array(json(t.aws), json(t.customer), json(t.hints))) j
                WHERE t.edition = c.edition AND t.control = c.key AND j.type = 'text'), '')
        FROM control c""",
)

STATEMENTS = (*_CATALOGS, *_SEARCH)
