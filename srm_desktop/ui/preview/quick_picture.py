"""Small pictures, decoded here: Qt's readers of the common formats, within limits of bytes and pixels."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from srm_desktop.domain.look import Picture, PictureLook

PIXELS = 2_500_000
"""Pixels of a picture that is decoded at once."""
MEGABYTES = 64
"""What Qt may use for one."""
_FORMATS = {"image/png": b"png", "image/jpeg": b"jpeg", "image/gif": b"gif", "image/bmp": b"bmp", "image/webp": b"webp"}
_EXIF = (b"Exif\x00\x00", b"eXIf", b"EXIF")
"""What a picture has in it that says something about itself; Qt does not read that."""


def look(data: bytes, media_type: str, notes: tuple[str, ...] = ()) -> PictureLook | None:
    """The picture; None where it is large, damaged, of several frames, or says more about itself than pixels."""
    kind = _FORMATS.get(media_type)
    if kind is None or any(mark in data[:65_536] for mark in _EXIF):
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > PIXELS or reader.imageCount() > 1:
        return None
    QImageReader.setAllocationLimit(MEGABYTES)
    image = reader.read()
    if image.isNull():
        return None
    return PictureLook(as_picture(image), image.width(), image.height(), (), notes)


def as_picture(image: QImage) -> Picture:
    """An image of Qt's as plain pixels."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    line, rows = image.width() * 4, bytes(image.constBits())
    if image.bytesPerLine() != line:
        step = image.bytesPerLine()
        rows = b"".join(rows[at : at + line] for at in range(0, step * image.height(), step))
    return Picture(image.width(), image.height(), rows)


def as_image(picture: Picture) -> QImage:
    """Plain pixels as an image of Qt's, which keeps them."""
    held = QImage(picture.pixels, picture.width, picture.height, picture.width * 4, QImage.Format.Format_ARGB32)
    return held.copy()
