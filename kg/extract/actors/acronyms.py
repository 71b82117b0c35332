"""Bodies that an article itself gives an acronym: "the Harbour Pilots Guild (HPG)".

The words before the bracket whose initials spell what is in it are the name, whatever the language model calls them
(Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, 2003; here only
initials count, and every word with a capital must give one).
"""

from __future__ import annotations

import re

from kg.clauses.tree import Tree
from kg.extract.actors.naming import company_tail, naming
from kg.gazetteer import titles

_ACRONYM = re.compile(r"[A-Z][A-Za-z&]*[A-Z]")
_LEAST, _MOST = 2, 8
_SKIPPED = frozenset({"of", "and", "for", "the", "on", "in", "to", "de", "y", "et", "und", "&", "-"})


def defined(tree: Tree) -> dict[int, int]:
    """Return the bodies that a bracket after them abbreviates, as first token → end token (exclusive)."""
    found: dict[int, int] = {}
    texts = [t.text for t in tree.tokens]
    for sentence in tree.doc.sentences:
        for i in range(sentence.first + _LEAST, sentence.last - 2):
            if texts[i] != "(" or texts[i + 2] != ")" or not _ACRONYM.fullmatch(texts[i + 1]):
                continue
            first = _first(texts, sentence.first, i, texts[i + 1])
            if first is not None and _body(tree, first, i):
                found[first] = i
    return found


def of_things(tree: Tree) -> frozenset[str]:
    """Return the acronyms that a bracket gives to a treaty or a programme: "a free trade agreement (FTA)"."""
    texts = [t.text for t in tree.tokens]
    words = naming()
    things = words.documents | words.programmes
    return frozenset(
        texts[i + 1]
        for i in range(1, len(texts) - 2)
        if texts[i] == "("
        and texts[i + 2] == ")"
        and texts[i + 1].isupper()
        and texts[i - 1].capitalize() in things
    )


def _first(texts: list[str], start: int, end: int, acronym: str) -> int | None:
    """Return where the words begin whose initials the acronym is; ``None`` if it is not made of them."""
    letters = [c for c in acronym if c.isupper()]
    if not _LEAST <= len(letters) <= _MOST:
        return None
    i = end - 1
    while i > start and company_tail(texts[i]) and letters[-1] != texts[i][0]:
        i -= 1
    while i >= start:
        word = texts[i]
        if word[:1].isupper() and word[0] == letters[-1]:
            letters.pop()
            if not letters:
                return i if end - i > 1 else None
        elif word not in _SKIPPED or i == end - 1:
            return None
        i -= 1
    return None


def _body(tree: Tree, first: int, end: int) -> bool:
    """Tell whether the words can name a body: no treaty, no title, not only a place."""
    last = tree.tokens[end - 1]
    if last.text in naming().documents or last.text in naming().programmes or titles().is_head(last.text):
        return False
    labels = {t.entity for t in tree.tokens[first:end]}
    again = sum(t.text == tree.tokens[end + 1].text for t in tree.tokens) > 1
    return not labels <= {"GPE", "LOC"} and (labels != {"PERSON"} or again)
