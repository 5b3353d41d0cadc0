"""Commands that write files for others: extract, export and package."""

from __future__ import annotations

import argparse
from pathlib import Path

from srm_desktop import __version__
from srm_desktop.cli import printing
from srm_desktop.cli.arguments import WrongUsage
from srm_desktop.cli.opening import filter_of, to_read
from srm_desktop.cli.printing import count, say
from srm_desktop.domain.sizes import size_text
from srm_desktop.services import evidence, listing
from srm_desktop.services import export as exporting
from srm_desktop.services import package as packaging
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.listing import Filter


def extract(args: argparse.Namespace) -> int:
    """`extract FILE [EVIDENCE...] --to DIR`."""
    with to_read(args) as file, printing.Progress("Extracting") as progress:
        uids = list(dict.fromkeys(evidence.piece_named(file, name).uid for name in args.evidence))
        paths = evidence.extract(file, uids or None, Path(args.target), progress)
    if args.json:
        printing.as_json([str(path) for path in paths])
        return 0
    for path in paths:
        say(printing.one_line(str(path)))
    say(f"{count(len(paths), 'piece')} written; SHA-256 of each as it was imported")
    return 0


def export(args: argparse.Namespace) -> int:
    """`export FILE --layout LAYOUT --to OUT.xlsx`."""
    layout = exporting.layout_named(args.layout)
    if args.level is not None and args.level not in layout.levels:
        raise WrongUsage(f"The layout {layout.id} has no levels; leave --level out.")
    target = Path(args.target)
    with to_read(args) as file, printing.Progress("Exporting") as progress:
        keys = _wanted(file, args)
        done = exporting.export(file, layout.id, target, program_version=__version__, keys=keys, progress=progress)
    if args.json:
        head = {"head": done.head.sha256, "length": done.head.length}
        printing.as_json({"path": str(done.path), "counts": done.counts, **head})
        return 0
    say(printing.one_line(str(done.path)))
    printing.pairs([(title, count(rows, "row")) for title, rows in done.counts.items()])
    say(f"Journal head {done.head}")
    return 0


def package(args: argparse.Namespace) -> int:
    """`package FILE --to OUT.zip`."""
    with to_read(args) as file, printing.Progress("Packaging") as progress:
        choice = packaging.Choice(_wanted(file, args), args.accepted, args.with_notes, args.older, args.cmmc)
        done = packaging.package(file, Path(args.target), choice, program_version=__version__, progress=progress)
    values = done.hash_values
    if args.json:
        head = {"head": done.head.sha256, "length": done.head.length}
        said = {"path": str(done.path), "sha256": done.sha256, "size": done.size, "counts": done.counts, **head}
        printing.as_json({**said, "hash_values": values._asdict() if values else None})
        return 0
    say(printing.one_line(str(done.path)))
    printing.pairs([(name, str(number)) for name, number in done.counts.items()])
    printing.pairs([("size", size_text(done.size)), ("SHA-256", done.sha256)])
    say(f"Journal head {done.head}")
    if values:
        printing.section("For CMMC eMASS")
        printing.pairs(values.labelled())
    return 0


def _wanted(file: Assessment, args: argparse.Namespace) -> list[str] | None:
    """The keys of what is filtered; None where no filter was typed."""
    wanted = filter_of(file, args)
    return None if wanted == Filter() else [row.key for row in listing.narrow(file, wanted)]
