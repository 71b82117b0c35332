"""Names under many spellings: transliterations, initials, short forms, order (``lexicon/spellings.yaml``).

Nothing here measures likeness: two spellings are the same name when the rules make them equal, so that the relation
between words is an equivalence and blocks are keys. Doubtful cases are left apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii

from kg.gazetteer import titles
from kg.lexicon import read, strings
from kg.resources import ontology

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*\.?|-")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name, folded.

    Attributes:
        family: key of the family name; the block of a person.
        given: the other words in order; an initial is one letter.
        initials: their first letters as written.
        whole: all words written together in their order, blind to where the blanks and hyphens are.
    """

    family: str
    given: tuple[str, ...]
    initials: tuple[str, ...]
    whole: str

    @property
    def full(self) -> bool:
        """Whether there is more than a family name."""
        return bool(self.given)

    @property
    def specific(self) -> int:
        """How much the given names say: letters written out."""
        return sum(len(word) for word in self.given)


@lru_cache(maxsize=100_000)
def person_name(name: str, aliases: tuple[str, ...] = ()) -> PersonName:
    """Parse a name; honorifics, particles ("al-", "bin", "van") and suffixes ("Jr") are left out.

    Args:
        name: as the article has it, without its title.
        aliases: other forms; one that is a single word shows which word is the family's name.
    """
    raw = _words(name)
    words = [_key(word) for word in raw]
    if len(words) < 2:
        key = words[0] if words else name.casefold()
        # "King Talal" is no namesake of "Omar Talal": the crown stands for the given name
        crown = _crown(name) if words else None
        return PersonName(key, (crown,), (crown[0],), crown + key) if crown else PersonName(key, (), (), key)
    singles = {_key(found[0]) for alias in aliases if len(found := _words(alias)) == 1}
    # "Joe" and "Sue" are spelt like family names of the east once letters are levelled, and are given names
    first = raw[0] not in _data().western and _levelled(raw[0]) in _data().family_first
    if words[-1] in singles and words[0] not in singles:
        first = False
    elif words[0] in singles and words[-1] not in singles:
        first = True
    if first:
        # "Sang-ho", "Sang Ho" and "Sangho" are one given name
        given = _key("".join(raw[1:]))
        return PersonName(words[0], (given,), (raw[1][0],), words[0] + given)
    return PersonName(words[-1], tuple(words[:-1]), tuple(word[0] for word in raw[:-1]), "".join(words))


def compatible(a: PersonName, b: PersonName) -> bool:
    """Tell whether two full names may be one person's: same family name, no given name against another.

    An initial goes with every name that it begins; a middle name that one side lacks is no matter.
    """
    if not (a.full and b.full):
        return False
    if a.whole == b.whole:
        return True
    # two that stop at different lengths agree as far as the shorter one goes
    both = zip(a.given, a.initials, b.given, b.initials, strict=False)
    return a.family == b.family and all(x == y or (1 in (len(x), len(y)) and i == j) for x, i, y, j in both)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return a key that is the same for all spellings of one word of a name."""
    key = _levelled(word)
    return _data().given.get(key, key)


def _levelled(word: str) -> str:
    key = re.sub(r"[^a-z]", "", anyascii(word).casefold())
    for pattern, replacement in _data().letters:
        key = pattern.sub(replacement, key)
    return key


@lru_cache(maxsize=100_000)
def body_key(name: str) -> str:
    """Return a key for the name of a body: lower case, without article, possessive and accents, in one spelling."""
    plain = re.sub(r"^(?:the|a|an)\s+", "", anyascii(name).casefold().strip())
    plain = re.sub(r"['`]s?\b", "", plain).replace(".", "")
    words = re.findall(r"[a-z0-9&+]+(?:-[a-z0-9]+)*", plain)
    same = _data().bodies
    return " ".join(same.get(word, word) for word in words).replace("-", " ")


def office_key(key: str) -> str:
    """Return the one name of an office that has several ("ministry of foreign affairs" is the "foreign ministry")."""
    return _data().offices.get(key, key)


def is_generic(key: str) -> bool:
    """Tell whether a body's key says only what it is, not whose ("foreign ministry", "rebels")."""
    return all(word in _data().generic or word.isdigit() for word in key.split())


def is_acronym(name: str) -> bool:
    """Tell whether a name is an acronym of three letters and more; two letters mean too many things."""
    return bool(re.fullmatch(r"(?:[A-Z]\.?){3,8}", name))


def is_crown(word: str) -> bool:
    """Tell whether a word, in lower case, is a title that takes the place of a given name: "king", "pope"."""
    return word in _data().crowns


def _crown(name: str) -> str | None:
    first, _, rest = name.partition(" ")
    return first.casefold() if rest and is_crown(first.casefold()) else None


def _words(name: str) -> list[str]:
    """Return the telling words of a person's name, plain."""
    data, words = _data(), []
    found = _WORD.findall(name)
    for n, word in enumerate(found):
        plain = re.sub(r"[^a-z]", "", anyascii(word).casefold())
        if not plain or plain in data.particles or (plain in data.suffixes and n == len(found) - 1):
            continue
        if n < len(found) - 1 and titles().is_honorific(word) and len(plain) > 1:
            continue
        words.append(plain)
    return words


def _key(word: str) -> str:
    return word if len(word) == 1 else fold(word)


# ------------------------------------------------------------------------------------------------ data


@dataclass(frozen=True, slots=True)
class _Spellings:
    letters: tuple[tuple[re.Pattern[str], str], ...]
    given: dict[str, str]
    western: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    family_first: frozenset[str]
    bodies: dict[str, str]
    offices: dict[str, str]
    generic: frozenset[str]
    crowns: frozenset[str]


@cache
def _data() -> _Spellings:
    path = ontology("lexicon", "spellings.yaml")
    raw = read(path)
    letters = tuple((re.compile(pattern), replacement) for pattern, replacement in raw["letters"])

    def plain(word: str) -> str:
        key = re.sub(r"[^a-z]", "", anyascii(word).casefold())
        for pattern, replacement in letters:
            key = pattern.sub(replacement, key)
        return key

    given: dict[str, str] = {}
    western: set[str] = set()
    for n in range(len(raw["given"])):
        group = strings(path, "given", n)
        for word in group:
            # a short form of two names (Gerry) stays the first one's
            given.setdefault(plain(word), plain(group[0]))
        western.update(group)
    return _Spellings(
        letters,
        given,
        frozenset(western),
        frozenset(strings(path, "particles")),
        frozenset(strings(path, "suffixes")),
        frozenset(plain(w) for w in strings(path, "family_first")),
        dict(raw["bodies"]),
        {form: name for name in raw["offices"] for form in strings(path, "offices", name)},
        frozenset(strings(path, "generic")),
        frozenset(strings(ontology("lexicon", "names.yaml"), "regnal")),
    )
