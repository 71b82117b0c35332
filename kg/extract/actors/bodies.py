"""Common nouns that denote a body named before: "the company", "the union", "the committee"."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.actors.naming import naming
from kg.extract.actors.nouns import determiner, modified
from kg.extract.cast import Actor, Cast
from kg.extract.reporting import reporting
from kg.gazetteer import gazetteer

_DEFINITE = frozenset({"the", "this", "that"})


class Bodies:
    """Finds whom a body's noun means; reads the cast as it stands when asked."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.words = naming()
        self.called: dict[str, set[str]] = {}
        for mention in cast.mentions:
            if cast.actors[mention.actor].kind == "Organization" and mention.kind == "name":
                self._note(mention.actor, mention.span.start, mention.head)

    def _note(self, key: str, start: int, head: int) -> None:
        """Note what nouns before a body's name and in apposition to it call it."""
        first = head
        while first > 0 and self.tokens[first - 1].start >= start:
            first -= 1
        nouns = [t for t in self.tree.kids(head, "appos") if t.text.islower()]
        if first and self.tokens[first - 1].text.islower():
            nouns.append(self.tokens[first - 1])
        self.called.setdefault(key, set()).update(t.lemma.lower() for t in nouns)

    def meant(self, i: int) -> Actor | None:
        """Return the body that the noun at ``i`` means, ``None`` if it is not definite or nobody fits.

        A body that is called so fits best; "the company" is else the one that spoke last, or is named most, of those
        that can be companies.
        """
        token = self.tokens[i]
        lemma = token.lemma.lower()
        if token.tag != "NN" or determiner(self.tree, i) not in _DEFINITE or modified(self.tree, i):
            return None
        seen: dict[str, list[int]] = {}
        for mention in self.cast.mentions:
            if mention.head < i and self.cast.actors[mention.actor].kind == "Organization":
                seen.setdefault(mention.actor, []).append(mention.head)
        if not seen:
            return None
        titled = lemma.capitalize()
        named = [k for k in seen if lemma in self.called.get(k, ()) or self._bears(k, titled)]
        if named:
            return self.cast.actors[max(named, key=lambda k: max(seen[k]))]
        fits = [k for k in seen if self._fits(k, lemma)]
        if not fits:
            return None
        return self.cast.actors[max(fits, key=lambda k: (self._spoke(seen[k]), len(seen[k]), max(seen[k])))]

    def _bears(self, key: str, word: str) -> bool:
        return word in self.cast.actors[key].name.split()

    def _fits(self, key: str, lemma: str) -> bool:
        actor = self.cast.actors[key]
        words = {w for form in (actor.name, *actor.names) for w in form.split()}
        if lemma in self.words.firm_nouns:
            known = actor.gazetteer is not None and "the company" not in _descriptions(actor)
            return (
                not known
                and not actor.organ_of
                and not words & (self.words.public_heads | self.words.union_heads)
            )
        if lemma in self.words.union_nouns:
            return bool(words & self.words.union_heads)
        return False

    def _spoke(self, heads: list[int]) -> int:
        """Return the last place where a body spoke; -1 if nowhere."""
        spoken = [h for h in heads if self._subject_of_report(h)]
        return max(spoken, default=-1)

    def _subject_of_report(self, head: int) -> bool:
        token = self.tokens[head]
        return token.dep == "nsubj" and self.tokens[token.head].lemma in reporting().verbs


def _descriptions(actor: Actor) -> tuple[str, ...]:
    entry = gazetteer().by_id(actor.gazetteer) if actor.gazetteer else None
    return entry.descriptions if entry else ()
