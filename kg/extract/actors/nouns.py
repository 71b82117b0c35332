"""What common nouns that denote actors have before and around them."""

from __future__ import annotations

from itertools import pairwise

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


def own_words(tree: Tree, span: Span, head: int) -> str:
    """Return the words by which people without a name go: no pronoun that owns them, and small where print has them
    small ("THEIR ARMED OPPOSITION" → "armed opposition")."""
    tokens = [
        t for t in tree.tokens[max(head - 30, 0) : head + 30] if span.start <= t.start and t.end <= span.end
    ]
    while len(tokens) > 1 and tokens[0].tag == "PRP$":
        tokens.pop(0)
    text = words(tree, Span(tokens[0].start, span.end)) if tokens else words(tree, span)
    if not (text.isupper() and any(t.text.islower() for t in tokens)):
        return text
    parts = [tokens[0].text]
    for before, token in pairwise(tokens):
        parts += [" " * (token.start > before.end), token.text]
    return "".join(parts)


def determiner(tree: Tree, i: int) -> str:
    """Return the word that determines the noun at ``i``, lower case; empty if none does."""
    return next((t.text.lower() for t in tree.kids(i, "det", "poss", "predet") if t.i < i), "")


def modified(tree: Tree, i: int) -> bool:
    """Tell whether an adjective, a noun or a name before the noun at ``i`` says which it is."""
    return any(
        t.i < i and (t.dep != "poss" or t.pos != "PRON") and not t.lower_is("both")
        for t in tree.kids(i, *_BEFORE)
    )
