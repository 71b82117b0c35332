"""Content that stands before its reporting clause or around it: "…," X said; A, X said, B."""

from __future__ import annotations

from kg.extract.statements.reading import Clause, Reading, Verb
from kg.model import Quotation, Sentence, Span

_MARKS = ('"', "'", "''", "``", "`")
_MIN_QUOTE = 12  # characters; shorter ones are glosses


class Preceding:
    """Finds the content before the reporting clauses of one document."""

    def __init__(self, page: Reading) -> None:
        self.page = page

    def quotation_before(self, clause: Clause) -> Quotation | None:
        """Return a quotation of a clause's length that ends right before the reporting clause."""
        start = self.page.tokens[clause.first].start
        end = len(self.page.text[:start].rstrip(" ,-–—\t"))
        found = self.page.quotes.ending(end)
        if found is None:
            return None
        return found if len(found.inner) >= _MIN_QUOTE or self._broken_off(found, clause) else None

    def _broken_off(self, quotation: Quotation, clause: Clause) -> bool:
        """'"Peru," she said, "will wait"': a few words, and the rest of their sentence after the clause."""
        tokens, text = self.page.tokens, self.page.text
        i = clause.last
        if not text[: quotation.inner.end].endswith(",") or i + 1 >= len(tokens) or tokens[i].text != ",":
            return False
        rest = self.page.quotes.starting(tokens[i + 1].start)
        return rest is not None and text[rest.inner.start].islower()

    def outside(self, quotation: Quotation, clause: Clause, verb: Verb, found: tuple[int, int]) -> bool:
        """Tell whether the quotation before the clause is none of its content, because content follows.

        '"We agree." Petrov said that …' and 'After a "very good and open talk," Petrov said that …'.
        """
        between = self.page.text[quotation.outer.end : self.page.tokens[clause.first].start]
        full_stop = "," not in between and self.page.text[quotation.inner.end - 1] not in ",?!"
        inside = quotation.outer.start > self.page.tokens[verb.sentence.first].start
        return full_stop or (
            inside and (self.page.tokens[found[0] - 1].lower_is("that") or self._gloss(quotation))
        )

    def _gloss(self, quotation: Quotation) -> bool:
        """'Calling the offer "a bad joke", Diaz said …': words within a fronted phrase, not a sentence."""
        text = self.page.text[: quotation.outer.start].rstrip()
        return bool(text) and (text[-1].isalnum()) and not quotation.inner.of(self.page.text)[:1].isupper()

    def stretch(self, verb: Verb, clause: Clause, quotation: Quotation | None) -> Span | None:
        """Return the content before the clause, up to its closing mark or the comma; ``None`` if there is none."""
        tokens, sentence = self.page.tokens, verb.sentence
        start = tokens[sentence.first].start
        if tokens[verb.head].tag == "VBG" and not any(self.page.tree.kids(verb.head, "nsubj")):
            return None  # a participle interrupts nothing: "the tax, suggesting a change, will go"
        if quotation is not None:
            inside = quotation.outer.start > start and clause.first > sentence.first
            begin = self._after_other_clause(verb, quotation) if inside else quotation.outer.start
            return Span(begin, quotation.outer.end)
        if "clause" not in verb.patterns or clause.first <= sentence.first + 1:
            return None
        if tokens[verb.head].dep in ("relcl", "acl", "pcomp"):
            return None  # "the accord, under which Peru agreed to …" says nothing of the accord
        at = clause.first - 1
        if tokens[at].text not in (",", "-", "--", "?", "!", *_MARKS):
            return None
        while at > sentence.first and tokens[at].text in (",", "-", "--", *_MARKS):
            at -= 1
        if not self._parenthetical(verb, clause) or self._said_before(verb, clause):
            return None
        return Span(start, tokens[at].end)

    def _after_other_clause(self, verb: Verb, quotation: Quotation) -> int:
        """Begin at the sentence's start, or past an earlier report: 'He was glad, he said, and "…", he added'."""
        begin = self.page.tokens[verb.sentence.first].start
        for p in self.page.of_sentence[verb.sentence.id]:
            if (
                p.head < verb.head
                and self.page.tokens[p.head].end < quotation.outer.start
                and self.page.lex.patterns(p.lemma)
                and p.tense == "past"
            ):
                return quotation.outer.start
        return begin

    def _parenthetical(self, verb: Verb, clause: Clause) -> bool:
        """Tell whether the clause only interrupts or follows a sentence that stands without it."""
        sentence = verb.sentence
        rest = clause.last
        if self._interrupts(clause):
            return True
        if rest < sentence.last and self.page.tokens[rest].text not in (
            ",",
            ".",
            ":",
            ";",
            "-",
            "--",
            "?",
            "!",
            *_MARKS,
        ):
            adverbial = self.page.tokens[rest].dep in (
                "prep",
                "advmod",
                "mark",
                "npadvmod",
                "cc",
                "aux",
                "advcl",
            ) or self.page.tokens[rest].tag in ("VBG", "IN", "WRB")
            if not adverbial:
                return False
        return any(
            p.head < clause.first
            and (p.tense != "none" or p.modality)
            and p.kind != "noun"
            and self._stands_alone(p.head)
            for p in self.page.of_sentence[sentence.id]
        ) or self._crosses(clause, sentence)

    def _interrupts(self, clause: Clause) -> bool:
        """ "In the meantime, the firm said, it will wait": between commas, and no part of the sentence around it."""
        tokens = self.page.tokens
        verb = next((t for t in tokens[clause.first : clause.last] if t.dep == "parataxis"), None)
        return verb is not None and clause.last < len(tokens) and tokens[clause.last].text == ","

    def _said_before(self, verb: Verb, clause: Clause) -> bool:
        """'Diaz said "yes", Ruiz said "no"': what stands before the clause is another's, with the words quoted."""
        tokens, quotes = self.page.tokens, self.page.quotes
        begun = clause.last < verb.sentence.last and quotes.starting(tokens[clause.last].start) is not None
        return begun and any(
            p.head + 1 < clause.first
            and self.page.lex.patterns(p.lemma)
            and quotes.starting(tokens[p.head + 1].start)
            for p in self.page.of_sentence[verb.sentence.id]
        )

    def _stands_alone(self, head: int) -> bool:
        """A finite clause with a subject that no "after" or "who" subordinates."""
        marks = [
            t
            for t in self.page.tree.kids(head, "mark", "advmod")
            if t.tag in ("IN", "WRB") and not t.lower_is("that")
        ]
        subjects = list(self.page.tree.kids(head, "nsubj", "nsubjpass", "expl", "csubj"))
        return bool(subjects) and not marks and self.page.tokens[head].dep not in ("relcl", "acl")

    def _opens(self, i: int) -> bool:
        return self.page.quotes.starting(self.page.tokens[i].start) is not None

    def _crosses(self, clause: Clause, sentence: Sentence) -> bool:
        """Tell whether what precedes the clause depends on what follows it, or the other way round."""
        before = range(sentence.first, clause.first)
        after = range(clause.last, sentence.last)
        return any(
            t.head in after and t.dep not in ("punct", "cc", "advcl", "prep", "mark")
            for t in self.page.tokens[before.start : before.stop]
        ) or any(
            t.head in before and t.dep not in ("punct", "cc", "conj", "advcl")
            for t in self.page.tokens[after.start : after.stop]
        )

    def resumed(self, clause: Clause, sentence: Sentence) -> list[Span]:
        """Return what goes on after the clause: "A," X said, "B", or A, X said, B."""
        i = clause.last
        while i < sentence.last and self.page.tokens[i].text in (",", ":", "-", "--"):
            i += 1
        if i + 1 < sentence.last and self.page.tokens[i].text == "." and self._opens(i + 1):
            i += 1  # '"We agree," Diaz said. ``We shall sign.``' read as one sentence
        if i >= sentence.last:
            return []
        quotation = self.page.quotes.starting(self.page.tokens[i].start)
        if quotation is not None:
            return [quotation.inner]
        opened = [t for t in self.page.tokens[i : sentence.last] if self.page.quotes.starting(t.start)]
        if i > clause.last and (self._interrupts(clause) or self._crosses(clause, sentence)):
            return [self.page.to_quotation_end(self.page.span(i, sentence.last))]
        if (
            opened
            and i > clause.last
            and self.page.tokens[i].text.lower() in ("and", "but", "or")
            and opened[0].i == i + 1
        ):
            return [self.page.to_quotation_end(self.page.span(i + 1, sentence.last))]
        return []
