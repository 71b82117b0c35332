"""What became of every sentence: its clauses, the frames that know their words, the claims, and the claims not made.

Nothing here decides anything. It reads what the extractors left in a ``Trace`` and puts it beside the sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import lexicon
from kg.extract.match import TYPES
from kg.extract.match import frames as event_frames
from kg.extract.trace import Trace, Weighed
from kg.model import Clauses, Document, Evidence, Extraction, Predicate, Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """One article with all that was made of it."""

    doc: Document
    clauses: Clauses
    extraction: Extraction
    trace: Trace


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate for people.

    Attributes:
        features: tense, modality, negation and the like, as words.
        arguments: role, text, and names of the actors that the text denotes.
        frames: families of claims whose lexicon knows the lemma.
    """

    lemma: str
    features: tuple[str, ...]
    arguments: tuple[tuple[str, str, tuple[str, ...]], ...]
    frames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A claim that rests first on this sentence."""

    rule: str
    confidence: float
    marks: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class NotMade:
    """A word that a lexicon knows and that gave no claim, and why."""

    word: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """One sentence and what became of it."""

    sentence: Sentence
    text: str
    clauses: tuple[Clause, ...]
    made: tuple[Made, ...]
    not_made: tuple[NotMade, ...]


def account(reading: Reading) -> Iterator[Account]:
    """Yield every sentence of an article, in order."""
    teller = _Teller(reading)
    for sentence in reading.doc.sentences:
        yield teller.of(sentence)


class _Teller:
    def __init__(self, reading: Reading) -> None:
        self.doc = reading.doc
        self.trace = reading.trace
        self.text = reading.doc.article.text
        self.extraction = reading.extraction
        self.names = {actor.key: actor.name for actor in reading.extraction.actors}
        self.predicates: dict[int, list[Predicate]] = {}
        for predicate in reading.clauses.predicates:
            self.predicates.setdefault(predicate.sentence, []).append(predicate)
        provisions = [part for p in reading.extraction.proposals for part in p.provisions]
        self.claims: list[tuple[Weighed, Any]] = [
            (w, (provisions if w.kind == "provisions" else getattr(self.extraction, w.kind))[w.index])
            for w in reading.trace.weighed
        ]

    def of(self, sentence: Sentence) -> Account:
        predicates = self.predicates.get(sentence.id, [])
        return Account(
            sentence=sentence,
            text=" ".join(sentence.span.of(self.text).split()),
            clauses=tuple(self._clause(p) for p in predicates),
            made=tuple(
                Made(w.rule, w.confidence, w.marks, self._what(w, claim))
                for w, claim in self.claims
                if sentence.span.start <= claim.evidence[0].span.start < sentence.span.end
            ),
            not_made=(*self._noted(sentence), *self._untold(sentence, predicates)),
        )

    def _clause(self, p: Predicate) -> Clause:
        features = (
            "" if p.tense == "none" else p.tense,
            "" if p.aspect == "simple" else p.aspect,
            f"modality {p.modality}" if p.modality else "",
            "negated" if p.negated else "",
            "conditional" if p.conditional else "",
            "passive" if p.passive else "",
            f"with {p.light!r}" if p.light else "",
            "quoted" if self._quoted(p.head) else "",
        )
        arguments = tuple(
            (a.role, " ".join(a.span.of(self.text).split()), self.trace.denoted.get(a.head, ()))
            for a in p.arguments
        )
        return Clause(p.lemma, tuple(f for f in features if f), arguments, frames(p.lemma))

    def _quoted(self, token: int) -> bool:
        start = self.doc.tokens[token].start
        return any(q.inner.start <= start < q.inner.end for q in self.doc.quotations)

    # ------------------------------------------------------------------ claims not made

    def _noted(self, sentence: Sentence) -> Iterator[NotMade]:
        for note in self.trace.notes:
            inside = sentence.first <= note.token < sentence.last
            family = note.rule.partition(".")[0]
            # what one rule gave up another may have read
            if inside and not note.made and not self._claimed(note.token, family):
                yield NotMade(self.doc.tokens[note.token].text, note.rule, note.reason)

    def _untold(self, sentence: Sentence, predicates: Sequence[Predicate]) -> Iterator[NotMade]:
        """Words with a frame that gave no claim and that no rule spoke of: what stands out about them."""
        for p in predicates:
            for family in frames(p.lemma):
                if not self._claimed(p.head, family) and not self._spoken_of(p, family):
                    yield NotMade(self.doc.tokens[p.head].text, family, self._suspicion(p))

    def _claimed(self, token: int, family: str) -> bool:
        start, lemma = self.doc.tokens[token].start, self.doc.tokens[token].lemma.lower()
        for weighed, claim in self.claims:
            if weighed.rule.partition(".")[0] != family:
                continue
            evidence: tuple[Evidence, ...] = claim.evidence
            here = any(e.sentence.start <= start < e.sentence.end for e in evidence)
            if here and (family != "statement" or (claim.verb or "").split(" ")[0] == lemma):
                return True
        return False

    def _spoken_of(self, p: Predicate, family: str) -> bool:
        return any(n.token == p.head and n.rule.partition(".")[0] == family for n in self.trace.notes)

    def _suspicion(self, p: Predicate) -> str:
        zone = self.doc.sentences[p.sentence].zone
        reasons = [
            f"in a {zone}" if zone in ("headline", "standfirst") else "",
            "negated" if p.negated else "",
            "conditional" if p.conditional else "",
            f"modality {p.modality}" if p.modality else "",
            "future" if p.tense == "future" else "",
            "inside a quotation" if self._quoted(p.head) else "",
            "inside words reported already" if self._reported(p.head) else "",
            "" if any(self.trace.denoted.get(a.head) for a in p.arguments) else "no party resolved",
        ]
        return ", ".join(r for r in reasons if r) or "its frame lacks a part"

    def _reported(self, token: int) -> bool:
        start = self.doc.tokens[token].start
        return any(e.span.start <= start < e.span.end for s in self.extraction.statements for e in s.evidence)

    # ------------------------------------------------------------------ claims in words

    def _what(self, weighed: Weighed, claim: Any) -> str:
        tell = getattr(self, f"_{weighed.kind}")
        return str(tell(claim))

    def _party(self, *keys: str | None) -> str:
        return ", ".join(self.names.get(key, key) for key in keys if key) or "nobody"

    def _actors(self, a: Any) -> str:
        return f"{a.name} ({a.kind})"

    def _positions(self, p: Any) -> str:
        return f"{self._party(p.person)}: {p.title}" + (f", {self._party(p.within)}" if p.within else "")

    def _meetings(self, m: Any) -> str:
        parts = (m.kind, m.status, self._party(*m.participants), m.when and _date(m.when), m.place)
        return "; ".join(part for part in parts if part)

    def _proposals(self, p: Any) -> str:
        when = p.submitted or p.published
        parts = (
            p.form,
            f"by {self._party(*p.proposers)}",
            f"to {self._party(*p.addressees)}",
            when and _date(when),
        )
        return "; ".join(part for part in parts if part)

    def _provisions(self, p: Any) -> str:
        return f"“{p.text}”"

    def _responses(self, r: Any) -> str:
        parts = (r.status, r.stance, f"by {self._party(*r.respondents)}", f"to {self._party(*r.recipients)}")
        return "; ".join(part for part in (*parts, r.when and _date(r.when)) if part)

    def _statements(self, s: Any) -> str:
        return f"{self._party(s.speaker)}, {s.mode.lower()}: “{' '.join(s.text.split())}”"


def _date(when: Any) -> str:
    return f"{when.value}/{when.until}" if when.until else str(when.value)


@cache
def frames(lemma: str) -> tuple[str, ...]:
    """Return the families of claims whose lexicon knows a lemma, or its first word ("sit" of "sit down")."""
    words = {lemma, lemma.partition(" ")[0]}
    reporting = lexicon.lexicon("reporting")
    found = (
        ["statement"]
        if any(word in reporting.get(key, ()) for key in ("verbs", "nouns") for word in words)
        else []
    )
    # a frame of two words is in play where both stand, which the match itself tells
    known = {f.type for word in words for f in event_frames().get(word, ()) if f.word in words}
    return (*found, *(kind for kind in TYPES if kind in known))
