"""`kill -9` at random moments: nothing that was acknowledged is lost, the file opens, and its proof holds."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from srm_desktop.exchange.matrix import read_counts
from srm_desktop.services import assessments, evidence, history, listing, proof, walk

SAMPLE = Path(__file__).resolve().parent.parent / "files" / "schema-1.srma"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

WORKER = """
import os, random, sys
from pathlib import Path
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, attach, board, evidence, history, listing, walk

def say(what):
    os.write(1, f"{what}\\n".encode())  # a whole line, or none of it: print may be killed before the line break

path = Path(sys.argv[1])
for line in sys.stdin:  # a child for each blow: forked, so that nothing has to be imported again
    seed = int(line)
    child = os.fork()
    if not child:
        break
    say(child)
    os.waitpid(child, 0)
    say("dead")
else:
    sys.exit()
chosen = random.Random(seed)
file = assessments.open_assessment(path, who="Ada")
keys = [row.key for row in listing.rows(file)]
say("ready")
n = 0
while True:
    n += 1
    what = chosen.choice(["mark", "mark", "attach", "attach", "undo", "copy", "extract"])
    if what == "mark":
        walk.mark(file, chosen.sample(keys, 2), walk.Marking(status=(chosen.choice(list(Status)),), note=f"{seed}-{n}"))
    elif what == "attach":
        size = chosen.choice([100, 100_000, 2_000_000, 12_000_000 if n % 9 == 0 else 1000])
        attach.attach(file, keys[:2], [attach.Pasted(f"{seed}-{n}.bin", chosen.randbytes(size))])
    elif what == "undo" and history.names(file).undo:
        history.undo(file)
    elif what == "copy":
        copy = assessments.save_copy(file, path.with_name(f"copy-{seed}-{n}.srma"))
        copy.unlink()
    elif what == "extract":
        for out in evidence.extract(file, list(board.board(file).evidence)[:1], path.parent / "out"):
            out.unlink()
    say(history.head(file))
"""


def kill_once(worker: subprocess.Popen[str], seed: int) -> str:
    """Let a process work on the file for a moment, kill it, and return the head that it acknowledged last."""
    chosen = random.Random(seed)
    worker.stdin.write(f"{seed}\n")
    worker.stdin.flush()
    said = [worker.stdout.readline() for _ in range(2 + chosen.randrange(6))]
    assert said[1] == "ready\n"
    time.sleep(chosen.uniform(0, 0.03))  # the moment of the blow, not a wait for anything
    os.kill(int(said[0]), signal.SIGKILL)
    said += iter(worker.stdout.readline, "dead\n")
    return said[-1].strip()


@pytest.mark.parametrize("series", range(10))
def test_nothing_acknowledged_is_lost(tmp_path: Path, series: int):
    path = tmp_path / "acme.srma"
    shutil.copyfile(SAMPLE, path)
    command = [sys.executable, "-c", WORKER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        for blow in range(20):
            last = kill_once(worker, 100 * series + blow)
            anchor = proof.parse_anchor(last) if last != "ready" else None
            with assessments.open_assessment(path, who="Ada") as file:
                verdict = proof.verify(file, anchor)
                assert verdict.faults == ()
                assert len({row.piece.sha256 for row in evidence.listed(file)}) <= verdict.content
                history.names(file)
            assert not path.with_name(path.name + "-journal").exists()


EXPORTER = """
import os, signal, sys
import srm_desktop.services.export, srm_desktop.exchange.matrix
from srm_desktop.cli import main

for target in sys.stdin:
    child = os.fork()
    if not child:
        break
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
else:
    sys.exit()
os.write(1, b"%d\\n" % os.getpid())
sys.stdout = open(os.devnull, "w")
code = main(["export", sys.argv[1], "--layout", "matrix", "--to", target.strip()])
os.write(1, b"done %d\\n" % code)
signal.pause()
"""
HIDDEN = re.compile(r"\.srm-[0-9a-f]{16}\.tmp\.xlsx")


def export_and_kill(worker: subprocess.Popen[str], target: Path, moment: Callable[[], object] | None) -> bool:
    """Let a process export, kill it when `moment` returns (None: when it is done), and say whether it was done."""
    worker.stdin.write(f"{target}\n")
    worker.stdin.flush()
    child = int(worker.stdout.readline())
    said = [] if moment else [worker.stdout.readline()]
    if moment:
        moment()
    os.kill(child, signal.SIGKILL)
    said += iter(worker.stdout.readline, "dead\n")
    assert said in ([], ["done 0\n"])
    return bool(said)


def hidden_in(folder: Path) -> set[str]:
    """The names in a folder that nobody sees; there are no others but the target's."""
    names = {path.name for path in folder.iterdir()} - {"m.xlsx"}
    assert all(HIDDEN.fullmatch(name) for name in names)
    return names


def head_in(matrix: Path) -> str:
    """The journal head on the cover of a matrix, all sheets of which can be read; empty where there is no file."""
    if not matrix.exists():
        return ""
    assert read_counts(matrix).parts == 4
    rows = CalamineWorkbook.from_path(matrix).get_sheet_by_name("Cover").to_python()
    return next(str(row[1]) for row in rows if row[0] == "Journal head")


@pytest.fixture
def exporter(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    shutil.copyfile(SAMPLE, tmp_path / "acme.srma")
    for name in ("out", "scratch"):
        (tmp_path / name).mkdir()
    command = [sys.executable, "-c", EXPORTER, str(tmp_path / "acme.srma")]
    there = os.environ | {"TMPDIR": str(tmp_path / "scratch")}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=there) as worker:
        yield worker


def test_a_matrix_is_whole_or_what_it_was(tmp_path: Path, exporter: subprocess.Popen[str]):
    path, target, chosen, before = tmp_path / "acme.srma", tmp_path / "out" / "m.xlsx", random.Random(7), ""
    for _ in range(2):  # the first one waits until all is imported
        begun = time.monotonic()
        assert export_and_kill(exporter, tmp_path / "first.xlsx", None)
        whole = time.monotonic() - begun
    for blow in range(12):
        with assessments.open_assessment(path, who="Ada") as file:
            walk.mark(file, [listing.rows(file)[0].key], walk.Marking(note=f"blow {blow}"))
            now = history.head(file)
        after = chosen.uniform(whole / 3, 1.1 * whole)
        done = export_and_kill(exporter, target, lambda after=after: time.sleep(after))
        with assessments.open_assessment(path, who="Ada") as file:
            assert proof.verify(file, now).faults == ()
        found = head_in(target)
        assert found in ({now.sha256} if done else {before, now.sha256})
        before = found
        hidden_in(target.parent)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_what_a_killed_export_leaves_goes_an_hour_later(tmp_path: Path, exporter: subprocess.Popen[str]):
    target = tmp_path / "out" / "m.xlsx"

    def midway() -> None:
        while not hidden_in(target.parent) and not target.exists():
            time.sleep(0.001)

    for _ in range(20):  # some are too quick for the blow
        target.unlink(missing_ok=True)
        export_and_kill(exporter, target, midway)
        if hidden_in(target.parent):
            break
    assert not target.exists()
    (left,) = hidden_in(target.parent)
    assert export_and_kill(exporter, target, None)
    assert hidden_in(target.parent) == {left}
    then = target.stat().st_mtime - 2 * 3600
    os.utime(target.with_name(left), (then, then))
    assert export_and_kill(exporter, target, None)
    assert hidden_in(target.parent) == set() and head_in(target)
