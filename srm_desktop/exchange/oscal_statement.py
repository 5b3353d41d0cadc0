"""The statement of an OSCAL control as parts, and guidance as paragraphs (OSCAL catalog model, "part")."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from srm_desktop.domain.catalog import Part
from srm_desktop.exchange import oscal_ids

Node = Mapping[str, Any]
Write = Callable[[str], str]

OBJECTIVE = frozenset(("assessment-objective", "objective"))
METHOD = frozenset(("assessment-method", "assessment"))
GUIDANCE = frozenset(("guidance", "supplemental-guidance", "discussion", "overview"))
_NOT_STATED = OBJECTIVE | METHOD | GUIDANCE


class Statement:
    """Gathers the innermost items of statements. `letters` leads from OSCAL id to letter; "" for items above."""

    def __init__(self, write: Write) -> None:
        self.parts: list[Part] = []
        self.letters: dict[str, str] = {}
        self.notes: list[str] = []
        self._write = write
        self._taken: dict[str, int] = {}
        self._above: list[str] = []

    def read(self, part: Node, control_label: str) -> None:
        """Take in one statement."""
        self._item(part, "", control_label, "")

    def _item(self, item: Node, path: str, above: str, title: str) -> None:
        text = self._write(item.get("prose") or "")
        if title:
            text = f"{title}: {text}" if text else title
        before = len(self.parts)
        oscal_id = item.get("id") or ""
        if item.get("parts"):
            self.letters[oscal_id] = ""
            self._below(item, path, above, text)
        if len(self.parts) == before and (item.get("prose") or (title and not item.get("parts"))):
            self.letters[oscal_id] = self._leaf(path, text)

    def _below(self, above_them: Node, path: str, above: str, text: str) -> None:
        items: list[Node] = above_them["parts"]
        if text:
            self._above.append(text)
        stated = [item for item in items if item["name"] not in _NOT_STATED]
        before = len(self.parts)
        for number, item in enumerate(stated, 1):
            shown = oscal_ids.label(item)
            # Without a label an item is known by its place, unless it only frames the items in it.
            step = oscal_ids.step(shown, above) if shown else "" if item.get("parts") else str(number)
            if not shown and len(stated) == 1:
                step = ""
            title = self._write(item.get("title") or "")
            self._item(item, f"{path}.{step}" if path and step else path or step, shown or above, title)
        if text and len(self.parts) == before:
            self._above.pop()
        notes = [line for i in items if i["name"] in GUIDANCE for line in flat(i, self._write, named=False)]
        if notes and above_them.get("title"):
            notes.insert(0, text)
        self.notes += notes

    def _leaf(self, path: str, text: str) -> str:
        letter = path
        while letter in self._taken:
            self._taken[path] += 1
            letter = f"{path} {self._taken[path]}".strip()
        self._taken[letter] = 1
        self.parts.append(Part(letter, text, (), "\n".join(self._above)))
        self._above.clear()
        return letter


def flat(part: Node, write: Write, *, named: bool) -> Iterator[str]:
    """The paragraphs of a part and of all in it; `named` puts the name of a kind that we do not know in front."""
    shown, title = oscal_ids.label(part), write(part.get("title") or "")
    head = f"{shown} {title}" if shown and title else shown or title
    if named and not head:
        head = part["name"].replace("-", " ").replace("_", " ").capitalize() + ":"
    text = write(part.get("prose") or "")
    if text:
        yield f"{head} {text}" if head else text
    elif head and part.get("parts"):
        yield head
    for below in part.get("parts") or ():
        yield from flat(below, write, named=False)
