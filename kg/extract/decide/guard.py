"""What a learned decision may not overrule: the text's own "not", "never", "if", "denied", "a halt to".

A model gives chances; a sentence that denies an event tells none, however likely its words look. ConText (Harkema and
others 2009) has the idea of triggers with a direction and a scope; the clause layer has worked out most of it already.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.extract.match import Candidate
from kg.extract.slots.terms import Term
from kg.extract.slots.told import Told
from kg.extract.view import View
from kg.model import UNREAL, Predicate, ProposalClaim

_REPORTED = frozenset({"ccomp", "xcomp", "acl", "relcl", "advcl", "pcomp", "conj"})
_UP = 4
"""Clauses above a trigger that can take it out of the asserted world."""
_GAP = 6
"""Tokens between a provision and the word that turns it, over which it may take the word in."""


_THEMES = ("agent", "patient", "modifier", "of")
"""Roles of what is called off."""


@cache
def _calling_off() -> Mapping[str, frozenset[str]]:
    return {
        name: frozenset(map(str, words)) for name, words in lexicon.lexicon("slots")["calling_off"].items()
    }


@cache
def _appeals() -> frozenset[str]:
    return frozenset(map(str, lexicon.lexicon("slots")["appeals"]))


@cache
def _turning() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(map(str, words)) for name, words in lexicon.lexicon("slots")["turning"].items()}


def barred(view: View, told: Told) -> str:
    """Return why a trigger can tell no event, in a few words; empty if it may.

    A denied, unconfirmed or counterfactual clause tells none; nor does a proposal that was not made.
    """
    if told.candidate.type == "meeting" and _appeal(view, told.candidate.token):
        return "appeal"
    p = told.candidate.predicate
    if p is None:
        return ""
    for clause in _upward(view, p):
        if clause.modality in UNREAL:
            return clause.modality
    if told.candidate.type == "proposal" and p.negated and p.kind == "verb":
        return "negated"
    if any(t.lower_is("no") for t in view.tree.kids(p.head, "det")) and told.candidate.type != "response":
        return "negated"
    return ""


def _appeal(view: View, token: int) -> bool:
    """Tell whether a noun asks for something where it might name a meeting: "a call by Ghana to share the water"."""
    asks = view.tokens[token].pos == "NOUN" and view.tokens[token].lemma.lower() in _appeals()
    return asks and (
        any("to" in view.children(t.i, "aux", "mark") for t in view.tree.kids(token, "acl", "relcl"))
        or "for" in view.children(token, "prep")
    )


def _upward(view: View, p: Predicate) -> list[Predicate]:
    found = [p]
    while (
        len(found) <= _UP
        and found[-1].relation in _REPORTED
        and (above := view.governor(found[-1])) is not None
    ):
        if above in found:
            break
        found.append(above)
    # a denial lies on what it governs as content, not on what stands beside it
    return [
        p,
        *(q for q, below in zip(found[1:], found, strict=False) if below.relation in ("ccomp", "xcomp")),
    ]


def stance(view: View, told: Told, likeliest: str | None) -> str | None:
    """Return the stance of an answer whose trigger is negated: nobody accepts what he does not accept."""
    negated = any(view.tree.kids(told.candidate.token, "neg"))
    said = told.candidate.frame.attributes.get("stance")
    if not negated or said is None or likeliest != said:
        return likeliest
    return "Rejected" if said == "Accepted" else None


def called_off(view: View, candidate: Candidate) -> bool:
    """Tell whether the clause of a trigger, or a verb that has it as an argument, says that the meeting is off."""
    words = _calling_off()
    nouns = [candidate.token, *_described(view, candidate.token)]
    carriers = (verb for noun in nouns for verb, _ in view.carriers(noun))
    around = [candidate.predicate, *carriers]
    for p in (p for p in around if p is not None):
        off = p.lemma in words["verbs"] and p.tense in ("past", "present")
        if not off or p.negated or p.modality or p.conditional:
            continue
        said = {view.tokens[a.head].lemma.lower() for a in p.arguments if a.role in _THEMES}
        if said & words["nouns"] or view.tokens[candidate.token].lemma.lower() in words["nouns"]:
            return True
    return False


def _described(view: View, token: int) -> list[int]:
    """Return the noun that a trigger's relative clause describes, and those over it: "a visit to Rome, where she …"."""
    way = [token, *view.tree.ancestors(token)]
    place = next((n for n, i in enumerate(way[:_UP]) if view.tokens[i].dep == "relcl"), None)
    return (
        [] if place is None else [i for i in way[place + 1 : place + 1 + _UP] if view.tokens[i].pos == "NOUN"]
    )


