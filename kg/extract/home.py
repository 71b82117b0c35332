"""Which state an article is written from: what "the government" and "Interior Minister X" without a country belong to."""

from __future__ import annotations

from collections import Counter

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.gazetteer import gazetteer

_BACK = 2  # sentences in which a state that was named is still at hand


def dateline_state(tree: Tree) -> str | None:
    """Return the gazetteer id of the state whose capital the dateline names, if any."""
    for zone in tree.doc.zones:
        if zone.kind == "dateline":
            words = zone.span.of(tree.doc.article.text).replace(",", " ").split()
            for i in range(min(3, len(words))):
                for entry, form in gazetteer().by_form(words[i].strip(".()").title()):
                    if entry.kind == "State" and form in ("metonym", "name"):
                        return entry.id
            return None
    return None


def home_state(tree: Tree, cast: Cast, before: int) -> str | None:
    """Return the key of the state that an office or organ without one belongs to at a token: the newsroom's convention is
    the country of the dateline; without one the state named last nearby, else the one that is named most."""
    home = dateline_state(tree)
    states = {key for key, actor in cast.actors.items() if actor.kind == "State"}
    resident = next((key for key in sorted(states) if home and cast.actors[key].gazetteer == home), None)
    if resident is not None:
        return resident
    named = [m for m in cast.mentions if m.actor in states]
    here = tree.sentence_of[before] if before < len(tree.sentence_of) else 0
    near = [m for m in named if m.head < before and here - tree.sentence_of[m.head] <= _BACK]
    if near:
        return max(near, key=lambda m: m.head).actor
    counts = Counter(m.actor for m in named)
    return max(counts, key=lambda key: counts[key]) if counts else None  # of equals the one named first
