"""The hash logs for CMMC against the form of PowerShell's table."""

import hashlib
import re

from srm_desktop.exchange.hash_logs import HashValues, hash_logs

ONE, TWO = "ab" * 32, "cd" * 32


def test_the_logs_are_the_table_that_powershell_writes():
    made = hash_logs([("evidence/AC.L2-3.1.1/E-1 3.1.1[b] scan.png", ONE)], "cmmc")
    assert made.artifacts == (
        b"\r\n"
        b"Algorithm       Hash                                                                   Path\r\n"
        b"---------       ----                                                                   ----\r\n"
        b"SHA256          " + ONE.upper().encode() + b"       evidence\\AC.L2-3.1.1\\E-1 3.1.1[b] scan.png\r\n"
        b"\r\n"
    )
    assert made.value == hashlib.sha256(made.artifacts).hexdigest().upper()
    assert f"SHA256          {made.value}       cmmc\\CMMCAssessmentArtifacts.log\r\n".encode() in made.log_hash
    assert made.log_hash.startswith(made.artifacts.split(b"SHA256")[0])


def test_a_parser_of_such_logs_finds_every_file_in_the_order_of_the_script():
    files = [("evidence/b/z.txt", ONE), ("evidence/b/A.txt", TWO), ("evidence/A/c.txt", ONE)]
    text = hash_logs(files, "cmmc").artifacts.decode("ascii")
    found = re.findall(r"^SHA256\s+([0-9A-F]{64})\s+(\S.*?)\s*$", text, re.M)
    assert [path for _, path in found] == ["evidence\\A\\c.txt", "evidence\\b\\A.txt", "evidence\\b\\z.txt"]
    assert dict(map(reversed, found))["evidence\\b\\A.txt"] == TWO.upper()


def test_what_is_not_ascii_becomes_question_marks_as_in_dotnet():
    text = hash_logs([("evidence/Größe 🙂.txt", ONE)], "cmmc").artifacts
    assert b"evidence\\Gr??e ??.txt" in text


def test_no_evidence_makes_an_empty_table():
    assert hash_logs([], "cmmc").artifacts.count(b"\r\n") == 4


def test_the_values_are_called_as_emass_calls_them():
    values = HashValues("F00", "CMMCAssessmentArtifacts.log", "SHA256", "2026-11-24")
    assert [label for label, _ in values.labelled()] == [
        "Hash Value", "Hashed Data List", "Hash Algorithm", "Hash Date",
    ]  # fmt: skip
