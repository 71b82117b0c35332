"""Transcripts and interviews: whose turn each paragraph is, by the labels at the beginnings of lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.reporting import reporting
from kg.extract.statements.paragraphs import Paragraph, paragraphs
from kg.extract.statements.report import Report
from kg.gazetteer import titles
from kg.model import Mention, Span

_WORD = r"(?:[A-Z][\w.'’-]*|of|de|del|da|dos|van|von|der|bin|al|el|la|the)"
_LABEL = re.compile(
    rf"(?P<label>{_WORD}(?:[ ]{_WORD}){{0,5}})(?:\s*\([^)\n]{{1,60}}\))?(?:,[^:\n]{{1,50}})?\s?:\s+(?=\S)"
    r"|(?P<q>Q)\.?\s+(?=[A-Z\"“])"
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b")
_MOSTLY = 0.6  # of somebody's turns are questions: he interviews


@dataclass(slots=True)
class _Turn:
    """A paragraph and whose it is: ``label`` as written, empty where the paragraph has none."""

    paragraph: Paragraph
    label: str
    words: Span

    def asks(self, text: str) -> bool:
        return self.words.of(text).rstrip(" \"”'’").endswith("?")


def find_turns(tree: Tree, cast: Cast) -> list[Report]:
    """Return a report per turn of a transcript; who only asks says nothing, and is taken out of the cast.

    An article is a transcript if its paragraphs begin with speakers' labels: one of them again and again, or one that
    asks ("Q:"); where it is marked as a transcript or interview, two labels are enough. In an interview with one who
    answers, paragraphs without a label are read by whether they ask.
    """
    return _Turns(tree, cast).reports()


class _Turns:
    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.cast = cast
        self.text = tree.doc.article.text
        self.lex = reporting()
        self.full: dict[str, str] = {}
        self.turns = [
            _Turn(p, *self._label(p)) for p in paragraphs(tree.doc) if p.zone not in ("headline", "furniture")
        ]

    def _label(self, paragraph: Paragraph) -> tuple[str, Span]:
        hit = _LABEL.match(self.text, paragraph.span.start, paragraph.span.end)
        if hit is None:
            return "", paragraph.span
        label = hit["label"] or hit["q"]
        return ("", paragraph.span) if self._no_label(label) else (label, Span(hit.end(), paragraph.span.end))

    def _no_label(self, label: str) -> bool:
        return label.casefold() in self.lex.no_labels

    def reports(self) -> list[Report]:
        """Return the reports of all turns in order."""
        labelled = [t for t in self.turns if t.label]
        self.full = self._full({self._plain(t.label) for t in labelled})
        uses = Counter(self._whose(t) for t in labelled)
        asking = {label for label in uses if label in self.lex.asking}
        marked = self.tree.doc.article.form is not None
        if len(labelled) < 2 or not (marked or asking or (len(labelled) > 2 and max(uses.values()) > 1)):
            return []
        names = {label: self._resolve(label, uses) for label in uses}
        speakers = sorted({n for n in names.values() if n})
        askers = self._askers(labelled, names, asking)
        answering = [n for n in speakers if n not in askers]
        made = self._spoken(names, askers, answering[0] if len(answering) == 1 else None)
        self._clear(labelled, names, {key for _, key in made}, {n for n in askers if n})
        return [self._report(pieces, key) for pieces, key in made]

    def _report(self, pieces: list[_Turn], key: str) -> Report:
        first = pieces[0].paragraph
        spans = tuple(self._trimmed(t.words) for t in pieces)
        return Report(":", first.first, (), spans, "dialogue", first.sentence, keys=(key,))

    def _trimmed(self, span: Span) -> Span:
        words = span.of(self.text)
        start = span.start + len(words) - len(words.lstrip(' \t\n"“'))
        end = span.start + len(words.rstrip())
        if end > start and self.text[end - 1] in '"”':
            end -= 1
        return Span(start, end - (end > start and self.text[end - 1] == "."))

    # ------------------------------------------------------------------ who

    def _plain(self, label: str) -> str:
        """Return a label for comparison: lower case, without title of address."""
        words = [
            w for w in label.casefold().replace("’", "'").split() if w.rstrip(".") not in self.lex.addresses
        ]
        return " ".join(words).rstrip(".") or label.casefold()

    def _full(self, labels: set[str]) -> dict[str, str]:
        """Return the long form of shortened labels: "HG" after "Harbour Gazette", "Diaz" after "Ana Diaz"."""
        found: dict[str, str] = {}
        for long in sorted(labels):
            words = long.split()
            if len(words) > 1:
                found |= {s: long for s in ("".join(w[0] for w in words), words[-1]) if s in labels}
        return found

    def _whose(self, turn: _Turn) -> str:
        label = self._plain(turn.label)
        return self.full.get(label, label)

    def _resolve(self, label: str, uses: Counter[str]) -> str | None:
        """Return the key of the actor that a label names; one whom only labels name is added to the cast."""
        if label in self.lex.asking:
            return None
        if label in self.lex.answering:
            return self._introduced()
        known = self._known(label) or self._body(label)
        if known:
            return known
        mine = [t for t in self.turns if t.label and self._whose(t) == label]
        titled = label == "the" or label.startswith("the ")
        if titled or (uses[label] < 2 and not any(self._addressed(t.label) for t in mine)):
            return None
        name = mine[0].label if not mine[0].label.isupper() else mine[0].label.title()
        words = name.split()
        words = words[titles().match(words) :]  # "FOREIGN MINISTER DIAZ"
        words = [w for w in words if w.casefold().rstrip(".") not in self.lex.addresses]
        if not words:
            return None
        actor = self.cast.add("Person", " ".join(words))
        actor.labelled = True
        actor.called(actor.name)
        return actor.key

    def _addressed(self, label: str) -> bool:
        return any(w.casefold().rstrip(".") in self.lex.addresses for w in label.split())

    def _known(self, label: str) -> str | None:
        persons = [a for a in self.cast.actors.values() if a.kind == "Person" and self._outside(a.key)]
        whole = [a for a in persons if label in {n.casefold() for n in (a.name, *a.names)}]
        last = [a for a in persons if a.name.casefold().split()[-1] == label.split()[-1]]
        office = [a for a in persons if label.removeprefix("the ") in {t.casefold() for t in a.titles}]
        for found in (whole, last if len(label.split()) == 1 else [], office):
            if found:
                return found[0].key
        return None

    def _body(self, label: str) -> str | None:
        """Return the state or body of that name, which speaks for itself where delegations take turns."""
        if self.tree.doc.article.form is None:
            return None
        found = [
            a
            for a in self.cast.actors.values()
            if a.kind != "Person" and label.removeprefix("the ") in {n.casefold() for n in (a.name, *a.names)}
        ]
        return found[0].key if len(found) == 1 and self._outside(found[0].key) else None

    def _outside(self, key: str) -> bool:
        """Tell whether an actor is spoken of anywhere but in labels."""
        labels = [Span(t.paragraph.span.start, t.words.start) for t in self.turns if t.label]
        return any(m.actor == key and not any(s.overlaps(m.span) for s in labels) for m in self.cast.mentions)

    def _introduced(self) -> str | None:
        """Return the person of whom most is said before the first turn: he answers."""
        start = next((t.paragraph.span.start for t in self.turns if t.label), 0)
        named = Counter(
            m.actor
            for m in self.cast.mentions
            if m.span.start < start and self.cast.actors[m.actor].kind == "Person"
        )
        return max(named, key=lambda k: (named[k], -int(k[1:]))) if named else None

    def _askers(
        self, labelled: list[_Turn], names: dict[str, str | None], asking: set[str]
    ) -> set[str | None]:
        """Return who only asks: a label for it, or of two the one with the questions, if no office holder."""
        askers: set[str | None] = {names[label] for label in asking}
        speakers = sorted({n for n in names.values() if n})
        rates = {}
        for key in speakers:
            mine = [t for t in labelled if names[self._whose(t)] == key]
            rates[key] = sum(t.asks(self.text) for t in mine) / len(mine)
        others = [k for k in speakers if rates[k] < 1 - _MOSTLY]
        if not asking and len(speakers) == 2 and len(others) == 1:
            askers |= {k for k in speakers if rates[k] >= _MOSTLY and not self.cast.actors[k].titles}
        return askers

    # ------------------------------------------------------------------ what

    def _spoken(
        self, names: dict[str, str | None], askers: set[str | None], only: str | None
    ) -> list[tuple[list[_Turn], str]]:
        """Return the turns with their speakers; a paragraph without a label goes on, or answers in an interview."""
        made: list[tuple[list[_Turn], str]] = []
        begun, current, asked = False, None, False
        for turn in self.turns:
            begun = begun or bool(turn.label)
            if not begun:
                continue
            if turn.label:
                current = names[self._whose(turn)]
                asked = current is None or current in askers
                if not asked and current:
                    made.append(([turn], current))
            elif askers and only and turn.asks(self.text):
                asked, current = True, None
            elif asked and only and _FIRST_PERSON.search(turn.words.of(self.text)):
                asked, current = False, only
                made.append(([turn], only))
            elif current and made and not asked and _FIRST_PERSON.search(turn.words.of(self.text)):
                made[-1][0].append(turn)
            else:
                current = None
        return made

    def _clear(
        self, labelled: list[_Turn], names: dict[str, str | None], kept: set[str], askers: set[str]
    ) -> None:
        """Take out of the cast who only asks and what the labels were mistaken for; enter the labels of the others."""
        gone = askers - kept
        for key in self.cast.actors:
            mentioned = any(m.actor == key for m in self.cast.mentions)
            if key not in kept and mentioned and not self._outside(key):
                gone.add(key)
        self.cast.forget(gone)
        tokens = self.tree.tokens
        for turn in labelled:
            speaker = names[self._whose(turn)]
            if speaker is not None and speaker in kept:
                where = Span(turn.paragraph.span.start, turn.paragraph.span.start + len(turn.label))
                name = max(
                    i for i in range(turn.paragraph.first, turn.paragraph.last) if tokens[i].start < where.end
                )
                self.cast.mention(Mention(where, speaker, name, "name"), (name,))
