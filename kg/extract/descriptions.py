"""Common nouns that denote actors: "US officials", "the spokesman", "the Darfur rebels", "both sides"."""

from __future__ import annotations

from functools import cache

from kg import lexicon
from kg.clauses.tree import Tree
from kg.extract.cast import Actor, Cast
from kg.gazetteer import titles
from kg.extract.home import dateline_state
from kg.model import ActorKind, Mention, Span

_ARGUMENT = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss", "dative", "agent", "appos", "ROOT", "attr"}
)
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "these", "those", "both"})
_PAIRS = frozenset(
    {
        "side",
        "country",
        "party",
        "leader",
        "president",
        "minister",
        "government",
        "state",
        "nation",
        "delegation",
        "neighbour",
        "neighbor",
    }
)


def find_descriptions(tree: Tree, cast: Cast) -> None:
    """Add the mentions that common nouns make to the cast, in text order, and the collectives that have no name."""
    _Describing(tree, cast).run()


class _Describing:
    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        data = _words()
        self.standing = data["standing_for"]
        self.collectives: dict[str, ActorKind] = data["collectives"]
        self.titles = titles()
        self.of_head: dict[str, list[Actor]] = {}

    def run(self) -> None:
        for token in self.tree.tokens:
            if token.pos not in ("NOUN", "PROPN") or token.dep not in _ARGUMENT or self.cast.at(token.i):
                continue
            lemma = token.lemma.lower()
            if self._pair(token.i, lemma):
                continue
            person = self._person_title(token.i) if token.tag in ("NN", "NNP") else False
            if person and self._known_person(token.i):
                continue
            if lemma in self.standing or person:
                bodies = self._bodies(token.i)
                if bodies and token.tag in ("NN", "NNP") and self._named_later(token.i, bodies):
                    continue
                if bodies:
                    self._stand_for(token.i, bodies)
                    continue
            if token.tag == "NN" and lemma in ("government", "administration", "regime", "authorities"):
                if self._own_government(token.i):
                    continue
            if lemma in self.collectives and token.tag in ("NNS", "NN", "NNP", "NNPS"):
                self._collective(token.i, lemma)

    # ------------------------------------------------------------------ persons by title

    def _person_title(self, i: int) -> bool:
        return self.titles.is_head(self.tokens[i].text)

    def _known_person(self, i: int) -> bool:
        """Resolve "the Kremlin spokesman", "the minister" to the person with that title who was named last, here or nearby."""
        determiner = self._determiner(i)
        if determiner in ("a", "an", "another", "some", "one", "no") or self._appositive_to_name(i):
            return False
        word = self.tokens[i].lemma.lower()
        bodies = {k for b in self._bodies(i) for k in (b, self.cast.side(b))}
        best: tuple[int, Actor] | None = None
        for actor in self.cast.actors.values():
            if actor.kind != "Person":
                continue
            fits = any(word in t.lower().split() or word == t.lower() for t in actor.titles)
            if bodies and not bodies & {k for s in actor.stands_for for k in (s, self.cast.side(s))}:
                continue
            if (
                not fits
                and not (bodies and word in ("leader", "official", "diplomat", "head", "chief"))
                and word not in _GENERIC
            ):
                continue
            seen = max(
                (m.head for m in self.cast.mentions if m.actor == actor.key and m.head < i), default=-1
            )
            if seen < 0 and not fits:
                continue
            rank = seen + (10_000_000 if fits else 0)
            if best is None or rank > best[0]:
                best = (rank, actor)
        if best is None or determiner not in _DEFINITE and not bodies:
            return False
        self._enter(i, best[1])
        return True

    def _named_later(self, i: int, bodies: list[str]) -> bool:
        """ "a senior UN official said": the person of that body whom the next sentences name for the first time."""
        if self._determiner(i) not in ("a", "an", "one", "") or self._appositive_to_name(i):
            return False
        here = self.tree.sentence_of[i]
        firsts: dict[str, int] = {}
        for mention in self.cast.mentions:
            if self.cast.actors[mention.actor].kind == "Person":
                firsts[mention.actor] = min(firsts.get(mention.actor, mention.head), mention.head)
        for key, head in sorted(firsts.items(), key=lambda item: item[1]):
            actor = self.cast.actors[key]
            if (
                i < head
                and self.tree.sentence_of[head] - here <= 2
                and set(bodies) & {k for s in actor.stands_for for k in (s, self.cast.side(s))}
            ):
                self._enter(i, actor)
                return True
        return False

    def _appositive_to_name(self, i: int) -> bool:
        """The title right before or after a name belongs to the name."""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if after is not None and any(self.cast.actors[k].kind == "Person" for k in self.cast.at(after.i)):
            return True
        head = self.tokens[i].head
        return self.tokens[i].dep == "appos" and any(
            self.cast.actors[k].kind == "Person" for k in self.cast.at(head)
        )

    # ------------------------------------------------------------------ bodies that people stand for

    def _bodies(self, i: int) -> list[str]:
        """Return the states and bodies in the noun's modifiers: "US officials", "the rebels' leaders", "officials of the UN"."""
        found: list[str] = []
        for child in self.tree.kids(i):
            if child.dep in ("poss", "compound", "amod", "nmod"):
                reach = [
                    child.i,
                    *self.tree.conjuncts(child.i),
                    *(t.i for t in self.tree.kids(child.i, "compound", "nmod", "amod")),
                ]
                found += [k for j in reach for k in self.cast.at(j)]
            elif child.dep == "prep" and child.lemma in ("of", "from", "for", "at", "in"):
                found += [
                    k
                    for inner in self.tree.kids(child.i, "pobj")
                    for j in self.tree.conjuncts(inner.i)
                    for k in self.cast.at(j)
                ]
        return [k for k in dict.fromkeys(found) if self.cast.actors[k].kind != "Person"]

    def _stand_for(self, i: int, bodies: list[str]) -> None:
        span = self._phrase(i)
        for key in bodies:
            self.cast.actors[key].agentive = True
        if len(bodies) == 1:
            self.cast.actors[bodies[0]].described(span.of(self.tree.doc.article.text))
        mention = Mention(span, bodies[0], i, "description")
        self.cast.mention(mention, (i,), group=tuple(bodies))

    def _own_government(self, i: int) -> bool:
        """ "the government" without a name is that of the country the article is written from, else the one named last."""
        if self._determiner(i) not in ("the", "The"):
            return False
        states = [a for a in self.cast.actors.values() if a.kind == "State" and a.agentive]
        if not states:
            return False
        home = dateline_state(self.tree)
        actor = next((a for a in states if a.gazetteer == home), None)
        if actor is None:
            before = [
                m for m in self.cast.mentions if m.head < i and self.cast.actors[m.actor].kind == "State"
            ]
            if not before:
                return False
            actor = self.cast.actors[max(before, key=lambda m: m.head).actor]
        self._enter(i, actor)
        return True

    # ------------------------------------------------------------------ pairs and collectives

    def _pair(self, i: int, lemma: str) -> bool:
        """ "both sides", "the two countries": the two parties named last."""
        if lemma not in _PAIRS or self.tokens[i].tag not in ("NNS", "NNPS"):
            return False
        words = {t.text.lower() for t in self.tree.kids(i)}
        if not words & {"both", "two"}:
            return False
        want = "Person" if lemma in ("leader", "president", "minister") else "State"
        seen: list[str] = []
        for mention in sorted(self.cast.mentions, key=lambda m: -m.head):
            actor = self.cast.actors[mention.actor]
            if mention.head >= i or mention.actor in seen or len(self.cast.at(mention.head)) > 1:
                continue
            fits = (
                actor.kind == "Person"
                if want == "Person"
                else actor.kind in ("State", "Organization", "Bloc") and actor.agentive
            )
            if fits and not any(self.cast.same_side(mention.actor, s) for s in seen):
                seen.append(mention.actor)
            if len(seen) == 2:
                break
        if len(seen) < 2:
            return False
        seen.reverse()
        self.cast.mention(Mention(self._phrase(i), seen[0], i, "description"), (i,), group=tuple(seen))
        return True

    def _collective(self, i: int, lemma: str) -> None:
        """ "the rebels", "Western diplomats", "sources close to the talks": an actor without a proper name."""
        token = self.tokens[i]
        kind = self.collectives[lemma]
        if kind == "Bloc" and token.tag not in ("NNS", "NNPS"):
            return
        known = self.of_head.get(lemma, [])
        named = [
            t
            for t in self.tree.kids(i, "amod", "compound", "nmod", "poss")
            if t.text[:1].isupper() or t.dep != "poss" and t.pos == "ADJ"
        ]
        if not named and known and self._determiner(i) in _DEFINITE:
            self._enter(i, known[-1])
            return
        if not self._acts(i, kind):
            return
        name = self._name(i)
        actor = next((a for a in known if a.name.lower() == name.lower()), None)
        if actor is None:
            actor = self.cast.add(kind, name)
            actor.plural = True
            self.of_head.setdefault(lemma, []).append(actor)
        actor.agentive = True
        actor.called(name)
        self._enter(i, actor)

    def _acts(self, i: int, kind: ActorKind) -> bool:
        """A collective counts where it does or says something or is met; an armed or political group wherever it is an argument."""
        token = self.tokens[i]
        if kind == "Organization":
            return token.tag in ("NNS", "NNPS") or token.lemma in ("opposition", "junta")
        verb = self.tokens[self.tokens[self.tree.first_conjunct(i)].head]
        first = self.tokens[self.tree.first_conjunct(i)]
        if first.dep == "nsubj" and verb.pos == "VERB":
            return verb.lemma in _speech_lemmas()
        if (
            first.dep == "pobj"
            and verb.text.lower() in ("to",)
            and self.tokens[verb.i - 1].lower_is("according")
        ):
            return True
        return first.dep == "agent"

    def _name(self, i: int) -> str:
        first = i
        for child in self.tree.kids(i, "amod", "compound", "nmod", "poss"):
            if child.i < i:
                first = min(first, self.tree.left[child.i])
        text = Span(self.tokens[first].start, self.tokens[i].end).of(self.tree.doc.article.text)
        return " ".join(text.split()).removeprefix("the ").removeprefix("The ")

    # ------------------------------------------------------------------ helpers

    def _enter(self, i: int, actor: Actor) -> None:
        span = self._phrase(i)
        actor.described(" ".join(span.of(self.tree.doc.article.text).split()))
        self.cast.mention(Mention(span, actor.key, i, "description"), (i,))

    def _phrase(self, i: int) -> Span:
        first = i
        for child in self.tree.kids(i, "amod", "compound", "nmod", "poss", "det", "nummod", "predet"):
            if child.i < i:
                first = min(first, self.tree.left[child.i])
        return Span(self.tokens[first].start, self.tokens[i].end)

    def _determiner(self, i: int) -> str:
        return next((t.text.lower() for t in self.tree.kids(i, "det", "poss", "predet") if t.i < i), "")


_GENERIC = frozenset(
    {"official", "diplomat", "politician", "negotiator", "envoy", "spokesman", "spokeswoman"}
)


@cache
def _words() -> dict[str, object]:  # type: ignore[type-arg]
    data = lexicon.lexicon("names")
    return {"standing_for": frozenset(data["standing_for"]), "collectives": dict(data["collectives"])}


@cache
def _speech_lemmas() -> frozenset[str]:
    return frozenset(lexicon.lexicon("reporting")["verbs"])
