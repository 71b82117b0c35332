"""What readers of answers share: which proposal an answer is to, whose, in which form, when."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.answering import answering
from kg.extract.proposals.packages import Package, Packages
from kg.extract.responses.answers import Answer
from kg.extract.scene import Scene
from kg.model import Argument, PartialDate, Predicate, ResponseForm, ResponseStatus, Span, Stance

_IT = frozenset({"it", "this", "that"})
_THEM = frozenset({"them", "these", "those", "both"})


class Replies:
    """Looks up the proposal behind an answer and puts the answer together."""

    def __init__(self, scene: Scene, packages: Packages) -> None:
        self.scene = scene
        self.tree = scene.tree
        self.tokens = scene.tokens
        self.cast = scene.cast
        self.packages = packages
        self.lex = answering()

    def target(self, arguments: Iterable[Argument], by: list[str]) -> tuple[Package | None, list[str]] | None:
        """Return the proposal that one of the arguments denotes, and whose it is; ``None`` if none denotes one."""
        for argument in arguments:
            found = self.target_at(argument.head, by)
            if found is not None:
                return found
        return None

    def target_at(self, head: int, by: list[str]) -> tuple[Package | None, list[str]] | None:
        """Return the proposal that a noun denotes and its owners, ``None`` if it is no proposal's noun."""
        word = self.tokens[head].text.lower()
        # a state may be praised or blamed, but it is a proposal that is accepted, rejected or dismissed
        if word in _IT or (word in _THEM and not self.cast.at(head)):
            return self._just_told(head, by)
        head = self._whole(head)
        package = self.packages.headed(head)
        if package is None and self.tokens[head].lemma.lower() not in self.lex.proposal_nouns:
            return None
        owners = self.scene.others(self.owners(head), by)
        if package is None:
            if owners:
                package = self.packages.between(owners, by)
            elif self._pointing(head):
                asked = self.tokens[head].lemma.lower() in (
                    "need",
                    "demand",
                    "call",
                    "condition",
                    "ultimatum",
                    "appeal",
                )
                package = self.packages.addressed(by, besides="Offer" if asked else None)
                package = package or self.packages.latest(besides=by)
        if package is not None and self.scene.meet(package.by, by):
            package = None
        return package, owners or (list(package.by) if package is not None else [])

    def _just_told(self, pronoun: int, by: list[str]) -> tuple[Package | None, list[str]] | None:
        """ "Kenya proposed a truce. Somalia rejected it": what the sentence before put forward."""
        package = self.packages.latest(besides=by)
        return (package, list(package.by)) if package is not None and self.near(package, pronoun) else None

    def near(self, package: Package, before: int) -> bool:
        """Tell whether a package was told in the sentence of a token, before it, or in the sentence before that one."""
        here = self.tree.sentence_of[before]
        told = [i for i in package.nouns if i < before] or [
            t.i for span in package.spans for t in self.tokens if span.start <= t.start < span.end
        ]
        return any(i < before and here - self.tree.sentence_of[i] <= 1 for i in told)

    def _whole(self, head: int) -> int:
        """Return the proposal of "the main points of the proposal"."""
        if self.tokens[head].lemma.lower() in self.lex.partial_nouns:
            for prep in self.tree.kids(head, "prep"):
                inner = next(self.tree.kids(prep.i, "pobj"), None)
                if prep.lemma in ("of", "in") and inner is not None:
                    return inner.i
        return head

    def _pointing(self, head: int) -> bool:
        return any(
            t.text.lower()
            in ("the", "this", "these", "that", "those", "such", "any", "its", "their", "his", "her")
            for t in self.tree.kids(head)
        )

    def owners(self, head: int) -> list[str]:
        """Return the actors that a noun phrase names as whose proposal it is."""
        p = self.scene.predicate(head)
        if p is not None:
            own = self.scene.actors(a for a in p.arguments if a.role in ("by", "from", "modifier"))
            poss = [k for c in self.tree.kids(head, "poss") for k in self.cast.at(c.i)]
            makers = [
                k
                for c in self.tree.kids(head, "acl", "relcl")
                for inner in (self.scene.predicate(c.i),)
                if inner is not None and any(a.head == head and a.role == "patient" for a in inner.arguments)
                for k in self.scene.actors(inner.role("agent"))
            ]
            return list(dict.fromkeys((*poss, *own, *makers)))
        found = [
            k for c in self.tree.kids(head, "poss", "compound", "amod", "nmod") for k in self.cast.at(c.i)
        ]
        for prep in self.tree.kids(head, "prep"):
            if prep.lemma in ("by", "from"):
                found += [k for c in self.tree.kids(prep.i, "pobj") for k in self.cast.at(c.i)]
        for clause in self.tree.kids(head, "acl"):
            inner = self.scene.predicate(clause.i)
            if inner is not None and inner.passive:
                found += self.scene.actors(inner.role("agent"))
        return list(dict.fromkeys(found))

    def answer(
        self,
        p: Predicate,
        by: list[str],
        to: list[str],
        package: Package | None,
        *,
        status: ResponseStatus = "Given",
        stance: Stance | None = None,
        when: PartialDate | None = None,
        form: ResponseForm | None = None,
    ) -> Answer | None:
        """Return an answer, its recipients completed from the proposal; ``None`` if nobody gives it."""
        by = list(dict.fromkeys(by))
        if not by:
            return None
        if package is not None and not to:
            to = list(package.by)
        to = self.scene.others(to, by)
        if package is not None and self.scene.meet(package.by, by):
            package = None
        form = form or self.form(p)
        when = when or self.when(p)
        if when is None and form == "Oral" and status == "Given":
            when = self.scene.date_of_sentence(p) or self._news(p)
        return Answer(by, to, status, package, stance, when, form, [self.span(p)])

    def _news(self, p: Predicate) -> PartialDate | None:
        """Return the article's own day for what is said in it: reported speech without a day is the news itself."""
        published = self.scene.doc.article.published
        told = p.tense in ("past", "present") and p.aspect != "perfect"
        return PartialDate(published) if published and told else None

    def span(self, p: Predicate) -> Span:
        """Return the words of a predicate with its subject: the evidence of an answer."""
        return self.tree.subtree(p.head)

    def when(self, p: Predicate) -> PartialDate | None:
        """Return the date of the act that a predicate tells."""
        found = self.scene.date(p)
        if found is None and p.kind == "noun":
            for verb, _ in self.scene.carriers(p.head):
                found = found or self.scene.date(verb)
        return found

    def form(self, p: Predicate) -> ResponseForm | None:
        """Return the form that the words of a predicate give its answer."""
        words = {
            w for i in self._words(p) for w in (self.tokens[i].lemma.lower(), self.tokens[i].text.lower())
        }
        if words & self.lex.written:
            return "Written"
        return "Oral" if words & self.lex.oral else None

    def _words(self, p: Predicate) -> Iterable[int]:
        if p.kind != "noun":
            return [c.i for c in self.tree.kids(p.head)] + [
                g.i for c in self.tree.kids(p.head, "prep", "dobj") for g in self.tree.kids(c.i)
            ]
        found = [*self.tree.indices(p.head)]
        for verb, _ in self.scene.carriers(p.head):
            found += [g.i for c in self.tree.kids(verb.head, "prep") for g in self.tree.kids(c.i)]
        return found
