"""Titles that the text gives a person, before and after the name, and the words that say whom they are held for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.clauses.tree import Tree
from kg.extract.actors.names import Name, title_phrases
from kg.extract.actors.naming import naming
from kg.extract.cast import Cast
from kg.gazetteer import Titles, titles
from kg.model import Span

_COMMAS = frozenset({",", "-", "--", "—", "–"})
_ENDS = frozenset({",", ";", ":", '"', "(", ")", ".", "-", "--", "—", "?", "!"})
_DETERMINERS = frozenset({"the", "a", "an", "and", "this", "that", "one", "another", "our", "my"})
_OWNERS = frozenset({"his", "her", "its", "their"})
_COMPLEMENTS = frozenset({"of", "to", "for", "on", "at", "in", "with"})
_OF_BODY = frozenset({"of", "at", "in", "with"})


@dataclass(frozen=True, slots=True)
class Title:
    """A title as found.

    Attributes:
        head: token index of its head word; ``first`` of its first word.
        bodies: token indices in or before it of actors that it may be held for, the closest first.
        owner: token index of the pronoun that stands for whom it is held ("its chairman").
        several: the head is plural, the title of each of the persons named together.
    """

    text: str
    span: Span
    head: int
    first: int
    bodies: tuple[int, ...] = ()
    owner: int | None = None
    several: bool = False


class TitleFinder:
    """Reads titles around a name's tokens. ``cast`` must already know the famous actors and the organisations."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.titles: Titles = titles()
        self.words = naming()
        self.phrases = title_phrases(tree)

    def around(self, name: Name) -> list[Title]:
        """Return the titles directly before the name, in apposition before or after it, or in "X, who is …"."""
        before = self.before(name)
        # "the army chief, General Ali": the rank is one title, the office before the comma another
        ranks = all(self.titles.kind(title.text) == "rank" for title in before)
        apposed = self.apposed_before(name) if ranks else []
        unique: dict[Span, Title] = {t.span: t for t in (*before, *apposed, *self.after(name))}
        return list(unique.values())

    # ------------------------------------------------------------------ before the name

    def before(self, name: Name) -> list[Title]:
        """ "Kremlin spokesman Ivan Petrov", "Army chief General Ali", "Premier and Foreign Minister Ana Diaz"."""
        start, i, found = self._start(name.first), name.first, list[Title]()
        while i > start:
            if i in self.phrases or self.tokens[i - 1].lemma == "counterpart":
                title = self.leftward(i - 1, start)
                if not self._mere_honorific(title):
                    found.append(title)
                i = title.first
                if self._paired(i, start):
                    i -= 1
            elif self._honorific(i - 1):
                i -= 1
            elif self.tokens[i - 1].text == "." and i - 1 > start and self._honorific(i - 2):
                i -= 2
            else:
                break
        bodies = next((title.bodies for title in found if title.bodies), ())
        return [self._of_state_after(name, replace(t, bodies=t.bodies or bodies)) for t in found]

    def _honorific(self, i: int) -> bool:
        return self.titles.is_honorific(self.tokens[i].text)

    def _mere_honorific(self, title: Title) -> bool:
        """ "Dr", "Lord": a rank without an office counts only in an army."""
        word = title.text.lower().rstrip(".")
        social = self.titles.kind(word) in ("rank", "trade", "head of state")
        return social and self.titles.is_honorific(word) and word not in self.words.ranks

    def _paired(self, i: int, start: int) -> bool:
        """ "Prime Minister and Foreign Minister X", not "the president and Foreign Minister X"."""
        if i - 1 <= start or self.tokens[i - 1].text != "and" or i - 1 not in self.phrases:
            return False
        first = self.phrases[i - 1]
        return (
            first == start
            or self.tokens[first - 1].text.lower() != "the"
            or not self.tokens[i].text.istitle()
        )

    def _of_state_after(self, name: Name, title: Title) -> Title:
        """ "President Ana Diaz of Chile": the state after the name is the one that the title is held for."""
        i = name.last
        if i + 1 < len(self.tokens) and self.tokens[i].text == "of":
            i += 1 + self.tokens[i + 1].lower_is("the")
            keys = self.cast.at(i) if i < len(self.tokens) else ()
            if keys and self.cast.actors[keys[0]].kind != "Person":
                return replace(title, bodies=(i, *title.bodies))
        return title

    def shared(self, title: Title, first: Name, other: Name) -> Title:
        """Return a plural title for a further name: its own state instead of the first name's."""
        return self._of_state_after(
            other, replace(title, bodies=tuple(b for b in title.bodies if b < first.first))
        )

    def leftward(self, head: int, start: int) -> Title:
        """Collect the modifiers of a title leftward from its head, the bodies named before them, and a possessive."""
        first = i = self.phrases.get(head + 1, head)
        bodies = [j for j in range(head, first - 1, -1) if self._body(j)]
        owner = None
        while i > start:
            token = self.tokens[i - 1]
            if self.cast.at(i - 1):
                bodies.append(i - 1)
                keys = self.cast.at(i - 1)
                while i > start and self.cast.at(i - 1) == keys:
                    i -= 1
            elif token.text in ("'s", "'") and i - 1 in self.phrases:
                bodies.append(i - 2)  # "the president's spokesman": whoever that is, and for whom
                i = self.phrases[i - 1]
            elif token.text in ("'s", "'") or (token.text == "-" and i - 1 > start):
                i -= 1
            elif token.text == ")" and i - 3 > start and self.tokens[i - 3].text == "(":
                i -= 3  # "World Trade Organization (WTO) chief"
            elif token.text == "and" and i - 2 > start and self.tokens[i - 2].lemma in self.words.kin:
                i -= 2  # "the president's son and spokesman"
            elif token.text.lower() in _OWNERS:
                owner = i - 1
                break
            elif token.text == "and" and bodies and self.cast.at(i - 2) and not self._person(i - 2):
                i -= 1  # "the Turkish and Greek presidents"
            elif self._modifies(i - 1):
                i -= 1
                first = i
            else:
                break
        while first < head and not self.tokens[first].text[0].isalpha():
            first += 1
        span = Span(self.tokens[first].start, self.tokens[head].end)
        return Title(_text(self.tree, span), span, head, first, tuple(bodies), owner, self._several(head))

    def _several(self, head: int) -> bool:
        token = self.tokens[head]
        return token.tag in ("NNS", "NNPS") or (
            token.tag == "NNP" and token.text.endswith("s") and _singular(token.text) != token.text
        )

    def _modifies(self, i: int) -> bool:
        token = self.tokens[i]
        word = token.text.lower()
        if (
            word in _DETERMINERS
            or word in _OWNERS
            or not token.text[0].isalpha()
            or token.lemma == "counterpart"
        ):
            return False
        if self.titles.is_modifier(word):
            return True
        if self.titles.is_head(word) or token.entity in ("DATE", "TIME", "CARDINAL", "ORDINAL"):
            return False
        return token.pos in ("ADJ", "NOUN", "PROPN", "ADV") and token.dep in (
            "amod",
            "compound",
            "nmod",
            "advmod",
            "poss",
        )

    def apposed_before(self, name: Name) -> list[Title]:
        """ "The mission's chief negotiator, Ana Diaz, said": a title with its complement, a comma, the name, an end."""
        start, comma = self._start(name.first), name.first - 1
        while comma > start and self._honorific(comma):
            comma -= 1
        if comma <= start or self.tokens[comma].text not in _COMMAS:
            return []
        for j in range(comma - 1, max(start - 1, comma - 16), -1):
            token = self.tokens[j]
            if (
                token.text in (",", ";", '"', ":")
                or token.pos in ("VERB", "AUX")
                or token.tag in ("WP", "WDT")
            ):
                return []
            ends = j + 1 == comma or (
                self.tokens[j + 1].pos == "ADP" and self.tokens[j + 1].text.lower() in _COMPLEMENTS
            )
            if ends and (j + 1 in self.phrases or token.lemma == "counterpart"):
                if any(self._person(k) for k in range(j + 1, comma)) or not self._apposed(name, j):
                    return []
                return [self._with_complement(self.leftward(j, start), comma)]
        return []

    def _apposed(self, name: Name, head: int) -> bool:
        """ "When he met the minister, Ana Diaz said …" has no apposition: the name begins the next clause."""
        after = self.tokens[name.last] if name.last < len(self.tokens) else None
        if after is None or after.text in _ENDS or after.text in ("and", "or"):
            return True
        return self.tokens[name.head].dep == "appos" and self.tokens[name.head].head == head

    # ------------------------------------------------------------------ after the name

    def after(self, name: Name) -> list[Title]:
        """ "Ana Diaz, 54, head of the mission,", "Ana Diaz, who heads …", "Ana Diaz, in charge of …"."""
        end, i = self._end(name.first), name.last
        if i < end and self.tokens[i].text == "(":
            i = next((j + 1 for j in range(i, min(i + 7, end)) if self.tokens[j].text == ")"), end)
        if i + 1 >= end or self.tokens[i].text not in _COMMAS:
            return []
        i += 1
        if i + 1 < end and self.tokens[i].text.isdigit() and self.tokens[i + 1].text == ",":
            i += 2
        return self._relative(i, end) if self.tokens[i].text == "who" else self._phrase(i, end)

    def _relative(self, who: int, end: int) -> list[Title]:
        verb = next(
            (j for j in range(who + 1, min(who + 4, end)) if self.tokens[j].pos in ("VERB", "AUX")), None
        )
        if verb is None:
            return []
        if self.tokens[verb].lemma == "be":
            return self._phrase(verb + 1, end)
        word = self.words.leading.get(self.tokens[verb].lemma)
        objects = [t.i for t in self.tree.kids(verb, "dobj")]
        if word is None or not objects:
            return []
        bodies = tuple(j for j in self.tree.indices(objects[0]) if self._body(j))
        nominal = self.tree.nominal(objects[0])
        span = Span(self.tokens[verb].start, nominal.end)
        return [Title(f"{word} of {_text(self.tree, nominal)}", span, verb, verb, bodies)]

    def _phrase(self, i: int, end: int) -> list[Title]:
        """Read the titles of a noun phrase that begins at ``i``, and "in charge of …"."""
        if [t.text for t in self.tokens[i : i + 3]] == ["in", "charge", "of"]:
            span = Span(self.tokens[i].start, self.tokens[i + 2].end)
            title = Title(_text(self.tree, span), span, i + 1, i)
            return [self._with_complement(title, end, after=i + 2)]
        for j in range(i, min(end, i + 12)):
            token = self.tokens[j]
            phrase = next((e for e, first in self.phrases.items() if first <= j < e), None)
            if phrase is not None:
                if phrase < end and self._another_name(phrase):
                    return []  # ", President Jones and …": the title belongs to the next name
                title = self._with_complement(self.leftward(phrase - 1, i), end)
                more = self._next_title(title, end)
                return [title, *more]
            if token.text in _ENDS - {"-"} or token.text == "and" or token.pos in ("VERB", "AUX", "ADP"):
                return []
        return []

    def _next_title(self, title: Title, end: int) -> list[Title]:
        """ "president and chief executive of the company", "a former judge and now the envoy of Chile"."""
        j = title.head + 1
        if j + 1 >= end or self.tokens[j].text != "and":
            return []
        j += 1
        while j < end - 1 and self.tokens[j].text.lower() in self.words.between_titles:
            j += 1
        return self._phrase(j, end) if j in self.phrases.values() else []

    def _another_name(self, i: int) -> bool:
        return (self.tokens[i].pos == "PROPN" and not self.cast.at(i)) or self._person(i)

    def _with_complement(self, title: Title, end: int, *, after: int | None = None) -> Title:
        """Add "of the mission", "to Nepal", "for Europe" … up to the next comma or verb."""
        j = (title.head if after is None else after) + 1
        if after is None and (j >= end or self.tokens[j].text.lower() not in _COMPLEMENTS):
            return title
        preposition = self.tokens[j].text.lower() if after is None else "in"
        bodies, last = list(title.bodies), j - 1
        while j < end:
            token = self.tokens[j]
            if token.text in _ENDS - {"-"} or token.pos in ("VERB", "AUX", "PRON", "SCONJ"):
                break
            if token.pos == "ADP":
                if self._time_follows(j):
                    break
                preposition = token.text.lower()
            if (
                token.text == "and"
                and j + 1 < end
                and (self._person(j + 1) or j + 1 in self.phrases.values())
            ):
                break
            if self._body(j) and (preposition in _OF_BODY or self._serves(title, preposition)):
                bodies.append(j)
            last = j
            j += 1
        while last > title.head and self.tokens[last].pos in ("ADP", "CCONJ", "DET"):
            last -= 1
        span = Span(title.span.start, self.tokens[last].end)
        return replace(title, text=_text(self.tree, span), span=span, bodies=tuple(bodies))

    def _serves(self, title: Title, preposition: str) -> bool:
        """ "spokesman for the ministry", "aide to Chad's president"; an envoy for or to a country serves another."""
        kind = self.titles.kind(title.text)
        return (
            kind in ("voice", "trade", "lawmaker")
            if preposition == "for"
            else preposition == "to" and kind == "official"
        )

    def _time_follows(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i + 1].entity in ("DATE", "TIME")

    # ------------------------------------------------------------------ helpers

    def _person(self, i: int) -> bool:
        return any(self.cast.actors[k].kind == "Person" for k in self.cast.at(i))

    def _body(self, i: int) -> bool:
        return any(self.cast.actors[k].kind != "Person" for k in self.cast.at(i))

    def _start(self, i: int) -> int:
        return self.tree.doc.sentences[self.tree.sentence_of[i]].first

    def _end(self, i: int) -> int:
        return self.tree.doc.sentences[self.tree.sentence_of[i]].last


def singular(title: Title) -> str:
    """Return the wording of a plural title for one of its holders: "Foreign Ministers" → "Foreign Minister"."""
    words = title.text.split()
    for n, word in enumerate(words):
        if _singular(word) != word and titles().is_head(word):
            return " ".join([*words[:n], _singular(word), *words[n + 1 :]])
    return title.text


def _singular(word: str) -> str:
    known = titles()
    for ending, single in (("ies", "y"), ("men", "man"), ("women", "woman"), ("s", "")):
        if word.lower().endswith(ending) and known.is_head(word[: -len(ending)] + single):
            return word[: -len(ending)] + single
    return word


def _text(tree: Tree, span: Span) -> str:
    return " ".join(span.of(tree.doc.article.text).split())
