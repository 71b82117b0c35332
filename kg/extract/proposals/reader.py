"""What the readers of proposals hold: one document, its terms, and the acts that its clauses name."""

from __future__ import annotations

from kg.extract.proposals.acts import Acts
from kg.extract.proposals.terms import Terms
from kg.extract.proposing import proposing
from kg.extract.scene import Scene


class ProposalReader:
    """Base of the readers that turn one predicate after the other into packages."""

    def __init__(self, scene: Scene, terms: Terms, acts: Acts) -> None:
        self.scene = scene
        self.terms = terms
        self.acts = acts
        self.tree = scene.tree
        self.tokens = scene.tokens
        self.cast = scene.cast
        self.lex = proposing()
