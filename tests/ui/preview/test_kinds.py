"""Every kind of evidence has its viewer; what it looks like is read by the real reader, in its own process."""

import json
from email.message import EmailMessage
from io import BytesIO

import openpyxl
from PIL import ExifTags, Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from srm_desktop.ui.preview.archives import ArchiveViewer
from srm_desktop.ui.preview.hexes import HexViewer
from srm_desktop.ui.preview.mails import MailViewer
from srm_desktop.ui.preview.pdf import PdfViewer
from srm_desktop.ui.preview.pictures import PictureViewer
from srm_desktop.ui.preview.tables import TableViewer
from srm_desktop.ui.preview.texts import TextViewer
from srm_desktop.ui.preview.trees import TreeViewer
from tests.exchange.lens import samples
from tests.ui.preview.conftest import ToShow


def jpeg_with_exif(width: int, height: int) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Acme Cameras"
    stream = BytesIO()
    Image.new("RGB", (width, height), "navy").save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def workbook() -> bytes:
    book, stream = openpyxl.Workbook(), BytesIO()
    book.active.title = "Rules"
    for n in range(40):
        book.active.append([n + 1, f"10.0.{n}.0/24", "allowed"])
    gone = book.create_sheet("Old & gone")
    gone.append(["forbidden"])
    gone.sheet_state = "hidden"
    book.save(stream)
    return stream.getvalue()


def mail() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ann@acme.example", "bob@acme.example", "Access review"
    made["Date"] = "Wed, 11 Feb 2026 09:14:03 +0100"
    made.set_content("The review is done.\n")
    made.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename="accounts.csv")
    return bytes(made)


def test_a_small_picture_is_there_at_once_and_zooms(shown: ToShow, qtbot: QtBot) -> None:
    image = QImage(1200, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    stream = BytesIO()
    Image.new("RGB", (1200, 300), "navy").save(stream, "PNG")
    made = shown("shot.png", stream.getvalue())
    viewer = made.viewer
    assert isinstance(viewer, PictureViewer) and made._session._looker is None  # no other process was needed
    assert viewer.size_label.text() == "1,200 × 300" and viewer.canvas.scale < 1
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_0)
    assert viewer.canvas.scale == 1.0 and viewer.canvas.horizontalScrollBar().maximum() > 0
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_Plus)
    assert viewer.canvas.scale == 1.25 and "125 %" in viewer.zooming.size_button.text()
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_0)
    assert viewer.canvas.zoom is None and viewer.canvas.horizontalScrollBar().maximum() == 0


def test_dragging_moves_a_large_picture(shown: ToShow, qtbot: QtBot) -> None:
    stream = BytesIO()
    Image.new("RGB", (1200, 900), "navy").save(stream, "PNG")
    canvas = shown("shot.png", stream.getvalue()).viewer.canvas  # type: ignore[union-attr]
    canvas.set_zoom(1.0)
    canvas.horizontalScrollBar().setValue(0)
    qtbot.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.viewport().rect().center())
    qtbot.mouseMove(canvas.viewport(), canvas.viewport().rect().center() - canvas.viewport().rect().center() / 2)
    qtbot.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton)
    assert canvas.horizontalScrollBar().value() > 0


def test_a_picture_says_what_exif_says(shown: ToShow) -> None:
    viewer = shown("photo.jpg", jpeg_with_exif(800, 600)).viewer
    assert isinstance(viewer, PictureViewer)
    assert viewer.exif_link.isVisible() and not viewer.exif.isVisible()
    viewer.exif_link.click()
    said = [child.text() for child in viewer.exif.widget().children() if hasattr(child, "text")]
    assert viewer.exif.isVisible() and "Acme Cameras" in said


