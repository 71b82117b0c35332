"""E-mail: newsletters and alerts saved as ``.eml``, mailboxes (``.mbox``), and pages saved as ``.mht``."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr

from kg.read.intake import Intake
from kg.read.plain import single
from kg.read.record import Record, Unreadable
from kg.read.source import Source
from kg.read.values import markup_to_text
from kg.read.web import of_page

_LARGEST = 64 * 2**20
_QUOTED = re.compile(rb"^>(>*From )")
_BLANK = (b"\n", b"\r\n")


def read_mail(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the article of a message: its text, else the words of its page; subject, date and sender above it."""
    yield from _message(source.content(), source, intake)


def read_mailbox(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the article of each message of a mailbox (RFC 4155), one held at a time; a damaged one costs itself alone.

    A message begins with a line "From …" after a blank one; such a line within it has been written ">From …".
    """
    number = 0
    for number, raw in enumerate(_messages(source), 1):
        part = replace(source, name=f"{source.name}#{number}", where=f"{source.where}#{number}")
        if raw is None:
            message = f"is a message of over {_LARGEST >> 20} MiB"
            yield Unreadable(part.where, message, "save its text alone", reason="too large")
            continue
        try:
            yield from _message(raw, part, intake)
        except Unreadable as error:
            yield error
    if not number:
        raise Unreadable(source.where, "is a mailbox without messages", "leave it out", reason="without text")


def _messages(source: Source) -> Iterator[bytes | None]:
    """Yield the messages as they were sent, ``None`` for one that is too long to be held."""
    held: list[bytes] | None = None
    size, blank = 0, True
    for _, line in source.lines():
        if blank and line.startswith(b"From "):
            if held is not None:
                yield b"".join(held) if size <= _LARGEST else None
            held, size = [], 0
        elif held is not None:
            size += len(line) if line else _LARGEST  # a line that is itself too long comes empty
            if size <= _LARGEST:
                held.append(_QUOTED.sub(rb"\1", line))
            else:
                held.clear()
        blank = line in _BLANK
    if held is not None:
        yield b"".join(held) if size <= _LARGEST else None


def _message(raw: bytes, source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    try:
        saved = source.ending in (".mht", ".mhtml") or message.get_content_type() == "multipart/related"
        plain, page = message.get_body(("plain",)), message.get_body(("html",))
        if saved and page is not None and "Snapshot-Content-Location" in message:
            yield from of_page(page.get_content(), source, intake)
            return
        body = plain.get_content() if isinstance(plain, EmailMessage) else ""
        if not str(body).strip() and isinstance(page, EmailMessage):
            body = markup_to_text(page.get_content())
        name, address = parseaddr(str(message.get("From", "")))
        meta = {
            "title": str(message.get("Subject", "")),
            "published": str(message.get("Date", "")) or None,
            "publisher": name or address or None,
        }
    except (LookupError, ValueError, TypeError, AttributeError, KeyError) as error:
        told = " ".join(str(error).split()) or type(error).__name__
        raise Unreadable(source.where, f"is a damaged message: {told}", "save it again") from error
    if not str(body).strip():
        raise Unreadable(
            source.where, "is a message without text", "save what is attached to it", reason="without text"
        )
    yield single(str(body).replace("\r\n", "\n"), meta, source, intake)
