"""Common nouns that denote named actors: "the spokesman", "US officials", "the president's office"."""

from __future__ import annotations

from itertools import takewhile

from kg.clauses.tree import Tree
from kg.extract.actors.bodies import Bodies
from kg.extract.actors.collectives import Collectives
from kg.extract.actors.home import home_state
from kg.extract.actors.names import title_phrases
from kg.extract.actors.naming import naming
from kg.extract.actors.nouns import determiner, modified, phrase, words
from kg.extract.actors.offices import Position, one_post
from kg.extract.cast import Actor, Cast
from kg.gazetteer import gazetteer, titles
from kg.holders import holders
from kg.model import Mention, Span

_ARGUMENT = frozenset(
    {
        "nsubj",
        "nsubjpass",
        "dobj",
        "pobj",
        "conj",
        "poss",
        "dative",
        "agent",
        "appos",
        "ROOT",
        "attr",
        "nmod",
        "compound",
        "dep",
    }
)
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "these", "those", "both"})
_INDEFINITE = frozenset({"a", "an", "another", "some", "one", "no", "any", "each", "every"})
_FROM = frozenset({"of", "from", "at"})
# Titles whose holders speak for a body; a businessman or judge does not.
_STAND = frozenset(
    {"head of state", "head of government", "minister", "envoy", "lawmaker", "voice", "chief of a body"}
)


def find_descriptions(tree: Tree, cast: Cast, positions: list[Position]) -> None:
    """Add the mentions that common nouns make to the cast, in text order, and the collectives that have no name."""
    _Describing(tree, cast, positions).run()


