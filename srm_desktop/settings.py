"""The preferences of one person on one machine: who, recent files, theme, style of ids, window places.

Nothing of an assessment. Losing them must never stop the work: a damaged file is set aside, a folder that does not take
one is put up with.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

MOST_RECENT = 10
"""How many recent files are remembered."""

MOST_MAPPINGS = 20
"""For how many shapes of tables it is remembered which column holds what."""

MOST_WATCHED = 20
"""How many folders are watched for one assessment."""

MOST_IGNORED = 2_000
"""For one assessment, how many things in the inbox are remembered as ignored: the newest."""

MOST_ASSESSMENTS = 100
"""For how many assessments folders and ignored files are remembered: those that were changed last."""

MOST_VERIFIED = 200
"""Of how many assessments it is remembered when they were checked in full."""

THEMES = ("system", "light", "dark")
"""The themes to choose from; the first follows the system."""

ID_STYLES = ("nist", "nist-padded", "nist-spaced", "oscal", "fedramp", "cmmc")
"""The ways of writing control ids to choose from, as `domain.control_ids.Style` names them; the first is usual."""

HOME = "SRM_DESKTOP_HOME"
"""The environment variable that names another folder for the preferences."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Preferences. `recent` has the newest file first; `places` keeps window and splitter places as base64, by name.

    `folds` says of parts of the control page whether they are to be unfolded. `mappings` holds, by the name of a shape
    of tables, which column holds what, as JSON; the newest first. `verified` says of assessments, by their ids,
    when a full check of them was fine, or when they were opened first (ISO, UTC), the newest first. `who_asked` says
    whether the user was asked for the name. `watched` are folders whose new files wait in the inbox, and `ignored` what
    was ignored there, by the id of the assessment, the newest first. `attach_folder` is where evidence was attached
    from last.
    """

    who: str = ""
    recent: tuple[str, ...] = ()
    theme: str = THEMES[0]
    last_folder: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    id_style: str = ID_STYLES[0]
    folds: Mapping[str, bool] = field(default_factory=dict)
    mappings: Mapping[str, str] = field(default_factory=dict)
    attach_folder: str = ""
    watched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    verified: Mapping[str, str] = field(default_factory=dict)
    who_asked: bool = False


def folder() -> Path:
    """Where the preferences lie; the folder need not exist yet."""
    named = os.environ.get(HOME)
    if named:
        return Path(named)
    import platformdirs

    return platformdirs.user_config_path("srm-desktop", appauthor=False)


def path() -> Path:
    """The file of the preferences."""
    return folder() / "settings.toml"


def load() -> Settings:
    """The preferences; defaults for what is not set. A file that cannot be understood is set aside, not overwritten."""
    import tomllib

    source = path()
    try:
        said = tomllib.loads(source.read_text(encoding="utf-8"))
    except OSError:
        said = {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        with contextlib.suppress(OSError):
            source.replace(source.with_name("settings.damaged.toml"))
        said = {}
    found = _understood(said)
    return found if found.who else replace(found, who=default_who())


def _understood(said: Mapping[str, Any]) -> Settings:
    """What of a file makes sense, field by field."""

    def text(name: str) -> str:
        value = said.get(name)
        return value if isinstance(value, str) else ""

    recent, places, folds = said.get("recent"), said.get("places"), said.get("folds")
    kept = [entry for entry in recent if isinstance(entry, str) and entry] if isinstance(recent, list) else []
    return Settings(
        who=text("who").strip(),
        recent=tuple(dict.fromkeys(kept))[:MOST_RECENT],
        theme=text("theme") if text("theme") in THEMES else THEMES[0],
        last_folder=text("last_folder"),
        places={n: p for n, p in places.items() if isinstance(p, str)} if isinstance(places, dict) else {},
        id_style=text("id_style") if text("id_style") in ID_STYLES else ID_STYLES[0],
        folds={n: f for n, f in folds.items() if isinstance(f, bool)} if isinstance(folds, dict) else {},
        mappings=_newest(_texts(said.get("mappings")), MOST_MAPPINGS),
        verified=_newest(_texts(said.get("verified")), MOST_VERIFIED),
        who_asked=said.get("who_asked") is True,
        attach_folder=text("attach_folder"),
        watched=_lists(said.get("watched"), MOST_WATCHED),
        ignored=_lists(said.get("ignored"), MOST_IGNORED),
    )


def _lists(said: object, most: int) -> dict[str, tuple[str, ...]]:
    """Lists of texts by name, as far as they make sense."""
    entries = said.items() if isinstance(said, dict) else ()
    lists = {
        n: tuple(dict.fromkeys(e for e in some if isinstance(e, str) and e))
        for n, some in entries
        if isinstance(some, list)
    }
    return {n: some[:most] for n, some in list(lists.items())[:MOST_ASSESSMENTS] if some}


def save(settings: Settings) -> bool:
    """Keep the preferences, whole or not at all; False where the folder does not take them."""
    import secrets

    import tomli_w

    target = path()
    kept = {
        "who": settings.who,
        "recent": list(settings.recent[:MOST_RECENT]),
        "theme": settings.theme,
        "id_style": settings.id_style,
        "last_folder": settings.last_folder,
        "places": dict(settings.places),
        "folds": dict(settings.folds),
        "mappings": _newest(settings.mappings, MOST_MAPPINGS),
        "verified": _newest(settings.verified, MOST_VERIFIED),
        "who_asked": settings.who_asked,
        "attach_folder": settings.attach_folder,
        "watched": {n: list(some) for n, some in settings.watched.items()},
        "ignored": {n: list(some) for n, some in settings.ignored.items()},
    }
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as out:
            out.write(tomli_w.dumps(kept).encode("utf-8", "replace"))
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(target)
    except OSError:
        return False
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def _newest(entries: Mapping[str, str], most: int) -> dict[str, str]:
    return dict(list(entries.items())[:most])


def _texts(value: object) -> dict[str, str]:
    return {n: text for n, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}


def columns(settings: Settings) -> dict[str, dict[str, str]]:
    """Which column holds what, for each shape of tables that is remembered; what makes no sense is left out."""
    found = {}
    for name, text in settings.mappings.items():
        with contextlib.suppress(ValueError):
            words = json.loads(text)
            if isinstance(words, dict) and all(isinstance(word, str) for word in words.values()):
                found[name] = words
    return found


def with_columns(settings: Settings, name: str, words: Mapping[str, str]) -> Settings:
    """The preferences after columns were chosen for a shape of tables."""
    others = {known: text for known, text in settings.mappings.items() if known != name}
    return replace(settings, mappings=_newest({name: json.dumps(dict(words)), **others}, MOST_MAPPINGS))


def with_verified(settings: Settings, assessment: str, at: datetime) -> Settings:
    """The preferences after all of an assessment (its id) was found as it was at a moment (UTC)."""
    others = {known: then for known, then in settings.verified.items() if known != assessment}
    entries = {assessment: at.isoformat(timespec="seconds"), **others}
    return replace(settings, verified=_newest(entries, MOST_VERIFIED)) if assessment else settings


def opened(settings: Settings, file: Path) -> Settings:
    """The preferences after `file` was opened: first among the recent ones, its folder the last one."""
    name = str(file.absolute())
    others = [entry for entry in settings.recent if entry != name]
    return replace(settings, recent=(name, *others)[:MOST_RECENT], last_folder=str(file.absolute().parent))


def folders_of(settings: Settings, assessment: str) -> list[Path]:
    """The folders that are watched for an assessment, by its id."""
    return [Path(name) for name in settings.watched.get(assessment, ())]


def watching(settings: Settings, assessment: str, folder: Path, *, watched: bool = True) -> Settings:
    """The preferences after a folder is watched for an assessment, or no longer."""
    name = str(folder.absolute())
    others = [entry for entry in settings.watched.get(assessment, ()) if entry != name]
    kept = [*others, name][-MOST_WATCHED:] if watched else others
    return replace(settings, watched=_first(settings.watched, assessment, kept))


def ignoring(settings: Settings, assessment: str, keys: Sequence[str], *, ignored: bool = True) -> Settings:
    """The preferences after things in the inbox of an assessment are ignored, or no longer."""
    others = [entry for entry in settings.ignored.get(assessment, ()) if entry not in keys]
    kept = [*keys, *others][:MOST_IGNORED] if ignored else others
    return replace(settings, ignored=_first(settings.ignored, assessment, kept))


def _first(lists: Mapping[str, tuple[str, ...]], name: str, entries: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Lists with one of them changed, which comes first; an empty one goes."""
    others = [(other, some) for other, some in lists.items() if other != name]
    return dict([(name, tuple(entries)), *others][:MOST_ASSESSMENTS]) if entries else dict(others)


