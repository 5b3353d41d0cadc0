"""A look at evidence, as data only: pictures within limits, text as text, of everything else the first bytes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QFontDatabase, QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.problems import Problem
from srm_desktop.domain.sizes import size_text
from srm_desktop.services import evidence
from srm_desktop.services.assessments import Assessment
from srm_desktop.ui.preview_kinds import is_text, kind_text, mismatch
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import font
from srm_desktop.ui.widgets import button, label, named

TEXT_LIMIT = 200_000
"""Bytes of a text that are shown."""
HEX_LIMIT = 256
"""Bytes that are shown of what is neither picture nor text."""
LINE_LIMIT = 2_000
"""Characters after which a line is broken for the screen: one endless line takes seconds to lay out."""
IMAGE_BYTES = 64_000_000
IMAGE_PIXELS = 40_000_000
AT_ONCE_BYTES = 1_000_000
AT_ONCE_PIXELS = 2_500_000
"""Pictures up to here are decoded at once; larger ones on the worker, so that the window does not wait."""
HEIGHT = 320
FORMATS = {
    "image/png": b"png",
    "image/jpeg": b"jpeg",
    "image/gif": b"gif",
    "image/bmp": b"bmp",
    "image/webp": b"webp",
}


@dataclass(frozen=True)
class Seen:
    """What there is to show: a picture, or a text in letters of one width, or neither; and a sentence about it."""

    image: QImage | None = None
    text: str = ""
    note: str = ""
    wrap: bool = True


class Preview(QWidget):
    """Shows one piece of evidence and says what it is."""

    def __init__(self, session: Session) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self._session = session
        self._piece: Evidence | None = None
        self.facts = named(label(quiet=True, wrap=True), "preview_facts", "What it is")
        self.warning = named(label(wrap=True), "preview_warning", "The name and the content differ")
        self.warning.setProperty("kind", "bad")
        self.note = named(label(quiet=True, wrap=True), "preview_note", "About this view")
        self.hash = named(label(size="small", quiet=True, wrap=True), "preview_hash", "SHA-256")
        self.text = _text_field()
        self.picture = Picture()
        self.zoom = named(button("", self._zoom, kind="link"), "preview_zoom", "Size of the picture")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.text)
        self._pages.addWidget(self.picture)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.facts, 100)
        top.addStretch(1)
        top.addWidget(self.zoom, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.warning)
        layout.addWidget(self.note)
        layout.addWidget(self._pages)
        layout.addWidget(self.hash)

    def show_piece(self, piece: Evidence | None) -> None:
        """Show a piece of the open assessment; None clears."""
        if piece == self._piece:
            return
        self._piece = piece
        if piece is None or self._session.file is None:
            self._show(Seen())
            return
        self.facts.setText(f"{piece.id}  {piece.name}  ·  {kind_text(piece.media_type)}  ·  {size_text(piece.size)}")
        self.hash.setText(f"SHA-256 {piece.sha256}")
        sentence = mismatch(piece)
        self.warning.setText(f"! {sentence}" if sentence else "")
        self.warning.setVisible(bool(sentence))
        try:
            self._look(self._session.file, piece)
        except Problem as problem:
            self._show(Seen(note=problem.sentence))

    def _look(self, file: Assessment, piece: Evidence) -> None:
        if _heavy(file, piece):
            self._show(Seen(note="Loading the picture…"))
            self._session.run(lambda f: look(f, piece), say=False, then=lambda seen: self._arrived(piece, seen))
        else:
            self._show(look(file, piece))

    def _arrived(self, piece: Evidence, seen: Seen) -> None:
        if piece == self._piece:
            self._show(seen)

    def _show(self, seen: Seen) -> None:
        self.note.setText(seen.note)
        self.note.setVisible(bool(seen.note))
        self.picture.show_image(seen.image)
        self.text.setLineWrapMode(
            QPlainTextEdit.LineWrapMode.WidgetWidth if seen.wrap else QPlainTextEdit.LineWrapMode.NoWrap
        )
        self.text.setPlainText(seen.text)
        self._pages.setCurrentWidget(self.picture if seen.image is not None else self.text)
        self._pages.setVisible(seen.image is not None or bool(seen.text))
        self._fit()
        self.zoom.setVisible(seen.image is not None)
        self.zoom.setText("Fit to width" if self.picture.actual else "Actual size")

    def _fit(self) -> None:
        lines = self.text.document().size().height() + 1
        text = lines * self.text.fontMetrics().lineSpacing() + 16
        height = int(text) if self._pages.currentWidget() is self.text else self.picture.height_for(self.width())
        self._pages.setFixedHeight(max(40, min(HEIGHT, height)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _zoom(self) -> None:
        self.picture.set_actual(not self.picture.actual)
        self.zoom.setText("Fit to width" if self.picture.actual else "Actual size")
        self._fit()


class Picture(QScrollArea):
    """A picture, fitted to the width there is or in its own size; it remembers which."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        named(self, "preview_picture", "Picture")
        self.actual = False
        self._pixmap = QPixmap()
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._label)

    def show_image(self, image: QImage | None) -> None:
        """Show a picture, or none."""
        self._pixmap = QPixmap.fromImage(image) if image is not None else QPixmap()
        self._fit()

    def set_actual(self, actual: bool) -> None:
        """Own size, or fitted."""
        self.actual = actual
        self._fit()

    def height_for(self, width: int) -> int:
        """The height it needs at a width."""
        shown = self._pixmap
        if shown.isNull() or self.actual:
            return shown.height()
        return min(shown.height(), shown.height() * width // max(1, shown.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.actual:
            self._fit()

    def _fit(self) -> None:
        shown, room = self._pixmap, self.maximumViewportSize()
        too_large = shown.width() > room.width() or shown.height() > room.height()
        if not shown.isNull() and not self.actual and too_large:
            smooth = Qt.TransformationMode.SmoothTransformation
            shown = shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        self._label.setPixmap(shown)
        self._label.resize(shown.size())


def look(file: Assessment, piece: Evidence) -> Seen:
    """What there is to show of a piece; reads no more of it than is shown. Runs on any thread."""
    if piece.media_type in FORMATS:
        return _picture(file, piece)
    if is_text(piece.media_type):
        return _text(evidence.read_start(file, piece.uid, TEXT_LIMIT), piece.size)
    data = evidence.read_start(file, piece.uid, HEX_LIMIT)
    return Seen(text=hex_lines(data), note="There is no view of this kind of file here. Its first bytes:", wrap=False)


def _size_of(data: bytes, media_type: str) -> QSize:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer, QByteArray(FORMATS[media_type])).size()


