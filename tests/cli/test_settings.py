"""Preferences: kept whole, read with patience, never in the way."""

import os
from pathlib import Path

import pytest

from srm_desktop import settings
from srm_desktop.settings import MOST_RECENT, Settings


def test_what_is_saved_is_loaded_again():
    kept = Settings("Zoë", ("/a.srma", "/b.srma"), "dark", "/work", {"main": "AAEC", "splitter": "Aw=="}, "oscal")
    assert settings.save(kept)
    assert settings.load() == kept
    assert [p.name for p in settings.folder().iterdir()] == ["settings.toml"]


def test_nothing_saved_gives_defaults_and_a_name():
    found = settings.load()
    assert (found.recent, found.theme, found.id_style) == ((), "system", "nist")
    assert found.who == settings.default_who() != ""


@pytest.mark.parametrize("damage", [b"who = ", b"\xff\xfe\x00", b"who = 'a'\nwho = 'b'"])
def test_damaged_file_is_set_aside(home: Path, damage):
    home.mkdir()
    (home / "settings.toml").write_bytes(damage)
    assert settings.load().theme == "system"
    assert (home / "settings.damaged.toml").read_bytes() == damage
    assert settings.save(Settings("Dana"))
    assert settings.load().who == "Dana"


def test_single_wrong_value_does_not_cost_the_others(home: Path):
    home.mkdir()
    (home / "settings.toml").write_text(
        'who = 7\ntheme = "pink"\nid_style = "runes"\nrecent = ["/a", 3, "/a"]\nplaces = []\nlast_folder = "/w"'
    )
    found = settings.load()
    assert (found.theme, found.recent, found.places, found.last_folder) == ("system", ("/a",), {}, "/w")
    assert found.who == settings.default_who()
    assert found.id_style == "nist"


def test_recent_files_are_the_newest_first_and_few(tmp_path: Path):
    found = Settings()
    for n in range(MOST_RECENT + 3):
        found = settings.opened(found, tmp_path / f"{n}.srma")
    found = settings.opened(found, tmp_path / "8.srma")
    assert found.recent[0] == str(tmp_path / "8.srma") and len(found.recent) == MOST_RECENT
    assert len(set(found.recent)) == MOST_RECENT and found.last_folder == str(tmp_path)
    assert settings.forgotten(found, found.recent[0]).recent == found.recent[1:]


def test_folder_that_takes_nothing_is_put_up_with(tmp_path: Path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(tmp_path / "file" / "below"))
    assert not settings.save(Settings())
    assert settings.load().theme == "system"


def test_failed_write_leaves_the_old_preferences(monkeypatch):
    settings.save(Settings("Dana"))

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not settings.save(Settings("Marek"))
    assert "Dana" in settings.path().read_text()
    assert [p.name for p in settings.folder().iterdir()] == ["settings.toml"]
