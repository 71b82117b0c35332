"""Pronouns: whom "he", "she", "it" and "they" denote, by recency, number, gender and grammatical role.

A simplified salience ranking after Lappin & Leass (1994): subjects before others, near before far, and whoever is being
quoted before whoever is talked about.
"""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.model import Mention, Span, Token

_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
_FEMALE = frozenset({"she", "her", "hers"})
_THING = frozenset({"it", "its"})
_MANY = frozenset({"they", "them", "their"})
_NUMBERS = {"two": 2, "three": 3, "four": 4}
_BACK = 4  # sentences to look back


def resolve_pronouns(tree: Tree, cast: Cast, speech: frozenset[str]) -> None:
    """Add the mentions that third-person pronouns make, in text order, so that each can serve the next."""
    for token in tree.tokens:
        word = token.text.lower()
        if word in _NUMBERS and token.dep in ("nsubj", "pobj", "dobj") and _the(tree, token):
            _enter(cast, token, _many(tree, cast, token, number=_NUMBERS[word]))
        if token.pos != "PRON" or cast.at(token.i):
            continue
        if word in _PERSON:
            _enter(cast, token, _person(tree, cast, token, speech))
        elif word in _THING:
            _enter(cast, token, _thing(tree, cast, token))
        elif word in _MANY:
            _enter(cast, token, _many(tree, cast, token))


def _the(tree: Tree, token: Token) -> bool:
    """ "The two said": a numeral with an article and no noun."""
    return token.pos == "NUM" and any(t.lower_is("the") for t in tree.kids(token.i, "det"))


def _enter(cast: Cast, token: Token, keys: tuple[str, ...]) -> None:
    if keys:
        mention = Mention(Span(token.start, token.end), keys[0], token.i, "pronoun")
        cast.mention(mention, (token.i,), group=keys)


def _candidates(tree: Tree, cast: Cast, token: Token) -> list[tuple[Mention, int]]:
    """Return earlier mentions with their distance in sentences, nearest first."""
    here = tree.sentence_of[token.i]
    found = []
    for mention in cast.mentions:
        distance = here - tree.sentence_of[mention.head]
        if 0 <= distance <= _BACK and mention.head < token.i:
            found.append((mention, distance))
    return sorted(found, key=lambda pair: -pair[0].head)


def _person(tree: Tree, cast: Cast, token: Token, speech: frozenset[str]) -> tuple[str, ...]:
    female = token.text.lower() in _FEMALE
    speaks = token.dep == "nsubj" and tree.tokens[token.head].lemma in speech
    ahead = _subject_ahead(tree, cast, token)
    if ahead:
        return ahead
    best: tuple[float, str] | None = None
    for mention, distance in _candidates(tree, cast, token):
        actor = cast.actors[mention.actor]
        if actor.kind != "Person" or len(cast.at(mention.head)) > 1:
            continue
        if actor.feminine is not None and actor.feminine != female:
            continue
        if tree.tokens[token.i].dep in ("dobj", "pobj") and _clause_mate(tree, mention.head, token.i):
            continue
        if speaks and _in_own_words(tree, mention, token):
            continue
        score = -2.0 * distance
        head = tree.tokens[mention.head]
        if head.dep in ("nsubj", "nsubjpass"):
            score += 2.0
            if tree.tokens[head.head].lemma in speech:
                score += 3.0 if speaks else 0.5
        if head.dep in ("poss", "compound"):
            score -= 1.0
        score += mention.head / 1e6
        if best is None or score > best[0]:
            best = (score, mention.actor)
    if best is None:
        return ()
    if female and cast.actors[best[1]].feminine is None:
        cast.actors[best[1]].feminine = True
    elif not female and cast.actors[best[1]].feminine is None:
        cast.actors[best[1]].feminine = False
    return (best[1],)


def _in_own_words(tree: Tree, mention: Mention, token: Token) -> bool:
    """'"We trust Diaz," he said', "Diaz is ill, he said": whoever the words name does not say them after them."""
    if any(q.outer.covers(mention.span) and q.outer.end <= token.start for q in tree.doc.quotations):
        return True
    verb = token.head
    contents = [t.i for t in tree.kids(verb, "ccomp", "parataxis") if t.i < token.i]
    above = tree.tokens[verb]
    if (
        above.dep in ("parataxis", "conj", "ccomp")
        and above.head < token.i
        and tree.tokens[token.i - 1].text == ","
    ):
        contents.append(above.head)
    return any(mention.head in tree.indices(i) for i in contents)