def test_the_pages_of_a_pdf_are_drawn_as_they_come_into_view(shown: ToShow, qtbot: QtBot) -> None:
    made = shown("policy.pdf", samples.pdf(*(f"Page number {n}" for n in range(1, 31))))
    viewer = made.viewer
    assert isinstance(viewer, PdfViewer) and viewer.of.text() == "of 30"
    qtbot.waitUntil(lambda: 0 in viewer.pages._drawn)
    assert 25 not in viewer.pages._drawn
    viewer.number.setFocus()
    viewer.number.setText("26")
    qtbot.keyClick(viewer.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 25 in viewer.pages._drawn)
    assert viewer.number.text() == "26" and viewer.pages.hasFocus()
    qtbot.keyClick(viewer.pages, Qt.Key.Key_PageDown)
    assert viewer.pages.page == 26
    qtbot.keyClick(viewer.pages, Qt.Key.Key_Home)
    assert viewer.pages.page == 0


def test_a_text_is_found_in_a_pdf(shown: ToShow, qtbot: QtBot) -> None:
    made = shown("policy.pdf", samples.pdf("Accounts are reviewed", "nothing here", "REVIEWED again"))
    qtbot.keyClick(made.viewer.pages, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)  # type: ignore[union-attr]
    made.finder.field.setText("reviewed")
    qtbot.waitUntil(lambda: made.finder.count.text() == "1 of 2")
    assert made.viewer.pages._hits[0].rectangles  # type: ignore[union-attr]
    qtbot.keyClick(made.finder.field, Qt.Key.Key_Return)
    assert made.finder.count.text() == "2 of 2" and made.viewer.pages._hits[1].page == 2  # type: ignore[union-attr]
    made.finder.field.setText("nowhere")
    qtbot.waitUntil(lambda: made.finder.count.text() == "not found")
    qtbot.keyClick(made.finder.field, Qt.Key.Key_Escape)
    assert made.finder.isHidden() and made.viewer.pages.hasFocus()  # type: ignore[union-attr]


def test_text_is_shown_as_it_stands_and_searched(shown: ToShow, qtbot: QtBot) -> None:
    source = "<html><script>alert('🙂 Find me')</script>\n<img src='http://x/y'>\nfind me too"
    made = shown("page.html", source.encode())
    viewer = made.viewer
    assert isinstance(viewer, TextViewer) and viewer.field.toPlainText() == source
    assert "nothing in it was run or loaded" in made.head.note.text()
    qtbot.keyClick(viewer.field, Qt.Key.Key_Slash)
    made.finder.field.setText("FIND ME")
    qtbot.waitUntil(lambda: made.finder.count.text() == "1 of 2")
    assert [marked.cursor.selectedText() for marked in viewer.field.extraSelections()] == ["Find me", "find me"]
    qtbot.keyClick(made.finder.field, Qt.Key.Key_F3)
    qtbot.keyClick(made.finder.field, Qt.Key.Key_F3)
    assert made.finder.count.text() == "1 of 2"  # round the end


def test_json_folds_and_is_found_in(shown: ToShow, qtbot: QtBot) -> None:
    value = {"Users": [{"Name": f"user-{n}", "Active": n % 2 == 0, "Last": None} for n in range(40)], "More": False}
    made = shown("users.json", json.dumps(value).encode())
    viewer = made.viewer
    assert isinstance(viewer, TreeViewer)
    users = viewer.model.index(0, 0)
    assert viewer.tree.isExpanded(users) and not viewer.tree.isExpanded(viewer.model.index(0, 0, users))
    made.begin_find()
    made.finder.field.setText("user-33")
    qtbot.waitUntil(lambda: made.finder.count.text().startswith("1 of"))
    assert viewer.model.node(viewer.tree.currentIndex()).value == "user-33"
    assert viewer.tree.isExpanded(viewer.tree.currentIndex().parent())
    viewer.fold.click()
    assert not viewer.tree.isExpanded(users)
    viewer.tree.setCurrentIndex(users)
    qtbot.keyClick(viewer.tree, Qt.Key.Key_Right)
    assert viewer.tree.isExpanded(users)
    viewer.switch.click()
    assert viewer.text.field.isVisible() and '"user-33"' in viewer.text.field.toPlainText()


