"""Words that are given names, and words that are no names: lists made by ``training/words.py``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kg.errors import DataFileError
from kg.lexicon import read, strings
from kg.resources import ontology


def given(word: str) -> bool:
    """Tell whether a word is a given name: "Jane", "Sergei"."""
    return word.casefold() in _given_names()


def plain_words(words: Sequence[str]) -> bool:
    """Tell whether all words are ones that print has small, as in "Question Time": hardly anybody's name."""
    return bool(words) and all(word.isalpha() and _common(word.casefold()) for word in words)


def _common(word: str) -> bool:
    return word in _listed("small-words.txt") or word in _listed("common-words.txt")


@cache
def _given_names() -> frozenset[str]:
    path = ontology("lexicon", "spellings.yaml")
    groups = (strings(path, "given", n) for n in range(len(read(path)["given"])))
    return _listed("given-names.txt") | frozenset(word for group in groups for word in group)


@cache
def _listed(name: str) -> frozenset[str]:
    path = ontology("models", name)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataFileError(path, f"cannot be read: {error}") from error
    return frozenset(line for line in lines if line and not line.startswith("#"))
