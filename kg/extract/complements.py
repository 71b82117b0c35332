"""What may follow a reporting verb as its content: one small rule per complement pattern of ``reporting.yaml``.

Each rule takes a ``Verb`` and returns the token range of the content, or ``None``. ``COMPLEMENTS`` is the order in
which they are asked; the first that finds something decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.clauses.tree import Tree
from kg.extract.reporting import reporting
from kg.model import Predicate, Sentence, Token

Range = tuple[int, int]
_OPENING = ('"', "``", "''", "'", "`")
_PREPOSITIONS = ("for", "on", "of", "against", "about", "with", "at")


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb in its sentence.

    Attributes:
        patterns: those that the lexicon gives it.
        second: its second word, where that is neither particle nor argument: the "clear" of "make clear".
    """

    tree: Tree
    predicate: Predicate
    sentence: Sentence
    patterns: frozenset[str]
    second: str = ""

    @property
    def head(self) -> int:
        """Token index of the verb."""
        return self.predicate.head

    def after(self, *deps: str) -> list[Token]:
        """Return the verb's children to its right with one of the labels."""
        return [t for t in self.tree.kids(self.head, *deps) if t.i > self.head]

    def preposition(self, *lemmas: str) -> Token | None:
        """Return the first of the verb's prepositions that is one of ``lemmas``."""
        return next((t for t in self.after("prep", "agent", "prt") if t.lemma in lemmas), None)


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
        if clauses and (_has_that(tree, clauses[0].i) or _infinitive(tree, clauses[0].i)):
            return _past_that(tree, tree.left[clauses[0].i], clauses[0].i), verb.sentence.last
        prep = next((t for t in (*tree.kids(noun.i, "prep"), *verb.after("prep")) if t.i > noun.i), None)
        if prep is not None and prep.lemma == "for" and noun.lemma.lower() in lex.longing_nouns:
            return prep.i + 1, verb.sentence.last
        own = prep is not None and prep.lemma in (*_PREPOSITIONS, "over", "in", "to", "towards")
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
            return max(_past_that(tree, tree.left[child.i], child.i), verb.head + 1), verb.sentence.last
        if child.dep == "xcomp" and (
            list(tree.kids(child.i, "nsubj")) or (child.pos == "ADJ" and _has_that(tree, child.i))
        ):
            return _past_that(tree, tree.left[child.i], child.i), verb.sentence.last
    return _that_further_on(verb)


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
        if text == ":" or (text == "," and tokens[i + 1].text in _OPENING):
            return i + 1, last
        if (
            text in _OPENING
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
    clauses = [t for t in verb.after("xcomp", "ccomp", "advcl") if _infinitive(tree, t.i)]
    if not whom:  # "urged Peru to leave" read as a clause with a subject
        subjects = [s for c in clauses for s in tree.kids(c.i, "nsubj")]
        return (tree.left[subjects[0].i], verb.sentence.last) if subjects else None
    inner = [c for w in whom for c in tree.kids(w.i, "relcl", "acl", "ccomp") if _infinitive(tree, c.i)]
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
    found = next((t for t in verb.after("xcomp", "ccomp", "advcl") if _infinitive(verb.tree, t.i)), None)
    if found is None or (found.dep == "advcl" and verb.after("dobj")):
        return None
    return verb.tree.left[found.i], verb.sentence.last


def gerund(verb: Verb) -> Range | None:
    """ "denied taking bribes", "suggested waiting"."""
    if "gerund" not in verb.patterns:
        return None
    found = next((t for t in verb.after("xcomp", "pcomp", "dobj") if t.tag == "VBG"), None)
    return (verb.tree.left[found.i], verb.sentence.last) if found is not None else None


def preposition(verb: Verb) -> Range | None:
    """ "called for calm", "warned of war", "insisted on a date": the phrase without its preposition."""
    for name in _PREPOSITIONS:
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
    if not what or _infinitive(tree, what[0].i):
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
    ("object", plain_object),
)


def _infinitive(tree: Tree, i: int) -> bool:
    return any(t.tag == "TO" for t in tree.kids(i, "aux"))


def _has_that(tree: Tree, i: int) -> bool:
    return any(t.lower_is("that") for t in tree.tokens[tree.left[i] : tree.right[i] + 1])


def _past_that(tree: Tree, start: int, head: int) -> int:
    while start < head and tree.tokens[start].text.lower() in ("that", ",", ":"):
        start += 1
    return start


def _phrase_end(verb: Verb, prep: int) -> int:
    """A phrase ends with its subtree, or the phrases and infinitives right after it: "called for Peru to leave"."""
    tree = verb.tree
    end = tree.right[prep] + 1
    for child in verb.after("advcl", "xcomp", "ccomp", "prep"):
        if tree.left[child.i] == end and (
            _infinitive(tree, child.i) or (child.dep == "prep" and not _occasion(tree, child.i))
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
