"""Agencies and outlets that carry words: they are no speakers, and where one is told something it is the ``via``."""

from __future__ import annotations

from functools import cache

from kg.clauses.tree import Tree
from kg.gazetteer import normalise
from kg.lexicon import lexicon


def carrier(tree: Tree, i: int) -> str | None:
    """Return the usual name of the agency or outlet that the noun phrase around token ``i`` denotes, if any."""
    names = _outlets()
    whole = [
        t.text
        for t in tree.tokens[tree.left[i] : tree.right[i] + 1]
        if t.pos in ("PROPN", "NOUN", "ADJ", "X")
    ]
    phrase = [t.text for t in (*tree.kids(i, "compound", "nmod", "amod"), tree.tokens[i]) if t.i <= i]
    for words in (whole, phrase, [tree.tokens[i].text]):
        name = names.get(normalise(" ".join(words)))
        if name is not None:
            return name
    below = list(tree.kids(i, "compound", "nmod", "appos", "poss"))
    return next((names[key] for t in below if (key := normalise(t.text)) in names), None)


@cache
def _outlets() -> dict[str, str]:
    """Return the usual name by every normalised form that is no common word and longer than two letters."""
    found: dict[str, str] = {}
    for entry in lexicon("agencies")["entries"]:
        for form in () if entry.get("common") else (entry["name"], *entry.get("forms", ())):
            if len(form) > 2:
                found.setdefault(normalise(form), entry["name"])
    return found
