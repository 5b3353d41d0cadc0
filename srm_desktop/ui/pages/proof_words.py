"""What a verification found, in words."""

from __future__ import annotations

from datetime import datetime

from srm_desktop.domain.assessment import Fault, Verdict
from srm_desktop.domain.responsibility import shorten
from srm_desktop.ui.pages.dates import plural

_MOST_FAULTS = 12


def sentence(verdict: Verdict) -> str:
    """What a verification found: that all is as it was, or each fault with what it hits."""
    read = (
        f"{plural(verdict.content, 'stored content')} and {plural(verdict.journal, 'journal entry', 'journal entries')}"
    )
    if verdict.ok:
        return f"✓ Unchanged since it was imported: {read} were read again at {datetime.now():%H:%M}, and all agree."
    count = len(verdict.faults)
    wrong = "1 thing is not as it should be" if count == 1 else f"{count:,} things are not as they should be"
    lines = [f"✗ {wrong} ({read} were read):"]
    lines += [f"   •  {_line(fault, 6)}" for fault in verdict.faults[:_MOST_FAULTS]]
    if count > _MOST_FAULTS:
        lines.append(f"   •  and {count - _MOST_FAULTS} more")
    return "\n".join(lines)


def fault_lines(verdict: Verdict) -> list[str]:
    """Each fault on a line of its own, with all that it hits."""
    return [_line(fault, 1000) for fault in verdict.faults]


def _line(fault: Fault, most: int) -> str:
    hits = [shorten(some, most) for some in (fault.evidence, fault.controls) if some]
    return fault.sentence + (f" Hits {', '.join(hits)}." if hits else "")
