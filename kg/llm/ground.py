"""From a filled-in form to claims: every quote aligned, every name resolved, every date read by our own code.

What does not stand in the article gives no claim, whatever else the model says of it. All that is dropped is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.llm.actors import Actors
from kg.llm.align import align, pieces
from kg.llm.answer import Form
from kg.llm.data import guide
from kg.llm.sheet import Sheet
from kg.llm.when import date_of
from kg.model import (
    Evidence,
    Extraction,
    MeetingClaim,
    PartialDate,
    PositionClaim,
    ProposalClaim,
    ProvisionClaim,
    ResponseClaim,
    Span,
    StatementClaim,
)

VERSION = "0.1"
_BETWEEN = " … "


@dataclass(slots=True)
class Tally:
    """What became of the quotes, names and dates of a form.

    Attributes:
        quotes: "exact", "normalised", "fuzzy" and, dropped, "nowhere" and "to a machine"; of those kept, "twice" and
            "elsewhere" too.
        dropped: why entries or parts of them gave no claim.
    """

    quotes: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add the counts of another."""
        self.quotes.update(other.quotes)
        self.dropped.update(other.dropped)


def ground(sheet: Sheet, form: Form, *, model: str) -> tuple[Extraction, Tally]:
    """Return the claims of a form that the article supports, and what became of the rest.

    Args:
        sheet: the article.
        form: what a model filled in.
        model: its name, which becomes part of ``kg:extractor``.
    """
    grounding = _Grounding(sheet, form, model)
    return grounding.extraction(), grounding.tally


