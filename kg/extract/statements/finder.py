"""Statements: who says what, from the reports that ``kg.extract.statements.reports`` finds."""

from __future__ import annotations

from dataclasses import replace

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.extract.statements.quoting import Quotes, shared
from kg.extract.statements.report import Report
from kg.extract.statements.reports import find_reports
from kg.extract.statements.speakers import Speakers
from kg.model import Clauses, PartialDate, Sentence, Span, StatementClaim

_QUOTED = ("dialogue", "letter")  # words of a speaker's own without quotation marks
_SHORTEST = 25  # characters of a quotation that goes on without a reporting clause
_FARTHEST = 40  # sentences of one quotation


def find_statements(tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> tuple[StatementClaim, ...]:
    """Return the statements of an article in text order; two speakers of one attribution give two.

    Speakers whom the article leaves unnamed ("critics", "a source") are added to the cast.
    """
    return _Statements(tree, clauses, cast, witness).run()


class _Statements:
    def __init__(self, tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> None:
        self.tree = tree
        self.sentences = tree.doc.sentences
        self.text = tree.doc.article.text
        self.cast = cast
        self.witness = witness
        self.quotes = Quotes(tree.doc)
        self.speakers = Speakers(tree, cast)
        self.reports: dict[int, list[Report]] = {}
        for report in find_reports(tree, clauses, self.quotes, cast):
            self.reports.setdefault(report.sentence, []).append(report)
        self.used: list[Span] = []
        self.claims: list[StatementClaim] = []

    def run(self) -> tuple[StatementClaim, ...]:
        last: tuple[str, ...] = ()
        for sentence in self.sentences:
            waiting = list(self.reports.get(sentence.id, ()))
            while waiting:
                report = waiting.pop(0)
                if sentence.zone in ("headline", "standfirst") and report.pattern not in (
                    "headline",
                    "clause",
                    "phrase",
                ):
                    self.witness.note(report.anchor, "statement", "a headline only summarises")
                    continue
                speakers = report.keys or self.speakers.find(report, last)
                pieces = self._with_continuation(list(report.pieces), sentence)
                if not speakers:
                    waiting[:0] = report.inner
                if not speakers or self._taken(pieces[0]):
                    why = "its words are reported already" if speakers else "no speaker resolved"
                    self.witness.note(report.anchor, "statement", why)
                    continue
                self.used += pieces
                via = self.speakers.via(report)
                for speaker in speakers:
                    self._claim(report, speaker, pieces, via, sentence)
                if report.pattern != "noun":
                    last = speakers
            if sentence.id not in self.reports and last:
                self._unattributed(sentence, last)
        return tuple(self.claims)

    # ------------------------------------------------------------------ how far

    def _with_continuation(self, pieces: list[Span], sentence: Sentence) -> list[Span]:
        """Add quotations that go on after the reporting clause: in the same paragraph, or over a paragraph's end."""
        at = sentence.id
        quoted = self.quotes.last_piece(pieces[-1])
        while quoted is not None and at + 1 < len(self.sentences):
            current, following = self.sentences[at], self.sentences[at + 1]
            if following.span.end <= pieces[-1].end:
                at += 1
                continue
            opening = self.quotes.starting(following.span.start)
            if opening is None or following.id in self.reports or opening.inner == quoted.inner:
                break
            if following.paragraph != current.paragraph and not quoted.continues:
                break
            pieces.append(self.quotes.trim(opening.inner))
            quoted, at = opening, at + 1
        return pieces

    def _unattributed(self, sentence: Sentence, last: tuple[str, ...]) -> None:
        """A paragraph that opens with a quotation of a sentence's length and names nobody is by whoever spoke last."""
        opening = self.quotes.starting(sentence.span.start)
        if opening is None or len(opening.inner) <= _SHORTEST or len(last) != 1 or self._taken(opening.inner):
            return
        if opening.outer.end < sentence.span.end - 1 or self._claimed(opening.outer, sentence):
            return
        piece = self.quotes.trim(opening.inner)
        report = Report("", sentence.first, (), (piece,), "continuation", sentence.id)
        pieces = self._with_continuation([piece], sentence)
        self.used += pieces
        if self._runs_on(sentence, last[0]):
            before = self.claims.pop()
            spans = [*(e.span for e in before.evidence), *pieces]
            self.claims.append(
                replace(
                    before,
                    text=" … ".join([before.text, *(" ".join(p.of(self.text).split()) for p in pieces)]),
                    evidence=self.witness.of(
                        *spans, rule=before.evidence[0].extractor[7:].rpartition("/")[0]
                    ),
                )
            )
            return
        self._claim(report, last[0], pieces, None, sentence)

    def _runs_on(self, sentence: Sentence, speaker: str) -> bool:
        """Tell whether the last statement is a quotation of the same speaker in the paragraph before."""
        if not self.claims or sentence.id == 0:
            return False
        before = self.claims[-1]
        end = max(e.span.end for e in before.evidence)
        near = next((s for s in self.sentences if s.span.start <= end <= s.span.end + 1), None)
        return (
            before.speaker == speaker
            and before.mode == "Direct"
            and near is not None
            and near.paragraph >= sentence.paragraph - 1
        )

    def _claimed(self, quotation: Span, sentence: Sentence) -> bool:
        """Tell whether a clause after the quotation's last sentence says whose it is."""
        for following in self.sentences[sentence.id : sentence.id + _FARTHEST]:
            if following.span.start > quotation.end:
                return False
            if any(p.overlaps(quotation) for r in self.reports.get(following.id, ()) for p in r.pieces):
                return True
        return False

    def _taken(self, piece: Span) -> bool:
        return any(shared(piece, u) > 0.5 * min(len(piece), len(u)) for u in self.used)

    # ------------------------------------------------------------------ the claim

    def _side(self, speaker: str) -> str | None:
        """Return the state or body that the speaker speaks for, as far up as the article itself names it."""
        chain = (self.cast.side(speaker), *self.cast.actors[speaker].stands_for)
        named = {m.actor for m in self.cast.mentions}
        return next((key for key in chain if key != speaker and key in named), None)

    def _claim(
        self, report: Report, speaker: str, pieces: list[Span], via: str | None, sentence: Sentence
    ) -> None:
        text = " … ".join(" ".join(p.of(self.text).split()) for p in pieces)
        inside = [m for p in pieces for m in self.cast.inside(p)]
        mentions = tuple(dict.fromkeys(m.actor for m in inside if m.kind != "pronoun" and m.actor != speaker))
        side = self._side(speaker)
        rule = "headline" if sentence.zone in ("headline", "standfirst") else report.pattern
        self.claims.append(
            StatementClaim(
                key=f"s{len(self.claims) + 1}",
                speaker=speaker,
                text=text,
                mode="Direct" if report.pattern in _QUOTED else self.quotes.mode(pieces),
                evidence=self.witness.of(*pieces, rule=f"statement.{rule}"),
                verb=report.verb or None,
                on_behalf_of=side,
                when=self._said_on(report.anchor),
                via=via,
                mentions=mentions,
            )
        )
        self.cast.actors[speaker].agentive = True

    def _said_on(self, anchor: int) -> PartialDate | None:
        """Return when something was said; what is to come on a day ("expects a reply by Friday") was said before it."""
        found = self.witness.when(anchor, past=True)
        published = self.tree.doc.article.published
        if found is None or published is None or found.value <= published[: len(found.value)]:
            return found
        return None
