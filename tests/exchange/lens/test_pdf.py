"""Pages of a PDF: their sizes, drawn, and searched."""

import pytest

from srm_desktop.domain.look import PdfLook
from srm_desktop.exchange.lens import PATIENT, CannotShow, Lens
from srm_desktop.exchange.lens.frames import MOST_PIXELS
from tests.exchange.lens import samples
from tests.exchange.lens.conftest import MakePiece


def test_pages_and_title(lens: Lens, piece: MakePiece):
    made = piece("a.pdf", samples.pdf("One", "Two", info="/Title (Report)"))
    assert lens.look(made, PATIENT) == PdfLook(((200.0, 100.0), (200.0, 100.0)), "Report")


def test_a_page_is_as_it_is_turned_for_reading(lens: Lens, piece: MakePiece):
    made = piece("a.pdf", samples.pdf("One", page="/Rotate 90"))
    assert lens.look(made, PATIENT).pages == ((100.0, 200.0),)
    drawn = lens.page(made, 0, 2.0, PATIENT)
    assert (drawn.width, drawn.height) == (200, 400)


def test_a_page_is_drawn_black_on_white(lens: Lens, piece: MakePiece):
    drawn = lens.page(piece("a.pdf", samples.pdf("HHHH")), 0, 4.0, PATIENT)
    assert (drawn.width, drawn.height, len(drawn.pixels)) == (800, 400, 1_280_000)
    assert drawn.pixels[:4] == b"\xff\xff\xff\xff" and b"\x00\x00\x00\xff" in drawn.pixels


def test_a_page_is_never_drawn_larger_than_can_be_sent(lens: Lens, piece: MakePiece):
    drawn = lens.page(piece("a.pdf", samples.pdf("One")), 0, 10_000.0, PATIENT)
    assert drawn.width * drawn.height <= MOST_PIXELS


def test_a_page_that_is_not_there_is_a_sentence(lens: Lens, piece: MakePiece):
    with pytest.raises(CannotShow, match=r"^a\.pdf has no page 2; it has 1\.$"):
        lens.page(piece("a.pdf", samples.pdf("One")), 1, 1.0, PATIENT)


def test_text_is_found_whatever_its_case(lens: Lens, piece: MakePiece):
    made = piece("a.pdf", samples.pdf("Keys are rotated", "None", "rotated KEYS and keys"))
    found = lens.find(made, "keys", PATIENT)
    assert [place.page for place in found] == [0, 2, 2]
    left, top, right, bottom = found[0].rectangles[0]
    # The line stands at 20 from the left, its foot at 70 from the bottom of 100.
    assert 18 < left < 24 and right > left and 15 < top < bottom < 35
    assert lens.find(made, "nowhere", PATIENT) == () == lens.find(made, " ", PATIENT)


def test_what_is_found_lies_where_it_is_seen_on_a_turned_page(lens: Lens, piece: MakePiece):
    made = piece("a.pdf", samples.pdf("Keys", page="/Rotate 90"))
    left, top, right, bottom = lens.find(made, "keys", PATIENT)[0].rectangles[0]
    assert 65 < left < right < 85 and 18 < top < bottom  # the line runs down


def test_nothing_is_found_in_what_is_no_pdf(lens: Lens, piece: MakePiece):
    assert lens.find(piece("a.txt", b"keys"), "keys", PATIENT) == ()


def test_a_broken_pdf_is_a_sentence(lens: Lens, piece: MakePiece):
    with pytest.raises(CannotShow, match=r"^a\.pdf is damaged or no whole PDF"):
        lens.look(piece("a.pdf", b"%PDF-1.7\nnothing"), PATIENT)