def test_yaml_is_a_tree_too(shown: ToShow) -> None:
    viewer = shown("a.yaml", b"region: eu-central-1\nrules:\n  - name: encrypt\n    on: true\n").viewer
    assert isinstance(viewer, TreeViewer)
    assert [node.name for node in viewer.model.root.walk()] == ["region", "rules", "[0]", "name", "on"]


def test_a_workbook_has_its_sheets_hidden_ones_too(shown: ToShow, qtbot: QtBot) -> None:
    made = shown("rules.xlsx", workbook())
    viewer = made.viewer
    assert isinstance(viewer, TableViewer)
    assert [viewer.tabs.tabText(n) for n in range(viewer.tabs.count())] == ["Rules", "Old && gone (hidden)"]
    assert viewer.model.headerData(1, Qt.Orientation.Horizontal) == "B"
    viewer.grid.setCurrentIndex(viewer.model.index(2, 1))
    assert viewer.cell.text() == "B3   10.0.2.0/24"
    made.begin_find()
    made.finder.field.setText("forbid")
    qtbot.waitUntil(lambda: made.finder.count.text() == "1 of 1")
    assert viewer.tabs.currentIndex() == 1 and viewer.cell.text() == "A1   forbidden"


def test_csv_is_a_table_without_tabs(shown: ToShow) -> None:
    viewer = shown("report.csv", b"user;mfa\nann;yes\nbob;=1+1\n").viewer
    assert isinstance(viewer, TableViewer) and viewer.tabs.isHidden()
    assert viewer.model.cell(2, 1) == "=1+1"


def test_a_document_is_running_text(shown: ToShow) -> None:
    made = shown(
        "report.docx", samples.docx(samples.paragraph("Policy", "Heading1") + samples.paragraph("Be careful."))
    )
    assert isinstance(made.viewer, TextViewer) and "# Policy" in made.viewer.field.toPlainText()
    assert "pictures and layout are not shown" in made.head.note.text()
    assert made.viewer.field.font().families() == made.font().families()


def test_a_message_with_its_headers_and_attachments(shown: ToShow) -> None:
    viewer = shown("review.eml", mail()).viewer
    assert isinstance(viewer, MailViewer)
    said = [child.text() for child in viewer.headers.children() if hasattr(child, "text")]
    assert said[:2] == ["From", "ann@acme.example"] and "Access review" in said
    assert viewer.body.field.toPlainText().startswith("The review is done.")
    assert viewer.attached.text() == "1 attachment"
    assert viewer.attachments.rows_model.index(0, 0).data() == "accounts.csv"


def test_an_archive_lists_what_it_holds_and_sorts(shown: ToShow) -> None:
    viewer = shown("logs.zip", samples.zipped({"b.log": b"x" * 10, "../../a.log": b"y" * 5000})).viewer
    assert isinstance(viewer, ArchiveViewer) and viewer.count.text() == "2 files"
    viewer.members.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [viewer.members.rows_model.index(n, 0).data() for n in (0, 1)] == ["../../a.log", "b.log"]
    assert viewer.members.selectionMode() == QAbstractItemView.SelectionMode.ExtendedSelection


def test_anything_else_is_its_first_bytes_and_a_name_that_lies_is_pointed_out(shown: ToShow) -> None:
    made = shown("invoice.pdf", b"MZ" + bytes(3000))
    assert isinstance(made.viewer, HexViewer) and made._session._looker is None
    assert made.viewer.field.toPlainText().startswith(f"0000  4d 5a {'00 ' * 13}00  MZ")
    assert (
        "ends in .pdf, but the content is a Windows program" in made.head.warning.text()
        and made.head.warning.isVisible()
    )
    assert made.head.note.text() == "The first 1.0 kB of 3.0 kB are shown."
    assert made._source.piece is not None and made._source.piece.sha256 in made.hash.text().replace("\n", "")
