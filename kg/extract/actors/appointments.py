"""Posts that predicates and descriptions give: "X was appointed envoy", "X is its leader", "the WTO director"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clauses.tree import Tree
from kg.extract.actors.naming import naming
from kg.extract.actors.offices import Position, Posts
from kg.extract.actors.positions import Title
from kg.extract.cast import Cast
from kg.gazetteer import titles
from kg.model import Token

_COPULAS = frozenset({"be", "become", "remain"})


def find_appointments(tree: Tree, cast: Cast, positions: list[Position]) -> None:
    """Add the posts that predicates and descriptions give to ``positions``; pronouns must be resolved by now."""
    posts = Posts(tree, cast, positions)
    for token in tree.tokens:
        if token.pos in ("VERB", "AUX"):
            for person, title, body in _predicated(posts, token):
                posts.add(person, title, within=body)
    for mention in cast.sorted_mentions():
        if (
            mention.kind == "description"
            and cast.actors[mention.actor].kind == "Person"
            and len(cast.at(mention.head)) == 1
        ):
            _described(posts, mention.actor, mention.head)
    posts.settle()


def _predicated(posts: Posts, verb: Token) -> Iterator[tuple[str, Title, str | None]]:
    """Yield who gets which title by a verb, and the body that gives it."""
    tree, words = posts.tree, naming()
    if verb.lemma in _COPULAS:
        holder, nouns = _person(posts, verb, "nsubj"), [t.i for t in tree.kids(verb.i, "attr")]
    elif verb.lemma in words.appointing:
        holder = _person(posts, verb, "nsubjpass") or _person(posts, verb, "dobj") or _relative(posts, verb)
        nouns = [t.i for t in tree.kids(verb.i, "oprd", "attr", "xcomp", "dobj")] + _as(tree, verb)
        nouns += [j for t in tree.kids(verb.i, "dobj") for j in _as(tree, t)]
    elif verb.lemma in words.serving:
        holder, nouns = _person(posts, verb, "nsubj"), _as(tree, verb)
    else:
        return
    if holder is None:
        return
    for noun in nouns:
        title = _title(posts, noun)
        if title is not None and posts.cast.at(noun) in ((), (holder,)):
            yield holder, title, None if title.bodies or verb.lemma in _COPULAS else _giver(posts, verb)


def _title(posts: Posts, noun: int) -> Title | None:
    finder, tokens = posts.finder, posts.tree.tokens
    if noun + 1 not in finder.phrases or tokens[noun].tag not in ("NN", "NNP"):
        return None
    first = posts.tree.doc.sentences[posts.tree.sentence_of[noun]].first
    last = posts.tree.doc.sentences[posts.tree.sentence_of[noun]].last
    verb = next((i for i in posts.tree.ancestors(noun) if tokens[i].pos in ("VERB", "AUX")), first - 1)
    title = finder.leftward(noun, max(first, verb + 1) if verb < noun else first)
    if tokens[noun + 1].text == "in" and tokens[noun + 2].text == "charge":
        return title
    return finder._with_complement(title, last)


def _as(tree: Tree, head: Token) -> list[int]:
    return [
        t.i for prep in tree.kids(head.i, "prep") if prep.lower_is("as") for t in tree.kids(prep.i, "pobj")
    ]


def _person(posts: Posts, verb: Token, role: str) -> str | None:
    for token in posts.tree.kids(verb.i, role):
        keys = posts.cast.at(token.i)
        if len(keys) == 1 and posts.cast.actors[keys[0]].kind == "Person":
            return keys[0]
    return None


def _relative(posts: Posts, verb: Token) -> str | None:
    """ "X, (who was) appointed envoy in May": the noun that the participle or relative clause modifies."""
    if verb.dep not in ("acl", "relcl") or (verb.dep == "acl" and verb.tag != "VBN"):
        return None
    keys = posts.cast.at(verb.head)
    return keys[0] if len(keys) == 1 and posts.cast.actors[keys[0]].kind == "Person" else None


def _giver(posts: Posts, verb: Token) -> str | None:
    """Return the body in whose name the subject of an active appointment acts."""
    for token in posts.tree.kids(verb.i, "nsubj"):
        for key in posts.cast.at(token.i):
            actor = posts.cast.actors[key]
            if actor.kind != "Person":
                return key
            if actor.stands_for:
                return actor.stands_for[0]
    return None


def _described(posts: Posts, person: str, head: int) -> None:
    """ "The WTO director general said" of a person whose titles are known: one more wording of his post."""
    if not titles().is_head(posts.tree.tokens[head].text) or head + 1 not in posts.finder.phrases:
        return
    title = posts.finder.leftward(head, posts.tree.doc.sentences[posts.tree.sentence_of[head]].first)
    generic = title.text.lower() in naming().generic_people | naming().general_titles
    if not title.several and not (generic and not title.bodies) and title.owner is None:
        posts.add(person, title)
