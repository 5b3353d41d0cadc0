"""Finds the data that comes with the program: catalogs, tiers and services, icons, translations."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# An installed program carries the folder inside the package; in a checkout it lies beside it.
_FOLDERS = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """Return the path of a file or folder under ``resources/``, for example ``resource("catalogs", "aws-srm")``.

    Without parts it is the folder itself. Raises FileNotFoundError, with a sentence to show, when it is not there.
    """
    root = next((folder for folder in _FOLDERS if folder.is_dir()), None)
    if root is None:
        raise FileNotFoundError("The program's resources folder is missing. Please install SRM Desktop again.")
    path = root.joinpath(*parts)
    if not path.exists():
        name = "/".join(parts)
        raise FileNotFoundError(f"The program's file resources/{name} is missing. Please install SRM Desktop again.")
    return path
