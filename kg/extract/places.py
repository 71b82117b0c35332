"""Where something takes place: cities, buildings and countries among a predicate's arguments."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.encounters import encounters
from kg.model import Argument, Predicate

_ROLES = ("in", "at", "near", "outside", "inside", "to")
_PLACES = frozenset({"GPE", "LOC", "FAC"})


class Places:
    """Finds the place of predicates in one document."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.cast = cast
        self.text = tree.doc.article.text

    def of(self, predicate: Predicate) -> str | None:
        """Return the name of the place that the predicate's arguments or modifiers give, as the text has it."""
        for argument in predicate.arguments:
            if argument.role in _ROLES[:5]:
                name = self._name(argument)
                if name:
                    return name
        for argument in predicate.role("modifier"):
            token = self.tree.tokens[argument.head]
            if token.entity in _PLACES and not self.cast.at(argument.head):
                return self._run(argument.head)
        if any(t.lower_is("here") for t in self.tree.kids(predicate.head)):
            return self.dateline()
        return None

    def _name(self, argument: Argument) -> str | None:
        token = self.tree.tokens[argument.head]
        if token.entity in _PLACES:
            return self._run(argument.head)
        for child in self.tree.kids(argument.head, "appos"):
            if child.entity in _PLACES:
                return self._run(child.i)
        if token.lemma.lower() in encounters().place_nouns:
            words = argument.span.of(self.text).split()
            if words and words[0].lower() in ("the", "a", "an", "his", "her", "its"):
                words = words[1:]
            return " ".join(words) if len(words) > 1 or words[:1] and words[0][:1].isupper() else None
        if token.pos == "PROPN" and not self.cast.at(argument.head) and token.entity not in ("DATE", "TIME", "PERSON", "ORG", "EVENT"):
            return self._run(argument.head)
        return None

    def _run(self, head: int) -> str:
        tokens = self.tree.tokens
        first = last = head
        while first > 0 and tokens[first - 1].text[:1].isupper() and tokens[first - 1].pos == "PROPN" and tokens[first - 1].end + 1 >= tokens[first].start:
            first -= 1
        return " ".join(self.text[tokens[first].start : tokens[last].end].split())

    def dateline(self) -> str | None:
        """Return the city of the dateline, in ordinary case."""
        for zone in self.tree.doc.zones:
            if zone.kind == "dateline":
                city = zone.span.of(self.text).split(",")[0].split("(")[0].strip()
                return city.title() if city else None
        return None
