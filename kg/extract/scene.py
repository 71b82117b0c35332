"""What the readers of proposals and of responses both ask of a sentence: who, to whom, when, carried by which verb."""

from __future__ import annotations

from collections.abc import Iterable

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.extract.proposing import proposing
from kg.model import Argument, Clauses, PartialDate, Predicate, Span

_CARRYING = frozenset({"patient", "with", "agent"})
_CONTAINERS = frozenset(
    {"text", "draft", "list", "copy", "set", "series", "package", "number", "part", "version", "kind", "most"}
)
# "the withdrawal of X's troops", "help from X" say whose; "sanctions against X" does not.
_OWNING = frozenset({"of", "from", "by"})
_REPORTED = frozenset({"ccomp", "xcomp", "advcl", "conj", "parataxis", "acl", "relcl"})
_LONG_QUOTATION = 25
_PARTICLES = frozenset({"forward", "out", "over", "down", "back", "aside", "away"})


class Scene:
    """One document's predicates and cast, with the look-ups that need both."""

    def __init__(self, tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.doc = tree.doc
        self.text = tree.doc.article.text
        self.clauses = clauses
        self.cast = cast
        self.witness = witness
        self._carried: dict[int, list[tuple[Predicate, str]]] = {}
        for predicate in clauses.predicates:
            if predicate.kind == "verb":
                for argument in predicate.arguments:
                    if argument.role in _CARRYING:
                        self._carried.setdefault(argument.head, []).append((predicate, argument.role))
        self._quotations = [q.inner for q in tree.doc.quotations if len(q.inner) > _LONG_QUOTATION]

    # ------------------------------------------------------------------ predicates

    def predicate(self, token: int) -> Predicate | None:
        """Return the predicate that a token heads."""
        index = self.clauses.of_token.get(token)
        return None if index is None else self.clauses.predicates[index]

    def governor(self, p: Predicate) -> Predicate | None:
        """Return the predicate that ``p`` depends on."""
        return None if p.governor is None else self.clauses.predicates[p.governor]

    def infinitive(self, token: int) -> bool:
        """Tell whether a verb stands with "to"."""
        return any(t.tag == "TO" for t in self.tree.kids(token, "aux"))

    def carriers(self, noun: int) -> list[tuple[Predicate, str]]:
        """Return the verbs that a noun is an argument of, and as what; those of "the text of" it too."""
        first = self.tree.first_conjunct(noun)
        found = [*self._carried.get(noun, ()), *(self._carried.get(first, ()) if first != noun else ())]
        token = self.tokens[noun]
        if token.dep == "pobj" and self.tokens[token.head].lower_is("of"):
            outer = self.tokens[token.head].head
            if self.tokens[outer].lemma.lower() in _CONTAINERS:
                found += self.carriers(outer)
        return found

    def phrasal(self, p: Predicate) -> str:
        """Return a verb's lemma with its particle, also where the parser calls "forward" an adverb."""
        if " " in p.lemma:
            return p.lemma
        particle = next(
            (t.lemma for t in self.tree.kids(p.head, "advmod") if t.text.lower() in _PARTICLES), ""
        )
        return f"{p.lemma} {particle}".strip()

    def zone(self, p: Predicate) -> str:
        """Return the zone of a predicate's sentence."""
        return self.doc.sentences[p.sentence].zone

    def quoted(self, token: int) -> bool:
        """Tell whether a token stands in somebody's quoted words that are longer than a phrase."""
        start = self.tokens[token].start
        return any(inner.start <= start < inner.end for inner in self._quotations)

    def children(self, token: int, *deps: str) -> set[str]:
        """Return the lower-cased lemmas of a token's children."""
        return {t.lemma.lower() for t in self.tree.kids(token, *deps)}

    # ------------------------------------------------------------------ actors

    def actors(self, arguments: Iterable[Argument]) -> list[str]:
        """Return the keys of the actors that arguments denote, each once."""
        return list(self.cast.all_of(arguments))

    def agents(self, p: Predicate) -> list[str]:
        """Return the actors that do what ``p`` tells; "it" of "Kenya's guarantees that it demands" is their owner."""
        found = self.actors(p.role("agent"))
        if not found and self._own(p):
            found = list(dict.fromkeys(self.cast.side(k) for k in self.speaker(p)))
        if not found and p.relation == "acl":
            return self._senders(self.tokens[p.head].head)
        if found or p.relation != "relcl":
            return found
        if not any(self.tokens[a.head].pos == "PRON" for a in p.role("agent")):
            return found
        return [k for c in self.tree.kids(self.tokens[p.head].head, "poss") for k in self.cast.at(c.i)]

    def _senders(self, paper: int) -> list[str]:
        """ "Peru sent Chile a note proposing a truce": what a paper proposes, whoever sends it does."""
        if self.tokens[paper].lemma.lower() not in proposing().lists["paper_nouns"]:
            return []
        return [
            k for v, role in self.carriers(paper) if role == "patient" for k in self.actors(v.role("agent"))
        ]

    def _own(self, p: Predicate) -> bool:
        """ "the chairman said the members had proposed": an unnamed subject that is the speaker's own side."""
        own = proposing().lists["own_people"]
        return any(
            self.tokens[a.head].lemma.lower() in own
            and self.children(a.head, "det", "poss") & {"the", "its", "his", "her", "our", "their"}
            for a in p.role("agent")
        )

    def outermost(self, p: Predicate) -> str:
        """Return the dependency label of a verb, or of the first verb that it is coordinated with."""
        return self.tokens[self.tree.first_conjunct(p.head)].dep

    def actors_below(self, token: int, *, skip: Iterable[str] = ()) -> list[str]:
        """Return the actors that a noun's own phrase gives a part in it, as in "the withdrawal of Kenyan troops"."""
        found: list[str] = []
        stack = [token]
        while stack:
            i = stack.pop()
            if self.tokens[i].dep == "prep" and self.tokens[i].lemma not in _OWNING:
                continue
            found += self.cast.at(i)
            stack += [
                c.i
                for c in self.tree.kids(i)
                if c.dep not in ("relcl", "acl", "advcl", "conj", "appos", "punct")
            ]
        wanted = [k for k in dict.fromkeys(found) if k not in set(skip)]
        return sorted(wanted, key=lambda k: int(k[1:]))

    def others(self, keys: Iterable[str], than: Iterable[str]) -> list[str]:
        """Return those of ``keys`` that belong to no side of ``than``, each once."""
        mine = list(than)
        return [k for k in dict.fromkeys(keys) if not any(self.cast.same_side(k, m) for m in mine)]

    def meet(self, a: Iterable[str], b: Iterable[str]) -> bool:
        """Tell whether two groups of actors have a side in common."""
        right = list(b)
        return any(self.cast.same_side(x, y) for x in a for y in right)

    def speaker(self, p: Predicate) -> list[str]:
        """Return who says the clause of ``p``: the agents of the nearest verb above it that has an actor for one."""
        current = p
        for _ in range(6):
            above = self.governor(current)
            if above is None or self.tokens[current.head].dep not in _REPORTED:
                return []
            if above.kind == "verb":
                agents = self.actors(above.role("agent"))
                if agents:
                    return agents
            current = above
        return []

    def quoter(self, token: int) -> list[str]:
        """Return who says the quoted words that a token stands in: the agent of the nearest verb above them outside."""
        for i in self.tree.ancestors(token):
            p = self.predicate(i)
            if p is not None and p.kind == "verb" and not self.quoted(i):
                return self.actors(p.role("agent"))
        return []

    # ------------------------------------------------------------------ times

    def date(self, p: Predicate) -> PartialDate | None:
        """Return the date of a predicate: of its time argument, else of a time expression right below it."""
        for role in ("time", "time:by", "time:until", "time:before"):
            for argument in p.role(role):
                found = self.date_in(argument.span)
                if found is not None:
                    return found
        return self.witness.when(p.head)

    def date_in(self, span: Span) -> PartialDate | None:
        """Return the first date in a stretch of text."""
        return next((t.date for t in self.doc.times if t.date is not None and t.span.overlaps(span)), None)

    def date_of_sentence(self, p: Predicate) -> PartialDate | None:
        """Return the date that the uppermost verb of a predicate's sentence has."""
        head = p.head
        for i in self.tree.ancestors(p.head):
            head = i
        return self.witness.when(head)
