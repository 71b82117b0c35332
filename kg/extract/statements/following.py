"""Content that follows its verb: from a complement's tokens to the text, cut where the reporter speaks again."""

from __future__ import annotations

from kg.extract.statements.reading import Reading, Verb
from kg.model import Span, Token


class Following:
    """Finds the ends of the content after the reporting verbs of one document."""

    def __init__(self, page: Reading) -> None:
        self.page = page

    def stretch(self, found: tuple[int, int], verb: Verb, name: str) -> Span | None:
        """Turn a complement's token range into a span: cut off what reports again, run a quotation to its end."""
        start, end = found
        if name in ("clause", "infinitive", "person-to", "attitude"):
            end = min([end, *self._cuts(verb, start)])
        if start >= end:
            return None
        span = self.page.span(start, end)
        opened = self.page.quotes.around(span.start)
        if opened is not None and not self.page.text[opened.inner.start : span.start].strip():
            span = Span(opened.outer.start, span.end)
        return self.page.to_quotation_end(span)

    def _cuts(self, verb: Verb, start: int) -> list[int]:
        """Return the tokens before which the content may end."""
        tree, tokens, head = self.page.tree, self.page.tokens, verb.head
        cuts: list[int] = []
        for i in (head, *tree.ancestors(head)):
            if tokens[i].dep in ("relcl", "acl") and tree.right[i] >= start:
                cuts.append(tree.right[i] + 1)  # "Petrov, who says he is ill, left"
        for child in tree.kids(head):
            if child.i <= start:
                continue
            edge = tree.left[child.i]
            if child.dep == "conj":
                cuts.append(self._back_over(edge, start))
            elif (
                child.dep == "advcl"
                and edge > start
                and tokens[edge].text.lower() in self.page.lex.cutting
                and tokens[edge - 1].text == ","
            ):
                cuts.append(edge - 1)
        for i in range(start + 1, verb.sentence.last):
            if self.page.goes_with(i) == head:
                cuts.append(self._back_over(tree.left[i], start))
        cuts += [i for i in range(start + 1, verb.sentence.last - 1) if self._another_acts(i, verb)]
        cuts += [
            self._back_over(tree.left[a.head], start)
            for p in self.page.of_sentence[verb.sentence.id]
            for a in p.role("agent")
            if start < a.head < p.head and self.page.lex.patterns(p.lemma) and self._quotes_next(p.head)
        ]
        cuts += [
            i + 1
            for i in range(start + 1, verb.sentence.last - 1)
            if tokens[i].text in (".", "?", "!")
            and self.page.quotes.starting(tokens[i + 1].start) is not None
            and not self.page.quotes.around(tokens[i].start)
        ]  # 'Diaz said she agreed. ``We shall sign,`` she added' read as one sentence
        core = next((t.i for t in verb.after("ccomp") if t.i > start), start)
        for i in range(start + 1, verb.sentence.last - 1):
            token = tokens[i]
            if (
                token.lower_is("according") and tokens[i + 1].lower_is("to") and tokens[i - 1].text == ","
            ) or (
                token.text.lower() in self.page.lex.cutting
                and (tokens[i - 1].text == "," or token.text.lower() in ("while", "whereas"))
                and self._says(token)
            ):
                cuts.append(i - (tokens[i - 1].text == ","))
            elif self._says_beside(token, verb):
                cuts.append(self._back_over(min(tree.left[t.i] for t in tree.kids(i, "nsubj")), start))
            elif (
                token.tag == "VBG"
                and i > core
                and self.page.speaks_on(i)
                and not self.page.quotes.around(token.start)
            ):
                cuts.append(i)
        return [c for c in cuts if c > start]

    def _quotes_next(self, head: int) -> bool:
        """'Diaz said "yes", Ruiz said "no"': the second verb stands right before words of its own."""
        tokens, quotes = self.page.tokens, self.page.quotes
        return (
            head + 1 < len(tokens)
            and quotes.starting(tokens[head + 1].start) is not None
            and not quotes.around(tokens[head].start)
        )

    def _another_acts(self, i: int, verb: Verb) -> bool:
        """ "Diaz said the map was old; Ruiz did not comment": after a semicolon somebody else acts."""
        tokens, tree = self.page.tokens, self.page.tree
        if tokens[i].text != ";" or self.page.quotes.around(tokens[i].start):
            return False
        part = range(i + 1, verb.sentence.last)
        subject = next((t for t in tokens[part.start : part.stop] if t.dep in ("nsubj", "nsubjpass")), None)
        if subject is None or subject.pos != "PROPN" or subject.head not in part:
            return False
        act = tokens[subject.head]
        helpers = list(tree.kids(act.i, "aux", "auxpass"))
        past = act.tag == "VBD" or any(t.tag == "VBD" or t.lemma == "have" for t in helpers)
        beside = act.i in tree.ancestors(verb.head)  # to the parser, too, it is no part of what is said
        return past and (
            subject.entity == "PERSON" or self.page.lex.patterns(act.lemma) is not None or beside
        )

    def _says(self, mark: Token) -> bool:
        """ ", while Ruiz said …": the clause that the mark opens reports on its own."""
        verb = self.page.tokens[mark.head]
        reports = "clause" in (self.page.lex.patterns(verb.lemma) or ())
        return verb.i > mark.i and reports and any(self.page.tree.kids(verb.i, "nsubj"))

    def _says_beside(self, token: Token, verb: Verb) -> bool:
        """ "Peru announced it would sign and Chile said it would wait": another's report, not what Peru announced."""
        tree, tokens = self.page.tree, self.page.tokens
        if token.dep != "conj" or "clause" not in (self.page.lex.patterns(token.lemma) or ()):
            return False
        first = tokens[tree.first_conjunct(token.i)]
        named = any(t.pos == "PROPN" for t in tree.kids(token.i, "nsubj"))
        said = token.tag == tokens[verb.head].tag == "VBD" and self.page.lex.speaks(token.lemma)
        return first.head == verb.head and first.dep == "ccomp" and named and said

    def _back_over(self, edge: int, start: int) -> int:
        while edge > start and self.page.tokens[edge - 1].text.lower() in ("and", "but", ",", "or", "while"):
            edge -= 1
        return edge
