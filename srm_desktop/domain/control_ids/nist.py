"""Ids of NIST SP 800-53, SP 800-171 and CMMC at one place of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from itertools import product
from typing import NamedTuple

from srm_desktop.domain.control_ids import tail
from srm_desktop.domain.control_ids.frameworks import (
    CMMC,
    CMMC_1,
    CMMC_1_DOMAINS,
    DOMAINS,
    FAMILIES,
    NIST_171_R2,
    NIST_171_R3,
)
from srm_desktop.domain.control_ids.record import ControlId, Source
from srm_desktop.domain.control_ids.text import is_parameter


class Asked(NamedTuple):
    """What is known of the text: whether the framework was named, what it holds, and whether a cell held a number."""

    named: bool = False
    source: Source | None = None
    number: bool = False


class Reading(NamedTuple):
    """One meaning of the text at a place. `sure`: it can be nothing else, even where no framework is named."""

    end: int
    ids: tuple[ControlId, ...]
    sure: bool = True
    why: str = ""


compiled = cache(partial(re.compile, flags=re.IGNORECASE))

_PARAMETER = "it names a parameter of a control"
_ADDED = "it names an addition of FedRAMP to a control"
_SUFFIX = (
    r"_(?:(?P<kind>smt|obj)(?P<path>(?:\.(?:\d{1,2}|[a-z]))*)(?:-(?P<last>\d{1,2}))?(?P<added>_fr)?"
    r"|gdn|asm-(?:examine|interview|test))(?![A-Za-z0-9])|-(?:examine|interview|test)(?![A-Za-z0-9])"
)


def controls(framework: str, text: str, at: int, asked: Asked) -> list[Reading]:
    """SP 800-53 of one revision: `AC-2(3)(a)`, `ac-2.3_smt.a`, `AC-02a.[01]`, in every spelling that is met."""
    head = compiled(r"(?P<family>[A-Z]{2})(?P<sign>\s?[-\u2013_.]\s?|\s?)(?P<number>\d{1,3})(?!\d)").match(text, at)
    if not head or head["family"].upper() not in FAMILIES[framework] or not int(head["number"]):
        return []
    base, end, sign = (
        ControlId(framework, head["family"].upper(), int(head["number"])),
        head.end(),
        head["sign"].strip(),
    )
    sure = asked.named or bool(sign)
    if named := compiled(r"(?:[.\-](?P<n>\d{1,2})|\((?P<m>\d{1,2})\))?(?=_|-[EIT])(?:" + _SUFFIX + ")").match(
        text, end
    ):
        return _suffixed(base, named, sure)
    if named := compiled(r"(?:\.\d{1,2}|\(\d{1,2}\))?(?P<what>_(?:odp|prm|fr|asmt))(?![A-Za-z])").match(text, end):
        return [Reading(named.end(), (), why=_ADDED if named["what"].lower() in ("_fr", "_asmt") else _PARAMETER)]
    if sign == "." and compiled(r"\.\d").match(text, end):
        return []  # a practice of CMMC 1.0
    rules = tail.Rules(True, underscored=sign == "_", capital=head["family"].isupper())
    found = _forked(text, end, base, rules, sure, asked)
    alone = not text[:at].strip("'\"([ ")
    return [
        r._replace(sure=sure or (alone and not text[r.end :].strip("'\")] "))) for r in found
    ]  # "AC2" alone is an id


def _suffixed(base: ControlId, found: re.Match[str], sure: bool) -> list[Reading]:
    """OSCAL: `ac-1_smt.a.1`, `ac-1_obj.a-1`; and `ac-1_obj.a.1` of OSCAL 1.0, where the 1 may be of either kind."""
    if enhancement := found["n"] or found["m"]:
        base = base._replace(enhancement=int(enhancement))
    if found["added"]:
        return [Reading(found.end(), (), why=_ADDED)]
    path = [step if step.isalpha() else str(int(step)) for step in (found["path"] or "").lower().split(".")[1:]]
    whole = base._replace(part=tuple(path))
    if found["last"] and found["kind"].lower() == "obj":
        whole = whole._replace(part=(*path, f"[{int(found['last'])}]"))
        return [Reading(found.end(), (whole,), sure)] if _is_statement(path) else []
    counted = base._replace(part=(*path[:-1], f"[{path[-1]}]")) if path and path[-1].isdigit() else None
    meant = [whole] if not found["last"] and _is_statement(path) else []
    if counted and (found["kind"] or "").lower() == "obj" and _is_statement(path[:-1]):
        meant.append(counted)
    return [Reading(found.end(), (one,), sure) for one in meant]


def _is_statement(path: list[str]) -> bool:
    """Whether a path goes down by letter, number, letter."""
    return len(path) <= 3 and all(step.isdigit() == bool(depth % 2) for depth, step in enumerate(path))


def _forked(text: str, at: int, base: ControlId, rules: tail.Rules, sure: bool, asked: Asked) -> list[Reading]:
    """Each meaning of a tail that its spelling leaves open."""
    first = tail.read(text, at, base, rules)
    if not first.forks:
        return [Reading(first.end, first.ids, sure, first.why)]
    dotted = {Source.CONTROLS: ["enhancement"], Source.PROCEDURES: ["objective"]}.get(
        asked.source or Source.CLAUSES, ["enhancement", "objective"]
    )
    meant: dict[Reading, None] = {}
    for dot, counted, mark, copy in product(
        dotted if "dotted" in first.forks else ["enhancement"],
        ["enhancement", ""] if "counted" in first.forks else ["enhancement"],
        [False, True] if "baseline" in first.forks else [False],
        [False, True] if "copy" in first.forks else [False],
    ):
        one = tail.read(text, at, base, rules._replace(dotted=dot, counted=counted, baseline=mark, copy=copy))
        meant[Reading(first.end, one.ids, sure, one.why)] = None
    return list(meant)


_LETTERED = tail.Rules(lettered=True)


def requirements_r2(text: str, at: int, asked: Asked) -> list[Reading]:
    """SP 800-171 rev 2 and 800-171A: `3.1.1`, `3.1.1[a]`; and as CMMC spells them, where rev 2 was named."""
    if asked.named and (found := _practice(text, at)):
        return _lettered(
            text, found[1], ControlId(NIST_171_R2, f"3.{found[0].number // 100}", found[0].number % 100), True
        )
    return _numbered(NIST_171_R2, text, at, asked, range(1, 15))


def practices(text: str, at: int, asked: Asked) -> list[Reading]:
    """CMMC 2.0: `AC.L2-3.1.1`, `AC.L2-3.1.1[a]`; and the bare number of SP 800-171, where CMMC was named."""
    if found := _practice(text, at):
        return _lettered(text, found[1], ControlId(CMMC, found[0].family, found[0].number % 100), True)
    if not asked.named:
        return []
    by_section = {section: domain for domain, section in DOMAINS.items()}
    return [
        r._replace(ids=tuple(i._replace(framework=CMMC, family=by_section[int(i.family[2:])]) for i in r.ids))
        for r in _numbered(NIST_171_R2, text, at, asked, range(1, 15))
    ]


def _practice(text: str, at: int) -> tuple[ControlId, int] | None:
    """A practice with its section in the hundreds. The level is not in the key: AC.L1-3.1.1 and AC.L2-3.1.1 are one."""
    head = compiled(r"([A-Z]{2})[.-]L([12])[- .]\s?0?3\.(\d{1,2})\.(\d{1,2})(?!\d)").match(text, at)
    if not head or DOMAINS.get(head[1].upper()) != int(head[3]) or not int(head[4]):
        return None
    return ControlId(CMMC, head[1].upper(), int(head[3]) * 100 + int(head[4])), head.end()


def practices_1(text: str, at: int, asked: Asked) -> list[Reading]:
    """CMMC 1.0: `AC.2.006`. The level belongs to the family, for the number alone is not the one of CMMC 2.0."""
    head = compiled(r"([A-Z]{2})\.([1-5])\.(\d{3})(?!\d)").match(text, at)
    if not head or head[1].upper() not in CMMC_1_DOMAINS or not int(head[3]):
        return []
    return [Reading(head.end(), (ControlId(CMMC_1, f"{head[1].upper()}.{head[2]}", int(head[3])),))]


def _numbered(framework: str, text: str, at: int, asked: Asked, sections: range) -> list[Reading]:
    head = compiled(r"0?3([._-])(\d{1,2})\1(\d{1,2})(?!\d)").match(text, at)
    if not head or int(head[2]) not in sections or not int(head[3]):
        return []
    found = _lettered(text, head.end(), ControlId(framework, f"3.{int(head[2])}", int(head[3])), True)
    # Digits alone may be anything; the objectives of 800-171A give them away.
    bracket = any(step.startswith("[") for r in found for i in r.ids for step in i.part) and "[" in text[at:]
    return [r._replace(sure=asked.named or bracket) for r in found]


def _lettered(text: str, at: int, base: ControlId, sure: bool) -> list[Reading]:
    found = tail.read(text, at, base, _LETTERED)
    return [Reading(found.end, found.ids, sure, found.why)]


def requirements_r3(text: str, at: int, asked: Asked) -> list[Reading]:
    """SP 800-171 rev 3 and 800-171A rev 3: `03.01.01.a`, `SR-03.01.01`, `A.03.01.01.a[01]` and the ids of OSCAL.

    What is determined ends in `.01` in OSCAL (`DS-A.03.01.01.a.01`), as a numbered statement does: both are readings.
    """
    head = compiled(
        r"(?P<before>(?:statement_|assessment-objective_|guidance_)?(?:SR-|DS-A\.|A\.|D-|[EIT]-)|statement_)?"
        r"0?3(?P<sign>[._])(?P<section>\d{1,2})(?P=sign)(?P<number>\d{1,2})(?!\d)"
    ).match(text, at)
    if not head or int(head["section"]) not in range(1, 18) or not int(head["number"]):
        return []
    base = ControlId(NIST_171_R3, f"03.{int(head['section']):02}", int(head["number"]))
    sure, end, before = asked.named or bool(head["before"]), head.end(), (head["before"] or "").lower()
    if is_parameter(text, end):
        return [Reading(end, (), sure, _PARAMETER)]
    if found := compiled(r"_assessment-method_(?:examine|interview|test)(?![A-Za-z])").match(text, end):
        return [Reading(found.end(), (base,), sure)]
    if before.endswith("a.") and (found := compiled(r"((?:\.(?:\d{1,2}|[a-z]))+)(?![\w.\[(-])").match(text, end)):
        path = [step if step.isalpha() else str(int(step)) for step in found[1].lower().split(".")[1:]]
        meant = [base._replace(part=tuple(path))] if _is_statement(path) else []
        if path[-1].isdigit() and _is_statement(path[:-1]):
            meant.append(base._replace(part=(*path[:-1], f"[{path[-1]}]")))
        return [Reading(found.end(), (one,), sure) for one in meant]
    found_tail = tail.read(text, end, base, tail.Rules())
    return [Reading(found_tail.end, found_tail.ids, sure, found_tail.why)]


Reader = Callable[[str, int, Asked], list[Reading]]

NIST_READERS: dict[str, Reader] = {
    **{framework: partial(controls, framework) for framework in FAMILIES},
    NIST_171_R2: requirements_r2,
    NIST_171_R3: requirements_r3,
    CMMC: practices,
    CMMC_1: practices_1,
}
