"""From the records of tables, JSON and services to records of articles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from kg.read.fields import find, plain
from kg.read.intake import Intake
from kg.read.pieces import of_pieces
from kg.read.published import day_order, is_ambiguous
from kg.read.record import DETAILS, FIELDS, Record, Unreadable
from kg.read.source import Source
from kg.read.values import line_of, mended, names_of, text_of, uncut


class Sheet:
    """One file of many records: what they have in common, told once.

    Args:
        source: the file.
        intake: options and counts.
        dates: returns the values of a field in all records of the file, asked for once where a date in figures can be
            read in two ways.
    """

    def __init__(
        self, source: Source, intake: Intake, *, dates: Callable[[str], Iterable[object]] | None = None
    ) -> None:
        self._source, self._intake, self._dates = source, intake, dates
        self._seen: set[bytes] = set()
        self._used: dict[str, str] = {}
        self._unknown: set[str] = set()
        self._order: bool | None = None
        self._asked = False

    def records(self, fields: Any, number: int | None, where: str) -> Iterator[Record | Unreadable]:
        """Make the record of an article, and those of its copies where ``kg read`` wrote them with it.

        Args:
            fields: the record as it stands.
            number: its number in the file; ``None`` where it is the only one.
            where: its place.
        """
        yield self.record(fields, number, where)
        text, copies = (
            (fields.get("text"), fields.get("copies")) if isinstance(fields, Mapping) else (None, None)
        )
        if not isinstance(text, str) or not isinstance(copies, list):
            return
        for k, copy in enumerate(copies, 1):
            if not isinstance(copy, Mapping) or not isinstance(copy.get("text"), list):
                continue  # a service's list of something else
            at, place = f"{number or 1}.{k}", f"{where}#{k}"
            try:
                own = {**copy, "text": of_pieces(copy["text"], text)}
            except ValueError as error:
                hint = "write the file again, with kg read"
                yield Unreadable(place, f"has no text: {error}", hint, reason="broken")
                continue
            yield self.record(own, at, place)

    def record(self, fields: Any, number: int | str | None, where: str) -> Record | Unreadable:
        """Make the record of an article.

        Args:
            fields: the record as it stands.
            number: its number in the file; ``None`` where it is the only one.
            where: its place.
        """
        if not isinstance(fields, Mapping):
            hint = "give an object with the fields " + ", ".join(FIELDS)
            return Unreadable(where, "is no record of an article", hint, reason="no record")
        found = find(fields, self._intake.names)
        for field, name in found.used.items():
            self._used.setdefault(field, name)
        self._unknown.update(found.unknown)
        values = dict(found.values)
        text = text_of(values.get("text"))
        if text is None:
            return self._textless(fields, values, where)
        # what "kg read" wrote is read again
        details: dict[str, Any] = {key: fields[key] for key in DETAILS if isinstance(fields.get(key), str)}
        if isinstance(text, str):
            text, missing = uncut(text)
            better = mended(text)
            if better != text:
                self._intake.note(where, "was decoded twice, and is mended", warning=True)
                text = better
            if found.beginning:
                missing = missing or "more"
            if missing:
                details["cut"] = missing
                told = f"{missing} characters are" if missing.isdigit() else "the rest is"
                self._intake.note(
                    where, f"is only the beginning: {told} missing", "get the full text", warning=True
                )
        for field in ("section", "language", "kind"):
            if isinstance(values.get(field), str):
                details[field] = line_of(values[field])
        publisher, url = names_of(values.get("publisher")), values.get("url")
        return Record(
            name=self._name(values.get("id"), number, where),
            where=where,
            text=text,
            title=line_of(values.get("title")),
            published=values.get("published"),
            publisher=publisher,
            url=url,
            author=names_of(values.get("author")),
            details=details,
            day_first=self._day_first(values.get("published")),
        )

    def tell(self) -> None:
        """Tell, once for the file, which names gave which fields and which gave none."""
        renamed = [f"{f} from {n!r}" for f, n in self._used.items() if plain(n) != f]
        parts = []
        if renamed and "text" in self._used:
            parts.append(f"read {', '.join(renamed)}")
        if self._unknown and "text" in self._used:
            parts.append("not used: " + ", ".join(map(repr, sorted(self._unknown))))
        if parts:
            message = "; ".join(parts)
            self._intake.note(self._source.where, message, "--field text=NAME says it otherwise")

    def _textless(self, fields: Mapping[str, Any], values: Mapping[str, Any], where: str) -> Unreadable:
        given = self._intake.names.shown.get("text")
        there = ", ".join(sorted(map(str, fields))) or "none"
        if "url" in values and given is None:
            message = "has no text, only a headline and a link"
            return Unreadable(
                where, message, f"save the page itself; its fields are {there}", reason="without text"
            )
        message = f"has no field {given!r}" if given else "has no text"
        hint = f"its fields are {there}; say which holds the text: --field text=NAME"
        return Unreadable(where, message, hint, reason="without text")

    def _name(self, given: Any, number: int | str | None, where: str) -> str:
        name = self._source.name if number is None else f"{self._source.name}#{number}"
        if not isinstance(given, str | int) or isinstance(given, bool) or not str(given).strip():
            return name
        own = " ".join(str(given).split())
        # the digest alone: a file may have millions of records
        mark = hashlib.blake2b(own.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if mark in self._seen:
            message = f"record id {own!r} stands already in this file"
            self._intake.note(where, message, "the record is kept under its number", warning=True)
            return f"{own}#{number}"
        self._seen.add(mark)
        return own

    def _day_first(self, value: object) -> bool | None:
        if self._order is not None or not is_ambiguous(value) or self._asked or self._dates is None:
            return self._order
        self._asked = True
        self._order, proof = day_order(self._dates(self._used["published"]))
        if self._order is not None:
            how = "day" if self._order else "month"
            message = f"dates such as {value} are read {how} first, as {proof} shows"
            self._intake.note(self._source.where, message)
        return self._order