def whole(view: View, term: Term, trigger: int) -> Term | None:
    """Return a provision with the word that turns it round, if one stands over it; ``None`` if it cannot take it in."""
    first = _joined(view, term.first)
    head = _head(view, first, term.last)
    turn = _turn(view, head, first, trigger)
    if turn is None:
        return term if first == term.first else replace(term, first=first)
    start = _joined(view, min(turn, first))
    gap = first - start
    if gap > _GAP or start <= trigger < term.first:
        return None
    return replace(term, first=start)


def _joined(view: View, first: int) -> int:
    """Return where a word begins that the tokeniser cut at its hyphen: "de" of "de-escalate"."""
    tokens = view.tokens
    while (
        first >= 2
        and tokens[first - 1].text in ("-", "‑")
        and tokens[first - 1].end == tokens[first].start
        and tokens[first - 2].end == tokens[first - 1].start
    ):
        first -= 2
    return first


def _head(view: View, first: int, last: int) -> int:
    """Return the token of a stretch whose head stands outside of it, the first of several."""
    return next(
        (
            i
            for i in range(first, last + 1)
            if not first <= view.tokens[i].head <= last or view.tokens[i].head == i
        ),
        first,
    )


def _turn(view: View, head: int, first: int, trigger: int) -> int | None:
    """Return the nearest word over a provision's head, outside of it and below the trigger, that turns it round."""
    tokens, words = view.tokens, _turning()
    for t in view.tree.kids(head):
        if t.i < first and (t.dep == "neg" or t.text.lower() in words["particles"]):
            return t.i
    if tokens[head].dep == "conj":  # "neither to tax them nor to sell them"
        for t in view.tree.kids(tokens[head].head, "cc", "preconj"):
            if t.i < first and t.text.lower() == "nor":
                return t.i
    above = list(view.tree.ancestors(head))
    # where the trigger is not over it, only what stands right over it counts
    for i in above[: above.index(trigger)] if trigger in above else above[:2]:
        token = tokens[i]
        word = token.lemma.lower()
        low = token.text.lower()
        named = (
            low in words["particles"]
            or (token.pos in ("VERB", "AUX") and word in words["verbs"])
            or (token.pos == "NOUN" and word in words["nouns"])
        )
        if named and i < first:
            return i
        # "demanded a halt to the bombing": whatever the parser hangs "to" on, the noun before it turns what follows
        if token.pos == "ADP" and 0 < i < first and tokens[i - 1].lemma.lower() in words["nouns"]:
            return i - 1
        negated = next((t.i for t in view.tree.kids(i, "neg") if t.i < first), None)
        if negated is not None:
            return negated
    return None


def _trigger(view: View, inside: Sequence[int], triggers: Collection[int]) -> int:
    above = view.tree.ancestors(_head(view, inside[0], inside[-1]))
    turning = (
        _turning()["verbs"] | _turning()["nouns"]
    )  # "a halt" may be a trigger too, and turns what it governs
    return next((i for i in above if i in triggers and view.tokens[i].lemma.lower() not in turning), -1)


def _tells(view: View, inside: Sequence[int]) -> bool:
    """Tell whether a stretch of text tells what happened and asks for nothing: "rejected Oman's demand to sign"."""
    first = view.tokens[inside[0]]
    return first.tag == "VBD" and _head(view, inside[0], inside[-1]) == first.i and not view.quoted(first.i)


def whole_provisions(view: View, claim: ProposalClaim, triggers: Collection[int]) -> ProposalClaim:
    """Return a proposal whose provisions keep the word that turns them round; one that cannot is left out.

    Args:
        triggers: tokens that may put something forward. What stands over the nearest of them speaks of the proposal
            ("rejected the demand that it sign") and not of its terms.
    """
    kept = []
    for provision in claim.provisions:
        span = provision.evidence[0].span
        inside = [t.i for t in view.tokens if span.start <= t.start < span.end]
        if inside and _tells(view, inside):
            continue
        term = (
            whole(view, Term(inside[0], inside[-1], ()), _trigger(view, inside, triggers)) if inside else None
        )
        if term is not None and term.first == inside[0]:
            kept.append(provision)
        elif term is not None:
            wider = view.span(term.first, term.last)
            words = " ".join(wider.of(view.text).split())
            evidence = tuple(
                replace(e, span=wider, sentence=e.sentence.cover(wider)) for e in provision.evidence
            )
            kept.append(replace(provision, text=words, evidence=evidence[:1]))
    return replace(claim, provisions=tuple(kept))
