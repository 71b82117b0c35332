"""What a model is told and how its answer is judged: the data files of ``ontology/llm``, typed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg import lexicon, model
from kg.errors import DataFileError
from kg.resources import ontology

_PARTS = ("actors", "positions", "meetings", "proposals", "responses", "statements")


@dataclass(frozen=True, slots=True)
class Alignment:
    """How nearly a quote must stand in the text; see ``reading.yaml``."""

    least: float
    spelling: float
    shortest: int
    harmless: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form:
    """One list of the form: the class of its claims, and the fields that are asked for.

    Attributes:
        fields: name → what it is, in words for the model.
        quoted: fields asked for as a quote, or as quotes, in place of their own type.
    """

    claim: type
    fields: Mapping[str, str]
    quoted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A short article of our own with its answer, as the model sees them."""

    kind: str
    published: str
    sentences: tuple[str, ...]
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Guide:
    """All that ``ontology/llm`` holds.

    Attributes:
        version: the number in ``reading.yaml`` and a digest of all files: another word is another version.
        also_called: our name of a field → other names that models give it.
        values: field → a value as models write it, in lower case → ours.
        confidence: kind of claim → how sure it is at first.
        machines: sentences that match one of these speak to a machine.
        kinds: kind of negotiation → words that tell it.
        again: failure → what is said when a model is asked once more.
    """

    version: str
    prompt: str
    form: Mapping[str, Form]
    also_called: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    alignment: Alignment
    confidence: Mapping[str, float]
    machines: tuple[re.Pattern[str], ...]
    refusals: tuple[str, ...]
    kinds: Mapping[str, frozenset[str]]
    examples: Mapping[str, Example]
    again: Mapping[str, str]


@cache
def services() -> Mapping[str, str]:
    """Return host → name of the variable that holds its key."""
    return {str(h): str(v) for h, v in lexicon.read(ontology("llm", "services.yaml"))["services"].items()}


@cache
def guide() -> Guide:
    """Return the guide, read once.

    Raises:
        DataFileError: a file is missing or malformed, or asks for what ``kg.model`` does not have.
    """
    folder = ontology("llm")
    path = folder / "reading.yaml"
    data = lexicon.read(path)
    try:
        return Guide(
            version=f"{data['version']}.{_digest(folder)}",
            prompt=_text(folder / "prompt.md"),
            form={part: _form(path, part, data["form"][part]) for part in _PARTS},
            also_called={ours: tuple(map(str, names)) for ours, names in data["also_called"].items()},
            values={f: {str(k).lower(): str(v) for k, v in m.items()} for f, m in data["values"].items()},
            alignment=_alignment(data["alignment"]),
            confidence={kind: float(rate) for kind, rate in data["confidence"].items()},
            machines=tuple(re.compile(p, re.IGNORECASE) for p in data["addressed_to_machines"]),
            refusals=tuple(str(words).lower() for words in data["refusals"]),
            kinds={kind: frozenset(map(str, words)) for kind, words in data["kinds"].items()},
            again={str(failure): str(words) for failure, words in data["again"].items()},
            examples={kind: _example(folder / "examples" / f"{kind}.yaml", kind) for kind in data["kinds"]},
        )
    except KeyError as error:
        raise DataFileError(path, f"lacks {error.args[0]!r}") from error
    except re.error as error:
        raise DataFileError(path, f"{error.pattern!r} is no pattern: {error}") from error


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        # where answers come from does not change what is asked
        if path.is_file() and path.name != "services.yaml":
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, f"cannot be read: {error}; restore it from the repository") from error


def _form(path: Path, part: str, data: Mapping[str, Any]) -> Form:
    claim = getattr(model, str(data["claim"]), None)
    if not isinstance(claim, type):
        raise lexicon.malformed(path, f"kg.model has no {data['claim']!r}", "form", part, "claim")
    known: Sequence[str] = claim.__slots__  # type: ignore[attr-defined]
    for name in data["fields"]:
        if name not in known:
            raise lexicon.malformed(
                path, f"{data['claim']} has no field {name!r}", "form", part, "fields", name
            )
    return Form(
        claim,
        {name: str(field["about"]) for name, field in data["fields"].items()},
        {name: str(field["as"]) for name, field in data["fields"].items() if "as" in field},
    )


def _alignment(data: Mapping[str, Any]) -> Alignment:
    return Alignment(
        least=float(data["least"]),
        spelling=float(data["spelling"]),
        shortest=int(data["shortest"]),
        harmless=frozenset(map(str, data["harmless"])),
    )


def _example(path: Path, kind: str) -> Example:
    data = lexicon.read(path)
    return Example(kind, str(data["published"]), tuple(map(str, data["sentences"])), data["answer"])
