"""Two readings of one article as one: what both say is surer, what one says is kept, what they differ in is told.

Claims of two readers are one where their words lie in the same sentences and their parties are mostly the same. In a
slot that only one fills, his value stands; where values differ, the surer reader's stands, and the difference is kept
with both values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.llm.pairing import matched, overlap, same_event, same_post, same_words
from kg.llm.sheet import Sheet
from kg.model import Doubt, Evidence, Extraction, PartialDate

_SURE = 0.98
_KIND_FIELDS = {
    "meetings": ("participants", ("kind", "status", "when", "place", "host", "round", "topic", "outcome")),
    "proposals": ("proposers", ("form", "submitted", "published", "topic")),
    "responses": ("respondents", ("status", "stance", "form", "when", "proposal")),
}
_TOLD = frozenset({"kind", "status", "stance", "when", "submitted", "published", "speaker"})
"""Slots in which a difference is worth a person's look."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The joint reading.

    Attributes:
        extraction: with what the readers differ in as its doubts.
        agreed: claims that both readers made.
    """

    extraction: Extraction
    agreed: int


def told(doubt: Doubt, text: str) -> str:
    """Return what a doubt is about in one line, with the words of the article that it rests on."""
    words = " ".join(doubt.span.of(text).split())[:120]
    return f"{doubt.kind}, {doubt.slot}: rules read {doubt.rules}, the model {doubt.model}: “{words}”"


def join(rules: Extraction, model: Extraction) -> Joined:
    """Return the union of two readings of an article whose actors have the same keys."""
    return _Join(rules, model).joined()


def outside(sheet: Sheet, numbers: Iterable[int]) -> Extraction:
    """Return what the rules read, in whole or in part, outside the sentences with these numbers."""
    shown = {n - 1 for n in numbers}
    spans = [s.span for s in sheet.sentences if s.id in shown and s.zone != "headline"]

    def apart(claim: Any) -> bool:
        return not all(any(s.overlaps(e.span) for s in spans) for e in claim.evidence)

    rules = sheet.rules
    proposals = tuple(p for p in rules.proposals if apart(p))
    kept = {p.key for p in proposals}
    return replace(
        rules,
        meetings=tuple(m for m in rules.meetings if apart(m)),
        proposals=proposals,
        responses=tuple(
            replace(r, proposal=r.proposal if r.proposal in kept else None)
            for r in rules.responses
            if apart(r)
        ),
        statements=tuple(s for s in rules.statements if apart(s)),
    )


class _Join:
    def __init__(self, rules: Extraction, model: Extraction) -> None:
        self.rules, self.model = rules, model
        self.text = rules.article.text
        self.agreed = 0
        self.doubts: list[Doubt] = []

    def joined(self) -> Joined:
        """Join kind by kind; proposals before the responses that refer to them."""
        actors = self._actors()
        positions = self._pairs(self.rules.positions, self.model.positions, same_post, self._post)
        meetings, moved = self._events("meetings", "m")
        proposals, keys = self._events("proposals", "p")
        ours = [replace(r, proposal=keys.get(("rules", r.proposal))) for r in self.rules.responses]
        theirs = [replace(r, proposal=keys.get(("model", r.proposal))) for r in self.model.responses]
        responses, _ = self._events("responses", "r", ours, theirs)
        statements = self._statements(moved)
        merged = replace(
            self.rules,
            actors=actors,
            positions=tuple(positions),
            meetings=tuple(replace(m, about=_moved(m.about, keys)) for m in meetings),
            proposals=tuple(proposals),
            responses=tuple(responses),
            statements=statements,
        )
        return Joined(replace(merged, doubts=tuple(self._keyed(merged))), self.agreed)

    def _keyed(self, merged: Extraction) -> Iterator[Doubt]:
        """Give doubts the keys that their claims got; those of what another claim took the place of go."""
        for doubt in self.doubts:
            for claim in getattr(merged, f"{doubt.kind}s"):
                if any(e.span == doubt.span for e in claim.evidence) and _value(
                    claim, doubt.slot, merged
                ) == (doubt.rules if doubt.kept == "rules" else doubt.model):
                    yield replace(doubt, key=claim.key)
                    break

    # ------------------------------------------------------------------ actors, posts

    def _actors(self) -> tuple[Any, ...]:
        ours = {a.key: a for a in self.rules.actors}
        theirs = {a.key: a for a in self.model.actors}
        found = []
        for key in sorted(ours.keys() | theirs.keys(), key=lambda k: int(k[1:])):
            a, b = ours.get(key), theirs.get(key)
            if a is None or b is None:
                found.append(a or b)
                continue
            self.agreed += 1
            names = dict.fromkeys((*a.aliases, *b.aliases))
            found.append(
                replace(
                    a,
                    aliases=tuple(n for n in names if n != a.name),
                    organ_of=a.organ_of or b.organ_of,
                    evidence=_surer(a.evidence, b.evidence),
                )
            )
        return tuple(found)

    def _post(self, a: Any, b: Any) -> Any:
        titles = dict.fromkeys((*a.other_titles, b.title, *b.other_titles))
        return replace(
            a,
            within=a.within or b.within,
            other_titles=tuple(t for t in titles if t != a.title),
            evidence=_surer(a.evidence, b.evidence),
        )

    def _pairs(
        self,
        ours: Sequence[Any],
        theirs: Sequence[Any],
        same: Callable[[Any, Any], float],
        make: Callable[[Any, Any], Any],
    ) -> list[Any]:
        """Pair claims, the best fitting first, and return pairs made one with all that found no partner."""
        partner = matched(ours, theirs, same)
        self.agreed += len(partner)
        found = [make(a, theirs[partner[i]]) if i in partner else a for i, a in enumerate(ours)]
        return found + [b for j, b in enumerate(theirs) if j not in partner.values()]

    # ------------------------------------------------------------------ events

    def _events(
        self, kind: str, letter: str, ours: Sequence[Any] | None = None, theirs: Sequence[Any] | None = None
    ) -> tuple[list[Any], dict[tuple[str, str | None], str]]:
        ours = getattr(self.rules, kind) if ours is None else ours
        theirs = getattr(self.model, kind) if theirs is None else theirs
        parties, slots = _KIND_FIELDS[kind]
        partner = matched(ours, theirs, lambda a, b: same_event(a, b, parties))
        self.agreed += len(partner)
        both: list[tuple[tuple[tuple[str, str], ...], Any]] = []
        for i, a in enumerate(ours):
            if i in partner:
                b = theirs[partner[i]]
                both.append(((("rules", a.key), ("model", b.key)), self._event(kind, a, b, slots)))
            else:
                both.append(((("rules", a.key),), a))
        both += [((("model", b.key),), b) for j, b in enumerate(theirs) if j not in partner.values()]
        both.sort(key=lambda pair: (pair[1].evidence[0].span, pair[0]))
        keys: dict[tuple[str, str | None], str] = {}
        found = []
        for n, (origins, claim) in enumerate(both, 1):
            keys |= dict.fromkeys(origins, f"{letter}{n}")
            found.append(replace(claim, key=f"{letter}{n}"))
        return found, keys

    def _event(self, kind: str, a: Any, b: Any, slots: Sequence[str]) -> Any:
        sure_of_a = a.evidence[0].confidence >= b.evidence[0].confidence
        base, other = (a, b) if sure_of_a else (b, a)
        values: dict[str, Any] = {}
        for slot in slots:
            mine, his = getattr(a, slot), getattr(b, slot)
            values[slot] = getattr(base, slot) if getattr(base, slot) is not None else getattr(other, slot)
            if mine is not None and his is not None and _differ(mine, his) and slot in _TOLD:
                self._differ(kind, slot, (_told(mine), _told(his)), base.evidence, kept=values[slot] == mine)
        if kind == "proposals":
            known = {p.text for p in base.provisions}
            more = tuple(p for p in other.provisions if not any(overlap(p, q) for q in base.provisions))
            values |= {
                "provisions": base.provisions + tuple(p for p in more if p.text not in known),
                "addressees": base.addressees or other.addressees,
                "names": tuple(dict.fromkeys((*base.names, *other.names))),
            }
        if kind == "responses":
            values["recipients"] = base.recipients or other.recipients
        return replace(base, **values, evidence=_surer(base.evidence, other.evidence))

    def _differ(
        self, kind: str, slot: str, values: tuple[str, str], evidence: Sequence[Evidence], *, kept: bool
    ) -> None:
        thing: Any = kind.removesuffix("s")
        stands = "rules" if kept else "model"
        self.doubts.append(Doubt(thing, "", evidence[0].span, slot, *values, stands))

    # ------------------------------------------------------------------ statements

    def _statements(self, meetings: dict[tuple[str, str | None], str]) -> tuple[Any, ...]:
        ours = [replace(s, made_at=meetings.get(("rules", s.made_at))) for s in self.rules.statements]
        found = self._pairs(ours, self.model.statements, same_words, self._statement)
        found.sort(key=lambda s: (s.evidence[0].span, s.speaker))
        return tuple(replace(s, key=f"s{n}") for n, s in enumerate(found, 1))

    def _statement(self, a: Any, b: Any) -> Any:
        base, other = (a, b) if a.evidence[0].confidence >= b.evidence[0].confidence else (b, a)
        if a.speaker != b.speaker:
            names = {c.key: c.name for c in (*self.model.actors, *self.rules.actors)}
            said = names.get(a.speaker, "?"), names.get(b.speaker, "?")
            self._differ("statements", "speaker", said, base.evidence, kept=base is a)
            return base
        evidence = tuple(
            replace(e, confidence=_both(base.evidence[0].confidence, other.evidence[0].confidence))
            for e in base.evidence
        )
        # the pieces of a statement are its text: the other reader's words do not join them
        return replace(base, evidence=evidence, made_at=a.made_at or b.made_at, verb=base.verb or other.verb)


# ------------------------------------------------------------------------------------------- values


def _differ(a: Any, b: Any) -> bool:
    if isinstance(a, PartialDate) and isinstance(b, PartialDate):
        return not a.compatible(b)
    return bool(a != b)


def _value(claim: Any, slot: str, found: Extraction) -> str:
    value = getattr(claim, slot)
    if slot == "speaker":
        return next((a.name for a in found.actors if a.key == value), "?")
    return _told(value)


def _told(value: Any) -> str:
    if isinstance(value, PartialDate):
        return f"{value.value}/{value.until}" if value.until else value.value
    return str(value)


def _both(a: float, b: float) -> float:
    """How sure two readers are together, as if they erred independently; they do not quite, hence the ceiling."""
    return round(min(_SURE, 1 - (1 - a) * (1 - b)), 2)


def _surer(a: Sequence[Evidence], b: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return both readers' evidence, surer since they agree."""
    sure = _both(a[0].confidence, b[0].confidence)
    return tuple(replace(e, confidence=sure) for e in (*a, *b))


def _moved(keys: Sequence[str], moved: dict[tuple[str, str | None], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(moved.get(("rules", key), key) for key in keys))
