"""The texts inside evidence and the search in them: what was changed is found, and made anew on request."""

import hashlib
from pathlib import Path

import pytest

from srm_desktop.services import assessments, attach, proof

TEXTS = ("quarterly access review of all accounts", "patch report for March", " ".join(f"word{n}" for n in range(9000)))


@pytest.fixture
def path(new_assessment) -> Path:
    """Three pieces with the texts inside them; closed."""
    file = new_assessment()
    attach.attach(file, [], [attach.Pasted(f"{n}.txt", text.encode()) for n, text in enumerate(TEXTS)])
    with file.writing() as connection:
        for n, text in enumerate(TEXTS, 1):
            row = (n, hashlib.sha256(text.encode()).hexdigest(), text, "")
            connection.exec_driver_sql("INSERT INTO evidence_text VALUES (?, ?, ?, ?)", row)
            connection.exec_driver_sql("INSERT INTO evidence_words (rowid, body) VALUES (?, ?)", (n, text))
    file.close()
    return file.path


def verdict(path: Path) -> list[str]:
    with assessments.open_assessment(path, who="Eve", read_only=True) as file:
        return [fault.sentence for fault in proof.verify(file).faults]


def test_texts_as_they_were_extracted_are_fine(path):
    assert verdict(path) == []


INDEX = "The search inside evidence does not match the texts"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE evidence_text SET body = replace(body, 'access', 'excess') WHERE id = 1", "searched of E-1 0.txt"),
        ("UPDATE evidence_text SET sha256 = 'x' WHERE id = 2", "searched of E-2 1.txt"),
        ("DELETE FROM evidence_text WHERE id = 2", INDEX),
        ("INSERT INTO evidence_words (evidence_words) VALUES ('delete-all')", INDEX),
        ("INSERT INTO evidence_words (rowid, body) VALUES (2, 'zebra')", INDEX),
        ("DELETE FROM evidence_words_idx", INDEX),
        ("DELETE FROM evidence_words_config", INDEX),
        ("UPDATE evidence_words_config SET v = 9", INDEX),
        ("INSERT INTO evidence_words_config VALUES ('rank', 'bm25(0)')", INDEX),
        ("UPDATE evidence_words_data SET block = zeroblob(length(block)) WHERE id > 100", INDEX),
    ],
)
def test_what_was_changed_is_found_and_made_anew(path, statement, told):
    with assessments.open_assessment(path, who="Eve") as file, file.writing() as connection:
        connection.exec_driver_sql(statement)
    assert any(told in said for said in verdict(path))
    with assessments.open_assessment(path, who="Ada") as file:
        proof.renew_search(file)
    assert verdict(path) == []
