"""Where an import of a profile lies on this computer (OSCAL profile model, "import/href"). Nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from srm_desktop.exchange.oscal_problems import MissingImport
from srm_desktop.exchange.oscal_read import Document

_SUFFIXES = (".json", ".xml", ".yaml", ".yml")
_DRIVE = re.compile(r"^[A-Za-z]:")


class Finder:
    """Answers addresses with files: beside the profile, or as `ask` says; what was asked once is not asked again."""

    def __init__(self, ask: Callable[[str], Path | None] | None) -> None:
        self._ask = ask
        self._answers: dict[str, Path | None] = {}

    def find(self, profile: Document, href: str) -> Path:
        """The file that `href` in `profile` means. Raises MissingImport with the address to ask for."""
        addresses = _addresses(profile, href)
        for address in addresses:
            for candidate in _beside(profile.path, address):
                if _is_file(candidate):
                    return candidate
        wanted = addresses[0] if addresses else href
        if wanted not in self._answers:
            self._answers[wanted] = self._ask(wanted) if self._ask else None
        if (answer := self._answers[wanted]) is not None:
            return answer
        through = f" (as {href[:60]})" if wanted != href else ""
        raise MissingImport(
            f"{profile.path.name} imports {wanted[:300]}{through}, which is not beside it on this computer; say which"
            " file it is.",
            wanted,
            profile.path,
        )


def _addresses(profile: Document, href: str) -> list[str]:
    """What `href` stands for: itself, or the links of the resource in the back matter, JSON first as read fastest."""
    if not href.startswith("#"):
        return [href]
    for resource in (profile.body.get("back-matter") or {}).get("resources") or ():
        if (resource.get("uuid") or "").lower() == href[1:].lower():
            links = resource.get("rlinks") or ()
            return [link["href"] for link in sorted(links, key=lambda rl: "json" not in (rl.get("media-type") or ""))]
    return []


def _beside(profile: Path, href: str) -> Iterator[Path]:
    """Files that `href` may mean: the path as it stands, then its name beside the profile, also as NIST's -min or in
    another syntax.

    Only relative paths are followed: an absolute one could lead to another computer's share.
    """
    folder = profile.parent
    try:
        parts = urlsplit(href)
    except ValueError:
        return
    local = unquote(parts.path)
    if not parts.scheme and not parts.netloc and local and not local.startswith("/") and "\\" not in local:
        yield folder / local
    name = re.split(r"[/\\]", local)[-1]
    if not name or name in (".", "..") or _DRIVE.match(name):
        return
    yield folder / name
    stem = Path(name).stem.removesuffix("-min")
    if Path(name).suffix.lower() in _SUFFIXES:
        others = (f"{stem}{small}{suffix}" for suffix in _SUFFIXES for small in ("", "-min"))
        yield from (folder / other for other in others if other != profile.name)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that the system cannot have
        return False
