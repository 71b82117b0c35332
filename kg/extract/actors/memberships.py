"""Who belongs to what: "NATO member Poland", "Chad, a member of the bloc", "Norway is not a member of the EU"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clauses.tree import Tree
from kg.extract.cast import Cast


def find_memberships(tree: Tree, cast: Cast) -> None:
    """Note in the cast which states and bodies the text calls members of which bodies."""
    for token in tree.tokens:
        if token.lemma != "member":
            continue
        bodies = [k for k in _bodies(tree, cast, token.i) if cast.actors[k].kind in ("Organization", "Bloc")]
        for key in _members(tree, cast, token.i):
            if cast.actors[key].kind in ("State", "Organization"):
                mine = cast.actors[key].member_of
                mine += [b for b in bodies if b != key and b not in mine]


def _bodies(tree: Tree, cast: Cast, i: int) -> Iterator[str]:
    for child in tree.kids(i, "compound", "poss", "nmod"):
        yield from cast.at(child.i)
    for prep in tree.kids(i, "prep"):
        if prep.lower_is("of"):
            for inner in tree.kids(prep.i, "pobj"):
                yield from cast.at(inner.i)


def _members(tree: Tree, cast: Cast, i: int) -> Iterator[str]:
    """Yield who "member" at ``i`` is said of: the name it stands before, is in apposition to, or is predicated of."""
    token = tree.tokens[i]
    after = [i + 1] if i + 1 < len(tree.tokens) and tree.tokens[i + 1].head != i else []
    if token.dep in ("compound", "nmod", "amod", "appos") or (
        token.dep == "nsubj" and tree.tokens[token.head].i == i + 1
    ):
        after.append(token.head)
    for j in after:
        yield from (k for c in tree.conjuncts(j) for k in cast.at(c))
    if token.dep == "attr" and tree.tokens[token.head].lemma == "be":
        verb = tree.tokens[token.head]
        if not list(tree.kids(verb.i, "neg")) and verb.tag in ("VBZ", "VBP", "VBD"):
            for subject in tree.kids(verb.i, "nsubj"):
                yield from (k for c in tree.conjuncts(subject.i) for k in cast.at(c))
    for child in tree.kids(i, "appos"):
        yield from (k for c in tree.conjuncts(child.i) for k in cast.at(c))
