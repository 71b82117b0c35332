"""What persons chose where two readers read a slot of a claim differently, in a plain file: one choice a line.

Like judgements (``kg.judgements``), choices point to a claim by the words that support it, and say the value that is
right, so that they hold whichever reader gives it later. A choice about what nobody differs in now has no effect, and
is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataFileError
from kg.files import write_text
from kg.ids import short_hash
from kg.judgements import Pointer, pointer_of
from kg.model import Doubt, Extraction, Issue, PartialDate

NAME = "choices.yaml"
"""The file's name; it stands beside the judgements."""
_HEAD = """\
# Choices: what is right where two readers differ. One a line, sorted; an empty value says that nobody can tell.
# A claim is kind/article@start-end, code points of its words in the article. Delete a line to undo it.
"""
_DATES = frozenset({"when", "submitted", "published"})
_FIELDS = frozenset({"claim", "slot", "value", "author", "reason", "says"})


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """One line of the file.

    Attributes:
        slot: name of the claim's field.
        value: what is right, as ``Doubt`` has it as text; empty where nobody can tell.
    """

    claim: Pointer
    slot: str
    value: str = field(default="", compare=False)
    author: str = field(default="", compare=False)
    reason: str = field(default="", compare=False)


Choices = Mapping[str, tuple[Choice, ...]]
"""Choices by the id of the article that they are about."""


def read(path: Path) -> tuple[Choice, ...]:
    """Return the choices of a file, sorted; none if there is no file.

    Raises:
        DataFileError: a line is no choice, or is about what another chose already.
    """
    if not path.exists():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, f"cannot be read: {error}; it is a text file in UTF-8") from error
    found: dict[tuple[Pointer, str], Choice] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            one = _parse(line)
        except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
            told = " ".join(str(error).split())
            hint = "correct the line or delete it"
            raise DataFileError(path, f"no choice: {told}; {hint}", line=number) from error
        if (one.claim, one.slot) in found:
            raise DataFileError(path, f"{one.slot} of {one.claim} is chosen twice; keep one", line=number)
        found[one.claim, one.slot] = one
    return tuple(found[key] for key in sorted(found))


def write(path: Path, choices: Iterable[Choice]) -> None:
    """Put choices in place of what the file held.

    Raises:
        StoreError: the file cannot be written.
    """
    write_text(path, _HEAD + "".join(map(_line, sorted(choices))))


def with_choice(choices: Iterable[Choice], new: Choice) -> tuple[Choice, ...]:
    """Return choices with a new one in place of what was chosen there before."""
    both = {(one.claim, one.slot): one for one in (*choices, new)}
    return tuple(both[key] for key in sorted(both))


def by_article(choices: Iterable[Choice]) -> dict[str, tuple[Choice, ...]]:
    """Return choices by the article that they are about."""
    found: dict[str, tuple[Choice, ...]] = {}
    for one in sorted(choices):
        found[one.claim.article] = (*found.get(one.claim.article, ()), one)
    return found


def digest(choices: Iterable[Choice]) -> str:
    """Return a digest of what was chosen, empty for nothing."""
    told = [f"{one.claim} {one.slot} {one.value}" for one in sorted(choices)]
    return short_hash(*told) if told else ""


def pointer(article: str, doubt: Doubt, text: str) -> Pointer:
    """Return a pointer to the claim of a doubt; ``text`` is the article's."""
    says = " ".join(doubt.span.of(text).split())[:80]
    return Pointer(doubt.kind, article, doubt.span.start, doubt.span.end, says)


def applied(extraction: Extraction, choices: Iterable[Choice]) -> Extraction:
    """Return an extraction with the chosen values in its claims; what was chosen is in doubt no more."""
    chosen = {(one.claim, one.slot): one.value for one in choices}
    if not chosen or not extraction.doubts:
        return extraction
    left: list[Doubt] = []
    for doubt in extraction.doubts:
        value = chosen.get((pointer(extraction.article.id, doubt, ""), doubt.slot))
        if value is None or value not in ("", doubt.rules, doubt.model):
            left.append(doubt)
        elif value:
            extraction = _with(extraction, doubt, value)
    return replace(extraction, doubts=tuple(left))


def void(extraction: Extraction, choices: Iterable[Choice]) -> Iterator[Choice]:
    """Yield the choices about an article that nobody's doubt asks for any more.

    Args:
        extraction: as it was read, before choices were applied.
    """
    asked = {
        (pointer(extraction.article.id, doubt, ""), doubt.slot): (doubt.rules, doubt.model)
        for doubt in extraction.doubts
    }
    for one in choices:
        if one.value not in ("", *asked.get((one.claim, one.slot), ())) or (one.claim, one.slot) not in asked:
            yield one


def without_effect(one: Choice) -> Issue:
    """Return what to tell of a choice that has no effect."""
    message = f"the choice of {one.value!r} for {one.slot} is about what no two readers differ in now"
    return Issue("warning", str(one.claim), message, "it has no effect; delete its line, or choose again")


def _with(extraction: Extraction, doubt: Doubt, value: str) -> Extraction:
    part = f"{doubt.kind}s"
    new: Any = value
    if doubt.slot in _DATES:
        day, _, until = value.partition("/")
        new = PartialDate(day, until or None)
    elif doubt.slot == "speaker":
        new = next((actor.key for actor in extraction.actors if actor.name == value), None)
        if new is None:
            return extraction
    claims: Any = tuple(
        replace(claim, **{doubt.slot: new}) if claim.key == doubt.key else claim
        for claim in getattr(extraction, part)
    )
    changed: dict[str, Any] = {part: claims}
    return replace(extraction, **changed)


def _parse(line: str) -> Choice:
    found: Any = yaml.safe_load(line)
    if not (isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict)):
        raise ValueError("each line is - {claim: …, slot: …, value: …}")
    fields = found[0]
    unknown = sorted(fields.keys() - _FIELDS)
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r}")
    claim = pointer_of(str(fields["claim"]), str(fields.get("says", "")))
    words = (str(fields.get(name, "")) for name in ("value", "author", "reason"))
    return Choice(claim, str(fields["slot"]), *words)


def _line(one: Choice) -> str:
    fields = {"claim": str(one.claim), "slot": one.slot, "value": one.value}
    fields |= {name: getattr(one, name) for name in ("author", "reason") if getattr(one, name)}
    fields |= {"says": one.claim.says} if one.claim.says else {}
    parts = [f"{name}: {json.dumps(_plain(value), ensure_ascii=False)}" for name, value in fields.items()]
    return f"- {{{', '.join(parts)}}}\n"


def _plain(value: str) -> str:
    return "".join(ch if ch.isprintable() else " " for ch in value)
