"""The documents point at what is there: files, headings, make targets, commands, keys and menus."""

import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from srm_desktop.cli import parser
from srm_desktop.ui.menu_tree import WALK_KEYS, menu_tree
from srm_desktop.ui.menus import Item
from srm_desktop.ui.preview.keys import PREVIEW_KEYS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDE = ROOT / "docs" / "guide.md"
LARGEST = 250_000


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def code_in(text: str) -> list[str]:
    return [inline or block for inline, block in re.findall(r"`([^`\n]+)`|^ {4}(\S.*)$", text, re.MULTILINE)]


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def items(entries: list, path: str = "") -> Iterator[tuple[str, Item]]:
    """Every menu item with the titles that lead to it, as the documents write them."""
    for entry in entries:
        if isinstance(entry, Item):
            yield f"{path}{entry.title.replace('&', '').removesuffix('…')}", entry
        elif entry is not None:
            yield from items(entry[1], f"{path}{entry[0].replace('&', '')} > ")


@pytest.fixture(scope="module")
def menu() -> dict[str, Item]:
    return dict(items(menu_tree(MagicMock())))  # what the items do is not asked for here


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_pictures_are_there(page: Path):
    wrong = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        found = page.parent / name if name else page
        if not found.exists() or (heading and heading not in anchors(found)):
            wrong.append(target)
    assert wrong == []


def test_pictures_are_small():
    assert [p.name for p in (ROOT / "docs" / "images").iterdir() if p.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_make_targets_and_commands_are_there(page: Path):
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    # In running text "make" and "srm-desktop" are words; named commands stand in code.
    code = "\n".join(code_in(text_of(page)))
    assert set(re.findall(r"^make ([a-z]+)", code, re.MULTILINE)) - targets == set()
    said = set(re.findall(r"^(?:\.venv/bin/)?srm-desktop ([a-z]+)(?![\w.])", code, re.MULTILINE))
    assert said - set(parser.COMMANDS) == set()


def test_the_guide_names_every_command():
    said = set(re.findall(r"^\| `srm-desktop ([a-z]+)", text_of(GUIDE), re.MULTILINE))
    assert said == set(parser.COMMANDS)


def test_keys_of_the_guide_are_those_of_the_window(menu: dict[str, Item]):
    section = text_of(GUIDE).partition("## Walking with the keyboard")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    said = {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}
    there = {key for item in menu.values() for key in item.keys}
    there |= {key for keys, _ in WALK_KEYS for key in keys.split(", ")}
    assert said, "nothing was looked at"
    assert sorted(said ^ there) == []


def test_keys_of_the_guide_are_those_of_the_preview():
    section = text_of(GUIDE).partition("### Looking at evidence")[2].partition("\n## ")[0]
    said = {
        key for cell in re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE) for key in re.findall(r"`([^`]+)`", cell)
    }
    assert sorted(said ^ {key for keys, _ in PREVIEW_KEYS for key in keys.split(", ")}) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_menus_that_are_named_are_there(page: Path, menu: dict[str, Item]):
    assert set(re.findall(r"\*\*(\w+ > [^*]+)\*\*", text_of(page))) - menu.keys() == set()
