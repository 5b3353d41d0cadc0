"""What `--json` prints. The keys are a promise (DESIGN, section 8): scripts rest on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from srm_desktop.domain.assessment import (
    TEXTS,
    ControlRow,
    Evidence,
    EvidenceRow,
    Verdict,
)
from srm_desktop.domain.ids import catalog_of, id_of
from srm_desktop.domain.responsibility import Service
from srm_desktop.domain.rollup import Coverage
from srm_desktop.services import compaction as compacting
from srm_desktop.services.assessments import Info
from srm_desktop.services.catalogs import Plan, Proposal
from srm_desktop.services.comparing import Compared, Sign
from srm_desktop.services.history import Event
from srm_desktop.services.inbox import Waiting
from srm_desktop.services.search import Hit

if TYPE_CHECKING:
    from srm_desktop.services.rescue import Rescued

Record = dict[str, Any]


def day_text(value: date | None) -> str | None:
    """A day as in ISO 8601; null where there is none."""
    return value.isoformat() if value else None


def info(about: Info, counts: Coverage) -> Record:
    """`info --json`."""
    details = about.details
    return {
        "id": about.id,
        "path": str(about.path),
        "title": details.title,
        "organisation": details.organisation,
        "system": details.system,
        "period_from": day_text(details.period.start),
        "period_to": day_text(details.period.end),
        "catalogs": [{"id": c.id, "title": c.title, "version": c.version} for c in about.catalogs],
        "services": [s.id for s in about.services],
        "counts": counts_of(counts) | {"evidence": about.evidence},
        "schema": about.schema,
        "head": about.head.sha256,
        "length": about.head.length,
    }


def waiting(one: Waiting) -> Record:
    """An entry of `inbox --json`; `known` is the id of the piece with these bytes."""
    return {
        "name": one.name,
        "path": str(one.path) if one.path else None,
        "size": one.size,
        "modified": one.modified.isoformat(timespec="seconds"),
        "known": one.known_id or None,
        "proposals": [
            {"control": id_of(p.key), "catalog": catalog_of(p.key), "part": p.part, "sure": p.sure, "why": p.why}
            for p in one.proposals
        ],
    }


def counts_of(counts: Coverage) -> Record:
    """Counts over controls; all but the first three and the last count only the customer's."""
    return {
        "controls": counts.controls,
        "inherited": counts.inherited,
        "not_applicable": counts.not_applicable,
        "shared": counts.shared,
        "customer": counts.customer,
        "walked": counts.walked,
        "open": counts.open,
        "with_evidence": counts.with_evidence,
        "stale": counts.stale,
        "satisfied": counts.satisfied,
        "other_than_satisfied": counts.other,
        "withdrawn": counts.withdrawn,
    }


def service(entry: Service) -> Record:
    """A service in scope."""
    return {"id": entry.id, "name": entry.name, "tier": entry.tier, "category": entry.category, "why": entry.why}


def control(row: ControlRow) -> Record:
    """An entry of `controls --json`; only a withdrawn control says that it is."""
    return {
        "id": row.id,
        "title": row.title,
        "group": row.group,
        "catalog": row.catalog,
        "responsibility": row.responsibility,
        "derived": row.derived,
        "status": list(row.status),
        "result": row.result,
        "review": row.review,
        "evidence": row.evidence,
        "services": list(row.services),
    } | ({"withdrawn": True} if row.withdrawn else {})


def attached(new: Sequence[Evidence], linked: Sequence[Evidence], controls: Sequence[str]) -> Record:
    """`attach --json`: ids of new pieces, of those that were in the file, and of the controls they serve now."""
    return {"new": [p.id for p in new], "linked": [p.id for p in linked], "controls": list(controls)}


def evidence(row: EvidenceRow) -> Record:
    """An entry of `evidence --json`; `size` is in bytes, `imported` is UTC, `fresh` is a word of freshness.

    `guessed` is empty, or says what the day it was collected was taken from; `rule` is the piece's own, as `--fresh`
    takes it, and `rules` are those that it is under.
    """
    piece = row.piece
    return {
        "id": piece.id,
        "name": piece.name,
        "title": piece.title,
        "sha256": piece.sha256,
        "size": piece.size,
        "media_type": piece.media_type,
        "collected": day_text(piece.collected),
        "period_from": day_text(piece.covers.start),
        "period_to": day_text(piece.covers.end),
        "imported": piece.imported.isoformat(),
        "controls": list(row.controls),
        "version": piece.version,
        "fresh": row.freshness,
        **({"supersedes": row.older} if row.older else {}),
        **({"superseded_by": row.newer_id} if row.newer_id else {}),
        "guessed": (piece.guessed_from or "file") if piece.collected_guessed else "",
        **{name: getattr(piece, name) for name in TEXTS if name != "title"},
        "acceptance": piece.acceptance,
        "rule": str(piece.fresh or ""),
        "rules": [str(rule) for rule in row.rules],
    }


