"""The rows of the matrix's sheets, worked out once: which part goes where, what serves it, where links lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from srm_desktop.domain.assessment import ControlRow, ControlView, EvidenceRow, Link, LinkedEvidence, PartView
from srm_desktop.domain.catalog import FRAMEWORKS
from srm_desktop.domain.ids import id_of, order
from srm_desktop.domain.vocabulary import Owner, Responsibility
from srm_desktop.exchange import matrix_words as words
from srm_desktop.exchange.workbook import place

MATRIX, INHERITED, SERVICES, EVIDENCE, OPEN_ITEMS = "Matrix", "Inherited", "Services", "Evidence", "Open items"
_ID_COLUMN = 2
"""The id is the second column of Matrix and Inherited: there the links from Evidence and Open items lead."""


class PartRow(NamedTuple):
    """A control part with what its row says; `linked` holds a piece once, ordered by id."""

    framework: str
    control: ControlView
    part: PartView
    aws: str
    customer: str
    references: Mapping[str, str]
    layers: str
    linked: tuple[LinkedEvidence, ...]
    open_reasons: tuple[tuple[str, str], ...]

    @property
    def row(self) -> ControlRow:
        """The catalog facts of its control."""
        return self.control.row

    @property
    def newest(self) -> LinkedEvidence | None:
        """The piece collected last."""
        return max(self.linked, key=lambda entry: entry.piece.collected, default=None)


class ServiceRow(NamedTuple):
    """A control with its owner in every service of the scope, by service id."""

    framework: str
    control: ControlRow
    owners: Mapping[str, str]


class PieceRow(NamedTuple):
    """A piece of evidence, where in it to look for which control, and the row that its controls lead to."""

    entry: EvidenceRow
    places: str
    leads_to: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of all sheets. `evidence_at` gives the place of a piece in the Evidence sheet, by its id.

    `files` gives the path of a piece from the workbook on, by its id, where pieces lie beside the workbook.
    """

    matrix: tuple[PartRow, ...]
    inherited: tuple[PartRow, ...]
    services: tuple[ServiceRow, ...]
    evidence: tuple[PieceRow, ...]
    open_items: tuple[PartRow, ...]
    evidence_at: Mapping[str, str]
    parts_at: Mapping[tuple[str, str], str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def total(self) -> int:
        """Rows on all sheets together."""
        return sum(map(len, (self.matrix, self.inherited, self.services, self.evidence, self.open_items)))


def gather(
    controls: Sequence[ControlView],
    evidence: Sequence[EvidenceRow],
    catalogs: Mapping[str, str],
    layers: Mapping[str, str],
    services: Sequence[str],
    files: Mapping[str, str],
) -> Rows:
    """Sort every part into the sheet where it belongs.

    Matrix: what is the customer's or shared, and what an auditor overruled to be not applicable, because the assessor
    has to see the reason. Inherited: what AWS does alone. `catalogs` and `layers` are titles by id; `services` are the
    ids of the services in scope.
    """
    parts = [row for control in controls for row in _parts(control, catalogs, layers)]
    matrix = tuple(p for p in parts if p.part.responsibility is not Responsibility.INHERITED)
    inherited = tuple(p for p in parts if p.part.responsibility is Responsibility.INHERITED)
    parts_at = {
        (p.row.key, p.part.letter): place(sheet, number, _ID_COLUMN)
        for sheet, rows in ((MATRIX, matrix), (INHERITED, inherited))
        for number, p in enumerate(rows, 2)
    }
    return Rows(
        matrix,
        inherited,
        tuple(_service_row(control, catalogs, services) for control in controls) if services else (),
        tuple(_pieces(evidence, controls, parts, parts_at)),
        tuple(p for p in matrix if p.open_reasons),
        {entry.piece.id: place(EVIDENCE, number) for number, entry in enumerate(evidence, 2)},
        parts_at,
        files,
    )


def _parts(control: ControlView, catalogs: Mapping[str, str], layers: Mapping[str, str]) -> Iterator[PartRow]:
    aws = words.side(control.aws, control.aws_words)
    customer = words.side(control.customer, control.customer_words)
    references: dict[str, list[str]] = {framework: [] for framework in FRAMEWORKS}
    for reference in control.references:
        references.setdefault(reference.framework, []).append(reference.id)
    joined = {framework: ", ".join(ids) for framework, ids in references.items()}
    title = catalogs.get(control.row.catalog, control.row.catalog)
    ordered = sorted(control.links, key=lambda entry: order(entry.piece.id))
    for part in control.parts:
        serving = {e.piece.id: e for e in ordered if not e.link.part or e.link.part == part.letter}
        linked = tuple(serving.values())
        reasons = tuple(words.open_reasons(control, part, linked))
        by_layer = words.layer_by_layer(part, layers)
        yield PartRow(title, control, part, aws, customer, joined, by_layer, linked, reasons)


def _service_row(control: ControlView, catalogs: Mapping[str, str], services: Sequence[str]) -> ServiceRow:
    owners: dict[str, set[Owner]] = {service: set() for service in services}
    overruled = {o.service for part in control.parts for o in part.service_overrules}
    for part in control.parts:
        for reason in part.derivation.reasons:
            owners.setdefault(reason.service, set()).add(reason.owner)
    row = control.row
    said = {s: _owner(found) + (", overruled" if s in overruled else "") for s, found in owners.items()}
    return ServiceRow(catalogs.get(row.catalog, row.catalog), row, said)


def _owner(found: set[Owner]) -> str:
    """The owner over all layers that a control touches: one alone, or shared."""
    present = found - {Owner.ABSENT}
    only = next(iter(present), Owner.ABSENT)
    return words.OWNER_WORDS[only if len(present) <= 1 else Owner.SHARED]


def _pieces(
    evidence: Sequence[EvidenceRow],
    controls: Sequence[ControlView],
    parts: Sequence[PartRow],
    parts_at: Mapping[tuple[str, str], str],
) -> Iterator[PieceRow]:
    leads_to: dict[str, str] = {}
    for row in parts:
        for entry in row.linked:
            leads_to.setdefault(entry.piece.id, parts_at[row.row.key, row.part.letter])
    looks: defaultdict[str, list[str]] = defaultdict(list)
    for control in controls:
        for entry in control.links:
            if entry.link.part or entry.link.place:
                looks[entry.piece.id].append(_where(control.row.id, entry.link))
    for found in evidence:
        yield PieceRow(found, "\n".join(looks[found.piece.id]), leads_to.get(found.piece.id))


def _where(control_id: str, link: Link) -> str:
    part = f"{control_id} ({link.part})" if link.part else control_id
    return f"{part}: {link.place}" if link.place else part


def control_ids(row: PieceRow) -> str:
    """The ids of the controls that a piece serves, whether they were given as ids or as keys."""
    return ", ".join(id_of(control) or control for control in row.entry.controls)
