"""Proposals: what one party puts forward to another for it to accept, with its terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.proposals.acts import Acts
from kg.extract.proposals.addressees import Addressees
from kg.extract.proposals.conditions import Conditions
from kg.extract.proposals.contents import Contents
from kg.extract.proposals.demands import Demands
from kg.extract.proposals.duties import Duties
from kg.extract.proposals.nouns import ProposalNouns
from kg.extract.proposals.offers import Offers
from kg.extract.proposals.packages import Package, Packages
from kg.extract.proposals.terms import Terms
from kg.extract.responses.counters import Counters
from kg.extract.scene import Scene
from kg.model import UNREAL, Predicate

_SECONDARY = frozenset({"headline", "standfirst"})


def find_proposals(scene: Scene, *, met: Sequence[Iterable[str]] = ()) -> Packages:
    """Return the packages of an article in text order; ``proposal_claims`` makes claims of them.

    Args:
        scene: the article's predicates and cast.
        met: the parties of each encounter in the article: a proposal that names no addressee is put to whoever is met.

    Proposals are taken from the body; headline, standfirst and quoted words only add to what the body tells, for they
    repeat it or stand inside another's words.
    """
    return _Proposals(scene, met).run()


class _Proposals:
    def __init__(self, scene: Scene, met: Sequence[Iterable[str]]) -> None:
        terms, acts = Terms(scene), Acts(scene)
        self.scene = scene
        self.packages = Packages(scene)
        self.demands = Demands(scene, terms, acts)
        self.duties = Duties(scene, terms, acts)
        self.offers = Offers(scene, terms, acts)
        self.conditions = Conditions(scene, terms, acts)
        self.contents = Contents(scene, terms, self.packages)
        self.nouns = ProposalNouns(scene, terms, acts, self.packages)
        self.counters = Counters(scene, terms)
        self.addressees = Addressees(scene, self.packages, met)

    def run(self) -> Packages:
        later: list[Predicate] = []
        for p in self.scene.clauses.predicates:
            if p.modality in UNREAL:
                continue
            zone = self.scene.zone(p)
            if zone == "body":
                self._read(p, only_known=self.scene.quoted(p.head))
            elif zone in _SECONDARY:
                later.append(p)
        for p in later:
            self._read(p, only_known=True)
        self.addressees.complete()
        for package in self.packages.close():
            for key in (*package.by, *package.to):
                self.scene.cast.actors[key].agentive = True
        return self.packages

    def _read(self, p: Predicate, *, only_known: bool) -> None:
        self.packages.cursor = self.scene.tokens[p.head].start
        if p.kind == "noun":
            self.nouns.read(p, only_known=only_known)
        elif not only_known:
            for package in self._of_verb(p):
                self.packages.add(package)
            self.contents.read(p)

    def _of_verb(self, p: Predicate) -> list[Package]:
        found = self.demands.read(p) or self.duties.read(p) or self.offers.read(p) or self.offers.of_nouns(p)
        found = found or self.counters.read(p)
        return [*([found] if found is not None else []), *self.conditions.read(p)]
