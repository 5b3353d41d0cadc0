"""What a catalog would change, in the auditor's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from srm_desktop.domain.catalog import Catalog
from srm_desktop.domain.difference import Changed
from srm_desktop.services import tables
from srm_desktop.services.catalogs import Arrival, How, Plan, Proposal

_ALTER = re.compile(r"alter (?P<id>\S+), (?P<verb>add|remove): (?P<what>.+)$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading; each line is an id, which may be empty, and words. `open`: shown unfolded."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    about: str = ""
    open: bool = False


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 control", "1,007 controls"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def what_it_is(arrival: Arrival) -> str:
    """What kind of file it is and how it calls itself."""
    if arrival.kind == "built-in catalog":
        return "A catalog that comes with the program"
    kind = "Table" if arrival.kind == "table" else arrival.kind
    return f"{kind}: {arrival.said}" if arrival.said else kind


def recognised(arrival: Arrival) -> str:
    """As what it was recognised, and what its ids are of."""
    ids = dict(tables.frameworks()).get(arrival.framework, "")
    title = arrival.catalog.title
    if ids and ids != title:
        return f"{title}, with the ids of {ids}"
    return title if ids else f"{title}; its ids are of no framework that is known here"


def holds(arrival: Arrival) -> str:
    """How much there is in it."""
    parts = sum(len(control.parts) for control in arrival.catalog.controls() if not control.withdrawn)
    withdrawn = f"; {arrival.withdrawn} more are withdrawn" if arrival.withdrawn else ""
    return f"{counted(arrival.controls, 'control')} with {counted(parts, 'part')}{withdrawn}"


def what_happens(plan: Plan) -> str:
    """What will be done, as a sentence."""
    titles = joined([proposal.catalog.title for proposal in plan.proposals])
    if plan.is_empty:
        return f"Nothing: this assessment has all of it already, in {titles}."
    if plan.how is How.ADD:
        many = counted(plan.arrival.controls, "control")
        return f"{titles} is added: {many} to walk beside those that are here. Nothing that is here changes."
    if plan.how is How.RENEW:
        first, others = plan.proposals[0].catalog.title, joined([p.catalog.title for p in plan.proposals[1:]])
        more = f" Texts that are missing in {others} are filled in." if others else ""
        return f"{first} is replaced by this edition; your work is carried over by the text of requirements.{more}"
    return f"Texts that are missing in {titles} are filled in. Everything that you marked, wrote and attached stays."


def choice(how: How, plan: Plan) -> str:
    """What could be done, as a choice."""
    if how is How.ADD:
        return "&Add it as a catalog of its own"
    if how is How.RENEW:
        return "&Renew the catalog that is here"
    return "&Fill in the texts of the catalogs that are here" if plan.proposals else "&Fill in texts"


def blocks(plan: Plan) -> list[Block]:
    """Everything there is to read before it is done: changes, work, and what did not match."""
    found = []
    several = len(plan.proposals) > 1
    for proposal in plan.proposals:
        found += _changes(proposal, f"{proposal.catalog.title}: " if several else "")
    arrival = plan.arrival
    unmatched = [unmatched_line(said) for said in arrival.unmatched]
    left_out = [("", sentence) for sentence in arrival.left_out]
    if unmatched:
        about = "The file refers to something that is not in the catalog it is taken from; the rest is as it should be."
        found.append(Block(f"Did not match ({len(unmatched):,})", tuple(unmatched), about))
    if left_out:
        found.append(Block(f"Rows left out or not understood ({len(left_out):,})", tuple(left_out), open=True))
    return found


def _changes(proposal: Proposal, where: str) -> list[Block]:
    catalog, difference, carried = proposal.catalog, proposal.difference, proposal.carried
    if difference is None:
        return [_block(f"{where}new controls", [c.id for c in catalog.controls() if not c.withdrawn], catalog)]
    details = {change.id: _in_words(change) for change in difference.changed}
    found = [
        _block(f"{where}new", difference.added, catalog),
        _block(f"{where}gone", difference.gone, catalog),
        _block(f"{where}withdrawn now", difference.withdrawn, catalog),
        _block(f"{where}requirement changed", details, catalog, details),
        _block(f"{where}texts filled in", difference.filled_ids, catalog),
        _block(f"{where}same requirement, other guidance, objectives or title", difference.reworded, catalog),
        Block(f"{where or 'Controls '}as before ({difference.same:,})" if difference.same else ""),
        _block(f"{where}your work stays as it is", carried.kept, catalog),
        _block(f"{where}your work stays, flagged for another look", carried.flagged, catalog),
        _block(f"{where}your work moves to where the text stands now", carried.moved, catalog),
        _block(f"{where}your work stays in the file, out of sight", carried.left, catalog),
    ]
    return [block for block in found if block.title]


def _block(title: str, ids: Iterable[str], catalog: Catalog, details: Mapping[str, str] | None = None) -> Block:
    titles = {control.id: control.title for control in catalog.controls()}
    more = details or {}
    lines = tuple((one, "   ".join(filter(None, (titles.get(one, ""), more.get(one, ""))))) for one in ids)
    title = title[:1].upper() + title[1:]
    return Block(f"{title} ({len(lines):,})", lines) if lines else Block("")


def _in_words(change: Changed) -> str:
    """What is different about a control."""
    said = (("new text", change.texts), ("new parts", change.came), ("parts gone", change.went))
    listed = [f"{what} {', '.join(letters)}" if any(letters) else what for what, letters in said if letters]
    return f"({'; '.join(listed)})"


def unmatched_line(said: str) -> tuple[str, str]:
    """Something that did not match, as an id, which may be empty, and words."""
    found = _ALTER.search(said)
    if found is None:
        return "", said
    what = "adds something to" if found["verb"] == "add" else "takes away"
    control, dot, enhancement = found["id"].upper().partition(".")
    return control + (f"({enhancement})" if dot else ""), f"the profile {what} {found['what']}, which is not there"


def as_text(facts: Sequence[tuple[str, str]], found: Sequence[Block]) -> str:
    """All of it as text, for the clipboard."""
    said = [f"{name}: {text}" for name, text in facts]
    for block in found:
        said += ["", block.title, *("  ".join(filter(None, line)) for line in block.lines)]
    return "\n".join(said) + "\n"


def joined(names: Sequence[str]) -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
