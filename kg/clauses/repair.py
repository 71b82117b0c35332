"""Mend the parser's usual mistakes on newsroom English, once, before anything reads the tree.

Each repair names the class of construction; the cases in ``tests/clauses`` show it and its near-misses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.clauses.words import words
from kg.model import Document, Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def repair(doc: Document) -> Document:
    """Return ``doc`` with mended tokens; the same object where nothing was wrong."""
    tokens = list(doc.tokens)
    _lemmas(tokens)
    for mend in (
        _title_before_name,
        _name_before_weekday,
        _coordinated_reports,
        _listed_with_lands,
        _before_semicolon,
        _second_subject,
        _finite_after_infinitive,
        _person_as_measure,
    ):
        for i in range(len(tokens)):
            for changed in mend(tokens, i):
                tokens[changed.i] = changed
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
    return any(tokens[k].text in ("and", "or") for k in range(comma, verb)) or (
        tokens[first].pos in ("PROPN", "DET")
        and not any(tokens[k].pos in ("ADP", "VERB", "SCONJ") for k in range(first, min(first + 2, comma)))
    )


def _title_before_name(tokens: list[Token], i: int) -> Iterable[Token]:
    """ "Peru's chief negotiator Ana Diaz said": the name is the head, the title its modifier, as in "Minister Diaz"."""
    name = tokens[i]
    title = tokens[name.head]
    if (
        name.dep != "appos"
        or name.pos != "PROPN"
        or title.pos not in ("NOUN", "PROPN")
        or title.i >= i
        or title.head == i
    ):
        return
    between = tokens[title.i + 1 : i]
    if (not between and title.pos == "PROPN") or any(t.head != i or t.dep != "compound" for t in between):
        return
    yield replace(name, dep=title.dep, head=title.head if title.head != title.i else i)
    yield replace(title, dep="compound", head=i)
    # what follows the name, and the phrase's own conjuncts and relative clauses, go with the name
    for child in tokens[i + 1 : i + 60]:
        if child.head == title.i and child.i > i:
            yield replace(child, head=i)


def _name_before_weekday(tokens: list[Token], i: int) -> Iterable[Token]:
    """ "Diaz Monday said": the day is no part of the name, and the name is the subject."""
    day = tokens[i]
    if day.text not in words().weekdays or i == 0 or day.head == i:
        return
    name, verb = tokens[i - 1], tokens[day.head]
    if name.head != i or name.dep not in ("compound", "nmod", "poss") or name.pos not in ("PROPN", "NOUN"):
        return
    if (
        verb.pos != "VERB"
        or verb.i < i
        or any(t.head == verb.i and t.dep == "nsubj" and t.i != i for t in tokens[max(0, i - 30) : i + 10])
    ):
        return
    yield replace(name, head=verb.i, dep="nsubj")
    yield replace(day, dep="npadvmod")
    for child in tokens[max(0, i - 12) : i - 1]:
        if child.head == i:
            yield replace(child, head=name.i)


def _coordinated_reports(tokens: list[Token], i: int) -> Iterable[Token]:
    """ "said that Peru is ready and hoped for talks": a past verb without a subject goes with the verb of saying."""
    verb = tokens[i]
    inner = tokens[verb.head]
    outer = tokens[inner.head]
    if (
        verb.tag != "VBD"
        or verb.dep != "conj"
        or inner.dep != "ccomp"
        or outer.tag != "VBD"
        or outer.i > inner.i
    ):
        return
    if any(t.head == i and t.dep in ("nsubj", "nsubjpass", "expl") for t in tokens[inner.i : i]):
        return
    auxiliaries = [
        t.tag
        for t in tokens[max(0, inner.i - 8) : inner.i]
        if t.head == inner.i and t.dep in ("aux", "auxpass")
    ]
    if (auxiliaries or [inner.tag])[0] in ("VBZ", "VBP", "MD"):
        yield replace(verb, head=outer.i)


def _listed_with_lands(tokens: list[Token], i: int) -> Iterable[Token]:
    """ "Ana Diaz of Chile and Luis Rojas of Peru": the second person is coordinated with the first, not with Chile."""
    person = tokens[i]
    land = tokens[person.head]
    of = tokens[land.head]
    first = tokens[of.head]
    if person.dep != "conj" or land.dep != "pobj" or not of.lower_is("of") or of.dep != "prep":
        return
    if not (person.entity == first.entity == "PERSON") or land.entity in ("", "PERSON") or first.i > land.i:
        return
    yield replace(person, head=first.i)
    for child in tokens[land.i + 1 : i]:
        if child.head == land.i and child.dep in ("cc", "punct"):
            yield replace(child, head=first.i)


def _before_semicolon(tokens: list[Token], i: int) -> Iterable[Token]:
    """ "They met in May; a round in June was called off": the first clause is no content of the second one's verb."""
    first = tokens[i]
    second = tokens[first.head]
    if first.dep != "ccomp" or second.i <= i:
        return
    semicolon = next((t.i for t in tokens[i + 1 : second.i] if t.text == ";"), None)
    others = tokens[i + 1 : second.i + 60]
    if semicolon is None or any(t.head == second.i and t.dep in ("ccomp", "parataxis") for t in others):
        return
    if all(_reaches(tokens, t.i, second.i, i) for t in tokens[semicolon + 1 : second.i]):
        yield replace(first, dep="conj")


