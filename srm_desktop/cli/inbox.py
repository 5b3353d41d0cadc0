"""The command that lists what waits to be attached, and attaches what its name says."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from srm_desktop import settings
from srm_desktop.cli import printing, records
from srm_desktop.cli.arguments import WrongUsage
from srm_desktop.cli.opening import spelling, to_read, to_write
from srm_desktop.cli.printing import count, moment, say
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.sizes import size_text
from srm_desktop.services import assessments, attach
from srm_desktop.services import evidence as pieces
from srm_desktop.services import inbox as waits
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.attach import Attached, Places
from srm_desktop.services.inbox import Inbox, Waiting

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell


def inbox(args: argparse.Namespace) -> int:
    """`inbox FILE [FOLDER...] [--attach]`."""
    if args.attach and args.copy:
        raise WrongUsage("A copy cannot be changed; leave --copy out.")
    if args.attach:
        with to_write(args) as file:
            return _attach(file, args)
    with to_read(args) as file:
        _print(_look(file, args), args)
    return 0


def _look(file: Assessment, args: argparse.Namespace) -> Inbox:
    known, own = settings.load(), assessments.info(file).id
    named = [Path(name) for name in args.folders]
    for folder in named:
        if not folder.exists():
            raise BadValue(f"There is no folder {folder}.")
    folders = named or settings.folders_of(known, own)
    with printing.Progress("Looking") as progress:
        return waits.waiting(file, folders, ignored=known.ignored.get(own, ()), progress=progress)


def _attach(file: Assessment, args: argparse.Namespace) -> int:
    found = _look(file, args)
    wanted = waits.proposed(found.waiting)
    done = None
    if wanted:
        with printing.Progress("Attaching") as progress:
            done = waits.take(file, wanted, progress=progress)
    taken = {one.key for one, _ in wanted}
    left = found._replace(waiting=tuple(one for one in found.waiting if one.key not in taken))
    if args.json:
        made = [] if done is None else [pieces.piece_named(file, uid) for uid in (*done.new, *done.linked)]
        new = 0 if done is None else len(done.new)
        said = records.attached(made[:new], made[new:], _ids(wanted))
        printing.as_json(said | {"left": _records(left.waiting)})
        return 0
    spell = spelling()
    for one, places in wanted:
        say(printing.one_line(f"{one.name}  ->  {', '.join(_place(key, part, spell) for key, part in places)}"))
    _say_taken(file, done, len(wanted))
    if left.waiting:
        say(f"\nLeft, for it names no control of this assessment for sure: {count(len(left.waiting), 'file')}")
        _table(left.waiting, spell)
    _say_rest(left)
    return 0


def _ids(wanted: Sequence[tuple[Waiting, Places]]) -> list[str]:
    return list(dict.fromkeys(id_of(key) for _, places in wanted for key, _ in places))


def _say_taken(file: Assessment, done: Attached | None, files: int) -> None:
    if done is None:
        say("Nothing names a control of this assessment for sure; nothing was attached.")
        return
    say(f"{count(files, 'file')} attached, as one step")
    if sentence := attach.said_of_linked(file, done):
        say(printing.one_line(sentence))


def _print(found: Inbox, args: argparse.Namespace) -> None:
    if args.json:
        printing.as_json(_records(found.waiting))
        return
    if found.waiting:
        _table(found.waiting, spelling())
        sure = len(waits.proposed(found.waiting))
        say(f"\n{count(found.number, 'thing waits', 'things wait')}; --attach takes the {sure} that are sure")
    elif found.folders:
        say("Nothing waits.")
    else:
        say("Nothing waits. No folder is watched; name one: srm-desktop inbox FILE FOLDER.")
    _say_rest(found)


def _say_rest(found: Inbox) -> None:
    """What is not in the list."""
    for folder in found.missing:
        say(printing.one_line(f"{folder} cannot be reached at the moment."))
    if found.settling:
        say(f"{count(found.settling, 'file was', 'files were')} changed a moment ago; look again.")
    if found.ignored:
        say(f"{count(found.ignored, 'ignored file')} not shown.")
    if found.more:
        say("There are more files than are looked at.")


def _table(some: Sequence[Waiting], spell: Spell) -> None:
    rows = [(one.name, size_text(one.size), moment(one.modified), _proposed(one, spell), one.known_id) for one in some]
    printing.table(("Name", "Size", "Changed", "Goes to", "Is"), rows, give=0)


def _proposed(one: Waiting, spell: Spell) -> str:
    return ", ".join(_place(p.key, p.part, spell) + ("" if p.sure else "?") for p in one.proposals) or "-"


def _place(key: str, part: str, spell: Spell) -> str:
    return f"{spell(key)} ({part})" if part else spell(key)


def _records(some: Sequence[Waiting]) -> list[records.Record]:
    return [records.waiting(one) for one in some]
