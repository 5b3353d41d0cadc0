"""How control ids are written: the styles that a user may choose from. Each one is read back to the same id."""

from __future__ import annotations

from enum import StrEnum

from srm_desktop.domain.control_ids.frameworks import (
    CIS,
    CMMC,
    CMMC_1,
    CSF,
    DOMAINS,
    FAMILIES,
    ISO,
    NIST_171_R2,
    NIST_171_R3,
    PCI,
    SOC,
    SRM,
    TITLES,
)
from srm_desktop.domain.control_ids.record import ControlId


class Style(StrEnum):
    """How ids are written, as the preferences name it. A framework that does not know a style has its own.

    `NIST` `AC-2(3)(a)`; `PADDED` as the labels of SP 800-53A rev 5, `AC-02(03)(a)`, `AC-01a.01(a)[01]`; `SPACED`
    `AC-2 (3)(a)`, as FedRAMP's plans and matrices write controls; `OSCAL` `ac-2.3_smt.a`; `FEDRAMP` `AC-2(3)(a)` and
    procedures padded (CRM workbook, column "Control ID"; SAR appendix B, column "Assessment Procedure"); `CMMC`
    `AC.L2-3.1.1` for SP 800-171 rev 2 as well.
    """

    NIST = "nist"
    PADDED = "nist-padded"
    SPACED = "nist-spaced"
    OSCAL = "oscal"
    FEDRAMP = "fedramp"
    CMMC = "cmmc"


def show(control: ControlId, style: Style = Style.NIST) -> str:
    """The id in a style. It reads back to the same id if its framework is named."""
    framework = control.framework
    if framework in FAMILIES:
        return _nist(control, style)
    if framework == NIST_171_R3:
        return _revision_3(control, style)
    steps = "".join(control.part)
    if framework in (NIST_171_R2, CMMC):
        section = control.family[2:] if framework == NIST_171_R2 else str(DOMAINS[control.family])
        if framework == NIST_171_R2 and style is not Style.CMMC:
            zeros = style is Style.PADDED
            return (f"03.{int(section):02}.{control.number:02}" if zeros else f"3.{section}.{control.number}") + steps
        domain = next(domain for domain, number in DOMAINS.items() if str(number) == section)
        return f"{domain}.L2-3.{section}.{control.number}{steps}"
    if framework == PCI:
        numbers = [control.family, str(control.number), *([str(control.enhancement)] if control.enhancement else [])]
        return ".".join([*numbers, *control.part])
    whole = {
        SRM: f"{control.family}-{control.number:02}",
        CSF: f"{control.family}-{control.number:02}",
        CMMC_1: f"{control.family}.{control.number:03}",
        SOC: f"{control.family}.{control.number}",
        CIS: f"{control.family}.{control.number}",
        ISO: f"{'' if control.family.startswith('A.') else 'Clause '}{control.family}.{control.number}",
    }[framework]
    return whole + _bracketed(control.part)


def titled(control: ControlId) -> str:
    """The id with the title of its framework: `AC-2 (NIST SP 800-53 rev 5)`."""
    return f"{show(control)} ({TITLES[control.framework]})"


def _bracketed(part: tuple[str, ...]) -> str:
    return "".join(step if step.startswith("[") else f"({step})" for step in part)


def _nist(control: ControlId, style: Style) -> str:
    if style is Style.OSCAL:
        return _oscal(control)
    determined = any(step.startswith("[") for step in control.part)
    if style is Style.PADDED or (style is Style.FEDRAMP and determined):
        return _padded(control)
    gap = " " if style is Style.SPACED else ""
    enhancement = f"{gap}({control.enhancement})" if control.enhancement else ""
    return f"{control.family}-{control.number}{enhancement}{_bracketed(control.part)}"


def _padded(control: ControlId) -> str:
    """SP 800-53A rev 5: `AC-01a.01(a)[01]`, but `AC-03(03)(b)(01)[01]` below an enhancement."""
    text = f"{control.family}-{control.number:02}" + (f"({control.enhancement:02})" if control.enhancement else "")
    for depth, step in enumerate(control.part):
        inner = step.strip("[]")
        number = f"{int(inner):02}" if inner.isdigit() else inner
        if step != inner:
            text += f"[{number}]"
        elif control.enhancement or depth > 1:
            text += f"({number})"
        else:
            text += f"{number}." if depth == 0 else number
    return text


def _oscal(control: ControlId) -> str:
    """OSCAL 1.1 as NIST publishes it: `ac-2.3`, `ac-1_smt.a.1`, `ac-1_obj.a-1`."""
    text = f"{control.family.lower()}-{control.number}" + (f".{control.enhancement}" if control.enhancement else "")
    path = [step for step in control.part if not step.startswith("[")]
    determined = [step.strip("[]") for step in control.part if step.startswith("[")]
    if len(determined) > 1 or any(step.isalpha() for step in determined):
        return f"{text}{_bracketed(control.part)}"  # of rev 4: OSCAL has no id for it
    if determined:
        return ".".join([f"{text}_obj", *path]) + f"-{determined[0]}"
    return ".".join([f"{text}_smt", *path]) if path else text


def _revision_3(control: ControlId, style: Style) -> str:
    """SP 800-171 rev 3 and 800-171A rev 3: `03.01.01.a.01`, `A.03.01.01.a[01]`; in OSCAL `SP_800_171_03.01.01`."""
    whole = f"{control.family}.{control.number:02}"
    path = [f"{int(step):02}" if step.isdigit() else step for step in control.part if not step.startswith("[")]
    determined = "".join(
        f"[{int(s.strip('[]')):02}]" if s.strip("[]").isdigit() else s for s in control.part if s.startswith("[")
    )
    text = ".".join([whole, *path]) + determined
    if determined:
        return f"A.{text}"
    if style is Style.OSCAL:
        return f"SR-{text}" if path else f"SP_800_171_{text}"
    return text
