"""Ids of the built-in catalog, CSF 2.0, ISO/IEC 27001, SOC 2, PCI DSS and the CIS Controls at one place of a text."""

from __future__ import annotations

from srm_desktop.domain.control_ids import tail
from srm_desktop.domain.control_ids.frameworks import (
    ANNEX_A,
    CATEGORIES,
    CIS,
    CLAUSES,
    CRITERIA,
    CSF,
    ISO,
    PCI,
    PCI_SECTIONS,
    SAFEGUARDS,
    SOC,
    SRM,
    SRM_GROUPS,
)
from srm_desktop.domain.control_ids.nist import NIST_READERS, Asked, Reader, Reading, compiled
from srm_desktop.domain.control_ids.record import ControlId, Source


def built_in(text: str, at: int, asked: Asked) -> list[Reading]:
    """Our own: `SRM-IAM-01`, `SRM-IAM-01(a)`; and `IAM-1`, where the built-in catalog was named."""
    head = compiled(r"(?P<first>SRM[-_. ]?)?(?P<group>[A-Z]{3})[-_. ]?(?P<number>\d{1,3})(?!\d)").match(text, at)
    if not head or not int(head["number"]) or not (head["first"] or asked.named):
        return []
    group = head["group"].upper()
    if group not in SRM_GROUPS or (not head["first"] and "." in head[0]):
        return []  # IAM.7 is one of Security Hub's
    base = ControlId(SRM, f"SRM-{group}", int(head["number"]))
    found = tail.read(text, head.end(), base, tail.Rules(underscored=True))
    ids = (i._replace(part=tuple(f"[{s}]" if s.isdigit() else s for s in i.part)) for i in found.ids)  # objective a-1
    return [Reading(found.end, tuple(ids), True, found.why)]


def subcategories(text: str, at: int, asked: Asked) -> list[Reading]:
    """CSF 2.0: `GV.OC-01`. With one digit the id is as CSF 1.1 spells them, and the edition has to be named."""
    head = compiled(r"([A-Z]{2})[._]([A-Z]{2})[-_.\u2013 ]?(\d{1,2})(?!\d)").match(text, at)
    if not head or head[2].upper() not in CATEGORIES.get(head[1].upper(), ()) or not int(head[3]):
        return []
    found = ControlId(CSF, f"{head[1]}.{head[2]}".upper(), int(head[3]))
    return [Reading(head.end(), (found,), asked.named or len(head[3]) == 2)]


def iso(text: str, at: int, asked: Asked) -> list[Reading]:
    """ISO/IEC 27001:2022: `A.8.12`, `Clause 6.1.3(d)`; a bare `8.12` can only be annex A, `5.1` may be either."""
    if head := compiled(r"(?:Annex\s)?A[. ]?\s?(\d{1,2})\.(\d{1,2})(?!\d)").match(text, at):
        section, number = int(head[1]), int(head[2])
        if not 0 < number <= ANNEX_A.get(section, 0):
            return []
        return [Reading(head.end(), tuple(_annex(section, n) for n in (number,)), True)]
    head = compiled(
        r"(?P<word>(?:clause|cl\.?|\u00a7)\s?)?(?P<first>\d{1,2})\.(?P<second>\d{1,2})(?:\.(?P<third>\d))?(?!\d)"
    ).match(text, at)
    if not head:
        return []
    section, number, third = int(head["first"]), int(head["second"]), int(head["third"] or 0)
    meant: list[Reading] = []
    if head["word"] or asked.source is not Source.CONTROLS:
        meant = _clause(text, head.end(), (section, number, third), asked.named or bool(head["word"]))
    if not head["word"] and not third and asked.source is not Source.CLAUSES:
        numbers = [number, number * 10] if asked.number and len(head["second"]) == 1 else [number]
        annex = [n for n in numbers if 0 < n <= ANNEX_A.get(section, 0)]
        meant += [Reading(head.end(), (_annex(section, n),), asked.named) for n in annex]
    return meant


