"""The cast of an article: its actors, and which words denote them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from kg.clauses.tree import Tree
from kg.model import ActorKind, Argument, Mention, Span


@dataclass(slots=True)
class Actor:
    """An actor while an article is being read; becomes an ``ActorClaim``.

    Attributes:
        names: proper names used, in order of first use, the same form once.
        descriptions: definite descriptions used.
        stands_for: keys of the bodies or states that a person's titles tie him to, the closest tie first.
        member_of: keys of the bodies that the text calls it a member of.
        agentive: somewhere it acts, speaks, is addressed or stands for its people; a mere adjective is not.
        labelled: a label before the turns of a transcript names it.
    """

    key: str
    kind: ActorKind
    name: str
    gazetteer: str | None = None
    organ_of: str | None = None
    names: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    stands_for: list[str] = field(default_factory=list)
    member_of: list[str] = field(default_factory=list)
    plural: bool = False
    feminine: bool | None = None
    agentive: bool = False
    labelled: bool = False

    def called(self, form: str) -> None:
        """Note a proper form."""
        if form not in self.names:
            self.names.append(form)

    def described(self, form: str) -> None:
        """Note a description."""
        if form not in self.descriptions and form not in self.names:
            self.descriptions.append(form)


class Cast:
    """Actors by key and mentions by token."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.actors: dict[str, Actor] = {}
        self.mentions: list[Mention] = []
        self._sorted: list[Mention] = []
        self._at: dict[int, tuple[str, ...]] = {}
        self._heads: dict[int, Mention] = {}

    # ------------------------------------------------------------------ building

    def add(
        self, kind: ActorKind, name: str, *, gazetteer: str | None = None, organ_of: str | None = None
    ) -> Actor:
        """Create an actor with the next free key."""
        actor = Actor(f"a{len(self.actors) + 1}", kind, name, gazetteer, organ_of)
        self.actors[actor.key] = actor
        return actor

    def mention(self, mention: Mention, tokens: Iterable[int], *, group: tuple[str, ...] = ()) -> None:
        """Enter a mention and the tokens that denote its actor; a token's first entry stays, its head's is replaced."""
        keys = group or (mention.actor,)
        self.mentions.append(mention)
        for i in tokens:
            self._at.setdefault(i, keys)
        self._at[mention.head] = keys
        self._heads[mention.head] = mention

    def replace(self, gone: str, kept: str, mentions: Iterable[Mention]) -> None:
        """Let every mention in ``mentions`` that denoted ``gone`` denote ``kept``."""
        self.mentions = [replace(m, actor=kept) if m.actor == gone else m for m in mentions]
        self._sorted = []
        self._heads = {m.head: m for m in self.mentions}
        self._at = {
            i: tuple(dict.fromkeys(kept if k == gone else k for k in keys)) for i, keys in self._at.items()
        }

    def forget(self, keys: Collection[str]) -> None:
        """Take all mentions of some actors out again, so that nothing can be told of them."""
        if not keys:
            return
        self.mentions = [m for m in self.mentions if m.actor not in keys]
        self._sorted = []
        self._heads = {m.head: m for m in self.mentions}
        kept = {i: tuple(k for k in found if k not in keys) for i, found in self._at.items()}
        self._at = {i: found for i, found in kept.items() if found}
        for key in keys:
            self.actors[key].agentive = False

    # ------------------------------------------------------------------ asking

    def at(self, token: int) -> tuple[str, ...]:
        """Return the keys of the actors that the token denotes: several for "both sides", none if it denotes none."""
        return self._at.get(token, ())

    def headed(self, token: int) -> Mention | None:
        """Return the mention whose head the token is."""
        return self._heads.get(token)

    def of(self, argument: Argument) -> tuple[str, ...]:
        """Return the actors that an argument denotes: its head's, else those of a noun in apposition to it."""
        keys = self.at(argument.head)
        if keys:
            return keys
        for child in self.tree.kids(argument.head, "appos"):
            found = tuple(k for j in self.tree.conjuncts(child.i) for k in self.at(j))
            if found:
                return found
        return ()

    def all_of(self, arguments: Iterable[Argument]) -> tuple[str, ...]:
        """Return the actors of several arguments, each once, in order."""
        return tuple(dict.fromkeys(k for a in arguments for k in self.of(a)))

    def inside(self, span: Span) -> list[Mention]:
        """Return the mentions that lie in a stretch of text, in order."""
        return [m for m in self.sorted_mentions() if span.covers(m.span)]

    def sorted_mentions(self) -> list[Mention]:
        """Return all mentions in text order."""
        if len(self._sorted) != len(self.mentions):
            self._sorted = sorted(self.mentions, key=lambda m: (m.span.start, m.span.end, m.actor))
        return self._sorted

    def side(self, key: str) -> str:
        """Return the state or body that an actor stands for in a negotiation; itself if none is known."""
        seen = {key}
        while True:
            actor = self.actors[key]
            above = actor.stands_for[0] if actor.stands_for else actor.organ_of
            if above is None or above not in self.actors or above in seen:
                return key
            seen.add(above)
            key = above

    def same_side(self, a: str, b: str) -> bool:
        """Tell whether two actors belong to one side: equal, or one stands for the other, or both for a third."""
        return (
            a == b
            or self.side(a) == self.side(b)
            or b in self.actors[a].stands_for
            or a in self.actors[b].stands_for
        )
