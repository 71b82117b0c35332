"""Content that is a phrase: what is called for, condemned, described as something, and who is accused of what.

The rules are as in ``complements``: each takes a ``Verb`` and returns the token range of the content, or ``None``.
"""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.reporting import reporting
from kg.extract.statements.reading import Range, Verb, has_to

PREPOSITIONS = ("for", "on", "of", "against", "about", "with", "at")
"""Those that are complement patterns of their own."""


def preposition(verb: Verb) -> Range | None:
    """ "called for calm", "warned of war", "insisted on a date": the phrase without its preposition."""
    for name in PREPOSITIONS:
        prep = verb.preposition(name) if name in verb.patterns else None
        if prep is not None and any(verb.tree.kids(prep.i, "pobj", "pcomp")):
            return prep.i + 1, _phrase_end(verb, prep.i)
    return None


def described_as(verb: Verb) -> Range | None:
    """ "described the talks as useful", "called it a farce", "referred to him as a friend"."""
    if "as" in verb.patterns:
        tree = verb.tree
        at = verb.preposition("as") or next(
            (
                t
                for t in verb.after("advcl", "ccomp", "xcomp")
                if any(m.lower_is("as") for m in tree.kids(t.i, "mark", "advmod", "prep"))
            ),
            None,
        )
        whom = [t for t in verb.after("dobj") if at is None or t.i < at.i] or [
            inner for prep in verb.after("prep") if prep.lemma == "to" for inner in tree.kids(prep.i, "pobj")
        ]
        inside = next((c for w in whom for c in tree.kids(w.i, "prep") if c.lemma == "as"), None)
        if whom and (at is not None or inside is not None):
            end = tree.right[(at or inside).i] + 1  # type: ignore[union-attr]
            return tree.left[whom[0].i], end
        passive = verb.predicate.passive and at is not None
        if passive and at is not None:
            return at.i, tree.right[at.i] + 1
    if "called" in verb.patterns:
        return _called(verb)
    return None


def _called(verb: Verb) -> Range | None:
    tree = verb.tree
    what = verb.after("oprd", "xcomp", "ccomp")
    given = verb.after("dative", "dobj")
    if not what and len(given) == 2:  # "branded the movement a gang", read as a gift
        return tree.left[given[0].i], tree.right[given[1].i] + 1
    if not what or has_to(tree, what[0].i):
        return None
    whom = verb.after("dobj") or list(tree.kids(what[0].i, "nsubj"))
    if whom and whom[0].i < what[0].i:
        return tree.left[whom[0].i], tree.right[what[0].i] + 1
    return None


def person_of(verb: Verb) -> Range | None:
    """ "accused Peru of cheating", "blamed Peru for the failure", "criticised Peru for …"."""
    if "person-of" not in verb.patterns:
        return None
    whom = verb.after("dobj")
    if not whom:
        return None
    tree = verb.tree
    what = verb.preposition("of", "for", "on") or next(
        (t for t in tree.kids(whom[0].i, "prep") if t.lemma in ("of", "for")), None
    )
    return (tree.left[whom[0].i], _phrase_end(verb, what.i)) if what is not None else None


def compared_to(verb: Verb) -> Range | None:
    """ "likened the offer to a trap": what is compared, and to what."""
    whom = verb.after("dobj")
    if "compared" not in verb.patterns or not whom:
        return None
    inside = (t for t in verb.tree.kids(whom[0].i, "prep") if t.lemma in ("to", "with"))
    prep = verb.preposition("to", "with") or next(inside, None)
    if prep is None or whom[0].i > prep.i:
        return None
    return verb.tree.left[whom[0].i], _phrase_end(verb, prep.i)


def plain_object(verb: Verb) -> Range | None:
    """ "reiterated the need for …", "welcomed the decision": a noun phrase of two words or more."""
    if "object" not in verb.patterns:
        return None
    tree = verb.tree
    noun = next((t for t in verb.after("dobj") if t.pos != "PRON"), None)
    if noun is None:
        return None
    if noun.lemma in reporting().recipients or (noun.entity in ("DATE", "TIME") and noun.pos == "PROPN"):
        return None
    end = tree.right[noun.i] + 1
    for more in verb.after("prep"):
        if more.i == end and more.lemma in (
            "by",
            "for",
            "of",
            "on",
            "about",
            "against",
            "to",
            "between",
            "with",
            "from",
        ):
            end = tree.right[more.i] + 1
    start = max(tree.left[noun.i], verb.head + 1)
    return (start, _before_aside(tree, noun.i, end)) if end - start > 1 else None


def _phrase_end(verb: Verb, prep: int) -> int:
    """A phrase ends with its subtree, or the phrases and infinitives right after it: "called for Peru to leave"."""
    tree = verb.tree
    end = tree.right[prep] + 1
    for child in verb.after("advcl", "xcomp", "ccomp", "prep"):
        if tree.left[child.i] == end and (
            has_to(tree, child.i) or (child.dep == "prep" and not _occasion(tree, child.i))
        ):
            end = tree.right[child.i] + 1
    return _before_aside(tree, prep, end)


def _before_aside(tree: Tree, head: int, end: int) -> int:
    """Cut ", a charge that Peru rejected" and ", who …" off the end of a phrase."""
    inside = [head]
    for i in range(head, end):
        if (
            tree.tokens[i].dep in ("appos", "relcl")
            and tree.left[i] > head
            and tree.tokens[tree.left[i] - 1].text == ","
            and tree.right[i] + 1 >= end
        ):
            return tree.left[i] - 1
        inside.append(i)
    return end


def _occasion(tree: Tree, prep: int) -> bool:
    """ "at a briefing", "on Monday", "during the visit": when and where it was said, not what."""
    inner = list(tree.kids(prep, "pobj"))
    said_at = any(t.lemma.lower() in reporting().recipients or t.entity in ("DATE", "TIME") for t in inner)
    return said_at or tree.tokens[prep].lemma in (
        "during",
        "after",
        "before",
        "ahead",
        "amid",
        "since",
        "despite",
        "by",
    )
