"""What single words say of the truth of what they govern: "dismissed claims that", "is false", "has not confirmed"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clauses.tree import Tree
from kg.clauses.words import words
from kg.model import Predicate, Token

OBJECTS = ("dobj", "obj", "nsubjpass")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


class Verdicts:
    """Reads verbs of denial, nouns of report and predicatives of truth; their lists are in ``predicates.yaml``."""

    def __init__(self, tree: Tree, found: dict[int, Predicate]) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.found = found
        self.lists = words().reality

    def _denial(self, v: int) -> str:
        """Return what a verb of denial makes of its object: nothing when negated, but "neither confirm nor deny"."""
        if not self._negated(v):
            return "denied"
        return "unconfirmed" if self._listed("confirming", self.tree.first_conjunct(v)) else ""

    def _judged(self, copula: int) -> str:
        """Return what "is false", "is not true", "is unclear", "is not certain" make of their subject or clause."""
        negated = self._negated(copula)
        for t in self.tree.kids(copula, "acomp", "attr", "oprd"):
            if self._in("false", t) and not negated:
                return "denied"
            if self._in("true", t) and negated:
                return "denied"
            if (self._in("unsure", t) and not negated) or (self._in("sure", t) and negated):
                return "unconfirmed"
            if t.dep == "attr" and any(d.lower_is("no") for d in self.tree.kids(t.i, "det")):
                if self._in("truths", t):
                    return "denied"
                if self._in("proofs", t):
                    return "unconfirmed"
        return ""

    def _content(self, n: int) -> str:
        """Return what becomes of the content of a noun of report: "dismissed claims that", "there is no proof that"."""
        token = self.tokens[n]
        no = any(t.lower_is("no") or t.lower_is("any") for t in self.tree.kids(n, "det"))
        if self._in("denials", token):
            return "denied"
        if self._in("doubts", token):
            return "" if no else "unconfirmed"
        if self._in("proofs", token):
            return "unconfirmed" if no else ""
        if not (self._in("reports", token) or self._in("rumours", token)):
            return ""
        if any(self._in("false", t) for t in self.tree.kids(n, "amod")):
            return "denied"
        if self._in("rumours", token) or any(self._in("unsure", t) for t in self.tree.kids(n, "amod")):
            return self._fate(n) or "unconfirmed"
        return self._fate(n) or "alleged"

    def _fate(self, n: int) -> str:
        """Return what the verb that has a noun of report as object or subject does to it."""
        n = self._site(n)
        token = self.tokens[n]
        v = token.head
        if token.dep in OBJECTS:
            if self._listed("denying", v) or self._listed("dismissing", v):
                return self._denial(v)
            if self._listed("confirming", v):
                return "unconfirmed" if self._withheld(v) else ""
            if self._listed("doubting", v):
                return "" if self._negated(v) else "unconfirmed"
            if self._listed("naming", v) and any(self._in("false", t) for t in self._named(v)):
                return "denied"
        if token.dep == "nsubj":
            return self._judged(v)
        if token.dep == "pobj":
            above = self.tokens[self.tokens[v].head]
            if self._in("truths", above) and any(t.lower_is("no") for t in self.tree.kids(above.i, "det")):
                return "denied"
            if self._in("denials", above) or (
                self.tokens[v].lower_is("as") and self._listed("naming", above.i) and self._in("false", token)
            ):
                return "denied"
            verb = self._listed("denying", above.i) or self._listed("dismissing", above.i)
            return "denied" if verb and not self._negated(above.i) else ""
        return ""

    def _named(self, v: int) -> Iterator[Token]:
        """Yield what a verb of naming calls its object: "called the report false", "dismissed it as a lie"."""
        yield from self.tree.kids(v, "oprd", "acomp", "attr", "ccomp")
        for prep in self.tree.kids(v, "prep"):
            if prep.lower_is("as"):
                yield from self.tree.kids(prep.i, "pobj", "amod")

    def _site(self, n: int) -> int:
        """Climb from a conjunct, an apposition or what a container holds to the noun that stands in the clause."""
        for _ in range(6):
            token = self.tokens[n]
            if token.dep in ("conj", "appos") and token.head != n:
                n = token.head
            elif token.dep == "pobj" and self.tokens[token.head].lower_is("of"):
                above = self.tokens[self.tokens[token.head].head]
                if above.lemma.lower() not in self.lists["wholes"]:
                    break
                n = above.i
            else:
                break
        return n

    def _denied_object(self, i: int) -> str:
        """ "denied any meeting with X" denies it, "denied the request" refuses it."""
        token = self.tokens[i]
        if token.dep not in OBJECTS or token.lemma.lower() in self.lists["refusable"]:
            return ""
        if self._listed("denying", token.head):
            return "" if self._negated(token.head) else "denied"
        if self._listed("confirming", token.head) and not self._definite(i) and self._withheld(token.head):
            return "unconfirmed"
        return ""

    def _contests(self, token: Token) -> bool:
        """Tell whether a noun is that of "…, a claim that Peru denied", which is about the clause before it."""
        before = self.tree.left[token.i] - 1
        if not self._in("reports", token) or before < 0 or self.tokens[before].text not in (",", "–", "—"):
            return False
        return token.dep not in ("nsubj", "nsubjpass", "conj") and any(
            (self._listed("denying", c.i) or self._listed("dismissing", c.i))
            and not self._negated(c.i)
            and not any(True for _ in self.tree.kids(c.i, "ccomp"))
            for c in self.tree.kids(token.i, "relcl", "acl")
        )

    def _withheld(self, m: int) -> bool:
        """Tell whether a verb of confirming is itself negated, refused or failed: "declined to confirm"."""
        p = self.found.get(m)
        above = self.tokens[self.tokens[m].head].lemma if self.tokens[m].dep == "xcomp" else ""
        governing = words().matrices.get(above, "")
        return (
            self._negated(m) or governing in ("refuse", "fail") or (p is not None and p.modality == "refuse")
        )

    def _definite(self, i: int) -> bool:
        determiners = {t.text.lower() for t in self.tree.kids(i, "det")}
        return bool(determiners & _DEFINITE) or any(True for _ in self.tree.kids(i, "poss"))

    def _listed(self, name: str, i: int) -> bool:
        return self.tokens[i].lemma.lower() in self.lists[name]

    def _in(self, name: str, token: Token) -> bool:
        return bool({token.lemma.lower(), token.text.lower()} & self.lists[name])

    def _negated(self, i: int) -> bool:
        p = self.found.get(i)
        return p is not None and p.negated
