"""Cut text into words, figures and marks, each with the classes by which the patterns know it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_SPECIAL = {
    ".": "DOT",
    ",": "COMMA",
    "-": "DASH",
    "–": "DASH",
    "—": "DASH",
    "‑": "DASH",
    "/": "SLASH",
    "(": "OPEN",
    ")": "CLOSE",
    "$": "MONEY",
    "€": "MONEY",
    "£": "MONEY",
    "¥": "MONEY",
    "%": "PERCENT",
    "'": "APOSTROPHE",
    "’": "APOSTROPHE",
}
# One of each sort of figure, so that every set of classes that figures can have is known when patterns are compiled.
_SAMPLES = (0, 1, 13, 25, 32, 99, 100, 1000, 1080, 1500, 1580, 1900, 1980, 2000, 2080, 2400, 3000, 12345)


class Word(NamedTuple):
    """A word, figure or mark of the text; ``sort`` is the character that stands for its set of classes."""

    start: int
    end: int
    text: str
    sort: str


class Lexer:
    """Knows the vocabulary, and gives each distinct set of classes one character (its sort).

    Args:
        classes: as in ``ontology/lexicon/times.yaml``: name → ``{"words": {word: value}, "capital": bool}``.
        literals: words that stand for themselves in patterns.
    """

    def __init__(self, classes: Mapping[str, Mapping[str, Any]], literals: Iterable[str]) -> None:
        self._lower: dict[str, set[str]] = {}
        self._capital: dict[str, set[str]] = {}
        for name, entry in classes.items():
            for word in entry["words"]:
                (self._capital if entry.get("capital") else self._lower).setdefault(word, set()).add(name)
        for literal in literals:
            self._lower.setdefault(literal, set()).add(f"={literal}")
        self._sorts: dict[frozenset[str], str] = {}
        self._cache: dict[tuple[str, str], str] = {}
        self._pattern = re.compile(_word_pattern("|".join(classes["MONTH"]["words"])), re.IGNORECASE)
        for word in (*self._lower, *self._capital):
            for form in (word, word.capitalize(), word.upper()):
                for kind in ("WORD", "MIXED", "AMPM"):
                    self._sort(kind, form)
        for sample in (*map(str, _SAMPLES), "00", "05", "0000", "0930"):
            self._sort("INT", sample)
        for kind, samples in {
            "NTHFIGURE": ("1st", "40th"),
            "FIGURE": ("1,200", "2.50", "10.30"),
            "CLOCK": ("10:30", "99:99"),
            "MARK": (*_SPECIAL, "!"),
            "WORD": ("zyx", "Zyx"),
        }.items():
            for sample in samples:
                self._sort(kind, sample)
        for kind in ("BREAK", "ISO", "NUMERIC", "ERA", "MIXED", "POSSESSIVE"):
            self._sort(kind, "")
        self._closed = True

    def sorts(self, name: str) -> str:
        """Return the characters of all sets of classes that hold ``name``, for use in a character class."""
        return "".join(sort for classes, sort in self._sorts.items() if name in classes)

    def split(self, text: str) -> list[Word]:
        """Cut ``text`` into words; blanks vanish, but a blank line is a word of its own."""
        words: list[Word] = []
        cache = self._cache
        for found in self._pattern.finditer(text):
            kind, form = found.lastgroup or "MARK", found.group()
            if kind == "REST":  # a month that figures follow without a blank
                kind = "WORD"
            sort = cache.get((kind, form)) or self._sort(kind, form)
            start, end = found.span()
            words.append(Word(start, end, form, sort))
        return words

    def _sort(self, kind: str, form: str) -> str:
        classes = frozenset(self._classes(kind, form))
        sort = self._sorts.get(classes)
        if sort is None:
            if getattr(self, "_closed", False):
                return "!"  # a mix of classes that no pattern names
            sort = self._sorts[classes] = chr(0xE000 + len(self._sorts))
        if len(self._cache) < 20_000:
            self._cache[kind, form] = sort
        return sort

    def _classes(self, kind: str, form: str) -> set[str]:
        if kind == "MARK":
            return {_SPECIAL[form]} if form in _SPECIAL else {kind}
        if kind == "INT":
            return _figure_classes(form)
        if kind == "NTHFIGURE":
            return {"ORDINAL", "DAYNUM"} if 1 <= int(form[:-2]) <= 31 else {"ORDINAL"}
        if kind == "FIGURE":
            return {kind, "DOTTED"} if re.fullmatch(r"[012]?\d\.[0-5]\d", form) else {kind}
        if kind == "CLOCK":
            return {kind} if int(form.split(":")[0]) <= 24 and form.split(":")[1] < "60" else {"MARK"}
        if kind in ("WORD", "AMPM", "MIXED"):
            lower = form.lower()
            special = self._capital.get(lower, set()) if form[:1].isupper() else set()
            found = {"WORD"} | self._lower.get(lower, set()) | special
            return found | {"CAP"} if form[:1].isupper() and len(found) == 1 else found
        return {kind}


def _figure_classes(form: str) -> set[str]:
    number, width = int(form), len(form)
    tests = {
        "INT": True,
        "DAYNUM": width <= 2 and 1 <= number <= 31,
        "HOUR": width <= 2 and number <= 24,
        "YY": width == 2,
        "YEAR": width == 4 and 1900 <= number <= 2099,
        "OLDYEAR": width == 4 and 1500 <= number <= 1899,
        "HHMM": width == 4 and number <= 2400 and number % 100 < 60,
    }
    return {name for name, true in tests.items() if true}


def _word_pattern(months: str) -> str:
    return rf"""(?x)
      (?P<WORD>(?![ap]\.\s?m)[^\W\d_]+(?:'clock)?(?!\w))
    | (?P<BREAK>\n[^\S\n]*\n\s*)
    | (?P<ISO>\b\d{{4}}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))
    | (?P<NUMERIC>(?<![\w./-])(?:\d\d?(?P<s>[./-])\d\d?(?P=s)\d{{4}}|\d{{4}}(?P<t>[./])\d\d?(?P=t)\d\d?)(?![\w/-]))
    | (?P<CLOCK>\b\d\d?:\d\d(?::\d\d)?(?![\d:]))
    | (?P<FIGURE>\b\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\b\d+(?:\.\d+)+)
    | (?P<NTHFIGURE>\b\d+(?:st|nd|rd|th)\b)
    | (?P<ERA>\b\d{{3}}0['’]?s\b|['’]\d0s\b)
    | (?P<MIXED>(?!(?:{months})\d{{1,2}}(?!\d))[^\W\d_]+\d\w*|\d+(?!(?:{months}|[ap]m)(?![^\W\d_]))[^\W\d_]\w*)
    | (?P<INT>\d+)
    | (?P<AMPM>\b[ap]\.\s?m\.?(?!\w))
    | (?P<REST>[^\W\d_]+)
    | (?P<POSSESSIVE>['’]s\b)
    | (?P<MARK>\S)
    """


def number(words: Iterable[Word], values: Mapping[str, Any]) -> float | None:
    """Return the number that words spell or figures give: ``twenty-one``, ``a couple of``, ``2.5``.

    Args:
        words: the words of one number.
        values: word → its value, for spelled numbers.
    """
    forms = [word.text.lower() for word in words]
    if "couple" in forms:
        return 2.0
    parts: list[float] = []
    for form in forms:
        if form[0].isdigit():
            parts.append(float(re.sub(r"[^\d.]", "", form)))
        elif form in values:
            parts.append(float(values[form]))
        elif form in ("hundred", "thousand") and parts:
            parts[-1] *= 100 if form == "hundred" else 1000
    if "half" in forms:
        return sum(parts) + 0.5
    if len(parts) > 1 and parts[0] in (19, 20) and parts[1] >= 10:  # nineteen ninety-seven
        return parts[0] * 100 + sum(parts[1:])
    return sum(parts) if parts else (1.0 if {"a", "an"} & set(forms) else None)
