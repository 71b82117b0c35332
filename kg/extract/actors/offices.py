"""Positions: who holds which title, for whom; and the ties between persons and sides that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses.tree import Tree
from kg.extract.actors.home import dateline_state, home_state
from kg.extract.actors.names import Name
from kg.extract.actors.naming import naming
from kg.extract.actors.positions import Title, TitleFinder, singular
from kg.extract.cast import Actor, Cast
from kg.gazetteer import gazetteer, titles
from kg.holders import holders
from kg.model import Span

# Who holds one of these and is given no state holds it for the state that the article is about.
_OF_STATE = frozenset({"head of state", "head of government", "minister", "lawmaker"})
_HEADS = frozenset({"head of state", "head of government"})
_DROPPED = frozenset({"the", "a", "an", "his", "her", "its", "their", "and", "-", "of"})
_COMPLEMENT = frozenset({"of", "for", "to", "in", "at", "on", "with"})


@dataclass(slots=True)
class Position:
    """One post of one person: all wordings of it, the body, and where they stand."""

    person: str
    titles: list[str]
    within: str | None
    spans: list[Span]
    found: list[Title]
    told: bool = True  # the text says for whom it is held


def find_positions(tree: Tree, cast: Cast, names: list[Name]) -> list[Position]:
    """Return the posts that titles around names give, wordings of one post together, and note them in the cast."""
    posts = Posts(tree, cast)
    shared: tuple[list[Title], Name, int] | None = None
    for name in names:
        keys = cast.at(name.head)
        if len(keys) != 1 or cast.actors[keys[0]].kind != "Person":
            continue
        _gender(tree, cast.actors[keys[0]], name)
        found = posts.finder.around(name)
        place = 0
        if shared is not None and _together(tree, cast, shared[1], name):
            place = shared[2] + 1
            found = [*(posts.finder.shared(t, shared[1], name) for t in shared[0]), *found]
        plural = [t for t in found if t.several]
        shared = (plural, name, place) if plural else None
        for title in found:
            posts.add(keys[0], title, share=place)
    posts.settle()
    return posts.found


class Posts:
    """The posts of one article as they are found."""

    def __init__(self, tree: Tree, cast: Cast, found: list[Position] | None = None) -> None:
        self.tree = tree
        self.cast = cast
        self.finder = TitleFinder(tree, cast)
        self.found: list[Position] = found if found is not None else []

    def add(self, person: str, title: Title, *, share: int = 0, within: str | None = None) -> None:
        """Enter a title of a person, as a wording of a post he has or as a new one.

        Args:
            person: actor key.
            title: as found.
            share: place of the person among those who share a plural title.
            within: actor key of the body, where something else than the title tells it.
        """
        text = _clean(self._of_one(title) if title.several else title.text)
        if not text:
            return
        actor = self.cast.actors[person]
        actor.titles.append(text)
        body = within or self._within(title, person, share)
        for post in self.found:
            if (
                post.person == person
                and (body is None or self._agree(body, post.within))
                and one_post(post.titles, text)
            ):
                _merge(post, Position(person, [text], body, [title.span], [title]))
                return
        self.found.append(Position(person, [text], body, [title.span], [title]))

    def _same_post(self, a: Position, b: Position) -> bool:
        if a is b or a.person != b.person or not any(one_post(a.titles, t) for t in b.titles):
            return False
        return b.within is None or self._agree(b.within, a.within)

    def _agree(self, a: str, b: str | None) -> bool:
        return b is not None and (a == b or self.cast.same_side(a, b))

    def settle(self) -> None:
        """Join posts without a body to those with one that they are wordings of, find the state of offices that still
        have none, and note for whom everyone stands. Descriptions that were read since may tell of more bodies."""
        for post in self.found:
            found = (self._within(title, post.person, 0) for title in post.found)
            post.within = self._side(post.within or next((body for body in found if body), None))
        for post in sorted(self.found, key=lambda p: p.within is not None):
            home = next((p for p in self.found if self._same_post(p, post)), None)
            if home is not None:
                _merge(home, post)
                self.found.remove(post)
        self._stand()
        open_ = [p for p in self.found if p.within is None and _of_state(p.titles[0])]
        heads = [p for p in open_ if titles().kind(p.titles[0]) in _HEADS]
        for post in open_:
            # two presidents of states that are not said: no guess is right for both
            if not any(t.several for t in post.found) and (
                post not in heads or len(heads) == 1 or dateline_state(self.tree)
            ):
                post.within, post.told = self._home(post), False
        self._stand()

    def _stand(self) -> None:
        """Note for whom the holders of posts stand."""
        for post in self.found:
            actor = self.cast.actors[post.person]
            if all(titles().is_past(title) for title in post.titles):
                continue  # a former president stands for nobody
            if post.within and post.within not in actor.stands_for and post.within != actor.key:
                actor.stands_for.append(post.within)
                self.cast.actors[post.within].agentive = True

    # ------------------------------------------------------------------ for whom a title is held

    def _within(self, title: Title, person: str, share: int) -> str | None:
        """Return the body that a title is held for: one named in or before it, or whom its pronoun stands for."""
        keys = [(i, k) for i in title.bodies for k in self.cast.at(i) if k != person]
        bodies = list(dict.fromkeys(k for _, k in keys if self.cast.actors[k].kind != "Person"))
        if bodies:
            if title.several and len(bodies) > 1:
                bodies = list(dict.fromkeys(k for _, k in sorted(keys) if k in bodies))
                return bodies[min(share, len(bodies) - 1)]
            return bodies[0]
        if keys:
            return self._side(keys[0][1])
        return self._owner(title.owner, person) if title.owner is not None else None

    def _of_one(self, title: Title) -> str:
        """Word a plural title for one holder; "presidents of Chile and Peru" have a state each."""
        text = singular(title)
        several = len({k for i in title.bodies for k in self.cast.at(i)}) > 1
        return " ".join(_office(text.split())) if several else text

    def _home(self, post: Position) -> str | None:
        """Return the state of an office that the text gives none: the one that alone has such an office, else the
        article's own, unless another holds it there."""
        only = titles().only_in(post.titles[0])
        alone = next((k for k, a in self.cast.actors.items() if only and a.gazetteer == only), None)
        led = holders().state(self.cast.actors[post.person].name, self.tree.doc.article.published)
        if alone is None and led and titles().kind(post.titles[0]) in _HEADS:
            alone = next((k for k, a in self.cast.actors.items() if a.gazetteer == led), None)
        if alone is None:
            alone = self._of_organ(post.titles[0])
        if alone is not None:
            return alone
        if titles().kind(post.titles[0]) not in _HEADS:
            taken = set()
        else:
            others = [p for p in self.found if p.within and p.person != post.person]
            # newsrooms say of foreign heads whose they are
            foreign = {p.within for p in others if titles().kind(p.titles[0]) in _HEADS and p.told}
            taken = foreign | {p.within for p in others if _office_words(post) & _office_words(p)}
        at = next((t.i for t in self.tree.tokens if t.start >= post.spans[0].start), 0)
        return home_state(self.tree, self.cast, at, but=frozenset(k for k in taken if k))

    def _of_organ(self, title: str) -> str | None:
        """ "Senate Majority Leader": a title with a famous organ's name is of that organ's state, if it takes part."""
        found = [e for word in title.split()[:-1] for e, form in gazetteer().by_form(word) if form == "name"]
        owners = {e.organ_of for e in found}
        owners |= {above.organ_of for id_ in owners if id_ and (above := gazetteer().by_id(id_)) is not None}
        return next((k for k, a in self.cast.actors.items() if a.gazetteer and a.gazetteer in owners), None)

    def _side(self, key: str | None) -> str | None:
        """A person's aide serves whom the person stands for, else the person; anyone else's is for whom it says."""
        actor = self.cast.actors[key] if key else None
        return actor.stands_for[0] if actor and actor.kind == "Person" and actor.stands_for else key

    def _owner(self, pronoun: int, person: str) -> str | None:
        """ "its chairman", "his spokesman": the body or person named last before the pronoun, a subject first; of "Ana
        Diaz and her envoy" the one it is joined to."""
        things = self.tree.tokens[pronoun].text.lower() in ("its", "their")
        here = self.tree.sentence_of[pronoun]
        found = [
            m
            for m in self.cast.mentions
            if m.head < pronoun
            and here - self.tree.sentence_of[m.head] <= 1
            and m.actor != person
            and (self.cast.actors[m.actor].kind == "Person") != things
        ]
        if not found:
            return None
        tokens = self.tree.tokens
        joined = tokens[pronoun - 1].text.lower() in ("and", "or")
        best = max(
            found,
            key=lambda m: (
                joined and m.head == pronoun - 2,
                self.tree.sentence_of[m.head],
                tokens[m.head].dep.startswith("nsubj"),
                m.head,
            ),
        )
        return self._side(best.actor) if not things else best.actor


