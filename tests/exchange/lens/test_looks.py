"""What there is to see of each kind of file."""

import gzip
import io
import json
import tarfile
import zipfile
from datetime import date, datetime
from email.message import EmailMessage

import openpyxl
import pytest
from PIL import ExifTags, Image

from srm_desktop.domain.look import ArchiveLook, BytesLook, MailLook, PictureLook, TableLook, TextLook, TreeLook
from srm_desktop.exchange.lens import CannotShow, Lens
from tests.exchange.lens import samples
from tests.exchange.lens.conftest import MakePiece, ToLook


def test_text_in_every_usual_encoding(to_look: ToLook):
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert to_look("a.txt", "Grüße\r\nund mehr".encode(encoding)) == TextLook("Grüße\nund mehr")


def test_text_whose_encoding_is_a_guess_says_so(lens: Lens, piece: MakePiece):
    made = piece("a.txt", "Grüße".encode("cp1252"))._replace(media_type="text/plain")
    seen = lens.look(made)
    assert seen.text == "Grüße" and "Windows-1252" in seen.notes[0]


def test_long_text_shows_its_beginning_and_says_so(to_look: ToLook, lens: Lens, piece: MakePiece):
    seen = to_look("a.log", b"line\n" * 600_000)
    assert len(seen.text) == 1_000_000
    assert seen.notes == ("The first 1.0 MB of 3.0 MB are shown.",)
    only_the_start = piece("a.log", b"line\n" * 200_000)._replace(size=30_000_000)
    assert lens.look(only_the_start).notes == ("The first 1.0 MB of 30.0 MB are shown.",)


def test_an_endless_line_is_broken_and_that_is_said(to_look: ToLook):
    seen = to_look("a.log", b"x" * 25_000 + b"\nend")
    assert [len(line) for line in seen.text.split("\n")] == [10_000, 10_000, 5_000, 3]
    assert seen.notes == ("Lines of more than 10,000 characters are broken.",)
    assert to_look("a.log", b"x" * 10_000).notes == ()


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [("a.md", b"# Hi", "markdown"), ("a.xml", b"<a/>", "xml"), ("a.html", b"<p>", "html"), ("a", b"<svg/>", "svg")],
)
def test_forms_of_text(to_look: ToLook, name: str, data: bytes, form: str):
    seen = to_look(name, data)
    assert (seen.form, seen.text) == (form, data.decode())
    assert bool(seen.notes) is (form != "markdown")


def test_json_is_a_tree_beside_its_text(to_look: ToLook):
    data = '{"a": [1, 2.5, null, {"ü": true}]}'
    assert to_look("a.json", data.encode()) == TreeLook({"a": [1, 2.5, None, {"ü": True}]}, data)


def test_json_that_says_a_name_twice_is_pointed_out(to_look: ToLook):
    assert "stands twice" in to_look("a.json", b'{"a": 1, "a": 2}').notes[0]


def test_json_in_lines_is_a_list(to_look: ToLook):
    seen = to_look("a.json", b'{"a": 1}\n{"a": 2}\n')
    assert seen.value == [{"a": 1}, {"a": 2}] and "2 JSON values" in seen.notes[0]


def test_broken_json_is_text_and_says_where(to_look: ToLook):
    seen = to_look("a.json", b'{"a":\n oops}')
    assert isinstance(seen, TextLook) and "line 2" in seen.notes[0]


def test_yaml_keeps_words_as_they_stand_and_tags_in_sight(to_look: ToLook):
    seen = to_look("stack.yaml", b"Bucket: !Ref Logs\nOn: yes\nList: !Join [a, b]\n")
    assert isinstance(seen, TreeLook) and seen.form == "yaml"
    assert seen.value == {"Bucket": "!Ref Logs", "On": "yes", "List": {"!Join": ["a", "b"]}}


def test_several_yaml_documents_are_a_list(to_look: ToLook):
    seen = to_look("a.yml", b"a: 1\n---\nb: 2\n")
    assert seen.value == [{"a": "1"}, {"b": "2"}] and "2 YAML documents" in seen.notes[0]


def test_yaml_makes_nothing_of_a_tag(to_look: ToLook):
    seen = to_look("a.yaml", b"a: !!python/object/apply:os.system ['true']\n")
    assert seen.value == {"a": {"tag:yaml.org,2002:python/object/apply:os.system": ["true"]}}


def test_a_text_table(to_look: ToLook):
    seen = to_look("a.csv", b"user;mfa\nroot;true\n\n;x\n")
    (sheet,) = seen.sheets
    assert sheet.rows == (("user", "mfa"), ("root", "true"), (), ("", "x")) and sheet.total == 4


def test_a_long_and_wide_table_shows_its_beginning(to_look: ToLook):
    row = ",".join(map(str, range(300))) + "\n"
    seen = to_look("a.csv", (row * 3_000).encode())
    assert len(seen.sheets[0].rows) == 2_000 and seen.sheets[0].total == 3_000
    assert {len(cells) for cells in seen.sheets[0].rows} == {200}
    assert seen.notes == ("Only the first rows are shown.", "The first 200 columns are shown.")


