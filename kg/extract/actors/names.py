"""Find the names in a document: famous ones by the gazetteer, others by capitals, titles and the model's entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.clauses.tree import Tree
from kg.extract.actors.acronyms import defined
from kg.extract.actors.naming import company_tail, naming, outlets
from kg.gazetteer import Entry, FormKind, Meaning, gazetteer, titles
from kg.model import Sentence, Span

# More tokens than any form of the gazetteer has.
_LONGEST = 16

RunKind = Literal["known", "person", "organization", "place", "outlet", "unknown"]
_NUMERIC = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "CARDINAL", "QUANTITY"})
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})
_TICKER = re.compile(r"[A-Z]{2,5}\.[A-Z]{1,2}$")
_COMPOUND = re.compile(r"\w[\w.]*-([a-z]+)$")
_OPENING = frozenset({'"', "'", ":", "-", "--", "(", "..."})


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the text, title and honorific left out.

    Attributes:
        first, last: token range, half-open.
        kind: ``known`` for a gazetteer form; else as far as form and context tell.
        entry, form: the gazetteer's likeliest meaning, for ``known``; ``alternatives`` has all of them.
        titled: a title or honorific stands directly before it.
    """

    first: int
    last: int
    span: Span
    text: str
    kind: RunKind
    entry: Entry | None = None
    form: FormKind | None = None
    alternatives: tuple[Meaning, ...] = ()
    titled: bool = False

    @property
    def head(self) -> int:
        """Token index of the last word, which heads English names."""
        return self.last - 1


