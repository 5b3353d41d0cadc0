"""What an assessment holds, as frozen records: they cross from the file to window, command line and export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date, datetime
from typing import NamedTuple

from srm_desktop.domain.catalog import EvidenceHint, Parameter, Reference, Side
from srm_desktop.domain.freshness import ALWAYS, Dates, Given, Period, Rule
from srm_desktop.domain.responsibility import Derivation, Overrule, TierWords
from srm_desktop.domain.vocabulary import (
    Acceptance,
    Freshness,
    Method,
    Origination,
    Responsibility,
    Result,
    Review,
    Status,
    Statuses,
)

NOT_STARTED: Statuses = (Status.NOT_STARTED,)


class Details(NamedTuple):
    """What the assessment as a whole is about; `fresh` holds for evidence where nothing nearer says otherwise."""

    title: str
    organisation: str = ""
    system: str = ""
    period: Period = ALWAYS
    fresh: Rule = Rule(365)


class CatalogInUse(NamedTuple):
    """A catalog that the assessment walks."""

    id: str
    title: str
    version: str
    controls: int


class PartMark(NamedTuple):
    """What an auditor set on one part of a control."""

    status: Statuses = NOT_STARTED
    result: Result = Result.NOT_ASSESSED
    origination: tuple[Origination, ...] = ()
    statement: str = ""


class ControlWork(NamedTuple):
    """What an auditor set on a control as a whole. `note` is internal; `flag` asks for another look.

    `fresh` is the rule for its evidence; None leaves it to the catalog and the assessment.
    """

    review: Review = Review.OPEN
    owner: str = ""
    statement: str = ""
    note: str = ""
    flag: bool = False
    fresh: Rule | None = None


class Evidence(NamedTuple):
    """One piece of evidence. `number` makes the id that people read (`E-12`); `size` is in bytes; `imported` is UTC.

    An id means the same bytes for ever: a newer version is a piece with an id of its own, and `supersedes` is the uid
    of the one before (empty for the first version). `collected_guessed` says that the day it was collected was not
    given by a person but taken from what `guessed_from` names. `source` is the system, `method` how it was obtained,
    `population` the query behind it or what it was drawn from. `fresh` is its own rule; None leaves it to its controls.
    """

    number: int
    uid: str
    name: str
    title: str
    sha256: str
    size: int
    media_type: str
    collected: date
    collected_guessed: bool
    covers: Period
    imported: datetime
    source: str = ""
    note: str = ""
    version: int = 1
    account: str = ""
    region: str = ""
    method: str = ""
    collector: str = ""
    population: str = ""
    confidentiality: str = ""
    acceptance: Acceptance = Acceptance.NOT_CHECKED
    fresh: Rule | None = None
    guessed_from: str = ""
    supersedes: str = ""

    @property
    def id(self) -> str:
        """What people read and type: `E-12`."""
        return f"E-{self.number}"

    @property
    def dates(self) -> Dates:
        """The dates that decide about its freshness."""
        return Dates(self.collected, self.covers)


TEXTS = ("title", "source", "account", "region", "method", "collector", "population", "confidentiality", "note")
"""The fields of a piece that are text and that a person writes."""


class Link(NamedTuple):
    """Evidence that serves a control, or one part of it where `part` is not empty; `place` is where in it to look."""

    control: str
    part: str
    evidence: str
    place: str = ""


class LinkedEvidence(NamedTuple):
    """A link with the piece it leads to and how fresh that piece is for this control.

    `newer` is the uid of the version that supersedes the piece, empty where it is the newest; `newer_id` is its id.
    `later` are the uids of all versions after it.
    """

    link: Link
    piece: Evidence
    freshness: Freshness
    newer: str = ""
    newer_id: str = ""
    later: tuple[str, ...] = ()


def counted(links: Sequence[LinkedEvidence]) -> tuple[LinkedEvidence, ...]:
    """The links of a control that count as its evidence: no rejected piece, and no version beside a newer one.

    A newer one that was rejected takes no older one's place. What counts here is what `ControlRow.evidence` counts and
    `ControlRow.freshness` judges.
    """
    good = [linked for linked in links if linked.piece.acceptance is not Acceptance.REJECTED]
    here = {linked.piece.uid for linked in good}
    return tuple(linked for linked in good if here.isdisjoint(linked.later))


class EvidenceRow(NamedTuple):
    """A piece of evidence, the controls it serves (ids, keys), and how fresh the strictest of their rules finds it.

    `newer` is the uid of the version that supersedes it, empty where it is the newest, and `newer_id` its id; `older`
    is the id of the one before it. `rules` are those that it is under, each once.
    """

    piece: Evidence
    controls: tuple[str, ...]
    freshness: Freshness
    keys: tuple[str, ...] = ()
    newer: str = ""
    newer_id: str = ""
    older: str = ""
    rules: tuple[Rule, ...] = ()


class ControlRow(NamedTuple):
    """A control as the list shows it: catalog facts, what was derived, and the roll-up of what was marked.

    `base` is the id of the control that it enhances. A withdrawn control is nobody's: there is nothing to assess.
    """

    key: str
    id: str
    catalog: str
    group: str
    group_title: str
    title: str
    responsibility: Responsibility
    derived: Responsibility
    status: Statuses
    result: Result
    review: Review
    owner: str
    evidence: int
    freshness: Freshness | None
    has_statement: bool
    flag: bool
    walked: bool
    services: tuple[str, ...]
    base: str = ""
    withdrawn: bool = False

    @property
    def mine(self) -> bool:
        """Whether it is the customer's: shared or customer."""
        return self.responsibility.mine

    @property
    def open(self) -> bool:
        """Whether it is the customer's and not walked yet."""
        return self.mine and not self.walked


