"""A catalog of controls, as read from `resources/` or from a file of the user's: frozen records, in catalog order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from srm_desktop.domain.ids import control_key
from srm_desktop.domain.vocabulary import Method, Responsibility

FRAMEWORKS: dict[str, str] = {
    "nist-800-53-r5": "NIST SP 800-53 rev 5",
    "nist-csf-2.0": "NIST CSF 2.0",
    "iso-27001-2022": "ISO/IEC 27001:2022",
    "soc-2": "SOC 2",
    "pci-dss-4.0.1": "PCI DSS 4.0.1",
    "cis-v8": "CIS Controls v8",
}
"""The frameworks that references point to: identifier and title, in the order they are shown."""


class Part(NamedTuple):
    """A lettered statement of a control. `letter` is empty where the control has one undivided statement.

    Where statements are nested, only the innermost are parts, and `letter` is the path of their labels: "d.1". `intro`
    is the text of the items above that begins with this part, a line for each ("Specify:" above d.1): intros and texts
    in order are the whole statement.
    """

    letter: str
    text: str
    layers: tuple[str, ...] = ()
    intro: str = ""


class Objective(NamedTuple):
    """What an assessor determines about one part, and how.

    `part` is empty where it is not known to belong to one part; `method` is None where methods belong to the control
    (SP 800-53A).
    """

    id: str
    part: str
    method: Method | None
    text: str


def part_of(named: str, letters: Sequence[str]) -> str | None:
    """The part that an objective counts for, of those that a control has; None: it counts for the control as a whole.

    `named` is what the objective says. Where there is one part alone, every objective is of that one.
    """
    if len(letters) == 1:
        return letters[0]
    return named if named in letters else None


class Parameter(NamedTuple):
    """A value that a control leaves to the organisation.

    `id` is the file's own; `text` is what is written into the statement in its place: the value, or what to assign or
    select. `constraint` is what a baseline demands of the value ("at least annually").
    """

    id: str
    label: str
    text: str
    constraint: str = ""


class Side(NamedTuple):
    """What one side does about a control: in general, and worded for single tiers where the tier changes it."""

    text: str
    tiers: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()


class EvidenceHint(NamedTuple):
    """What good evidence looks like and where in AWS it is found."""

    what: str
    console: str = ""
    cli: str = ""


class Reference(NamedTuple):
    """An identifier in another framework; `framework` is a key of `FRAMEWORKS`."""

    framework: str
    id: str


class Control(NamedTuple):
    """One control. `kind` is what AWS's model calls it in general; what holds for a system is derived.

    `fresh_days` is how old its evidence may grow, in days; None where the catalog does not say.

    From OSCAL: `base` is the id of the control that it enhances; `moved_to` are the controls that a withdrawn one went
    to, `related` those that it names as related, both also where they are not in this catalog; `methods` are the
    methods of assessment, each with its objects, one a line (SP 800-53A); `sort_id` orders as text; `oscal_id` is the
    id by which other OSCAL files refer to it.

    `why` says why its parts touch the layers they do, where our own tables allot them.
    """

    id: str
    group: str
    title: str
    parts: tuple[Part, ...]
    kind: Responsibility | None = None
    aws: Side = Side("")
    customer: Side = Side("")
    objectives: tuple[Objective, ...] = ()
    hints: tuple[EvidenceHint, ...] = ()
    references: tuple[Reference, ...] = ()
    fresh_days: int | None = None
    guidance: str = ""
    base: str = ""
    withdrawn: bool = False
    moved_to: tuple[str, ...] = ()
    methods: tuple[tuple[Method, str], ...] = ()
    params: tuple[Parameter, ...] = ()
    related: tuple[str, ...] = ()
    sort_id: str = ""
    oscal_id: str = ""
    why: str = ""


class Group(NamedTuple):
    """A family or domain of controls."""

    id: str
    title: str
    about: str = ""
    controls: tuple[Control, ...] = ()


class Catalog(NamedTuple):
    """A whole catalog; group ids and control ids are unique in it."""

    id: str
    title: str
    version: str
    source: str
    groups: tuple[Group, ...]
    about: str = ""

    def controls(self) -> Iterator[Control]:
        """All controls in catalog order."""
        for group in self.groups:
            yield from group.controls

    def key(self, control: Control) -> str:
        """The key under which an assessment knows `control`."""
        return control_key(self.id, control.id)
