"""Titles that the text gives a person, before and after the name, and the body or state they are held for."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.names import Name, title_phrases
from kg.gazetteer import Titles, titles
from kg.model import Span

_COMMAS = frozenset({",", "-", "--", "—", "("})


@dataclass(frozen=True, slots=True)
class Title:
    """A title as found: its words, where they stand, and token indices of actors in or before it that it may be held for."""

    text: str
    span: Span
    bodies: tuple[int, ...]


class TitleFinder:
    """Reads titles around a name's tokens. ``cast`` must already know the famous actors and the organisations."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.titles: Titles = titles()
        self.phrases = title_phrases(tree)

    def around(self, name: Name) -> list[Title]:
        """Return the titles that stand directly before the name, in apposition before or after it, or in "X, who is …"."""
        found = [self.before(name.first), self.apposed_before(name), self.after(name)]
        unique: dict[Span, Title] = {t.span: t for t in found if t is not None}
        return list(unique.values())

    # ------------------------------------------------------------------ before the name

    def before(self, first: int) -> Title | None:
        """ "Russian Deputy Foreign Minister Ivan Petrov", "Kremlin spokesman Ivan Petrov", "the bloc's envoy, Mr Petrov"."""
        start = self._sentence_start(first)
        i = first
        while i > start and self.titles.is_honorific(self.tokens[i - 1].text.rstrip(".")):
            i -= 1
        if i > start and self.tokens[i - 1].text == "." and i - 1 > start:
            i -= 1
        if i - 1 < start or i not in self.phrases:
            return None
        return self._leftward(i - 1, start)

    def _leftward(self, head: int, start: int) -> Title:
        """Collect the modifiers of a title leftward from its head and the bodies named before them."""
        first = i = self.phrases.get(head + 1, head)
        bodies: list[int] = []
        while i > start:
            token = self.tokens[i - 1]
            if self.cast.at(i - 1):
                bodies.append(i - 1)
                first_body = i - 1
                while first_body > start and self.cast.at(first_body - 1) == self.cast.at(i - 1):
                    first_body -= 1
                i = first_body
            elif token.text in ("'s", "'"):
                i -= 1
            elif token.text == "-" and i - 1 > start and not self.tokens[i - 2].text.isspace():
                i -= 1
            elif self._modifies(i - 1):
                i -= 1
                first = i
            else:
                break
        # a body inside the modifiers ("chief Kremlin spokesman") stays in the words, one before them does not
        span = Span(self.tokens[first].start, self.tokens[head].end)
        return Title(_text(self.tree, span), span, tuple(bodies))

    def _modifies(self, i: int) -> bool:
        token = self.tokens[i]
        if token.text.lower() in ("the", "a", "an", "and", "his", "her", "their", "its", "our", "my") or not token.text[0].isalpha():
            return False
        if self.titles.is_head(token.text) or self.titles.is_modifier(token.text):
            return True
        return token.pos in ("ADJ", "NOUN", "PROPN", "ADV") and token.dep in ("amod", "compound", "nmod", "advmod") and token.entity not in (
            "DATE",
            "CARDINAL",
            "ORDINAL",
        )

    def apposed_before(self, name: Name) -> Title | None:
        """ "The mission's chief negotiator, Ana Diaz, said": a title phrase, a comma, the name."""
        start = self._sentence_start(name.first)
        i = name.first
        while i > start and self.titles.is_honorific(self.tokens[i - 1].text.rstrip(".")):
            i -= 1
        if i - 1 <= start or self.tokens[i - 1].text not in _COMMAS:
            return None
        end = i - 1
        # the phrase may end in its own "of"/"for"/"to" phrase: walk back to a title head without crossing a verb or a comma
        j = end - 1
        while j > start and j > end - 14:
            token = self.tokens[j]
            if token.text in (",", ";", '"', ":") or token.pos in ("VERB", "AUX") or token.text in ("who", "that"):
                return None
            if self.titles.is_head(token.text) and not self.cast.at(j + 1) or self.titles.is_head(token.text) and j == end - 1:
                if self._names_another(j, end):
                    return None
                return self._with_complement(self._leftward(j, start), j, end)
            if self.titles.is_head(token.text) and self.tokens[j + 1].pos == "ADP":
                return self._with_complement(self._leftward(j, start), j, end)
            j -= 1
        return None

    def _names_another(self, first: int, last: int) -> bool:
        """A person already named between title and comma owns the title."""
        return any(
            self.cast.actors[k].kind == "Person" for i in range(first, last) for k in self.cast.at(i)
        )

    # ------------------------------------------------------------------ after the name

    def after(self, name: Name) -> Title | None:
        """ "Ana Diaz, head of the mission," and "Ana Diaz, who heads …" (only nominal titles)."""
        end = self._sentence_end(name.first)
        i = name.last
        if i < end and self.tokens[i].text == "(":
            return None
        if i >= end or self.tokens[i].text not in _COMMAS:
            return None
        i += 1
        if i + 2 < end and self.tokens[i].text == "who" and self.tokens[i + 1].lemma == "be":
            i += 2
        limit = min(end, i + 12)
        j = i
        while j < limit:
            token = self.tokens[j]
            if self.titles.is_head(token.text):
                # walk on to the last head of the noun phrase: "deputy foreign minister"
                end_of_phrase = next((e for e in sorted(self.phrases) if self.phrases[e] <= j < e), j + 1)
                j = max(j, end_of_phrase - 1)
                if j + 1 < end and self._another_name(j + 1):
                    return None  # ", President Jones and …": the title belongs to the next name
                return self._with_complement(self._leftward(j, i), j, end)
            if token.text in (",", ";", '"', ":", "and") or token.pos in ("VERB", "AUX", "PRON", "ADP"):
                return None
            j += 1
        return None

    def _another_name(self, i: int) -> bool:
        token = self.tokens[i]
        return token.pos == "PROPN" and not self.cast.at(i) or any(
            self.cast.actors[k].kind == "Person" for k in self.cast.at(i)
        )

    def _with_complement(self, title: Title, head: int, end: int) -> Title:
        """Add "of the mission", "to Nepal", "for Europe", "in charge of …" up to the next comma or verb."""
        j = head + 1
        if j >= end or self.tokens[j].pos != "ADP" and self.tokens[j].text not in ("in",):
            return title
        if self.tokens[j].text.lower() not in ("of", "to", "for", "on", "at", "in", "with"):
            return title
        bodies = list(title.bodies)
        last = j
        while j < end:
            token = self.tokens[j]
            if token.text in (",", ";", ":", '"', "(", ")", ".", "-", "--") or token.pos in ("VERB", "AUX", "PRON", "SCONJ"):
                break
            if token.text in ("on", "in", "at") and token.dep == "prep" and self._time_follows(j):
                break
            if self.cast.at(j):
                bodies.append(j)
            last = j
            j += 1
        span = Span(title.span.start, self.tokens[last].end)
        return Title(_text(self.tree, span), span, tuple(bodies))

    def _time_follows(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i + 1].entity in ("DATE", "TIME")

    def _sentence_start(self, i: int) -> int:
        return self.tree.doc.sentences[self.tree.sentence_of[i]].first

    def _sentence_end(self, i: int) -> int:
        return self.tree.doc.sentences[self.tree.sentence_of[i]].last


def _text(tree: Tree, span: Span) -> str:
    return " ".join(span.of(tree.doc.article.text).split())