class _Describing:
    def __init__(self, tree: Tree, cast: Cast, positions: list[Position]) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.words = naming()
        self.titles = titles()
        self.collectives = Collectives(tree, cast)
        self.bodies = Bodies(tree, cast)
        self.phrases = title_phrases(tree)
        self.offices: dict[str, Actor] = {}
        self.posts = [(span, post.person) for post in positions for span in post.spans]
        # "an Iraqi official": the latest source without a name, by noun
        self.unnamed: dict[str, str] = {}
        self.lead = next((s.id for s in tree.doc.sentences if s.zone == "body"), 0)

    def run(self) -> None:
        """Read every noun once, the surest reading first."""
        for token in self.tokens:
            if token.pos not in ("NOUN", "PROPN") or token.dep not in _ARGUMENT or self.cast.at(token.i):
                continue
            if token.dep in ("attr", "oprd") and self.titles.is_head(token.text):
                continue  # what somebody is or becomes is read with the posts
            readings = (
                self._own_title,
                self._office,
                self.collectives.pair,
                self._person,
                self._standing,
                self._government,
                self._body,
            )
            if not any(reading(token.i) for reading in readings):
                self.collectives.read(token.i)

    # ------------------------------------------------------------------ persons by title

    def _own_title(self, i: int) -> bool:
        """The head of a title that stands at its holder's name denotes the holder."""
        token = self.tokens[i]
        for span, person in self.posts:
            if span.covers(Span(token.start, token.end)):
                inside = (t for t in self.tokens[max(i - 12, 0) : i] if t.start >= span.start)
                titular = any(first <= i < end for end, first in self.phrases.items())
                if (
                    titular
                    and token.dep not in ("compound", "nmod")
                    and not any(t.pos == "ADP" for t in inside)
                ):
                    self._enter(i, self.cast.actors[person])
                return True
        return False

    def _person(self, i: int) -> bool:
        """Resolve "the Kremlin spokesman", "the minister" to the person with that title who was named last."""
        token = self.tokens[i]
        if token.tag not in ("NN", "NNP") or not self.titles.is_head(token.text) or self._by_name(i):
            return False
        if determiner(self.tree, i) in _INDEFINITE:
            return self._kind(i) in _STAND | {"official"} and self._named_soon(i)
        bodies = self._sides(i)
        if determiner(self.tree, i) not in _DEFINITE and not bodies:
            return False
        ranked = [
            (rank, a) for a in self.cast.actors.values() if (rank := self._rank(i, a, bodies)) is not None
        ]
        source = self.unnamed.get(token.lemma.lower())
        if source is not None and not bodies and not any(fits for (fits, _), _ in ranked):
            self._enter(i, self.cast.actors[source])  # the source goes on, not somebody who has a name
            return True
        if not ranked:
            return False
        self._enter(i, max(ranked, key=lambda pair: pair[0])[1])
        return True

    def _rank(self, i: int, actor: Actor, bodies: set[str]) -> tuple[bool, int] | None:
        """Return how well a person fits a title noun: by title, then by how late he was named; ``None`` if not."""
        if actor.kind != "Person":
            return None
        word = self.tokens[i].lemma.lower()
        alike = (bool(bodies) or self._kind(i) == "voice") and one_post(actor.titles, self._title(i))
        fits = alike or any(word in t.lower().split() for t in actor.titles)
        stands = {k for s in actor.stands_for for k in (s, self.cast.side(s))}
        if bodies and not bodies & stands and (stands or self._kind(i) != "head of state" or not alike):
            return None
        generic = word in self.words.generic_people or (bool(bodies) and word in self.words.body_people)
        seen = max((m.head for m in self.cast.mentions if m.actor == actor.key and m.head < i), default=-1)
        if seen < 0 and (not fits or self.tokens[i].dep != "poss"):
            return None  # "the president's brother" may stand before the president's name
        if not fits and not generic:
            return None
        return fits, seen

    def _sides(self, i: int) -> set[str]:
        return {k for body in self._bodies(i) for k in (body, self.cast.side(body))}

    def _named_soon(self, i: int) -> bool:
        """ "a senior UN official said": the person of that body whom the next two sentences name for the first time.

        Only an article's lead keeps a name back like that; later, an unnamed official is one who would not be named.
        """
        bodies, here = self._sides(i), self.tree.sentence_of[i]
        if here > self.lead:
            return False
        firsts: dict[str, int] = {}
        for mention in self.cast.mentions:
            firsts[mention.actor] = min(firsts.get(mention.actor, mention.head), mention.head)
        for key, head in sorted(firsts.items(), key=lambda item: item[1]):
            actor = self.cast.actors[key]
            stands = {k for s in actor.stands_for for k in (s, self.cast.side(s))}
            if (
                actor.kind == "Person"
                and i < head
                and self.tree.sentence_of[head] - here <= 2
                and bodies & stands
            ):
                self._enter(i, actor)
                return True
        return False

    def _by_name(self, i: int) -> bool:
        """A title right before a name belongs to the name; one in apposition to a name is not found by what it says."""
        token = self.tokens[i]
        after = [t.text for t in self.tokens[i + 1 : i + 6]]
        # "the army chief, General Ali, said": a rank stands between
        ranks = len(list(takewhile(self.titles.is_honorific, after[1:]))) if after[:1] == [","] else 0
        following = i + 1 + (ranks + 1 if ranks else 0)
        around = [following] if following < len(self.tokens) else []
        if token.dep == "appos":
            around.append(token.head)
        return any(self.cast.actors[k].kind == "Person" for j in around for k in self.cast.at(j))

    # ------------------------------------------------------------------ what people and rooms stand for

    def _standing(self, i: int) -> bool:
        """ "US officials", "the rebels' leaders", "a spokesman for the ministry" stand for the body that they name."""
        token = self.tokens[i]
        lemma = token.lemma.lower()
        armed = self.words.collectives.get(lemma) == "Organization"
        if lemma not in self.words.standing_for and not armed and self._kind(i) not in _STAND:
            return False
        bodies = self._bodies(i)
        if not bodies or self._by_name(i):
            return False
        if armed and self.cast.actors[bodies[0]].kind != "Organization":
            return False  # "Chadian rebels" are not Chad; "Hezbollah militants" are Hezbollah
        span = phrase(self.tree, i)
        for key in bodies:
            self.cast.actors[key].agentive = True
        if len(bodies) == 1:
            self.cast.actors[bodies[0]].described(words(self.tree, span))
        if len(bodies) == 1 and determiner(self.tree, i) in _INDEFINITE and token.tag in ("NN", "NNP"):
            self.unnamed[lemma] = bodies[0]
        self.cast.mention(Mention(span, bodies[0], i, "description"), (i,), group=tuple(bodies))
        self.collectives.stood(lemma, bodies)
        return True

    def _bodies(self, i: int) -> list[str]:
        """Return the bodies in a noun's modifiers: "US officials", "the rebels' leaders", "officials of the UN"; for a
        person his side ("the Petrov administration")."""
        found: list[str] = []
        for child in self.tree.kids(i):
            if child.dep in ("poss", "compound", "amod", "nmod"):
                reach = [
                    child.i,
                    *self.tree.conjuncts(child.i),
                    *(t.i for t in self.tree.kids(child.i, "compound", "nmod", "amod")),
                ]
                found += [k for j in reach for k in self.cast.at(j)]
            elif (
                child.dep == "prep"
                and child.i > i
                and (child.lemma in _FROM or (child.lemma == "for" and self._kind(i) == "voice"))
            ):
                objects = [
                    j for inner in self.tree.kids(child.i, "pobj") for j in self.tree.conjuncts(inner.i)
                ]
                found += [k for j in objects for k in self.cast.at(j)]
        people = [k for k in found if self.cast.actors[k].kind == "Person"]
        bodies = [k for k in dict.fromkeys(found) if k not in people]
        served = [s for k in dict.fromkeys(people) for s in self.cast.actors[k].stands_for[:1]]
        return bodies or served or self._led(i)

    def _led(self, i: int) -> list[str]:
        """ "the Hadley administration": the state whose president Hadley was then."""
        if self.tokens[i].text.lower() not in self.words.governments:
            return []
        names = [t.text for t in self.tree.kids(i, "compound", "nmod", "poss") if t.text[:1].isupper()]
        return next((found for name in names if (found := self._state_led(name))), [])

    def _kind(self, i: int) -> str | None:
        return self.titles.kind(self._title(i))

    def _title(self, i: int) -> str:
        return " ".join(t.text for t in self.tokens[self.phrases.get(i + 1, i) : i + 1])

    def _government(self, i: int) -> bool:
        """ "the government" without a name is that of the country that the article is about."""
        token = self.tokens[i]
        if token.text.lower() not in self.words.governments:
            return False
        if modified(self.tree, i):
            return False
        if determiner(self.tree, i) in ("his", "her"):
            return self._own_government(i)
        if determiner(self.tree, i) not in ("the", "our"):
            return False
        home = home_state(self.tree, self.cast, i, sure=False)
        if home is None:
            return False
        self._enter(i, self.cast.actors[home])
        return True

    def _own_government(self, i: int) -> bool:
        """ "his administration": of the person named last, if he leads a state or stands for one."""
        before = [m for m in self.cast.mentions if m.head < i and self.cast.actors[m.actor].kind == "Person"]
        if not before:
            return False
        person = self.cast.actors[max(before, key=lambda m: m.head).actor]
        led = self._state_led(person.name)
        served = [k for k in person.stands_for if self.cast.actors[k].kind == "State"] or led
        if served:
            self._enter(i, self.cast.actors[served[0]])
        return bool(served)

    def _state_led(self, name: str) -> list[str]:
        day = self.tree.doc.article.published
        entry = gazetteer().by_id(holders().state(name, day) or "")
        if entry is None:
            return []
        known = next((a for a in self.cast.actors.values() if a.gazetteer == entry.id), None)
        return [(known or self.cast.add(entry.kind, entry.name, gazetteer=entry.id)).key]

    def _office(self, i: int) -> bool:
        """ "the office of President Diaz", "Diaz's office": an organisation of its own, led by the person."""
        if self.tokens[i].lemma not in self.words.offices:
            return False
        owners = [t.i for t in self.tree.kids(i, "poss")]
        of = [t.i for p in self.tree.kids(i, "prep") if p.lower_is("of") for t in self.tree.kids(p.i, "pobj")]
        people = [k for j in (*owners, *of) for k in self.cast.at(j) if self.cast.actors[k].kind == "Person"]
        if not people or self.tokens[i].dep not in ("nsubj", "pobj", "nsubjpass", "conj"):
            return False
        person = self.cast.actors[people[0]]
        span = phrase(self.tree, i)
        if of:
            span = span.cover(self.tree.nominal(of[0]))
        form = words(self.tree, span)
        if person.key not in self.offices:
            side = person.stands_for[0] if person.stands_for else None
            name = form.removeprefix("the ").removeprefix("The ")
            self.offices[person.key] = self.cast.add(
                "Organization", name[:1].upper() + name[1:], organ_of=side
            )
        office = self.offices[person.key]
        office.called(form)
        office.agentive |= self.tokens[i].dep == "nsubj"
        self.cast.mention(Mention(span, office.key, i, "description"), (i,))
        return True

    def _body(self, i: int) -> bool:
        """ "the company", "the committee": the body that goes by this noun."""
        actor = self.bodies.meant(i)
        if actor is None:
            return False
        actor.agentive |= self.tokens[i].dep in ("nsubj", "agent", "dobj")
        self._enter(i, actor)
        return True

    def _enter(self, i: int, actor: Actor) -> None:
        span = phrase(self.tree, i)
        actor.described(words(self.tree, span))
        self.cast.mention(Mention(span, actor.key, i, "description"), (i,))
