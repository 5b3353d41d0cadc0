"""The process that reads: started when needed, ended when it must be, and not able to do harm itself."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from srm_desktop.domain.look import PdfLook, TextLook
from srm_desktop.domain.problems import Cancelled
from srm_desktop.exchange.lens import PATIENT, CannotShow, Lens, Piece, TookTooLong
from srm_desktop.exchange.lens.command import command, surroundings
from srm_desktop.exchange.lens.guard import MEMORY
from tests.exchange.lens import samples
from tests.exchange.lens.conftest import MakePiece

HELLO = TextLook("hello")


@pytest.fixture
def hello(piece: MakePiece) -> Piece:
    return piece("hello.txt", b"hello")


def test_too_little_time_says_how_to_go_on_and_the_next_look_works(lens: Lens, hello: Piece):
    lens.close()
    with pytest.raises(TookTooLong) as caught:
        lens.look(hello, 0.001)
    assert caught.value.sentence == (
        "hello.txt took longer than 0.001 seconds to read; try for longer, or extract it and open it in its own"
        " program."
    )
    assert lens.look(hello) == HELLO


def test_after_trying_for_long_nothing_more_is_promised(lens: Lens, hello: Piece, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("srm_desktop.exchange.lens.problems.PATIENT", 0.0005)
    lens.close()
    with pytest.raises(TookTooLong, match="read; extract it and open"):
        lens.look(hello, 0.001)


def test_whoever_waits_may_stop_it(lens: Lens, hello: Piece):
    def stop() -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        lens.look(hello, PATIENT, stop)
    assert lens.look(hello) == HELLO


def test_the_process_stays_for_the_next_file(lens: Lens, hello: Piece):
    lens.look(hello)
    before = lens._child
    lens.look(hello)
    assert lens._child is before


def test_a_process_that_was_killed_between_two_files_is_not_missed(lens: Lens, hello: Piece):
    lens.look(hello)
    lens._child.kill()
    lens._child.wait()
    assert lens.look(hello) == HELLO


def test_a_process_that_ends_while_it_reads_is_a_sentence(lens: Lens, hello: Piece):
    lens.close()  # so that it cannot have answered before it is ended
    with pytest.raises(CannotShow, match=r"^hello\.txt could not be shown: reading it failed"):
        lens.look(hello, PATIENT, lambda: lens._child.kill())
    assert lens.look(hello) == HELLO


@pytest.mark.slow
def test_what_needs_too_much_memory_is_a_sentence(lens: Lens, piece: MakePiece):
    deep = samples.zipped({"word/document.xml": "<a>" * 12_000_000}, zipfile.ZIP_STORED)
    made = piece("deep.docx", deep)._replace(media_type=samples.WORD)
    with pytest.raises(CannotShow, match=r"memory|took longer"):  # whichever limit it meets first
        lens.look(made, 5)
    assert lens.look(piece("hello.txt", b"hello")) == HELLO


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only here does the system limit a process's memory")
def test_the_process_gets_no_more_memory_than_a_preview_may_use():
    take = "from srm_desktop.exchange.lens import guard; guard.Guard().begin(); bytearray({})"
    small, large = (
        subprocess.run([sys.executable, "-c", take.format(size)], capture_output=True, text=True)
        for size in (MEMORY // 4, MEMORY)
    )
    assert small.returncode == 0, small.stderr
    assert large.returncode != 0 and large.stderr.rstrip().endswith("MemoryError")


def test_closing_twice_and_looking_again_is_fine(hello: Piece):
    lens = Lens()
    lens.close()
    assert lens.look(hello) == HELLO
    lens.close()
    lens.close()


def test_a_file_that_is_not_there_is_a_sentence(lens: Lens, tmp_path: Path):
    with pytest.raises(CannotShow, match=r"gone\.txt cannot be read"):
        lens.look(Piece(tmp_path / "gone", "gone.txt", "text/plain"))


def test_the_document_that_is_kept_open_is_read_anew_when_it_changed(lens: Lens, piece: MakePiece):
    assert lens.look(piece("a.pdf", samples.pdf("One"))).pages == ((200.0, 100.0),)
    assert isinstance(lens.look(piece("b.pdf", samples.pdf("One", "Two"))), PdfLook)
    assert len(lens.look(piece("b.pdf", samples.pdf("One", "Two"))).pages) == 2
    lens.let_go()
    assert lens.page(piece("b.pdf", samples.pdf("One", "Two")), 1, 1.0).height == 100


@pytest.mark.parametrize(
    "attempt",
    [
        "__import__('socket').socket()",
        "__import__('socket').getaddrinfo('example.org', 80)",
        "__import__('subprocess').run(['true'])",
        "__import__('os').system('true')",
        "open('/etc/hostname')",
        "open(TARGET, 'w')",
        "__import__('os').open(TARGET, 65)",
        "__import__('os').remove(TARGET)",
        "__import__('os').listdir('/')",
        "__import__('ctypes').CDLL('libc.so.6')",
        "bytearray(1_600_000_000)",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="the paths and limits are those of POSIX")
def test_what_a_reader_has_no_need_to_do_is_refused(attempt: str, tmp_path: Path):
    """Run in a process that has put up the same limits: it says which kind of failure it met."""
    target = tmp_path / "target"
    target.touch()
    code = (
        "from srm_desktop.exchange.lens.guard import Guard; Guard().begin()\n"
        f"TARGET = {str(target)!r}\n"
        f"try: {attempt}\n"
        "except BaseException as error: print(type(error).__name__)\n"
        "else: print('done')"
    )
    start = [*command()[:7], f"import sys; sys.path[:] = sys.argv[1:]\n{code}", *command()[8:]]
    ran = subprocess.run(start, env=surroundings(), capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() in ("Forbidden", "MemoryError"), (ran.stdout, ran.stderr)
    assert target.exists() and target.stat().st_size == 0


def test_no_secret_of_the_surroundings_is_handed_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    assert "AWS_SECRET_ACCESS_KEY" not in surroundings()


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "--lens"]


def test_the_hidden_argument_of_a_frozen_program_reads_until_nobody_asks():
    ran = subprocess.run([sys.executable, "-m", "srm_desktop", "--lens"], input=b"", capture_output=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (0, b"")