class NameFinder:
    """Scans sentences left to right for names."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.texts = [t.text for t in tree.tokens]
        self.matcher = gazetteer().forms()
        self.words = naming()
        self.outlets = outlets()
        self.titles = titles()
        # a capital at the start of a sentence says nothing for words that occur in lower case elsewhere, and much for
        # those that have one inside a sentence
        self.lower = {t.text for t in tree.tokens if t.text.islower()}
        starts = {s.first for s in tree.doc.sentences}
        self.proper = {
            t.text for t in tree.tokens if t.i not in starts and t.pos == "PROPN" and t.entity in _NAMED
        }
        self.titled = title_phrases(tree)
        self._title_starts = {first: end for end, first in self.titled.items()}
        self._inside_titles = {i: end for end, first in self.titled.items() for i in range(first + 1, end)}
        self.defined = defined(tree)
        self._plain = False

    def __iter__(self) -> Iterator[Name]:
        for sentence in self.tree.doc.sentences:
            yield from self._scan(sentence)

    def _scan(self, sentence: Sentence) -> Iterator[Name]:
        capitals, self._plain = self._case(sentence)
        i, after_name = sentence.first, -1
        inside = self._inside_titles
        while i < sentence.last:
            known = self._known(i, sentence)
            stop = i if capitals else self._run_end(i, sentence)
            title_end = self._title_starts.get(i, i)
            if title_end == i and i == after_name:
                title_end = inside.get(
                    i, i
                )  # "White House Press Secretary": the title began in the body's name
            if any(j in self.defined for j in range(i, title_end)):
                title_end = i  # "the rebel Justice Movement (RJM)"
            if title_end > i and self._body_titled(i, title_end, sentence):
                title_end = i
                stop = self._run_end(i, sentence)
            outlet = self._outlet(i, sentence)
            named = self.defined.get(i, i)
            if known and any(j in self.defined for j in range(i + 1, i + known[0])):
                known = None  # "the Union of Lake Miners (ULM)" is no union of states
            if named > i and not (known and known[0] >= named - i):
                whole = self._whole(i, named, sentence)
                yield self._name(i, named, "organization", whole)
                i = after_name = named
            elif outlet and not (known and known[0] > outlet[0]):
                yield self._name(i, i + outlet[0], "outlet", ())
                i += outlet[0]
            elif title_end > i and not (known and (i + known[0] >= title_end or (known[0] > 1 and known[1]))):
                i = title_end
            elif known and i + known[0] >= stop:
                n, meanings = known
                if meanings:
                    yield self._name(i, i + n, "known", meanings)
                i += n
                after_name = i
            elif stop > i:
                yield from self._split(i, stop, sentence)
                i = stop
            else:
                i += 1

    def _body_titled(self, i: int, end: int, sentence: Sentence) -> bool:
        """ "Chemical Workers Industrial Union", "General Harbours Corp.": a title's word begins a body's name."""
        stop = self._run_end(i, sentence)
        return (
            stop > end
            and self.texts[i][:1].isupper()
            and self.texts[stop - 1].lower() not in self.words.governments
            and (company_tail(self.texts[stop - 1]) or self.texts[end - 1] in self.words.union_heads)
            and self._organization(i, stop)
        )

    def _known(self, i: int, sentence: Sentence) -> tuple[int, list[Meaning]] | None:
        if not self.texts[i][:1].isalpha():
            return None
        return self.matcher.match(self.texts[i : min(i + _LONGEST, sentence.last)])

    def _outlet(self, i: int, sentence: Sentence) -> tuple[int, list[str]] | None:
        window = self.texts[i : min(i + _LONGEST, sentence.last)]
        found = self.outlets.match(window) if window[0][:1].isupper() else None
        after = [w for w in window[found[0] :][:2] if w != "&"] if found else []
        if after and company_tail(after[0]):
            return None  # "Dow Jones & Co.", which the agency is named after
        return found

    def _case(self, sentence: Sentence) -> tuple[bool, bool]:
        """Tell whether a sentence is all in capitals, and whether it is a headline whose capitals say little."""
        texts = [t.text for t in self.tokens[sentence.first : sentence.last] if t.text.isalpha()]
        longer = [w for w in texts if len(w) > 3]
        if len(longer) < 3:
            return False, False
        shouted = sum(w.isupper() for w in texts) / len(texts) > 0.8
        heading = sentence.zone in ("headline", "standfirst") and len(longer) > 3
        return shouted, heading and sum(w[0].isupper() for w in longer) / len(longer) > 0.8

    # ------------------------------------------------------------------ runs of capitalised words

    def _capital(self, i: int, sentence: Sentence) -> bool:
        token = self.tokens[i]
        text = token.text
        if not text[:1].isupper() or not any(c.isalpha() for c in text):
            return False
        if token.entity in _NUMERIC and token.pos != "PROPN":
            return False
        if text in self.words.never and not self._inside_name(i, sentence):
            return False
        if "$" in text or self._ticker(i):
            return False
        tail = _COMPOUND.match(text)  # "U.S.-based", "Norway-brokered"
        if tail and (tail[1] in self.words.compound_tails or tail[1].endswith("ed")):
            return False
        first = i == sentence.first or self.texts[i - 1] in _OPENING
        if first and text.lower() in self.lower:
            return token.pos == "PROPN" and token.entity in _NAMED
        if first and token.pos != "PROPN" and token.entity not in _NAMED:
            return text in self.proper
        return not self._plain or token.entity in _NAMED

    def _ticker(self, i: int) -> bool:
        """ "Harlow Corp <HRL>", "HRL.N": what an exchange calls a share."""
        text = self.texts[i]
        bracketed = self.texts[i - 1 : i] == ["<"] and self.texts[i + 1 : i + 2] == [">"]
        return (bracketed and text.isupper()) or bool(_TICKER.match(text))

    def _inside_name(self, i: int, sentence: Sentence) -> bool:
        """A common capital counts within a longer name: "North" of "North Atlantic Council"."""
        after = self.texts[i + 1] if i + 1 < sentence.last else ""
        if self.texts[i] in self.words.never_first:
            return False
        if self.texts[i].lower() in self.lower and i == sentence.first:
            return False
        if self.tokens[i].pos in ("DET", "ADP", "PRON", "CCONJ", "SCONJ", "AUX"):
            return False
        return (
            after[:1].isupper() and after.isalpha() and i != sentence.first
        ) or after in self.words.organization_heads

    def _run_end(self, i: int, sentence: Sentence) -> int:
        """Return the end of the run of name words that starts at ``i``; ``i`` if none starts."""
        words = self.words
        if not self._capital(i, sentence) and not self._particle_starts(i, sentence):
            return i
        j = i
        while j < sentence.last:
            text = self.texts[j]
            if j > i and j in self.defined:
                break
            if (
                j > i
                and j in self._title_starts
                and not self._head_follows(j, sentence)
                and not self._surname(j)
            ):
                break
            if (
                j > i
                and self.texts[j - 1].endswith(".")
                and self._tail(j - 1)
                and text[:1].isupper()
                and not self._tail(j)
            ):
                break  # "… Harlow Inc. Mills said"
            if j > i and text.endswith(".") and len(text) > 2 and self.titles.is_honorific(text):
                break
            known = self._known(j, sentence)
            if known and known[0] > 1 and self._capital(j, sentence):
                j += known[0]
            elif (self._capital(j, sentence) and self.tokens[j].entity != "DATE") or (
                j > i and text == "." and len(self.texts[j - 1]) == 1
            ):
                j += 1
            elif j > i and text == "-" and self._hyphenated(j, sentence):
                j += 2  # "Kim Young-Sam", "al-Khalifa"; not "UN-run"
            elif text.lower() in words.particles and self._particle_starts(j, sentence):
                j += 1 if self._next_capital(j + 1, sentence) else 3
            elif j > i and (
                (text == "," and self._next_in(j + 1, sentence, words.suffixes))
                or self._apostrophe(j, sentence)
            ):
                j += 2
            elif j > i and self._joins(i, j, sentence):
                j += 1
            else:
                break
        while j > i and (self.texts[j - 1] in words.joiners or self.texts[j - 1] in words.particles):
            j -= 1
        return j

    def _tail(self, j: int) -> bool:
        return company_tail(self.texts[j])

    def _particle_starts(self, i: int, sentence: Sentence) -> bool:
        """ "al-Rashid", "de Klerk": a lower-case particle before a capital, where the model sees a name."""
        if self.texts[i].lower() not in self.words.particles or not self._touches_name(i):
            return False
        if self._next_in(i + 1, sentence, frozenset("-")) and self._touching(i + 1):
            return self.texts[i + 2][:1].isupper() if i + 2 < sentence.last else False
        return self.texts[i].islower() and self._next_capital(i + 1, sentence)

    def _touches_name(self, i: int) -> bool:
        return self.tokens[i].tag in ("NNP", "NNPS") or self.tokens[i].entity == "PERSON"

    def _hyphenated(self, j: int, sentence: Sentence) -> bool:
        if j + 1 >= sentence.last or not self._touching(j):
            return False
        after = self.tokens[j + 1]
        if after.text[:1].isupper():
            return not self.titles.is_head(after.text)
        if not after.text.isalpha() or after.text in self.words.compound_tails:
            return False
        # "Song Min-soon": the model takes the second syllable for any word
        person = self.tokens[j - 1].entity == "PERSON" and after.tag not in ("VBN", "VBD", "VBG", "JJ")
        return after.pos == "PROPN" or after.entity == "PERSON" or person

    def _apostrophe(self, j: int, sentence: Sentence) -> bool:
        """ "Achieng' Oduor": an apostrophe that belongs to a name, for only a word in -s has it as a possessive."""
        before = self.tokens[j - 1]
        own = self.texts[j] in ("'", "’") and before.end == self.tokens[j].start
        return (
            own and not before.text.lower().endswith(("s", "x", "z")) and self._next_capital(j + 1, sentence)
        )

    def _head_follows(self, j: int, sentence: Sentence) -> bool:
        """A title word inside a body's name: "Defence Ministers Council"."""
        end = self._title_starts[j]
        if end - j == 1 and self.texts[j] in self.words.organization_heads:
            return self._head_ahead(end, sentence)  # "Chemical Workers Industrial Union"
        return end < sentence.last and self.texts[end] in self.words.organization_heads

    def _surname(self, j: int) -> bool:
        """ "Mary King said": a word that can be a title ends a person's name."""
        ends = (
            self._title_starts[j] == j + 1 and self.tokens[j].entity == self.tokens[j - 1].entity == "PERSON"
        )
        personal = self.words.ranks | self.words.masculine | self.words.feminine
        after = self.texts[j + 1] if j + 1 < len(self.texts) else ""
        return ends and self.texts[j].lower() in personal and not after[:1].isupper()

    def _joins(self, i: int, j: int, sentence: Sentence) -> bool:
        text = self.texts[j]
        following = j + 1
        while text in self.words.particles and self._next_in(following, sentence, self.words.particles):
            following += 1  # "Ana de la Vega"
        field = text in ("of", "for") and self._field(following, sentence)
        if not field and not self._next_capital(following, sentence):
            return False
        if text in self.words.particles:
            return True
        if text == "'s":  # "Hill People's Movement"
            return self.texts[j - 1] in self.words.owners_in_names and self._head_ahead(j + 1, sentence)
        before = set(self.texts[i:j])
        if text in ("and", "&"):
            return self._and_inside_name(i, j, sentence) or self._of_two_fields(i, j, sentence)
        return (text == "of" and bool(before & self.words.organization_heads)) or (
            text == "for" and bool(before & self.words.joined_by_for)
        )

    def _and_inside_name(self, i: int, j: int, sentence: Sentence) -> bool:
        """ "Justice and Equality Movement", not "Russia and Ukraine" and not "Smith and the Council"."""
        if j - i > 1 and (hit := self._known(i, sentence)) and hit[0] == 1:
            i += 1  # "US Poultry and Egg Council"
        known = [hit for k in range(i, j) if (hit := self._known(k, sentence))]
        adjective = len(known) == 1 and all(form == "adjective" for _, form in known[0][1])
        persons = any(self.tokens[k].entity == "PERSON" for k in range(i, j))
        k = j + 1
        ampersand = self.texts[j] == "&"
        while (
            k < sentence.last and self._capital(k, sentence) and (ampersand or not self._known(k, sentence))
        ):
            if company_tail(self.texts[k]):
                joined = ampersand or not self._alone(i, j)
                return (adjective or not known or ampersand) and joined and self._companionless(i, j)
            if self.texts[k] in self.words.organization_heads:
                return not persons and not known and self._companionless(i, j)
            k += 1
        return False

    def _field(self, j: int, sentence: Sentence) -> bool:
        """ "(Ministry of) Foreign Affairs": a capital that otherwise says nothing begins what an office is for."""
        return (
            j + 1 < sentence.last
            and self.texts[j].istitle()
            and self.titles.is_modifier(self.texts[j])
            and self.texts[j + 1].istitle()
        )

    def _alone(self, i: int, j: int) -> bool:
        """ "Harlow and Mills Corp" are two where the article has both Harlow and Mills by themselves."""
        first, second = self.texts[i], self.texts[j + 1]
        texts, near = self.texts, ("and", "&")
        apart = any(t == first and k != i and texts[k + 1] not in near for k, t in enumerate(texts[:-1]))
        return apart and any(t == second and k and texts[k - 1] not in near for k, t in enumerate(texts))

    def _of_two_fields(self, i: int, j: int, sentence: Sentence) -> bool:
        """ "Department of Trade and Industry": both words are subjects of offices."""
        return (
            "of" in self.texts[i:j]
            and self.texts[i] in self.words.public_heads
            and self.titles.is_modifier(self.texts[j - 1])
            and j + 1 < sentence.last
            and self.titles.is_modifier(self.texts[j + 1])
        )

    def _companionless(self, i: int, j: int) -> bool:
        """No body's name is complete before the "and": not "Harlow Corp and Mills Inc"."""
        heads = self.words.organization_heads - self.words.chambers
        return not any(w in heads or company_tail(w) for w in self.texts[i:j])

    def _head_ahead(self, k: int, sentence: Sentence) -> bool:
        while k < sentence.last and self._capital(k, sentence):
            if self.texts[k] in self.words.organization_heads:
                return True
            k += 1
        return False

    def _next_capital(self, j: int, sentence: Sentence) -> bool:
        return j < sentence.last and self.texts[j] not in self.words.never and self._capital(j, sentence)

    def _next_in(self, j: int, sentence: Sentence, words: frozenset[str]) -> bool:
        return j < sentence.last and self.texts[j] in words

    def _touching(self, j: int) -> bool:
        return (
            0 < j < len(self.tokens) - 1
            and self.tokens[j - 1].end == self.tokens[j].start
            and self.tokens[j].end == self.tokens[j + 1].start
        )

    # ------------------------------------------------------------------ what a run is made of

    def _split(self, first: int, last: int, sentence: Sentence) -> Iterator[Name]:
        """Cut a run into known actors, titles and one further name, and say what each is."""
        if (
            self.texts[first - 1] == "("
            and self.texts[first] in ("R", "D", "I")
            and self.texts[first + 1 : first + 2] == ["-"]
        ):
            return  # "Rep. Tom Hale (R-Texas)"
        if self._organization(first, last):
            yield self._name(first, last, "organization", self._whole(first, last, sentence))
            return
        if self._portfolio(first, last):
            return
        while first < last:
            known = self._known(first, sentence)
            if self._compound(first + known[0] if known else last, last, sentence):
                yield self._name(first, last, "organization", ())
                return
            if (
                known
                and known[0] == 1
                and last - first == 2
                and first in self.titled
                and self._given(known[1])
            ):
                break  # "Minister German Orlov"
            if known and first + known[0] <= last and (known[1] or known[0] > 1):
                if known[1]:
                    yield self._name(first, first + known[0], "known", known[1])
                first += known[0]
                # "White House Press Secretary Ana Diaz": the title began inside the body's name
                end = self._inside_titles.get(first, self._title_starts.get(first, first))
                if first < end <= last:
                    self.titled[end] = first  # and begins after it for whoever reads titles
                    first = end
            elif self.texts[first] in self.words.parties and self.texts[first + 1 : first + 2] != ["Party"]:
                first += 1  # "Republican Mary King"
            elif self.titles.is_honorific(self.texts[first]):
                first += 1 + (first + 1 < last and self.texts[first + 1] == ".")
            else:
                break
        if first >= last or (last - first == 1 and company_tail(self.texts[first])):
            return
        tail = self._known(last - 1, sentence)
        if (
            last - first > 1
            and tail
            and tail[0] == 1
            and tail[1]
            and tail[1][0][1] in ("adjective", "demonym")
        ):
            yield self._name(last - 1, last, "known", tail[1])  # "Informed Ruritanian sources"
            last -= 1
        yield self._name(first, last, self._kind(first, last, titled=self._titled_before(first)), ())

    def _compound(self, j: int, last: int, sentence: Sentence) -> bool:
        """ "Air Ruritania-KLN": a famous name that a hyphen joins to another is part of a longer one."""
        return (
            j + 1 < last
            and self.texts[j] == "-"
            and self._touching(j)
            and self.texts[j + 1].isupper()
            and not self._known(j + 1, sentence)
        )

    def _portfolio(self, first: int, last: int) -> bool:
        """ "External Relations Commissioner": what an office is for, right before its title."""
        return (
            last in self._title_starts
            and self.texts[last - 1] in self.words.portfolio_tails
            and not any(t.entity in ("PERSON", "GPE") for t in self.tokens[first:last])
            and not any(w in self.words.organization_heads for w in self.texts[first:last])
        )

    def _given(self, meanings: list[Meaning]) -> bool:
        return any(form in ("adjective", "name") and entry.kind == "State" for entry, form in meanings)

    def _whole(self, first: int, last: int, sentence: Sentence) -> list[Meaning]:
        known = self._known(first, sentence)
        return known[1] if known and first + known[0] == last else []

    def _titled_before(self, i: int) -> bool:
        if i in self.titled or (i and self.tokens[i - 1].lemma == "counterpart"):
            return True
        if i > 1 and self.texts[i - 1] == "," and i - 1 in self.titled and self.tokens[i].pos == "PROPN":
            return True  # "the ministry's spokesman, Bela Kiss,"
        before = i - 2 if i > 1 and self.texts[i - 1] == "." else i - 1
        return before >= 0 and self.titles.is_honorific(self.texts[before])

    def _title_follows(self, i: int) -> bool:
        """ "Bela Kiss, a spokesman for the ministry," """
        texts = self.texts[i : i + 3]
        if len(texts) < 3 or texts[0] != ",":
            return False
        return (i + 2 if texts[1] in ("a", "an", "the") else i + 1) in self._title_starts

    def _organization(self, first: int, last: int) -> bool:
        texts, heads = self.texts[first:last], self.words.organization_heads
        at = max((k for k, w in enumerate(texts) if w in heads), default=None)
        if len(texts) > 1 and company_tail(texts[-1]):
            return True
        if at is None or all(t.entity in ("GPE", "LOC", "FAC") for t in self.tokens[first:last]):
            return False
        if texts[-1] in self.words.documents:
            return False  # "Diplomatic Service Day"
        rest = texts[at + 1 :]
        if rest and rest[0] not in self.words.joiners and not self.titles.is_head(rest[0]):
            return False  # "Command Launch Units"
        # "Defence Ministry Spokesman Igor Orlov", "Party Chairman Ana Diaz": a title after the head word ends the body
        return not any(self.titles.is_head(w) for w in rest)

    def _kind(self, first: int, last: int, *, titled: bool) -> RunKind:
        tokens = self.tokens[first:last]
        labels = {t.entity for t in tokens if t.entity}
        text = tokens[0].text
        if titled or self._apposed(last - 1):
            return "person"
        if tokens[-1].text in self.words.place_tails:
            return "place"
        if tokens[-1].text in self.words.organization_heads and "GPE" not in labels:
            return "organization"
        if len(tokens) == 1 and text.isupper() and 2 <= len(text) <= 7:
            return "place" if "GPE" in labels else "organization"
        if "PERSON" in labels or (len(tokens) > 1 and self._title_follows(last)):
            return "person"
        if "ORG" in labels:
            # the model calls many foreign persons organisations; one that speaks is left to what else is known of it
            speaks = tokens[-1].dep == "nsubj" and tokens[-1].tag == "NNP"
            return "organization" if len(tokens) > 1 and not speaks else "unknown"
        return "place" if labels & {"GPE", "LOC", "FAC"} else "unknown"

    def _apposed(self, i: int) -> bool:
        """ "the ambassador to Chile, Walid Haram": in apposition to a title."""
        head = self.tokens[self.tokens[i].head]
        return (
            self.tokens[i].dep == "appos"
            and head.i < i
            and head.text.islower()
            and head.tag == "NN"
            and (self.titles.is_head(head.text) or head.lemma in self.words.kin | self.words.person_nouns)
        )

    def _name(self, first: int, last: int, kind: RunKind, meanings: list[Meaning] | tuple[()]) -> Name:
        entry, form = meanings[0] if meanings else (None, None)
        span = Span(self.tokens[first].start, self.tokens[last - 1].end)
        text = " ".join(span.of(self.tree.doc.article.text).split())
        if text.isupper() and not self.texts[last - 1].isupper():
            text = self._recased(first, last)
        titled = self._titled_before(first)
        return Name(first, last, span, text, "known" if entry else kind, entry, form, tuple(meanings), titled)

    def _recased(self, first: int, last: int) -> str:
        """Return a name of a text in capitals as its words were recased for the model: "ANA DIAZ" → "Ana Diaz"."""
        parts = [self.texts[first]]
        for i in range(first + 1, last):
            parts += [" " * (self.tokens[i].start > self.tokens[i - 1].end), self.texts[i]]
        return "".join(parts)


