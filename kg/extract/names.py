"""Find the names in a document: famous ones by the gazetteer, others by capitals, titles and the model's entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg import lexicon
from kg.clauses.tree import Tree
from kg.gazetteer import Entry, FormKind, gazetteer, titles
from kg.model import Sentence, Span

RunKind = Literal["known", "person", "organization", "place", "unknown"]


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the text, title and honorific left out.

    Attributes:
        first, last: token range, half-open.
        kind: ``known`` for a gazetteer form; else as far as form and context tell.
        entry, form: the gazetteer's likeliest meaning, for ``known``.
    """

    first: int
    last: int
    span: Span
    text: str
    kind: RunKind
    entry: Entry | None = None
    form: FormKind | None = None
    alternatives: tuple[tuple[Entry, FormKind], ...] = ()

    @property
    def head(self) -> int:
        """Token index of the last word, which heads English names."""
        return self.last - 1


@dataclass(frozen=True, slots=True)
class NameWords:
    """The word lists of ``names.yaml``."""

    organization_heads: frozenset[str]
    joiners: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    never: frozenset[str]


@cache
def name_words() -> NameWords:
    """Return the word lists, read once."""
    data = lexicon.lexicon("names")
    return NameWords(
        frozenset(data["organization_heads"]),
        frozenset(data["organization_joiners"]),
        frozenset(data["particles"]),
        frozenset(data["suffixes"]),
        frozenset(data["never_names"]),
    )