def workbook() -> bytes:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "Users"
    book.active["B2"], book.active["C2"], book.active["D2"] = "root", date(2026, 10, 31), 1.5
    book.active["B3"], book.active["C3"] = True, datetime(2026, 10, 31, 14, 22)
    hidden = book.create_sheet("Secret")
    hidden.sheet_state = "hidden"
    for _ in range(2_500):
        hidden.append(["x"])
    book.save(stream)
    book.close()
    return stream.getvalue()


def test_a_workbook_has_its_sheets_as_text(to_look: ToLook):
    seen = to_look("a.xlsx", workbook())
    assert isinstance(seen, TableLook)
    users, secret = seen.sheets
    assert users.rows == ((), ("", "root", "2026-10-31", "1.5"), ("", "TRUE", "2026-10-31 14:22:00"))
    assert (secret.name, secret.hidden, secret.total, len(secret.rows)) == ("Secret", True, 2_500, 2_000)


def test_cells_that_lie_far_apart_take_no_memory(to_look: ToLook):
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["XFD1048576"] = "x"
    for row in range(2, 20_000):
        book.active.cell(row, 1, f"some words in row {row} so that it is long when it is unpacked" * 4)
    book.save(stream)
    book.close()
    with pytest.raises(CannotShow, match=r"^a\.xlsx "):
        to_look("a.xlsx", stream.getvalue())
    assert to_look("a.txt", b"still here") == TextLook("still here")


def test_a_workbook_without_values_says_so(to_look: ToLook):
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    seen = to_look("a.xlsx", stream.getvalue())
    assert seen.sheets[0].rows == () and seen.notes == ("No cell of it holds a value.",)


def test_a_damaged_workbook_is_a_sentence(to_look: ToLook):
    with pytest.raises(CannotShow, match=r"^a\.xlsx "):
        to_look("a.xlsx", workbook()[:2_000])


def test_a_word_document_as_text(to_look: ToLook):
    cell = f"<w:tc>{samples.paragraph('{}')}</w:tc>"
    table = f"<w:tbl><w:tr>{cell.format('a')}{cell.format('b')}</w:tr></w:tbl>"
    body = samples.paragraph("Policy", "Heading1") + samples.paragraph("First &amp; last.") + table
    seen = to_look("a.docx", samples.docx(body))
    assert seen.text == "# Policy\nFirst & last.\na \tb \t\n"
    assert "Word document" in seen.notes[0]


def test_a_document_with_macros_says_so(to_look: ToLook):
    seen = to_look("a.docm", samples.docx(samples.paragraph("Hi"), word__vbaProject_bin=b"x"))
    assert seen.notes == (seen.notes[0],)  # a name that is none: word/vbaProject_bin
    data = samples.zipped({"word/document.xml": "<d><p><t>Hi</t></p></d>", "word/vbaProject.bin": b"x"})
    seen = to_look("a.docm", data)
    assert "with macros" in seen.notes[0] and seen.notes[1] == "It holds macros; they are not run here."


def test_slides_in_their_order(to_look: ToLook):
    slide = "<s xmlns:a='u'><a:p><a:r><a:t>{}</a:t></a:r></a:p></s>"
    slides = {f"ppt/slides/slide{n}.xml": slide.format(f"Text {n}") for n in (10, 2, 1)}
    seen = to_look("a.pptx", samples.zipped({"[Content_Types].xml": "<T/>"} | slides))
    assert seen.text == "# Slide 1\nText 1\n\n# Slide 2\nText 2\n\n# Slide 10\nText 10\n"


