"""Which state an article is written from: to it belong "the government" and "Interior Minister X" without a country."""

from __future__ import annotations

from collections import Counter

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.gazetteer import gazetteer


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


def home_state(tree: Tree, cast: Cast, before: int, *, but: frozenset[str] = frozenset()) -> str | None:
    """Return the key of the state that an office or organ without one belongs to at a token.

    The newsroom's convention is the country of the dateline. Without one it is the state named last in the sentence, else
    the state that acts most: that is a subject or possessor most often, of equals the one named first.

    Args:
        tree: the article.
        cast: its actors, the states among them.
        before: token index of the office.
        but: keys of states that are out of the question.
    """
    home = dateline_state(tree)
    states = {key for key, actor in cast.actors.items() if actor.kind == "State" and key not in but}
    resident = next((key for key in sorted(states) if home and cast.actors[key].gazetteer == home), None)
    if resident is not None:
        return resident
    named = [m for m in cast.mentions if m.actor in states]
    here = [m for m in named if m.head < before and tree.sentence_of[m.head] == tree.sentence_of[before]]
    if here:
        return max(here, key=lambda m: m.head).actor
    acts = Counter(m.actor for m in named if tree.tokens[m.head].dep in ("nsubj", "poss", "conj"))
    named_most = acts or Counter(m.actor for m in named)
    return max(named_most, key=lambda key: named_most[key]) if named_most else None
