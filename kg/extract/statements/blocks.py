"""Words set off from the line that says whose they are: above them, behind a dash, in lists and letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.reporting import reporting
from kg.extract.statements.paragraphs import Paragraph, paragraphs
from kg.extract.statements.quoting import Quotes
from kg.extract.statements.report import Report
from kg.model import Span

_LONGEST = 18  # words of a line that names a speaker
_SIGNED = 12  # words of a signature behind a dash
_DASH = re.compile(r"\s*(?:[–—―]|--|-(?=\s?[A-Z]))\s*(?=[A-Z])")
_BULLET = re.compile(r"(?:[-–—•*·▪◦‣]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_FINITE = ("VBD", "VBZ", "VBP", "MD")


def find_blocks(tree: Tree, quotes: Quotes, cast: Cast, found: list[Report]) -> list[Report]:
    """Return the reports of quotations, lists and letters that a line of their own attributes.

    Args:
        tree: the document's words.
        quotes: its quotation marks.
        cast: its actors.
        found: what reporting clauses say already; such a clause before a colon speaks for what follows.
    """
    blocks = _Blocks(tree, quotes, cast, found)
    return [*blocks.below_dash(), *blocks.below_line(), *blocks.labelled(), *blocks.letters()]


class _Blocks:
    def __init__(self, tree: Tree, quotes: Quotes, cast: Cast, found: list[Report]) -> None:
        self.tree = tree
        self.text = tree.doc.article.text
        self.quotes = quotes
        self.cast = cast
        self.found = found
        self.lex = reporting()
        self.paragraphs = [p for p in paragraphs(tree.doc) if p.zone not in ("headline", "furniture")]

    # ------------------------------------------------------------------ quotations

    def below_dash(self) -> Iterator[Report]:
        """'“We shall sign.” – Ana Diaz', on one line or on two."""
        for at, paragraph in enumerate(self.paragraphs):
            whole = self.quotes.starting(paragraph.span.start)
            if whole is None:
                continue
            dash = _DASH.match(self.text, whole.outer.end, paragraph.span.end)
            name = paragraph if dash else None
            if whole.outer.end == paragraph.span.end and at + 1 < len(self.paragraphs):
                name = self.paragraphs[at + 1]
                dash = _DASH.match(self.text, name.span.start, name.span.end)
            if name is None or dash is None or len(self.text[dash.end() : name.span.end].split()) > _SIGNED:
                continue
            keys = self._named(Span(dash.end(), name.span.end))
            if keys:
                yield self._report(paragraph, (self.quotes.trim(whole.inner),), keys)

    def below_line(self) -> Iterator[Report]:
        """'And from Ana Diaz:', 'From the office of Ana Diaz, envoy' above a quotation, "Diaz said:" above a list."""
        for at, paragraph in enumerate(self.paragraphs[:-1]):
            line = paragraph.span.of(self.text).rstrip()
            after = self.paragraphs[at + 1]
            quoted = self._quoted_whole(after)
            if line.endswith(":"):
                keys, speakers = self._introduced(paragraph)
                pieces = [quoted] if quoted is not None else list(self._bullets(at + 1))
            elif quoted is not None and line[-1:].isalnum() and len(line.split()) <= _LONGEST:
                keys, speakers = (() if self._finite(paragraph) else self._named(paragraph.span)), ()
                pieces = [quoted]
            else:
                continue
            if pieces and (keys or speakers):
                yield self._report(after, tuple(pieces), keys, speakers)

    def labelled(self) -> Iterator[Report]:
        """'Ana Diaz, envoy of Peru: “We shall sign.”' on one line."""
        for paragraph in self.paragraphs:
            colon = self.text.find(":", paragraph.span.start, paragraph.span.end)
            start = colon + 1 + len(self.text[colon + 1 :]) - len(self.text[colon + 1 :].lstrip())
            quoted = self.quotes.starting(start) if colon > 0 else None
            line = Span(paragraph.span.start, max(colon, paragraph.span.start))
            if quoted is None or "," not in line.of(self.text) or len(line.of(self.text).split()) > _LONGEST:
                continue
            keys = () if self._finite(paragraph, until=colon) else self._named(line)
            if keys:
                yield self._report(paragraph, (self.quotes.trim(quoted.inner),), keys)

    def _quoted_whole(self, paragraph: Paragraph) -> Span | None:
        """Return the words of a paragraph that is one quotation and nothing else."""
        whole = self.quotes.starting(paragraph.span.start)
        ends = whole is not None and whole.outer.end >= len(self.text[: paragraph.span.end].rstrip(" .\n"))
        return self.quotes.trim(whole.inner) if whole is not None and ends else None

    # ------------------------------------------------------------------ lists and letters

    def _bullets(self, at: int) -> Iterator[Span]:
        for paragraph in self.paragraphs[at:]:
            mark = _BULLET.match(self.text, paragraph.span.start, paragraph.span.end)
            if mark is None:
                return
            yield self.quotes.tidy(Span(mark.end(), paragraph.span.end))

    def letters(self) -> Iterator[Report]:
        """ "Dear Minister, … Yours sincerely, Ana Diaz": all between is the signer's."""
        begun: int | None = None
        for at, paragraph in enumerate(self.paragraphs):
            words = paragraph.span.of(self.text).split()
            if begun is None:
                begun = at if words[0].casefold() in self.lex.salutations and len(words) < _SIGNED else None
                continue
            closing = next((c for c in self.lex.closings if " ".join(words).casefold().startswith(c)), None)
            if closing is None:
                continue
            end = self.paragraphs[min(at + 3, len(self.paragraphs) - 1)].span.end
            keys = self._named(Span(paragraph.span.start, end))
            body = self.paragraphs[begun + 1 : at]
            if keys and body:
                yield self._report(
                    body[0], tuple(self.quotes.tidy(p.span) for p in body), keys, pattern="letter"
                )
            begun = None

    # ------------------------------------------------------------------ who

    def _introduced(self, paragraph: Paragraph) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return who a line with a colon names: the subject of its last reporting verb, else its only person."""
        tokens = self.tree.tokens[paragraph.first : paragraph.last]
        said = [r for r in self.found if paragraph.first <= r.anchor < paragraph.last and r.speaker]
        if said:
            return (), said[-1].speaker
        verbs = [
            t for t in tokens if t.tag in ("VBD", "VBZ", "VBP", "VBN", "VBG") and self._may_report(t.lemma)
        ]
        for verb in reversed(verbs):
            subjects = tuple(j for t in self.tree.kids(verb.i, "nsubj") for j in self.tree.conjuncts(t.i))
            if subjects:
                return (), subjects
        short = len(paragraph.span.of(self.text).split()) <= _LONGEST
        return (self._named(paragraph.span) if short and not self._finite(paragraph) else ()), ()

    def _may_report(self, lemma: str) -> bool:
        return bool(self.lex.patterns(lemma) or lemma in self.lex.giving or lemma in self.lex.issuing)

    def _named(self, span: Span) -> tuple[str, ...]:
        """Return the one person that a line names, else its first actor."""
        inside = [m for m in self.cast.inside(span) if m.kind != "pronoun"]
        persons = list(dict.fromkeys(m.actor for m in inside if self.cast.actors[m.actor].kind == "Person"))
        bodies = [m.actor for m in inside if m.kind == "name" and self.cast.actors[m.actor].kind != "Bloc"]
        return tuple(persons[:1] if len(persons) == 1 else [] if persons else bodies[:1])

    def _finite(self, paragraph: Paragraph, until: int | None = None) -> bool:
        tokens = self.tree.tokens[paragraph.first : paragraph.last]
        return any(
            t.tag in _FINITE and t.pos in ("VERB", "AUX") for t in tokens if until is None or t.start < until
        )

    def _report(
        self,
        paragraph: Paragraph,
        pieces: tuple[Span, ...],
        keys: tuple[str, ...],
        speakers: tuple[int, ...] = (),
        pattern: str = "quote",
    ) -> Report:
        return Report("", paragraph.first, speakers, pieces, pattern, paragraph.sentence, keys=keys)