def one_post(known: list[str], text: str) -> bool:
    """Tell whether a wording is of the same post as others: their words include one another's ("spokesman", "government
    spokesman"), they are of one class ("press secretary", "spokesman"), one is a rank, or one says little ("leader").

    A former post is another than a present one.
    """
    mine = frozenset(_office(text.lower().split()))
    telling = [w for w in known if not _says_little(frozenset(w.lower().split()))] or known
    return any(
        ("former" in mine) == ("former" in other)
        and (
            mine <= other
            or other <= mine
            or _alike(text, wording)
            or _says_little(mine)
            or _says_little(other)
        )
        for wording, other in ((w, frozenset(_office(w.lower().split()))) for w in telling)
    )


def _office(words: list[str]) -> list[str]:
    """Return the words of a title without its complement: "adviser" of "adviser on trade", but "secretary of state"."""
    for n, word in enumerate(words):
        if n and word in _COMPLEMENT and titles().kind(" ".join(words[:n])):
            longer = titles().match(words)
            return words[: max(n, longer)]
    return words


def _office_words(post: Position) -> set[str]:
    return {" ".join(_office(t.lower().split())) for t in post.titles}


def _merge(post: Position, other: Position) -> None:
    post.titles += [t for t in other.titles if t not in post.titles]
    post.spans += [s for s in other.spans if s not in post.spans]
    post.found += other.found


