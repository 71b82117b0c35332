"""Statements: who says what, from the reports that ``kg.extract.reports`` finds."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.extract.reports import Report, ReportFinder
from kg.model import Clauses, Mode, Quotation, Sentence, Span, StatementClaim


def find_statements(tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> tuple[StatementClaim, ...]:
    """Return the statements of an article in text order; two speakers of one attribution give two."""
    return _Statements(tree, clauses, cast, witness).run()


class _Statements:
    def __init__(self, tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> None:
        self.tree = tree
        self.doc = tree.doc
        self.text = tree.doc.article.text
        self.cast = cast
        self.witness = witness
        self.reports = ReportFinder(tree, clauses).find()
        self.used: list[Span] = []
        self.claims: list[StatementClaim] = []

    def run(self) -> tuple[StatementClaim, ...]:
        by_sentence: dict[int, list[Report]] = {}
        for report in self.reports:
            by_sentence.setdefault(report.sentence, []).append(report)
        last: tuple[str, ...] = ()
        for sentence in self.doc.sentences:
            if sentence.zone in ("headline", "byline", "caption", "standfirst"):
                continue
            for report in by_sentence.get(sentence.id, ()):
                speakers = self._speakers(report, last)
                if not speakers:
                    continue
                pieces = self._with_continuation(list(report.pieces), sentence)
                if any(self._taken(p) for p in pieces[:1]):
                    continue
                self.used += pieces
                for speaker in speakers:
                    self._claim(report, speaker, pieces)
                last = speakers
            if sentence.id not in by_sentence and last:
                self._unattributed(sentence, last)
        return tuple(self.claims)

    # ------------------------------------------------------------------ who

    def _speakers(self, report: Report, last: tuple[str, ...]) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(k for i in report.speaker for k in self._actors(i)))
        if found:
            return found
        if report.pattern == "quote" and not report.speaker:
            return last
        for i in report.speaker:
            token = self.tree.tokens[i]
            if token.pos == "PRON" and token.text.lower() in ("he", "she") and last:
                return last
        return ()

    def _actors(self, i: int) -> tuple[str, ...]:
        keys = self.cast.at(i)
        if keys:
            return keys
        for child in self.tree.kids(i, "appos"):
            if self.cast.at(child.i):
                return self.cast.at(child.i)
        # "a statement by the ministry said", "the president's office said"
        for child in self.tree.kids(i, "poss", "compound"):
            if self.cast.at(child.i) and self.tree.tokens[i].lemma in ("statement", "communique", "communiqué", "office", "ministry", "side"):
                return self.cast.at(child.i)
        return ()

    # ------------------------------------------------------------------ how far

    def _with_continuation(self, pieces: list[Span], sentence: Sentence) -> list[Span]:
        """Add quotations that go on after the reporting clause: in the same paragraph, or over a paragraph's end."""
        current = sentence
        quoted = self._quotation_of(pieces[-1])
        while quoted is not None and current.id + 1 < len(self.doc.sentences):
            following = self.doc.sentences[current.id + 1]
            if following.span.end <= pieces[-1].end:
                current = following
                continue
            opening = next((q for q in self.doc.quotations if q.outer.start == following.span.start), None)
            if opening is None or self._has_report(following):
                break
            if following.paragraph != current.paragraph and not quoted.continues:
                break
            if opening.inner == quoted.inner:
                break
            pieces.append(self._trim(opening.inner))
            quoted, current = opening, following
        return pieces

    def _quotation_of(self, piece: Span) -> Quotation | None:
        return next((q for q in self.doc.quotations if q.outer.overlaps(piece) and q.inner.end >= piece.end - 1), None)

    def _has_report(self, sentence: Sentence) -> bool:
        return any(r.sentence == sentence.id for r in self.reports)

    def _unattributed(self, sentence: Sentence, last: tuple[str, ...]) -> None:
        """A paragraph that is only a quotation belongs to whoever spoke last."""
        opening = next((q for q in self.doc.quotations if q.outer.start == sentence.span.start and len(q.inner) > 25), None)
        if opening is None or self._taken(opening.inner) or len(last) != 1:
            return
        ends = [s for s in self.doc.sentences if s.paragraph == sentence.paragraph]
        if not ends or opening.outer.end < ends[-1].span.end - 1 and any(self._has_report(s) for s in ends):
            return
        piece = self._trim(opening.inner)
        self.used.append(piece)
        report = Report("", sentence.first, (), (piece,), "continuation", sentence.id)
        self._claim(report, last[0], [piece])

    def _taken(self, piece: Span) -> bool:
        return any(piece.overlaps(u) and len(piece) and _shared(piece, u) > 0.5 * min(len(piece), len(u)) for u in self.used)

    def _trim(self, span: Span) -> Span:
        start, end = span.start, span.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] == ","):
            end -= 1
        return Span(start, end)

    # ------------------------------------------------------------------ the claim

    def _claim(self, report: Report, speaker: str, pieces: list[Span]) -> None:
        text = " … ".join(" ".join(p.of(self.text).split()) for p in pieces)
        inside = [m for p in pieces for m in self.cast.inside(p)]
        mentions = tuple(dict.fromkeys(m.actor for m in inside if m.kind != "pronoun" and m.actor != speaker))
        side = self.cast.side(speaker)
        self.claims.append(
            StatementClaim(
                key=f"s{len(self.claims) + 1}",
                speaker=speaker,
                text=text,
                mode=self._mode(pieces),
                evidence=self.witness.of(*pieces, rule=f"statement.{report.pattern}"),
                verb=report.verb or None,
                on_behalf_of=side if side != speaker else None,
                when=self.witness.when(report.anchor, past=True),
                mentions=mentions,
            )
        )
        self.cast.actors[speaker].agentive = True

    def _mode(self, pieces: list[Span]) -> Mode:
        total = quoted = 0
        for piece in pieces:
            total += len(piece)
            quoted += sum(_shared(piece, q.outer) for q in self.doc.quotations)
        return "Direct" if quoted > total / 2 else "Indirect"


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))
