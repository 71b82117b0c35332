"""Factiva: "Document LBA0000020220314ei3e000ab" below each article; with the codes of its fields or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kg.read.archives.parts import data, day_in, made, paragraphs, pattern
from kg.read.record import Record, Unreadable
from kg.read.source import Source

_CODE = re.compile(r"\|?\s*([A-Z]{2,3}|DATELINE)(?:\s*[|\t]\s*|\s+|$)(.*?)\|?$", re.DOTALL)
_TIME = re.compile(r"\d{1,2}:\d\d(?: (?:AM|PM|GMT))?")
_SHORT_CODE = re.compile(r"[A-Z0-9]{2,8}")
_LEGAL = re.compile(r"(?:Copyright\b|\(c\)|©|All [Rr]ights [Rr]eserved)", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*(?:,| and)?\s?){2,6}")
_FEW_HEAD = 14


def articles(lines: list[str], source: Source) -> Iterator[Record | Unreadable] | None:
    """Return the articles of an export, ``None`` where the lines are none."""
    end = pattern("factiva", "end")
    ends = [n for n, line in enumerate(lines) if _number(line, end)]
    if not ends:
        return None
    parts = [(lines[a:b], lines[b]) for a, b in zip([0, *(n + 1 for n in ends)], ends, strict=False)]
    words = pattern("factiva", "words")
    if not any(words.match(line) or _code(line, strict=False) for part, _ in parts for line in part):
        return None
    return _all(parts, source)


def _number(line: str, end: re.Pattern[str]) -> str | None:
    found = end.match(re.sub(r"^\|?\s*AN[\s|]+", "", line).rstrip("| "))
    return found.group(1) if found else None


def _all(parts: list[tuple[list[str], str]], source: Source) -> Iterator[Record | Unreadable]:
    for number, (lines, last) in enumerate(parts, 1):
        name = _number(last, pattern("factiva", "end")) or ""
        coded = [code for code in (_code(line, strict=False) for line in lines) if code]
        fields = _coded(lines) if {"title", "length"} <= {field for field, _ in coded} else _bare(lines)
        text = fields.pop("text", "")
        yield made({**fields, "id": name}, text, source=source, number=number, alone=len(parts) == 1)


def _coded(lines: list[str]) -> dict[str, str]:
    """Read fields that stand behind their codes."""
    held: dict[str, list[str]] = {}
    field = ""
    for line in lines:
        found = _code(line, strict=field == "text")
        if found:
            field, value = found
            if field != "text" and field in held:
                field = "other"
            held.setdefault(field, []).append("")
            held[field].append(value)
        elif field:
            held[field].append(line)
    fields = {
        name: " ".join(" ".join(part).split()) for name, part in held.items() if name not in ("text", "other")
    }
    fields["text"] = paragraphs(line.strip("| ") for line in held.get("text", []))
    return fields


def _code(line: str, *, strict: bool) -> tuple[str, str] | None:
    found = _CODE.match(line)
    if not found or found.group(1) not in _codes():
        return None
    if strict and not re.match(r"\|?\s*[A-Z]{2,8}(?:\s*[|\t]|\s{2,}|$)", line):
        return None  # a paragraph may begin with "IN" or "RE"
    return _codes()[found.group(1)], found.group(2).strip()


def _bare(lines: list[str]) -> dict[str, str]:
    """Read fields that stand in the order of Factiva's page."""
    words, cover = pattern("factiva", "words"), pattern("factiva", "cover")
    at = next((n for n, line in enumerate(lines) if words.match(line)), None)
    if at is None:
        return {"text": paragraphs(lines)}
    fields: dict[str, str] = {}
    head = [line.strip() for line in lines[:at] if line.strip() and not cover.match(line)]
    if len(head) > 1 and (
        head[-1].startswith("By ") or (_NAME.fullmatch(head[-1]) and len(head[-1].split()) < 7)
    ):
        fields["author"] = head.pop().removeprefix("By ")
    if head:
        fields["title"] = head.pop()
    if head and len(head[-1].split()) < 6:
        fields["section"] = head[-1]
    n, seen = at + 1, 0
    languages = frozenset(data("factiva")["languages"])
    while n < len(lines) and seen < _FEW_HEAD:
        line = lines[n].strip()
        n += 1
        if not line:
            continue
        seen += 1
        day = day_in(line)
        if day and "published" not in fields:
            fields["published"] = day
        elif line in languages:
            fields["language"] = line
            break
        elif _TIME.fullmatch(line) or _SHORT_CODE.fullmatch(line):
            continue
        elif "publisher" not in fields:
            fields["publisher"] = line
    while n < len(lines) and (not lines[n].strip() or _LEGAL.match(lines[n].strip())):
        n += 1
    fields["text"] = paragraphs(lines[n:])
    return fields


@cache
def _codes() -> Mapping[str, str]:
    return {code: field for field, codes in data("factiva")["codes"].items() for code in codes}
