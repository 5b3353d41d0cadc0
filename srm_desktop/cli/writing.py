"""Commands that change an assessment: new, sample, services, set, attach, undo. Each is one step, or nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from srm_desktop.cli import printing, records
from srm_desktop.cli.arguments import WrongUsage
from srm_desktop.cli.catalogs import first_catalogs
from srm_desktop.cli.opening import day, objective_named, period, places_named, spelling, to_read, to_write, told, who
from srm_desktop.cli.pieces import renewal, renewed_text
from srm_desktop.cli.printing import count, say
from srm_desktop.cli.reading import print_info
from srm_desktop.domain.assessment import TEXTS, Changes, ControlRow, Details
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.sizes import size_text
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.services import assessments, counterparts, history, listing, scope, walk
from srm_desktop.services import attach as attaching
from srm_desktop.services import evidence as pieces
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.walk import Marking


def new(args: argparse.Namespace) -> int:
    """`new FILE --title T`."""
    details = Details(args.title.strip(), args.organisation.strip(), args.system.strip(), period(args))
    if args.fresh:
        details = details._replace(fresh=args.fresh)
    path = Path(args.file)
    catalogs = first_catalogs(args)
    with assessments.create(path, details, who=who(args), services=args.services, catalogs=catalogs) as file:
        print_info(file, as_json=args.json)
    return 0


def sample(args: argparse.Namespace) -> int:
    """`sample FILE`."""
    from srm_desktop.services.sample import make_sample

    with printing.Progress("Making the sample") as progress:
        file = make_sample(Path(args.file), who(args), progress=progress)
    with file:
        print_info(file, as_json=args.json)
    return 0


def services(args: argparse.Namespace) -> int:
    """`services FILE`, with `--set`, `--add` and `--remove` to change them."""
    if args.only is None and not args.add and not args.remove:
        with to_read(args) as file:
            _print_services(file, args, None)
        return 0
    if args.copy:
        raise WrongUsage("A copy cannot be changed; leave --copy out.")
    if args.only is not None and (args.add or args.remove):
        raise WrongUsage("Either --set, or --add and --remove; not both.")
    with to_write(args) as file:
        before = {row.key: row.derived for row in listing.rows(file)}
        scope.choose(file, only=args.only, add=args.add, remove=args.remove)
        changed = [(row, before[row.key]) for row in listing.rows(file) if row.derived is not before[row.key]]
        _print_services(file, args, changed)
    return 0


def _print_services(
    file: Assessment, args: argparse.Namespace, changed: list[tuple[ControlRow, Responsibility]] | None
) -> None:
    found = scope.in_scope(file)
    if args.json:
        shifts = [{"id": r.id, "title": r.title, "before": old, "after": r.derived} for r, old in changed or ()]
        chosen = [records.service(entry) for entry in found]
        printing.as_json(chosen if changed is None else {"services": chosen, "changed": shifts})
        return
    if found:
        printing.table(("Service", "Name", "Tier"), [(s.id, s.name, s.tier_title) for s in found])
    say(f"\n{count(len(found), 'service')} in scope")
    if changed is not None:
        say(f"{count(len(changed), 'control')} changed in derived responsibility")
    if changed:
        spell = spelling()
        shown = [(spell(row.key), row.title, old, row.derived) for row, old in changed]
        printing.table(("Control", "Title", "Before", "Now"), shown)


def mark(args: argparse.Namespace) -> int:
    """`set FILE CONTROL`: everything that is given, as one step."""
    marking = Marking(
        status=args.status,
        result=args.result,
        origination=args.origination,
        review=args.review,
        responsibility=args.responsibility,
        reason=args.reason,
        statement=args.statement,
        owner=args.owner,
        note=args.note,
        flag=args.flag,
        fresh=args.fresh,
    )
    if args.reason and args.responsibility is None:
        raise WrongUsage("A reason goes with --responsibility.")
    if marking == Marking():
        raise WrongUsage("Say what to set; see srm-desktop set --help.")
    if args.objective is not None and (marking.result is None or marking != Marking(result=marking.result)):
        raise WrongUsage("An objective takes --result, and nothing else.")
    with to_write(args) as file:
        keys, letter = places_named(file, args.control, args.part)
        changes = _mark_objective(file, keys, args) if args.objective else walk.mark(file, keys, marking, letter)
        rows = {row.key: row for row in listing.rows(file)}
        if args.json:
            printing.as_json([records.control(rows[key]) for key in keys])
            return 0
        spell = spelling()
        for key in keys:
            row = rows[key]
            words = (spell(row.key), row.responsibility, ", ".join(row.status), row.result, row.review)
            say(printing.one_line("  ".join(words)))
        if not changes:
            say("Nothing changed: it was so already.")
    return 0


def _mark_objective(file: Assessment, keys: list[str], args: argparse.Namespace) -> Changes:
    if len(keys) > 1:
        raise BadValue("An objective belongs to one control; name that one.")
    return walk.mark_objective(file, keys[0], objective_named(file, keys[0], args.objective), args.result)


def attach(args: argparse.Namespace) -> int:
    """`attach FILE CONTROL PATH...`, or `attach FILE CONTROL --offered [EVIDENCE...]`."""
    if args.offered:
        return _link_offered(args)
    if args.follow is not None and args.renews is None:
        raise WrongUsage("--follow goes with --renews.")
    if not args.paths:
        raise WrongUsage("Name at least one PATH; see srm-desktop attach --help.")
    known = {name: getattr(args, name) for name in TEXTS}
    facts = attaching.Facts(day(args.collected), period(args), **known)
    with to_write(args) as file, printing.Progress("Attaching") as progress:
        keys, letter = places_named(file, args.control, args.part or None)
        part = letter or ""
        found = attaching.files_under((Path(path) for path in args.paths), progress)
        if args.title and len(found) > 1:
            raise BadValue(f"A title goes with one file; {len(found)} were named.")
        renews = renewal(file, args.renews, args.follow)
        done = attaching.attach(file, keys, found, facts, part=part, renews=renews, progress=progress)
        new, linked = ([pieces.piece_named(file, uid) for uid in uids] for uids in (done.new, done.linked))
        twins = [(name, pieces.piece_named(file, uid)) for name, uid in done.twins]
        if done.new:
            from srm_desktop.cli.searching import read_new

            read_new(file)
    if args.json:
        printing.as_json(records.attached(new, linked, [id_of(key) for key in keys]))
        return 0
    for piece in new:
        collected = f"collected {printing.collected(piece)}"
        say(printing.one_line(f"{piece.id}  {piece.name}  {size_text(piece.size)}  {collected}"))
    for name, piece in (*zip(done.came_as, linked, strict=True), *twins):
        say(printing.one_line(f"{name} is {piece.id} already; linked instead of stored"))
    if args.renews:
        say(renewed_text(*new, *linked))
    say(f"Attached to {', '.join(map(spelling(), keys))}")
    return 0


def _link_offered(args: argparse.Namespace) -> int:
    """Link evidence of counterparts: all that is offered, or the pieces that are named."""
    known = any(getattr(args, name) for name in TEXTS)
    if args.part or args.collected or args.start or args.end or known or args.renews:
        raise WrongUsage("What is offered is linked as it is; --offered goes with no other option.")
    if len(args.control) != 1:
        raise WrongUsage("--offered goes with one control.")
    with to_write(args) as file:
        key = listing.control_named(file, args.control[0])
        uids = [pieces.piece_named(file, name).uid for name in args.paths] or None
        changes = counterparts.accept(file, key, uids)
        linked = [row.piece for row in pieces.listed(file) if row.piece.uid in changes.evidence]
    if args.json:
        printing.as_json(records.attached([], linked, [id_of(key)]))
        return 0
    for piece in linked:
        say(printing.one_line(f"{piece.id}  {piece.name}"))
    shown = spelling()(key)
    say(f"Linked to {shown}" if linked else f"No other control offers evidence for {shown}.")
    return 0


def undo(args: argparse.Namespace) -> int:
    """`undo FILE [--redo]`."""
    with to_write(args) as file:
        names = history.names(file)
        changes = history.redo(file) if args.redo else history.undo(file)
        name = names.redo if args.redo else names.undo
        shown = told(file, [name])[0]
        ids = sorted(id_of(key) for key in changes.controls)
    if args.json:
        printing.as_json({"name": name, "controls": ids})
    else:
        say(printing.one_line(f"{'Done again' if args.redo else 'Taken back'}: {shown}"))
    return 0
