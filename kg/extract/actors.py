"""From names to actors: who is who in one article."""

from __future__ import annotations

from functools import cache

from kg import lexicon
from kg.clauses.tree import Tree
from kg.extract.cast import Actor, Cast
from kg.extract.names import Name, NameFinder
from kg.gazetteer import Entry, FormKind, gazetteer, normalise
from kg.model import Mention


def find_named_actors(tree: Tree) -> tuple[Cast, list[Name]]:
    """Return the cast of everyone who is named, with their mentions, and the names of persons for the title reader."""
    return _Casting(tree).run()


class _Casting:
    """Sorts the names of one document into actors."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = Cast(tree)
        self.by_entry: dict[str, Actor] = {}
        self.organizations: dict[str, Actor] = {}
        self.persons: list[Actor] = []
        self.person_names: list[Name] = []

    def run(self) -> tuple[Cast, list[Name]]:
        names = [n for n in NameFinder(self.tree) if not self._agency(n) and not self._in_title_of_work(n)]
        named = {e.id for n in names if n.form == "name" for e, form in n.alternatives if form == "name"}
        full = [n for n in names if n.kind != "known" and self._is_full_person(n)]
        for name in sorted(full, key=lambda n: (-(n.last - n.first), n.first)):
            self._person(name)
        for name in names:
            if name.kind == "known":
                self._known(name, named)
            elif name in full:
                continue
            elif self._surname(name):
                continue
            elif name.kind == "person":
                self._person(name)
            elif name.kind == "organization" and not self._agency(name):
                self._organization(name)
            elif name.kind == "unknown" and self._acts_as_person(name):
                self._person(name)
        self._acronyms(names)
        self.person_names.sort(key=lambda n: n.first)
        return self.cast, self.person_names

    # ------------------------------------------------------------------ persons

    def _is_full_person(self, name: Name) -> bool:
        if name.last - name.first < 2:
            return False
        if name.kind == "person":
            return True
        return name.kind in ("unknown", "place") and (self._acts_as_person(name) or self._surname_returns(name))

    def _acts_as_person(self, name: Name) -> bool:
        """A name no one knows is a person's where it speaks or is followed by "who"."""
        head = self.tokens[name.head]
        verb = self.tokens[head.head]
        if name.kind == "place" or self._agency(name):
            return False
        if head.dep == "nsubj" and verb.lemma in _speech() and verb.i != head.i:
            return True
        after = name.last + (name.last < len(self.tokens) and self.tokens[name.last].text == ",")
        return after < len(self.tokens) and self.tokens[after].text == "who"

    def _surname_returns(self, name: Name) -> bool:
        """A full name whose last word later stands alone as a subject is a person's."""
        surname = self.tokens[name.head].text
        return name.kind != "place" and any(
            t.text == surname and t.dep == "nsubj" and t.i >= name.last and self.tokens[t.i - 1].pos != "PROPN"
            for t in self.tokens
        )

    def _person(self, name: Name) -> None:
        actor = next((p for p in self.persons if _same_person(p, name.text)), None)
        if actor is None:
            actor = self.cast.add("Person", name.text)
            self.persons.append(actor)
        elif len(name.text) > len(actor.name):
            actor.name = name.text
        actor.called(name.text)
        self._enter(name, actor, "name")
        self.person_names.append(name)

    def _surname(self, name: Name) -> bool:
        """Link a single word to the person of that surname, or that first or only name."""
        if name.last - name.first != 1 or name.kind == "known":
            return False
        word = name.text
        matches = [
            p for p in self.persons if word in (_surname_of(p.name), p.name) or p.name.split()[0] == word and " " in p.name
        ]
        if not matches:
            return False
        actor = self._meant(matches, word, name.first)
        actor.called(word)
        self._enter(name, actor, "name")
        self.person_names.append(name)
        return True

    def _meant(self, candidates: list[Actor], word: str, before: int) -> Actor:
        """Of several persons whom one word may name: whoever it named before, else who was introduced last, else first."""
        for actor in candidates:
            if word in actor.names:
                return actor
        firsts = {
            a.key: min((m.head for m in self.cast.mentions if m.actor == a.key), default=0) for a in candidates
        }
        earlier = [a for a in candidates if firsts[a.key] < before]
        if earlier:
            return max(earlier, key=lambda a: (_surname_of(a.name) == word, firsts[a.key]))
        return min(candidates, key=lambda a: firsts[a.key])

    # ------------------------------------------------------------------ states, organisations, blocs

    def _known(self, name: Name, named: set[str]) -> None:
        person = self._person_of_known_word(name)
        if person is not None:
            person.called(name.text)
            self._enter(name, person, "name")
            self.person_names.append(name)
            return
        choice = self._meaning(name, named)
        if choice is None:
            return
        entry, form = choice
        if form in ("adjective", "demonym") and name.first and self.tokens[name.first - 1].lower_is("ethnic"):
            return  # a people, not its state
        if form == "adjective" and self._past_era(name):
            return
        kind: str = {"name": "name", "metonym": "metonym", "adjective": "adjective", "demonym": "name"}.get(form, "description")
        place = (entry.kind == "State" or form == "metonym") and self._is_place(name, form)
        if place and form == "metonym":
            return
        actor = self._of_entry(entry)
        if form == "description":
            actor.described(name.text)
        else:
            actor.called(name.text)
        actor.agentive |= form not in ("adjective",) and not place
        self._enter(name, actor, kind)

    def _past_era(self, name: Name) -> bool:
        """ "Soviet-era", "French-born": a trait, not the state."""
        i = name.last
        return i + 1 < len(self.tokens) and self.tokens[i].text == "-" and self.tokens[i + 1].lemma in _place_words()["traits"]

    def _person_of_known_word(self, name: Name) -> Actor | None:
        """ "Jordan said" where the article has a Michael Jordan."""
        if name.last - name.first != 1 or name.form not in ("name", "metonym"):
            return None
        return next((p for p in self.persons if _surname_of(p.name) == name.text and " " in p.name), None)

    def _meaning(self, name: Name, named: set[str]) -> tuple[Entry, FormKind] | None:
        for entry, form in name.alternatives:
            if form == "description" and entry.id not in named and entry.id not in self.by_entry:
                continue
            return entry, form
        return None

    def _of_entry(self, entry: Entry) -> Actor:
        if entry.id not in self.by_entry:
            organ = self._of_organ_owner(entry)
            actor = self.cast.add(entry.kind, entry.name, gazetteer=entry.id, organ_of=organ)
            self.by_entry[entry.id] = actor
        return self.by_entry[entry.id]

    def _of_organ_owner(self, entry: Entry) -> str | None:
        owner = gazetteer().by_id(entry.organ_of) if entry.organ_of else None
        return self._of_entry(owner).key if owner is not None else None

    def _is_place(self, name: Name, form: FormKind) -> bool:
        """Tell whether a country's or capital's name is where something happens rather than who does it."""
        words = _place_words()
        head = self.tokens[name.head]
        before = self.tokens[name.first - 1] if name.first else None
        if before is not None and before.text.lower() in ("the",) and name.first > 1:
            before = self.tokens[name.first - 2]
        after = self.tokens[name.last] if name.last < len(self.tokens) else None
        if before is not None and before.pos in ("ADP", "SCONJ", "ADV", "PART") or before is not None and before.tag in ("IN", "TO"):
            preposition = before.text.lower()
            if preposition in words["place_prepositions"]:
                # "in Moscow", "in Germany"; but "confidence in Russia" is rare enough
                return not (after is not None and after.text == "'s")
            if preposition in words["motion_prepositions"] and self._moves(before.i):
                return True
        if form == "metonym":
            noun = self.tokens[head.head].lemma.lower() if head.dep in ("compound", "nmod", "amod") else ""
            if noun in words["place_before"] or noun and after is not None and after.lemma.lower() in words["place_before"]:
                return True
            if head.dep == "nsubj" and noun == "" and self.tokens[head.head].lemma == "host":
                return True
            if after is not None and after.text == "-":
                return True  # "Moscow-based"
            if before is not None and before.text == "," and self._after_city(name.first):
                return True
        if head.dep == "dobj" and self.tokens[head.head].lemma in words["place_objects_of"]:
            return True
        return head.dep == "appos" and self.tokens[head.head].entity == "GPE"

    def _after_city(self, first: int) -> bool:
        return first >= 2 and self.tokens[first - 2].entity == "GPE" and not self.cast.at(first - 2)

    def _moves(self, preposition: int) -> bool:
        words = _place_words()["motion_verbs"]
        head = self.tokens[preposition].head
        return any(self.tokens[i].lemma.lower() in words for i in (head, self.tokens[head].head))

    def _organization(self, name: Name) -> None:
        text = name.text.removeprefix("The ").removeprefix("the ")
        key = normalise(text)
        known = gazetteer().by_form(text)
        if known and known[0][1] == "name":
            actor = self._of_entry(known[0][0])
        elif key in self.organizations:
            actor = self.organizations[key]
        else:
            actor = self._same_organ(name, text) or self.cast.add("Organization", text, organ_of=self._owner(name))
            self.organizations[key] = actor
        actor.called(text)
        actor.agentive = True
        self._enter(name, actor, "name")

    def _owner(self, name: Name) -> str | None:
        """ "Russian Foreign Ministry", "Ukraine's Defence Ministry": the state that the first word or possessor names."""
        for i in range(name.first, max(name.first - 3, -1), -1):
            if i != name.first and self.tokens[i].text not in ("'s", "'") and i != name.first - 2:
                break
            found = gazetteer().forms().match([t.text for t in self.tokens[i : name.last]], 0)
            states = [e for e, form in (found[1] if found else []) if e.kind in ("State", "Organization") and form in ("name", "adjective")]
            if states and found is not None and i + found[0] < name.last:
                return self._of_entry(states[0]).key
        return None

    def _same_organ(self, name: Name, text: str) -> Actor | None:
        """ "the Foreign Ministry" after "the Russian Foreign Ministry" is the same body."""
        ending = " " + normalise(text)
        return next((a for key, a in self.organizations.items() if key.endswith(ending) and a.organ_of), None)

    def _agency(self, name: Name) -> bool:
        return normalise(name.text) in agencies()

    def _in_title_of_work(self, name: Name) -> bool:
        """ "Treaty on the Non-Proliferation of …": the title of a document names no actor."""
        if name.kind == "known":
            return False
        i = name.first - 1
        steps = 0
        while i >= 0 and steps < 6:
            token = self.tokens[i]
            if token.text in _place_words()["documents"]:
                return True
            if not (token.lower_is("on") or token.lower_is("of") or token.lower_is("the") or token.lower_is("for") or token.text[:1].isupper()):
                return False
            i, steps = i - 1, steps + 1
        return False

    def _acronyms(self, names: list[Name]) -> None:
        """ "Seven-Party Alliance (SPA)": both forms denote one actor, and so does every later "SPA"."""
        by_first = {n.first: n for n in names}
        for name in names:
            i = name.last
            if i + 2 >= len(self.tokens) or self.tokens[i].text != "(" or self.tokens[i + 2].text != ")":
                continue
            short = by_first.get(i + 1)
            long, brief = self.cast.at(name.head), self.cast.at(i + 1)
            if not long or short is None or not short.text.isupper():
                continue
            self.cast.actors[long[0]].called(short.text)
            if brief and brief != long and self.cast.actors[brief[0]].gazetteer is None:
                self._join(self.cast.actors[brief[0]], self.cast.actors[long[0]])
            elif not brief:
                for other in names:
                    if other.text == short.text and not self.cast.at(other.head):
                        self._enter(other, self.cast.actors[long[0]], "name")

    def _join(self, gone: Actor, into: Actor) -> None:
        for form in gone.names:
            into.called(form)
        kept = self.cast.mentions
        self.cast.mentions = []
        del self.cast.actors[gone.key]
        self.organizations = {k: into if a is gone else a for k, a in self.organizations.items()}
        self.cast.replace(gone.key, into.key, kept)

    # ------------------------------------------------------------------ entering

    def _enter(self, name: Name, actor: Actor, kind: str) -> None:
        if kind in ("name", "metonym") and actor.kind != "State":
            actor.agentive = True
        mention = Mention(name.span, actor.key, name.head, kind)  # type: ignore[arg-type]
        self.cast.mention(mention, range(name.first, name.last))


