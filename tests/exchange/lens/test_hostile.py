"""Files that are made to do harm: each gives a look with a note or one sentence, and the next file is read.

How long each takes is measured by `benchmarks/lens.py`.
"""

import io
import random
import socket
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest

from srm_desktop.domain import kinds
from srm_desktop.domain.look import ArchiveLook, BytesLook, MailLook, PdfLook, TableLook, TextLook
from srm_desktop.exchange.lens import PATIENT, CannotShow, Lens
from srm_desktop.exchange.lens.lens import MOST_TEXT, just_wait
from tests.exchange.lens import samples
from tests.exchange.lens.conftest import MakePiece


class Patient(Lens):
    """Has time, so that a busy machine changes no outcome."""

    def look(self, piece, seconds=PATIENT, waiting=just_wait):
        return super().look(piece, seconds, waiting)

    def page(self, piece, number, scale, seconds=PATIENT, waiting=just_wait):
        return super().page(piece, number, scale, seconds, waiting)

    def text(self, piece, most=MOST_TEXT, seconds=PATIENT, waiting=just_wait):
        return super().text(piece, most, seconds, waiting)


@pytest.fixture
def fresh() -> Iterator[Lens]:
    with Patient() as made:
        yield made


@pytest.fixture
def refused(fresh: Lens, piece: MakePiece) -> Callable[[str, bytes], str]:
    """The sentence about a file; a plain text is read after it."""

    def ask(name: str, data: bytes) -> str:
        with pytest.raises(CannotShow) as caught:
            fresh.look(piece(name, data), PATIENT)
        assert name in caught.value.sentence and caught.value.sentence.endswith((".", "unchanged."))
        still_works(fresh, piece)
        return caught.value.sentence

    return ask


def still_works(lens: Lens, piece: MakePiece) -> None:
    assert lens.look(piece("a.txt", b"still here")) == TextLook("still here")


def test_a_zip_bomb_is_listed_and_pointed_out(fresh: Lens, piece: MakePiece):
    seen = fresh.look(piece("logs.zip", samples.zip_bomb()))
    assert isinstance(seen, ArchiveLook) and seen.total == 16
    assert any("would grow to 1.6 GB" in note for note in seen.notes)


def test_a_picture_that_is_cut_off_in_its_header_is_said_to_be_damaged(refused):
    cut = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C\x00" + bytes(20)
    assert refused("photo.jpg", cut) == "photo.jpg is damaged and cannot be shown."


def test_a_zip_bomb_as_a_workbook_is_refused(refused):
    names = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    data = samples.zipped(names | {"xl/worksheets/sheet1.xml": b"<sheetData>" + bytes(100_000_000)})
    assert "grows more than" in refused("sheet.xlsx", data)


def test_a_zip_bomb_as_a_document_is_refused(refused):
    assert "grows more than" in refused("report.docx", samples.docx("<w:p/>" * 12_000_000))


def test_an_xml_bomb_in_a_document_is_refused(refused):
    data = samples.docx("<w:p><w:t>&a9;</w:t></w:p>", samples.laughs("w:document"))
    assert "document type" in refused("policy.docx", data)


def test_an_xml_bomb_in_a_workbook_is_refused(refused):
    sheet = samples.laughs("worksheet") + "<worksheet><sheetData><row><c><v>&a9;</v></c></row></sheetData></worksheet>"
    data = samples.zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "", "xl/worksheets/sheet1.xml": sheet})
    assert "document type" in refused("users.xlsx", data)


def test_a_yaml_bomb_is_shown_as_text(fresh: Lens, piece: MakePiece):
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    seen = fresh.look(piece("stack.yaml", "\n".join(lines).encode()))
    assert isinstance(seen, TextLook) and any("more than 100,000 values" in note for note in seen.notes)


def test_json_that_is_nested_a_hundred_thousand_times_is_text(fresh: Lens, piece: MakePiece):
    seen = fresh.look(piece("deep.json", b"[" * 100_000 + b"]" * 100_000))
    assert isinstance(seen, TextLook) and any("nested too deeply" in note for note in seen.notes)


def test_an_svg_bomb_is_shown_as_text(fresh: Lens, piece: MakePiece):
    data = samples.svg_bomb()
    assert len(data) < 2_500
    seen = fresh.look(piece("logo.svg", data))
    assert isinstance(seen, TextLook) and seen.form == "svg"
    assert "Shown as text; nothing in it was run or loaded." in seen.notes


