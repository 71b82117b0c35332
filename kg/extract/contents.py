"""What a proposal contains: "the documents envisage A and B", "under the plan, X would leave"."""

from __future__ import annotations

from kg.extract.packages import Package, Packages
from kg.extract.proposing import proposing
from kg.extract.scene import Scene
from kg.extract.terms import Terms
from kg.model import Predicate, Span

_POINTERS = frozenset({"the", "this", "these", "that", "those", "its", "his", "their", "our", "such"})


class Contents:
    """Adds to the packages of a document what its verbs say is in them."""

    def __init__(self, scene: Scene, terms: Terms, packages: Packages) -> None:
        self.scene = scene
        self.terms = terms
        self.packages = packages
        self.tree = scene.tree
        self.tokens = scene.tokens
        self.cast = scene.cast
        self.lex = proposing()

    def read(self, p: Predicate) -> None:
        """Add what a verb says of a package's contents; the packages must have been read up to here."""
        if p.kind != "verb" or p.negated or not len(self.packages):
            return
        if not self._under(p) and p.lemma in self.lex.lists["containing_verbs"]:
            self._contained(p)

    def _under(self, p: Predicate) -> bool:
        """ "Under the plan, Kenya would leave the valley": the clause without the phrase is a term."""
        known = (self.packages.headed(a.head) for a in p.role("under"))
        package = next((x for x in known if x is not None), None)
        if package is None or not (p.modality in ("would", "must", "should") or p.tense == "future"):
            return False
        self._enter(package, self.terms.clauses(p.head))
        return True

    def _contained(self, p: Predicate) -> None:
        """ "The documents envisage A and B": the objects of the verb are terms of what its subject refers to."""
        documents = self.lex.lists["document_nouns"] | set(self.lex.nouns)
        heads = [a.head for a in p.role("agent") if not self.cast.of(a)]
        subject = next((i for i in heads if self.tokens[i].lemma.lower() in documents), None)
        package = self._referred(subject) if subject is not None else None
        if package is None:
            return
        objects = p.role("patient") or p.role("for")
        if objects:
            self._enter(package, self.terms.whole(objects[0].head))
            return
        for argument in p.role("content"):
            cut = self.terms.infinitives if self.scene.infinitive(argument.head) else self.terms.clauses
            self._enter(package, cut(argument.head))

    def _referred(self, subject: int) -> Package | None:
        package = self.packages.headed(subject)
        if package is None and self.tokens[subject].lemma.lower() not in self.lex.nouns:
            pointed = any(t.text.lower() in _POINTERS for t in self.tree.kids(subject, "det", "poss"))
            return self.packages.latest() if pointed else None
        return package

    def _enter(self, package: Package, spans: list[Span]) -> None:
        package.provisions += [s for s in spans if not any(s.overlaps(o) for o in package.provisions)]
