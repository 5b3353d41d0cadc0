"""Two hundred assessments made by dice, hostile in all that people can type or name: each package holds together."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.catalog import Catalog, Control, Group, Part
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.vocabulary import Acceptance, Result, Status
from srm_desktop.services import assessments, evidence, listing, walk
from srm_desktop.services.attach import Facts, Pasted, attach
from srm_desktop.services.package import Choice, package
from srm_desktop.services.walk import Marking
from tests.services.packages import check, index_of, unpack

IDS = ("AC-2", "ac-2", "AC-2(3)", "3.1.10", "A.5.1", "AC.L2-3.1.1", "CC6.1", "CON", "a/b", "..", "x" * 60, "Ünï 1")
NAMES = (
    *"aZ0._- /\\:*?\"<>|~$%#&'[](){}^;,=+@!\x00\x1b\n\t\u202e\u200f\u2028\u00a0\u3000é\u0301ß한🙂",
    "..", "../", "CON", "aux.txt", "report.pdf", "REPORT.PDF", "x" * 300, ".tar.gz", "%0A", "%25", "é" * 90, "~root",
)  # fmt: skip
TEXTS = (
    "",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "</td>&amp;\"'",
    "zeile\neins",
    "\u202eabc",
    "-x",
)


def made(path: Path, dice: random.Random) -> assessments.Assessment:
    """A small assessment of two catalogs whose ids differ in case, or not at all."""
    catalogs = [_catalog(name, dice) for name in ("one", "two")[: dice.randint(1, 2)]]
    details = Details("".join(dice.choices(NAMES, k=5)).strip() or "A", _text(dice), _text(dice))
    return assessments.create(path, details, who=_text(dice) or "Ann", services=["s3"], catalogs=catalogs)


def _catalog(name: str, dice: random.Random) -> Catalog:
    controls = tuple(
        Control(id_, "G<1>", _text(dice) or "Title", (Part("", _text(dice) or "Do it.", ("data",)),))
        for id_ in dice.sample(IDS, k=3)
    )
    return Catalog(name, f"{name} {_text(dice)}", "1", "Dice", (Group("G<1>", "Group & co", "", controls),))


def _text(dice: random.Random) -> str:
    return dice.choice(TEXTS)


def worked_on(file: assessments.Assessment, dice: random.Random) -> None:
    keys = [row.key for row in listing.rows(file)]
    for _ in range(dice.randint(0, 3)):
        some = dice.sample(keys, k=dice.randint(1, len(keys)))
        marking = Marking(status=(dice.choice(list(Status)),), result=dice.choice(list(Result)), statement=_text(dice))
        walk.mark(file, some, marking._replace(note=_text(dice)))
    for number in range(dice.randint(0, 5)):
        name = "".join(dice.choices(NAMES, k=dice.randint(1, 5)))
        some = dice.sample(keys, k=dice.randint(1, 3))
        day = file.clock().date() - timedelta(dice.randint(0, 900))
        facts = Facts(dice.choice((None, day)), Period(day, dice.choice((None, day))), source=_text(dice))
        attach(file, some, [Pasted(name, f"{number} {dice.random()}".encode() * dice.choice((1, 50)))], facts)
    uids = [row.piece.uid for row in evidence.listed(file)]
    for uid in dice.sample(uids, k=len(uids) // 2):
        acceptance = dice.choice(list(Acceptance))
        evidence.edit(file, [uid], evidence.Edit(title=_text(dice), note=_text(dice), acceptance=acceptance))
        if dice.random() < 0.3:
            evidence.detach(file, evidence.served(file, uid)[0], [uid])


def chosen(file: assessments.Assessment, dice: random.Random) -> Choice:
    keys = [row.key for row in listing.rows(file)]
    some = dice.sample(keys, k=dice.randint(1, len(keys)))
    return Choice(
        dice.choice((None, None, some)), dice.random() < 0.3, dice.random() < 0.5, dice.random() < 0.5,
        dice.choice((None, True)),
    )  # fmt: skip


@pytest.mark.parametrize("batch", range(8))
def test_every_generated_package_holds_together(tmp_path: Path, batch: int) -> None:
    pieces = 0
    for number in range(25):
        dice = random.Random(batch * 25 + number)
        folder = tmp_path / str(number)
        folder.mkdir()
        with made(folder / "a.srma", dice) as file:
            worked_on(file, dice)
            choice = chosen(file, dice)
            done = package(file, folder / "p.zip", choice, program_version="1")
            accepted = {e.piece.sha256 for e in evidence.listed(file) if e.piece.acceptance is Acceptance.ACCEPTED}
        data = unpack(done.path, folder / "out")
        check(data, whole=choice.keys is None and choice.with_notes)
        index = index_of(data)
        assert len(index) == done.counts["evidence"]
        if choice.accepted_only:
            assert {row["sha256"] for row in index} <= accepted
        assert not [v for row in index for v in row.values() if v and v[0] in "=+-@\t\r"]
        assert (data / "cmmc").is_dir() is bool(choice.hash_logs)
        pieces += len(index)
    assert pieces > 20, "the dice did attach evidence"