def _subject_ahead(tree: Tree, cast: Cast, token: Token) -> tuple[str, ...]:
    """ "Following his talks in Oslo, Petrov said": a fronted possessive looks ahead to the subject of its clause."""
    if token.dep != "poss":
        return ()
    for i in tree.ancestors(token.i):
        if tree.tokens[i].pos in ("VERB", "AUX"):
            for subject in tree.kids(i, "nsubj"):
                if subject.i > token.i and subject.pos != "PRON":
                    keys = cast.at(subject.i)
                    return keys if len(keys) == 1 and cast.actors[keys[0]].kind == "Person" else ()
            if list(tree.kids(i, "nsubj")):
                return ()
    return ()


def _clause_mate(tree: Tree, a: int, b: int) -> bool:
    """A plain object pronoun is not its own clause's subject."""
    return tree.tokens[a].head == tree.tokens[b].head and tree.tokens[a].dep == "nsubj"


def _in_subject(tree: Tree, a: int, b: int) -> bool:
    """ "Chile's envoy rejected it": what the subject of its own clause names is not the object."""
    verb = next((i for i in tree.ancestors(b) if tree.tokens[i].pos in ("VERB", "AUX")), None)
    return verb is not None and any(a in tree.indices(t.i) for t in tree.kids(verb, "nsubj"))


def _thing(tree: Tree, cast: Cast, token: Token) -> tuple[str, ...]:
    if token.dep == "expl":
        return ()
    best: tuple[float, str] | None = None
    for mention, distance in _candidates(tree, cast, token):
        actor = cast.actors[mention.actor]
        if (
            actor.kind not in ("State", "Organization")
            or actor.plural
            or distance > 1
            or len(cast.at(mention.head)) > 1
            or (token.dep in ("dobj", "pobj") and _in_subject(tree, mention.head, token.i))
        ):
            continue
        head = tree.tokens[mention.head]
        score = (
            -2.0 * distance
            + (2.0 if head.dep in ("nsubj", "nsubjpass") else 0.0)
            - (1.0 if head.dep == "compound" else 0.0)
        )
        score += mention.head / 1e6
        if best is None or score > best[0]:
            best = (score, mention.actor)
    return (best[1],) if best else ()


def _many(tree: Tree, cast: Cast, token: Token, *, number: int = 0) -> tuple[str, ...]:
    """Return the group that "they" denotes: the nearest coordination, group or plural actor of ``number``, if given."""
    for mention, distance in _candidates(tree, cast, token):
        if distance > 1:
            break
        group = cast.at(mention.head)
        group = group if len(group) > 1 else _together(tree, cast, mention.head)
        if len(group) > 1 and number in (0, len(group)):
            return group
        actor = cast.actors[mention.actor]
        plural = mention.kind == "description" and tree.tokens[mention.head].tag in ("NNS", "NNPS")
        if not number and (actor.plural or actor.kind == "Bloc" or plural):
            return (mention.actor,)
    return ()


def _together(tree: Tree, cast: Cast, head: int) -> tuple[str, ...]:
    """Return the actors that are coordinated with a mention: "Szabo and his counterpart, Zielinski,"."""
    top = tree.tokens[head].head if tree.tokens[head].dep == "appos" else head
    members = tree.conjuncts(tree.first_conjunct(top))
    found = (cast.at(j) or tuple(k for t in tree.kids(j, "appos") for k in cast.at(t.i)) for j in members)
    group = tuple(dict.fromkeys(k for keys in found for k in keys))
    if len(group) > 1:
        return group
    return tuple(dict.fromkeys((*_met(tree, cast, top), *group)))


def _met(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "Szabo met Zielinski", "Norway agreed with Sweden": the subject of the same kind as the object at ``i``."""
    token = tree.tokens[i]
    preposition = tree.tokens[token.head]
    verb = preposition.head if token.dep == "pobj" and preposition.lower_is("with") else token.head
    if token.dep != "dobj" and verb == token.head:
        return ()
    person = {
        cast.actors[k].kind == "Person"
        for k in (*cast.at(i), *(k for t in tree.kids(i, "appos") for k in cast.at(t.i)))
    }
    subjects = (k for t in tree.kids(verb, "nsubj") for k in cast.at(t.i))
    return tuple(k for k in subjects if {cast.actors[k].kind == "Person"} == person)
