"""Put predicates together: verbs, event nouns, predicative adjectives; merge light verbs; hand down modality."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from kg.clauses.arguments import Roles
from kg.clauses.features import Features, features
from kg.clauses.reality import Reality
from kg.clauses.repair import repair
from kg.clauses.tree import Tree
from kg.clauses.words import words
from kg.model import UNREAL, Argument, Clauses, Document, Predicate

_UP = frozenset(
    {"xcomp", "ccomp", "pcomp", "acl", "advcl", "conj", "attr", "acomp", "dobj", "nsubj", "pobj", "nsubjpass"}
)


def find_clauses(doc: Document) -> Clauses:
    """Return every predicate of ``doc`` with its arguments in normalised roles, in text order of their heads."""
    tree = Tree(repair(doc))
    roles = Roles(tree)
    lex = words()
    found: dict[int, Predicate] = {}
    for token in tree.tokens:
        kind = _kind(tree, token.i, lex.nouns)
        if kind is None:
            continue
        feats = features(tree, token.i) if kind != "noun" else Features()
        own = roles.of_noun(token.i) if kind == "noun" else roles.of_verb(token.i, passive=feats.passive)
        if kind == "adjective":
            own += _subject_of_copula(tree, roles, token.i)
        # "along" of "along with" is no particle
        particle = next((t.text.lower() for t in tree.kids(token.i, "prt") if not tree.children[t.i]), "")
        found[token.i] = Predicate(
            index=0,
            lemma=f"{_lemma(tree, token.i)} {particle}".strip(),
            kind=kind,
            head=token.i,
            sentence=tree.sentence_of[token.i],
            span=tree.subtree(token.i),
            arguments=tuple(own),
            tense=feats.tense,
            aspect=feats.aspect,
            modality=feats.modality,
            negated=feats.negated,
            conditional=feats.conditional,
            passive=feats.passive,
            relation=token.dep,
        )
    _merge_light(tree, found)
    return _finish(tree, found)


def _kind(tree: Tree, i: int, nouns: frozenset[str]) -> Literal["verb", "noun", "adjective"] | None:
    token = tree.tokens[i]
    if token.pos == "VERB" and token.dep not in ("aux", "auxpass", "amod", "compound", "case"):
        return "verb"
    if token.pos in ("NOUN", "PROPN") and _lemma(tree, i) in nouns:
        return "noun"
    if token.pos == "AUX" and token.dep not in ("aux", "auxpass"):
        return "verb"  # "be" and "have" as main verbs
    if token.pos == "ADJ" and token.dep in ("acomp", "oprd", "ROOT", "conj", "ccomp"):
        return "adjective"
    return None


def _lemma(tree: Tree, i: int) -> str:
    return tree.tokens[i].lemma.lower()


def _subject_of_copula(tree: Tree, roles: Roles, i: int) -> list[Argument]:
    copula = tree.tokens[i].head
    subjects = list(tree.kids(copula, "nsubj"))
    return [Argument("agent", j, tree.nominal(j)) for s in subjects for j in tree.conjuncts(s.i)]


def _merge_light(tree: Tree, found: dict[int, Predicate]) -> None:
    """Move the arguments and features of a light or aspectual verb to the event noun that it carries."""
    lex = words()
    for i, noun in list(found.items()):
        if noun.kind != "noun":
            continue
        carrier = _carrier(tree, found, i)
        if carrier is None:
            continue
        noun = _reduced(tree, found, noun)
        verb, as_object = carrier
        lemma = verb.lemma.split(" ")[0]
        if lemma not in (lex.light if as_object else lex.aspectual | lex.light):
            continue
        mine = {(a.role, a.head) for a in noun.arguments}
        extra = []
        for a in verb.arguments:
            if a.head == i or a.head in tree.conjuncts(tree.first_conjunct(i)):
                continue
            if a.role == "agent" and not as_object:
                continue
            if (a.role, a.head) not in mine:
                extra.append(a)
        found[i] = replace(
            noun,
            arguments=tuple(sorted((*noun.arguments, *extra), key=lambda a: (a.span.start, a.role))),
            tense=verb.tense,
            aspect=verb.aspect,
            modality=verb.modality,
            negated=verb.negated,
            conditional=verb.conditional,
            passive=verb.passive,
            light=verb.lemma,
            span=noun.span.cover(verb.span) if as_object else noun.span,
        )


def _reduced(tree: Tree, found: dict[int, Predicate], noun: Predicate) -> Predicate:
    """Give an event noun the arguments of a light participle after it: "the talks held in Lima failed".

    Not its agent: who hosts or calls a meeting need not be a party to it.
    """
    lex = words()
    verbs = [found[t.i] for t in tree.kids(noun.head, "acl", "relcl") if t.i in found]
    mine = {(a.role, a.head) for a in noun.arguments}
    extra = [
        a
        for verb in verbs
        if verb.lemma in lex.light | lex.aspectual
        for a in verb.arguments
        if a.head != noun.head and a.role != "agent" and (a.role, a.head) not in mine
    ]
    return replace(
        noun, arguments=tuple(sorted((*noun.arguments, *extra), key=lambda a: (a.span.start, a.role)))
    )


def _carrier(tree: Tree, found: dict[int, Predicate], i: int) -> tuple[Predicate, bool] | None:
    """Return the verb whose object (True) or subject (False) the noun at ``i`` is, if any."""
    first = tree.first_conjunct(i)
    token = tree.tokens[first]
    head = token.head
    # "the first round of talks was held": the inner noun shares the carrier of the outer one
    if token.dep == "pobj" and tree.tokens[head].lemma == "of":
        outer = tree.tokens[head].head
        if outer in found and found[outer].kind == "noun" and outer != i:
            return _carrier(tree, found, outer)
    if head not in found or found[head].kind != "verb":
        if token.dep in ("relcl", "acl"):
            return None
        for child in tree.kids(i, "relcl", "acl"):  # "the talks held in Geneva", "talks that began on Monday"
            verb = found.get(child.i)
            if verb is not None and not any(
                tree.kids(child.i, "mark")
            ):  # "said after talks that …" is content
                return verb, any(a.head == i and a.role == "patient" for a in verb.arguments)
        return None
    verb = found[head]
    if token.dep in ("dobj", "nsubjpass", "obj") or (verb.passive and token.dep == "nsubj"):
        return verb, True
    if token.dep in ("nsubj", "attr"):
        return verb, False
    return None


def _finish(tree: Tree, found: dict[int, Predicate]) -> Clauses:
    """Number the predicates, link governors, and hand modality, negation and condition down to what they govern."""
    order = sorted(found)
    index = {head: n for n, head in enumerate(order)}
    reality = Reality(tree, found)
    done: list[Predicate] = []
    for n, head in enumerate(order):
        predicate = found[head]
        governor = next((a for a in tree.ancestors(head) if a in index), None)
        arguments = tuple(
            replace(a, predicate=index[a.head]) if a.head in index else a for a in predicate.arguments
        )
        modality, tense = predicate.modality, predicate.tense
        matrix = found.get(governor) if governor is not None else None
        if matrix is not None and not modality and predicate.kind != "noun":
            modality = _inherited(tree, predicate, matrix)
        status = reality.of(head)
        if status in UNREAL or (status and not modality and predicate.kind == "verb"):
            modality = status
        done.append(
            replace(
                predicate,
                index=n,
                arguments=arguments,
                modality=modality,
                tense=tense,
                governor=index[governor] if governor is not None else None,
                relation=tree.tokens[head].dep,
            )
        )
    return Clauses(tuple(done), index, tree.doc)


def _inherited(tree: Tree, predicate: Predicate, matrix: Predicate) -> str:
    """Return the modality that a matrix gives to its infinitive or clause."""
    relation = tree.tokens[predicate.head].dep
    if relation not in ("xcomp", "ccomp", "acl", "pcomp", "advcl"):
        return ""
    matrices = words().matrices
    lemma = matrix.lemma.split(" ")[0]
    if relation == "ccomp" and lemma in ("tell", "order", "agree", "have", "claim", "decide"):
        # "told reporters that …", "claimed that …" report; only their infinitives command
        return "alleged" if lemma == "claim" else ""
    if relation == "advcl" and not any(t.tag == "TO" for t in tree.kids(predicate.head, "aux")):
        return ""
    if lemma in matrices:
        return matrices[lemma]
    return matrix.modality if relation in ("xcomp",) and matrix.modality else ""
