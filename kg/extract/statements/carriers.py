"""Agencies and outlets that carry words: they are no speakers, and where one is told something it is the ``via``."""

from __future__ import annotations

from functools import cache

from kg.clauses.tree import Tree
from kg.gazetteer import normalise
from kg.lexicon import lexicon


def carrier(tree: Tree, i: int) -> str | None:
    """Return the usual name of the agency or outlet that the noun phrase around token ``i`` denotes, if any."""
    whole = [
        t.text
        for t in tree.tokens[tree.left[i] : tree.right[i] + 1]
        if t.pos in ("PROPN", "NOUN", "ADJ", "X")
    ]
    phrase = [t.text for t in (*tree.kids(i, "compound", "nmod", "amod"), tree.tokens[i]) if t.i <= i]
    for words in (whole, phrase, [tree.tokens[i].text]):
        name = _outlet(" ".join(words))
        if name is not None:
            return name
    below = (_outlet(t.text) for t in tree.kids(i, "compound", "nmod", "appos", "poss"))
    return next((name for name in below if name is not None), None)


def _outlet(form: str) -> str | None:
    """Return an outlet's usual name. An acronym is one only as it is written: "ANA" reports, Ana does not."""
    acronyms, names = _outlets()
    return acronyms.get(form) or names.get(normalise(form))


@cache
def _outlets() -> tuple[dict[str, str], dict[str, str]]:
    """Return usual names by acronym and by normalised form, for forms that are no common word."""
    acronyms: dict[str, str] = {}
    names: dict[str, str] = {}
    for entry in lexicon("agencies")["entries"]:
        for form in () if entry.get("common") else (entry["name"], *entry.get("forms", ())):
            if form.isupper():
                acronyms.setdefault(form, entry["name"])
            elif len(form) > 2:
                names.setdefault(normalise(form), entry["name"])
    return acronyms, names