class ObjectiveView(NamedTuple):
    """An objective with its result. `singly` says that it was set on this one; otherwise it follows the part.

    `key` is its id with the catalog in front.
    """

    id: str
    method: Method | None
    text: str
    result: Result = Result.NOT_ASSESSED
    singly: bool = False
    key: str = ""


class Mention(NamedTuple):
    """Another control that a control names; `key` is empty where this assessment does not have it."""

    id: str
    key: str = ""


class PartView(NamedTuple):
    """A part of a control as the page shows it. The result of `mark` is what its objectives add up to.

    `intro` is the text of the items above that begins with this part, a line for each.
    """

    letter: str
    text: str
    layers: tuple[str, ...]
    derivation: Derivation
    overrule: Overrule | None
    service_overrules: tuple[Overrule, ...]
    responsibility: Responsibility
    mark: PartMark
    objectives: tuple[ObjectiveView, ...]
    intro: str = ""


class Counterpart(NamedTuple):
    """A control of another catalog that asks for the same as this one.

    `name` is its id, with its catalog in front where the id alone would not tell; `catalog` is the title of that
    catalog; `references` are those of this control that lead to it.
    """

    row: ControlRow
    name: str
    catalog: str
    references: tuple[Reference, ...] = ()


class Offer(NamedTuple):
    """A piece that serves counterparts of a control, and not the control itself.

    `origins` are the names of those counterparts and `keys` their keys; `place` is where they say to look; `freshness`
    holds for the control.
    """

    piece: Evidence
    origins: tuple[str, ...]
    freshness: Freshness
    place: str = ""
    keys: tuple[str, ...] = ()


class ControlView(NamedTuple):
    """A control with everything the page shows but its history.

    `objectives` are those of no single part. `base` is the control that it enhances, `moved_to` where a withdrawn one
    went; `methods` have their objects one a line; `layers_why` says why its parts touch the layers they do.
    Counterparts and offers are given where one control is asked for, and left out where many are. `fresh` is the rule
    that holds for its evidence, `given` the one that holds where none was set on the control.
    """

    row: ControlRow
    parts: tuple[PartView, ...]
    aws: Side
    aws_words: tuple[TierWords, ...]
    customer: Side
    customer_words: tuple[TierWords, ...]
    hints: tuple[EvidenceHint, ...]
    references: tuple[Reference, ...]
    fresh: Rule
    links: tuple[LinkedEvidence, ...]
    work: ControlWork
    objectives: tuple[ObjectiveView, ...] = ()
    guidance: str = ""
    params: tuple[Parameter, ...] = ()
    methods: tuple[tuple[Method, str], ...] = ()
    related: tuple[Mention, ...] = ()
    base: Mention | None = None
    moved_to: tuple[Mention, ...] = ()
    layers_why: str = ""
    counterparts: tuple[Counterpart, ...] = ()
    offers: tuple[Offer, ...] = ()
    given: Given = Given(Rule(365), "the assessment")

    @property
    def fresh_by(self) -> str:
        """Who says how fresh its evidence must be: `set here`, or what it is from."""
        return "set here" if self.work.fresh is not None else f"from {self.given.by}"

    @property
    def has_text(self) -> bool:
        """Whether any part has its text: those of a catalog made of an index have only their letters."""
        return any(part.text for part in self.parts)

    @property
    def same(self) -> tuple[str, ...]:
        """The keys of the control and of its counterparts."""
        return (self.row.key, *(other.row.key for other in self.counterparts))


class Change(NamedTuple):
    """One entry of the journal in readable form; `old` and `new` map field names to values (None: did not exist)."""

    seq: int
    step: int
    at: datetime
    who: str
    step_name: str
    entity: str
    key: tuple[str, ...]
    old: dict[str, object] | None
    new: dict[str, object] | None


class Head(NamedTuple):
    """The end of the journal: hash of the last entry, and how many entries there are."""

    sha256: str
    length: int

    def __str__(self) -> str:
        """The form that exports print and `verify --anchor` takes: HEAD:LENGTH."""
        return f"{self.sha256}:{self.length}"


class Changes(NamedTuple):
    """What a use case touched, so that each screen can decide whether it cares.

    `everything` is set where lists of touched things would be endless (services, settings, catalogs changed).
    """

    step: str = ""
    controls: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    everything: bool = False

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return self.everything or bool(self.controls) or bool(self.evidence)

    def __or__(self, other: Changes) -> Changes:
        """Both together, under the name of the first."""
        return Changes(
            self.step or other.step,
            self.controls | other.controls,
            self.evidence | other.evidence,
            self.everything or other.everything,
        )


class Fault(NamedTuple):
    """Something that verification found wrong, as a sentence, with the evidence and controls it hits."""

    sentence: str
    evidence: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """What verification found. `content` and `journal` count what was read: stored contents and journal entries."""

    content: int
    journal: int
    head: Head
    faults: tuple[Fault, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults
