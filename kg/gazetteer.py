"""Who is known by name: states, organisations, blocs, their capitals, adjectives and descriptions; and titles.

Data: ``ontology/actors/*.yaml``. A form may mean several things ("Brussels", "Congolese"); nothing here decides
which, but the likeliest comes first (``ambiguous.yaml``). Names that only look like an actor ("South China Sea") are
known too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from anyascii import anyascii

from kg.lexicon import Phrases, atoms, entries, malformed, read, strings
from kg.model import ActorKind
from kg.resources import ontology

FormKind = Literal["name", "adjective", "demonym", "metonym", "description"]
Meaning = tuple["Entry", FormKind]

FILES: Mapping[str, ActorKind] = {
    "states.yaml": "State",
    "organs.yaml": "Organization",
    "organisations.yaml": "Organization",
    "armed-groups.yaml": "Organization",
    "companies.yaml": "Organization",
    "blocs.yaml": "Bloc",
}
_RANK: Mapping[FormKind, int] = {kind: n for n, kind in enumerate(get_args(FormKind))}
_LISTS = ("aliases", "adjectives", "demonyms", "metonyms", "descriptions", "seats")
_FIELDS = {"id", "name", "organ_of", "wikidata", "iso", "modifiers", "heads", *_LISTS}


@dataclass(frozen=True, slots=True)
class Entry:
    """One known actor. Forms are as newspapers print them; which list a form is in says how it refers.

    Attributes:
        id: slug of the name; the last part of the actor's IRI.
        name: the full usual name, the preferred label.
        aliases: other names and acronyms.
        adjectives: "Russian"; they stand before a noun and mean the actor only through it.
        demonyms: its people in the plural ("Russians").
        metonyms: capitals and seats that the press uses for the government; the same words are places too.
        descriptions: definite descriptions ("the alliance") that may stand for it, where the article has named it.
        organ_of: id of the entry whose organ it is.
        wikidata: ``Q…``, only where certain.
        seats: cities where it sits; no forms of it.
    """

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    organ_of: str | None = None
    wikidata: str | None = None
    seats: tuple[str, ...] = ()

    def forms(self) -> Iterator[tuple[str, FormKind]]:
        """Yield every form with its kind, the name first."""
        yield self.name, "name"
        for kind, forms in (
            ("name", self.aliases),
            ("adjective", self.adjectives),
            ("demonym", self.demonyms),
            ("metonym", self.metonyms),
            ("description", self.descriptions),
        ):
            for form in forms:
                yield form, kind  # type: ignore[misc]


class Matcher:
    """Finds the longest known form at a token. Text in capitals ("RUSSIA SAYS") matches as well."""

    __slots__ = ("_capitals", "_exact")

    def __init__(self, forms: Iterable[tuple[str, Meaning]], others: Iterable[str] = ()) -> None:
        self._exact: Phrases[Meaning | None] = Phrases()
        self._capitals: Phrases[Meaning | None] = Phrases()
        for form in others:
            self._exact.add(form, None)
            self._capitals.add(form.upper(), None)
        for form, meaning in forms:
            for variant in _variants(form, meaning[1]):
                self._exact.add(variant, meaning)
            self._capitals.add(form.upper(), meaning)

    def match(self, tokens: Sequence[str], i: int = 0) -> tuple[int, list[Meaning]] | None:
        """Return how many tokens from ``i`` on the longest form covers, with its meanings, the likeliest first.

        Returns:
            ``None`` where no form starts; ``(n, [])`` where ``n`` tokens name something that is no actor ("South China
            Sea"), so that nothing inside them may be read as one.
        """
        n, found = self._longest(tokens, i)
        # "the Gulf" must not win over "Gulf of Mexico"
        if not n or (
            tokens[i].casefold() == "the" and i + 1 < len(tokens) and self._longest(tokens, i + 1)[0] >= n
        ):
            return None
        return n, [meaning for meaning in found if meaning]

    def _longest(self, tokens: Sequence[str], i: int) -> tuple[int, list[Meaning | None]]:
        found = self._exact.match(tokens, i) or (0, [])
        if tokens[i].isupper() and len(tokens[i]) > 1:
            found = max(found, self._capitals.match(tokens, i) or (0, []), key=lambda hit: hit[0])
        return found


class Gazetteer:
    """All entries, by id and by form."""

    def __init__(
        self,
        known: Iterable[Entry],
        *,
        preferences: Mapping[str, Sequence[str]] | None = None,
        others: Iterable[str] = (),
    ) -> None:
        self._entries = {entry.id: entry for entry in known}
        self._exact: dict[str, list[Meaning]] = {}
        for entry in self._entries.values():
            for form, kind in entry.forms():
                meanings = self._exact.setdefault(form, [])
                if not any(entry is other for other, _ in meanings):
                    meanings.append((entry, kind))
        for form, meanings in self._exact.items():
            wanted = {id_: n for n, id_ in enumerate((preferences or {}).get(form, ()))}
            meanings.sort(key=lambda m: (wanted.get(m[0].id, len(wanted)), _RANK[m[1]], m[0].id))
        self._normal: dict[str, list[str]] = {}
        for form in self._exact:
            self._normal.setdefault(normalise(form), []).append(form)
        self._matcher = Matcher(((f, m) for f, found in self._exact.items() for m in found), others)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def by_id(self, id_: str) -> Entry | None:
        """Return the entry with this id, or ``None``."""
        return self._entries.get(id_)

    def by_form(self, form: str) -> tuple[Meaning, ...]:
        """Return what a form may mean, the likeliest first; empty if unknown.

        The exact form counts; failing that, one that differs in a leading "the", accents, kinds of quotes, hyphens,
        full stops of an acronym, or case. Lower-case text never means a proper name ("us", "turkey").
        """
        if form in self._exact:
            return tuple(self._exact[form])
        found: list[Meaning] = []
        for candidate in self._normal.get(normalise(form), ()):
            if form.islower() and any(c.isupper() for c in candidate):
                continue
            found += (meaning for meaning in self._exact[candidate] if meaning not in found)
        return tuple(found)

    def forms(self) -> Matcher:
        """Return the matcher over token sequences."""
        return self._matcher


def normalise(form: str) -> str:
    """Return a form without article, accents, full stops and case, hyphens as blanks."""
    plain = anyascii(form).casefold().replace(".", "").replace("-", " ")
    return re.sub(r"\s+", " ", re.sub(r"^the ", "", plain.strip()))


def _variants(form: str, kind: FormKind) -> Iterator[str]:
    yield form
    if form.startswith("the "):
        yield "T" + form[1:]
    if kind == "description":
        capitals = re.sub(r"\b[a-z]", lambda m: m[0].upper(), form)
        yield "the" + capitals[3:] if capitals.startswith("The ") else capitals
        yield capitals


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of ``ontology/actors``, read once.

    Raises:
        DataFileError: a file is malformed, an id stands twice, or an id that is referred to does not exist.
    """
    known: dict[str, Entry] = {}
    for name, kind in FILES.items():
        path = ontology("actors", name)
        for number, data in enumerate(entries(path)):
            entry = _entry(name, number, data, kind)
            if entry.id in known:
                raise malformed(path, f"id {entry.id!r} is given twice", "entries", number, "id")
            known[entry.id] = entry
    path = ontology("actors", "ambiguous.yaml")
    preferences = {form: strings(path, "forms", form) for form in read(path)["forms"]}
    for form, ids in preferences.items():
        for id_ in ids:
            if id_ not in known:
                raise malformed(path, f"no entry has the id {id_!r}", "forms", form)
    for entry in known.values():
        if entry.organ_of is not None and entry.organ_of not in known:
            raise malformed(
                ontology("actors", "organs.yaml"), f"{entry.id}: no entry has the id {entry.organ_of!r}"
            )
    others = strings(ontology("actors", "not-actors.yaml"), "names", optional=False)
    return Gazetteer(known.values(), preferences=preferences, others=others)


def _entry(name: str, number: int, data: Mapping[str, Any], kind: ActorKind) -> Entry:
    path = ontology("actors", name)
    unknown = sorted(set(data) - _FIELDS)
    if unknown:
        raise malformed(
            path, f"unknown field {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}", "entries", number
        )
    for field in ("id", "name"):
        if not isinstance(data.get(field), str):
            raise malformed(path, f"needs the text field {field!r}", "entries", number)
    for field in (*_LISTS, "modifiers", "heads"):
        value = data.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise malformed(
                path, f"{field} must be a list of strings; quote what is none", "entries", number, field
            )
    lists = {field: tuple(data.get(field, ())) for field in _LISTS}
    # "Western" × "countries": the forms of a bloc are as productive as the language
    modifiers, heads = data.get("modifiers", ()), data.get("heads", ())
    lists["aliases"] += tuple(f"{modifier} {head}" for modifier in modifiers for head in heads)
    return Entry(
        id=data["id"],
        name=data["name"],
        kind=kind,
        organ_of=data.get("organ_of"),
        wikidata=data.get("wikidata"),
        **lists,
    )


# ------------------------------------------------------------------------------------------------ titles

Office = Literal["state", "body", "none"]


class Titles:
    """The words of titles and offices.

    Args:
        heads: what heads a title, lower case, with its class and the kind of office.
        modifiers: words that stand before a head and belong to the title, subjects of offices among them.
        honorifics: words before a name that are no title.
        past: modifiers that say that the office is held no longer.
        only: ids of the states that alone have a title, by title.
    """

    def __init__(
        self,
        heads: Mapping[str, tuple[str, Office]],
        modifiers: Iterable[str],
        honorifics: Iterable[str],
        past: Iterable[str] = (),
        only: Mapping[str, str] | None = None,
    ) -> None:
        self._heads = dict(heads)
        self._only = dict(only or {})
        self._modifiers = frozenset(modifiers)
        self._honorifics = frozenset(honorifics)
        self._past = frozenset(past)
        self._phrases: Phrases[str] = Phrases((head, head) for head in self._heads)
        # a token may hold several atoms ("vice-president"), so whole first words and first atoms both open a title
        self._starts = {start for head in self._heads for start in (head.split()[0], *atoms(head)[:1])}

    def is_head(self, word: str) -> bool:
        """Tell whether a word can head a title: "minister", "Spokesmen"."""
        return word.casefold() in self._heads

    def is_modifier(self, word: str) -> bool:
        """Tell whether a word before a title's head belongs to the title: "deputy", "Foreign"."""
        return word.casefold() in self._modifiers

    def is_honorific(self, word: str) -> bool:
        """Tell whether a word, with or without its full stop, stands before a name without being a title: "Mrs"."""
        return word.casefold().rstrip(".") in self._honorifics

    def is_past(self, title: str) -> bool:
        """Tell whether a title is one of the past: "former president", "ex-minister"."""
        words = title.casefold().replace("-", " ").split()
        return bool(words) and any(word in self._past for word in words[:2])

    def only_in(self, title: str) -> str | None:
        """Return the id of the one state that has offices of this title: "Secretary of State"; ``None`` for others."""
        return self._only.get(title.casefold())

    def kind(self, title: str) -> str | None:
        """Return the class of a title by its last head: ``head of state``, ``voice``, …; ``None`` if it has none."""
        found = self._last_head(title)
        return self._heads[found][0] if found else None

    def office(self, title: str) -> Office | None:
        """Return what a title says of the holder's office: ``state`` for "foreign minister", ``body`` for "chief"."""
        found = self._last_head(title)
        return self._heads[found][1] if found else None

    def match(self, tokens: Sequence[str], i: int = 0) -> int:
        """Return how many tokens from ``i`` on form a title, up to its last head; 0 if none starts there.

        Case is ignored: "Deputy Foreign Minister", "vice-president", "secretary of state".
        """
        first = tokens[i].casefold()
        if first not in self._modifiers and first not in self._starts:
            return 0  # nearly every token: spare the look ahead
        lower = [first, *(token.casefold() for token in tokens[i + 1 : i + 12])]
        end = j = 0
        while j < len(lower):
            found = self._phrases.match(lower, j)
            if found:
                j += found[0]
                end = j
            elif lower[j] in self._modifiers or (j > 0 and lower[j] in ("-", ".")):
                j += 1
            else:
                break
        return end

    def _last_head(self, title: str) -> str | None:
        # the office ends where its complement begins: "head of mission", but "secretary of state"
        words, last = title.casefold().split(), None
        j = 0
        while j < len(words):
            found = self._phrases.match(words, j)
            if found:
                last = found[1][0]
                j += found[0]
            elif last is not None and words[j] in ("of", "for", "to", "in", "at", "on"):
                break
            else:
                j += 1
        return last


@cache
def titles() -> Titles:
    """Return the titles of ``ontology/actors/titles.yaml``, read once.

    Raises:
        DataFileError: the file is malformed.
    """
    path = ontology("actors", "titles.yaml")
    heads: dict[str, tuple[str, Office]] = {}
    for kind, data in read(path)["heads"].items():
        if not isinstance(data, dict) or data.get("office") not in get_args(Office):
            raise malformed(path, f"{kind} needs office: state, body or none", "heads", kind)
        for word in strings(path, "heads", kind, "words", optional=False):
            for form in (word, *_plurals(word)):
                # the first class that lists a word keeps it
                heads.setdefault(form, (kind, data["office"]))
    modifiers = strings(path, "modifiers", optional=False) + strings(path, "portfolios", optional=False)
    past = strings(path, "past", optional=False)
    only = {
        title: state
        for state in sorted(read(path)["only"])
        for title in strings(path, "only", state, optional=False)
    }
    return Titles(heads, (*modifiers, *past), strings(path, "honorifics", optional=False), past, only)


def _plurals(word: str) -> tuple[str, ...]:
    if word.endswith(("man", "men", "s", "general", "people")) and word != "general":
        return ()
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    return (word + ("es" if word.endswith(("ch", "sh", "x")) else "s"),)
