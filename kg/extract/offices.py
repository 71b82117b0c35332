"""Positions: who holds which title, for whom; and the ties between persons and sides that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses.tree import Tree
from kg.extract.cast import Actor, Cast
from kg.extract.home import dateline_state
from kg.extract.names import Name
from kg.extract.positions import Title, TitleFinder
from kg.gazetteer import titles
from kg.model import Span


@dataclass(slots=True)
class Position:
    """One post of one person: all wordings of it, the body, and where they stand."""

    person: str
    titles: list[str]
    within: str | None
    spans: list[Span]


def find_positions(tree: Tree, cast: Cast, names: list[Name]) -> list[Position]:
    """Return the posts that titles around names give, wordings of one post together, and note them in the cast."""
    finder = TitleFinder(tree, cast)
    found: list[Position] = []
    for name in names:
        keys = cast.at(name.head)
        if len(keys) != 1 or cast.actors[keys[0]].kind != "Person":
            continue
        actor = cast.actors[keys[0]]
        _gender(tree, actor, name)
        for title in finder.around(name):
            text = _clean(title.text)
            if not text:
                continue
            actor.titles.append(text)
            within = _within(tree, cast, title, actor, name)
            _add(found, actor.key, text, within, title.span)
    _merge_undetermined(found)
    for position in found:
        actor = cast.actors[position.person]
        if position.within and position.within not in actor.stands_for and position.within != actor.key:
            actor.stands_for.append(position.within)
            cast.actors[position.within].agentive = True
    return found


def _clean(text: str) -> str:
    words = text.split()
    while words and words[0].lower() in ("the", "a", "an", "his", "her", "its", "their", "and", "-"):
        words.pop(0)
    return " ".join(words)


def _within(tree: Tree, cast: Cast, title: Title, actor: Actor, name: Name) -> str | None:
    """Return the body a title is held for: one named in or before it; for an office of state without one, the state
    that the same sentence named last, else the country of the dateline."""
    bodies = [k for i in title.bodies for k in cast.at(i) if cast.actors[k].kind != "Person"]
    if bodies:
        # "head of the Sudanese government's delegation": prefer a body that is not only an adjective
        return bodies[0]
    office = titles().office(title.text)
    if office == "none":
        return None
    if office == "state":
        sentence = tree.doc.sentences[tree.sentence_of[name.first]]
        nearby = [
            k
            for i in range(name.first - 1, sentence.first - 1, -1)
            for k in cast.at(i)
            if cast.actors[k].kind == "State"
        ]
        home = dateline_state(tree)
        resident = next((a.key for a in cast.actors.values() if home and a.gazetteer == home), None)
        return resident or (nearby[0] if nearby else None)
    return None


def _add(found: list[Position], person: str, text: str, within: str | None, span: Span) -> None:
    for position in found:
        if (
            position.person == person
            and (position.within == within or within is None)
            and _one_post(position.titles, text)
        ):
            if text not in position.titles:
                position.titles.append(text)
            position.spans.append(span)
            return
    found.append(Position(person, [text], within, [span]))


def _one_post(known: list[str], text: str) -> bool:
    """Tell whether a wording is of the same post: shared words, or one of them general ("chief", "leader", "official")."""
    mine = {w.lower() for w in text.split()}
    former = "former" in mine
    for other in known:
        words = {w.lower() for w in other.split()}
        if ("former" in words) != former:
            continue
        if mine & words or mine & _GENERAL or words & _GENERAL:
            return True
    return False


_GENERAL = frozenset({"chief", "leader", "head", "official", "boss", "representative"})


def _merge_undetermined(found: list[Position]) -> None:
    """A post without a body joins the one with a body that shares its wording."""
    for position in [p for p in found if p.within is None]:
        home = next(
            (
                p
                for p in found
                if p is not position
                and p.person == position.person
                and _one_post(p.titles, position.titles[0])
            ),
            None,
        )
        if home is not None:
            home.titles += [t for t in position.titles if t not in home.titles]
            home.spans += position.spans
            found.remove(position)


def _gender(tree: Tree, actor: Actor, name: Name) -> None:
    before = tree.tokens[max(name.first - 2, 0) : name.first]
    words = {t.text.rstrip(".").lower() for t in before}
    if words & {"mrs", "ms", "miss", "madame", "spokeswoman", "chairwoman", "queen", "princess"}:
        actor.feminine = True
    elif words & {"mr", "sir", "lord", "spokesman", "chairman", "king", "prince", "sheikh", "ayatollah"}:
        actor.feminine = False
