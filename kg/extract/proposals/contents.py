"""What a proposal contains: "the documents envisage A and B", "under the plan, X would leave"."""

from __future__ import annotations

from kg.extract.proposals.packages import Package, Packages
from kg.extract.proposals.terms import Terms
from kg.extract.proposing import proposing
from kg.extract.scene import Scene
from kg.model import Predicate, Span

_IT = frozenset({"it", "they", "these", "this", "which", "both"})
_NEAR = 2  # "it" refers to what the sentence before told


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
        if self._under(p) or self.tokens[p.head].dep in ("relcl", "advcl"):
            return
        if p.lemma in self.lex.lists["containing_verbs"]:
            self._contained(p)
        elif p.modality in ("would", "must", "should") and self.tokens[p.head].dep != "conj":
            self._effected(p)

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
        package = self._subject(p)
        if package is None:
            return
        terms = self._bidden(package, p)
        if not terms:
            objects = p.role("patient") or p.role("for", "with")
            bullets = self.terms.bullets(p.sentence)
            if bullets:
                terms = bullets
            elif objects:
                terms = self.terms.listed(objects[0].head) or self.terms.whole(objects[0].head)
        for argument in p.role("content") if not terms else ():
            terms += self.terms.clauses(argument.head)
        self._enter(package, terms)

    def _bidden(self, package: Package, p: Predicate) -> list[Span]:
        """ "The draft obliges Kenya to open its ports": the terms are what it is to do, and it is who must."""
        content = next((a for a in p.role("content") if self.scene.infinitive(a.head)), None)
        if content is None:
            return []
        if not package.to:
            package.to = self.scene.others(self.scene.actors(p.role("patient")), package.by)
        return self.terms.infinitives(content.head)

    def _effected(self, p: Predicate) -> None:
        """ "The draft would bar both armies from the fields and reopen the pipeline": each verb is a term."""
        package = self._subject(p)
        if package is not None and not (p.lemma in ("be", "have", "need") or p.passive):
            self._enter(package, self.terms.predicated(p.head))

    def _subject(self, p: Predicate) -> Package | None:
        """Return the package that the subject of a verb refers to: its noun, a part of it, or "it" right after it."""
        documents = self.lex.lists["document_nouns"] | set(self.lex.nouns)
        parts = self.lex.lists["part_nouns"]
        for a in p.role("agent"):
            if self.cast.of(a):
                continue
            token = self.tokens[a.head]
            if token.lemma.lower() in documents:
                return self._referred(a.head)
            if token.lemma.lower() in parts or (token.pos == "PRON" and token.text.lower() in _IT):
                latest = self.packages.latest()
                near = latest is not None and any(
                    0 < p.sentence - self.tree.sentence_of[n] < _NEAR for n in latest.nouns
                )
                return latest if latest is not None and (near or token.lemma.lower() in parts) else None
        return None

    def _referred(self, subject: int) -> Package | None:
        package = self.packages.headed(subject)
        if package is None:
            pointed = any(
                t.text.lower() in self.lex.lists["pointers"] for t in self.tree.kids(subject, "det", "poss")
            )
            return self.packages.latest() if pointed else None
        return package

    def _enter(self, package: Package, spans: list[Span]) -> None:
        package.provisions += [s for s in spans if not any(s.overlaps(o) for o in package.provisions)]