def test_an_open_document(to_look: ToLook):
    kind = "application/vnd.oasis.opendocument.text"
    content = (
        '<o xmlns:text="t" xmlns:table="b"><text:h text:outline-level="2">Scope</text:h>'
        "<text:p>One <text:span>bold</text:span> word<text:tab/>tab<text:s text:c='3'/>end</text:p>"
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></o>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
    assert to_look("a.odt", stream.getvalue()).text == "## Scope\nOne bold word\ttab   end\na \t\n"


def test_a_mail_with_its_attachments(to_look: ToLook):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Dana <dana@example.org>", "a@example.org", "Prüfung"
    mail["Date"] = "Sat, 31 Oct 2026 14:22:00 +0200"
    mail.set_content("Hello,\nsee attached.")
    mail.add_alternative("<p>Hello</p>", subtype="html")
    mail.add_attachment(b"12345", maintype="application", subtype="pdf", filename="Bericht ü.pdf")
    seen = to_look("a.eml", mail.as_bytes())
    assert isinstance(seen, MailLook)
    assert dict(seen.headers)["Subject"] == "Prüfung" and [name for name, _ in seen.headers][:3] == [
        "From",
        "To",
        "Subject",
    ]
    assert seen.body.strip() == "Hello,\nsee attached." and seen.notes == ()
    assert [tuple(member)[:3] for member in seen.attachments] == [("Bericht ü.pdf", 5, "application/pdf")]


@pytest.mark.parametrize("data", [b"Subject: =?utf-8?b?////?=\nDate: x\nTo: <<<\n\n", b"\x00: \n", b"From \n\n\xff"])
def test_a_mail_that_is_none_is_shown_as_far_as_it_goes(lens: Lens, piece: MakePiece, data: bytes):
    assert isinstance(lens.look(piece("a.eml", data)._replace(media_type="message/rfc822")), MailLook)


def test_a_zip_lists_what_it_holds(to_look: ToLook):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a/b.txt", (2026, 10, 31, 14, 22, 0)), b"hello")
    seen = to_look("a.zip", stream.getvalue())
    assert isinstance(seen, ArchiveLook) and seen.total == 1 and seen.notes == ()
    assert seen.members[0] == ("a/b.txt", 5, "", datetime(2026, 10, 31, 14, 22))


def test_a_locked_zip_says_so(to_look: ToLook):
    data = bytearray(samples.zipped({"a.txt": b"hello"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert to_look("a.zip", bytes(data)).notes == ("Its files are locked with a password.",)


def test_tar_and_packed_tar_list_what_they_hold(to_look: ToLook):
    for mode in ("w", "w:gz"):
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode=mode) as archive:
            about = tarfile.TarInfo("logs/a.log")
            about.size = 5
            archive.addfile(about, io.BytesIO(b"hello"))
        seen = to_look("a.tgz", stream.getvalue())
        assert isinstance(seen, ArchiveLook) and [(m.name, m.size) for m in seen.members] == [("logs/a.log", 5)]


def test_a_packed_log_is_shown_unpacked(to_look: ToLook):
    events = {"Records": [{"eventName": "StopLogging"}]}
    seen = to_look("trail.json.gz", gzip.compress(json.dumps(events).encode()))
    assert isinstance(seen, TreeLook) and seen.value == events and seen.notes == ("Unpacked from gzip.",)
    assert to_look("a.log.gz", gzip.compress(b"line\n" * 600_000)).notes[-1] == "The first 1.0 MB of 3.0 MB are shown."


def test_gzip_that_would_grow_beyond_measure_is_pointed_out(to_look: ToLook):
    seen = to_look("a.bin.gz", gzip.compress(b"\x00\x01" * 150_000_000, 1))
    assert isinstance(seen, ArchiveLook) and "would grow to 300.0 MB" in seen.notes[0]


def picture(form: str, **options) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), (255, 128, 0)).save(stream, form, **options)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "TIFF"])
def test_pictures_of_every_usual_form(to_look: ToLook, form: str):
    seen = to_look("a", picture(form))
    assert isinstance(seen, PictureLook) and (seen.width, seen.height) == (40, 20)
    assert seen.picture.pixels[:4] == bytes([0, 128, 255, 255])


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_pictures_that_lose_a_little(to_look: ToLook, form: str):
    assert len(to_look("a", picture(form)).picture.pixels) == 40 * 20 * 4


def test_exif_in_words_and_the_picture_upright(to_look: ToLook):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation], exif[ExifTags.Base.Make] = 6, "Camera"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:10:31 14:22:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 30.0, 36.0), 3: "E", 4: (13.0, 22.0, 30.0)})
    seen = to_look("a.jpg", picture("JPEG", exif=exif))
    assert (seen.width, seen.height, seen.picture.width) == (20, 40, 20)
    told = dict(seen.exif)
    assert told["Make"] == "Camera" and told["Date time original"] == "2026:10:31 14:22:00"
    assert told["GPS position"] == "52.510000° N, 13.375000° E"


def test_exif_as_photographers_write_it(to_look: ToLook):
    exif = Image.Exif()
    base = ExifTags.Base
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera.update({base.ExposureTime: 1 / 60, base.FNumber: 1.7, base.ExposureBiasValue: 1 / 3, base.FocalLength: 35.0})
    camera[base.FocalLengthIn35mmFilm] = 52
    told = dict(to_look("a.jpg", picture("JPEG", exif=exif)).exif)
    assert told == {
        "Exposure time": "1/60 s", "F number": "f/1.7", "Exposure bias value": "+0.33 EV", "Focal length": "35 mm",
        "Focal length in 35mm film": "52 mm",
    }  # fmt: skip
    camera[base.ExposureTime] = 2.5
    assert dict(to_look("b.jpg", picture("JPEG", exif=exif)).exif)["Exposure time"] == "2.5 s"


def test_a_large_picture_is_shown_smaller_and_says_so(to_look: ToLook):
    seen = to_look("a.png", samples.png(6_000, 4_000))
    assert (seen.width, seen.height) == (6_000, 4_000)
    assert seen.picture.width * seen.picture.height <= 16_000_000 and "smaller than it is" in seen.notes[0]


def test_a_cut_off_picture_is_a_sentence(to_look: ToLook):
    with pytest.raises(CannotShow, match=r"^a\.png is damaged"):
        to_look("a.png", samples.png(1_000, 1_000)[:-60])


def test_anything_else_is_its_first_bytes(to_look: ToLook):
    seen = to_look("a.bin", bytes(range(256)) * 4)
    assert isinstance(seen, BytesLook) and seen.start == bytes(range(256)) * 2
