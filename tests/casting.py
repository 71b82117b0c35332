"""What the tests of the extractors share: one document read as the pipeline reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.clauses.tree import Tree
from kg.dates import find_times
from kg.extract import extract
from kg.extract.actors.casting import read_cast
from kg.extract.actors.offices import Position
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.extract.match import Candidate, match
from kg.extract.rules import propose
from kg.extract.view import View
from kg.model import ActorClaim, Article, Document, Extraction

MARK = re.compile(r"\[([^=\]]+)=([^\]]*)\]")
CASES = Path(__file__).parent / "extract" / "cases"


def cases(name: str) -> list[Any]:
    """The cases of one file."""
    found: list[Any] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return found


@cache
def document(text: str, published: str = "2011-06-15") -> Document:
    """A text as an annotated article."""
    return find_times(next(iter(annotate([Article("case", "case", text, published=published)]))))


@cache
def extraction(text: str) -> Extraction:
    """A text's claims."""
    doc = document(text)
    return extract(doc, find_clauses(doc))


class Row(NamedTuple):
    """One sentence of a lexicon entry: whether it is an example, and the form or stance that it must give."""

    word: str
    text: str
    fires: bool
    value: str | None


def rows(lexicon: Mapping[str, Any], groups: Sequence[str], value: str) -> list[Row]:
    """The examples and near-misses of all entries in some groups of a lexicon; every entry must have both."""
    found = []
    for group in groups:
        for lemma, entry in lexicon[group].items():
            assert entry["examples"] and entry["near_misses"], lemma
            for kind in ("examples", "near_misses"):
                found += [
                    Row(f"{group}.{lemma}", t, kind == "examples", entry.get(value)) for t in entry[kind]
                ]
    return found


def extractions(texts: Iterable[str]) -> dict[str, Extraction]:
    """What is extracted from every text, each an article of Monday 2019-05-20, all parsed in one run."""
    unique = list(dict.fromkeys(texts))
    articles = [Article(f"a{n}", f"a{n}", text, published="2019-05-20") for n, text in enumerate(unique)]
    found = {}
    for text, doc in zip(unique, annotate(articles), strict=True):
        timed = find_times(doc)
        found[text] = extract(timed, find_clauses(timed))
    return found


def names(extraction: Extraction, keys: Iterable[str]) -> list[str]:
    """The names of actors, sorted."""
    actors = {actor.key: actor.name for actor in extraction.actors}
    return sorted(actors[key] for key in keys)


def casting(text: str) -> tuple[Cast, list[Position]]:
    """A text's cast and posts."""
    doc = document(text)
    return read_cast(Tree(find_clauses(doc).doc or doc))


def denoted(case: str) -> list[tuple[str, set[str], set[str]]]:
    """Return for each ``[words=Actor + Actor]`` of a case: the words, whom they should denote, whom they do."""
    cast, _ = casting(MARK.sub(r"\1", case))
    found, shift = [], 0
    for mark in MARK.finditer(case):
        start = mark.start() - shift
        end = start + len(mark[1])
        shift += len(mark[0]) - len(mark[1])
        heads = [t.i for t in cast.tree.tokens if start <= t.start < end and cast.headed(t.i)]
        # the words as a whole, not a name inside them
        widest = max(heads, key=lambda i: len(cast.headed(i).span), default=None)  # type: ignore[union-attr]
        keys = cast.at(widest) if widest is not None else ()
        found.append((mark[1], {n for n in mark[2].split(" + ") if n}, {cast.actors[k].name for k in keys}))
    return found


def candidates(text: str) -> tuple[Candidate, ...]:
    """The candidates of a text's events."""
    clauses = find_clauses(document(text))
    tree = Tree(clauses.doc or document(text))
    return match(View(tree, clauses, read_cast(tree)[0], Witness(tree)))


def ruled(texts: Iterable[str]) -> dict[str, Extraction]:
    """What the rules alone propose of every text, with its whole cast, before anything is decided."""
    unique = list(dict.fromkeys(texts))
    articles = [Article(f"a{n}", f"a{n}", text, published="2019-05-20") for n, text in enumerate(unique)]
    found = {}
    for text, doc in zip(unique, annotate(articles), strict=True):
        clauses = find_clauses(find_times(doc))
        assert clauses.doc is not None
        tree = Tree(clauses.doc)
        cast, _ = read_cast(tree)
        rules = propose(View(tree, clauses, cast, Witness(tree)))
        actors = tuple(ActorClaim(key, a.kind, a.name, (), ()) for key, a in cast.actors.items())
        found[text] = Extraction(doc.article, actors, (), rules.meetings, rules.proposals, rules.responses)
    return found