def _reaches(tokens: list[Token], i: int, top: int, without: int) -> bool:
    while i != top:
        if i == without or tokens[i].head == i:
            return False
        i = tokens[i].head
    return True


def _second_subject(tokens: list[Token], i: int) -> Iterable[Token]:
    """ "President A and opposition leader B met": the second subject of one verb is coordinated with the first."""
    second = tokens[i]
    if second.dep not in ("nsubj", "nsubjpass") or second.pos not in ("PROPN", "NOUN"):
        return
    start = i
    while start > 0 and tokens[start - 1].head in range(start, i + 1) and tokens[start - 1].i != second.head:
        start -= 1
    conjunction = tokens[start - 1] if start else second
    first = tokens[conjunction.head]
    coordinated = conjunction.dep == "cc" and conjunction.lower_is("and") and first.i < conjunction.i
    if coordinated and first.dep == second.dep and first.head == second.head:
        yield replace(second, dep="conj", head=first.i)


def _finite_after_infinitive(tokens: list[Token], i: int) -> Iterable[Token]:
    """ "Peru asked Chile to stop and proposed a truce": a finite verb goes with the finite verb, not the infinitive."""
    verb = tokens[i]
    inner = tokens[verb.head]
    outer = tokens[inner.head]
    if verb.dep != "conj" or verb.tag not in ("VBD", "VBZ") or inner.tag != "VB" or inner.i > i:
        return
    if any(t.head == i and t.dep in _SUBJECTS for t in tokens[inner.i : i]):
        return
    infinitive = any(t.head == inner.i and t.tag == "TO" for t in tokens[max(0, inner.i - 6) : inner.i])
    if (
        infinitive
        and inner.dep in ("xcomp", "ccomp", "advcl")
        and outer.tag == verb.tag
        and outer.i < inner.i
    ):
        yield replace(verb, head=outer.i)


def _person_as_measure(tokens: list[Token], i: int) -> Iterable[Token]:
    """ "On the sidelines A met B": a person right after a verb without an object is its object, and no measure."""
    name = tokens[i]
    verb = tokens[name.head]
    if (
        name.dep != "npadvmod"
        or name.entity != "PERSON"
        or name.tag != "NNP"
        or verb.pos != "VERB"
        or verb.i > i
    ):
        return
    if any(t.head == verb.i and t.dep == "dobj" for t in tokens[verb.i : i + 20]):
        return
    if all(_reaches(tokens, t.i, i, verb.i) for t in tokens[verb.i + 1 : i]):
        yield replace(name, dep="dobj")
