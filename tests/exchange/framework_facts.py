"""Identifiers that exist in the frameworks which the built-in catalog refers to: facts to check its references against.

Only identifiers are kept here, no wording of any standard.
"""

from __future__ import annotations


def numbered(prefix: str, count: int) -> set[str]:
    """`numbered("CC1.", 5)`: CC1.1 to CC1.5."""
    return {f"{prefix}{number}" for number in range(1, count + 1)}


# ISO/IEC 27001:2022: Annex A has 37 + 8 + 14 + 34 = 93 controls; clauses 4 to 10 as numbered in the standard.
ISO_ANNEX_A = numbered("A.5.", 37) | numbered("A.6.", 8) | numbered("A.7.", 14) | numbered("A.8.", 34)
ISO_CLAUSES = {
    f"{clause}{below}"
    for clause, subclauses in {
        "4": ".1 .2 .3 .4",
        "5": ".1 .2 .3",
        "6": ".1 .1.1 .1.2 .1.3 .2 .3",
        "7": ".1 .2 .3 .4 .5 .5.1 .5.2 .5.3",
        "8": ".1 .2 .3",
        "9": ".1 .2 .2.1 .2.2 .3 .3.1 .3.2 .3.3",
        "10": ".1 .2",
    }.items()
    for below in subclauses.split()
}

# AICPA Trust Services Criteria 2017 (revised points of focus 2022): 33 common criteria, 28 of the other categories.
SOC_COUNTS = {
    **{"CC1": 5, "CC2": 3, "CC3": 4, "CC4": 2, "CC5": 3, "CC6": 8, "CC7": 5, "CC8": 1, "CC9": 2},
    **{"A1": 3, "C1": 2, "PI1": 5, "P1": 1, "P2": 1, "P3": 2, "P4": 3, "P5": 2, "P6": 7, "P7": 1, "P8": 1},
}
SOC = {f"{series}.{n}" for series, count in SOC_COUNTS.items() for n in range(1, count + 1)}

# NIST Cybersecurity Framework 2.0: 106 subcategories; the gaps are subcategories of 1.1 that were moved.
CSF = {
    f"{category}-{number}"
    for category, given in {
        "GV.OC": "01 02 03 04 05",
        "GV.RM": "01 02 03 04 05 06 07",
        "GV.RR": "01 02 03 04",
        "GV.PO": "01 02",
        "GV.OV": "01 02 03",
        "GV.SC": "01 02 03 04 05 06 07 08 09 10",
        "ID.AM": "01 02 03 04 05 07 08",
        "ID.RA": "01 02 03 04 05 06 07 08 09 10",
        "ID.IM": "01 02 03 04",
        "PR.AA": "01 02 03 04 05 06",
        "PR.AT": "01 02",
        "PR.DS": "01 02 10 11",
        "PR.PS": "01 02 03 04 05 06",
        "PR.IR": "01 02 03 04",
        "DE.CM": "01 02 03 06 09",
        "DE.AE": "02 03 04 06 07 08",
        "RS.MA": "01 02 03 04 05",
        "RS.AN": "03 06 07 08",
        "RS.CO": "02 03",
        "RS.MI": "01 02",
        "RC.RP": "01 02 03 04 05 06",
        "RC.CO": "03 04",
    }.items()
    for number in given.split()
}

# CIS Critical Security Controls v8: 153 safeguards in 18 controls.
CIS_COUNTS = (5, 7, 14, 12, 6, 8, 7, 12, 7, 7, 5, 8, 11, 9, 7, 14, 9, 5)
CIS = {f"{control}.{n}" for control, count in enumerate(CIS_COUNTS, 1) for n in range(1, count + 1)}

# PCI DSS 4.0.1: requirements of three numbers per section, and those that have requirements of four numbers below them.
PCI_COUNTS = {
    **{"1.1": 2, "1.2": 8, "1.3": 3, "1.4": 5, "1.5": 1},
    **{"2.1": 2, "2.2": 7, "2.3": 2},
    **{"3.1": 2, "3.2": 1, "3.3": 3, "3.4": 2, "3.5": 1, "3.6": 1, "3.7": 9},
    **{"4.1": 2, "4.2": 2},
    **{"5.1": 2, "5.2": 3, "5.3": 5, "5.4": 1},
    **{"6.1": 2, "6.2": 4, "6.3": 3, "6.4": 3, "6.5": 6},
    **{"7.1": 2, "7.2": 6, "7.3": 3},
    **{"8.1": 2, "8.2": 8, "8.3": 11, "8.4": 3, "8.5": 1, "8.6": 3},
    **{"9.1": 2, "9.2": 4, "9.3": 4, "9.4": 7, "9.5": 1},
    **{"10.1": 2, "10.2": 2, "10.3": 4, "10.4": 3, "10.5": 1, "10.6": 3, "10.7": 3},
    **{"11.1": 2, "11.2": 2, "11.3": 2, "11.4": 7, "11.5": 2, "11.6": 1},
    **{"12.1": 4, "12.2": 1, "12.3": 4, "12.4": 2, "12.5": 3, "12.6": 3, "12.7": 1, "12.8": 5, "12.9": 2, "12.10": 7},
    **{"A1.1": 4, "A1.2": 3},
}
PCI_BELOW = {
    **{"3.3.1": 3, "3.5.1": 3, "3.6.1": 4, "4.2.1": 2, "5.2.3": 1, "5.3.2": 1, "6.2.3": 1, "7.2.5": 1, "8.3.10": 1},
    **{"9.2.1": 1, "9.3.1": 1, "9.4.1": 2, "9.4.5": 1, "9.5.1": 3, "10.2.1": 7, "10.4.1": 1, "10.4.2": 1},
    **{"11.3.1": 3, "11.3.2": 1, "11.5.1": 1, "12.4.2": 1, "12.5.2": 1, "12.6.3": 2, "12.10.4": 1},
}
PCI = {f"{above}.{n}" for above, count in {**PCI_COUNTS, **PCI_BELOW}.items() for n in range(1, count + 1)}

# NIST SP 800-53 rev 5: families and the number of their base controls (withdrawn ones count, their numbers stay taken).
NIST_FAMILIES = {
    **{"AC": 25, "AT": 6, "AU": 16, "CA": 9, "CM": 14, "CP": 13, "IA": 12, "IR": 10, "MA": 7, "MP": 8, "PE": 23},
    **{"PL": 11, "PM": 32, "PS": 9, "PT": 8, "RA": 10, "SA": 23, "SC": 51, "SI": 23, "SR": 12},
}
