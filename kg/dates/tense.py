"""Does the verb around a time expression look back or ahead? From the parse; where there is none, from cue words."""

from __future__ import annotations

import bisect
import re
from functools import cache

from kg.dates.context import Direction, DirectionOf
from kg.lexicon import lexicon
from kg.model import Document, Sentence, Token

_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z])|\n")
_WORD = re.compile(r"['’]?[^\W\d_]+(?:['’]t\b)?")
_REACH = 160


@cache
def _cues(name: str) -> frozenset[str]:
    return frozenset(lexicon("times")["cues"][name])


def from_text(text: str) -> DirectionOf:
    """Return a direction finder that goes by the nearest cue word of the sentence, first by those before."""

    def direction(start: int, end: int) -> Direction:
        before = _WORD.findall(_SENTENCE_END.split(text[max(0, start - _REACH) : start])[-1])
        after = _WORD.findall(_SENTENCE_END.split(text[end : end + _REACH])[0])
        cues = (
            _cue(words, i) for words, order in ((before, -1), (after, 1)) for i in range(len(words))[::order]
        )
        return next(filter(None, cues), "")

    return direction


def _cue(words: list[str], i: int) -> Direction:
    word, following = words[i].lower(), words[i + 1 : i + 2]
    if word in _cues("future"):
        return "future"
    if word == "to" and following and following[0].islower() and following[0] not in _cues("noun_next"):
        return "future"
    regular = (
        words[i].islower()
        and len(word) > 4
        and word.endswith("ed")
        and not word.endswith(("need", "ceed", "deed"))
    )
    if word in _cues("past") or regular:
        return "future" if _cues("modal") & {w.lower() for w in words[max(0, i - 3) : i]} else "past"
    return ""


def is_cue(word: str) -> bool:
    """Tell whether a lower-case word speaks for the past or the future."""
    return bool(_cue([word], 0))


def from_tokens(doc: Document) -> DirectionOf:
    """Return a direction finder that climbs the parse from the expression to the verb or noun that governs it.

    Outside the document's sentences (a dateline) and where the climb finds nothing it is undecided.
    """
    starts = [token.start for token in doc.tokens]
    firsts = [sentence.span.start for sentence in doc.sentences]
    children: dict[int, list[Token]] = {}
    for token in doc.tokens:
        if token.head != token.i:
            children.setdefault(token.head, []).append(token)

    def direction(start: int, end: int) -> Direction:
        at = bisect.bisect_right(firsts, start) - 1
        if at < 0 or doc.sentences[at].span.end <= start:
            return ""
        first = bisect.bisect_right(starts, start) - 1
        inside = [t for t in doc.tokens[first : bisect.bisect_left(starts, end)] if t.end > start]
        return _climb(doc, doc.sentences[at], inside, children) if inside else ""

    return direction


def _climb(
    doc: Document, sentence: Sentence, inside: list[Token], children: dict[int, list[Token]]
) -> Direction:
    beside = _beside(doc, sentence, inside[0])
    if beside:
        return beside
    own = {t.i for t in inside}
    token = next((t for t in inside if t.head not in own), inside[-1])
    # "Tuesday's plan", "a June agreement": the verb dates the sentence, not the plan, unless it looks ahead for certain
    below = token
    prenominal = token.dep in ("poss", "compound", "nmod", "amod")
    for _ in range(12):
        if token.head == token.i:
            return ""
        token = doc.tokens[token.head]
        if token.lemma.lower() == "since":
            return "past"
        if token.pos in ("VERB", "AUX"):
            if prenominal and not _has_modal(token, children):
                return ""
            dates_it = below.dep == "npadvmod" or below.text.lower() in ("in", "on", "last", "early", "late")
            return _of_verb(doc, sentence, token, children, dates_it=dates_it)
        below = token
        if token.lemma.lower() in _cues("ahead") or any(
            c.lemma.lower() in _cues("upcoming") for c in children.get(token.i, ())
        ):
            return "future"
    return ""


def _has_modal(verb: Token, children: dict[int, list[Token]]) -> bool:
    return any(c.text.lower() in _cues("modal") for c in children.get(verb.i, ()))


def _beside(doc: Document, sentence: Sentence, first: Token) -> Direction:
    """Tell whether it follows its verb at once ("said late on Thursday"): then the parser's opinion does not matter."""
    i = first.i - 1
    while i >= sentence.first and doc.tokens[i].text.lower() in _cues("before_day"):
        i -= 1
    if (
        i >= sentence.first
        and doc.tokens[i].text.lower() in _cues("appointed")
        and doc.tokens[i].tag != "VBD"
    ):
        return "future"
    i = first.i - 1
    while i >= sentence.first and doc.tokens[i].text.lower() in _cues("before_verb"):
        i -= 1
    if i < sentence.first:
        return ""
    verb = doc.tokens[i]
    return "past" if verb.tag == "VBD" and verb.lemma.lower() in _cues("said") else ""


def _of_verb(
    doc: Document,
    sentence: Sentence,
    verb: Token,
    children: dict[int, list[Token]],
    *,
    dates_it: bool = False,
) -> Direction:
    for _ in range(8):
        helpers = [
            c for c in children.get(verb.i, ()) if c.dep in ("aux", "auxpass") or c.tag in ("MD", "TO")
        ]
        words = {c.text.lower() for c in helpers}
        lemma = verb.lemma.lower()
        ahead = lemma in _cues("ahead")
        has = "have" in {c.lemma.lower() for c in helpers}
        if words & _cues("modal"):
            return "past" if has and "will" not in words else "future"
        if verb.tag == "VBN" and lemma in _cues("asking") and words & {"was", "were", "had"} and dates_it:
            return "past"  # "had been asked in May to come" tells when, "was asked for May" for when
        if verb.tag in ("VBN", "VBD") and ahead and (verb.tag == "VBN" or lemma in _cues("ahead_in_past")):
            return "future"
        if has:
            return "past"
        if verb.tag == "VBD" or words & {"was", "were", "did"}:
            # "was due Monday", "was to meet on Monday"
            return "future" if _due(verb, children) else "past"
        if verb.tag == "VB":
            governor = doc.tokens[verb.head]
            if verb.head == verb.i:
                return "future" if "to" in words else ""
            if "to" in words and governor.lemma.lower() not in _cues("happened"):
                return "future"
            if verb.dep == "conj" or governor.pos in ("VERB", "AUX"):
                verb = governor
                continue
            return "future" if "to" in words else ""
        if verb.tag in ("VBZ", "VBP"):
            if sentence.zone == "headline" or lemma in _cues("said"):
                return "past"
            return "future"
        if verb.tag == "VBG" and words & {"is", "are", "'s", "’s", "'re", "’re", "am"}:
            return "future"
        if verb.tag == "VBN" and words & {"is", "are", "be"}:
            return "future" if ahead else ""
        if verb.tag == "VBN" and verb.dep in ("acl", "relcl", "amod"):
            return "past"
        if verb.head == verb.i:
            return ""
        governor = doc.tokens[verb.head]
        while governor.pos not in ("VERB", "AUX"):
            if governor.head == governor.i:
                return ""
            governor = doc.tokens[governor.head]
        verb = governor
    return ""


def _due(verb: Token, children: dict[int, list[Token]]) -> bool:
    return verb.lemma.lower() == "be" and any(
        c.lemma.lower() in _cues("ahead") or (c.tag == "VB" and c.dep in ("xcomp", "ccomp"))
        for c in children.get(verb.i, ())
    )
