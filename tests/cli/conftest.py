"""Running command lines in this process, with preferences of their own."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from srm_desktop.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused(self, code: int = 3) -> str:
        """The one sentence of a failure."""
        assert self.code == code, (self.code, self.out, self.err)
        assert self.out == ""
        assert self.err.count("\n") == 1 and self.err.endswith((".\n", "?\n")), self.err
        assert "Traceback" not in self.err
        return self.err.strip()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "preferences"
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(folder))
    return folder


@pytest.fixture
def srm(capsys: pytest.CaptureFixture[str]):
    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assessment of an EC2, RDS and S3 system, made once."""
    path = tmp_path_factory.mktemp("made") / "made.srma"
    about = ["--title", "Acme", "--services", "ec2,rds,s3", "--from", "2026-07-01", "--to", "2026-12-31"]
    assert main(["--who", "Dana", "new", str(path), *about]) == 0
    return path


@pytest.fixture
def assessment(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "a.srma"))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "access report.txt"
    path.write_text("user,mfa\nroot,true\n")
    return path
