"""The assessment as one page for a browser: no scripts, nothing from elsewhere, links to the evidence beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

from srm_desktop.domain.assessment import NOT_STARTED, ControlView, EvidenceRow, LinkedEvidence, PartView
from srm_desktop.domain.sizes import size_text
from srm_desktop.domain.vocabulary import Acceptance, Freshness, Responsibility, Result, Status
from srm_desktop.exchange import matrix_words as words
from srm_desktop.exchange.package_content import INDEX, JOURNAL, MATRIX, README, PackageContent
from srm_desktop.exchange.package_style import STYLE

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_TONES: dict[str, str] = {
    Responsibility.SHARED: "shared",
    Responsibility.CUSTOMER: "customer",
    Status.NOT_STARTED: "",
    Status.PLANNED: "warn",
    Status.PARTIAL: "warn",
    Status.IMPLEMENTED: "good",
    Status.ALTERNATIVE: "good",
    Result.SATISFIED: "good",
    Result.OTHER: "bad",
    Acceptance.ACCEPTED: "good",
    Acceptance.REJECTED: "bad",
    Freshness.FRESH: "good",
    Freshness.DUE_SOON: "warn",
    Freshness.STALE: "bad",
    Freshness.OUTSIDE: "bad",
}


def page(content: PackageContent) -> Iterator[bytes]:
    """The page in UTF-8, in pieces."""
    yield "".join(_begin(content)).encode()
    group = ("", "")
    for number, control in enumerate(content.matrix.controls):
        row = control.row
        if (row.catalog, row.group) != group:
            group = (row.catalog, row.group)
            yield f'<h3 id="{_anchor(group)}">{text(row.group_title)}<small>{text(row.group)}</small></h3>\n'.encode()
        yield "".join(_control(content, control, number)).encode()
    yield "".join(_end(content)).encode()


def text(value: str) -> str:
    """Text for the page: nothing in it is markup, and what would hide or turn other text is written out."""
    return escape(_HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", value))


def _pill(word: str) -> str:
    tone = _TONES.get(word, "")
    return f'<span class="pill{" " + tone if tone else ""}">{text(word)}</span>'


def _pills(words_shown: Iterable[str]) -> str:
    return " ".join(map(_pill, words_shown))


def _anchor(group: tuple[str, str]) -> str:
    return "g-" + quote("-".join(group), safe="").replace("%", "_")


def _begin(content: PackageContent) -> Iterator[str]:
    details, matrix = content.matrix.details, content.matrix
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(details.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header><div>\n"
        f'<p class="kind">Shared responsibility assessment</p>\n<h1>{text(details.title)}</h1>\n<dl>\n'
    )
    start, end = details.period.start, details.period.end
    period = " to ".join(day.isoformat() for day in (start, end) if day)
    yield from _facts(
        (
            ("Organisation", details.organisation),
            ("System", details.system),
            ("Audit period", period if start and end else f"{'from' if start else 'to'} {period}" if period else ""),
            *(("Catalog", f"{one.title}, version {one.version}") for one in matrix.catalogs),
            ("AWS services in scope", ", ".join(service.name for service in matrix.services)),
            ("Last change", f"{content.at:%Y-%m-%d %H:%M} UTC; freshness of evidence is as on that day"),
        )
    )
    yield "</dl>\n</div></header>\n<main>\n"
    yield from _standing(content)
    yield from _contents(content)


def _facts(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"<dt>{label}</dt><dd>{text(value)}</dd>\n" for label, value in facts if value)


def _standing(content: PackageContent) -> Iterator[str]:
    found = content.coverage
    figures = (
        (found.controls, "controls"),
        (found.inherited, "inherited from AWS"),
        (found.mine, "shared or the customer’s"),
        (found.with_evidence, "of these with evidence"),
        (found.satisfied, "of these satisfied"),
        (found.other, "other than satisfied"),
        (len(content.evidence), "pieces of evidence"),
    )
    yield '<h2>Where it stands</h2>\n<ul class="figures">\n'
    yield from (f"<li><b>{number}</b>{label}</li>\n" for number, label in figures)
    yield f'</ul>\n<div class="bar"><i style="width:{found.percent}%"></i></div>\n'
    walked = f"{found.walked} of {found.mine} controls of the customer are walked ({found.percent} %)."
    yield f'<p class="hint">{walked}</p>\n'
    if content.left_out:
        yield '<p class="label">Left out of this package</p>\n<ul class="links">\n'
        yield from (f"<li>{text(sentence)}</li>\n" for sentence in content.left_out)
        yield "</ul>\n"


def _contents(content: PackageContent) -> Iterator[str]:
    groups: dict[tuple[str, str], tuple[str, int]] = {}
    for control in content.matrix.controls:
        key = (control.row.catalog, control.row.group)
        groups[key] = (control.row.group_title, groups.get(key, ("", 0))[1] + 1)
    yield "<nav>\n<h2>Contents</h2>\n<ul>\n"
    for key, (title, count) in groups.items():
        yield f'<li><a href="#{_anchor(key)}">{text(title)}</a> <span>{count}</span></li>\n'
    yield '<li><a href="#evidence">Evidence</a></li>\n<li><a href="#proof">Proof</a></li>\n'
    files = ((MATRIX, "Matrix as a workbook"), (INDEX, "Evidence index as a table"), (README, "How to check it"))
    yield from (f'<li><a href="{name}">{title}</a></li>\n' for name, title in files)
    yield "</ul>\n</nav>\n<h2>Controls</h2>\n"


def _control(content: PackageContent, control: ControlView, number: int) -> Iterator[str]:
    row, work = control.row, control.work
    yield f'<article id="c-{number}">\n<div class="head"><h4><span class="id">{text(row.id)}</span>'
    yield f"{text(row.title)}</h4>{_pills((row.responsibility, *((row.result,) if row.mine else ())))}</div>\n"
    if control.parts:
        yield '<table><thead><tr><th class="short">Part</th><th>Requirement</th><th>Where it stands</th></tr></thead>\n'
        yield from (_part(part, control) for part in control.parts)
        yield "</table>\n"
    for label, said in (("Statement", work.statement), ("Owner", work.owner)):
        yield from _labelled(label, said)
    if content.with_notes:
        yield from _labelled("Internal note", work.note)
    if control.links:
        yield '<p class="label">Evidence</p>\n<ul class="links">\n'
        yield from (_link(content, linked) for linked in control.links)
        yield "</ul>\n"
    elif row.mine:
        yield '<p class="label">Evidence</p>\n<p class="quiet" style="margin:0">None.</p>\n'
    yield "</article>\n"


def _labelled(label: str, said: str) -> Iterator[str]:
    if said:
        yield f'<p class="label">{label}</p>\n<div class="text">{text(said)}</div>\n'


def _part(part: PartView, control: ControlView) -> str:
    said = "".join(_labelled("Statement", part.mark.statement))
    if part.overrule:
        said += "".join(_labelled(f"Responsibility overruled ({part.overrule.value})", words.why(part)))
    states = _pills(_states(part, control))
    return (
        f'<tr><td class="short">{text(part.letter)}</td><td><div class="text">{text(part.text)}</div>{said}</td>'
        f'<td class="state">{states}</td></tr>\n'
    )


def _states(part: PartView, control: ControlView) -> Iterator[str]:
    """Where a part stands; its responsibility only where it is not the control's, what is AWS's only where marked."""
    if part.responsibility is not control.row.responsibility:
        yield part.responsibility
    if part.responsibility.mine or part.mark.status != NOT_STARTED:
        yield from (*part.mark.status, part.mark.result)


def _link(content: PackageContent, linked: LinkedEvidence) -> str:
    piece, link = linked.piece, linked.link
    newer = f"superseded by {linked.newer_id}" if linked.newer_id else ""
    where = "; ".join(said for said in (f"part {link.part}" if link.part else "", link.place, newer) if said)
    refused = (piece.acceptance,) if piece.acceptance is Acceptance.REJECTED else ()
    return (
        f"<li>{_file(content, piece.id, f'{piece.id} {piece.title or piece.name}')} "
        f'<span class="quiet">{text(where)}</span> {_pills((linked.freshness, *refused))}</li>\n'
    )


def _file(content: PackageContent, piece: str, shown: str) -> str:
    return f'<a href="{escape(quote(content.places[piece]))}">{text(shown)}</a>'


def _end(content: PackageContent) -> Iterator[str]:
    yield '<h2 id="evidence">Evidence</h2>\n'
    if content.evidence:
        yield '<table><thead><tr><th class="short">ID</th><th>Title, file and SHA-256</th>'
        yield '<th class="short">Collected</th><th>Controls</th><th class="short">Freshness</th></tr></thead>\n'
        yield from (_piece(content, entry) for entry in content.evidence)
        yield "</table>\n"
    else:
        yield '<p class="quiet">No evidence is in this package.</p>\n'
    head = content.matrix.head
    yield '<h2 id="proof">Proof</h2>\n<dl>\n'
    yield from _facts((("Assessment id", content.matrix.assessment_id), ("Journal length", str(head.length))))
    yield f'<dt>Journal head</dt><dd class="hash">{head.sha256}</dd>\n</dl>\n'
    yield '<p>Every file is listed with its SHA-256 in <a href="../manifest-sha256.txt">manifest-sha256.txt</a>. '
    yield f'<a href="{README}">{README}</a> says how to check it, and how to follow the chain of '
    yield f'<a href="{JOURNAL}">{JOURNAL}</a>.</p>\n</main>\n<footer>{text(content.matrix.program)}</footer>\n'
    yield "</body>\n</html>\n"


def _piece(content: PackageContent, entry: EvidenceRow) -> str:
    piece = entry.piece
    start, end = piece.covers.start, piece.covers.end
    period = " to ".join(day.isoformat() for day in (start, end) if day)
    facts = (size_text(piece.size), piece.media_type, f"covers {period}", f"from {piece.source}", f"by {piece.method}")
    said = (True, True, period, piece.source, piece.method)
    more = ", ".join(fact for fact, there in zip(facts, said, strict=True) if there)
    note = "".join(_labelled("Internal note", piece.note)) if content.with_notes else ""
    checked = "" if piece.acceptance is Acceptance.NOT_CHECKED else f"<br>{_pill(piece.acceptance)}"
    controls = ", ".join(f'<span class="one">{text(control)}</span>' for control in entry.controls)
    guess = '<br><span class="quiet">guessed</span>' if piece.collected_guessed else ""
    return (
        f'<tr><td class="short">{piece.id}</td><td>{_file(content, piece.id, piece.title or piece.name)}<br>'
        f'<span class="quiet">{text(piece.name)}, {text(more)}</span><br><span class="hash">{piece.sha256}</span>{note}'
        f'</td><td class="short">{piece.collected.isoformat()}{guess}</td><td>{controls}</td>'
        f'<td class="short">{_pill(entry.freshness)}{checked}</td></tr>\n'
    )
