"""The frameworks whose ids are known, what they are called in front of an id, and the facts that decide a reading."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

NIST_53 = "nist-800-53-r5"
NIST_53_R4 = "nist-800-53-r4"
NIST_171_R2 = "nist-800-171-r2"
NIST_171_R3 = "nist-800-171-r3"
CMMC = "cmmc-2"
CMMC_1 = "cmmc-1"
CSF = "nist-csf-2.0"
ISO = "iso-27001-2022"
SOC = "soc-2"
PCI = "pci-dss-4.0.1"
CIS = "cis-v8"
SRM = "aws-srm"

TITLES: dict[str, str] = {
    SRM: "AWS Shared Responsibility",
    NIST_53: "NIST SP 800-53 rev 5",
    NIST_53_R4: "NIST SP 800-53 rev 4",
    NIST_171_R2: "NIST SP 800-171 rev 2",
    NIST_171_R3: "NIST SP 800-171 rev 3",
    CMMC: "CMMC 2.0 level 2",
    CMMC_1: "CMMC 1.0",
    CSF: "NIST CSF 2.0",
    ISO: "ISO/IEC 27001:2022",
    SOC: "SOC 2",
    PCI: "PCI DSS 4.0.1",
    CIS: "CIS Controls v8",
}
"""Every framework whose ids are known, in the order in which ids of several are sorted."""

USUAL = tuple(framework for framework in TITLES if framework != NIST_53_R4)
"""What an id may belong to when nobody says: rev 4 spells its ids as rev 5 does, and has to be named."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FAMILIES = {
    NIST_53: _set("AC AT AU CA CM CP IA IR MA MP PE PL PM PS PT RA SA SC SI SR"),
    NIST_53_R4: _set("AC AP AR AT AU CA CM CP DI DM IA IP IR MA MP PE PL PM PS RA SA SC SE SI TR UL"),
}
"""The control families of SP 800-53: rev 5, table 1; rev 4, tables 1 and J-1."""

DOMAINS = {
    **{"AC": 1, "AT": 2, "AU": 3, "CM": 4, "IA": 5, "IR": 6, "MA": 7, "MP": 8, "PS": 9, "PE": 10, "RA": 11, "CA": 12},
    **{"SC": 13, "SI": 14},
}
"""The domains of CMMC 2.0 and the section of SP 800-171 rev 2 that each stands for: AC is 3.1 (32 CFR 170.14(c))."""

CMMC_1_DOMAINS = _set("AC AM AT AU CA CM IA IR MA MP PE PS RE RM SA SC SI")

CATEGORIES = {
    "GV": _set("OC RM RR PO OV SC"),
    "ID": _set("AM RA IM"),
    "PR": _set("AA AT DS PS IR"),
    "DE": _set("CM AE"),
    "RS": _set("MA AN CO MI"),
    "RC": _set("RP CO"),
}
"""The functions and categories of CSF 2.0, appendix A. Those of 1.1 that were dropped are not among them."""

ANNEX_A = {5: 37, 6: 8, 7: 14, 8: 34}
"""How many controls each section of ISO/IEC 27001:2022, annex A has."""

CLAUSES = {
    **{4: {1: 0, 2: 0, 3: 0, 4: 0}, 5: {1: 0, 2: 0, 3: 0}, 6: {1: 3, 2: 0, 3: 0}, 7: {1: 0, 2: 0, 3: 0, 4: 0, 5: 3}},
    **{8: {1: 0, 2: 0, 3: 0}, 9: {1: 0, 2: 2, 3: 3}, 10: {1: 0, 2: 0}},
}
"""The clauses of ISO/IEC 27001:2022: below each, its subclauses, and how many those have below them."""

CRITERIA = {
    **{"CC1": 5, "CC2": 3, "CC3": 4, "CC4": 2, "CC5": 3, "CC6": 8, "CC7": 5, "CC8": 1, "CC9": 2},
    **{"A1": 3, "C1": 2, "PI1": 5, "P1": 1, "P2": 1, "P3": 2, "P4": 3, "P5": 2, "P6": 7, "P7": 1, "P8": 1},
}
"""The series of the AICPA Trust Services Criteria (2017) and the number of criteria in each."""

PCI_SECTIONS = {
    **{"1": 5, "2": 3, "3": 7, "4": 2, "5": 4, "6": 5, "7": 3, "8": 6, "9": 5, "10": 7, "11": 6, "12": 10},
    **{"A1": 2, "A2": 1, "A3": 5},
}
"""The requirements and appendices of PCI DSS 4.0.1 and the number of sections in each."""

SAFEGUARDS = (5, 7, 14, 12, 6, 8, 7, 12, 7, 7, 5, 8, 11, 9, 7, 14, 9, 5)
"""How many safeguards each of the 18 CIS Controls v8 has."""

SRM_GROUPS = _set("APP CFG CMP DAT GOV IAM INC INF KEY LOG NET PHY PPL RES SUP VUL")
"""The groups of the built-in catalog, whose ids may lack their first word: `IAM-1`."""


