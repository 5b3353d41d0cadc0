"""E-mail: headers in reading order, the body as text, what is attached. Nothing from elsewhere is loaded."""

from __future__ import annotations

import contextlib
import email
import email.policy
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from srm_desktop.domain.look import MailLook, Member
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.texts import decoded
from srm_desktop.exchange.lens.web import text_of_html

LARGEST = 100_000_000
"""Bytes of a message, with what is attached."""
MOST_BODY = 1_000_000
MOST_PARTS = 1_000
HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID")
LONGEST_HEADER = 2_000

_FROM_HTML = "The body is HTML, shown as its text; pictures and links from elsewhere are not loaded."


def look(piece: Piece) -> MailLook:
    """A message. Raises CannotShow."""
    message = read(piece)
    body, notes = _body(message)
    if len(body) > MOST_BODY:
        notes.append(f"The first {MOST_BODY:,} characters of the body are shown.")
    return MailLook(_headers(message), body[:MOST_BODY], tuple(_attached(message)), tuple(notes))


def read(piece: Piece) -> EmailMessage:
    """The message as the standard library reads it, which takes anything. Raises CannotShow where it is too large."""
    found = email.message_from_bytes(piece.whole(LARGEST), _class=EmailMessage, policy=email.policy.default)
    return found


def sent(message: EmailMessage) -> datetime | None:
    """The Date header, where there is one that can be read."""
    with contextlib.suppress(Exception):
        return parsedate_to_datetime(str(message["Date"]))
    return None


def _headers(message: EmailMessage) -> tuple[tuple[str, str], ...]:
    found = []
    for name in HEADERS:
        if said := _header(message, name):
            found.append((name, said))
    return tuple(found)


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = message[name]
    except Exception:  # the standard library stumbles over some headers that are none; they are shown as they stand
        value = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), None)
    return "" if value is None else " ".join(str(value).split())[:LONGEST_HEADER]


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if isinstance(part, EmailMessage):
            yield part


def _body(message: EmailMessage) -> tuple[str, list[str]]:
    plain = html = None
    for part in _parts(message):
        kind = part.get_content_type()
        if _is_attached(part) or part.is_multipart():
            continue
        if kind == "text/plain" and plain is None:
            plain = part
        elif kind == "text/html" and html is None:
            html = part
    if plain is not None and (text := _decoded(plain)).strip():
        return text, []
    return (text_of_html(_decoded(html)), [_FROM_HTML]) if html is not None else ("", ["There is no text in it."])


def _decoded(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    with contextlib.suppress(LookupError, UnicodeDecodeError, ValueError):
        return data.decode(part.get_content_charset("utf-8")).replace("\r\n", "\n").replace("\x00", "\u2400")
    return decoded(data).text


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _attached(message: EmailMessage) -> Iterator[Member]:
    for part in _parts(message):
        kind = part.get_content_type()
        if part is message or (part.is_multipart() and kind != "message/rfc822"):
            continue
        if kind == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            title = _header(inner, "Subject") if isinstance(inner, EmailMessage) else ""
            yield Member(_name(part) or title or "A message", -1, kind)
        elif _is_attached(part) or not kind.startswith("text/"):
            data = part.get_payload(decode=True)
            size = len(data) if isinstance(data, bytes) else -1
            yield Member(_name(part) or "Without a name", size, kind)


def _name(part: EmailMessage) -> str:
    with contextlib.suppress(Exception):
        return " ".join((part.get_filename() or "").split())[:300]
    return ""
