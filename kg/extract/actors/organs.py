"""The organs of a state that go by their function: "Portugal's foreign ministry", "the Kazakh army", "the ministry"."""

from __future__ import annotations

from collections.abc import Callable

from kg.clauses.tree import Tree
from kg.extract.actors.home import dateline_state, home_state
from kg.extract.actors.names import Name
from kg.extract.actors.naming import naming
from kg.extract.cast import Actor, Cast
from kg.gazetteer import Entry, gazetteer, normalise, titles
from kg.model import Mention, Span

_ARGUMENT = frozenset(
    {"nsubj", "nsubjpass", "poss", "pobj", "dobj", "dative", "agent", "conj", "appos", "ROOT", "attr"}
)


class Organs:
    """Gives organs their full name, "<adjective of the state> <function>", so that all wordings of one meet.

    ``found`` maps the normalised full names of organs and other bodies of the article to actors, ``of_entry`` gives the
    article's actor for an entry of the gazetteer; the caller shares both.
    """

    def __init__(
        self, tree: Tree, cast: Cast, found: dict[str, Actor], of_entry: Callable[[Entry], Actor]
    ) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.texts = [t.text for t in tree.tokens]
        self.lower = [t.text.lower() for t in tree.tokens]
        self.cast = cast
        self.found = found
        self.of_entry = of_entry
        self.words = naming()
        self.titles = titles()

    def run(self) -> None:
        """Enter the organs that lower-case words denote, in text order."""
        for sentence in self.tree.doc.sentences:
            i = sentence.first
            while i < sentence.last:
                hit = self.words.organs.match(self.lower[: sentence.last], i)
                if hit and not self.cast.at(i + hit[0] - 1):
                    self._organ(i, i + hit[0], sentence.first, sentence.last)
                i += hit[0] if hit else 1

    def _organ(self, first: int, last: int, start: int, end: int) -> None:
        noun, head = self.lower[last - 1], last - 1
        if self.tokens[head].pos not in ("NOUN", "PROPN") or (
            last < end and self.words.organs.match(self.lower[:end], last)
        ):
            return  # in "the intelligence service" only the last is the organ
        while first > start and self._qualifies(first - 1):
            first -= 1
        qualifiers = self.words.organ_qualifiers.get(noun)
        if qualifiers and not qualifiers & set(self.lower[first:head]):
            return
        owner, left = self._owner_before(first, start)
        tail = last
        if owner is None:
            owner, tail = self._owner_after(last, end)
        if (
            owner is None
            and self.lower[first - 1] not in ("the", "ruling")
            and noun not in ("parliament", "congress")
        ):
            return  # "its 6th army"
        function = " ".join(self.texts[first:last])
        actor = self._known(function, owner)
        if actor is None:
            owner = owner or self._home(first)
            if owner is None or (first == head and noun in ("ministry", "ministries")):
                return
            actor = self.of_state(function, owner)
        stretch = Span(self.tokens[left if left is not None else first].start, self.tokens[tail - 1].end)
        actor.called(" ".join(stretch.of(self.tree.doc.article.text).split()))
        if self.tokens[head].dep in _ARGUMENT:
            actor.agentive = True
        self.cast.mention(Mention(stretch, actor.key, head, "name"), range(first, last))

    def _qualifies(self, i: int) -> bool:
        token = self.tokens[i]
        if self.cast.at(i) or not token.text.isalpha() or token.pos in ("DET", "PRON", "VERB", "AUX", "ADP"):
            return False
        return self.titles.is_modifier(token.text) and token.text.lower() not in (
            "former",
            "new",
            "deputy",
            "acting",
        )

    def of_other(self, name: Name, entry: Entry) -> Actor | None:
        """ "Burundi's National Security Council", "Senate" in an article from Manila: another state's organ than
        the one that is famous by that name."""
        famous = gazetteer().by_id(entry.organ_of) if entry.organ_of else None
        if famous is None or famous.kind != "State" or self._function(name) is None:
            return None
        owner = self._owner_before(name.first, self._start(name.first))[0]
        if owner is None and len(self._function(name) or ()) == name.last - name.first:
            home = dateline_state(self.tree)
            owner = next((a for a in self.cast.actors.values() if home and a.gazetteer == home), None)
        if owner is None or owner.kind != "State" or owner.gazetteer == entry.organ_of:
            return None
        return self.of_state(name.text, owner)

    def of_name(self, name: Name, text: str) -> Actor | None:
        """Return the organ of a state that a capitalised name denotes ("Defense Ministry" after "Israel's"), if one."""
        function = self._function(name)
        if function is None:
            return None
        first = name.last - len(function)
        owner = self.owner_in(name)
        if owner is None and first == name.first:
            owner = (
                self._owner_before(name.first, self._start(name.first))[0]
                or self._owner_after(name.last, len(self.tokens))[0]
            )
        words = " ".join(function)
        if owner is not None and owner.kind == "State":
            return owner if function[-1].lower() in self.words.governments else self.of_state(words, owner)
        if first > name.first or function[-1].lower() in self.words.governments:
            return None
        known = self._known(text, None)
        if known is not None:
            return known
        home = self._home(name.first)
        return self.of_state(words, home) if home is not None else None

    def _function(self, name: Name) -> list[str] | None:
        """Return the words of a name that say which organ it is, those after the owner's, if it is an organ's."""
        if self.lower[name.last - 1] in self.words.governments:
            return [self.texts[name.last - 1]]
        for i in range(name.first, name.last):
            hit = self.words.organs.match(self.lower[: name.last], i)
            if hit and (i + hit[0] == name.last or self.lower[i + hit[0]] in ("of", "for")):
                qualifiers = self.words.organ_qualifiers.get(self.lower[i + hit[0] - 1])
                if qualifiers and not qualifiers & set(self.lower[name.first : name.last]):
                    return None
                start = name.first
                while start < i and not self.titles.is_modifier(self.texts[start]):
                    start += 1
                return self.texts[start : name.last]
        return None

    def owner_in(self, name: Name) -> Actor | None:
        """Return the state or body that a body's name begins with or stands after: "US Senate Committee"."""
        found = gazetteer().forms().match(self.texts[: name.last], name.first)
        if not found or name.first + found[0] >= name.last:
            return self._owner_before(name.first, self._start(name.first))[0]
        for entry, form in found[1]:
            if form in ("name", "adjective") and entry.kind in ("State", "Organization"):
                return self.of_entry(entry)
        return None

    def _start(self, i: int) -> int:
        return self.tree.doc.sentences[self.tree.sentence_of[i]].first

    # ------------------------------------------------------------------ whose organ

    def _owner_before(self, first: int, start: int) -> tuple[Actor | None, int | None]:
        i = first - 1
        if i > start and self.texts[i] in ("'s", "'"):
            i -= 1
        keys = self.cast.at(i) if i >= start else ()
        if len(keys) != 1 or self.cast.actors[keys[0]].kind not in ("State", "Organization"):
            return None, None
        while i > start and self.cast.at(i - 1) == keys:
            i -= 1
        return self.cast.actors[keys[0]], i

    def _owner_after(self, last: int, end: int) -> tuple[Actor | None, int]:
        """ "the foreign ministry of Peru", "the foreign ministry in Lima"."""
        if last + 1 < end and self.lower[last] == "in":
            found = gazetteer().forms().match(self.texts[:end], last + 1)
            states = [e for e, form in found[1] if form == "metonym" and e.kind == "State"] if found else []
            # "Moscow" stood for the Soviet Union too: the one that the article speaks of, else the one named first
            spoken_of = {a.gazetteer for a in self.cast.actors.values()}
            states.sort(key=lambda e: e.id not in spoken_of)
            return (self.of_entry(states[0]) if states else None), last
        if last >= end or self.lower[last] != "of":
            return None, last
        j = last + 1 + (last + 1 < end and self.lower[last + 1] == "the")
        keys = self.cast.at(j) if j < end else ()
        if len(keys) != 1 or self.cast.actors[keys[0]].kind != "State":
            return None, last
        while j + 1 < end and self.cast.at(j + 1) == keys:
            j += 1
        return self.cast.actors[keys[0]], j + 1

    def _known(self, function: str, owner: Actor | None) -> Actor | None:
        """ "the foreign ministry", "the ministry" after "the Peruvian Foreign Ministry" are the same body."""
        ending = " " + normalise(function)
        if owner is not None:
            return None
        return next(
            (a for key, a in reversed(self.found.items()) if key.endswith(ending) and a.organ_of), None
        )

    def _home(self, before: int) -> Actor | None:
        key = home_state(self.tree, self.cast, before)
        return self.cast.actors[key] if key else None

    def of_state(self, function: str, owner: Actor) -> Actor:
        """Return the actor for an organ: the gazetteer's where it is famous ("US Senate"), else a new one."""
        entry = gazetteer().by_id(owner.gazetteer) if owner.gazetteer else None
        function = " ".join(
            w if w[:1].isupper() or w in ("of", "for", "and") else w.capitalize() for w in function.split()
        )
        forms = [
            f"{adjective} {function}"
            for adjective in (*(entry.adjectives if entry else ()), owner.name, *owner.names)
        ]
        for form in forms:
            if normalise(form) in self.found:
                return self.found[normalise(form)]
        for form in forms:
            for known, kind in gazetteer().by_form(form):
                if kind == "name" and known.kind == "Organization":
                    self.found[normalise(form)] = self.of_entry(known)
                    return self.found[normalise(form)]
        actor = self.cast.add("Organization", forms[0], organ_of=owner.key)
        self.found[normalise(forms[0])] = actor
        return actor