def attached_from(settings: Settings, folder: Path) -> Settings:
    """The preferences after evidence was attached from a folder."""
    return replace(settings, attach_folder=str(folder.absolute()))


def folder_to_open(settings: Settings) -> Path:
    """Where to look for files first: where one was opened last, else at home."""
    return Path(settings.last_folder) if settings.last_folder and Path(settings.last_folder).is_dir() else Path.home()


def folder_to_attach(settings: Settings) -> Path:
    """Where to look for evidence first: where it came from last, else where files were opened, else at home."""
    places = [Path(name) for name in (settings.attach_folder, settings.last_folder) if name]
    return next((place for place in places if place.is_dir()), Path.home())


def forgotten(settings: Settings, file: str) -> Settings:
    """The preferences without a recent file that is no longer there."""
    return replace(settings, recent=tuple(entry for entry in settings.recent if entry != file))


def default_who() -> str:
    """The name of the person at this machine: the full name that the system knows, else the login name."""
    import getpass

    try:
        return _full_name().strip() or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _full_name() -> str:
    if sys.platform == "win32":
        import ctypes

        size = ctypes.c_ulong(256)
        buffer = ctypes.create_unicode_buffer(size.value)
        display_name = 3  # EXTENDED_NAME_FORMAT NameDisplay
        found = ctypes.windll.secur32.GetUserNameExW(display_name, buffer, ctypes.byref(size))
        return buffer.value if found else ""
    import pwd

    entry = pwd.getpwuid(os.getuid())
    full = entry.pw_gecos.partition(",")[0].replace("&", entry.pw_name.capitalize())
    return "" if full in ("root", "nobody") else full
