"""Control ids as people read them: as the catalog writes them, or in a style of `control_ids` that a person prefers.

Only what is shown: keys, order, search, files and exports go by the id itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from srm_desktop.domain.ids import canonical, catalog_of, control_key, id_of

AS_PUBLISHED = "nist"
"""The style that changes nothing and costs nothing; the others are the words of `control_ids.Style`."""

_WORD = r"[^\s,:]+"
_PART = r"(?P<id>.+)\((?P<part>[^()]+)\)"
_ORIGINS = r"[^\s,]+(?:, [^\s,]+)?(?: and \d+ more)?"
"""The counterparts that evidence was offered by."""
_OBJECTIVE = r"(?:(?:Undo|Redo) )*Mark (?P<id>\S+) objective (?P<objective>\S+) "
_OTHER_NAMES = (
    r"(?:(?:Undo|Redo) )*(?:"
    rf"Link .*(?= from {_ORIGINS} to \S+$)|(?:Attach|Link|Detach) (?:.*(?= (?:to|from) )|.*)|"
    r"(?:Start|Remove|Edit(?! (?:statement|owner|note|origination) of)) .*)"
)
"""What the name of a step says before its controls: names of files, or of the assessment, which may look like ids."""

_compiled = cache(re.compile)

if TYPE_CHECKING:
    from typing import Protocol

    class Spell(Protocol):
        """Writes the id of a control by its key, and a part of it."""

        def __call__(self, key: str, part: str = "") -> str:
            """The text to be read."""


def as_published(key: str, part: str = "") -> str:
    """The id as the catalog writes it, with a part in brackets: `AC-2(d.1)`."""
    return f"{id_of(key)}({part})" if part else id_of(key)


def in_style(style: str) -> Spell:
    """What writes ids in a style (a word of `control_ids.Style`). The key may also be `framework:id` of a reference.

    An id stays as it is where its framework has one way to write it, where it is not read, and where no style writes it
    as its catalog does: `AC.L1-3.1.1` says more than any of them would.
    """
    return as_published if style == AS_PUBLISHED else partial(_styled, style)


@lru_cache(maxsize=1 << 16)
def _styled(style: str, key: str, part: str = "") -> str:
    from srm_desktop.domain.control_ids import Source, Style, of_catalog, readings, show

    catalog, _, own = key.partition(":")
    meant = readings(own, of_catalog(catalog) or None, Source.CONTROLS)
    exact = [one for one in meant if show(one) == own] or [one for one in meant if own in {show(one, s) for s in Style}]
    if len(exact) != 1:
        return as_published(key, part)
    place = exact[0]._replace(part=tuple(map(str, canonical(part)))) if part else exact[0]
    has_one_way = len({show(place, s) for s in Style}) == 1
    shown = show(place, Style(style))
    if has_one_way or (not part and shown == show(place)):
        return as_published(key, part)
    is_read_back = readings(shown, place.framework, Source.CONTROLS) == (place,)
    return shown if is_read_back else f"{_styled(style, key)}({part})"


def told_apart(keys: Iterable[str], spell: Spell) -> dict[str, str]:
    """What each of these controls is called: its id, with its catalog in front where another here has the same."""
    shown = {key: spell(key) for key in keys}
    words = {key: canonical(text) for key, text in shown.items()}
    count = Counter(words.values())
    return {key: text if count[words[key]] == 1 else f"{catalog_of(key)}:{text}" for key, text in shown.items()}


def in_step(name: str, keys: Mapping[str, str], spell: Spell) -> str:
    """The name of a step with the ids in it written by `spell`; `keys` has the key of each control by its id.

    Names of files in it stay as they are.
    """
    if spell is as_published:
        return name
    names = _compiled(_OTHER_NAMES).match(name)
    start = names.end() if names else 0
    marked = _compiled(_OBJECTIVE).match(name)
    of = keys.get(marked["id"]) if marked else None

    def written(found: re.Match[str]) -> str:
        word = found[0]
        if marked and of and word == marked["objective"] and start + found.start() == marked.start("objective"):
            return spell(control_key(catalog_of(of), word))
        if key := keys.get(word):
            return spell(key)
        inside = _compiled(_PART).fullmatch(word)
        key = keys.get(inside["id"]) if inside else None
        return spell(key, inside["part"]) if inside and key else word

    return name[:start] + _compiled(_WORD).sub(written, name[start:])
