"""What comes back from the process is not trusted: anything odd is refused before it is used."""

import json
from datetime import UTC, datetime

import pytest

from srm_desktop.domain.look import (
    ArchiveLook,
    BytesLook,
    FoundOnPage,
    MailLook,
    Member,
    OwnDate,
    PdfLook,
    Picture,
    PictureLook,
    Sheet,
    TableLook,
    TextLook,
    TreeLook,
)
from srm_desktop.exchange.lens import frames, wire

MEMBER = Member("a.txt", -1, "text/plain", datetime(2026, 10, 31, 14, 22, tzinfo=UTC))
LOOKS = [
    TextLook("text", "html", ("A note.",)),
    TreeLook({"a": [1, 2.5, None, True, {"b": "c"}]}, "{}", "json"),
    TableLook((Sheet("One", (("a", ""), ()), 7, True),), ("A note.",)),
    PdfLook(((595.0, 842.0),), "Title"),
    PictureLook(Picture(2, 1, b"12345678"), 4, 2, (("Make", "Camera"),), ("A note.",)),
    MailLook((("From", "a@example.org"),), "Hello", (MEMBER,)),
    ArchiveLook((MEMBER, MEMBER._replace(modified=None)), 9),
    BytesLook(b"\x00\x01", ("A note.",)),
]


def through_json(value: object) -> tuple[object, bytes]:
    told, raw = wire.told(value)
    return json.loads(json.dumps(told)), raw


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: type(look).__name__)
def test_looks_come_back_as_they_were_sent(look):
    assert wire.look(*through_json(look)) == look


def test_other_answers_come_back_as_they_were_sent():
    found = (FoundOnPage(3, ((1.0, 2.0, 3.0, 4.0),)),)
    assert wire.found_on_pages(*through_json(found)) == found
    dated = OwnDate(datetime(2026, 10, 31), "EXIF")
    assert wire.own_date(*through_json(dated)) == dated
    assert wire.own_date(*through_json(None)) is None


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (None, b""),
        ("TextLook", b""),
        (["Popen", ["true"]], b""),
        ([["TextLook"], []], b""),
        (["TextLook", ["text", "plain"]], b""),
        (["TextLook", [1, "plain", []]], b""),
        (["TextLook", ["text", "plain", "note"]], b""),
        (["PictureLook", [[2, 2, ""], 2, 2, [], []]], b"123"),
        (["PictureLook", [[-2, -2, ""], 2, 2, [], []]], bytes(16)),
        (["PictureLook", [[1 << 20, 1 << 20, ""], 2, 2, [], []]], b""),
        (["PdfLook", [[[float("nan"), 1]], "", []]], b""),
        (["PdfLook", [[[True, 1]], "", []]], b""),
        (["ArchiveLook", [[["a", 1, "", "yesterday"]], 1, []]], b""),
        (["ArchiveLook", [[["a", 1 << 70, "", None]], 1, []]], b""),
    ],
)
def test_what_is_no_look_is_refused(value, raw):
    with pytest.raises(frames.BadFrame):
        wire.look(value, raw)


def test_a_tree_that_is_too_deep_is_refused():
    value: object = 1
    for _ in range(200):
        value = [value]
    with pytest.raises(frames.BadFrame):
        wire.look(["TreeLook", [value, "", "json", []]], b"")


def test_half_surrogates_do_not_come_through():
    assert wire.look(["TextLook", ["\ud800", "plain", []]], b"").text == "?"


@pytest.mark.parametrize(
    "message", [b"\xff" * 8, frames.HEAD.pack(2, 0) + b"{]", frames.HEAD.pack(frames.LARGEST, 1), b"\x80\x04\x95\0" * 9]
)
def test_what_is_no_message_is_refused(message: bytes):
    left = bytearray(message)

    def take(most: int) -> bytes:
        taken = bytes(left[:most])
        del left[:most]
        return taken

    with pytest.raises(frames.BadFrame):
        frames.read(take)
