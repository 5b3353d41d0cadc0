"""Official texts filled into a catalog that knows only the ids and titles of its controls."""

from __future__ import annotations

from srm_desktop.domain.catalog import Catalog, Control, Part


def complete(catalog: Catalog, official: Catalog) -> Catalog:
    """`catalog` with the texts that `official` has for its controls; which controls it has does not change.

    A practice of CMMC (`AC.L2-3.1.1`) takes those of its requirement (`3.1.1`). What `official` does not say stays as
    it is: a table of requirements leaves the objectives alone, and one of objectives the requirements.
    """
    texts = {_meant(control.id): control for control in official.controls()}
    groups = tuple(
        group._replace(controls=tuple(_completed(c, texts.get(_meant(c.id))) for c in group.controls))
        for group in catalog.groups
    )
    found = any(_meant(control.id) in texts for control in catalog.controls())
    return catalog._replace(groups=groups, version=(found and official.version) or catalog.version)


def lacks_text(catalog: Catalog) -> bool:
    """Whether some control that is to be assessed has a part without text."""
    return any(not part.text for control in catalog.controls() for part in control.parts)


def _meant(control_id: str) -> str:
    return control_id.rpartition(".L2-")[2]


def _completed(control: Control, official: Control | None) -> Control:
    if official is None:
        return control
    return control._replace(
        title=control.title or official.title,
        parts=_parts(control.parts, official.parts),
        objectives=official.objectives or control.objectives,
        guidance=official.guidance or control.guidance,
        methods=official.methods or control.methods,
        params=official.params or control.params,
        related=official.related or control.related,
        base=official.base or control.base,
        moved_to=official.moved_to or control.moved_to,
        sort_id=official.sort_id or control.sort_id,
        oscal_id=official.oscal_id or control.oscal_id,
    )


def _parts(known: tuple[Part, ...], official: tuple[Part, ...]) -> tuple[Part, ...]:
    if not any(part.text or part.intro for part in official):
        return known
    texts = {part.letter: part for part in official}
    if texts.keys() == {part.letter for part in known}:
        return tuple(_part(part, texts[part.letter]) for part in known)
    if len(official) == 1 and not official[0].letter:  # the requirement as a whole, above parts known otherwise
        return (known[0]._replace(intro=official[0].text or known[0].intro), *known[1:]) if known else official
    return official or known


def _part(known: Part, official: Part) -> Part:
    return known._replace(text=official.text or known.text, intro=official.intro or known.intro)
