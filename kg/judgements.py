"""What persons decided about claims, in a plain file: one judgement a line, sorted, so that it can be read, compared
and undone by deleting a line.

A claim is pointed to by its article and the words that support it (``meeting/geneva-live-0142766e@12-40``), for these
stay when rules, scores and ids change. A judgement about words that are no longer there has no effect, and is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, get_args

import yaml

from kg.errors import DataFileError, InputError
from kg.files import write_text
from kg.listing import JUDGEMENTS
from kg.model import (
    ActorClaim,
    Extraction,
    Judgement,
    MeetingClaim,
    ProposalClaim,
    ResponseClaim,
    StatementClaim,
    ThingKind,
    Verdict,
)

NAME = JUDGEMENTS
"""The file's name where none is given."""

_HEAD = """\
# Judgements: what persons decided about who and what is one. One a line, sorted; they win over every score.
# A claim is kind/article@start-end, code points of its words in the article. Delete a line to undo it.
"""
_POINTER = re.compile(r"([a-z]+)/([^@\s]+)@(\d+)-(\d+)")
_KINDS: tuple[str, ...] = get_args(ThingKind)
_VERDICTS: tuple[str, ...] = get_args(Verdict)

_Claim = ActorClaim | MeetingClaim | ProposalClaim | ResponseClaim | StatementClaim


@dataclass(frozen=True, slots=True, order=True)
class Pointer:
    """A claim of an article by its words; ``says`` are these words, for people."""

    kind: ThingKind
    article: str
    start: int
    end: int
    says: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.kind}/{self.article}@{self.start}-{self.end}"


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One line of the file. ``left`` and ``right`` are of one kind and in order."""

    left: Pointer
    right: Pointer
    verdict: Verdict
    author: str = field(default="", compare=False)
    reason: str = field(default="", compare=False)

    @property
    def pair(self) -> tuple[Pointer, Pointer]:
        """What it is about."""
        return self.left, self.right


def decision(
    one: Pointer, other: Pointer, verdict: Verdict, *, author: str = "", reason: str = ""
) -> Decision:
    """Return a decision about two claims, given in any order.

    Raises:
        InputError: they are one, or of different kinds.
    """
    if one == other or one.kind != other.kind:
        raise InputError(f"{one} and {other}: a judgement is about two different claims of one kind")
    left, right = sorted((one, other))
    return Decision(left, right, verdict, author, reason)


# ---------------------------------------------------------------------------------------------- the file


def read(path: Path) -> tuple[Decision, ...]:
    """Return the judgements of a file, sorted; none if there is no file.

    Raises:
        DataFileError: a line is no judgement, or contradicts another.
    """
    if not path.exists():
        return ()
    found: dict[tuple[Pointer, Pointer], Decision] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            one = _parse(line)
        except (ValueError, KeyError, TypeError, InputError, yaml.YAMLError) as error:
            told = " ".join(str(error).split())
            raise DataFileError(
                path, f"no judgement: {told}; correct the line or delete it", line=number
            ) from error
        if one.pair in found:
            raise DataFileError(path, f"{one.left} and {one.right} are judged twice; keep one", line=number)
        found[one.pair] = one
    wrong = contradiction(found.values())
    if wrong is not None:
        raise DataFileError(
            path,
            f"{wrong.left} and {wrong.right} are judged different, and the same by others; delete one of them",
        )
    return tuple(found[pair] for pair in sorted(found))


def write(path: Path, decisions: Iterable[Decision]) -> None:
    """Put judgements in place of what the file held.

    Raises:
        StoreError: the file cannot be written.
    """
    write_text(path, _HEAD + "".join(map(_line, sorted(decisions))))


def judged(decisions: Iterable[Decision], new: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions with new ones, each in place of what was decided about its pair before.

    Raises:
        InputError: a new decision contradicts others.
    """
    both = {one.pair: one for one in (*decisions, *new)}
    wrong = contradiction(both.values())
    if wrong is not None:
        raise InputError(
            f"this contradicts what was judged before of {wrong.left} and {wrong.right}; see kg review --list, "
            "and undo that first"
        )
    return tuple(both[pair] for pair in sorted(both))


def contradiction(decisions: Iterable[Decision]) -> Decision | None:
    """Return a decision that two claims are different where others make them the same; ``None`` for none."""
    listed = sorted(decisions)
    group = groups(listed)
    return next(
        (one for one in listed if one.verdict == "different" and group(one.left) == group(one.right)), None
    )


def groups(decisions: Iterable[Decision]) -> Callable[[Pointer], Pointer]:
    """Return a function from a claim to the first of those that it was judged the same with."""
    above: dict[Pointer, Pointer] = {}

    def find(item: Pointer) -> Pointer:
        while item in above:
            item = above[item]
        return item

    for one in sorted(decisions):
        left, right = sorted((find(one.left), find(one.right)))
        if one.verdict == "same" and left != right:
            above[right] = left
    return find


def settled(decisions: Iterable[Decision]) -> Callable[[Pointer, Pointer], bool]:
    """Return a function that tells whether a pair was judged, or follows from what was."""
    listed = tuple(decisions)
    group = groups(listed)
    told = {frozenset((group(one.left), group(one.right))) for one in listed if one.verdict == "different"}
    unsure = {one.pair for one in listed if one.verdict == "unsure"}

    def is_settled(one: Pointer, other: Pointer) -> bool:
        ends = group(one), group(other)
        left, right = sorted((one, other))
        return ends[0] == ends[1] or frozenset(ends) in told or (left, right) in unsure

    return is_settled


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, f"cannot be read: {error}; it is a text file in UTF-8") from error


