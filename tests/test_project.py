"""The promises of the project itself: its folders, versions, lock and wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

import srm_desktop
from srm_desktop.assets import resource

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "srm_desktop"


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_every_folder_of_the_package_is_seen_by_the_import_contracts():
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert folders, "nothing was looked at"
    assert [str(f.relative_to(ROOT)) for f in sorted(folders) if not (f / "__init__.py").is_file()] == []


def test_version_is_the_same_everywhere():
    assert project()["project"]["version"] == srm_desktop.__version__


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="concerns Python 3.11 only")
def test_pyside_is_one_that_does_not_abort_on_this_python():
    """PySide6 6.12.0 on CPython 3.11 loses count of references to None and True, and aborts the process."""
    assert tuple(map(int, version("PySide6-Essentials").split(".")[:2])) < (6, 12)


def test_lock_names_the_public_index_and_nothing_local():
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    sources = {str(package["source"]) for package in packages if package["name"] != "srm-desktop"}
    assert sources == {"{'registry': 'https://pypi.org/simple'}"}
    files = [file for package in packages for file in [*package.get("wheels", []), package.get("sdist")] if file]
    assert {re.match(r"https://[^/]+/", file["url"]).group() for file in files} == {"https://files.pythonhosted.org/"}


def test_resource_finds_the_folder_in_a_checkout():
    assert resource() == ROOT / "resources"


def test_a_missing_resource_is_named_in_a_sentence():
    with pytest.raises(FileNotFoundError, match=r"^The program's file resources/no/such\.yaml is missing\..*\.$"):
        resource("no", "such.yaml")


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # The installed hatchling builds it: no isolation, so nothing is fetched.
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_wheel_carries_the_resources(unpacked_wheel: Path):
    def files(folder: Path) -> set[str]:
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert files(ROOT / "resources")
    assert files(unpacked_wheel / "srm_desktop" / "resources") == files(ROOT / "resources")


def test_wheel_finds_its_own_resources(unpacked_wheel: Path):
    code = "import sys; sys.path.insert(0, sys.argv[1]); from srm_desktop.assets import resource; print(resource())"
    command = [sys.executable, "-I", "-c", code, str(unpacked_wheel)]
    answer = subprocess.run(command, cwd=unpacked_wheel, check=True, capture_output=True, text=True, timeout=60)
    assert Path(answer.stdout.strip()) == (unpacked_wheel / "srm_desktop" / "resources").resolve()
