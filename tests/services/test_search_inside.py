"""Reading what is inside evidence, and finding it: pages, snippets, notes, failures, and no trace in the journal."""

import zipfile
from collections.abc import Callable, Iterator

import pytest

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.problems import Cancelled
from srm_desktop.services import assessments, attach, evidence, listing, looking, proof, reading_inside, search
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.evidence_listing import EvidenceFilter, narrow_evidence
from srm_desktop.services.snippets import passage
from srm_desktop.storage import evidence_words, reading_evidence, reading_journal

MAIL = b"From: ann@example.com\nSubject: Quarterly review\nTo: bo@example.com\n\nThe firewall was walked through.\n"


@pytest.fixture
def looker() -> Iterator[looking.Looker]:
    with looking.Looker() as made:
        yield made


@pytest.fixture
def bring(assessment: Assessment) -> Callable[..., list[str]]:
    """Attach pieces to the first control, by name and bytes; their uids."""

    def do(**pieces: bytes) -> list[str]:
        named = [attach.Pasted(name.replace("__", "."), data) for name, data in pieces.items()]
        return list(attach.attach(assessment, [listing.rows(assessment)[0].key], named).new)

    return do


class Told:
    """A reader that says what it is told to, and keeps what it was asked."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def text(self, file, source, most, seconds, waiting) -> str:
        self.asked.append(source)
        waiting()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer[:most]

    def let_go(self) -> None:
        pass


def note(file: Assessment, uid: str) -> str | None:
    return evidence_words.note(file, reading_evidence.evidence(file, [uid])[uid].sha256)


def test_text_tables_and_mail_are_found_with_what_stands_around(assessment, bring, looker):
    csv, mail, plain = bring(
        users__csv=b"user,mfa\nroot,enabled\n", review__eml=MAIL, notes__txt="Hafen in Zürich".encode()
    )
    before = reading_journal.head(assessment)
    assert reading_inside.catch_up(assessment, looker) == (3, 0)
    assert reading_journal.head(assessment) == before, "reading is no step"
    (hit,) = search.inside(assessment, "firewall walk")
    assert (hit.kind, hit.target, hit.id, hit.title) == ("inside", mail, "E-2", "review")
    assert "The firewall was walked through." in hit.detail
    assert [hit.target for hit in search.inside(assessment, "zurich")] == [plain]
    assert [hit.target for hit in search.inside(assessment, "enabl")] == [csv]
    assert search.uids_inside(assessment, "root") == {csv}
    assert search.everything(assessment, "mfa enabled")[-1].target == csv


def test_a_word_document_is_read(assessment, bring, looker, tmp_path):
    path = tmp_path / "plan.docx"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    said = "<w:p><w:r><w:t>Recovery of the quay</w:t></w:r></w:p>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{kinds}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{said}</w:body></w:document>')
    (uid,) = bring(plan__docx=path.read_bytes())
    reading_inside.catch_up(assessment, looker)
    assert [hit.target for hit in search.inside(assessment, "recovery quay")] == [uid]


def pdf(*pages: str) -> bytes:
    """A PDF of one line on each page."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for text in pages:
        content = f"BT /F1 12 Tf 40 100 Td ({text}) Tj ET"
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
        font = "<</Font<</F1 3 0 R>>>>"
        box = "[0 0 400 200]"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Resources{font}/Contents {len(objects)} 0 R>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    made, places = b"%PDF-1.4\n", []
    for n, said in enumerate(objects, 1):
        places.append(len(made))
        made += f"{n} 0 obj\n{said}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return made + f"{end}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(made)}\n%%EOF\n".encode()


def test_the_page_of_a_pdf_is_told(assessment, bring, looker):
    bring(report__pdf=pdf("First of all", "Second to none", "Third the harbour"))
    reading_inside.catch_up(assessment, looker)
    (hit,) = search.inside(assessment, "harbour")
    assert (hit.place, "harbour" in hit.detail) == ("p. 3", True)
    assert [hit.place for hit in search.inside(assessment, "first")] == ["p. 1"]


def test_why_nothing_was_read_is_noted_and_not_tried_again(assessment, bring):
    picture, scan, broken, long = bring(a__png=b"\x89PNG\r\n\x1a\n" + b"0" * 40, b__txt=b"b", c__txt=b"c", d__txt=b"d")
    answers = ["x" * 2 * reading_inside.MOST, looking.CannotShow("c.txt cannot be shown."), "  \n"]
    reader = Told(*answers)
    assert reading_inside.catch_up(assessment, reader) == (4, 0)
    assert reader.asked == [long, broken, scan], "newest first, and pictures are not tried"
    assert note(assessment, picture) == reading_inside.NO_TEXT
    assert note(assessment, scan) == reading_inside.EMPTY
    assert note(assessment, broken) == "c.txt cannot be shown."
    assert note(assessment, long) == reading_inside.CUT
    assert reading_inside.catch_up(assessment, Told()) == (0, 0)