def _annex(section: int, number: int) -> ControlId:
    return ControlId(ISO, f"A.{section}", number)


def _clause(text: str, end: int, numbers: tuple[int, int, int], sure: bool) -> list[Reading]:
    first, second, third = numbers
    below = CLAUSES.get(first, {}).get(second)
    if below is None or third > below:
        return []
    base = ControlId(ISO, f"{first}.{second}", third) if third else ControlId(ISO, str(first), second)
    lettered = compiled(r"\s?([a-z])\)").match(text, end)  # 6.1.3 d)
    if lettered:
        return [Reading(lettered.end(), (base._replace(part=(lettered[1].lower(),)),), sure)]
    found = tail.read(text, end, base, tail.Rules())
    return [Reading(found.end, found.ids, sure, found.why)]


def criteria(text: str, at: int, asked: Asked) -> list[Reading]:
    """SOC 2: `CC6.1`, `A1.2`. A series of one letter says too little to be sure of."""
    head = compiled(r"(?:CC_(?=(?:A|C|PI|P)_))?(CC|PI|A|C|P)[ _-]?(\d)[._](\d{1,2})(?!\d)").match(text, at)
    series = f"{head[1].upper()}{head[2]}" if head else ""
    if not head or not 0 < int(head[3]) <= CRITERIA.get(series, 0):
        return []
    return [Reading(head.end(), (ControlId(SOC, series, int(head[3])),), asked.named or len(head[1]) == 2)]


def pci(text: str, at: int, asked: Asked) -> list[Reading]:
    """PCI DSS 4.0.1: `8.3.6`, `12.10.4.1`, `A1.2.3`, a section `8.3`, a testing procedure `8.3.6.a`."""
    head = compiled(r"(A?\d{1,2})\.(\d{1,2})(?:\.(\d{1,2})(?:\.(\d{1,2}))?(?:\.?([a-z])(?![A-Za-z]))?)?(?!\d)").match(
        text, at
    )
    if not head or (not head[3] and not asked.named and not head[1].upper().startswith("A")):
        return []
    chapter, section = head[1].upper(), int(head[2])
    if head[3]:
        if not 0 < section <= PCI_SECTIONS.get(chapter, 0) or not int(head[3]):
            return []
        part = (head[5].lower(),) if head[5] else ()
        found = ControlId(PCI, f"{chapter}.{section}", int(head[3]), int(head[4]) if head[4] else None, part)
        return [Reading(head.end(), (found,), asked.named or (len(chapter) > 1 and chapter[0] == "A"))]
    sections = [section, section * 10] if asked.number and len(head[2]) == 1 else [section]
    known = [n for n in sections if 0 < n <= PCI_SECTIONS.get(chapter, 0)]
    return [Reading(head.end(), (ControlId(PCI, chapter, n),), asked.named) for n in known]


def safeguards(text: str, at: int, asked: Asked) -> list[Reading]:
    """CIS Controls v8: `3.10`. A cell that holds the number 3.1 may have been `3.10`: Excel keeps no last zero."""
    head = compiled(r"(?P<word>(?:CIS\s)?Safeguard\s)?(\d{1,2})\.(\d{1,2})(?!\d)").match(text, at)
    if not head or not 1 <= int(head[2]) <= len(SAFEGUARDS):
        return []
    control, number = int(head[2]), int(head[3])
    numbers = [number, number * 10] if asked.number and len(head[3]) == 1 else [number]
    sure = asked.named or bool(head["word"])
    known = [n for n in numbers if 0 < n <= SAFEGUARDS[control - 1]]
    return [Reading(head.end(), (ControlId(CIS, str(control), n),), sure) for n in known]


READERS: dict[str, Reader] = {
    **NIST_READERS,
    SRM: built_in,
    CSF: subcategories,
    ISO: iso,
    SOC: criteria,
    PCI: pci,
    CIS: safeguards,
}
"""How an id of each framework is read at one place of a text."""
