"""Pictures: measured by their header before anything is unpacked, turned upright, with what EXIF says about them."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from srm_desktop.domain.look import Picture, PictureLook
from srm_desktop.exchange.lens.frames import MOST_PIXELS
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import CannotShow

LARGEST = 40_000_000
"""Pixels of a picture that is unpacked."""

MOST_PAIRS = 100
LONGEST_VALUE = 200

_QUICK_FILTER = Image.Resampling.BILINEAR

_FORMATS = {
    "image/png": ("PNG", "PngImagePlugin"),
    "image/jpeg": ("JPEG", "JpegImagePlugin"),
    "image/gif": ("GIF", "GifImagePlugin"),
    "image/bmp": ("BMP", "BmpImagePlugin"),
    "image/webp": ("WEBP", "WebPImagePlugin"),
    "image/tiff": ("TIFF", "TiffImagePlugin"),
}
_AS_PHOTOGRAPHERS_WRITE: dict[int, Callable[[float], str]] = {
    0x829A: lambda seconds: f"1/{1 / seconds:.0f} s" if 0 < seconds <= 0.5 else f"{seconds:g} s",  # exposure time
    0x829D: lambda number: f"f/{number:g}",  # F number
    0x9201: lambda apex: f"1/{2**apex:.0f} s" if apex >= 1 else f"{2**-apex:.3g} s",  # shutter speed
    0x9202: lambda apex: f"f/{2 ** (apex / 2):.2g}",  # aperture
    0x9204: lambda stops: f"{stops:+.2g} EV" if stops else "0 EV",  # exposure bias
    0x9205: lambda apex: f"f/{2 ** (apex / 2):.2g}",  # largest aperture
    0x920A: lambda length: f"{length:g} mm",  # focal length
    0xA405: lambda length: f"{length:g} mm",  # the same on 35 mm film
}
"""Values of EXIF 2.32 that are fractions, or logarithms of base 2 (APEX), by tag."""
_UNSAID = {
    0x8769,
    0x8825,
    0xA005,
    0x014A,
    0x927C,
    0x501B,
    0x02BC,
    0xC4A5,
    0x8773,
}  # places of other lists, previews, blobs


def look(piece: Piece) -> PictureLook:
    """The picture, smaller where it is larger than is sent. Raises CannotShow."""
    image = opened(piece)
    width, height = image.size
    if width * height > LARGEST:
        raise CannotShow(
            f"{piece.name} is {width:,} × {height:,} pixels, and at most {LARGEST / 1e6:.0f} million are shown here;"
            " extract it and open it in its own program."
        )
    frames = int(getattr(image, "n_frames", 1))
    exif = pairs(image)
    try:
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise CannotShow(f"{piece.name} is damaged and cannot be shown; extract it and try its own program.") from error
    shown = image
    notes = []
    if frames > 1:
        notes.append(f"It holds {frames:,} pictures; the first is shown.")
    upright: tuple[int, int] = shown.size
    if upright[0] * upright[1] > MOST_PIXELS:
        smaller = math.sqrt(MOST_PIXELS / (upright[0] * upright[1]))
        shown = shown.resize((max(1, int(upright[0] * smaller)), max(1, int(upright[1] * smaller))), _QUICK_FILTER)
        notes.append(f"It is shown smaller than it is: {shown.width:,} × {shown.height:,} pixels.")
    pixels = shown.convert("RGBA").tobytes("raw", "BGRA")
    return PictureLook(Picture(shown.width, shown.height, pixels), *upright, exif, tuple(notes))


def opened(piece: Piece) -> Any:
    """The picture with its header read and nothing unpacked. Raises CannotShow."""
    name, module = _FORMATS[piece.media_type]
    Image.MAX_IMAGE_PIXELS = None  # measured here, with a sentence of ours
    warnings.simplefilter("ignore")
    import_module(f"PIL.{module}")
    try:
        return Image.open(piece.path, formats=[name])
    except (UnidentifiedImageError, ValueError, SyntaxError, EOFError) as error:
        raise CannotShow(f"{piece.name} is damaged and cannot be shown.") from error
    except OSError as error:
        if error.strerror is None:  # Pillow's own words about the bytes
            raise CannotShow(f"{piece.name} is damaged and cannot be shown.") from error
        raise CannotShow(f"{piece.name} cannot be read: {error.strerror}.") from error


def pairs(image: Any) -> tuple[tuple[str, str], ...]:
    """What EXIF says: names as in the standard, with spaces between their words, and values as people write them."""
    try:
        exif = image.getexif()
        told = [*_named(exif, ExifTags.TAGS), *_named(exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS)]
        places = exif.get_ifd(ExifTags.IFD.GPSInfo)
        where = _place(places)
        told += [("GPS position", where)] if where else []
        told += _named({tag: value for tag, value in places.items() if tag > 4 or not where}, ExifTags.GPSTAGS)
    except Exception:  # a damaged list says nothing; the picture may be whole
        return ()
    return tuple(told[:MOST_PAIRS])


def _named(tags: Any, names: dict[int, str]) -> list[tuple[str, str]]:
    found = []
    for tag, value in tags.items():
        said = "" if tag in _UNSAID else _photographed(tag, value) or _said(value)
        if said and tag in names:
            found.append((_spaced(names[tag]), said))
    return found


def _photographed(tag: int, value: Any) -> str:
    """A value as photographers write it; empty where it has no such form, or is none."""
    if tag not in _AS_PHOTOGRAPHERS_WRITE:
        return ""
    try:
        number = value[0] / value[1] if isinstance(value, tuple) and len(value) == 2 else float(value)
        return _AS_PHOTOGRAPHERS_WRITE[tag](number) if math.isfinite(number) else ""
    except (TypeError, ValueError, ArithmeticError):  # 0/0, a text, or beyond what a float holds
        return ""


def _spaced(name: str) -> str:
    """`DateTimeOriginal` as "Date time original"; abbreviations stay together."""
    words: list[str] = []
    for at, letter in enumerate(name):
        begins = letter.isupper() and (not name[at - 1].isupper() or name[at + 1 : at + 2].islower())
        begins |= letter.isdigit() and name[at - 1].islower()
        if at and begins:
            words.append(" ")
        words.append(letter)
    parts = "".join(words).split(" ")
    return " ".join([parts[0], *(p if len(p) > 1 and p.isupper() else p.lower() for p in parts[1:])])


def _said(value: Any) -> str:
    if isinstance(value, bytes):
        if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0"):
            value = value[8:]
        if len(value) > LONGEST_VALUE or not all(32 <= letter < 127 for letter in value.strip(b"\0 ")):
            return ""
        value = value.decode("ascii", "replace")
    if isinstance(value, tuple):
        return ", ".join(_said(one) for one in value[:8])
    if isinstance(value, float) or hasattr(value, "numerator"):
        number = float(value)
        return f"{number:g}" if math.isfinite(number) else ""
    return " ".join(str(value).replace("\x00", "").split())[:LONGEST_VALUE]


def _place(gps: Any) -> str:
    """Latitude and longitude in degrees, as maps take them."""
    try:
        north, east = _degrees(gps[2]), _degrees(gps[4])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return ""
    if not (abs(north) <= 90 and abs(east) <= 180):
        return ""
    return f"{north:.6f}° {str(gps.get(1, 'N'))[:1]}, {east:.6f}° {str(gps.get(3, 'E'))[:1]}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
