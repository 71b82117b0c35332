"""From names to actors: who is who in one article."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.clauses.tree import Tree
from kg.extract.actors.acronyms import of_things
from kg.extract.actors.common import given, plain_words
from kg.extract.actors.metonymy import Places
from kg.extract.actors.names import Name, NameFinder
from kg.extract.actors.naming import naming
from kg.extract.actors.organs import Organs
from kg.extract.actors.persons import may_name, meant, same_person
from kg.extract.actors.records import abbreviates, judged
from kg.extract.cast import Actor, Cast
from kg.extract.citing import in_carrying_tail
from kg.extract.reporting import reporting
from kg.gazetteer import Entry, Meaning, gazetteer, normalise
from kg.model import Mention, Span

_MENTION_KIND = {"name": "name", "demonym": "name", "metonym": "metonym", "adjective": "adjective"}
_SUBJECT = frozenset({"nsubj", "nsubjpass", "poss", "dative", "ROOT"})
_OBJECT = frozenset({"dobj", "appos", "attr"})
_TOWARDS = frozenset({"by", "with", "between", "to", "from", "against", "among"})
_PARTNERS = frozenset({"with", "by", "between"})
_TOPICS = frozenset({"on", "about", "over", "for", "against", "behind"})
_TITLE_WORD = re.compile(r"[A-Z]|(?:a|an|and|at|by|de|for|from|in|of|on|or|the|to|with|without)$")


def find_named_actors(tree: Tree) -> tuple[Cast, list[Name]]:
    """Return the cast of everyone who is named, with their mentions, and the names of persons for the title reader."""
    return _Casting(tree).run()


class _Casting:
    """Sorts the names of one document into actors."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.words = naming()
        self.cast = Cast(tree)
        self.places = Places(tree, self.cast)
        self.by_entry: dict[str, Actor] = {}
        self.bodies: dict[str, Actor] = {}
        self.organs = Organs(tree, self.cast, self.bodies, self._of_entry)
        self.persons: list[Actor] = []
        self.firsts: dict[str, int] = {}
        self.crowned: set[str] = set()
        self.person_names: list[Name] = []
        self.last_named: dict[str, int] = {}
        self.outlets: set[int] = set()
        self.names: list[Name] = []
        self.full_bodies: list[Name] = []

    def run(self) -> tuple[Cast, list[Name]]:
        """Cast full names of persons first, so that a surname anywhere finds them; then all else in text order."""
        works = [q.inner for q in self.tree.doc.quotations if self._is_work(q.inner)]
        things = of_things(self.tree)
        found = [n for n in NameFinder(self.tree) if n.text not in things]
        self.outlets = {n.first for n in found if n.kind == "outlet" or self._carries(n)}
        names = [
            n
            for n in found
            if n.first not in self.outlets
            and not self._in_document(n)
            and not any(w.covers(n.span) for w in works)
        ]
        self.names = names = judged(self.tree, names)
        self.full_bodies = sorted(
            (n for n in names if n.kind == "organization" and n.last - n.first > 1),
            key=lambda n: (n.first - n.last, n.first),
        )
        named = {e.id for n in names for e, form in n.alternatives if form == "name"}
        full = [n for n in names if self._is_full_person(n)]
        full += [b for a, b in pairwise(names) if a in full and b not in full and self._alongside(a, b)]
        for name in sorted(full, key=lambda n: (n.first - n.last, n.first)):
            self._person(name)
        for name in names:
            if name in full or self._byname(name) or self._short(name):
                continue
            if name.kind == "known":
                self._known(name, named)
            elif (name.kind == "person" and self._single_person(name)) or (
                name.kind == "unknown" and self._speaks(name)
            ):
                self._person(name)
            elif name.kind == "organization":
                self._organization(name)
        self._acronyms(names)
        self.organs.run()
        self.person_names.sort(key=lambda n: n.first)
        return self.cast, self.person_names

    # ------------------------------------------------------------------ persons

    def _is_full_person(self, name: Name) -> bool:
        if name.last - name.first < 2 or name.kind not in ("person", "unknown"):
            return False
        if name.kind == "person":
            return name.titled or not self._thing(name)
        return self._speaks(name) or self._returns(name) or self._unlabelled(name)

    def _alongside(self, person: Name, name: Name) -> bool:
        """ "ministers Ana Diaz and Nino Gil": what stands beside a person in a coordination is one too."""
        between = [t.text for t in self.tokens[person.last : name.first]]
        tokens = self.tokens[name.first : name.last]
        before = self.tokens[person.first - 1].text if person.first else ""
        several = person.titled and before.lower().endswith("s")  # "ministers Ana Diaz and …"
        return (
            name.kind in ("place", "unknown", *(("organization",) if several else ()))
            and between in (["and"], [","], [",", "and"])
            and 1 < len(tokens) < 4
            and tokens[-1].dep == "conj"
            and all(t.tag == "NNP" for t in tokens)
        )

    def _unlabelled(self, name: Name) -> bool:
        """Two or three capitalised words that the model says nothing of, where a party stands, are a person's name."""
        tokens = self.tokens[name.first : name.last]
        known = given(tokens[0].text)  # the model calls many a person an organisation
        plain = all(
            t.text.istitle() and t.tag in ("NNP", "NN", "JJ", "UH", "FW") and (known or not t.entity)
            for t in tokens
        )
        return (
            plain
            and not plain_words([t.text for t in tokens])
            and len(tokens) < 4
            and not self._thing(name)
            and self._acts(name.head)
        )

    def _thing(self, name: Name) -> bool:
        """ "the Javelin missiles", "two Island Class Patrol Boats": a capitalised name of things, not of a person."""
        before = self.tokens[name.first - 1] if name.first else None
        if (
            before is not None
            and before.tag in ("DT", "CD", "PRP$")
            and before.text.istitle() <= (name.first > 1)
        ):
            return True
        if self.tokens[name.first].text in self.words.things_named:
            return True  # "Hurricane Ada"
        head = self.tokens[name.head]
        words = [t.text for t in self.tokens[name.first : name.last]]
        if len(words) > 1 and (len(head.text) == 1 or plain_words(words)):
            return True  # "Group B", "Question Time"
        if head.tag == "NNPS" and name.last - name.first == 1:
            return True  # "Republicans"
        noun = self.tokens[head.head]
        return head.dep in ("compound", "nmod", "amod") and noun.text.islower() and noun.i > name.head

    def _single_person(self, name: Name) -> bool:
        """A single word that the model takes for a person's name, and that stands where persons do."""
        return name.titled or (not self._thing(name) and self._acts(name.head))

    def _acts(self, head: int) -> bool:
        """Tell whether a name is a party here: subject, possessor, object, or brought in by "with", "to" …"""
        token = self.tokens[self.tree.first_conjunct(head)]
        if token.dep == "pobj":
            return self.tokens[token.head].text.lower() in _TOWARDS
        return token.dep in _SUBJECT or token.dep in _OBJECT

    def _carries(self, name: Name) -> bool:
        """ "…, Harbour Courier reports, citing Interfax": an outlet, whatever its name looks like."""
        if name.kind == "known":
            return False
        after = self.tokens[name.last] if name.last < len(self.tokens) else None
        if after is not None and after.text in self.words.outlet_nouns:
            return True  # "the Harbour Courier newspaper"
        verb = self.tokens[name.head].head
        return self.tokens[name.head].dep == "nsubj" and in_carrying_tail(self.tree, verb)

    def _speaks(self, name: Name) -> bool:
        """A name no one knows is a person's where it speaks or is followed by "who"."""
        head = self.tokens[name.head]
        verb = self.tokens[head.head]
        if head.dep == "nsubj" and verb.lemma in reporting().verbs and verb.i != head.i:
            return not self._thing(name)
        after = name.last + (name.last < len(self.tokens) and self.tokens[name.last].text == ",")
        return after < len(self.tokens) and self.tokens[after].text == "who"

    def _returns(self, name: Name) -> bool:
        """A full name whose last word later stands alone as a subject is a person's."""
        last = self.tokens[name.head].text
        return any(
            t.text == last
            and t.dep == "nsubj"
            and t.i >= name.last
            and self.tokens[t.i - 1].pos not in ("PROPN", "DET")
            for t in self.tokens
        )

    def _person(self, name: Name) -> None:
        crown = self._crown(name)
        known = [p for p in self.persons if same_person(p.name, name.text)]
        actor = next((p for p in known if not crown or p.key in self.crowned), None)
        if actor is None:
            actor = self.cast.add("Person", name.text)
            self.persons.append(actor)
            if crown:
                actor.name = f"{self.tokens[name.first - 1].text} {name.text}"  # "King Talal"
        elif len(name.text) > len(actor.name):
            actor.name = name.text
        self._enter_person(name, actor)

    def _enter_person(self, name: Name, actor: Actor) -> None:
        self.firsts[actor.key] = min(self.firsts.get(actor.key, name.first), name.first)
        if self._crowned(name):
            self.crowned.add(actor.key)
        actor.called(name.text)
        self._enter(name, actor, "name")
        self.person_names.append(name)

    def _crown(self, name: Name) -> bool:
        """ "King Talal": a title that takes the place of a given name."""
        title = self.tokens[name.first - 1].text if name.first else ""
        return " " not in name.text and title.lower() in self.words.regnal and title.istitle()

    def _crowned(self, name: Name) -> bool:
        """ "King Omar Talal", "Omar Talal, king of …"."""
        around = list(self.tokens[max(name.first - 1, 0) : name.first])
        if self.tokens[name.last : name.last + 1] and self.tokens[name.last].text == ",":
            around += self.tokens[name.last + 1 : name.last + 3]
        return any(t.text.lower() in self.words.regnal for t in around if t.text[1:].islower())

    def _of_rank(self, name: Name, matches: list[Actor]) -> list[Actor]:
        """ "King Talal" is not "President Omar Talal", though each of them is a Talal."""
        if self._crown(name):
            return [p for p in matches if p.key in self.crowned]
        if name.titled and not self._crowned(name):
            return [p for p in matches if p.key not in self.crowned] or matches
        return matches

    def _short(self, name: Name) -> bool:
        """Link a surname or other short form to its person; a word that also names a state only where a person fits."""
        if (name.kind == "organization" and not any(name.text in p.names for p in self.persons)) or (
            name.kind == "known" and (name.last - name.first > 1 or name.form == "adjective")
        ):
            return False
        matches = [
            p
            for p in self.persons
            if (may_name(p, name.text) or name.text in p.names) and (name.kind != "known" or " " in p.name)
        ]
        matches = self._of_rank(name, matches)
        if not matches or (name.kind == "known" and not self._person_fits(name)):
            return False
        woman = self._woman(name)
        self._enter_person(name, meant(matches, name.text, name.first, self.firsts, feminine=woman or None))
        return True

    def _woman(self, name: Name) -> bool:
        """ "Ms Diaz"."""
        before = [t.text.rstrip(".").lower() for t in self.tokens[max(name.first - 2, 0) : name.first]]
        return any(word in self.words.feminine and len(word) < 5 for word in before)

    def _byname(self, name: Name) -> bool:
        """ "Luis Rojas, known as Condor,": another name of the person just named."""
        i = name.first
        for phrase in self.words.known_as:
            words = phrase.split()
            at = i - len(words)
            if at < 1 or [t.text.lower() for t in self.tokens[at:i]] != words:
                continue
            while at > 0 and self.tokens[at - 1].text.lower() in (
                ",",
                "(",
                "also",
                "better",
                "widely",
                "who",
                "is",
            ):
                at -= 1
            keys = self.cast.at(at - 1) if at else ()
            if len(keys) == 1 and self.cast.actors[keys[0]].kind == "Person" and name.kind != "known":
                actor = self.cast.actors[keys[0]]
                actor.called(name.text)
                self._enter(name, actor, "name")
                return True
        return False

    def _person_fits(self, name: Name) -> bool:
        """ "Jordan said" where the article has a Michael Jordan; but "King Talal of Jordan", "in Jordan".

        After "on" or "about" it is the person, unless the state is named by another form or in a place.
        """
        before = self.tokens[name.first - 1] if name.first else None
        if before is None or before.pos != "ADP" or before.text.lower() in _PARTNERS:
            return True
        return before.text.lower() in _TOPICS and not any(
            {e.id for e, _ in other.alternatives} & {e.id for e, _ in name.alternatives}
            and (other.text != name.text or self._placed(other))
            for other in self.names
        )

    def _placed(self, name: Name) -> bool:
        before = self.tokens[name.first - 1] if name.first else None
        return before is not None and before.pos == "ADP" and before.text.lower() not in _PARTNERS | _TOPICS

    # ------------------------------------------------------------------ states, organisations, blocs

    def _known(self, name: Name, named: set[str]) -> None:
        meaning = self._meaning(name, named)
        if meaning is None or self.places.is_trait(name):
            return
        entry, form = meaning
        own = self._own_body(name, entry)
        if own is not None:
            self._enter(name, own, "name")
            return
        place = (entry.kind == "State" or form == "metonym") and self.places.is_place(name, form)
        if place and form == "metonym":
            return
        actor = (self.organs.of_other(name, entry) if form == "name" else None) or self._of_entry(entry)
        if form == "description":
            actor.described(name.text)
        else:
            actor.called(name.text)
        actor.agentive |= (
            form != "adjective" and not place and (entry.kind != "Bloc" or self._acts(name.head))
        )
        self._enter(name, actor, _MENTION_KIND.get(form, "description"))

    def _own_body(self, name: Name, entry: Entry) -> Actor | None:
        """ "Congress" after "the Irish Congress of Trade Unions": a word famous for another state's organ is the
        article's own body that it heads."""
        if entry.organ_of is None or name.text not in self.words.organization_heads:
            return None
        if any(other.entry is not None and other.entry.id == entry.organ_of for other in self.names):
            return None
        full = next((n for n in self.full_bodies if abbreviates(name.text, n.text)), None)
        if full is None:
            return None
        actor = self.bodies.get(normalise(full.text)) or self._new_body(full.text, full)
        actor.called(name.text)
        return actor

    def _attributive(self, name: Name, entry: Entry) -> bool:
        """ "its China policy", "France's Le Monde", and blocs that do nothing: the actor is only spoken of."""
        if entry.kind == "Bloc":
            return not self._acts(name.head)
        head = self.tokens[name.head]
        noun = self.tokens[head.head]
        return name.last + 1 in self.outlets or (
            entry.kind == "State" and head.dep == "compound" and noun.text.islower() and noun.i == name.last
        )

    def _meaning(self, name: Name, named: set[str]) -> Meaning | None:
        """Choose what a form means here: a description needs its actor named, whichever was named last; any other form
        prefers an actor that the article names outright ("Brussels" is NATO where only NATO is named)."""
        described = [(e, f) for e, f in name.alternatives if f == "description"]
        others = [(e, f) for e, f in name.alternatives if f != "description"]
        if others:
            return next(((e, f) for e, f in others if f == "name" or e.id in named), others[0])
        earlier = [m for m in described if m[0].id in self.by_entry]
        if earlier:
            return max(earlier, key=lambda m: self.last_named.get(m[0].id, -1))
        bare = gazetteer().by_form(name.text[4:]) if name.text[:4].lower() == "the " else ()
        return next(
            (m for m in described if m[0].id in named), next((m for m in bare if m[1] == "name"), None)
        )

    def _of_entry(self, entry: Entry) -> Actor:
        if entry.id not in self.by_entry:
            owner = gazetteer().by_id(entry.organ_of) if entry.organ_of else None
            organ_of = self._of_entry(owner).key if owner is not None else None
            self.by_entry[entry.id] = self.cast.add(
                entry.kind, entry.name, gazetteer=entry.id, organ_of=organ_of
            )
            self.bodies.setdefault(normalise(entry.name), self.by_entry[entry.id])
        return self.by_entry[entry.id]

    def _organization(self, name: Name) -> None:
        text = name.text.removeprefix("The ").removeprefix("the ")
        known = gazetteer().by_form(text)
        if known and known[0][1] == "name":
            actor = self._of_entry(known[0][0])
        else:
            actor = (
                self.bodies.get(normalise(text))
                or self._shortened(text)
                or self.organs.of_name(name, text)
                or self._new_body(text, name)
            )
        actor.called(text)
        actor.agentive |= self._acts(name.head)
        self._enter(name, actor, "name")

    def _shortened(self, text: str) -> Actor | None:
        """Return the body that a form is short for: "Harlow Mills Corp" for "Harlow", a union for its initials."""
        full = next((n for n in self.full_bodies if n.text != text and abbreviates(text, n.text)), None)
        if full is None:
            return None
        long = full.text.removeprefix("The ").removeprefix("the ")
        known = gazetteer().by_form(long)
        if known and known[0][1] == "name":
            return self._of_entry(known[0][0])
        return (
            self.bodies.get(normalise(long)) or self.organs.of_name(full, long) or self._new_body(long, full)
        )

    def _new_body(self, text: str, name: Name) -> Actor:
        owner = self.organs.owner_in(name)
        actor = self.cast.add("Organization", text, organ_of=owner.key if owner else None)
        self.bodies[normalise(text)] = actor
        return actor

    # ------------------------------------------------------------------ what is no actor

    def _in_document(self, name: Name) -> bool:
        """ "Treaty on the Non-Proliferation of …", "Vienna Convention": the title of a document names no actor."""
        if name.kind == "known":
            return False
        if self.tokens[name.head].text in self.words.documents:
            return True
        if self.tokens[name.head].text in self.words.programmes and not name.titled:
            return True
        for i in range(name.first - 1, max(name.first - 9, -1), -1):
            token = self.tokens[i]
            if token.text in self.words.documents:
                return True
            if (
                token.text.lower() not in ("on", "of", "the", "for", "and", "-")
                and not token.text[:1].isupper()
            ):
                return False
        return False

    def _is_work(self, span: Span) -> bool:
        """ "The Road to Geneva": words in quotation marks that are capitalised throughout are the title of a work."""
        words = span.of(self.tree.doc.article.text).split()
        return len(words) > 2 and words[-1][-1].isalpha() and all(_TITLE_WORD.match(w) for w in words)

    # ------------------------------------------------------------------ joining and entering

    def _acronyms(self, names: list[Name]) -> None:
        """ "Seven-Party Alliance (SPA)": both forms denote one actor, and so does every later "SPA"."""
        by_first = {n.first: n for n in names}
        for name in names:
            i = name.last
            if i + 2 >= len(self.tokens) or self.tokens[i].text != "(" or self.tokens[i + 2].text != ")":
                continue
            short, keys = by_first.get(i + 1), self.cast.at(name.head)
            if not keys or short is None or not short.text.isupper():
                continue
            long = self.cast.actors[keys[0]]
            if long.kind != "Organization" or (short.entry and short.entry.id != long.gazetteer):
                continue  # "Norway (NATO)", "Diaz (PS)"
            long.called(short.text)
            for other in (n for n in names if n.text == short.text):
                brief = self.cast.at(other.head)
                if not brief:
                    self._enter(other, long, "name")
                elif brief != keys and self.cast.actors[brief[0]].gazetteer is None:
                    self._join(self.cast.actors[brief[0]], long)

    def _join(self, gone: Actor, into: Actor) -> None:
        for form in gone.names:
            into.called(form)
        into.agentive |= gone.agentive
        del self.cast.actors[gone.key]
        for key, actor in self.bodies.items():
            if actor is gone:
                self.bodies[key] = into
        self.persons = [p for p in self.persons if p is not gone]
        self.cast.replace(gone.key, into.key, self.cast.mentions)

    def _enter(self, name: Name, actor: Actor, kind: str) -> None:
        if actor.kind == "Person":
            actor.agentive = True
        if actor.gazetteer and kind == "name":
            self.last_named[actor.gazetteer] = name.first
        mention = Mention(name.span, actor.key, name.head, kind)  # type: ignore[arg-type]
        after = [t.text for t in self.tokens[name.last : name.last + 3]]
        coded = actor.kind == "Organization" and after[:1] == ["<"] and after[2:] == [">"]
        # "Harlow Corp <HRL> said": the parser takes the exchange's code for the subject
        self.cast.mention(mention, range(name.first, name.last + 2 * coded))
