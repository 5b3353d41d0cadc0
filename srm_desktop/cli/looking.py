"""The command look: what there is to see of a piece of evidence, as text or JSON."""

from __future__ import annotations

import argparse
from typing import Any

from srm_desktop.cli import printing, stopping
from srm_desktop.cli.opening import to_read
from srm_desktop.cli.printing import count, say
from srm_desktop.domain import kinds
from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.look import (
    ArchiveLook,
    BytesLook,
    FoundOnPage,
    Look,
    MailLook,
    Member,
    OwnDate,
    PdfLook,
    PictureLook,
    TableLook,
    TextLook,
    TreeLook,
)
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.sizes import size_text
from srm_desktop.services import evidence, looking

LONGEST_PDF = 1_000_000
"""Characters of a PDF's text that are printed."""

_VIEWS: dict[type, str] = {
    TextLook: "text", TreeLook: "tree", TableLook: "table", PdfLook: "pdf", PictureLook: "picture", MailLook: "mail",
    ArchiveLook: "archive", BytesLook: "bytes",
}  # fmt: skip


def look(args: argparse.Namespace) -> int:
    """`look FILE EVIDENCE`: 1 where `--find` finds nothing."""
    if not 0 < args.seconds <= 3600:
        raise BadValue("Give between 0 and 3600 seconds.")
    limits = (args.seconds, stopping.check)
    with to_read(args) as file, looking.Looker() as looker:
        piece = evidence.piece_named(file, args.evidence)
        seen = looker.look(file, piece.uid, *limits)
        dated = looker.own_date(file, piece.uid, *limits)
        text = looker.text(file, piece.uid, LONGEST_PDF, *limits) if isinstance(seen, PdfLook) else ""
        found = None if args.find is None else looker.find(file, piece.uid, args.find, *limits)
    if args.json:
        printing.as_json(_record(piece, seen, dated, text, found))
    else:
        _print_facts(piece, seen, dated)
        if found is None:
            _print_look(seen, text)
        else:
            _print_found(found)
    return 1 if found == () else 0


def _print_facts(piece: Evidence, seen: Look, dated: OwnDate | None) -> None:
    say(printing.one_line(f"{piece.id}  {piece.name}"))
    inside = f"{dated.at:%Y-%m-%d %H:%M} (says {dated.said_by})" if dated else ""
    runs = kinds.can_run(piece.name, piece.media_type)
    printing.pairs(
        [
            ("Kind", kinds.kind_text(piece.media_type)),
            ("Size", size_text(piece.size)),
            ("SHA-256", piece.sha256),
            ("Made", inside),
            ("Warning", kinds.mismatch(piece.name, piece.media_type)),
            ("Care", f"Opened in its own program it may do harm: {runs}." if runs else ""),
            *(("Note", note) for note in seen.notes),
        ]
    )


def _print_found(found: tuple[FoundOnPage, ...]) -> None:
    pages = dict.fromkeys(place.page for place in found)
    for page in pages:
        times = sum(place.page == page for place in found)
        say(f"  p. {page + 1}  {count(times, 'time')}")
    if not found:
        say("  Not found.")


def _print_look(seen: Look, text: str) -> None:
    say()
    match seen:
        case TextLook() | TreeLook():
            say(seen.text.rstrip("\n"))
        case TableLook():
            _print_table(seen)
        case PdfLook():
            say(f"{printing.one_line(seen.title)}\n{count(len(seen.pages), 'page')}\n".lstrip())
            say(text.rstrip("\n") or "There is no text in it.")
        case PictureLook():
            say(f"{seen.width:,} × {seen.height:,} pixels")
            printing.pairs(seen.exif)
        case MailLook():
            printing.pairs(seen.headers)
            say(f"\n{seen.body.rstrip()}")
            _print_members("Attached", seen.attachments)
        case ArchiveLook():
            _print_members(count(seen.total, "file"), seen.members)
        case BytesLook():
            for start in range(0, len(seen.start), 16):
                say(f"  {start:04x}  {seen.start[start : start + 16].hex(' ')}")


def _print_table(seen: TableLook) -> None:
    for sheet in seen.sheets:
        hidden = ", hidden" if sheet.hidden else ""
        say(f"{printing.one_line(sheet.name) or 'Table'} ({count(sheet.total, 'row')}{hidden})")
        for row in sheet.rows:
            say("\t".join(printing.one_line(cell) for cell in row))
        say()


def _print_members(title: str, members: tuple[Member, ...]) -> None:
    if members:
        say(f"\n{title}")
        for member in members:
            size = size_text(member.size) if member.size >= 0 else "?"
            say(f"  {size:>10}  {printing.one_line(member.name)}")


def _record(
    piece: Evidence, seen: Look, dated: OwnDate | None, text: str, found: tuple[FoundOnPage, ...] | None
) -> dict[str, Any]:
    """`look --json`: sizes in bytes, pages from 1, lengths in points; `start` is hexadecimal."""
    told: dict[str, Any] = {
        "id": piece.id,
        "name": piece.name,
        "media_type": piece.media_type,
        "kind": kinds.kind_text(piece.media_type),
        "size": piece.size,
        "sha256": piece.sha256,
        "warning": kinds.mismatch(piece.name, piece.media_type),
        "can_run": kinds.can_run(piece.name, piece.media_type),
        "made": dated.at.isoformat() if dated else None,
        "made_says": dated.said_by if dated else "",
        "view": _VIEWS[type(seen)],
        "notes": list(seen.notes),
    }
    if found is not None:
        told["found"] = [{"page": place.page + 1, "rectangles": place.rectangles} for place in found]
    return told | _content(seen, text)


def _content(seen: Look, text: str) -> dict[str, Any]:
    match seen:
        case TextLook():
            return {"text": seen.text, "form": seen.form}
        case TreeLook():
            return {"value": seen.value, "form": seen.form}
        case TableLook():
            return {"sheets": [sheet._asdict() for sheet in seen.sheets]}
        case PdfLook():
            return {"pages": seen.pages, "title": seen.title, "text": text}
        case PictureLook():
            return {"width": seen.width, "height": seen.height, "exif": seen.exif}
        case MailLook():
            return {"headers": seen.headers, "body": seen.body, "attachments": list(map(_member, seen.attachments))}
        case ArchiveLook():
            return {"members": list(map(_member, seen.members)), "total": seen.total}
        case BytesLook():
            return {"start": seen.start.hex()}


def _member(member: Member) -> dict[str, Any]:
    modified = member.modified.isoformat() if member.modified else None
    return {"name": member.name, "size": member.size, "media_type": member.media_type, "modified": modified}
