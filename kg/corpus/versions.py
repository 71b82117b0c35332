"""Digests of the code and data that artefacts depend on, so that what is cached is never older than what made it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

import kg
from kg.ids import short_hash
from kg.resources import ontology, queries

_FRAME = ("english.py", "gazetteer.py", "ids.py", "lexicon.py", "model.py", "serialise.py")
_EXTRACTION = ("annotate", "clauses", "dates", "extract")
_EMISSION = ("derive.py", "emit", "ids.py", "ontology.py")
_RESOLUTION = ("resolve", "corpus/tables.py", "corpus/making.py")
_LIBRARIES = ("spacy", "thinc", "numpy", "onnxruntime", "tokenizers")


@cache
def extractor_version(model: str) -> str:
    """Return a digest of all that an extraction depends on but its article: code, lexicons, gazetteer, models."""
    code = [path for part in _EXTRACTION for path in _python(part)] + [_package() / name for name in _FRAME]
    learned = [path for path in sorted(ontology("models").iterdir()) if path.is_file()]
    return short_hash(_digest([*code, *_words(), *learned]), *map(_installed, (*_LIBRARIES, model)))


@cache
def resolver_version() -> str:
    """Return a digest of all that a resolution depends on but its claims: code, lexicons, gazetteer."""
    code = [path for part in (*_RESOLUTION, *_FRAME) for path in _python(part)]
    return short_hash(_digest([*code, *_words()]), *map(_installed, ("rapidfuzz", "anyascii")))


@cache
def emitter_version() -> str:
    """Return a digest of the code and rules that turn resolved extractions into graphs."""
    rules = sorted(queries("rules").glob("*.rq"))
    return short_hash(_digest([*(path for part in _EMISSION for path in _python(part)), *rules]))


def _words() -> list[Path]:
    """Return the files of the lexicons and of the gazetteer."""
    return [path for folder in ("lexicon", "actors") for path in sorted(ontology(folder).rglob("*.yaml"))]


def _package() -> Path:
    return Path(kg.__file__).parent


def _python(part: str) -> list[Path]:
    path = _package() / part
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _installed(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return name
