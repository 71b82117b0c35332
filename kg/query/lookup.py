"""Which actor, or which other thing of a graph, a person means by plain words."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query.terms import iri, literal
from kg.sparql import NAMESPACES, select

if TYPE_CHECKING:
    from rdflib import Dataset, URIRef

_ACTOR_NAMES = """
SELECT DISTINCT ?actor ?name ?preferred WHERE {
  { SELECT DISTINCT ?actor WHERE {
      VALUES ?kind { kg:Actor kg:Person kg:State kg:Organization kg:Bloc }
      ?actor a ?kind } }
  { ?actor skos:prefLabel ?name BIND(true AS ?preferred) }
  UNION
  { ?actor skos:altLabel ?name BIND(false AS ?preferred) }
}
"""
_BY_IRI = "SELECT ?p WHERE {{ {{ {0} ?p ?o }} UNION {{ ?s ?p {0} }} }} LIMIT 1"
_BY_ID = "SELECT DISTINCT ?s WHERE {{ ?s a ?kind FILTER(STRENDS(STR(?s), {})) }}"
_BY_FILE = "SELECT DISTINCT ?s WHERE {{ ?s schema:identifier ?name FILTER(STR(?name) = {}) }}"


def resolve_actor(ds: Dataset, words: str) -> URIRef:
    """Return the actor that goes by ``words``.

    Looked for in this order, preferred names before other ones at each step: the name as written; the name without
    regard to case, accents and a leading "the"; all the words within one name. An IRI or an id (``actor/…``) of an
    actor is taken as such.

    Raises:
        QueryError: no actor goes by these words (the nearest names are offered), or several do (they are listed).
    """
    from rdflib import URIRef

    names = sorted((str(row[1]), str(row[2]) != "true", str(row[0])) for row in select(ds, _ACTOR_NAMES))
    label = {actor: name for name, other, actor in reversed(names) if not other}
    wanted, folded = words.strip(), fold(words)
    tail = "/" + wanted.strip("<>").lstrip("/")
    found = {actor for *_, actor in names if actor == wanted.strip("<>") or actor.endswith(tail)}
    steps = (
        lambda name: name == wanted,
        lambda name: fold(name) == folded,
        lambda name: bool(folded) and set(folded.split()) <= set(fold(name).split()),
    )
    for matches in steps:
        for other in (False, True):
            found = found or {actor for name, is_other, actor in names if is_other is other and matches(name)}
    if len(found) == 1:
        return URIRef(found.pop())
    if found:
        several = ", ".join(
            f"{label.get(actor, actor)} (actor/{actor.rsplit('/', 1)[-1]})" for actor in sorted(found)
        )
        raise QueryError(
            f"{words!r} may be any of {len(found)} actors: {several}; give the whole name or the id"
        )
    if not names:
        raise QueryError(f"no actor is called {words!r}; the graph has no actors")
    near = _nearest(folded, ((fold(name), label.get(actor, name)) for name, _, actor in names))
    remedy = f"did you mean {' or '.join(near)}?" if near else "list them with: kg query most-connected"
    raise QueryError(f"no actor is called {words!r}; {remedy}")


def resolve_thing(ds: Dataset, words: str) -> URIRef:
    """Return the thing that ``words`` name: an IRI, an id (``meeting/…``), an article's file name, an actor's name.

    Raises:
        QueryError: the graph holds no such thing, or several.
    """
    from rdflib import URIRef

    wanted = words.strip().removeprefix("<").removesuffix(">")
    if re.match(r"[A-Za-z][\w+.-]*://", wanted):
        term = URIRef(wanted)
        if not select(ds, _BY_IRI.format(iri(term))):
            raise QueryError(f"the graph says nothing about <{wanted}>")
        return term
    tail = literal("/" + wanted.lstrip("/"))
    texts = [_BY_FILE.format(literal(wanted))]
    if "/" in wanted:
        texts.insert(0, _BY_ID.format(tail))
    for text in texts:
        found = sorted(str(row[0]) for row in select(ds, text))
        if len(found) == 1:
            return URIRef(found[0])
        if found:
            raise QueryError(f"{words!r} may be any of {', '.join(found)}; give the whole IRI")
    if "/" in wanted:
        raise QueryError(
            f"nothing in the graph has the id {words!r}; the last column of most queries gives ids"
        )
    return resolve_actor(ds, words)


def base(ds: Dataset) -> str | None:
    """Return what the IRIs of the graph's things begin with, ``None`` for a graph without articles."""
    for row in select(ds, "SELECT ?article WHERE { ?article a kg:Article } LIMIT 1"):
        article = str(row[0])
        if "/article/" in article:
            return article[: article.rindex("/article/") + 1]
    return None


def short(term: str, base: str | None) -> str:
    """Return an IRI as people type it: without the data's base, a term of Parley's by its own name."""
    if term.startswith(NAMESPACES["kg"]):
        return term[len(NAMESPACES["kg"]) :]
    if base and term.startswith(base) and term != base:
        return term[len(base) :]
    return term


def fold(name: str) -> str:
    """Return ``name`` without regard to case, accents, punctuation, doubled blanks and a leading "the"."""
    plain = "".join(
        ch for ch in unicodedata.normalize("NFKD", name) if not unicodedata.combining(ch)
    ).casefold()
    return " ".join(re.findall(r"\w+", plain)).removeprefix("the ")


def _nearest(folded: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Offer up to three preferred names one of whose forms, or a word of one, is close to ``folded``."""
    forms: dict[str, set[str]] = {}
    for name, label in names:
        for form in (name, *name.split()):
            if len(form) > 2:
                forms.setdefault(form, set()).add(label)
    offered: list[str] = []
    for form in difflib.get_close_matches(folded, sorted(forms), n=6, cutoff=0.6):
        offered.extend(label for label in sorted(forms[form]) if label not in offered)
    return offered[:3]
