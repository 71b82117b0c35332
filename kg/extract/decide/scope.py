"""Whether a trigger stands in the world that the text asserts, by the words over and beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from kg import lexicon
from kg.extract.match import Candidate
from kg.extract.reporting import reporting
from kg.extract.view import View
from kg.model import UNREAL

Scope = Literal["", "open", "denied"]

_UP = 4
"""Heads above a trigger that can put it out of the asserted world."""
_BEFORE = 5
"""Tokens before a trigger in which a phrase such as "no longer" speaks of it."""
_SUBJECTS = ("nsubj", "nsubjpass")
_MODIFIERS = ("neg", "advmod", "preconj", "predet", "aux", "mark", "cc", "det", "amod")


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(map(str, words)) for name, words in lexicon.lexicon("slots")["scope"].items()}


def scope(view: View, candidate: Candidate) -> Scope:
    """Return "denied" where the text says that it is not so, "open" where it only may be so, else nothing."""
    p, token = candidate.predicate, candidate.token
    if p is not None and p.modality in UNREAL and not _taken_for_granted(view, token):
        return "denied"
    found: Scope = ""
    below, granted = token, _taken_for_granted(view, token)
    for n, i in enumerate((token, *_over(view, token))):
        verdict = _beside(view, candidate, i, own=n == 0)
        if n and not granted and _nothing_of(view, i, below):
            return "denied"
        undone = view.tokens[below].dep == "xcomp" and view.tokens[i].lemma.lower() in _words()["not_done"]
        if n and undone and candidate.type == "proposal":
            return "denied"
        below = i
        if not verdict and n:
            verdict = "denied" if _too(view, i) else _over_it(view, candidate, i)
        if verdict == "denied":
            return "denied"
        found = found or verdict
    if _phrase(view, token, "not_yet"):  # "has yet to answer" awaits an answer
        return "open" if candidate.type == "response" else "denied"
    return "denied" if _phrase(view, token, "denied_phrases") else found


def _over(view: View, token: int) -> Iterator[int]:
    """Yield the heads above a trigger, up to a verb that reports what it governs as said."""
    below = token
    for n, i in enumerate(view.tree.ancestors(token)):
        reports = view.tokens[i].lemma in reporting().verbs and view.tokens[below].dep in (
            "ccomp",
            "parataxis",
        )
        listed = (
            view.tokens[i].lemma.lower()
            in _words()["feared"] | _words()["awaited"] | _words()["denied_governors"] | _words()["accusing"]
        )
        granted = view.tokens[below].dep in _SUBJECTS and _taken_for_granted(view, token)
        if n >= _UP or granted or (reports and not listed):
            return
        # what is only coordinated with the trigger, or tells its time, says nothing of it
        if view.tokens[below].dep not in ("conj", "advcl", "relcl", "npadvmod"):
            yield i
        below = i


def _taken_for_granted(view: View, token: int) -> bool:
    """Tell whether a noun speaks of what is there: "denied that the talks had collapsed" does not deny the talks."""
    definite = view.children(token, "det", "poss") & {"the", "these", "those", "this", "that"}
    return view.tokens[token].pos == "NOUN" and bool(definite)


def _beside(view: View, candidate: Candidate, i: int, *, own: bool) -> Scope:
    words = _words()
    modals = "doubtful_modals" if candidate.type == "proposal" else "open_modals"
    found: Scope = ""
    for t in view.tree.kids(i, *_MODIFIERS):
        word = t.text.lower()
        if word in words["denied_words"]:
            # "did not accept" is an answer; "has not met" tells no meeting
            if candidate.type != "response" or t.dep != "neg" or word == "never":
                return "denied"
        elif word == "no" and own and candidate.type != "response":
            return "denied"
        modal = t.dep == "aux" and t.tag == "MD"
        if modal and "have" in view.children(i, "aux"):
            return "denied"  # "would have offered" tells that it was not so
        mark = t.dep == "mark" and word in words["open_marks"]
        if mark or (modal and word in words[modals]):
            found = "open"
    if view.tokens[i].dep == "conj" and _listed(view, view.tokens[i].head, "neither", "nor"):
        return "denied"
    if any(
        view.tokens[view.tree.left[t.i]].text.lower() in words["nobody"]
        for t in view.tree.kids(i, *_SUBJECTS)
    ):
        return "denied"
    return found


def _listed(view: View, i: int, *words: str) -> bool:
    return any(t.text.lower() in words for t in view.tree.kids(i, "preconj", "cc"))


def _nothing_of(view: View, noun: int, below: int) -> bool:
    """Tell whether a noun says that there is nothing of what it governs: "no plans to meet", "no hope of talks"."""
    if view.tokens[noun].pos != "NOUN" or "no" not in view.children(noun, "det"):
        return False
    token = view.tokens[below]
    return token.dep == "acl" or (token.dep == "prep" and token.text.lower() == "of")


def _too(view: View, i: int) -> bool:
    """Tell whether what an adjective governs cannot be: "too proud to accept", "too late for talks"."""
    return view.tokens[i].pos in ("ADJ", "ADV") and "too" in view.children(i, "advmod")


def _over_it(view: View, candidate: Candidate, i: int) -> Scope:
    words, lemma = _words(), view.tokens[i].lemma.lower()
    if lemma in words["accusing"] or (lemma in words["denied_governors"] and candidate.type != "response"):
        return "denied"
    said = {lemma, *(t.lemma.lower() for t in view.tree.kids(i, "acomp"))}  # "is unlikely that …"
    if said & words["feared"] and candidate.type == "meeting":
        return "denied"  # "feared that they would meet" plans no meeting
    if said & words["feared"] or (said & words["awaited"] and candidate.type == "response"):
        return "open"
    return ""


def _phrase(view: View, token: int, group: str) -> bool:
    first = max(view.doc.sentences[view.sentence_of[token]].first, token - _BEFORE)
    before = " ".join(t.text.lower() for t in view.tokens[first:token]).replace(" - ", "-")
    return any(f" {phrase} " in f" {before} " for phrase in _words()[group])