def hit(found: Hit) -> Record:
    """A line of `search --json`: `kind` is control, evidence, text (of a control) or inside (a piece of evidence)."""
    return {
        "kind": found.kind, "id": found.id, "title": found.title, "place": found.place, "snippet": found.detail,
    }  # fmt: skip


def verdict(found: Verdict) -> Record:
    """`verify --json`: counts of what was read, and what is wrong as sentences."""
    problems = []
    for fault in found.faults:
        serves = f" It serves {', '.join(fault.controls)}." if fault.evidence and fault.controls else ""
        problems.append(fault.sentence + serves)
    return {"ok": found.ok, "content": found.content, "journal": found.journal, "problems": problems}


def compared(found: Compared) -> Record:
    """`compare --json`: what differs; numbers of lines count from 1, 0 where there is no such line."""
    pairs = [pair for pair in found.found.pairs if pair.sign is not Sign.SAME]
    return {
        "left": found.left.id,
        "right": found.right.id,
        "unit": found.found.unit,
        "same": not found.found.differs,
        **{sign.name.lower(): found.found.count(sign) for sign in (Sign.CHANGED, Sign.ADDED, Sign.REMOVED)},
        "notes": list(found.found.notes),
        "differences": [
            {"sign": p.sign.name.lower(), "left_number": p.left_number, "left": p.left,
             "right_number": p.right_number, "right": p.right}
            for p in pairs
        ],
    }  # fmt: skip


def compaction(wanted: compacting.Plan, *, done: bool, size: int) -> Record:
    """`compact --json`: what is erased, what else is given back, and the size of the file now; all in bytes."""
    erased = [{"sha256": one.sha256, "size": one.size, "names": list(one.names)} for one in wanted.unused]
    return {"done": done, "erased": erased, "size": wanted.size, "spare": wanted.spare, "file_size": size}


def rescued(done: Rescued) -> Record:
    """What `verify --export-sound --json` adds: what was written, and what was left out with the reason."""
    return {
        "written": [str(path) for _, path in done.written],
        "left_out": [{"id": p.id, "name": p.name, "controls": list(p.controls), "why": p.wrong} for p in done.left_out],
        "matrix": str(done.matrix) if done.matrix else None,
        "report": str(done.report),
    }


def event(entry: Event) -> Record:
    """An entry of `history --json`; `at` is UTC."""
    return {
        "seq": entry.seq,
        "step": entry.step,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "name": entry.step_name,
        "place": entry.place,
        "field": entry.field,
        "old": entry.old,
        "new": entry.new,
    }


def plan(planned: Plan, *, done: bool) -> Record:
    """One source of `import --json`."""
    arrival = planned.arrival
    return {
        "source": arrival.path.name,
        "kind": arrival.kind,
        "title": arrival.said,
        "controls": arrival.controls,
        "withdrawn": arrival.withdrawn,
        "how": planned.how.value,
        "others": [other.value for other in planned.others],
        "done": done,
        "catalogs": [_proposal(proposal) for proposal in planned.proposals],
        "unmatched": list(arrival.unmatched),
        "left_out": list(arrival.left_out),
    }


def _proposal(proposal: Proposal) -> Record:
    told: Record = {"id": proposal.catalog.id, "title": proposal.catalog.title, "version": proposal.catalog.version}
    if (difference := proposal.difference) is not None:
        told |= {name: list(getattr(difference, name)) for name in ("added", "gone", "withdrawn")}
        told["changed"] = [change.id for change in difference.changed]
        told["reworded"] = list(difference.reworded)
        told |= {"filled": difference.filled, "unchanged": difference.same}
        told |= {name: list(getattr(proposal.carried, name)) for name in ("kept", "flagged", "moved", "left")}
    return told
