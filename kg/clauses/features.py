"""Tense, aspect, modality, negation and condition of a predicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.clauses.tree import Tree
from kg.clauses.words import words
from kg.model import Token

Tense = Literal["past", "present", "future", "none"]
Aspect = Literal["simple", "perfect", "progressive"]
_CONDITIONS = frozenset({"if", "unless", "should", "provided", "whether"})


@dataclass(frozen=True, slots=True)
class Features:
    """The grammatical features of one verb group; see ``kg.model.Predicate``."""

    tense: Tense = "none"
    aspect: Aspect = "simple"
    modality: str = ""
    negated: bool = False
    conditional: bool = False
    passive: bool = False


def features(tree: Tree, head: int) -> Features:
    """Read the features of the verb or predicative adjective at ``head`` off its auxiliaries.

    A coordinated verb without auxiliaries of its own shares those of the first ("will meet and discuss").
    """
    lex = words()
    token = tree.tokens[head]
    own = list(tree.kids(head, "aux", "auxpass"))
    group = own
    if not own and token.dep == "conj":
        first = tree.tokens[tree.first_conjunct(head)]
        if first.tag == token.tag or (token.tag == "VB" and first.tag == "VB"):
            group = list(tree.kids(first.i, "aux", "auxpass"))
    elif token.pos == "ADJ" or token.tag.startswith("NN"):
        # a predicate of "be": the copula is the head or a child, depending on the model
        copula = tree.tokens[token.head]
        if copula.lemma == "be":
            group = [*tree.kids(copula.i, "aux"), copula]
    lower = [t.text.lower() for t in group]
    modality = next((lex.modals[w] for w in lower if w in lex.modals), "")
    perfect = any(t.lemma == "have" for t in group)
    progressive = token.tag == "VBG" and any(t.lemma == "be" for t in group)
    passive = any(t.dep == "auxpass" for t in group) or bool(list(tree.kids(head, "nsubjpass")))
    if not passive and token.tag == "VBN" and token.dep in ("acl", "advcl") and not own:
        passive = True
    tense = _tense(token.tag, group, modality)
    if modality == "future":
        modality = ""
    negated = _negated(tree, head)
    if negated and "could" in lower:
        modality = "can"  # "could accept" leaves it open, "could not accept" does not
    if _is_to_be(tree, head, group) and not modality:
        tense = "future"  # "are to meet", "is going to hold"
    return Features(
        tense=tense,
        aspect="perfect" if perfect else "progressive" if progressive else "simple",
        modality=modality,
        negated=negated,
        conditional=_conditional(tree, head),
        passive=passive,
    )


def _tense(tag: str, group: list, modality: str) -> Tense:  # type: ignore[type-arg]
    if modality == "future":
        return "future"
    finite = next((t.tag for t in group if t.tag in ("VBD", "VBZ", "VBP")), tag if not group else "")
    if finite == "VBD":
        return "past"
    if finite in ("VBZ", "VBP"):
        perfect = any(t.lemma == "have" for t in group)
        going = any(t.lemma == "go" for t in group)
        return "past" if perfect else "future" if going else "present"
    return "past" if tag == "VBN" and not group else "none"


def _is_to_be(tree: Tree, head: int, group: list[Token]) -> bool:
    """ "is to answer", "is going to answer": "is" is an auxiliary, or the verb that governs the infinitive."""
    token = tree.tokens[head]
    if token.tag != "VB" or not any(t.tag == "TO" for t in group):
        return False
    if token.dep == "xcomp":
        matrix = tree.tokens[token.head]
        going = matrix.lemma == "go" and matrix.tag == "VBG"
        group = [*tree.kids(matrix.i, "aux")] if going else [matrix]
    return any(t.lemma == "be" and t.tag in ("VBZ", "VBP", "VBD") for t in group)


def _negated(tree: Tree, head: int) -> bool:
    negations = words().negations
    for child in tree.kids(head):
        if child.i + 1 < len(tree.tokens) and tree.tokens[child.i + 1].text.lower() in (
            "only",
            "just",
            "merely",
        ):
            continue  # "not only did they meet", "not just met"
        if child.dep == "neg" or (
            child.lemma in negations and child.dep in ("advmod", "preconj", "cc") and child.i < head
        ):
            return True
        if child.dep in ("nsubj", "nsubjpass", "dobj") and any(
            t.lemma.lower() in ("no", "neither", "none", "nobody")
            for t in (child, *tree.kids(child.i, "det", "neg"))
        ):
            return True
    token = tree.tokens[head]
    if token.dep == "conj" and not list(tree.kids(head, "nsubj", "nsubjpass")):
        first = tree.first_conjunct(head)
        if first != head:
            if any(c.lemma.lower() == "nor" for c in tree.kids(first, "cc")):
                return True  # "neither accepted nor rejected"
            return any(c.dep == "neg" for c in tree.kids(first)) and not any(
                c.lemma == "but" for c in tree.kids(first, "cc")
            )
    return False


def _conditional(tree: Tree, head: int) -> bool:
    for i in (head, *tree.ancestors(head)):
        token = tree.tokens[i]
        if any(c.lower() in _CONDITIONS for c in (t.text for t in tree.kids(i, "mark"))):
            return True
        if token.dep not in ("conj", "xcomp", "ccomp", "advcl", "acl"):
            return False
        if token.dep == "ccomp" or token.dep == "xcomp":
            # what somebody says inside an if-clause is conditional too, but what is said about it is not
            continue
    return False
