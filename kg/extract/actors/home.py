"""Which state an article is written from: to it belong "the government" and "Interior Minister X" without a country."""

from __future__ import annotations

from collections import Counter

from kg.clauses.tree import Tree
from kg.extract.actors.naming import naming
from kg.extract.cast import Cast
from kg.gazetteer import gazetteer
from kg.model import Mention

_OFTEN = 3
_LEAST = 4
_ACTS = frozenset({"nsubj", "poss", "conj", "amod", "nmod"})


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


def home_state(
    tree: Tree, cast: Cast, before: int, *, but: frozenset[str] = frozenset(), sure: bool = True
) -> str | None:
    """Return the key of the state that an office or organ without one belongs to at a token.

    The newsroom's convention is the country of the dateline, if it takes part at all. Without one it is the state
    named last in the sentence, else the one state whose acts fill the article: subject or possessor three times and
    twice as often as any other.

    Args:
        tree: the article.
        cast: its actors, the states among them.
        before: token index of the office.
        but: keys of states that are out of the question.
        sure: an office wants a state beyond doubt; "the government" is content with the one that acts most.
    """
    home = dateline_state(tree)
    states = {key for key, actor in cast.actors.items() if actor.kind == "State" and key not in but}
    mentions = [m for m in cast.mentions if m.actor in states]
    named = [m for m in mentions if not _placed(tree, m)] or mentions
    acting = [m for m in named if tree.tokens[m.head].dep in _ACTS]
    resident = next((key for key in sorted(states) if home and cast.actors[key].gazetteer == home), None)
    if resident is not None:
        return resident if _at_home(tree, cast, resident) else None
    here = [m for m in acting if m.head < before and tree.sentence_of[m.head] == tree.sentence_of[before]]
    if here:
        return max(here, key=lambda m: m.head).actor
    if sure and home:
        return None  # written abroad: whoever acts most may be the other side
    ranked = Counter(m.actor for m in acting).most_common(2)
    if not ranked:
        return None
    most, times = ranked[0]
    if sure:  # a guess would put a president at the head of the other side
        return most if times >= _OFTEN and (len(ranked) == 1 or times >= 2 * ranked[1][1]) else None
    return most if times > 1 or len(states) == 1 else None


def _at_home(tree: Tree, cast: Cast, resident: str) -> bool:
    """Talks are held abroad: the country of the dateline is the article's own only where it takes part, itself or
    through its people, a quarter as often as any other."""
    acts = (
        cast.side(m.actor) for m in cast.mentions if tree.tokens[m.head].dep in _ACTS and not _placed(tree, m)
    )
    times = Counter(side for side in acts if cast.actors[side].kind == "State")
    return times[resident] * _LEAST >= max(times.values(), default=0)


def _placed(tree: Tree, mention: Mention) -> bool:
    """ "troops in Ruritania": a state that is only where something happens."""
    token = tree.tokens[mention.head]
    before = tree.tokens[token.head].text.lower() if token.dep == "pobj" else ""
    return before in naming().place_prepositions | naming().motion_prepositions
