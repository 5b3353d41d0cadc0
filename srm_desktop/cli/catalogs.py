"""Catalogs on the command line: `import`, and those that `new` begins with."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from srm_desktop import settings
from srm_desktop.cli import printing, records
from srm_desktop.cli.arguments import WrongUsage
from srm_desktop.cli.opening import to_write
from srm_desktop.cli.parser import CATALOGS
from srm_desktop.cli.printing import count, say
from srm_desktop.domain.catalog import Catalog
from srm_desktop.domain.difference import Difference
from srm_desktop.domain.problems import BadValue
from srm_desktop.services import catalogs
from srm_desktop.services.catalogs import Arrival, Find, How, Plan

_FEW = 5
"""So many references that did not match are named one by one."""


def first_catalogs(args: argparse.Namespace) -> list[str | Catalog]:
    """What a new assessment is to walk: built-in catalogs by name, files, and profiles, in this order.

    Beside a profile, catalogs given as files are what it may import from, and are not walked themselves.
    """
    named = list(dict.fromkeys(args.catalog or ()))
    files = [Path(name) for name in named if _is_path(name)]
    chosen: list[str | Catalog] = [name for name in named if not _is_path(name)]
    if args.profile:
        found = [_read(Path(name), None, args, _finder(files)) for name in args.profile]
    else:
        found = [_read(path, None, args, None) for path in files]
    ids = [catalog if isinstance(catalog, str) else catalog.id for catalog in (*chosen, *(a.catalog for a in found))]
    if twice := next((i for i in ids if ids.count(i) > 1), ""):
        raise BadValue(f"The catalog {twice} is named twice; leave one out.")
    return [*chosen, *(arrival.catalog for arrival in found)] or list(CATALOGS)


def _is_path(name: str) -> bool:
    return name != Path(name).name or bool(Path(name).suffix)


def _finder(files: Sequence[Path]) -> Find | None:
    """Answers what a profile imports with the file of that name, or with the only file that was given."""
    if not files:
        return None

    def find(address: str) -> Path | None:
        wanted = address.rpartition("/")[2].casefold()
        same = [path for path in files if path.name.casefold() == wanted]
        only = files[0] if len(files) == 1 else None
        return same[0] if same else only

    return find


def import_(args: argparse.Namespace) -> int:
    """`import FILE SOURCE...`: each source is a step of its own; with `--remove` a catalog is taken out."""
    if args.remove is not None:
        return _remove(args)
    if not args.sources:
        raise WrongUsage("Name what is to be imported, or a catalog to --remove.")
    if args.columns is not None and len(args.sources) > 1:
        raise WrongUsage("--columns belongs to one table; import the others apart.")
    find = _finder([Path(path) for path in args.beside])
    with to_write(args) as file:
        told = []
        for arrival in [_arrival(source, args, find) for source in args.sources]:  # all are read before one is added
            planned = catalogs.plan(file, arrival, How(args.how) if args.how else None)
            if not args.dry_run and not planned.is_empty:
                with _writing(args, planned) as progress:
                    catalogs.add(file, planned, progress)
            told.append(records.plan(planned, done=not args.dry_run and not planned.is_empty))
            if not args.json:
                _print(planned, args.dry_run)
        if args.json:
            printing.as_json(told)
    return 0


def _remove(args: argparse.Namespace) -> int:
    if args.sources or args.dry_run:
        raise WrongUsage("--remove stands alone.")
    with to_write(args) as file:
        changes = catalogs.remove(file, args.remove)
        if args.json:
            printing.as_json({"removed": args.remove})
        else:
            say(f"{changes.step}. Work on its controls stays in the file, out of sight; undo brings all of it back.")
    return 0


@contextmanager
def _writing(args: argparse.Namespace, planned: Plan) -> Iterator[printing.Progress]:
    with printing.Progress(f"Adding {planned.proposals[0].catalog.title}") as progress:
        yield progress


def _arrival(source: str, args: argparse.Namespace, find: Find | None) -> Arrival:
    if not _is_path(source) and not Path(source).exists():
        return catalogs.arrival_of(source)
    return _read(Path(source), args.format, args, find)


def _read(path: Path, form: str | None, args: argparse.Namespace, find: Find | None) -> Arrival:
    from srm_desktop.services import tables

    with printing.Progress(f"Reading {path.name}") as progress:
        if form == "oscal" or (form is None and not tables.is_table(path)):
            if any(getattr(args, name, None) for name in ("sheet", "columns", "catalog_title", "framework")):
                raise WrongUsage(f"{path.name} is no table: it has no columns to choose, and brings its own title.")
            return _read_oscal(path, find, progress)
        source = tables.open_table(path, settings.columns(settings.load()), progress)
        mapping = source.mapping
        if sheet := getattr(args, "sheet", None):
            mapping = tables.guess(source, sheet)
        if columns := getattr(args, "columns", None):
            mapping = tables.choose(source, mapping, columns)
        title = getattr(args, "catalog_title", None) or path.stem
        return tables.arrival(source, mapping, title, framework=getattr(args, "framework", None) or "")


def _read_oscal(path: Path, find: Find | None, progress: printing.Progress) -> Arrival:
    try:
        return catalogs.read(path, find, progress)
    except catalogs.MissingImport as problem:
        raise BadValue(
            f"{problem.sentence} Name it too: with --catalog for a new assessment, with --beside for import."
        ) from problem


def _print(planned: Plan, dry: bool) -> None:
    arrival = planned.arrival
    say(printing.one_line(f"{arrival.path.name}: {arrival.kind}, {arrival.said}"))
    withdrawn = f", {arrival.withdrawn} withdrawn" if arrival.withdrawn else ""
    say(f"  {count(arrival.controls, 'control')}{withdrawn}")
    for sentence in (*arrival.left_out, *_unmatched(arrival)):
        say(f"  {printing.one_line(sentence)}")
    if planned.is_empty:
        say("  All of it is in the assessment already; nothing was changed.")
        return
    verbs = {How.ADD: ("added", "to be added"), How.RENEW: ("renewed", "to be renewed")}
    done, planned_to = verbs.get(planned.how, ("texts filled in", "texts to be filled in"))
    for proposal in planned.proposals:
        say(f"  {proposal.catalog.title}: {planned_to if dry else done}")
        if proposal.difference is not None:
            _print_difference(proposal.difference)
            _print_work(proposal.carried._asdict())


def _unmatched(arrival: Arrival) -> list[str]:
    found = list(arrival.unmatched)
    if len(found) <= _FEW:
        return [f"did not match: {sentence}" for sentence in found]
    return [f"{len(found)} references did not match, such as {found[0]}; --json lists them."]


def _print_difference(difference: Difference) -> None:
    changed = [change.id for change in difference.changed]
    for what, ids in (
        ("new", difference.added),
        ("gone", difference.gone),
        ("withdrawn", difference.withdrawn),
        ("requirement changed", changed),
        ("only titles, guidance, objectives or the like changed", difference.reworded),
    ):
        if ids:
            say(f"    {what}: {_some(ids)}")
    if difference.filled:
        say(f"    texts filled in: {count(difference.filled, 'control')}")
    if difference.same:
        say(f"    same requirement: {count(difference.same, 'control')}")


def _print_work(carried: dict[str, tuple[str, ...]]) -> None:
    for field, what in (
        ("flagged", "flagged for another look"),
        ("moved", "work moved with its text"),
        ("left", "work kept in the file, but out of sight"),
    ):
        if ids := carried[field]:
            say(f"    {what}: {_some(ids)}")


def _some(ids: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(ids[:most])
    return shown if len(ids) <= most else f"{shown} and {len(ids) - most} more"
