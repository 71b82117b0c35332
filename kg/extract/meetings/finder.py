"""Meetings: who met whom, when, where, and whether it took place. One event per encounter, all mentions of it merged.

A frame of ``meetings.yaml`` says which word tells of an encounter; ``parties``, ``meeting_status``, ``meeting_days``,
``places`` and ``meeting_details`` each read one slot of it off the clause; ``distribution`` splits, ``merging`` joins.
"""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.extract.meetings.days import Days
from kg.extract.meetings.details import Details
from kg.extract.meetings.distribution import distribute
from kg.extract.meetings.encounters import Encounter, Frame, as_status, encounters
from kg.extract.meetings.merging import merge_encounters
from kg.extract.meetings.parties import Parties
from kg.extract.meetings.places import Places
from kg.extract.meetings.setting import Setting
from kg.extract.meetings.status import Statuses
from kg.model import Clauses, MeetingClaim, MeetingKind, Predicate, Span


def find_meetings(tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> tuple[Encounter, ...]:
    """Return the encounters that an article reports, plans, proposes or denies: merged, keyed, in text order."""
    return Finder(Setting(tree, clauses, cast, witness)).run()


def meeting_claims(found: tuple[Encounter, ...], tree: Tree, witness: Witness) -> tuple[MeetingClaim, ...]:
    """Turn encounters into claims with evidence."""
    text = tree.doc.article.text
    return tuple(
        MeetingClaim(
            key=e.key,
            kind=e.kind,
            participants=tuple(e.parties),
            status=e.status or "Held",
            evidence=witness.of(*list(dict.fromkeys(e.spans))[:4], rule="meeting"),
            when=e.date,
            place=e.place,
            host=e.host,
            round=e.round or None,
            topic=" ".join(e.topic.of(text).split()) if e.topic else None,
            outcome=" ".join(e.outcome.of(text).split()) if e.outcome else None,
        )
        for e in found
    )


_SERIES = frozenset(
    lemma for lemma, frame in encounters().nouns.items() if frame.known or frame.series or frame.body
)


class Finder:
    """Reads the predicates of one document as encounters."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.parties = Parties(setting)
        self.statuses = Statuses(setting)
        self.days = Days(setting)
        self.places = Places(setting)
        self.details = Details(setting)

    def run(self) -> tuple[Encounter, ...]:
        """Return the document's events."""
        found: list[Encounter] = []
        for predicate in self.setting.clauses.predicates:
            encounter = self.read(predicate)
            if encounter is not None:
                found += distribute(self.setting, predicate, encounter) or [encounter]
        for encounter in found:
            encounter.settle(self.setting.published)
        merged = merge_encounters(found, self.setting.cast, self.parties.salient)
        for event in merged:
            held_here = (
                event.status == "Held" and event.kind in ("Talks", "Summit") and event.date == self.days.news
            )
            if event.place is None and event.date is not None and held_here:
                event.place = self.places.scene()
        for number, event in enumerate(merged, 1):
            event.key = f"m{number}"
            for key in (*event.parties, *((event.host,) if event.host else ())):
                self.setting.cast.actors[key].agentive = True
        return tuple(merged)

    def read(self, p: Predicate) -> Encounter | None:
        """Return the encounter that a predicate tells, by its frame; ``None`` if it tells none."""
        if p.kind == "verb" and self.setting.lex.has("happening_verbs", p.lemma):
            return self._next_of_series(p)
        frame = self._frame(p)
        if frame is None or self.setting.container(p) is not None:
            return None
        parties = self.parties.of(p, frame)
        if not self._holds(p, frame, parties):
            self.setting.witness.note(p.head, "meeting", "no parties that could meet")
            return None
        date = self.days.of(p)
        status = self.statuses.of(p, date)
        if status == "none":
            self.setting.witness.note(p.head, "meeting", "denied, no event")
            return None
        occasion = self.details.occasion(p)
        return Encounter(
            kind=self._kind(p, frame),
            noun=p.lemma,
            head=p.head,
            frame=frame,
            parties=parties,
            status=as_status(status),
            date=date,
            place=self.places.of(p),
            definite=self._definite(p),
            round=self.details.round(p),
            host=self.parties.host(p),
            topic=self.details.topic(p),
            outcome=self.details.outcome(p) if p.kind == "noun" else None,
            spans=[self._span(p)],
            occasions=[] if occasion is None else [occasion],
        )

    def _next_of_series(self, p: Predicate) -> Encounter | None:
        """ "A third will follow on Thursday in X": an ordinal alone is another round of the talks told just before."""
        number = next((n for a in p.role("agent", "patient") if (n := self._lone_ordinal(a.head))), None)
        before = [
            q
            for q in self.setting.clauses.predicates
            if q.kind == "noun"
            and q.head < p.head
            and 0 <= p.sentence - q.sentence <= 1
            and q.lemma in _SERIES
        ]
        if number is None or not before:
            return None
        date = self.days.of(p)
        return Encounter(
            kind="Talks",
            noun="round",
            head=p.head,
            frame=self.setting.lex.nouns["round"],
            parties=list(self.setting.cast.all_of(p.role("between", "with", "at"))),
            status=as_status(self.statuses.of(p, date)),
            date=date,
            place=self.places.of(p),
            round=number,
            spans=[self._span(p)],
        )

    def _lone_ordinal(self, i: int) -> int | None:
        token = self.setting.tokens[i]
        alone = token.pos in ("ADJ", "NOUN", "ADV", "NUM") and not any(
            self.setting.tree.kids(i, "amod", "compound", "prep")
        )
        return self.setting.lex.ordinals.get(token.text.lower()) if alone else None

    def _frame(self, p: Predicate) -> Frame | None:
        table = (
            self.setting.lex.nouns if p.kind == "noun" else self.setting.lex.verbs if p.kind == "verb" else {}
        )
        frame = table.get(p.lemma)
        if frame is None or not (frame.needs or frame.lacks):
            return frame
        # "called him to discuss it" has a clause too, but one of purpose
        aims = {a.head for a in p.role("content") if self.setting.tokens[a.head].tag == "VB"}
        if frame.lacks & {a.role for a in p.arguments if a.head not in aims}:
            return None
        return frame if not frame.needs or self.setting.reach(p) & frame.needs else None

    def _holds(self, p: Predicate, frame: Frame, parties: list[str]) -> bool:
        """Keep verbs from metaphor: meeting a deadline, visiting a place alone, discussing with nobody."""
        if any(self.setting.lex.has("contests", word) for word in self.setting.reach(p)):
            return False
        if p.kind == "noun":
            return True
        persons = [self.setting.cast.actors[k].kind == "Person" for k in parties]
        if frame.only == "both":
            return len(parties) > 1
        if frame.only == "persons":
            # "hosted the leaders of Norway and Iceland": persons, though we know only for whom they come
            sent = any(
                self.setting.lex.has("representatives", self.setting.tokens[a.head].lemma.lower())
                for a in p.role("patient")
            )
            return len(parties) > 1 and persons[0] and (all(persons) or sent)
        if frame.kind == "Visit":
            return bool(persons) and persons[0] and len(p.arguments) > 1
        if p.role("patient"):
            return any(self.setting.cast.of(a) for a in p.role("patient")) or (len(parties) > 1 and p.passive)
        return bool(parties)

    def _definite(self, p: Predicate) -> bool | None:
        if p.kind != "noun":
            return None
        determiners = {t.lemma.lower() for t in self.setting.tree.kids(p.head, "det", "predet")}
        owned = any(True for _ in self.setting.tree.kids(p.head, "poss"))
        if owned or any(self.setting.lex.has("definite", d) for d in determiners):
            return True
        return False if any(self.setting.lex.has("indefinite", d) for d in determiners) else None

    def _kind(self, p: Predicate, frame: Frame) -> MeetingKind:
        if frame.kind in ("Talks", "Call"):
            inner = self.setting.inner(p)
            reach = self.setting.reach(p) | (self.setting.reach(inner) if inner is not None else set())
            if any(self.setting.lex.has("call_words", word) for word in reach):
                return "Call"
        return frame.kind

    def _span(self, p: Predicate) -> Span:
        """Return the words from the first to the last argument of the predicate in its own sentence."""
        sentence = self.setting.doc.sentences[p.sentence]
        heads = [p.head, *(a.head for a in p.arguments if a.role not in ("clause", "advcl", "content"))]
        inside = [i for i in heads if sentence.first <= i < sentence.last]
        return Span(self.setting.tokens[min(inside)].start, self.setting.tokens[max(inside)].end)
