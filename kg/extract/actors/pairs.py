"""Of two just named: "the former" is the first of them and "the latter" the second."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.model import Mention, Span, Token

_PLACES = {"former": 0, "latter": -1}
_PARTY = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "dative", "ROOT"})


def resolve_pairs(tree: Tree, cast: Cast) -> None:
    """Add the mentions that "the latter" and "the former" make; they denote one of two of a kind named just before."""
    for token in tree.tokens:
        place = _PLACES.get(token.text.lower())
        if place is None or not _alone(tree, token) or cast.at(token.i):
            continue
        pair = _pair(tree, cast, token)
        if pair:
            cast.mention(
                Mention(Span(token.start, token.end), pair[place], token.i, "pronoun"),
                range(token.i, token.i + 1),
            )


def _alone(tree: Tree, token: Token) -> bool:
    """ "The latter said", not "the latter offer" and not "the former minister"."""
    before = tree.tokens[token.i - 1] if token.i else None
    after = tree.tokens[token.i + 1] if token.i + 1 < len(tree.tokens) else None
    noun = after is not None and (after.pos in ("NOUN", "PROPN", "ADJ", "NUM") or after.text == "-")
    return before is not None and before.lower_is("the") and token.dep in _PARTY and not noun


def _pair(tree: Tree, cast: Cast, token: Token) -> list[str]:
    """Return the last two actors of one kind that were named in this sentence or the one before, in text order."""
    here = tree.sentence_of[token.i]
    named: list[str] = []
    for mention in sorted(cast.mentions, key=lambda m: -m.head):
        if mention.head < token.i and here - tree.sentence_of[mention.head] <= 1 and mention.kind == "name":
            for key in reversed(cast.at(mention.head)):
                if key not in named:
                    named.append(key)
    if not named:
        return []
    kind = cast.actors[named[0]].kind == "Person"
    same = [key for key in named if (cast.actors[key].kind == "Person") == kind][:2]
    return same[::-1] if len(same) == 2 else []
