"""`kill -9` at random moments: nothing that was acknowledged is lost, the file opens, and its proof holds."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from srm_desktop.services import assessments, evidence, history, proof

SAMPLE = Path(__file__).resolve().parent.parent / "files" / "schema-1.srma"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

WORKER = """
import os, random, sys
from pathlib import Path
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, attach, evidence, history, listing, walk

path = Path(sys.argv[1])
for line in sys.stdin:  # a child for each blow: forked, so that nothing has to be imported again
    seed = int(line)
    child = os.fork()
    if not child:
        break
    print(child, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
else:
    sys.exit()
chosen = random.Random(seed)
file = assessments.open_assessment(path, who="Ada")
keys = [row.key for row in listing.rows(file)]
print("ready", flush=True)
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
        for out in evidence.extract(file, list(listing.board(file).evidence)[:1], path.parent / "out"):
            out.unlink()
    print(history.head(file), flush=True)
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
