"""Mend the parser's usual mistakes on newsroom English, once, before anything reads the tree.

Each repair names the class of construction; the cases in ``tests/clauses`` show it and its near-misses.
"""

from __future__ import annotations

from dataclasses import replace

from kg.clauses.words import words
from kg.model import Document, Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def repair(doc: Document) -> Document:
    """Return ``doc`` with mended tokens; the same object where nothing was wrong."""
    tokens = list(doc.tokens)
    _lemmas(tokens)
    for sentence in doc.sentences:
        _lost_subject(tokens, sentence.first, sentence.last)
    return replace(doc, tokens=tuple(tokens)) if tuple(tokens) != doc.tokens else doc


def _lemmas(tokens: list[Token]) -> None:
    """The model's lemmatiser turns "hoped" into "hop" and "talks" into "talk"."""
    wrong = words().lemmas
    for i, token in enumerate(tokens):
        lemma = wrong.get(f"{token.text.lower()}/{token.tag}")
        if lemma is not None:
            tokens[i] = replace(token, lemma=lemma)


def _lost_subject(tokens: list[Token], first: int, last: int) -> None:
    """ "Following talks with A, B also met C": the parser takes B for an apposition or conjunct of A.

    A finite main verb without a subject, directly after a noun phrase that a comma separates from a fronted phrase,
    gets that noun phrase as its subject.
    """
    for i in range(first, last):
        verb = tokens[i]
        if (
            verb.tag not in _FINITE
            or verb.pos not in ("VERB", "AUX")
            or verb.dep in ("relcl", "conj", "aux", "auxpass", "acl")
        ):
            continue
        if any(tokens[c].head == i and tokens[c].dep in _SUBJECTS for c in range(first, last)):
            continue
        j = i - 1
        while j > first and tokens[j].pos in ("ADV", "PART", "AUX"):
            j -= 1
        noun = tokens[j]
        if (
            j <= first
            or noun.pos not in ("PROPN", "NOUN", "PRON")
            or noun.dep not in ("appos", "conj", "pobj", "dobj", "npadvmod", "dep")
        ):
            continue
        start = j
        while (
            start > first
            and tokens[start - 1].pos in ("PROPN", "NOUN", "ADJ", "DET", "NUM")
            and tokens[start - 1].text != ","
        ):
            start -= 1
        if start - 1 > first and tokens[start - 1].text == "," and not _encloses(tokens, first, start - 1, i):
            tokens[j] = replace(noun, head=i, dep="nsubj")


def _encloses(tokens: list[Token], first: int, comma: int, verb: int) -> bool:
    """A list or an apposition has its own commas: "A, B and C met", "A, the envoy, met"."""
    return (
        any(tokens[k].text in ("and", "or") for k in range(comma, verb))
        or (tokens[first].pos in ("PROPN", "DET")
        and not any(tokens[k].pos in ("ADP", "VERB", "SCONJ") for k in range(first, min(first + 2, comma))))
    )
