"""The parts of an OSCAL control as records: statement, guidance, objectives, methods (OSCAL catalog model, "part").

SP 800-53 revision 4 names objectives and methods `objective`, `assessment` and `objects`; both spellings are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from srm_desktop.domain.catalog import Objective, Part
from srm_desktop.domain.ids import canonical
from srm_desktop.domain.vocabulary import Method
from srm_desktop.exchange import oscal_ids

Node = Mapping[str, Any]
Write = Callable[[str], str]

OBJECTIVE = frozenset(("assessment-objective", "objective"))
METHOD = frozenset(("assessment-method", "assessment"))
_GUIDANCE = frozenset(("guidance", "supplemental-guidance", "discussion", "overview"))
_NOT_STATED = OBJECTIVE | METHOD | _GUIDANCE
_COUNTED = re.compile(r"\[\d+\]")
_METHODS = {method.value: method for method in Method}


class Body(NamedTuple):
    """What the parts of one control say. `dangling` are ids that objectives refer to and that are not there."""

    parts: tuple[Part, ...]
    guidance: str
    objectives: tuple[Objective, ...]
    methods: tuple[tuple[Method, str], ...]
    dangling: tuple[str, ...]


def body(parts: Iterable[Node], write: Write, control_label: str, objective_prefix: str) -> Body:
    """Sort the parts of a control.

    `control_label` and `objective_prefix` are what labels of statements and of objectives may repeat in front.
    """
    stated = Statement(write)
    objectives: list[Node] = []
    methods: list[tuple[Method, str]] = []
    guidance: list[str] = []
    for part in parts:
        name = part["name"]
        if name == "statement":
            stated.read(part, control_label)
        elif name in OBJECTIVE:
            objectives.append(part)
        elif name in METHOD:
            methods.extend(_methods(part, write))
        else:
            guidance.extend(_flat(part, write, named=name not in _GUIDANCE))
    letters = stated.letters
    known = {canonical(p.letter): p.letter for p in stated.parts} if objectives and len(stated.parts) > 1 else {}
    read: list[Objective] = []
    dangling: list[str] = []
    for part in objectives:
        read.extend(_objectives(part, write, objective_prefix, letters, known, dangling))
    return Body(tuple(stated.parts), "\n\n".join(guidance + stated.notes), tuple(read), tuple(methods), tuple(dangling))


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
        notes = [line for i in items if i["name"] in _GUIDANCE for line in _flat(i, self._write, named=False)]
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


def _flat(part: Node, write: Write, *, named: bool) -> Iterator[str]:
    """The paragraphs of a part and of all in it; `named` puts the name of a kind that we do not know in front."""
    head = " ".join(filter(None, (oscal_ids.label(part), write(part.get("title") or ""))))
    if named and not head:
        head = part["name"].replace("-", " ").replace("_", " ").capitalize() + ":"
    text = write(part.get("prose") or "")
    if text:
        yield f"{head} {text}" if head else text
    elif head and part.get("parts"):
        yield head
    for below in part.get("parts") or ():
        yield from _flat(below, write, named=False)


def _objectives(
    part: Node, write: Write, prefix: str, letters: dict[str, str], known: dict[Any, str], dangling: list[str]
) -> Iterator[Objective]:
    if prose := part.get("prose"):
        shown = oscal_ids.objective_id(part)
        yield Objective(shown, _part_of(part, shown, prefix, letters, known, dangling), _one_method(part), write(prose))
    for below in part.get("parts") or ():
        if below["name"] in OBJECTIVE:
            yield from _objectives(below, write, prefix, letters, known, dangling)


def _part_of(
    part: Node, shown: str, prefix: str, letters: dict[str, str], known: dict[Any, str], dangling: list[str]
) -> str:
    """The part that an objective is about: as a link says, or else as the label does ("AC-02d.03[02]" is of d.3)."""
    linked = [link["href"][1:] for link in part.get("links") or () if link.get("rel") == "assessment-for"]
    for target in linked:
        if target in letters:
            return letters[target]
        if known:
            dangling.append(target)
    if linked or not known or not prefix or not shown.startswith(prefix):
        return ""
    return known.get(canonical(_COUNTED.sub("", shown[len(prefix) :])), "")


def _one_method(part: Node) -> Method | None:
    found = [p["value"] for p in part.get("props") or () if p["name"] == "method"]
    return _METHODS.get(found[0].lower()) if len(found) == 1 else None


def _methods(part: Node, write: Write) -> Iterator[tuple[Method, str]]:
    said = [write(part.get("prose") or "")]
    for below in part.get("parts") or ():
        said += _flat(below, write, named=False)
    objects = "\n".join([text.replace("\n\n", "\n") for text in said if text])
    for prop in part.get("props") or ():
        if prop["name"] == "method" and (method := _METHODS.get(prop["value"].lower())):
            yield method, objects
