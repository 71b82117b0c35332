"""Which actor, or which other thing of a graph, a person means by plain words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query.fold import fold
from kg.query.namesakes import articles, meant, stubs
from kg.query.terms import iri, literal
from kg.query.things import corrected, find_things, listed
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
_BY_ID = "SELECT DISTINCT ?s WHERE {{ ?s a ?kind FILTER(STRENDS(STR(?s), {}) || STRENDS(STR(?s), {})) }}"
_BY_FILE = "SELECT DISTINCT ?s WHERE {{ ?s schema:identifier ?name FILTER(STR(?name) = {}) }}"


def resolve_actor(ds: Dataset, words: str) -> URIRef:
    """Return the actor that goes by ``words``.

    Looked for in this order, preferred names before other ones at each step: the name as written; the name without
    regard to case, accents and a leading "the"; all the words within one name. Of several, and of persons of whom one
    word is known, ``kg.query.namesakes`` tells who is meant. An IRI or an id (``actor/…``) of an actor is taken as
    such.

    Raises:
        QueryError: no actor goes by these words (the nearest names are offered), or several do (they are listed).
    """
    from rdflib import URIRef

    found, label, names = _actors(ds, words)
    if len(found) == 1:
        return URIRef(found.pop())
    if found:
        told = articles(ds, found)
        ranked = sorted(found, key=lambda actor: (-told[actor], actor))
        several = ", ".join(f"{label.get(actor, actor)} (actor/{_end(actor)})" for actor in ranked)
        raise QueryError(
            f"{_shown(words)} may be any of {len(found)} actors: {several}; give the whole name or the id"
        )
    if not names:
        raise QueryError(f"no actor is called {_shown(words)}; the graph has no actors")
    near = _nearest(fold(words), ((fold(name), label.get(actor, name)) for name, actor in names))
    remedy = f"did you mean {' or '.join(near)}?" if near else "list them with: kg query most-connected"
    raise QueryError(f"no actor is called {_shown(words)}; {remedy}")


def _actors(ds: Dataset, words: str) -> tuple[set[str], dict[str, str], list[tuple[str, str]]]:
    """Return the actors that may be meant, the preferred name of each actor, and all names with their actors."""
    names = sorted((str(row[1]), str(row[2]) != "true", str(row[0])) for row in select(ds, _ACTOR_NAMES))
    label = {actor: name for name, other, actor in reversed(names) if not other}
    wanted, folded = words.strip(), fold(words)
    plain = wanted.strip("<>")
    tail = plain.lstrip("/")
    found = {actor for *_, actor in names if actor == plain or (tail and _ends(actor, tail))}
    parts = set(folded.split())
    steps = (
        lambda name: name == wanted,
        lambda name: fold(name) == folded,
        lambda name: bool(folded) and parts <= set(fold(name).split()),
    )
    for matches in steps:
        for other in (False, True):
            found = found or {actor for name, is_other, actor in names if is_other is other and matches(name)}
    if found and "/" not in plain:
        found = meant(ds, found, {actor for name, _, actor in names if steps[-1](name)}, label)
    return found, label, [(name, actor) for name, _, actor in names]


def left_out(ds: Dataset, words: str, chosen: str) -> list[tuple[str, str, int, bool]]:
    """Return whom else a name fits than the actor that was taken for it, the often told first.

    Args:
        words: what was asked for.
        chosen: IRI of the actor that ``resolve_actor`` gives for it.

    Returns:
        Preferred name, IRI, number of articles, and whether one word is all that they give for a name; nothing where
        ``words`` are an IRI or an id, or the whole of the actor's name.
    """
    names = sorted((str(row[1]), str(row[2]) == "true", str(row[0])) for row in select(ds, _ACTOR_NAMES))
    label = {actor: name for name, preferred, actor in reversed(names) if preferred}
    parts = set(fold(words).split())
    if not parts or label.get(chosen) is None or parts == set(fold(label[chosen]).split()):
        return []
    others = {actor for name, _, actor in names if parts <= set(fold(name).split())}
    if chosen not in others:
        return []
    others -= {chosen}
    told, short = articles(ds, others), stubs(ds, others, label)
    ranked = sorted(others, key=lambda actor: (actor in short, -told[actor], actor))
    return [(label.get(actor, actor), actor, told[actor], actor in short) for actor in ranked]


def resolve_thing(ds: Dataset, words: str) -> URIRef:
    """Return the thing that ``words`` name.

    Looked for in this order: an IRI, an id (``meeting/…``), an article's file name; an actor's name; a meeting,
    proposal, answer, negotiation or place that all the words fit ("Geneva talks", "Russia's drafts").

    Raises:
        QueryError: the graph holds no such thing (what is near is offered), or several (they are listed).
    """
    from rdflib import URIRef

    wanted = words.strip().removeprefix("<").removesuffix(">")
    if re.match(r"[A-Za-z][\w+.-]*://", wanted):
        term = URIRef(wanted)
        if not select(ds, _BY_IRI.format(iri(term))):
            raise QueryError(f"the graph says nothing about <{wanted}>")
        return term
    tail = wanted.lstrip("/")
    texts = [_BY_FILE.format(literal(wanted))]
    is_id = re.fullmatch(r"\S+/\S+", wanted) is not None or wanted.startswith("/")
    if is_id:
        texts.insert(0, _BY_ID.format(literal("/" + tail), literal("#" + tail)))
    for text in texts:
        found = sorted(str(row[0]) for row in select(ds, text))
        if len(found) == 1:
            return URIRef(found[0])
        if found:
            raise QueryError(f"{_shown(words)} may be any of {', '.join(found)}; give the whole IRI")
    if is_id:
        raise QueryError(
            f"nothing in the graph has the id {_shown(words)}; the last column of most queries gives ids"
        )
    return _by_words(ds, words)


def resolve_negotiation(ds: Dataset, words: str) -> URIRef:
    """Return the negotiation that ``words`` name: an IRI, an id, or words that its name has ("Norland and Velm").

    Raises:
        QueryError: the graph holds no such negotiation, or several (they are listed), or another thing is named.
    """
    from rdflib import URIRef

    remedy = "list them with: kg query negotiations"
    if re.search(r"\S[/#]\S", words) and not re.search(r"\s", words.strip()):
        term = resolve_thing(ds, words)
        if not select(ds, f"SELECT ?s WHERE {{ VALUES ?s {{ {iri(term)} }} ?s a kg:Negotiation }} LIMIT 1"):
            raise QueryError(f"{_shown(words)} is no negotiation; {remedy}")
        return term
    found = find_things(ds, words, kind="Negotiation")
    if len(found) == 1:
        return URIRef(found[0])
    if found:
        several = listed([short(one, base(ds)) for one in found])
        raise QueryError(f"{_shown(words)} may be any of {len(found)} negotiations: {several}; give the id")
    raise QueryError(f"no negotiation is called {_shown(words)}; {remedy}")


def _by_words(ds: Dataset, words: str) -> URIRef:
    from rdflib import URIRef

    actors, label, names = _actors(ds, words)
    if not actors:
        found = find_things(ds, words)
        start = base(ds)
        if len(found) == 1:
            return URIRef(found[0])
        if found:
            several = listed([short(iri, start) for iri in found])
            raise QueryError(f"{_shown(words)} may be any of {len(found)} things: {several}; give the id")
        near = _nearest(fold(words), ((fold(name), label.get(actor, name)) for name, actor in names))
        meant = None if near else corrected(ds, words)
        if meant and (found := find_things(ds, meant)):
            several = listed([short(iri, start) for iri in found])
            raise QueryError(f"nothing is called {_shown(words)}; did you mean {meant!r}: {several}?")
        if names and not near:
            raise QueryError(
                f"nothing in the graph is called {_shown(words)}; list actors with: kg query most-connected, "
                "meetings with: kg query timeline, proposals with: kg query proposals"
            )
    return resolve_actor(ds, words)


def base(ds: Dataset) -> str | None:
    """Return what the IRIs of the graph's things begin with, ``None`` for a graph without articles."""
    for row in select(ds, "SELECT ?article WHERE { ?article a kg:Article } LIMIT 1"):
        if match := re.match(r"(.*[/#])article/", str(row[0])):
            return match[1]
    return None