class NameFinder:
    """Scans sentences left to right for names."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.texts = [t.text for t in tree.tokens]
        self.matcher = gazetteer().forms()
        self.words = name_words()
        self.titles = titles()
        # words that occur in lower case somewhere: at the start of a sentence or in a headline their capital says nothing
        self.lower = {t.text for t in tree.tokens if t.text.islower()}

        self.titled = title_phrases(tree)
        self._title_starts = {first: end for end, first in self.titled.items()}

    def __iter__(self) -> Iterator[Name]:
        for sentence in self.tree.doc.sentences:
            yield from self._scan(sentence)

    def _scan(self, sentence: Sentence) -> Iterator[Name]:
        capitals = self._title_case(sentence)
        i = sentence.first
        while i < sentence.last:
            known = self._known(i, sentence)
            stop = self._run_end(i, sentence, capitals)
            title_end = self._title_starts.get(i, i)
            if title_end > i and not (known and i + known[0] >= title_end):
                i = title_end
            elif known and i + known[0] >= stop:
                n, meanings = known
                if meanings:
                    yield self._name(i, i + n, "known", meanings)
                i += n
            elif stop > i:
                yield from self._split(i, stop, sentence)
                i = stop
            else:
                i += 1

    def _known(self, i: int, sentence: Sentence) -> tuple[int, list[tuple[Entry, FormKind]]] | None:
        found = self.matcher.match(self.texts[: sentence.last], i) if self.texts[i][:1].isalpha() else None
        return found

    def _title_case(self, sentence: Sentence) -> bool:
        """Tell whether capitals carry no information here: a headline in capitals or title case."""
        words = [t.text for t in self.tokens[sentence.first : sentence.last] if t.text.isalpha() and len(t.text) > 3]
        if sentence.zone not in ("headline", "standfirst") or len(words) < 4:
            return False
        return sum(w[0].isupper() for w in words) / len(words) > 0.8

    # ------------------------------------------------------------------ runs of capitalised words

    def _capital(self, i: int, sentence: Sentence, title_case: bool) -> bool:
        token = self.tokens[i]
        text = token.text
        if not text[:1].isupper() or not any(c.isalpha() for c in text):
            return False
        if token.entity in ("DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "CARDINAL", "QUANTITY") and token.pos != "PROPN":
            return False
        if text in self.words.never and not self._inside_name(i, sentence):
            return False
        first = i == sentence.first or self.texts[i - 1] in ('"', "'", ":", "-", "--", "(", "...")
        if first and (text.lower() in self.lower or token.pos not in ("PROPN", "NOUN", "ADJ", "X", "VERB")):
            return token.pos == "PROPN" and token.entity in ("PERSON", "ORG", "GPE", "FAC", "NORP", "LOC")
        if first and token.pos != "PROPN" and token.entity not in ("PERSON", "ORG", "GPE", "NORP"):
            return False
        if title_case:
            return token.entity in ("PERSON", "ORG", "GPE", "NORP")
        return True

    def _inside_name(self, i: int, sentence: Sentence) -> bool:
        """A common capital counts within a longer name: "North" of "North Atlantic Council", "Foreign" of "Foreign Ministry"."""
        after = self.texts[i + 1] if i + 1 < sentence.last else ""
        if self.texts[i] in ("The", "A", "An", "In", "On", "At", "But", "And", "For", "If", "As", "By", "Of", "He", "It"):
            return False
        return after[:1].isupper() and after.isalpha() and i != sentence.first or after in self.words.organization_heads

    def _run_end(self, i: int, sentence: Sentence, title_case: bool) -> int:
        """Return the end of the run of name words that starts at ``i``; ``i`` if none starts."""
        if not self._capital(i, sentence, title_case):
            return i
        j = i
        while j < sentence.last:
            text = self.texts[j]
            if j > i and j in self._title_starts and not self._head_follows(i, j, sentence):
                break
            known = self._known(j, sentence)
            if known and known[0] > 1 and self._capital(j, sentence, title_case):
                j += known[0]
                continue
            if self._capital(j, sentence, title_case) and not self._is_month(j):
                j += 1
            elif j > i and text == "." and len(self.texts[j - 1]) == 1:
                j += 1
            elif j > i and text == "-" and self._touching(j) and j + 1 < sentence.last and self._hyphenated(j):
                j += 2  # "Kim Young-Sam", "al-Khalifa"; not "UN-run"
            elif j > i and self._joins(i, j, sentence, title_case):
                j += 1
            else:
                break
        while j > i and (self.texts[j - 1] in self.words.joiners or self.texts[j - 1] in self.words.particles):
            j -= 1
        return j

    def _hyphenated(self, j: int) -> bool:
        after = self.texts[j + 1]
        return after[:1].isupper() or (after.isalpha() and self.texts[j - 1].lower() in self.words.particles)

    def _head_follows(self, i: int, j: int, sentence: Sentence) -> bool:
        """A title word inside a body's name: "Defence Ministers Council"."""
        end = self._title_starts[j]
        return end < sentence.last and self.texts[end] in self.words.organization_heads

    def _joins(self, i: int, j: int, sentence: Sentence, title_case: bool) -> bool:
        text = self.texts[j]
        following = self._next_capital(j + 1, sentence, title_case)
        if not following:
            return False
        if text in self.words.particles:
            return True
        if text in self.words.joiners:
            before = set(self.texts[i:j])
            if text in ("and", "&"):
                return self._and_inside_name(i, j, sentence, title_case)
            return bool(before & self.words.organization_heads) and text == "of" or (
                text == "for" and bool(before & {"Movement", "Party", "Front", "Alliance", "Union", "Agency", "Institute"})
            )
        return False

    def _and_inside_name(self, i: int, j: int, sentence: Sentence, title_case: bool) -> bool:
        """ "Justice and Equality Movement", not "Russia and Ukraine" and not "Smith and the Council"."""
        if any(self._known(k, sentence) for k in range(i, j)):
            return False
        if any(self.tokens[k].entity == "PERSON" for k in range(i, j)) or self.tokens[j - 1].entity == "PERSON":
            return False
        k = j + 1
        while k < sentence.last and self._capital(k, sentence, title_case) and not self._known(k, sentence):
            if self.texts[k] in self.words.organization_heads:
                return not set(self.texts[i:j]) & self.words.organization_heads
            k += 1
        return False

    def _next_capital(self, j: int, sentence: Sentence, title_case: bool) -> bool:
        return j < sentence.last and self.texts[j] not in self.words.never and self._capital(j, sentence, title_case)

    def _touching(self, j: int) -> bool:
        return self.tokens[j - 1].end == self.tokens[j].start and self.tokens[j].end == self.tokens[min(j + 1, len(self.tokens) - 1)].start

    def _is_month(self, j: int) -> bool:
        return self.tokens[j].entity == "DATE"

    # ------------------------------------------------------------------ what a run is made of

    def _split(self, first: int, last: int, sentence: Sentence) -> Iterator[Name]:
        """Cut a run into known actors, titles and one further name, and say what each is."""
        if self._organization(first, last):
            yield self._name(first, last, "organization", self._longer_known(first, last, sentence))
            return
        i, rest = first, first
        while i < last:
            known = self._known(i, sentence)
            if known and i + known[0] <= last and (known[1] or known[0] > 1):
                if known[1]:
                    yield self._name(i, i + known[0], "known", known[1])
                i += known[0]
            elif self.titles.is_honorific(self.texts[i]):
                i += 1 + (i + 1 < last and self.texts[i + 1] == ".")
            else:
                break
            rest = i
        if rest >= last:
            return
        # a known actor later in the run cuts it only at the end: "Foreign Minister Sergei Lavrov Moscow" is rare
        kind = self._kind(rest, last, titled=self._titled_before(rest))
        yield self._name(rest, last, kind, ())

    def _longer_known(self, first: int, last: int, sentence: Sentence) -> tuple[tuple[Entry, FormKind], ...]:
        known = self._known(first, sentence)
        return tuple(known[1]) if known and first + known[0] == last else ()

    def _titled_before(self, i: int) -> bool:
        if i in self.titled:
            return True
        before = self.texts[i - 1] if i else ""
        return self.titles.is_honorific(before) or before == "." and i > 1 and self.titles.is_honorific(self.texts[i - 2])

    def _organization(self, first: int, last: int) -> bool:
        words = self.texts[first:last]
        if not set(words) & self.words.organization_heads:
            return False
        # "Defence Ministry Spokesman Igor Orlov", "Party Chairman Ana Diaz": a title after the head word ends the body
        at = max(k for k, w in enumerate(words) if w in self.words.organization_heads)
        if at + 1 < len(words) and words[at + 1] not in self.words.joiners and not self.titles.is_head(words[at + 1]):
            return False  # "Command Launch Units", "Diplomatic Service Day"
        return not any(self.titles.is_head(w) for w in words[at + 1 :])

    def _kind(self, first: int, last: int, *, titled: bool) -> RunKind:
        tokens = self.tokens[first:last]
        labels = [t.entity for t in tokens if t.entity]
        text = tokens[0].text
        if titled:
            return "person"
        if tokens[-1].text in self.words.organization_heads:
            return "organization"
        if len(tokens) == 1 and text.isupper() and 2 <= len(text) <= 7:
            return "organization" if "GPE" not in labels else "place"
        if "PERSON" in labels:
            return "person"
        if "ORG" in labels:
            return "organization" if len(tokens) > 1 and not self._speaks(first, last) else "unknown"
        if "GPE" in labels or "LOC" in labels or "FAC" in labels:
            return "place"
        return "unknown"

    def _speaks(self, first: int, last: int) -> bool:
        head = self.tokens[last - 1]
        return head.dep == "nsubj" and self.tokens[head.head].lemma in ("say", "tell", "add", "meet")

    def _name(self, first: int, last: int, kind: RunKind, meanings: object) -> Name:
        found = tuple(meanings)  # type: ignore[arg-type, var-annotated]
        entry, form = found[0] if found else (None, None)
        span = Span(self.tokens[first].start, self.tokens[last - 1].end)
        text = " ".join(span.of(self.tree.doc.article.text).split())
        return Name(first, last, span, text, "known" if entry else kind, entry, form, found)


def title_phrases(tree: Tree) -> dict[int, int]:
    """Return the title phrases of a document as end token (exclusive) → first token: "Deputy Secretary of State"."""
    found: dict[int, int] = {}
    known = titles()
    texts = [t.text for t in tree.tokens]
    for sentence in tree.doc.sentences:
        i = sentence.first
        while i < sentence.last:
            n = known.match(texts[: sentence.last], i) if texts[i][:1].isalpha() else 0
            if n:
                found[i + n] = i
            i += n or 1
    return found
