"""Speakers whom the cast does not know: "critics", "a source close to the talks", the body behind a spokeswoman."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Actor, Cast
from kg.extract.reporting import reporting
from kg.extract.statements.carriers import carrier
from kg.extract.statements.report import Report
from kg.model import ActorKind, Mention, Span, Token

_NO_SPEAKERS = frozenset({"DATE", "TIME", "EVENT", "FAC", "LAW", "LOC", "PRODUCT", "WORK_OF_ART", "LANGUAGE"})


class Unnamed:
    """Adds speakers without a name to the cast, and remembers for whom "the officials" speak.

    Args:
        tree: the document's words.
        cast: its actors; grows.
    """

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.lex = reporting()
        self.known: dict[str, Actor] = {}
        self.mouths: dict[str, tuple[str, ...]] = {}

    def note(self, i: int, found: tuple[str, ...]) -> None:
        """Remember whose "officials" or "spokesman" it was, for when the article says "the officials" alone."""
        lemma = self.tokens[i].lemma.lower()
        if lemma in self.lex.mouthpieces and len(found) == 1 and self.cast.actors[found[0]].kind != "Person":
            self.mouths[lemma] = found

    def same_body(self, i: int) -> tuple[str, ...]:
        """ "Peruvian officials said … One official said …": a mouthpiece without a body is the last one's."""
        lemma = self.tokens[i].lemma.lower()
        alone = all(t.pos in ("DET", "NUM", "PUNCT") for t in self.tree.kids(i) if t.i < i)
        return self.mouths.get(lemma, ()) if alone and not any(self.tree.kids(i, "prep", "appos")) else ()

    def make(self, i: int, report: Report) -> tuple[str, ...]:
        """Enter an unnamed speaker: "critics", "a source close to the talks", "Diaz's campaign", "the poll"."""
        token = self.tokens[i]
        if carrier(self.tree, i) is not None:
            return ()
        if token.pos == "PROPN":
            return self._unknown(i, report)
        if token.pos not in ("NOUN", "ADJ", "NUM"):
            return ()
        owners = self._owners(i)
        if token.lemma.lower() in self.lex.mouthpieces and owners:
            body = [k for k in owners if self.cast.actors[k].kind != "Person"]
            if body:
                self.mouths[token.lemma.lower()] = (body[0],)
                return (body[0],)
        if token.text[0].isupper() and token.i != self.tree.doc.sentences[report.sentence].first:
            return ()  # an unknown name, not a description
        if token.pos == "NUM" and any(
            t.pos == "PRON" for prep in self.tree.kids(i, "prep") for t in self.tree.kids(prep.i, "pobj")
        ):
            return ()  # "one of them" is nobody who could be told
        kind = self._kind(token, report)
        if kind is None:
            return ()
        span = self._phrase(i)
        name = _bare(span.of(self.tree.doc.article.text))
        actor = self.known.get(name.lower())
        if actor is None:
            actor = self.cast.add(kind, name)
            actor.plural = token.tag == "NNS"
            actor.stands_for += owners
            self.known[name.lower()] = actor
        actor.called(name)
        self.cast.mention(Mention(span, actor.key, i, "description"), (i,))
        return (actor.key,)

    def _unknown(self, i: int, report: Report) -> tuple[str, ...]:
        """Enter a speaker whose name the cast does not know: with verbs of speech only."""
        token, tree = self.tokens[i], self.tree
        if not self.lex.speaks(report.verb) or report.pattern not in ("clause", "quote"):
            return ()
        if token.entity in _NO_SPEAKERS or not token.text[0].isupper():
            return ()
        first = i
        while first > 0 and self.tokens[first - 1].dep == "compound" and self.tokens[first - 1].head == i:
            first -= 1
        span = Span(self.tokens[first].start, token.end)
        name = " ".join(span.of(tree.doc.article.text).split())
        if not name[0].isupper():
            return ()
        many = token.tag == "NNPS"
        kind: ActorKind = "Bloc" if many else "Person" if token.entity == "PERSON" else "Organization"
        actor = self.known.get(name.lower())
        if actor is None:
            actor = self.known[name.lower()] = self.cast.add(kind, name)
            actor.plural = many
        actor.called(name)
        self.cast.mention(Mention(span, actor.key, i, "name"), range(first, i + 1))
        return (actor.key,)

    def _kind(self, token: Token, report: Report) -> ActorKind | None:
        lemma = token.lemma.lower()
        if lemma in self.lex.speaking_bodies:
            return "Organization"
        if lemma in self.lex.documents:
            return (
                "Organization" if self.lex.speaks(report.verb) or report.verb in self.lex.evidencing else None
            )
        if lemma in self.lex.mute or (token.entity in ("DATE", "TIME", "CARDINAL") and token.pos == "NOUN"):
            return None
        speaks = self.lex.speaks(report.verb) and report.pattern != "phrase"
        return "Bloc" if speaks or lemma in self.lex.speaking_people else None

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
        "its",
        "his",
        "her",
        "their",
        "our",
        "these",
        "those",
        "both",
    ):
        words.pop(0)
    return " ".join(words)