def short(term: str, base: str | None) -> str:
    """Return an IRI as people type it: without the data's base, a term of Parley's by its own name."""
    if term.startswith(NAMESPACES["kg"]):
        return term[len(NAMESPACES["kg"]) :]
    if base and term.startswith(base) and term != base:
        return term[len(base) :]
    return term


def _ends(iri: str, tail: str) -> bool:
    return iri.endswith((f"/{tail}", f"#{tail}"))


def _end(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _shown(words: str) -> str:
    """Return what a person wrote for a message: on one line, and not all of a long text."""
    return repr(words if len(words) <= 60 else f"{words[:60]}…")


def _nearest(folded: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Offer up to three preferred names one of whose forms, or a word of one, is close to ``folded``."""
    forms: dict[str, set[str]] = {}
    for name, label in names:
        for form in (name, *name.split()):
            if len(form) > 2:
                forms.setdefault(form, set()).add(label)
    close = difflib.get_close_matches(folded, sorted(forms), n=6, cutoff=0.6)
    # what is much less like it than the nearest would only distract
    least = max((_alike(folded, form) for form in close), default=0) - 0.15
    offered: list[str] = []
    for form in close:
        if _alike(folded, form) >= least:
            ranked = sorted(forms[form], key=lambda label: (label.islower(), label))  # "officials" last
            offered.extend(label for label in ranked if label not in offered)
    return offered[:3]


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, one).ratio()