class _Grounding:
    def __init__(self, sheet: Sheet, form: Form, model: str) -> None:
        self.sheet = sheet
        self.form = form
        self.tally = Tally()
        self.stamp = f"{VERSION}+{guide().version}.{_slug(model)}"
        self.actors = Actors(sheet, form.entries.get("actors", ()), self.evidence)
        self.tally.dropped.update(self.actors.dropped)
        self.proposals: dict[str, str] = {}

    def extraction(self) -> Extraction:
        """Return all claims; those of proposals come before the responses that refer to them."""
        positions = self._all("positions", self._position)
        meetings = self._all("meetings", self._meeting)
        proposals = self._all("proposals", self._proposal)
        responses = self._all("responses", self._response)
        statements = self._all("statements", self._statement)
        return Extraction(
            article=self.sheet.article,
            actors=self.actors.claims(),
            positions=tuple(positions),
            meetings=tuple(meetings),
            proposals=tuple(proposals),
            responses=tuple(responses),
            statements=tuple(statements),
            cites=self.sheet.rules.cites,
        )

    def _all(self, part: str, make: Any) -> list[Any]:
        made: list[Any] = []
        seen: set[Any] = set()
        for entry in self.form.entries.get(part, ()):
            claim = make(entry, len(made) + 1)
            if claim is None:
                continue
            marks = (type(claim), tuple(e.span for e in claim.evidence), _parties(claim))
            if marks in seen:
                self.tally.dropped[f"{part}: told twice"] += 1
                continue
            seen.add(marks)
            made.append(claim)
        return made

    # ------------------------------------------------------------------ kinds of claims

    def _position(self, entry: Mapping[str, Any], _: int) -> PositionClaim | None:
        person, within = self.actors.key(entry["person"]), self.actors.key(entry["within"])
        evidence = self.evidence("position", entry["evidence"])
        # the title's own words, as near to the person as the model's quote says
        spans = self._spans([{"sentence": entry["evidence"][0]["sentence"] if entry["evidence"] else 0,
                              "quote": entry["title"]}])  # fmt: skip
        if person is None or self.actors.kind(person) != "Person":
            self._drop("positions: holder is no person of the text")
            return None
        if not spans:
            self._drop("positions: title stands nowhere")
            return None
        title = " ".join(spans[0][0].of(self.sheet.text).split())
        return PositionClaim(person, title, within, evidence or self._witness("position", spans))

    def _meeting(self, entry: Mapping[str, Any], n: int) -> MeetingClaim | None:
        evidence, parties = (
            self.evidence("meeting", entry["evidence"]),
            self.actors.keys(entry["participants"]),
        )
        if not evidence:
            self._drop("meetings: no evidence")
            return None
        if not parties:
            self._drop("meetings: no participant")
            return None
        return MeetingClaim(
            key=f"m{n}",
            kind=entry["kind"],
            participants=parties,
            status=entry["status"],
            evidence=evidence,
            when=self._when(entry["when"], evidence),
            place=self._words(entry["place"], evidence),
            host=self.actors.key(entry["host"]),
            round=entry["round"] if (entry["round"] or 0) > 0 else None,
            topic=self._words(entry["topic"], evidence),
            outcome=self._words(entry["outcome"], evidence),
        )

    def _proposal(self, entry: Mapping[str, Any], n: int) -> ProposalClaim | None:
        evidence, by = self.evidence("proposal", entry["evidence"]), self.actors.keys(entry["proposers"])
        if not evidence:
            self._drop("proposals: no evidence")
            return None
        if not by:
            self._drop("proposals: no proposer")
            return None
        self.proposals.setdefault(str(entry["key"]), f"p{n}")
        return ProposalClaim(
            key=f"p{n}",
            proposers=by,
            addressees=tuple(key for key in self.actors.keys(entry["addressees"]) if key not in by),
            evidence=evidence,
            form=entry["form"],
            submitted=self._when(entry["submitted"], evidence),
            published=self._when(entry["published"], evidence),
            topic=self._words(entry["topic"], evidence),
            provisions=tuple(self._provisions(entry["provisions"])),
        )

    def _provisions(self, quotes: Sequence[Mapping[str, Any]]) -> Iterable[ProvisionClaim]:
        seen = set()
        for quote in quotes:
            spans = self._spans([quote])
            text = self._joined(spans)
            if spans and text not in seen:
                seen.add(text)
                yield ProvisionClaim(text, self._witness("provision", spans))

    def _response(self, entry: Mapping[str, Any], n: int) -> ResponseClaim | None:
        evidence, by = self.evidence("response", entry["evidence"]), self.actors.keys(entry["respondents"])
        if not evidence:
            self._drop("responses: no evidence")
            return None
        if not by:
            self._drop("responses: no respondent")
            return None
        return ResponseClaim(
            key=f"r{n}",
            respondents=by,
            recipients=tuple(key for key in self.actors.keys(entry["recipients"]) if key not in by),
            status=entry["status"],
            evidence=evidence,
            proposal=self.proposals.get(str(entry["proposal"])),
            when=self._when(entry["when"], evidence),
            form=entry["form"],
            # what has not been given yet has no stance
            stance=entry["stance"] if entry["status"] == "Given" else None,
        )

    def _statement(self, entry: Mapping[str, Any], n: int) -> StatementClaim | None:
        speaker, spans = self.actors.key(entry["speaker"]), self._spans(entry["evidence"])
        if not spans:
            self._drop("statements: words stand nowhere")
            return None
        if speaker is None:
            self._drop("statements: no speaker")
            return None
        return StatementClaim(
            key=f"s{n}",
            speaker=speaker,
            text=self._joined(spans),
            mode=entry["mode"],
            evidence=self._witness("statement", spans),
            verb=entry["verb"],
        )

    # ------------------------------------------------------------------ words

    def evidence(self, kind: str, quotes: Sequence[Mapping[str, Any]]) -> tuple[Evidence, ...]:
        """Return the quotes that stand in the article as evidence."""
        return self._witness(kind, self._spans(quotes))

    def _spans(self, quotes: Sequence[Mapping[str, Any]]) -> list[tuple[Span, bool]]:
        """Return where quotes stand, each with whether only nearly; in the order given."""
        spans: list[tuple[Span, bool]] = []
        for quote in quotes:
            found = [self._span(piece, quote["sentence"] or None) for piece in pieces(quote["quote"])]
            # a quote whose pieces do not all stand in the text is no quote of it
            if found and all(found):
                spans += [one for one in found if one is not None and one not in spans]
        return spans

    def _span(self, words: str, number: int | None) -> tuple[Span, bool] | None:
        found = align(self.sheet, words, number)
        if found is None:
            self.tally.quotes["nowhere"] += 1
            return None
        sentence = self.sheet.sentence(found.span).of(self.sheet.text)
        if any(pattern.search(sentence) for pattern in guide().machines):
            self.tally.quotes["to a machine"] += 1
            return None
        self.tally.quotes[found.how] += 1
        self.tally.quotes["twice"] += found.twice
        self.tally.quotes["elsewhere"] += found.elsewhere
        return found.span, found.how == "fuzzy"

    def _witness(self, kind: str, spans: Sequence[tuple[Span, bool]]) -> tuple[Evidence, ...]:
        rates = guide().confidence
        sure = rates.get(kind, rates["default"])
        return tuple(
            Evidence(
                span,
                self.sheet.sentence(span),
                f"parley-llm.{kind}/{self.stamp}",
                round(sure * (rates["fuzzy"] if nearly else 1), 2),
            )
            for span, nearly in spans
        )

    def _joined(self, spans: Sequence[tuple[Span, bool]]) -> str:
        return _BETWEEN.join(" ".join(span.of(self.sheet.text).split()) for span, _ in spans)

    def _words(self, words: str | None, evidence: Sequence[Evidence]) -> str | None:
        """Return words of the article as they stand there, near the evidence; ``None`` for words that do not."""
        if not words:
            return None
        near = next((s.id + 1 for s in self.sheet.sentences if s.span.overlaps(evidence[0].span)), 0)
        spans = self._spans([{"sentence": near, "quote": words}])
        return self._joined(spans) if len(spans) == 1 else None

    def _when(self, quote: Mapping[str, Any] | None, evidence: Sequence[Evidence]) -> PartialDate | None:
        if quote is None:
            return None
        span = self._span(quote["quote"], quote["sentence"] or None)
        date = date_of(self.sheet, span[0]) if span is not None else None
        if date is None:
            self.tally.dropped["dates: no date in the quoted words"] += 1
        return date

    def _drop(self, why: str) -> None:
        """Count why there is no claim."""
        self.tally.dropped[why] += 1


def _parties(claim: Any) -> tuple[str, ...]:
    for name in ("participants", "proposers", "respondents"):
        if hasattr(claim, name):
            return tuple(getattr(claim, name))
    return (getattr(claim, "speaker", ""), getattr(claim, "person", ""), getattr(claim, "title", ""))


def _slug(model: str) -> str:
    """A model's name as it may stand in an extractor's: without the slash that parts it from the version."""
    return "".join(c if c.isalnum() or c in "-.:" else "-" for c in model)