def test_where_nothing_can_be_read_nothing_is_noted(assessment, bring):
    bring(a__txt=b"a", b__txt=b"b")
    with pytest.raises(looking.CannotTry):
        reading_inside.catch_up(assessment, Told("said", looking.CannotTry("There is no room.")))
    assert reading_inside.waiting(assessment) == 1, "what was read before is kept"


def test_stopping_keeps_what_was_read_and_goes_on_later(assessment, bring):
    bring(**{f"n{n}__txt": str(n).encode() for n in range(6)})

    def stop(done: int, total: int) -> None:
        assert total == 6
        if done == 4:
            raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        reading_inside.catch_up(assessment, Told(*"abcdef"), progress=stop)
    assert reading_inside.waiting(assessment) == 2
    assert reading_inside.catch_up(assessment, Told("g", "h"), most=1) == (1, 1)


def test_a_file_that_may_only_be_read_is_searched_as_far_as_it_was_read(assessment, bring):
    bring(a__txt=b"a", b__txt=b"b")
    reading_inside.catch_up(assessment, Told("anchor"), most=1)
    path = assessment.path
    assessment.close()
    with assessments.open_assessment(path, who="Ann", read_only=True) as opened:
        assert reading_inside.catch_up(opened, Told()) == (0, 1)
        assert len(search.inside(opened, "anchor")) == 1


def test_renewing_the_search_reads_all_again(assessment, bring):
    bring(a__txt=b"a")
    reading_inside.catch_up(assessment, Told("wrong"))
    proof.renew_search(assessment)
    assert reading_inside.catch_up(assessment, Told("right")) == (1, 0)
    assert search.inside(assessment, "wrong") == [] and len(search.inside(assessment, "right")) == 1
    assert proof.verify(assessment).ok


def test_a_piece_that_is_called_so_comes_once(assessment, bring):
    (uid,) = bring(isinglass__txt=b"a")
    reading_inside.catch_up(assessment, Told("An isinglass anchor lies here."))
    assert [(hit.kind, hit.target) for hit in search.everything(assessment, "isingl")] == [("evidence", uid)]


def test_same_bytes_under_two_names_are_read_once(assessment, bring):
    one, two = bring(a__txt=b"same", b__txt=b"other")
    reading_inside.catch_up(assessment, Told("first", "second"))
    assert bring(c__txt=b"same") == []
    assert reading_inside.waiting(assessment) == 0
    assert {hit.target for hit in search.inside(assessment, "second")} == {one}
    assert {hit.target for hit in search.inside(assessment, "first")} == {two}


@pytest.mark.parametrize("field", ["source", "account", "region", "method", "collector", "population", "note", "title"])
def test_what_is_known_of_a_piece_is_found(assessment, field: str):
    key = listing.rows(assessment)[0].key
    facts = attach.Facts(**{field: "Zircon Königstein"})
    done = attach.attach(assessment, [key], [attach.Pasted("a.txt", b"a")], facts)
    assert [hit.target for hit in search.search(assessment, "könig zirc")] == list(done.new)
    evidence.edit(assessment, done.new, evidence.Edit(**{field: "Beryl"}))
    assert search.search(assessment, "könig") == []
    assert isinstance(assessment.log[-1], Changes)


def test_the_list_finds_what_is_inside(assessment, bring):
    one, two = bring(a__txt=b"a", b__txt=b"b")
    reading_inside.catch_up(assessment, Told("gate at night", "harbour"))
    rows, wanted = evidence.listed(assessment), EvidenceFilter(text="night")
    inside = search.uids_inside(assessment, wanted.text)
    assert [row.piece.uid for row in narrow_evidence(rows, wanted, inside)] == [two]
    assert narrow_evidence(rows, wanted._replace(unlinked=True), inside) == ()
    assert [row.piece.uid for row in narrow_evidence(rows, EvidenceFilter(text="a.txt"))] == [one]


@pytest.mark.parametrize(
    ("text", "words", "place", "said"),
    [
        ("one\ftwo\fthree two", ["two"], "p. 2", "one two three two"),
        ("one two", ["two"], "", "one two"),
        ("x" * 60 + " filler\n" * 9000 + "HARBOUR end", ["harbour"], "", "HARBOUR end"),
        ("filler " * 90_000 + "Keymaster. key", ["filler", "key"], "", "Keymaster. key"),
        ("monkey " * 40 + "key", ["key"], "", "key"),
        ("the Ångström " + "filler " * 30_000, ["angstrom"], "", "Ångström"),
        ("so multi\nfactor locks", ["multi-factor"], "", "multi factor locks"),
        ("", ["a"], "", ""),
        ("nothing of it\fhere", ["zzz"], "", "nothing of it"),
    ],
)
def test_passages_are_around_the_word_that_tells_most(text: str, words: list[str], place: str, said: str):
    where, around = passage(text, words)
    assert where == place
    assert said in around and "\n" not in around and len(around) < 200
