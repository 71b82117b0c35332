"""Where something takes place: cities, buildings and countries among a predicate's arguments, or around it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.meetings.setting import Setting
from kg.gazetteer import gazetteer
from kg.model import Argument, Predicate

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_NO_PLACE = frozenset({"DATE", "TIME", "PERSON", "ORG", "EVENT", "NORP"})


class Places:
    """Finds the place of predicates in one document."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.tree = setting.tree
        self.lex = setting.lex
        # a land that is talked about: "the Nubia talks" where others are "talks on Nubia"
        self.topics = {
            setting.text[setting.tokens[a.head].start : setting.tokens[a.head].end]
            for p in setting.clauses.predicates
            if p.kind == "noun"
            for a in p.arguments
            if setting.lex.has("topic_prepositions", a.role)
        }

    def of(self, p: Predicate) -> str | None:
        """Return the name of the place that the words at or around a predicate give; a city before a house."""
        inner = self.setting.inner(p)
        inside = self._own(inner) if inner is not None else ()
        for source in (self._own(p), inside, self._hung_lower(p), self._around(p)):
            names = list(source)
            if names:
                return next((name for name, city in names if city), names[0][0])
        return None

    def _own(self, p: Predicate, *more: str) -> Iterator[tuple[str, bool]]:
        visit = p.lemma in self.lex.words["visit_words"]
        roles = (*self.lex.words["place_prepositions"], *more, *(("to", "patient") if visit else ()))
        for argument in p.arguments:
            if argument.role in roles:
                name = self._name(argument)
                if name:
                    yield name, self._is_city(argument.head)
        for argument in p.role("modifier"):
            if self._is_city(argument.head) and not self.setting.cast.at(argument.head):
                name = self._run(argument.head)
                if name not in self.topics:
                    yield name, True
        if any(t.lower_is("here") for t in self.tree.kids(p.head)):
            city = self.dateline()
            if city:
                yield city, True

    def _hung_lower(self, p: Predicate) -> Iterator[tuple[str, bool]]:
        """ "talks on gas in X", "met the envoy in X", "for hours in X": the parser hangs the place on a filler."""
        for a in p.arguments:
            if a.predicate is None:
                for prep in (t for t in self.tree.kids(a.head, "prep") if t.lower_is("in")):
                    for t in self.tree.kids(prep.i, "pobj"):
                        if self._is_city(t.i) or self._known(t.text):
                            yield self._run(t.i), True

    def _around(self, p: Predicate) -> Iterator[tuple[str, bool]]:
        """ "the talks held in X", "said in X after talks", "flew to X for talks", "went to X to meet"."""
        for a in p.role("clause"):
            if a.predicate is not None:
                clause = self.setting.clauses.predicates[a.predicate]
                yield from self._own(clause)
                yield from self._hung_lower(clause)
        preposition = self.setting.preposition(p)
        if preposition is not None:
            word = preposition.text.lower()
            verb = self.setting.verb(preposition.head)
            if verb is not None and self.lex.has("beside_the_news", word):
                yield from self._own(verb)
            elif verb is not None and word == "for" and self.lex.has("going_verbs", verb.lemma):
                yield from self._own(verb, "to")
        above = self.setting.governor(p)
        if (
            above is not None
            and p.relation == "relcl"
            and any(t.lower_is("where") for t in self.tree.kids(p.head))
        ):
            yield from self._own(above, "to")
        aim = p.kind == "verb" and p.relation in ("advcl", "xcomp")
        if aim and above is not None and self.lex.has("going_verbs", above.lemma):
            yield from self._own(above, "to")

    def _is_city(self, head: int) -> bool:
        return self.setting.tokens[head].entity == "GPE"

    def _known(self, name: str) -> bool:
        return any(
            form in ("name", "metonym") and entry.kind == "State" for entry, form in gazetteer().by_form(name)
        )

    def _name(self, argument: Argument) -> str | None:
        token = self.setting.tokens[argument.head]
        house = token.entity == "FAC" or self.lex.has("place_nouns", token.lemma.lower())
        for preposition in self.tree.kids(argument.head, "prep") if house else ():
            for inner in self.tree.kids(preposition.i, "pobj"):
                if inner.entity == "GPE" and self.lex.has("house_prepositions", preposition.text.lower()):
                    return self._run(inner.i)  # "the palace in X", "the rebel-held town of X"
        if token.entity in _PLACES:
            return self._run(argument.head)
        for child in self.tree.kids(argument.head, "appos"):
            if child.entity in _PLACES:
                return self._run(child.i)
        if token.lower_is("capital"):
            return self._capital(argument.head)
        if self.lex.has("place_nouns", token.lemma.lower()):
            words = argument.span.of(self.setting.text).split()
            if words and self.lex.has("determiners", words[0].lower()):
                words = words[1:]
            return " ".join(words) if len(words) > 1 or (words and words[0][:1].isupper()) else None
        if token.pos == "PROPN" and self._known(token.text):
            return self._run(argument.head)  # "in Lima" is a place, whatever else "Lima" stands for
        if token.pos == "PROPN" and not self.setting.cast.at(argument.head) and token.entity not in _NO_PLACE:
            return self._run(argument.head)
        return None

    def _capital(self, head: int) -> str | None:
        """ "the Finnish capital", "Finland's capital": the city whose name the press uses for the government."""
        for child in self.tree.kids(head, "amod", "poss", "compound", "nmod"):
            for entry, _ in gazetteer().by_form(child.text):
                if entry.kind == "State" and entry.metonyms:
                    return entry.metonyms[0]
        return None

    def _run(self, head: int) -> str:
        """Return the whole proper name that ends at a token."""
        tokens, first = self.setting.tokens, head
        while first > 0:
            before = tokens[first - 1]
            if before.pos != "PROPN" or not before.text[:1].isupper() or before.end + 1 < tokens[first].start:
                break
            first -= 1
        return " ".join(self.setting.text[tokens[first].start : tokens[head].end].split())

    def scene(self) -> str | None:
        """Return the dateline's city if the article says "here": what its own day brings is told from there."""
        return self.dateline() if any(t.lower_is("here") for t in self.setting.tokens) else None

    def dateline(self) -> str | None:
        """Return the city of the dateline, in ordinary case."""
        for zone in self.setting.doc.zones:
            if zone.kind == "dateline":
                city = zone.span.of(self.setting.text).split(",")[0].split("(")[0].strip()
                return city.title() if city else None
        return None
