"""Two editions of a catalog compared: what came, what went, what says something else, and what only moved."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from srm_desktop.domain.catalog import Catalog, Control, Part

Place = tuple[str, str]
"""A part: the id of its control and its letter."""

_LIKE = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‘’‚", "'") | dict.fromkeys("“”„", '"'))


class Changed(NamedTuple):
    """A control whose requirement changed: parts with another text, parts that came, parts that went; by letter."""

    id: str
    texts: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


class Difference(NamedTuple):
    """What a newer edition changes, by ids of controls in catalog order; `withdrawn` says which ones it withdraws.

    `moved` maps parts that went to the one place where the same text stands now. `filled_ids` are the controls of which
    a text is known that was not known before, which is no change of it. `reworded` are those that require the same, and
    whose title, guidance, objectives or the like differ; they count as same.
    """

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: Mapping[Place, Place] = {}
    filled_ids: tuple[str, ...] = ()
    same: int = 0
    reworded: tuple[str, ...] = ()

    @property
    def filled(self) -> int:
        """Of how many controls a text is known now that was not."""
        return len(self.filled_ids)

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is required differs."""
        return not (self.added or self.gone or self.withdrawn or self.changed or self.filled)


def requirement_hash(part: Part) -> str:
    """SHA-256 of what a part requires; empty where its text is not known.

    Spaces, line breaks, kinds of dashes and quotes do not count, for they differ between files of the same edition.
    """
    text = " ".join(unicodedata.normalize("NFKC", f"{part.intro} {part.text}").translate(_LIKE).split())
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() if part.text.strip() else ""


def compare(old: Catalog, new: Catalog) -> Difference:
    """What `new` changes in `old`; controls are the same where their ids are."""
    before, after = ({c.id: c for c in catalog.controls()} for catalog in (old, new))
    both = [(before[i], control) for i, control in after.items() if i in before and not control.withdrawn]
    changes = [_changed(was, now) for was, now in both]
    changed = tuple(change for change in changes if change.texts or change.came or change.went)
    filled = {now.id: None for was, now in both if _fills(was, now)}
    return Difference(
        added=tuple(i for i in after if i not in before),
        gone=tuple(i for i in before if i not in after),
        withdrawn=tuple(i for i, c in after.items() if i in before and c.withdrawn and not before[i].withdrawn),
        changed=changed,
        moved=_moved(before, after, {change.id: change for change in changed}),
        filled_ids=tuple(filled),
        same=len(both) - len({*filled, *(change.id for change in changed)}),
        reworded=tuple(
            now.id
            for (was, now), change in zip(both, changes, strict=True)
            if was != now and change == Changed(now.id) and now.id not in filled
        ),
    )


def _fills(was: Control, now: Control) -> bool:
    empty = {part.letter: part for part in was.parts if not part.text}
    return any(
        part.letter in empty and (part.text or (part.intro and not empty[part.letter].intro)) for part in now.parts
    )


def _changed(was: Control, now: Control) -> Changed:
    old, new = ({p.letter: requirement_hash(p) for p in control.parts} for control in (was, now))
    return Changed(
        now.id,
        tuple(i for i in new if i in old and old[i] and new[i] and old[i] != new[i]),
        tuple(i for i in new if i not in old),
        tuple(i for i in old if i not in new),
    )


def _moved(
    before: Mapping[str, Control], after: Mapping[str, Control], changed: Mapping[str, Changed]
) -> dict[Place, Place]:
    left, reached = defaultdict[str, list[Place]](list), defaultdict[str, list[Place]](list)
    for i, control in before.items():
        change = changed.get(i, Changed(i))
        lost = {*change.texts, *change.went} if i in after and not after[i].withdrawn else None
        _note(left, control, lost)
    for i, control in after.items():
        change = changed.get(i, Changed(i))
        _note(reached, control, {*change.texts, *change.came} if i in before else None)
    return {
        places[0]: reached[text][0]
        for text, places in left.items()
        if len(places) == 1 and len(reached.get(text, ())) == 1
    }


def _note(places: dict[str, list[Place]], control: Control, letters: Iterable[str] | None) -> None:
    """Note where each text of a control stands: of the parts with these letters, or of all."""
    for part in control.parts:
        if (letters is None or part.letter in letters) and (text := requirement_hash(part)):
            places[text].append((control.id, part.letter))
