"""LexisNexis and Nexis Uni: "1 of 74 DOCUMENTS" above each article, or "End of Document" below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kg.read.archives.parts import blocks, data, day_in, made, pattern
from kg.read.record import Record, Unreadable
from kg.read.source import Source

_LABEL = re.compile(r"([A-Za-z][A-Za-z-]+(?: [A-Za-z-]+)?):\s*(.*)", re.DOTALL)
_EDITION = re.compile(r"(?:.*\bEdition\b.*|Correction Appended|.*\bEDITION\b.*)")
# what no newsroom writes at the head of a paragraph: the fields of the archive begin here
_STRONG = frozenset(
    {"load-date", "language", "publication-type", "journal-code", "pub-type", "document-type"}
)


def articles(lines: list[str], source: Source) -> Iterator[Record | Unreadable] | None:
    """Return the articles of an export, ``None`` where the lines are none."""
    start, end = pattern("nexis", "start"), pattern("nexis", "end")
    starts = [n for n, line in enumerate(lines) if start.match(line)]
    ends = [n for n, line in enumerate(lines) if end.match(line)]
    if starts:
        bounds = [(a + 1, b) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    elif ends and _signs(lines) >= 2:
        bounds = list(zip([0, *(n + 1 for n in ends)], [*ends, len(lines)], strict=True))
    else:
        return None
    parts = [lines[a:b] for a, b in bounds]
    # after the last mark there is nothing, or a page's foot
    return _all([part for part in parts if starts or any(map(_sign, part))], source)


def _signs(lines: list[str]) -> int:
    return sum(any(re.match(sign, line) for line in lines) for sign in data("nexis")["signs"])


def _sign(line: str) -> bool:
    return any(re.match(sign, line.strip()) for sign in data("nexis")["signs"])


def _all(parts: list[list[str]], source: Source) -> Iterator[Record | Unreadable]:
    for number, lines in enumerate(parts, 1):
        yield _one(lines, source, number, alone=len(parts) == 1)


def _one(lines: list[str], source: Source, number: int, *, alone: bool) -> Record | Unreadable:
    end = pattern("nexis", "end")
    text = [_without_rights(block) for block in blocks(line for line in lines if not end.match(line))]
    text = [block for block in text if block]
    failed = pattern("nexis", "failed")
    if len(text) < 6 and any(failed.search(" ".join(block)) for block in text):
        message = "the archive could not give this document"
        return Unreadable(f"{source.where}#{number}", message, "export it again", reason="without text")
    body_mark = pattern("nexis", "body")
    first = next(
        (n for n, block in enumerate(text) if _head_label(block) or body_mark.match(block[0])), len(text)
    )
    fields, told = _head(text[:first])
    # with no label at all the text begins behind the headline
    at = told if first == len(text) else first
    while at < len(text):
        label = _head_label(text[at])
        if label:
            fields.setdefault(*label)
            at += 1
        elif body_mark.match(text[at][0]):
            rest = text[at][1:]
            text[at : at + 1] = [rest] if rest else []
            break
        else:
            break
    stop = _tail(text, at)
    for block in text[stop:]:
        name, value = _label(block)
        if name == "language":
            fields.setdefault("language", value)
    body = "\n\n".join(" ".join(block) for block in text[at:stop])
    details = {"dateline": fields.get("dateline", ""), "edition": fields.get("edition", "")}
    return made(fields, body, source=source, number=number, alone=alone, details=details)


def _head(found: list[list[str]]) -> tuple[dict[str, str], int]:
    """Read what stands above the labels: publisher, date and headline, or headline, publisher and date.

    Returns:
        The fields, and the number of blocks that they were read from.
    """
    dated = [
        (n, k) for n, block in enumerate(found) for k, line in enumerate(block) if day_in(line) is not None
    ]
    if not dated:
        return ({"title": " ".join(found[0])} if found else {}), min(1, len(found))
    n, k = dated[0]
    day = found[n][k]
    before = [*(" ".join(block) for block in found[:n]), *found[n][:k]]
    edition = found[n][k + 1 :]
    after = [" ".join(block) for block in found[n + 1 :]]
    while after and _EDITION.fullmatch(after[0]):
        edition.append(after.pop(0))
    fields: dict[str, str] = {"published": day_in(day) or "", "edition": "; ".join(edition)}
    if after or len(before) < 2:
        fields["title"] = after[0] if after else ""
        fields["publisher"] = before[-1] if before else ""
    else:
        fields["title"], fields["publisher"] = before[-2], before[-1]
    return fields, len(found) - len(after) + (1 if after else 0)


def _tail(text: list[list[str]], at: int) -> int:
    """Return where the fields below an article begin."""
    heads = pattern("nexis", "tail_heads")
    labels = frozenset(data("nexis")["tail"])
    strong = len(text)
    for n in range(at, len(text)):
        name, _ = _label(text[n])
        if name in _STRONG or heads.match(text[n][0]):
            strong = n
            break
    while strong > at and _label(text[strong - 1])[0] in labels:
        strong -= 1
    return strong


def _without_rights(block: list[str]) -> list[str]:
    """Take lines of copyright out of a short block that begins with one: a publisher's name may stand under them."""
    legal, rights = pattern("nexis", "copyright"), pattern("nexis", "rights")
    if len(block) > 4 or not (legal.match(block[0]) or rights.match(block[0])):
        return block
    return [line for line in block if not (legal.match(line) or rights.match(line))]


def _label(block: list[str]) -> tuple[str, str]:
    found = _LABEL.match(" ".join(block))
    return (found.group(1).lower(), found.group(2)) if found else ("", "")


def _head_label(block: list[str]) -> tuple[str, str] | None:
    name, value = _label(block)
    field = _heads().get(name)
    return (field, value) if field else None


@cache
def _heads() -> Mapping[str, str]:
    return {name: field for field, names in data("nexis")["labels"].items() for name in names}
