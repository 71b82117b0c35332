"""Actors without a proper name: "the rebels", "Western diplomats"; and groups: "both sides", "the two leaders"."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.actors.naming import naming
from kg.extract.actors.nouns import determiner, modified, own_words, phrase, words
from kg.extract.cast import Actor, Cast
from kg.extract.reporting import reporting
from kg.model import ActorKind, Mention

_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4}
_POINTING = frozenset({"the", "these", "those", "both"})
_TOWARDS = frozenset({"by", "with", "between", "to", "from", "against", "among", "for"})
_DEFINITE = _POINTING | {"their", "its"}


class Collectives:
    """Reads plural nouns in text order; what they denoted once they denote again."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.words = naming()
        self.known: dict[str, list[Actor]] = {}
        self.standing: dict[str, list[str]] = {}

    def stood(self, lemma: str, bodies: list[str]) -> None:
        """Note that a noun stood for bodies ("US officials"), for when it comes back alone ("the officials")."""
        self.standing[lemma] = bodies

    # ------------------------------------------------------------------ groups of named actors

    def pair(self, i: int) -> bool:
        """ "both sides", "the two countries", "the leaders": the parties or persons named last."""
        token = self.tokens[i]
        lemma = token.lemma.lower()
        persons = lemma in self.words.person_pairs
        if token.tag not in ("NNS", "NNPS") or not (persons or lemma in self.words.pairs):
            return False
        number = next((_NUMBERS[t.text.lower()] for t in self.tree.kids(i) if t.text.lower() in _NUMBERS), 0)
        pointing = determiner(self.tree, i) in _POINTING
        plain = pointing and not modified(self.tree, i)
        # "two officials" are nobody who was named, nor are "its officials"
        if (persons and not pointing) or (not number and not (plain and (persons or lemma == "side"))):
            return False
        group = self._last(i, number or 2, persons=persons)
        if not group:
            return False
        span = phrase(self.tree, i)
        self.cast.mention(Mention(span, group[0], i, "description"), (i,), group=group)
        return True

    def _last(self, before: int, number: int, *, persons: bool) -> tuple[str, ...]:
        """Return the parties of a group, in text order: a group before, else the last ones of different sides."""
        seen: list[str] = []
        for mention in sorted(self.cast.mentions, key=lambda m: -m.head):
            keys, actor = self.cast.at(mention.head), self.cast.actors[mention.actor]
            if mention.head >= before or mention.actor in seen:
                continue
            if (
                len(keys) == number
                and all((self.cast.actors[k].kind == "Person") == persons for k in keys)
                and not seen
            ):
                return keys
            if not persons and actor.kind == "Bloc" and actor.name.split()[0] in ("two", "both") and not seen:
                return (actor.key,)
            fits = actor.kind == "Person" if persons else actor.kind != "Person" and actor.agentive
            if len(keys) == 1 and fits and not any(self.cast.same_side(mention.actor, s) for s in seen):
                seen.append(mention.actor)
            if len(seen) == number:
                found = tuple(reversed(seen))
                return (
                    found if persons or self._near(before, found) else self._leading(before, number) or found
                )
        return ()

    def _near(self, before: int, keys: tuple[str, ...]) -> bool:
        """Tell whether all of a group are named in this sentence or the one before."""
        here = self.tree.sentence_of[before]
        close = {
            m.actor
            for m in self.cast.mentions
            if m.head < before and here - self.tree.sentence_of[m.head] <= 1
        }
        return close >= set(keys)

    def _leading(self, before: int, number: int) -> tuple[str, ...]:
        """Return the sides that have acted most so far, themselves or through their people."""
        times: dict[str, int] = {}
        for mention in sorted(self.cast.mentions, key=lambda m: m.head):
            side = self.cast.side(mention.actor)
            if (
                mention.head < before
                and self.cast.actors[side].kind != "Person"
                and self.cast.actors[side].agentive
            ):
                times[side] = times.get(side, 0) + 1
        # of equals those named first
        ranked = sorted(times, key=lambda key: -times[key])[:number]
        return tuple(key for key in times if key in ranked) if len(ranked) == number else ()

    # ------------------------------------------------------------------ collectives of their own

    def read(self, i: int) -> None:
        """Enter the noun at ``i`` as a collective if it is one that acts here, or that has acted before."""
        token = self.tokens[i]
        lemma = token.lemma.lower()
        plural = token.tag in ("NNS", "NNPS")
        bare = not modified(self.tree, i)
        if (
            plural
            and bare
            and lemma in self.standing
            and determiner(self.tree, i) in ("the", "these", "those", "")
        ):
            bodies = tuple(self.standing[lemma])
            self.cast.mention(Mention(phrase(self.tree, i), bodies[0], i, "description"), (i,), group=bodies)
            if len(bodies) == 1:
                self.cast.actors[bodies[0]].described(words(self.tree, phrase(self.tree, i)))
            return
        crowd = lemma in self.words.crowds and lemma not in self.words.collectives
        kind = "Bloc" if crowd else self.words.collectives.get(lemma)
        if not plural and lemma in self.words.unnamed_bodies:
            self._unnamed_body(i, lemma)
            return
        if kind is None or (kind == "Bloc" and not plural and lemma != "staff"):
            return
        named = self._apposed(i)
        if named is not None:
            self._enter(i, named)
            return
        known = self.known.get(lemma, [])
        if bare and known and determiner(self.tree, i) in _DEFINITE:
            self._enter(i, known[-1])
        elif any(t.lemma in ("other", "more") for t in self.tree.kids(i, "amod")) and known:
            return  # "some other rebels" are not the rebels
        elif crowd and known and self._same_people(i, known[-1]):
            self._enter(i, known[-1])
        elif (self._party(i) if crowd else self._acts(i, kind)) and not (
            bare and kind == "Bloc" and lemma in self.words.pairs
        ):
            self._enter(i, self._of_name(i, lemma, kind))

    def _apposed(self, i: int) -> Actor | None:
        """ "the main opposition, the Harbour Party, said": the body that stands in apposition, or to which it does."""
        token = self.tokens[i]
        near = [t.i for t in self.tree.kids(i, "appos")] + ([token.head] if token.dep == "appos" else [])
        keys = {k for j in near for k in self.cast.at(j)}
        found = [self.cast.actors[k] for k in sorted(keys) if self.cast.actors[k].kind == "Organization"]
        return found[0] if len(found) == len(keys) == 1 else None

    def _unnamed_body(self, i: int, lemma: str) -> None:
        """ "the special committee" where it does something, and "the committee" after it."""
        known = self.known.get(lemma, [])
        if not modified(self.tree, i):
            if known and determiner(self.tree, i) in _DEFINITE:
                self._enter(i, known[-1])
        elif self._party(i):
            actor = self._of_name(i, lemma, "Organization")
            actor.plural = False
            self._enter(i, actor)

    def _party(self, i: int) -> bool:
        """Tell whether people do something here, or something is done with them or said to them."""
        first = self.tokens[self.tree.first_conjunct(i)]
        above = self.tokens[first.head]
        if first.dep in ("nsubj", "nsubjpass", "agent", "dative"):
            return above.pos in ("VERB", "AUX")
        if first.dep == "pobj":
            return above.text.lower() in _TOWARDS
        return first.dep == "dobj" and above.lemma in reporting().verbs

    def _same_people(self, i: int, known: Actor) -> bool:
        """ "the striking miners", "thousands of miners" after "the miners"; not "other miners", "Chilean miners"."""
        before = {t.text.lower() for t in self.tree.kids(i, "amod", "compound", "nmod", "poss") if t.i < i}
        told = {w.lower() for form in (known.name, *known.names) for w in form.split()[:-1]}
        return before <= told or not told

    def _of_name(self, i: int, lemma: str, kind: ActorKind) -> Actor:
        name = own_words(self.tree, phrase(self.tree, i, determiner=False), i)
        known = self.known.setdefault(lemma, [])
        actor = next((a for a in known if a.name.lower() == name.lower()), None)
        if actor is None:
            actor = self.cast.add(kind, name)
            actor.plural = True
            known.append(actor)
        actor.agentive = True
        actor.called(name)
        return actor

    def _acts(self, i: int, kind: ActorKind) -> bool:
        """A collective counts where it says something; an armed or political group wherever it is an argument."""
        token = self.tokens[i]
        if kind == "Organization":
            return token.tag in ("NNS", "NNPS") or token.lemma in ("opposition", "junta")
        first = self.tokens[self.tree.first_conjunct(i)]
        verb = self.tokens[first.head]
        if first.dep == "nsubj" and verb.pos == "VERB":
            return verb.lemma in reporting().verbs
        according = (
            first.dep == "pobj" and verb.lower_is("to") and self.tokens[verb.i - 1].lower_is("according")
        )
        return according or first.dep == "agent"

    def _enter(self, i: int, actor: Actor) -> None:
        span = phrase(self.tree, i)
        actor.described(words(self.tree, span))
        self.cast.mention(Mention(span, actor.key, i, "description"), (i,))
