"""Who issued a document that speaks: "a statement by the ministry", "the suit", "the letter"."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.reporting import reporting
from kg.model import Token


class Issuers:
    """Finds the actors behind documents.

    Args:
        tree: the document's words.
        cast: its actors.
    """

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.lex = reporting()

    def of(self, i: int) -> tuple[str, ...]:
        """Return who issued the document that token ``i`` names, here or where it was first spoken of."""
        return self._issuer(i) or self._issued_before(i)

    def _issuer(self, i: int) -> tuple[str, ...]:
        """ "a statement by the ministry", "the president's letter", "a draft published on Friday by Peru"…."""
        tree, token = self.tree, self.tokens[i]
        owners = [*tree.kids(i, "poss"), *tree.kids(i, "compound", "nmod", "amod")]
        for below in tree.kids(i, "prep", "agent", "acl"):
            by = tree.kids(below.i, "agent", "prep") if below.dep == "acl" else [below]
            owners += [
                self.tokens[j]
                for prep in by
                if prep.lemma in ("by", "from", "of")
                for t in tree.kids(prep.i, "pobj")
                for j in tree.conjuncts(t.i)
            ]
        if not any(self.cast.at(t.i) for t in owners) and self._issued_by(token):
            owners += [t for t in tree.kids(token.head, "nsubj") if t.i < token.head]
        joint = tuple(dict.fromkeys(k for t in owners for k in self.cast.at(t.i)))
        if any(t.lower_is("joint") for t in tree.kids(i)) and len(joint) > 1:
            return joint
        for owner in owners:
            keys = self.cast.at(owner.i) or (
                self._issuer(owner.i) if owner.lemma.lower() in self.lex.issued else ()
            )
            if keys:
                return keys
        return ()

    def _issued_by(self, token: Token) -> bool:
        """ "Diaz filed a suit": the document is what the verb issues."""
        return token.dep == "dobj" and self.tokens[token.head].lemma in self.lex.issuing

    def _issued_before(self, i: int) -> tuple[str, ...]:
        """ "Diaz filed a suit … The suit says …": who issued the document when it was first spoken of."""
        token = self.tokens[i]
        if not any(t.text.lower() in ("the", "this") for t in self.tree.kids(i, "det")):
            return ()
        earlier = [t.i for t in self.tokens[:i] if t.lemma == token.lemma and t.pos == "NOUN"]
        return next((keys for j in reversed(earlier) if (keys := self._issuer(j))), ())

    def refers_back(self, i: int) -> bool:
        """ "the statement said", "according to these remarks": the words of whoever spoke last."""
        token = self.tokens[i]
        definite = any(t.text.lower() in ("the", "this", "these", "those") for t in self.tree.kids(i, "det"))
        return (
            definite
            and token.lemma.lower() in self.lex.anaphoric
            and not any(self.tree.kids(i, "compound", "poss", "acl", "relcl", "prep"))
        )
