"""The figures of the responsibility map: who owns each layer of the services in scope, and how far each is walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from srm_desktop.domain.responsibility import Layer, Service, derive, shorten
from srm_desktop.domain.vocabulary import Owner, Responsibility
from srm_desktop.exchange import builtin
from srm_desktop.services.board import board
from srm_desktop.services.held import Board
from srm_desktop.services.listing import Filter
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

FEW = 6
"""Up to so many services stand in a column each; more are put together by tier."""

_OWNERS = (Owner.AWS, Owner.SHARED, Owner.CUSTOMER)
_AS_OWNER = {
    Responsibility.INHERITED: Owner.AWS,
    Responsibility.SHARED: Owner.SHARED,
    Responsibility.CUSTOMER: Owner.CUSTOMER,
}


class Column(NamedTuple):
    """A service, or a tier with the services of it that are in scope. `service` is empty where it is a tier."""

    id: str
    title: str
    services: tuple[Service, ...]
    service: str = ""


class Share(NamedTuple):
    """How many services of a column give a layer to this owner."""

    owner: Owner
    services: tuple[str, ...]


class Cell(NamedTuple):
    """Who owns one layer in one column, as the derivation sees it; `absent` where no service there has the layer.

    `shares` tells the services that have the layer apart by owner, AWS first; there are several where they differ.
    """

    owner: Owner
    shares: tuple[Share, ...]
    why: str
    wanted: Filter


class Band(NamedTuple):
    """One layer across all columns. Of the controls that touch it `mine` are the customer's, `walked` of those done."""

    layer: Layer
    cells: tuple[Cell, ...]
    controls: int
    mine: int
    walked: int
    wanted: Filter

    @property
    def owners(self) -> frozenset[Owner]:
        """Who has a part in this layer anywhere."""
        return frozenset(share.owner for cell in self.cells for share in cell.shares)


class ResponsibilityMap(NamedTuple):
    """The picture: bands from the ground up. `lines` says per column how many bands, from below, are AWS's alone.

    Where the services of a tier differ, most of them decide about the line; the cell shows the others.
    """

    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    lines: tuple[int, ...]


def responsibility_map(file: Assessment) -> ResponsibilityMap:
    """The map for the services in scope; without any it has bands but no columns."""
    with file.reading():
        held = board(file)
        columns = columns_for(held.services)
        controls, mine, walked = _counts(held)
    bands = []
    for layer in builtin.layers():
        # A layer on which nothing is the customer's leads to what is inherited there, not to an empty list.
        wanted = Filter(layer=layer.id, mine=mine[layer.id] > 0)
        cells = tuple(_cell(layer, column, wanted.mine) for column in columns)
        counts = (controls[layer.id], mine[layer.id], walked[layer.id])
        bands.append(Band(layer, cells, *counts, wanted))
    lines = tuple(_ground([_most(band.cells[n]) for band in bands]) for n in range(len(columns)))
    return ResponsibilityMap(columns, tuple(bands), lines)


def columns_for(services: Sequence[Service]) -> tuple[Column, ...]:
    """A column per service where they are few, else one per tier; those that leave most to the customer first."""
    tiers: dict[str, list[Service]] = {}
    for service in services:
        tiers.setdefault(service.tier, []).append(service)
    rank = {tier.id: n for n, tier in enumerate(builtin.tiers())}
    ordered = sorted(tiers.values(), key=lambda some: rank.get(some[0].tier, len(rank)))
    if len(services) <= FEW:
        return tuple(Column(s.id, _short(s.name), (s,), s.id) for some in ordered for s in some)
    return tuple(Column(some[0].tier, some[0].tier_title, tuple(some)) for some in ordered)


def names(column: Column, most: int = 6) -> str:
    """The services of a column in running text, without the Amazon and AWS before their names."""
    return shorten([_short(s.name) for s in column.services], most)


def _short(name: str) -> str:
    return name.removeprefix("Amazon ").removeprefix("AWS ")


def _counts(held: Board) -> tuple[Counter[str], Counter[str], Counter[str]]:
    controls, mine, walked = Counter[str](), Counter[str](), Counter[str]()
    for key, row in held.rows.items():
        layers = {layer for _, some in held.outlines[key].parts for layer in some}
        controls.update(layers)
        if row.mine:
            mine.update(layers)
        if row.mine and row.walked:
            walked.update(layers)
    return controls, mine, walked


def _cell(layer: Layer, column: Column, mine: bool) -> Cell:
    wanted = Filter(layer=layer.id, mine=mine, service=column.service)
    by_owner: dict[Owner, list[str]] = {}
    for service in column.services:
        by_owner.setdefault(service.owner(layer.id).owner, []).append(_short(service.name))
    shares = tuple(Share(owner, tuple(by_owner[owner])) for owner in _OWNERS if owner in by_owner)
    if not shares:
        return Cell(Owner.ABSENT, (), _reasons(layer, column), wanted)
    owner = _AS_OWNER[derive((layer.id,), column.services).value]
    return Cell(owner, shares, _reasons(layer, column), wanted)


def _reasons(layer: Layer, column: Column) -> str:
    """Why: each reason once, with the services it holds for where it does not hold for all."""
    given: dict[str, list[str]] = {}
    for service in column.services:
        given.setdefault(service.owner(layer.id).why, []).append(_short(service.name))
    if list(given) == [""]:
        return ""
    everyone = len(given) == 1
    lines = [why if everyone else f"{shorten(some, 3)}: {why}" for why, some in given.items() if why]
    return "\n".join(lines)


def _most(cell: Cell) -> Owner:
    """The owner that most services of a cell name; the first of them, from AWS on, where as many name another."""
    return max(cell.shares, key=lambda share: len(share.services)).owner if cell.shares else Owner.ABSENT


def _ground(owners: Sequence[Owner]) -> int:
    """How many layers from the ground up are AWS's alone; a layer that is absent goes with the one below it."""
    height = 0
    for n, owner in enumerate(owners):
        if owner is Owner.AWS:
            height = n + 1
        elif owner is not Owner.ABSENT:
            break
    return height
