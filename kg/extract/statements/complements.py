"""What may follow a reporting verb as its content: one small rule per complement pattern of ``reporting.yaml``.

Each rule takes a ``Verb`` and returns the token range of the content, or ``None``. ``COMPLEMENTS`` is the order in
which they are asked; the first that finds something decides.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.clauses.tree import Tree
from kg.extract.reporting import reporting
from kg.extract.statements.phrases import (
    PREPOSITIONS,
    compared_to,
    described_as,
    person_of,
    plain_object,
    preposition,
)
from kg.extract.statements.reading import Range, Verb, has_to


def attitude(verb: Verb) -> Range | None:
    """ "expressed hope for a deal", "voiced concern that …": what is hoped; else the phrase as it stands."""
    lex = reporting()
    if verb.predicate.lemma not in lex.attitude_verbs:
        return None
    tree = verb.tree
    for noun in verb.after("dobj", "xcomp", "ccomp", "attr"):
        if noun.lemma.lower() not in lex.attitude_nouns:
            continue
        clauses = [
            t
            for t in (*tree.kids(noun.i, "acl", "relcl", "ccomp"), *verb.after("ccomp", "advcl"))
            if t.i > noun.i
        ]
        if clauses and (_has_that(tree, clauses[0].i) or has_to(tree, clauses[0].i)):
            return _past_that(tree, tree.left[clauses[0].i], clauses[0].i), verb.sentence.last
        prep = next((t for t in (*tree.kids(noun.i, "prep"), *verb.after("prep")) if t.i > noun.i), None)
        if prep is not None and prep.lemma == "for" and noun.lemma.lower() in lex.longing_nouns:
            return prep.i + 1, verb.sentence.last
        own = prep is not None and prep.lemma in (*PREPOSITIONS, "over", "in", "to", "towards")
        end = tree.right[prep.i] + 1 if own and prep is not None else tree.right[noun.i] + 1
        if verb.predicate.lemma in lex.verbs and end > tree.left[noun.i] + 1:
            return tree.left[noun.i], end
        return None
    return None


def clause(verb: Verb) -> Range | None:
    """ "said (that) the talks failed", "told reporters the talks failed", "asked whether …"."""
    if "clause" not in verb.patterns:
        return None
    tree = verb.tree
    for child in verb.after("ccomp", "xcomp", "acomp", "oprd", "advmod"):
        if child.text.lower() == verb.second:  # "made clear that …"
            inner = next(
                (
                    t
                    for t in (*tree.kids(child.i, "ccomp", "advcl", "csubj"), *verb.after("ccomp"))
                    if t.i > child.i
                ),
                None,
            )
            return (_past_that(tree, child.i + 1, inner.i), verb.sentence.last) if inner is not None else None
        if child.dep == "ccomp" and tree.left[child.i] >= verb.head:
            start = max(_past_that(tree, tree.left[child.i], child.i), verb.head + 1)
            return _begun_before(verb, start), verb.sentence.last
        if child.dep == "xcomp" and (
            list(tree.kids(child.i, "nsubj")) or (child.pos == "ADJ" and _has_that(tree, child.i))
        ):
            return _past_that(tree, tree.left[child.i], child.i), verb.sentence.last
    return _that_further_on(verb)


def _begun_before(verb: Verb, start: int) -> int:
    """ "said most of those seized are here": the clause's subject, read as the verb's object."""
    tree, tokens = verb.tree, verb.tree.tokens
    for i in range(verb.head + 1, start):
        if tokens[i].lower_is("that") and tokens[i].tag in ("IN", "WDT") and tokens[i].dep == "mark":
            return i + 1
    if tokens[start - 1].lower_is("that"):
        return start
    taken = [t for t in verb.after("dobj") if t.i < start]
    told = verb.predicate.lemma in reporting().told and not verb.after("dative")
    return tree.left[taken[-1].i] if taken and not told and tree.left[taken[-1].i] > verb.head else start


def _that_further_on(verb: Verb) -> Range | None:
    """ "told Le Monde in an interview that …": the parser hangs the that-clause on the nearest noun."""
    _tree, tokens = verb.tree, verb.tree.tokens
    for i in range(verb.head + 1, min(verb.sentence.last, verb.head + 16)):
        token = tokens[i]
        if token.lower_is("that") and token.dep in ("mark", "nsubj", "dobj"):
            inside = tokens[token.head]
            recipient = tokens[inside.head]
            said_to = recipient.lemma.lower() in reporting().recipients or recipient.pos == "PROPN"
            if (
                token.dep == "mark"
                and inside.dep in ("relcl", "acl", "ccomp", "advcl")
                and said_to
                and inside.i > i
            ):
                return i + 1, verb.sentence.last
            return None
        if token.pos in ("VERB", "AUX") or token.text in (";", ":"):
            return None
    return None


def colon(verb: Verb) -> Range | None:
    """ "Petrov said: …", "Petrov said, "…"", "Petrov said "…""."""
    if verb.patterns.isdisjoint({"clause", "colon"}):
        return None
    tokens, last = verb.tree.tokens, verb.sentence.last
    for i in range(verb.head + 1, min(last - 1, verb.head + 25)):
        text = tokens[i].text
        if text == ":" or (text == "," and verb.opens(i + 1)):
            return i + 1, last
        if (
            verb.opens(i)
            and (
                i == verb.head + 1
                or ("clause" in verb.patterns and tokens[i - 1].dep in ("dobj", "pobj", "advmod"))
            )
            and not _gloss(verb, i)
        ):
            return i, last
        if text == ";" or (
            tokens[i].pos == "VERB" and tokens[i].head != verb.head and text.lower() != "asked"
        ):
            return None
    return None


def _gloss(verb: Verb, opening: int) -> bool:
    """ "noted the "spirit of Oslo" in the room": marks around a few words within a phrase."""
    closing = next(
        (t.i for t in verb.tree.tokens[opening + 1 : verb.sentence.last] if t.text in ('"', "''")),
        verb.sentence.last,
    )
    return closing - opening <= 4


def person_to(verb: Verb) -> Range | None:
    """ "urged Peru to leave", "called on Peru to leave", "asked that …": whom and what to do are one content."""
    if "person-to" not in verb.patterns:
        return None
    tree = verb.tree
    whom = verb.after("dobj", "dative") or [
        inner
        for prep in verb.after("prep")
        if prep.lemma in ("on", "upon", "for", "to")
        for inner in tree.kids(prep.i, "pobj")
    ]
    clauses = [t for t in verb.after("xcomp", "ccomp", "advcl") if has_to(tree, t.i)]
    if not whom:  # "urged Peru to leave" read as a clause with a subject
        subjects = [s for c in clauses for s in tree.kids(c.i, "nsubj")]
        return (tree.left[subjects[0].i], verb.sentence.last) if subjects else None
    inner = [c for w in whom for c in tree.kids(w.i, "relcl", "acl", "ccomp") if has_to(tree, c.i)]
    # "to de-escalate" is often no verb to the parser
    to = any(
        t.lower_is("to") and t.tag in ("TO", "IN") and t.dep == "aux"
        for t in tree.tokens[whom[0].i : verb.sentence.last][:8]
    )
    if clauses or inner or to:
        return tree.left[whom[0].i], verb.sentence.last
    return None


def infinitive(verb: Verb) -> Range | None:
    """ "vowed to leave"."""
    if "infinitive" not in verb.patterns:
        return None
    found = next((t for t in verb.after("xcomp", "ccomp", "advcl") if has_to(verb.tree, t.i)), None)
    if found is None or (found.dep == "advcl" and verb.after("dobj")):
        return None
    return verb.tree.left[found.i], verb.sentence.last


def gerund(verb: Verb) -> Range | None:
    """ "denied taking bribes", "suggested waiting"."""
    if "gerund" not in verb.patterns:
        return None
    found = next((t for t in verb.after("xcomp", "pcomp", "dobj") if t.tag == "VBG"), None)
    return (verb.tree.left[found.i], verb.sentence.last) if found is not None else None


COMPLEMENTS: tuple[tuple[str, Callable[[Verb], Range | None]], ...] = (
    ("attitude", attitude),
    ("as", described_as),
    ("clause", clause),
    ("clause", colon),
    ("person-to", person_to),
    ("infinitive", infinitive),
    ("infinitive", gerund),
    ("preposition", preposition),
    ("person-of", person_of),
    ("person-of", compared_to),
    ("object", plain_object),
)


def _has_that(tree: Tree, i: int) -> bool:
    return any(t.lower_is("that") for t in tree.tokens[tree.left[i] : tree.right[i] + 1])


def _past_that(tree: Tree, start: int, head: int) -> int:
    """Return the first token of a clause past its "that"; a "that" which is the clause's own subject stays."""
    tokens = tree.tokens
    while start < head and (
        tokens[start].text in (",", ":") or (tokens[start].lower_is("that") and tokens[start].tag != "DT")
    ):
        start += 1
    return start
