"""Who speaks in a report: an actor of the cast, whoever spoke last, or somebody whom the article leaves unnamed."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.reporting import reporting
from kg.extract.statements.carriers import carrier
from kg.extract.statements.issuers import Issuers
from kg.extract.statements.report import Report
from kg.extract.statements.unnamed import Unnamed

_PRONOUNS = frozenset({"he", "she", "they", "it"})


class Speakers:
    """Finds the actors that reports speak of, and adds those without a name to the cast.

    Args:
        tree: the document's words.
        cast: its actors; grows.
    """

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.lex = reporting()
        self.unnamed = Unnamed(tree, cast)
        self.issuers = Issuers(tree, cast)
        self.last_body: tuple[str, ...] = ()

    def find(self, report: Report, last: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys of the speakers; none where nobody can be told.

        Args:
            report: the reporting act.
            last: who spoke last: a pronoun that nothing else resolves and a quotation without a subject are his.
        """
        found = self._find(report, last)
        if len(found) == 1 and self.cast.actors[found[0]].kind == "Organization":
            self.last_body = found
        return found

    def _find(self, report: Report, last: tuple[str, ...]) -> tuple[str, ...]:
        if self._speaks_as_body(report):
            if len(last) == 1 and self.cast.actors[last[0]].kind in ("Organization", "State"):
                return last
            if self.last_body or not self.cast.at(report.speaker[0]):
                return self.last_body or self._subject_before(report.speaker[0])
        one = report.speaker[0] if len(report.speaker) == 1 else None
        group = (self.unnamed.same_body(one) or self._group(one)) if one is not None else ()
        found = group or tuple(dict.fromkeys(k for i in report.speaker for k in self._of(i, report.anchor)))
        if found:
            if one is not None:
                self.unnamed.note(one, found)
            return found
        if report.speaker and last and self.issuers.refers_back(report.speaker[0]):
            return last
        if not report.speaker:
            return last if report.pattern in ("quote", "clause") and self.lex.speaks(report.verb) else ()
        if all(self.tokens[i].text.lower() in _PRONOUNS for i in report.speaker):
            return () if self._speaks_as_body(report) else last
        return tuple(dict.fromkeys(k for i in report.speaker for k in self.unnamed.make(i, report)))

    def _speaks_as_body(self, report: Report) -> bool:
        """ "The radio said … It said …": a speaking "it" is the body that spoke last."""
        return len(report.speaker) == 1 and self.tokens[report.speaker[0]].lower_is("it")

    def _subject_before(self, it: int) -> tuple[str, ...]:
        """ "Harbour Shipping raised its fares. … It said …": the body that one of the last two sentences is about."""
        sentence = self.tree.sentence_of[it]
        for mention in sorted(self.cast.mentions, key=lambda m: -m.head):
            near = mention.head < it and sentence - self.tree.sentence_of[mention.head] in (1, 2)
            acts = self.tokens[mention.head].dep in ("nsubj", "nsubjpass")
            if near and acts and self.cast.actors[mention.actor].kind == "Organization":
                return (mention.actor,)
        return ()

    def via(self, report: Report) -> str | None:
        """Return the name of the agency or outlet that the words were told to or carried by."""
        return next((name for i in report.carriers if (name := carrier(self.tree, i)) is not None), None)

    # ------------------------------------------------------------------ in the cast

    def _of(self, i: int, verb: int) -> tuple[str, ...]:
        token = self.tokens[i]
        above = (token.head,) if token.dep == "appos" else ()
        for j in (i, *(t.i for t in self.tree.kids(i, "appos")), *above):
            keys = self.cast.at(j)
            if keys:
                return keys
        if token.lemma.lower() in self.lex.issued | self.lex.documents:
            return self.issuers.of(i)
        return self._one_of(i) or self._name_around(i, verb)

    def _one_of(self, i: int) -> tuple[str, ...]:
        """ "One of their leaders, Ana Diaz, said …": the name that the parser hung on the leaders."""
        token, tree = self.tokens[i], self.tree
        if token.lemma.lower() != "one" and token.pos != "NUM":
            return ()
        inner = [t for of in tree.kids(i, "prep") for t in tree.kids(of.i, "pobj")]
        return next((k for t in inner for a in tree.kids(t.i, "appos") if (k := self.cast.at(a.i))), ())

    def _group(self, i: int) -> tuple[str, ...]:
        """ "The leaders agreed", "both groups": those whom one of the last two sentences lists together."""
        token, tree = self.tokens[i], self.tree
        before = {t.text.lower() for t in tree.kids(i) if t.i < i}
        alone = (
            bool(before & {"the", "both", "these"})
            and before <= {"the", "both", "these", "two", "three"}
            and not any(t.dep == "prep" for t in tree.kids(i))
        )
        people = token.lemma in self.lex.grouped
        bodies = token.lemma in self.lex.grouped_bodies and not self.cast.at(i)
        if token.tag != "NNS" or not alone or not (people or bodies):
            return ()
        kinds = ("Person",) if people else ("Organization", "State")
        for mention in sorted(self.cast.mentions, key=lambda m: -m.head):
            if mention.head >= i or tree.sentence_of[i] - tree.sentence_of[mention.head] > 2:
                continue
            first = tree.first_conjunct(mention.head)
            verb = next((j for j in tree.ancestors(first) if self.tokens[j].pos == "VERB"), first)
            members = [*(t.i for t in tree.kids(verb, "nsubj") if t.i != first), *tree.conjuncts(first)]
            listed = [k for j in members for k in self.cast.at(j) if self.cast.actors[k].kind in kinds]
            if len(set(listed)) > 1:
                return tuple(dict.fromkeys(listed))
        return ()

    def _name_around(self, i: int, verb: int) -> tuple[str, ...]:
        """The parser took a part of the name or title for the subject: the last person named up to the verb."""
        inside = range(self.tree.left[i], verb if i < verb <= i + 8 else i + 1)
        if any(self.tokens[j].pos in ("VERB", "ADP", "SCONJ") for j in inside if j > i):
            inside = range(self.tree.left[i], i + 1)
            if self.tokens[i].pos != "PROPN":
                return ()
        persons = [j for j in inside if any(self.cast.actors[k].kind == "Person" for k in self.cast.at(j))]
        near = persons and (persons[-1] > i or self.tokens[i].pos == "PROPN")
        return self.cast.at(persons[-1]) if near else ()
