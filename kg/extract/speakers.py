"""Who speaks in a report: an actor of the cast, whoever spoke last, or somebody whom the article leaves unnamed."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Actor, Cast
from kg.extract.report import Report
from kg.extract.reporting import reporting
from kg.gazetteer import normalise
from kg.lexicon import lexicon
from kg.model import ActorKind, Mention, Span, Token

_PRONOUNS = frozenset({"he", "she", "they", "it"})


class Speakers:
    """Finds the actors that reports speak of, and adds those without a name to the cast.

    Args:
        last: in ``find``, who spoke last: a pronoun that nothing else resolves and a quotation without a subject are his.
    """

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.lex = reporting()
        self.agencies = _agencies()
        self.unnamed: dict[str, Actor] = {}

    def find(self, report: Report, last: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys of the speakers; none where nobody can be told or an agency only reports."""
        found = tuple(dict.fromkeys(k for i in report.speaker for k in self._of(i)))
        if found:
            return found
        if not report.speaker:
            return last if report.pattern in ("quote", "clause") and report.verb in self.lex.speech else ()
        if all(self.tokens[i].text.lower() in _PRONOUNS for i in report.speaker):
            return last if self.tokens[report.speaker[0]].text.lower() != "it" else ()
        return tuple(dict.fromkeys(k for i in report.speaker for k in self._made(i, report)))

    def via(self, report: Report) -> str | None:
        """Return the name of the agency or outlet that the words were told to or carried by."""
        for i in report.carriers:
            for j in (i, *(t.i for t in self.tree.kids(i, "compound", "poss", "nmod", "appos"))):
                name = self._agency(j)
                if name is not None:
                    return name
        return None

    # ------------------------------------------------------------------ in the cast

    def _of(self, i: int) -> tuple[str, ...]:
        for j in (i, *(t.i for t in self.tree.kids(i, "appos"))):
            keys = self.cast.at(j)
            if keys:
                return keys
        token = self.tokens[i]
        if token.lemma.lower() in self.lex.issued:  # "a statement by the ministry", "the president's letter"
            return self._issuer(i)
        if token.pos == "PROPN":  # the parser took a part of the name for its head
            inside = range(self.tree.left[i], i + 1)
            persons = [
                j for j in inside if any(self.cast.actors[k].kind == "Person" for k in self.cast.at(j))
            ]
            return self.cast.at(persons[-1]) if persons else ()
        return ()

    def _issuer(self, i: int) -> tuple[str, ...]:
        tree = self.tree
        owners = list(tree.kids(i, "poss", "compound", "nmod", "amod"))
        for below in tree.kids(i, "prep", "acl", "agent"):
            if below.dep == "acl":
                owners += [
                    t
                    for by in tree.kids(below.i, "agent", "prep")
                    for t in tree.kids(by.i, "pobj")
                    if by.lemma in ("by", "from")
                ]
            elif below.lemma in ("by", "from", "of"):
                owners += list(tree.kids(below.i, "pobj"))
        for owner in owners:
            keys = self.cast.at(owner.i)
            if keys:
                return keys
        return ()

    # ------------------------------------------------------------------ unnamed

    def _made(self, i: int, report: Report) -> tuple[str, ...]:
        """Enter an unnamed speaker: "critics", "a source close to the talks", "Diaz's campaign", "the poll"."""
        token = self.tokens[i]
        if token.pos not in ("NOUN", "ADJ", "NUM") and token.tag not in ("NN", "NNS") or self._agency(i):
            return ()
        kind = self._kind(token, report)
        if kind is None:
            return ()
        span = self._phrase(i)
        name = _bare(span.of(self.tree.doc.article.text))
        actor = self.unnamed.get(name.lower())
        if actor is None:
            actor = self.cast.add(kind, name)
            actor.plural = token.tag == "NNS"
            actor.stands_for += self._owners(i)
            self.unnamed[name.lower()] = actor
        actor.called(name)
        self.cast.mention(Mention(span, actor.key, i, "description"), (i,))
        return (actor.key,)

    def _kind(self, token: Token, report: Report) -> ActorKind | None:
        lemma = token.lemma.lower()
        if lemma in self.lex.speaking_bodies:
            return "Organization"
        if lemma in self.lex.documents:
            return "Organization" if report.verb in self.lex.speech | self.lex.evidencing else None
        if lemma in self.lex.mute or token.entity in ("DATE", "TIME", "CARDINAL") and token.pos == "NOUN":
            return None
        return "Bloc" if report.verb in self.lex.speech or lemma in self.lex.speaking_people else None

    def _owners(self, i: int) -> list[str]:
        below = [t.i for t in self.tree.kids(i, "poss", "compound", "nmod")]
        below += [
            t.i
            for prep in self.tree.kids(i, "prep")
            if prep.lemma in ("for", "of", "from", "to")
            for t in self.tree.kids(prep.i, "pobj")
        ]
        return list(dict.fromkeys(k for j in below for k in self.cast.at(j)))

    def _phrase(self, i: int) -> Span:
        """The noun with what precedes it and one phrase with of, for, in, from, close to after it."""
        first, last = i, i
        for child in self.tree.kids(i):
            if child.i < i and child.dep in (
                "amod",
                "compound",
                "nmod",
                "poss",
                "det",
                "nummod",
                "quantmod",
                "predet",
                "advmod",
            ):
                first = min(first, self.tree.left[child.i])
            elif (
                child.i > i
                and child.dep == "prep"
                and child.lemma in ("of", "for", "from", "in", "at")
                and self.tree.right[child.i] - i <= 6
            ):
                last = max(last, self.tree.right[child.i])
        return Span(self.tokens[first].start, self.tokens[last].end)

    def _agency(self, i: int) -> str | None:
        """Return the usual name of the agency that the name around token ``i`` denotes."""
        span = range(self.tree.left[i], self.tree.right[i] + 1)
        name = normalise(
            " ".join(t.text for t in self.tokens[span.start : span.stop] if t.pos in ("PROPN", "NOUN", "ADJ"))
        )
        return self.agencies.get(name) or self.agencies.get(normalise(self.tokens[i].text))


def _bare(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[0].lower() in (
        "the",
        "a",
        "an",
        "some",
        "many",
        "several",
        "other",
        "most",
        "one",
        "two",
        "three",
        "all",
        "these",
        "those",
        "both",
    ):
        words.pop(0)
    return " ".join(words)


def _agencies() -> dict[str, str]:
    entries = lexicon("agencies")["entries"]
    return {
        normalise(form): e["name"]
        for e in entries
        if not e.get("common")
        for form in (e["name"], *e.get("forms", ()))
        if len(form) > 2
    }