def _surname_of(full: str) -> str:
    parts = full.split()
    while len(parts) > 1 and parts[-1].rstrip(".") in ("Jr", "Sr", "II", "III", "IV"):
        parts.pop()
    last = parts[-1]
    for prefix in ("al-", "el-", "Al-", "El-"):
        if last.startswith(prefix) and len(last) > 5:
            return last[len(prefix) :]
    return last


def _same_person(person: Actor, text: str) -> bool:
    """Two forms in one article name one person: same surname and no contradicting given name."""
    mine, other = person.name.split(), text.split()
    if _surname_of(person.name) != _surname_of(text):
        return person.name == text
    if len(mine) == 1 or len(other) == 1:
        return True
    a, b = mine[0].rstrip("."), other[0].rstrip(".")
    return a == b or (len(a) == 1 or len(b) == 1) and a[0] == b[0] or set(mine) <= set(other) or set(other) <= set(mine)


@cache
def _speech() -> frozenset[str]:
    return frozenset({"say", "tell", "add", "announce", "note", "stress", "explain", "warn", "reply", "declare", "comment", "insist", "argue"})


@cache
def _place_words() -> dict[str, frozenset[str]]:
    data = lexicon.lexicon("names")
    return {
        key: frozenset(data[key])
        for key in ("place_prepositions", "motion_prepositions", "motion_verbs", "place_objects_of", "place_before", "documents", "traits")
    }


@cache
def agencies() -> frozenset[str]:
    """Return the normalised names of news agencies and outlets: they carry news and are no actors of it."""
    entries = lexicon.lexicon("agencies")["entries"]
    return frozenset(
        normalise(form) for e in entries if not e.get("common") for form in (e["name"], *e.get("forms", ())) if len(form) > 2
    )
