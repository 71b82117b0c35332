"""Collect what fills the roles of a verb, an event noun or a predicative adjective."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.clauses.words import words
from kg.model import Argument, Span, Token

_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_TIME_PREPOSITIONS = frozenset({"on", "in", "at", "during", "over", "this", "last", "next"})


class Roles:
    """Builds arguments over one tree. ``time_tokens`` are the tokens inside temporal expressions."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.time_tokens = _time_tokens(tree)

    def of_verb(self, head: int, *, passive: bool) -> list[Argument]:
        """Return the verb's own arguments and those that syntax shares with it (control, relatives, coordination)."""
        tree = self.tree
        found: list[Argument] = []
        for child in tree.kids(head):
            dep = child.dep
            if dep in ("nsubj", "csubj", "expl"):
                if dep != "expl":
                    found += self._fill("patient" if passive else "agent", child.i, head)
            elif dep in ("nsubjpass", "csubjpass") or dep in ("dobj", "obj"):
                found += self._fill("patient", child.i, head)
            elif dep in ("dative", "iobj"):
                found += self._dative(child)
            elif dep == "agent":
                for inner in tree.kids(child.i, "pobj"):
                    found += self._fill("agent", inner.i, head)
            elif dep in ("ccomp", "xcomp"):
                found.append(Argument("content", child.i, tree.subtree(child.i)))
            elif dep in ("attr", "acomp", "oprd"):
                found += self._fill("attribute", child.i, head)
            elif dep == "prep":
                found += self._preposition(child)
            elif dep == "prt":
                found += [a for inner in tree.kids(child.i, "prep") for a in self._preposition(inner)]
            elif (dep == "advmod" and child.i in self.time_tokens) or dep in ("npadvmod", "nmod", "tmod"):
                role = "time" if child.i in self.time_tokens else "adverbial"
                found += self._fill(role, child.i, head)
            elif dep == "advcl":
                found.append(Argument("advcl", child.i, tree.subtree(child.i)))
        found += self._understood(head, found, passive=passive)
        return sorted(found, key=lambda a: (a.span.start, a.role))

    def of_noun(self, head: int) -> list[Argument]:
        """Return an event noun's arguments: possessive, compounds and adjectives, prepositions, times."""
        tree = self.tree
        found: list[Argument] = []
        for child in tree.kids(head):
            dep = child.dep
            if child.i in self.time_tokens and dep != "prep":
                found.append(Argument("time", child.i, tree.subtree(child.i)))
            elif dep == "poss":
                found += self._fill("agent", child.i, head)
            elif dep in ("compound", "amod", "nmod"):
                found.append(Argument("modifier", child.i, Span(child.start, child.end)))
                for inner in tree.kids(child.i, "conj", "compound", "amod", "nmod", "npadvmod"):
                    found.append(Argument("modifier", inner.i, Span(inner.start, inner.end)))
            elif dep == "prep":
                found += self._preposition(child)
            elif dep in ("acl", "relcl"):
                found.append(Argument("clause", child.i, tree.subtree(child.i)))
            elif dep == "appos":
                found.append(Argument("apposition", child.i, tree.subtree(child.i)))
        return sorted(found, key=lambda a: (a.span.start, a.role))

    def _fill(self, role: str, i: int, head: int) -> list[Argument]:
        tree, found = self.tree, []
        for j in tree.conjuncts(i):
            j = self._antecedent(j, head)
            name = "time" if role not in ("agent", "recipient") and j in self.time_tokens else role
            found.append(Argument(name, j, tree.nominal(j)))
        return found

    def _antecedent(self, i: int, verb: int) -> int:
        """Replace a relative pronoun by the noun that its clause modifies."""
        token = self.tree.tokens[i]
        if token.tag not in ("WDT", "WP", "WP$") or token.text.lower() not in _RELATIVE:
            return i
        for j in (verb, *self.tree.ancestors(verb)):
            if self.tree.tokens[j].dep == "relcl":
                return self.tree.tokens[j].head
        return i

    def _dative(self, child: Token) -> list[Argument]:
        if child.pos == "ADP":
            return [
                a
                for inner in self.tree.kids(child.i, "pobj")
                for a in self._fill("recipient", inner.i, child.i)
            ]
        return self._fill("recipient", child.i, child.head)

    def _preposition(self, prep: Token) -> list[Argument]:
        tree = self.tree
        name = prep.text.lower()
        found: list[Argument] = []
        for inner in tree.kids(prep.i):
            if inner.dep == "pobj":
                for j in tree.conjuncts(inner.i):
                    if j in self.time_tokens:
                        role = "time" if name in _TIME_PREPOSITIONS else f"time:{name}"
                        found.append(Argument(role, j, Span(prep.start, tree.nominal(j).end)))
                    else:
                        found.append(Argument(name, self._antecedent(j, prep.head), tree.nominal(j)))
            elif inner.dep == "pcomp":
                found.append(Argument(name, inner.i, tree.subtree(inner.i)))
            elif inner.dep == "prep":  # "along with", "out of", "because of"
                found += self._preposition(inner)
        for other in tree.kids(prep.i, "conj"):  # "in Geneva on Monday and in Brussels on Tuesday"
            if other.pos == "ADP":
                found += self._preposition(other)
        return found

    def _understood(self, head: int, own: list[Argument], *, passive: bool) -> list[Argument]:
        """Return the subject (or object) that syntax leaves out: relative, participial, control, coordination."""
        tree, token = self.tree, self.tree.tokens[head]
        has = {a.role for a in own}
        subject_role = "patient" if passive else "agent"
        dep = token.dep
        if dep == "relcl":
            missing = subject_role if subject_role not in has else "patient" if "patient" not in has else ""
            antecedent = token.head
            if missing and not any(a.head == antecedent for a in own) and "content" not in has:
                return [Argument(missing, antecedent, tree.nominal(antecedent))]
            return []
        if subject_role in has:
            return []
        if dep == "acl":
            role = "patient" if token.tag == "VBN" else "agent" if token.tag == "VBG" else ""
            return [Argument(role, token.head, tree.nominal(token.head))] if role else []
        if dep in ("xcomp", "advcl", "conj", "pcomp", "ccomp"):
            return self._borrowed(head, subject_role)
        return []

    def _borrowed(self, head: int, role: str) -> list[Argument]:
        """Take the subject of the governing verb, or its object under object control ("urged X to go")."""
        tree, token = self.tree, self.tree.tokens[head]
        governor = token.head
        for _ in range(8):
            if tree.tokens[governor].pos in ("VERB", "AUX") or tree.tokens[governor].head == governor:
                break
            governor = tree.tokens[governor].head
        if governor == head or tree.tokens[governor].pos not in ("VERB", "AUX"):
            return []
        matrix = tree.tokens[governor]
        if token.dep == "ccomp" and list(tree.kids(head, "nsubj", "nsubjpass")):
            return []
        if token.dep == "xcomp" and matrix.lemma not in words().subject_control:
            objects = list(tree.kids(governor, "dobj", "dative")) or [
                inner
                for prep in tree.kids(governor, "prep")
                if prep.text.lower() in ("on", "upon", "to", "for") and prep.i < head
                for inner in tree.kids(prep.i, "pobj")
            ]
            if objects:
                return [Argument(role, j, tree.nominal(j)) for o in objects[:1] for j in tree.conjuncts(o.i)]
        subjects = list(tree.kids(governor, "nsubj", "nsubjpass"))
        if subjects:
            return [
                Argument(role, j, tree.nominal(j))
                for s in subjects[:1]
                for j in (self._antecedent(k, governor) for k in tree.conjuncts(s.i))
            ]
        if matrix.dep in ("xcomp", "advcl", "conj", "pcomp") and matrix.head != governor:
            return self._borrowed(governor, role)
        if matrix.dep in ("relcl", "acl"):
            return [Argument(role, matrix.head, tree.nominal(matrix.head))]
        return []


def _time_tokens(tree: Tree) -> frozenset[int]:
    found: set[int] = set()
    times = tree.doc.times
    at = 0
    for token in tree.tokens:
        while at < len(times) and times[at].span.end <= token.start:
            at += 1
        if at < len(times) and times[at].span.start < token.end:
            found.add(token.i)
    return frozenset(found)
