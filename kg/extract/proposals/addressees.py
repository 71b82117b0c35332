"""To whom a proposal is put where its own words do not say: whoever receives, answers or judges it, or is met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.extract.answering import answering
from kg.extract.proposals.packages import Package, Packages
from kg.extract.proposing import proposing
from kg.extract.scene import Scene
from kg.model import Predicate

_ANSWERER = ("agent", "from", "by", "modifier")
_MOST = 3


def answer_parties(scene: Scene, p: Predicate) -> tuple[list[str], list[str]]:
    """Return who gives the answer that a noun names, and to whom, by the noun and the verbs that carry it.

    Args:
        scene: the article's predicates and cast.
        p: a noun of answering: "reply", "response".
    """
    words = answering()
    by = scene.actors(p.role(*_ANSWERER))
    to = scene.actors(p.role("to", "recipient"))
    for verb, role in _asking(scene, p):
        agents = scene.actors(verb.role("agent"))
        if verb.lemma in words.expecting or verb.lemma in words.receiving:
            to += agents
            by += [k for k in scene.actors(verb.role("from", "patient", "recipient")) if k not in agents]
        elif verb.lemma in words.giving and role != "agent":
            by += agents
            to += scene.actors(verb.role("to", "recipient"))
    return scene.others(by, to), to


def _asking(scene: Scene, p: Predicate) -> list[tuple[Predicate, str]]:
    """Return what carries a noun of answering, "asked X for an answer" and "hope of an answer" too."""
    found = scene.carriers(p.head)
    token = scene.tokens[p.head]
    if token.dep == "pobj":
        above = scene.predicate(scene.tokens[token.head].head)
        if above is not None and above.kind == "verb":
            found.append((above, "for"))
    return found


class Addressees:
    """Completes the packages of one article.

    Args:
        scene: the article's predicates and cast.
        packages: what has been read; packages without an addressee get one where the article tells.
        met: the parties of each encounter that the article tells of.
    """

    def __init__(self, scene: Scene, packages: Packages, met: Sequence[Iterable[str]] = ()) -> None:
        self.scene = scene
        self.tree = scene.tree
        self.packages = packages
        self.met = [list(parties) for parties in met]
        self.lex = proposing()
        self.words = answering()

    def complete(self) -> None:
        """Give every package without an addressee the one that its article tells of, if any."""
        open_ones = [p for p in self.packages if not p.to and p.by]
        if not open_ones:
            return
        answers = list(self._answers())
        for package in open_ones:
            found = (
                self._judges(package)
                if package.tentative
                else self._receivers(package)
                or self._answerers(package, answers)
                or self._judges(package)
                or self._partners(package)
            )
            package.to = found[:_MOST]

    # ------------------------------------------------------------------ who receives it

    def _receivers(self, package: Package) -> list[str]:
        keys = [
            self.scene.cast.side(k)
            for noun in (*package.nouns, *self._documents(package))
            for verb, role in self.scene.carriers(noun)
            if role == "patient" and verb.lemma in self.lex.lists["taking_verbs"]
            for k in self.scene.actors(verb.role("agent"))
        ]
        return self.scene.others(keys, package.by)

    def _documents(self, package: Package) -> list[int]:
        """Return "the documents", "these texts" told of in the two sentences after a package."""
        if package.form == "Offer":
            return []
        told = max((self.tree.sentence_of[i] for i in package.nouns), default=None)
        if told is None:
            return []
        later = self.scene.doc.sentences[told : told + 3]
        return [
            i
            for s in later
            for i in range(s.first, s.last)
            if self.tree.tokens[i].lemma.lower() in self.lex.lists["document_nouns"]
            and self.scene.children(i, "det") & {"the", "these", "both", "those", "this"}
        ]

    # ------------------------------------------------------------------ who answers its owner

    def _answers(self) -> Iterator[tuple[list[str], list[str], list[int]]]:
        """Yield who answers whom, and the nouns of what is answered, for every word of answering."""
        for p in self.scene.clauses.predicates:
            nouns = [a.head for a in p.role("to", "on", "about", "patient")]
            if p.kind == "noun" and p.lemma in self.words.nouns:
                yield (*answer_parties(self.scene, p), nouns)
            elif p.kind == "verb" and p.lemma in self.words.replying:
                by = self.scene.actors(p.role("agent"))
                above = self.scene.governor(p)
                to: list[str] = []
                if above is not None and above.lemma in self.words.expecting and above.kind == "verb":
                    to = self.scene.others(self.scene.actors(above.role("agent")), by)
                yield by, to, nouns

    def _answerers(
        self, package: Package, answers: list[tuple[list[str], list[str], list[int]]]
    ) -> list[str]:
        keys: list[str] = []
        for by, to, nouns in answers:
            if self.scene.meet(to, package.by) or set(nouns) & set(package.nouns):
                keys += self.scene.others(by, package.by)
        return self.scene.others(keys, package.by)

    # ------------------------------------------------------------------ who judges it

    def _judges(self, package: Package) -> list[str]:
        keys: list[str] = []
        for noun in package.nouns:
            for verb, role in self.scene.carriers(noun):
                judging = verb.lemma in self.words.verbs or verb.lemma in self.lex.lists["judging_verbs"]
                if role == "agent" or not judging:
                    continue
                agents = self.scene.actors(verb.role("agent"))
                for a in (
                    verb.role("agent") if not agents else ()
                ):  # "the answers from X did not meet its demands"
                    inner = self.scene.predicate(a.head)
                    if inner is not None and inner.lemma in self.words.nouns:
                        agents += self.scene.actors(inner.role(*_ANSWERER))
                keys += agents
        return self.scene.others(keys, package.by)

    # ------------------------------------------------------------------ whom its owner meets

    def _partners(self, package: Package) -> list[str]:
        """Return the party that the owner meets most often, whoever is met first among equals."""
        person = all(self.scene.cast.actors[k].kind == "Person" for k in package.by)
        counts: dict[str, int] = {}
        for parties in self.met:
            if not self.scene.meet(parties, package.by) or len(parties) > _MOST:
                continue
            others = self.scene.others(parties, package.by)
            for key in dict.fromkeys(k if person else self.scene.cast.side(k) for k in others):
                counts[key] = counts.get(key, 0) + 1
        return [max(counts, key=lambda k: counts[k])] if counts else []