def _heavy(file: Assessment, piece: Evidence) -> bool:
    if piece.media_type not in FORMATS or piece.size > IMAGE_BYTES:
        return False
    size = _size_of(evidence.read_start(file, piece.uid, 65_536), piece.media_type)
    pixels = size.width() * size.height() if size.isValid() else 0
    return pixels <= IMAGE_PIXELS and (piece.size > AT_ONCE_BYTES or pixels > AT_ONCE_PIXELS)


def _picture(file: Assessment, piece: Evidence) -> Seen:
    size = _size_of(evidence.read_start(file, piece.uid, 65_536), piece.media_type)
    if size.isValid() and size.width() * size.height() > IMAGE_PIXELS:
        return Seen(
            note=f"The picture is {size.width():,} × {size.height():,} pixels, too large to show here. "
            "Extract it to look at it in another program."
        )
    if piece.size > IMAGE_BYTES:
        return Seen(note=f"The picture has {size_text(piece.size)}, too much to show here. Extract it to look at it.")
    QImageReader.setAllocationLimit(256)
    buffer = QBuffer()
    buffer.setData(QByteArray(evidence.read_start(file, piece.uid, piece.size)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(FORMATS[piece.media_type]))
    reader.setAutoTransform(True)
    image = reader.read() if not size.isEmpty() else QImage()
    if image.isNull():
        data = evidence.read_start(file, piece.uid, HEX_LIMIT)
        return Seen(
            text=hex_lines(data), note="The picture is damaged and cannot be shown. Its first bytes:", wrap=False
        )
    return Seen(image=image, note=f"{image.width():,} × {image.height():,} pixels")


def _text(data: bytes, size: int) -> Seen:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\x00", "\u2400")
    if len(data) < size:
        text = text.rstrip("\ufffd")
    lines = (line[n : n + LINE_LIMIT] for line in text.splitlines() for n in range(0, max(1, len(line)), LINE_LIMIT))
    note = f"The first {size_text(len(data))} of {size_text(size)} are shown." if len(data) < size else ""
    return Seen(text="\n".join(lines), note=note)


def hex_lines(data: bytes) -> str:
    """Bytes as rows of sixteen: offset, hexadecimal, and the letters among them."""
    rows = []
    for start in range(0, len(data), 16):
        row = data[start : start + 16]
        letters = "".join(chr(b) if 32 <= b < 127 else "·" for b in row)
        rows.append(f"{start:04x}  {row.hex(' '):<47}  {letters}")
    return "\n".join(rows)


def _text_field() -> QPlainTextEdit:
    made = named(QPlainTextEdit(), "preview_text", "Text of the evidence")
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    fixed.setPointSizeF(font("small").pointSizeF())
    made.setFont(fixed)
    made.setReadOnly(True)
    made.setUndoRedoEnabled(False)
    made.setTabChangesFocus(True)
    made.setAcceptDrops(False)
    return made
