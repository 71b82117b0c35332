"""E-mail: newsletters and alerts saved as ``.eml``, and pages saved as ``.mht``."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr

from kg.read.intake import Intake
from kg.read.plain import single
from kg.read.record import Record, Unreadable
from kg.read.source import Source
from kg.read.values import markup_to_text
from kg.read.web import of_page


def read_mail(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the article of a message: its text, else the words of its page; subject, date and sender above it."""
    message = email.message_from_bytes(source.content(), policy=email.policy.default)
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
