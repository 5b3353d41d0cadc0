"""What a file says inside: its words, to be found by them, and when it was made."""

from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from PIL import ExifTags, Image

from srm_desktop.domain.look import OwnDate
from srm_desktop.exchange.lens import PATIENT, Lens
from tests.exchange.lens import samples
from tests.exchange.lens.conftest import MakePiece
from tests.exchange.lens.test_looks import workbook

MAIL = b"From: Dana <d@example.org>\nSubject: Keys\nDate: %s\nContent-Type: text/html\n\n<p>Hello <b>you</b>"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"plain words", ["plain words"]),
        ("a.md", b"# Title", ["# Title"]),
        ("a.json", b'{"key": "value"}', ['"key": "value"']),
        ("a.csv", b"user,mfa", ["user,mfa"]),
        ("a.html", b"<style>x{}</style><p>One</p><p>Two &amp; three</p>", ["One\n", "Two & three"]),
        ("a.eml", MAIL % b"x", ["Dana <d@example.org>", "Keys", "Hello you"]),
        ("a.pdf", samples.pdf("First page", "Second page"), ["First page", "Second page"]),
        ("a.docx", samples.docx(samples.paragraph("Policy words")), ["Policy words"]),
        ("a.xlsx", workbook(), ["Users", "root\t2026-10-31\t1.5", "Secret"]),
        ("a.zip", samples.zipped({"inner name.txt": b"x"}), ["inner name.txt"]),
        ("a.png", samples.png(10, 10), []),
        ("a.bin", b"\x00\x01\x02", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_inside(lens: Lens, piece: MakePiece, name: str, data: bytes, said: list[str]):
    text = lens.text(piece(name, data), seconds=PATIENT)
    assert all(part in text for part in said), text
    assert said or text == ""


def test_at_most_so_many_characters(lens: Lens, piece: MakePiece):
    for name, data in (("a.txt", b"x" * 5000), ("a.xlsx", workbook()), ("a.pdf", samples.pdf("x" * 50, "y" * 50))):
        assert 55 < len(lens.text(piece(name, data), 60, PATIENT)) <= 60


def jpeg(offset: str = "", taken: str = "2024:10:31 14:22:00") -> bytes:
    exif, stream = Image.Exif(), BytesIO()
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        inner[ExifTags.Base.OffsetTimeOriginal] = offset
    Image.new("RGB", (4, 4)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def pdf(info: str) -> bytes:
    return samples.pdf("x", info=info)


def docx(modified: str) -> bytes:
    return samples.docx("<w:p/>", docProps__core_xml=samples.core(modified))


AT = datetime(2024, 10, 31, 14, 22)
TWO_HOURS = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.jpg", jpeg(), OwnDate(AT, "EXIF")),
        ("a.jpg", jpeg("+02:00"), OwnDate(AT.replace(tzinfo=TWO_HOURS), "EXIF")),
        ("a.jpg", jpeg(taken="0000:00:00 00:00:00"), None),
        ("a.jpg", jpeg(taken="1980:01:01 00:00:00"), None),
        ("a.jpg", jpeg(taken="2190:01:01 00:00:00"), None),
        ("a.png", samples.png(4, 4), None),
        ("a.pdf", pdf("/CreationDate (D:20241031142200+02'00')"), OwnDate(AT.replace(tzinfo=TWO_HOURS), "PDF")),
        (
            "a.pdf",
            pdf("/CreationDate (D:20231031) /ModDate (D:20241031142200Z)"),
            OwnDate(AT.replace(tzinfo=UTC), "PDF"),
        ),
        ("a.pdf", pdf("/CreationDate (D:20241031142200) /ModDate (D:21991031)"), OwnDate(AT, "PDF")),
        ("a.pdf", samples.pdf("x"), None),
        ("a.docx", docx("2024-10-31T14:22:00Z"), OwnDate(AT.replace(tzinfo=UTC), "Office")),
        ("a.docx", docx("soon"), None),
        ("a.eml", MAIL % b"Thu, 31 Oct 2024 14:22:00 +0200", OwnDate(AT.replace(tzinfo=TWO_HOURS), "mail")),
        ("a.eml", MAIL % b"some day", None),
        ("a.txt", b"2026-10-31", None),
    ],
)  # fmt: skip
def test_when_it_was_made(lens: Lens, piece: MakePiece, name: str, data: bytes, found: OwnDate | None):
    assert lens.own_date(piece(name, data), PATIENT) == found