def test_an_enormous_picture_is_refused_by_its_header(refused):
    assert "20,000 × 20,000 pixels" in refused("screen.png", samples.png(20_000, 20_000))


def test_pages_and_mails_load_nothing_from_elsewhere(fresh: Lens, piece: MakePiece):
    """Whatever would load one of these would connect to the port that is listened to here."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        at = f"http://127.0.0.1:{listening.getsockname()[1]}"
        page = (
            f'<html><head><script>fetch("{at}/a")</script><link rel="stylesheet" href="{at}/b.css"></head>'
            f'<body onload="fetch(\'{at}/c\')"><img src="{at}/d.png"><iframe src="file:///etc/passwd"></iframe>Hello'
        )
        seen = fresh.look(piece("page.html", page.encode()))
        assert isinstance(seen, TextLook) and seen.text == page and "nothing in it was run" in seen.notes[0]
        assert fresh.text(piece("page.html", page.encode())).strip() == "Hello"
        mail = f"From: a@example.org\nSubject: Hi\nContent-Type: text/html\n\n{page}".encode()
        read = fresh.look(piece("mail.eml", mail))
        assert isinstance(read, MailLook) and read.body.strip() == "Hello" and "not loaded" in read.notes[0]
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{at}/e.png"/></svg>'
        fresh.look(piece("x.svg", drawing.encode()))
        entity = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{at}/f.xml">]>'
        with pytest.raises(CannotShow):
            fresh.look(piece("x.docx", samples.docx("<w:p>&e;</w:p>", entity)))
        action = f"/OpenAction << /S /URI /URI ({at}/g) >> "
        assert isinstance(fresh.look(piece("x.pdf", samples.pdf("Hello", catalog=action))), PdfLook)
        listening.settimeout(0)
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_pdf_with_a_script_shows_and_runs_nothing(fresh: Lens, piece: MakePiece):
    script = "/OpenAction << /S /JavaScript /JS (while(true){};app.alert(1)) >> "
    data = piece("x.pdf", samples.pdf("Hello", catalog=script))
    assert isinstance(fresh.look(data), PdfLook)
    assert fresh.page(data, 0, 1.0).width == 200


def test_three_hundred_mutations_of_a_pdf(fresh: Lens, piece: MakePiece):
    """Each is a look or a sentence, and so is its first page drawn; nothing else comes of it."""
    chance = random.Random(20261031)
    whole = samples.pdf("One", "Two", "Three", info="/Title (Report) /CreationDate (D:20261031)")
    shown = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(8, len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 40)]
                case _:
                    data[at:at] = chance.randbytes(chance.randint(1, 20))
        broken = piece("broken.pdf", bytes(data))
        try:
            if isinstance(fresh.look(broken), PdfLook):
                fresh.page(broken, 0, 1.0)
                fresh.text(broken)
                fresh.own_date(broken)
                fresh.find(broken, "one")
                shown += 1
        except CannotShow as problem:
            assert "broken.pdf" in problem.sentence
    assert shown > 50
    still_works(fresh, piece)


def test_a_macro_workbook_shows_its_cells_and_says_so(fresh: Lens, piece: MakePiece):
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "Invoice"
    book.save(stream)
    book.close()
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open()")
    made = piece("invoice.xlsx", stream.getvalue())
    seen = fresh.look(made)
    assert isinstance(seen, TableLook) and seen.sheets[0].rows == (("Invoice",),)
    assert seen.notes == ("It holds macros; they are not run here.",)
    assert "with macros" in kinds.mismatch(made.name, made.media_type)
    assert kinds.can_run(made.name, made.media_type)


def test_a_program_under_the_name_of_a_pdf(fresh: Lens, piece: MakePiece):
    made = piece("invoice.pdf", b"MZ\x90\x00\x03\x00\x00\x00" + bytes(1000))
    assert isinstance(fresh.look(made), BytesLook)
    assert kinds.mismatch(made.name, made.media_type) == (
        "The name ends in .pdf, but the content is a Windows program. Handle it with care."
    )
    assert kinds.can_run(made.name, made.media_type) == "it is a program"


def test_an_archive_with_names_that_lead_out(fresh: Lens, piece: MakePiece):
    seen = fresh.look(piece("x.zip", samples.zipped({"../../etc/passwd": b"x", "C:\\x": b"y"})))
    assert any("lead out of the folder" in note for note in seen.notes)
