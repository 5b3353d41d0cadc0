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


def _side(column: str) -> str:
    """What is said of one side, in general and for single tiers."""
    return f"""coalesce(json_extract(t.{column}, '$.text'), '') || ' ' || coalesce((SELECT group_concat(words, ' ') FROM
        (SELECT json_extract(value, '$[1]') AS words FROM json_each(t.{column}, '$.tiers') ORDER BY key)), '')"""


# The words must stand as `catalog_words.row` puts them, one after another: verification compares their places.
_SEARCH = (
    """CREATE VIRTUAL TABLE catalog_words USING fts5(
        title, text, more, content = '', tokenize = 'unicode61 remove_diacritics 2')""",
    f"""INSERT INTO catalog_words (rowid, title, text, more)
        SELECT c.edition * 1048576 + c.ordinal, c.title,
            coalesce((SELECT group_concat(text, ' ') FROM (SELECT p.text FROM part p
                WHERE p.edition = c.edition AND p.control = c.key ORDER BY p.ordinal)), ''),
            coalesce((SELECT group_concat(text, ' ') FROM (SELECT o.text FROM objective o
                WHERE o.edition = c.edition AND o.control = c.key ORDER BY o.ordinal)), '')
            || ' ' || {_side("aws")} || ' ' || {_side("customer")} || ' '
            || coalesce((SELECT group_concat(words, ' ') FROM
                (SELECT json_extract(value, '$.what') || ' ' || json_extract(value, '$.console') || ' '
                    || json_extract(value, '$.cli') AS words FROM json_each(t.hints) ORDER BY key)), '')
        FROM control c JOIN control_text t ON t.edition = c.edition AND t.control = c.key""",
)

STATEMENTS = (*_CATALOGS, *_SEARCH)
