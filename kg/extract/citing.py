"""Which other outlets an article says that it has its news from."""

from __future__ import annotations

import re
from functools import cache

from kg import lexicon
from kg.clauses.tree import Tree
from kg.extract.reporting import reporting
from kg.model import Document


def find_cited(doc: Document) -> tuple[str, ...]:
    """Return the usual names of the agencies and outlets that the story refers to as sources, in text order.

    The article's own publisher is no source of it.
    """
    found: dict[str, None] = {}
    for sentence in doc.sentences:
        text = " ".join(sentence.span.of(doc.article.text).split())
        for name in cited_in(text):
            if name.casefold() != (doc.article.publisher or "").casefold():
                found.setdefault(name)
    return tuple(found)


def cited_in(text: str) -> list[str]:
    """Return the outlets that one sentence cites; see ``citing.yaml``."""
    before, after, outlets, names = _patterns()
    found = []
    for hit in outlets.finditer(text):
        common, name = names[hit.group(1)]
        if before.search(text[: hit.start()]) or (not common and after.match(text[hit.end() :])):
            found.append(name)
    return found


def in_carrying_tail(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is that of "…, Harbour Courier reports, citing Interfax", which says who carries the news."""
    tokens = tree.tokens
    if tokens[verb].lemma not in reporting().carrying:
        return False
    after = verb + 1 + (verb + 1 < len(tokens) and tokens[verb + 1].text == ",")
    if after >= len(tokens) or tokens[after].text.lower() not in reporting().carrying_tail:
        return False
    subject = next(tree.kids(verb, "nsubj"), None)
    first = tree.left[subject.i] if subject is not None else verb
    return first > 0 and tokens[first - 1].text == ","


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, tuple[bool, str]]]:
    data = lexicon.lexicon("citing")
    names: dict[str, tuple[bool, str]] = {}
    for entry in lexicon.lexicon("agencies")["entries"]:
        for form in (entry["name"], *entry.get("forms", ())):
            names.setdefault(form, (bool(entry.get("common")), entry["name"]))
    fill = rf"(?:\s+(?:{_any(data['between'])}))*"
    before = re.compile(rf"\b(?:{_any(data['before'])}){fill}\s+$", re.IGNORECASE)
    after = re.compile(rf"{fill}\s+(?:has\s+)?(?:{_any(data['after'])})\b")
    outlets = re.compile(rf"(?<![\w-])({_any(sorted(names, key=len, reverse=True))})(?![\w-])")
    return before, after, outlets, names


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in words)
