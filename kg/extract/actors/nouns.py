"""What common nouns that denote actors have before and around them."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.model import Span

_BEFORE = ("amod", "compound", "nmod", "poss")


def phrase(tree: Tree, i: int, *, determiner: bool = True) -> Span:
    """Return the noun at ``i`` with what stands before it, with or without determiner and numeral."""
    deps = (*_BEFORE, "det", "nummod", "predet") if determiner else _BEFORE
    first = min([i, *(tree.left[c.i] for c in tree.kids(i, *deps) if c.i < i)])
    if not determiner and tree.tokens[first].pos == "DET":
        first += 1
    return Span(tree.tokens[first].start, tree.tokens[i].end)


def words(tree: Tree, span: Span) -> str:
    """Return a stretch's text on one line."""
    return " ".join(span.of(tree.doc.article.text).split())


def determiner(tree: Tree, i: int) -> str:
    """Return the word that determines the noun at ``i``, lower case; empty if none does."""
    return next((t.text.lower() for t in tree.kids(i, "det", "poss", "predet") if t.i < i), "")


def modified(tree: Tree, i: int) -> bool:
    """Tell whether an adjective, a noun or a name before the noun at ``i`` says which it is."""
    return any(
        t.i < i and (t.dep != "poss" or t.pos != "PRON") and not t.lower_is("both")
        for t in tree.kids(i, *_BEFORE)
    )