def _of_state(title: str) -> bool:
    if title.split()[-1].lower() in naming().masculine | naming().feminine:
        return False  # a king needs no country
    return titles().kind(title) in _OF_STATE or bool(set(title.lower().split()) & naming().state_words)


def _alike(a: str, b: str) -> bool:
    kinds = titles().kind(a), titles().kind(b)
    if "rank" in kinds:
        return True
    return kinds[0] == kinds[1] and kinds[0] in ("head of state", "voice")


def _says_little(words: frozenset[str]) -> bool:
    lists = naming()
    general = words & lists.general_titles
    return bool(general) and all(
        w in general or w in lists.degrees or gazetteer().by_form(w.upper()) for w in words
    )


def _clean(text: str) -> str:
    words = text.split()
    while words and words[0].lower() in _DROPPED:
        words.pop(0)
    return " ".join(words)


def _together(tree: Tree, cast: Cast, first: Name, second: Name) -> bool:
    """ "Presidents A of X and B of Y", "ministers A, B and C": only commas, "and" and bodies between the names."""
    if not 0 < second.first - first.last <= 6:
        return False
    between = range(first.last, second.first)
    return all(
        tree.tokens[i].text.lower() in (",", "and", "of", "the", ".")
        or titles().is_honorific(tree.tokens[i].text)
        or any(cast.actors[k].kind != "Person" for k in cast.at(i))
        for i in between
    )


def _gender(tree: Tree, actor: Actor, name: Name) -> None:
    words = {t.text.rstrip(".").lower() for t in tree.tokens[max(name.first - 2, 0) : name.first]}
    if words & naming().feminine:
        actor.feminine = True
    elif words & naming().masculine:
        actor.feminine = False
