"""Who speaks in a report: an actor of the cast, whoever spoke last, or somebody whom the article leaves unnamed."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Actor, Cast
from kg.extract.reporting import reporting
from kg.extract.statements.carriers import carrier
from kg.extract.statements.report import Report
from kg.model import ActorKind, Mention, Span, Token

_NO_SPEAKERS = frozenset({"DATE", "TIME", "EVENT", "FAC", "LAW", "LOC", "PRODUCT", "WORK_OF_ART", "LANGUAGE"})
_PRONOUNS = frozenset({"he", "she", "they", "it"})


class Speakers:
    """Finds the actors that reports speak of, and adds those without a name to the cast.

    Args:
        tree: the document's words.
        cast: its actors; grows.
    """

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.lex = reporting()
        self.unnamed: dict[str, Actor] = {}
        self.mouths: dict[str, tuple[str, ...]] = {}
        self.last_body: tuple[str, ...] = ()

    def find(self, report: Report, last: tuple[str, ...]) -> tuple[str, ...]:
        found = self._find(report, last)
        if len(found) == 1 and self.cast.actors[found[0]].kind == "Organization":
            self.last_body = found
        return found

    def _find(self, report: Report, last: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys of the speakers; none where nobody can be told.

        Args:
            report: the reporting act.
            last: who spoke last: a pronoun that nothing else resolves and a quotation without a subject are his.
        """
        if self._speaks_as_body(report):
            if len(last) == 1 and self.cast.actors[last[0]].kind in ("Organization", "State"):
                return last
            if self.last_body:
                return self.last_body
        one = report.speaker[0] if len(report.speaker) == 1 else None
        group = (self._same_body(one) or self._group(one)) if one is not None else ()
        found = group or tuple(dict.fromkeys(k for i in report.speaker for k in self._of(i, report.anchor)))
        if found:
            if one is not None:
                self._note_mouthpiece(one, found)
            return found
        if report.speaker and last and self._refers_back(report.speaker[0]):
            return last
        if not report.speaker:
            return last if report.pattern in ("quote", "clause") and self.lex.speaks(report.verb) else ()
        if all(self.tokens[i].text.lower() in _PRONOUNS for i in report.speaker):
            return () if self._speaks_as_body(report) else last
        return tuple(dict.fromkeys(k for i in report.speaker for k in self._made(i, report)))

    def _speaks_as_body(self, report: Report) -> bool:
        """ "The radio said … It said …": a speaking "it" is the body that spoke last."""
        return len(report.speaker) == 1 and self.tokens[report.speaker[0]].lower_is("it")

    def via(self, report: Report) -> str | None:
        """Return the name of the agency or outlet that the words were told to or carried by."""
        return next((name for i in report.carriers if (name := carrier(self.tree, i)) is not None), None)

    # ------------------------------------------------------------------ in the cast

    def _of(self, i: int, verb: int) -> tuple[str, ...]:
        token = self.tokens[i]
        above = (token.head,) if token.dep == "appos" else ()
        for j in (i, *(t.i for t in self.tree.kids(i, "appos")), *above):
            keys = self.cast.at(j)
            if keys:
                return keys
        if token.lemma.lower() in self.lex.issued | self.lex.documents:
            return self._issuer(i) or self._issued_before(i)
        return self._one_of(i) or self._name_around(i, verb)

    def _one_of(self, i: int) -> tuple[str, ...]:
        """ "One of their leaders, Ana Diaz, said …": the name that the parser hung on the leaders."""
        token, tree = self.tokens[i], self.tree
        if token.lemma.lower() != "one" and token.pos != "NUM":
            return ()
        inner = [t for of in tree.kids(i, "prep") for t in tree.kids(of.i, "pobj")]
        return next((k for t in inner for a in tree.kids(t.i, "appos") if (k := self.cast.at(a.i))), ())

    def _note_mouthpiece(self, i: int, found: tuple[str, ...]) -> None:
        """Remember whose "officials" or "spokesman" it was, for when the article says "the officials" alone."""
        lemma = self.tokens[i].lemma.lower()
        if lemma in self.lex.mouthpieces and len(found) == 1 and self.cast.actors[found[0]].kind != "Person":
            self.mouths[lemma] = found

    def _same_body(self, i: int) -> tuple[str, ...]:
        """ "Peruvian officials said … One official said …": a mouthpiece without a body is the last one's."""
        lemma = self.tokens[i].lemma.lower()
        alone = all(t.pos in ("DET", "NUM", "PUNCT") for t in self.tree.kids(i) if t.i < i)
        return self.mouths.get(lemma, ()) if alone and not any(self.tree.kids(i, "prep", "appos")) else ()

    def _group(self, i: int) -> tuple[str, ...]:
        """ "The leaders agreed", "both groups": those whom one of the last two sentences lists together."""
        token, tree = self.tokens[i], self.tree
        before = {t.text.lower() for t in tree.kids(i) if t.i < i}
        alone = (
            bool(before & {"the", "both", "these"})
            and before <= {"the", "both", "these", "two", "three"}
            and not any(t.dep == "prep" for t in tree.kids(i))
        )
        people = token.lemma in self.lex.grouped
        bodies = token.lemma in self.lex.grouped_bodies and not self.cast.at(i)
        if token.tag != "NNS" or not alone or not (people or bodies):
            return ()
        kinds = ("Person",) if people else ("Organization", "State")
        for mention in sorted(self.cast.mentions, key=lambda m: -m.head):
            if mention.head >= i or tree.sentence_of[i] - tree.sentence_of[mention.head] > 2:
                continue
            first = tree.first_conjunct(mention.head)
            verb = next((j for j in tree.ancestors(first) if self.tokens[j].pos == "VERB"), first)
            members = [*(t.i for t in tree.kids(verb, "nsubj") if t.i != first), *tree.conjuncts(first)]
            listed = [k for j in members for k in self.cast.at(j) if self.cast.actors[k].kind in kinds]
            if len(set(listed)) > 1:
                return tuple(dict.fromkeys(listed))
        return ()

    def _issuer(self, i: int) -> tuple[str, ...]:
        """ "a statement by the ministry", "the president's letter", "a draft published on Friday by Peru"…."""
        tree, token = self.tree, self.tokens[i]
        owners = [*tree.kids(i, "poss"), *tree.kids(i, "compound", "nmod", "amod")]
        for below in tree.kids(i, "prep", "agent", "acl"):
            by = tree.kids(below.i, "agent", "prep") if below.dep == "acl" else [below]
            owners += [
                self.tokens[j]
                for prep in by
                if prep.lemma in ("by", "from", "of")
                for t in tree.kids(prep.i, "pobj")
                for j in tree.conjuncts(t.i)
            ]
        if not any(self.cast.at(t.i) for t in owners) and self._issued_by(token):
            owners += [t for t in tree.kids(token.head, "nsubj") if t.i < token.head]
        joint = tuple(dict.fromkeys(k for t in owners for k in self.cast.at(t.i)))
        if any(t.lower_is("joint") for t in tree.kids(i)) and len(joint) > 1:
            return joint
        for owner in owners:
            keys = self.cast.at(owner.i) or (
                self._issuer(owner.i) if owner.lemma.lower() in self.lex.issued else ()
            )
            if keys:
                return keys
        return ()

    def _issued_by(self, token: Token) -> bool:
        """ "Diaz filed a suit": the document is what the verb issues."""
        return token.dep == "dobj" and self.tokens[token.head].lemma in self.lex.issuing

    def _issued_before(self, i: int) -> tuple[str, ...]:
        """ "Diaz filed a suit … The suit says …": who issued the document when it was first spoken of."""
        token = self.tokens[i]
        if not any(t.text.lower() in ("the", "this") for t in self.tree.kids(i, "det")):
            return ()
        earlier = [t.i for t in self.tokens[:i] if t.lemma == token.lemma and t.pos == "NOUN"]
        return next((keys for j in reversed(earlier) if (keys := self._issuer(j))), ())

    def _name_around(self, i: int, verb: int) -> tuple[str, ...]:
        """The parser took a part of the name or title for the subject: the last person named up to the verb."""
        inside = range(self.tree.left[i], verb if i < verb <= i + 8 else i + 1)
        if any(self.tokens[j].pos in ("VERB", "ADP", "SCONJ") for j in inside if j > i):
            inside = range(self.tree.left[i], i + 1)
            if self.tokens[i].pos != "PROPN":
                return ()
        persons = [j for j in inside if any(self.cast.actors[k].kind == "Person" for k in self.cast.at(j))]
        near = persons and (persons[-1] > i or self.tokens[i].pos == "PROPN")
        return self.cast.at(persons[-1]) if near else ()

    def _refers_back(self, i: int) -> bool:
        """ "the statement said", "according to these remarks": the words of whoever spoke last."""
        token = self.tokens[i]
        definite = any(t.text.lower() in ("the", "this", "these", "those") for t in self.tree.kids(i, "det"))
        return (
            definite
            and token.lemma.lower() in self.lex.anaphoric
            and not any(self.tree.kids(i, "compound", "poss", "acl", "relcl", "prep"))
        )

    # ------------------------------------------------------------------ unnamed

    def _made(self, i: int, report: Report) -> tuple[str, ...]:
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
        actor = self.unnamed.get(name.lower())
        if actor is None:
            actor = self.cast.add(kind, name)
            actor.plural = token.tag == "NNS"
            actor.stands_for += owners
            self.unnamed[name.lower()] = actor
        actor.called(name)
        self.cast.mention(Mention(span, actor.key, i, "description"), (i,))
        return (actor.key,)

    def _unknown(self, i: int, report: Report) -> tuple[str, ...]:
        """Enter a speaker whose name the cast does not know: with verbs of speech only."""
        token, tree = self.tokens[i], self.tree
        if not self.lex.speaks(report.verb) or report.pattern not in ("clause", "quote"):
            return ()
        if token.entity in _NO_SPEAKERS or not token.text[0].isupper() or token.tag == "NNPS":
            return ()
        first = i
        while first > 0 and self.tokens[first - 1].dep == "compound" and self.tokens[first - 1].head == i:
            first -= 1
        span = Span(self.tokens[first].start, token.end)
        name = " ".join(span.of(tree.doc.article.text).split())
        if not name[0].isupper():
            return ()
        person = token.entity == "PERSON"
        actor = self.unnamed.get(name.lower())
        if actor is None:
            actor = self.unnamed[name.lower()] = self.cast.add("Person" if person else "Organization", name)
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
        "these",
        "those",
        "both",
    ):
        words.pop(0)
    return " ".join(words)
