"""ProQuest: labelled fields, and a line of underscores between articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kg.read.archives.parts import data, day_in, made, paragraphs, pattern
from kg.read.record import Record, Unreadable
from kg.read.source import Source

_LABEL = re.compile(r"\s*([A-Za-z][A-Za-z /-]{2,40}):\s*(.*)")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d|[A-Z][a-z]{2,8} \d{1,2}, (?:19|20)\d\d")
_NONE = re.compile(r"(?:full text )?(?:is )?(?:not available|unavailable|none available)\W*", re.IGNORECASE)
_MOSTLY = 0.6


def articles(lines: list[str], source: Source) -> Iterator[Record | Unreadable] | None:
    """Return the articles of an export, ``None`` where the lines are none."""
    rule, sign = pattern("proquest", "rule"), pattern("proquest", "sign")
    if not any(sign.match(line) for line in lines):
        return None
    parts: list[list[str]] = [[]]
    for line in lines:
        if rule.match(line):
            parts.append([])
        else:
            parts[-1].append(line)
    # the contents before and the terms of use after the articles have no field of an article
    kept = [part for part in parts if any(sign.match(line) for line in part)]
    return _all(kept, source)


def _all(parts: list[list[str]], source: Source) -> Iterator[Record | Unreadable]:
    for number, lines in enumerate(parts, 1):
        fields, text, cut = _fields(lines)
        details = {"cut": "more"} if cut else {}
        yield made(fields, text, source=source, number=number, alone=len(parts) == 1, details=details)


def _fields(lines: list[str]) -> tuple[dict[str, str], str, bool]:
    start = pattern("proquest", "start")
    lines = [line for line in lines if not start.match(line)]
    held: dict[str, list[str]] = {}
    field = "first"
    for n, line in enumerate(lines):
        label = _label(line)
        if label and not (field == "text" and not _fields_follow(lines[n:])):
            field, value = label
            if field in held and field != "other":
                field = "other" if any(part.strip() for part in held[field]) else field
            held.setdefault(field, []).append(value)
        else:
            held.setdefault(field, []).append(line)
    fields = {
        name: " ".join(" ".join(part).split()) for name, part in held.items() if name not in ("text", "other")
    }
    if not fields.get("title"):
        fields["title"] = next((line.strip() for line in held.get("first", []) if line.strip()), "")
    info = fields.pop("info", "")
    if not fields.get("published"):
        found = _DAY.search(info)
        fields["published"] = found[0] if found else ""
    day = day_in(fields["published"])
    fields["published"] = day or fields["published"]
    fields["publisher"] = (fields.get("publisher") or info).split(";")[0].strip()
    text = paragraphs(held.get("text", []))
    if text.strip() and not _NONE.fullmatch(text.strip()):
        return fields, text, False
    return fields, paragraphs(held.get("abstract", [])), True


def _label(line: str) -> tuple[str, str] | None:
    found = _LABEL.match(line)
    field = _labels().get(found.group(1).strip().lower()) if found else None
    return (field, found.group(2)) if field and found else None


def _fields_follow(lines: list[str]) -> bool:
    """Tell whether the labelled fields go on from here: a story may have a line such as "Location: Geneva" too."""
    rest = [line for line in lines if line.strip()]
    return sum(_label(line) is not None for line in rest) >= _MOSTLY * len(rest)


@cache
def _labels() -> Mapping[str, str]:
    return {name: field for field, names in data("proquest")["labels"].items() for name in names}