class Named(NamedTuple):
    """A framework that is named in a text: those it may be, and where the name ends. None: an edition not known."""

    frameworks: tuple[str, ...]
    end: int


_REVISION = r"(?:[ .,_-]*(?:rev(?:ision)?|r)[ ._-]*(?P<rev>\d))?"
_NAMES: tuple[tuple[str, dict[str, tuple[str, ...]]], ...] = (
    (rf"(?:NIST[ ._-]*)?(?:SP[ ._-]*)?800[-_]53A?{_REVISION}", {"": (NIST_53,), "5": (NIST_53,), "4": (NIST_53_R4,)}),
    (
        rf"FedRAMP(?:[ _-]*(?:LI-SaaS|Low|Moderate|High|Tailored))?{_REVISION}(?:[ _-]*(?:LI-SaaS|Low|Moderate|High))?",
        {"": (NIST_53,), "5": (NIST_53,), "4": (NIST_53_R4,)},
    ),
    (r"SP_800_171(?=_(?:SR-)?03\.)", {"": (NIST_171_R3,)}),
    (
        rf"(?:NIST[ ._-]*)?(?:SP[ ._-]*)?800[-_]171A?{_REVISION}",
        {"": (NIST_171_R2, NIST_171_R3), "2": (NIST_171_R2,), "3": (NIST_171_R3,)},
    ),
    (
        r"CMMC(?:[ _-]*v?(?P<rev>[12])(?:\.\d{1,2})?(?=[ :/,-]|$))?(?:[ _-]*(?:level|L)[ _-]*2)?",
        {"": (CMMC,), "2": (CMMC,), "1": (CMMC_1,)},
    ),
    (r"(?:NIST[ ._-]*)?CSF(?:[ _-]*v?(?P<rev>\d\.\d))?", {"": (CSF,), "2.0": (CSF,)}),
    (r"ISO(?:[ /_-]*IEC)?[ _-]*2700[12](?:[ :_-]*(?P<rev>20\d\d))?", {"": (ISO,), "2022": (ISO,)}),
    (r"(?:SOC[ _-]?2|AICPA|TSC)(?:[ _-]*TSC)?", {"": (SOC,)}),
    (
        r"PCI(?:[ _-]*DSS)?(?:[ _-]*v?(?P<rev>3\.2(?:\.1)?|4\.0(?:\.1)?|[34](?= *[:/ ] *[\dA]))(?![\d.]))?",
        {"": (PCI,), "4": (PCI,), "4.0": (PCI,), "4.0.1": (PCI,)},
    ),
    (
        r"CIS[ _-]*(?:Critical[ _-]*Security[ _-]*)?Controls?(?:[ _-]*v?(?P<rev>[78](?:\.\d)?)(?=[ :/,]|$))?",
        {"": (CIS,), "8": (CIS,), "8.1": (CIS,)},
    ),
    (r"CIS[ _-]*v(?P<rev>[78](?:\.\d)?)", {"8": (CIS,), "8.1": (CIS,)}),
    (r"CIS[ _-]*(?P<rev>\d\.\d(?:\.\d)?)(?=:| +\d)", {}),  # the benchmark for AWS has editions, the Controls a "v8"
    (r"AWS[ _-]SRM", {"": (SRM,)}),
)


@cache
def _names() -> tuple[tuple[re.Pattern[str], dict[str, tuple[str, ...]]], ...]:
    return tuple((re.compile(p + r"(?![A-Za-z0-9])[ :/,_|-]*", re.IGNORECASE), by) for p, by in _NAMES)


def named_at(text: str, at: int = 0) -> Named | None:
    """The framework that is named in a text at a place, with the signs after the name; None where none is."""
    for pattern, editions in _names():
        if found := pattern.match(text, at):
            edition = found["rev"] if "rev" in pattern.groupindex else None
            return Named(editions.get(edition or "", ()), found.end())
    return None


def framework_named(name: str) -> str | None:
    """The framework that a name such as `NIST-800-53-Revision-5` or `PCI DSS v4.0.1` stands for, or None.

    Also None where the name leaves the edition open between two that are known, or names one that is not.
    """
    if name in TITLES:
        return name
    found = named_at(name.strip())
    whole = found is not None and found.end == len(name.strip())
    return found.frameworks[0] if found and whole and len(found.frameworks) == 1 else None


_CATALOGS = (("nist-800-171", (NIST_171_R2, NIST_171_R3)), ("nist-", (NIST_53,)), ("fedramp-", (NIST_53,)))


def of_catalog(catalog: str) -> tuple[str, ...]:
    """The frameworks that the ids of a catalog may belong to, from the catalog's own id; empty where that is unknown.

    The names are those of the built-in catalogs (`aws-srm`, `nist-moderate`, `fedramp-high`, `nist-800-171`, `cmmc-2`)
    and of frameworks (`pci-dss-4.0.1`, `pci`).
    """
    name = catalog.casefold()
    if framework := framework_named(name):
        return (framework,)
    return next((frameworks for start, frameworks in _CATALOGS if name.startswith(start)), ())