def title_phrases(tree: Tree) -> dict[int, int]:
    """Return the title phrases of a document as end token (exclusive) → first token: "Deputy Secretary of State"."""
    found: dict[int, int] | None = tree.memo.get("title phrases")
    if found is not None:
        return found
    found = tree.memo["title phrases"] = {}
    known = titles()
    texts = [t.text for t in tree.tokens]
    for sentence in tree.doc.sentences:
        i = sentence.first
        inside = texts[: sentence.last]
        while i < sentence.last:
            n = known.match(inside, i) if texts[i][:1].isalpha() and not _ends_body(inside, i) else 0
            n += _complement(inside, i + n, inside[i : i + n]) if n else 0
            if n and (i == sentence.first or texts[i - 1] not in naming().named_after):
                found[i + n] = i
            i += n or 1
    return found


def _ends_body(texts: list[str], i: int) -> bool:
    """ "Harbour Commission Chairman": the word ends the name of a body, and its chairman's title follows."""
    before = texts[i - 1] if i else ""
    return (
        texts[i] in naming().organization_heads
        and before.istitle()
        and before.isalpha()
        and not titles().is_modifier(before)
        and not titles().is_head(texts[i])
        and before not in naming().never
    )


def _complement(texts: list[str], i: int, title: list[str]) -> int:
    """Return how many tokens from ``i`` on say what an office is for, before a name: "of Trade and Industry" Diaz."""
    begun = "of" in title or "for" in title  # "Minister of Trade" is listed as one title
    if i >= len(texts) or texts[i] not in (("and", ",", "&") if begun else ("of", "for")):
        return 0
    known, j = titles(), i + 1
    while j < len(texts) and (
        (texts[j][:1].isupper() and known.is_modifier(texts[j]))
        or (j > i + 1 and texts[j] in ("and", ",", "&"))
    ):
        j += 1
    named = j < len(texts) and texts[j].istitle() and texts[j - 1][:1].isupper()
    return (
        j - i if named and not known.is_head(texts[j]) and texts[j] not in naming().organization_heads else 0
    )