def _parse(line: str) -> Decision:
    found: Any = yaml.safe_load(line)
    if not (isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict)):
        raise ValueError("each line is - {verdict: …, left: …, right: …}")
    fields = found[0]
    unknown = sorted(fields.keys() - {"verdict", "left", "right", "author", "reason", "says"})
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r}")
    if fields["verdict"] not in _VERDICTS:
        raise ValueError(f"verdict {fields['verdict']!r} is none of {', '.join(_VERDICTS)}")
    says = [str(words) for words in fields.get("says") or ("", "")]
    if len(says) != 2:
        raise ValueError("says holds the words of left and right")
    left, right = pointer_of(str(fields["left"]), says[0]), pointer_of(str(fields["right"]), says[1])
    return decision(
        left,
        right,
        fields["verdict"],
        author=str(fields.get("author", "")),
        reason=str(fields.get("reason", "")),
    )


def pointer_of(text: str, says: str) -> Pointer:
    """Return the pointer that is written so.

    Raises:
        ValueError: it is none.
    """
    match = _POINTER.fullmatch(text)
    if match is None or match[1] not in _KINDS:
        raise ValueError(f"{text!r} is no claim; it is kind/article@start-end")
    return Pointer(match[1], match[2], int(match[3]), int(match[4]), says)  # type: ignore[arg-type]


def _line(one: Decision) -> str:
    fields = {"verdict": one.verdict, "left": str(one.left), "right": str(one.right)}
    fields |= {name: value for name, value in (("author", one.author), ("reason", one.reason)) if value}
    parts = [f"{name}: {_quoted(value)}" for name, value in fields.items()]
    if one.left.says or one.right.says:
        parts.append(f"says: [{_quoted(one.left.says)}, {_quoted(one.right.says)}]")
    return f"- {{{', '.join(parts)}}}\n"


def _quoted(value: str) -> str:
    """Quote a text: JSON's strings are YAML's double-quoted ones, but for characters that nobody sees."""
    plain = "".join(ch if ch.isprintable() else " " for ch in value)
    return plain if plain in _VERDICTS else json.dumps(plain, ensure_ascii=False)


# ---------------------------------------------------------------------------------------------- claims


def point(extraction: Extraction, kind: ThingKind, key: str) -> Pointer | None:
    """Point to a claim: by words that support no other claim of the kind if it has any, else by its first.

    Returns:
        ``None`` if there is no such claim, or it has no evidence.
    """
    by_key = {claim.key: claim for claim in claims(extraction, kind)}
    others = {item.span for other in by_key.values() if other.key != key for item in other.evidence}
    spans = sorted({item.span for item in by_key[key].evidence}) if key in by_key else []
    if not spans:
        return None
    span = next((span for span in spans if span not in others), spans[0])
    says = " ".join(span.of(extraction.article.text).split())
    return Pointer(kind, extraction.article.id, span.start, span.end, says[:80])


def find(extraction: Extraction, pointer: Pointer) -> str | None:
    """Return the key of the claim that is pointed to; ``None`` if the words support none."""
    for claim in claims(extraction, pointer.kind):
        if any((item.span.start, item.span.end) == (pointer.start, pointer.end) for item in claim.evidence):
            return claim.key
    return None


def bind(
    decisions: Iterable[Decision], extraction_of: Callable[[str], Extraction | None]
) -> tuple[tuple[Judgement, ...], tuple[Decision, ...]]:
    """Find the claims that judgements are about.

    Args:
        extraction_of: returns the whole extraction of an article, by its id.

    Returns:
        Judgements for ``kg.resolve``, and the decisions that are about words which are no longer there.
    """
    bound: list[Judgement] = []
    void: list[Decision] = []
    for one in sorted(decisions):
        ends = []
        for pointer in one.pair:
            extraction = extraction_of(pointer.article)
            key = find(extraction, pointer) if extraction is not None else None
            if key is not None:
                ends.append((pointer.article, key))
        if len(ends) == 2 and ends[0] != ends[1]:
            left, right = sorted(ends)
            bound.append(Judgement(one.left.kind, left, right, one.verdict))
        else:
            void.append(one)
    return tuple(bound), tuple(void)


def merging(things: Iterable[Iterable[Pointer]], *, author: str = "", reason: str = "") -> list[Decision]:
    """Return the decisions by which all claims of all things denote one: a chain from each to the next."""
    chain = sorted({pointer for part in things for pointer in part})
    return [decision(one, other, "same", author=author, reason=reason) for one, other in pairwise(chain)]


def splitting(parts: Iterable[Iterable[Pointer]], *, author: str = "", reason: str = "") -> list[Decision]:
    """Return the decisions by which each part denotes one thing, and any two parts two."""
    listed = [sorted(set(part)) for part in parts]
    inside = [one for part in listed for one in merging([part], author=author, reason=reason)]
    return inside + [
        decision(one[0], other[0], "different", author=author, reason=reason)
        for one, other in combinations(listed, 2)
    ]


def claims(extraction: Extraction, kind: ThingKind) -> tuple[_Claim, ...]:
    """Return the claims of one kind."""
    of_kind: dict[ThingKind, tuple[_Claim, ...]] = {
        "actor": extraction.actors,
        "meeting": extraction.meetings,
        "proposal": extraction.proposals,
        "response": extraction.responses,
        "statement": extraction.statements,
    }
    return of_kind[kind]
