"""Give a text in capitals the case that it would have in print, so that the language model can read it.

Old wires are in capitals throughout. A word is small where print has it small more often than not
(``ontology/models/small-words.txt``) or a dictionary has it as no name (``common-words.txt``; both are made by
``training/words.py``); a famous name has its own case; all else gets a capital. No letter is added or lost, so offsets
stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from kg.errors import DataFileError
from kg.gazetteer import gazetteer, titles
from kg.resources import ontology

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAST = 4  # words; fewer may be a label
_LONGEST = 8
_JOINERS = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "del", "la", "y"})
# how inflections are undone, and what common words end in
_ENDINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("s", "es", "ly", "ness"), ("",)),
    **dict.fromkeys(("ies", "ied"), ("y",)),
    **dict.fromkeys(("ed", "ing", "er", "ers", "al", "ity", "ment"), ("", "e")),
}
# fmt: off
_BUILT = (
    "tion", "tions", "ment", "ments", "ness", "ity", "ities", "ism", "ize", "izes", "ized", "izing", "ously", "ically",
    "able", "ible", "ance", "ence", "ship", "ing", "ive", "ical", "ography",
)
# fmt: on
_MONTHS = frozenset({"may", "march", "august"})


def forms(text: str) -> dict[str, str]:
    """Return how an article itself writes its words where it is not in capitals: "KLM", "talks", "Harlow", by the word
    in capitals; of several forms the most frequent."""
    counts: dict[str, Counter[str]] = {}
    for line in text.splitlines():
        if any(c.islower() for c in line) and not titled(line):
            for word in _WORD.findall(line):
                counts.setdefault(word.upper(), Counter())[word] += 1
    return {word: max(sorted(found), key=lambda form: found[form]) for word, found in counts.items()}


def truecased(text: str, own: Mapping[str, str] | None = None) -> str:
    """Return a paragraph, if it is all in capitals or a headline in title case, in the case of print; any other as is.

    Args:
        text: one paragraph.
        own: how the rest of the article writes words (``forms``); that goes before what is usual.

    Returns:
        A text of the same length, which differs in case alone.

    Raises:
        DataFileError: the list of small words is missing.
    """
    words = list(_WORD.finditer(text))
    if len(words) < _LEAST:
        return text
    if any(c.islower() for c in text):
        return _headline(text, words, own or {}) if titled(text) else text
    starts = [w.start() for w in words]
    usual = _cased([w[0] for w in words], text, starts)
    cased = [
        word[0] if text[at - 1 : at] == "<" else (own or {}).get(word[0], new)
        for word, new, at in zip(words, usual, starts, strict=True)
    ]
    cased[0] = cased[0][:1].upper() + cased[0][1:]
    parts, at = [], 0
    for word, new in zip(words, cased, strict=True):
        parts += [text[at : word.start()], new if len(new) == len(word[0]) else word[0]]
        at = word.end()
    return "".join([*parts, text[at:]])


def titled(text: str) -> bool:
    """Tell whether a line is written In Title Case: nearly all longer words have a capital, and it ends openly."""
    longer = [w for w in _WORD.findall(text) if len(w) > 3]
    capitals = sum(w[0].isupper() for w in longer)
    return len(longer) >= _LEAST and capitals >= 0.85 * len(longer) and not text.rstrip().endswith((".", ","))


def _headline(text: str, words: Sequence[re.Match[str]], own: Mapping[str, str]) -> str:
    """Return a headline in title case with small letters for words that the article, or else print, has small."""
    matcher, texts = gazetteer().forms(), [w[0] for w in words]
    small = [False] + [own.get(w.upper(), w.lower() if _small(w.lower()) else w).islower() for w in texts[1:]]
    i = 0
    while i < len(texts):
        hit = matcher.match(texts[i : i + _LONGEST])
        if hit and (not hit[1] or any(form != "description" for _, form in hit[1])):
            small[i : i + hit[0]] = [False] * hit[0]
        i += hit[0] if hit else 1
    for i in range(len(texts) - 2, -1, -1):
        small[i] &= small[i + 1] or not titles().is_head(texts[i])  # "Minister Diaz"
    for word, lower in zip(words, small, strict=True):
        if lower and len(word[0].lower()) == len(word[0]):
            text = text[: word.start()] + word[0].lower() + text[word.end() :]
    return text


def _cased(words: Sequence[str], text: str, starts: Sequence[int]) -> list[str]:
    listed = small_words() | dictionary_words()
    found = [w.lower() if _small(w.lower()) else _capital(w) for w in words]
    for i, word in enumerate(words):
        before, after = text[: starts[i]].rstrip(), text[starts[i] + len(word) :]
        if _acronym(word, before, after):
            found[i] = word
        elif word.lower() in _MONTHS and (before[-1:].isdigit() or after.lstrip()[:1].isdigit()):
            found[i] = _capital(word)
    i = 0
    matcher = gazetteer().forms()
    while i < len(words):
        hit = matcher.match(words[i : i + _LONGEST])
        named = hit is not None and (not hit[1] or any(form != "description" for _, form in hit[1]))
        if hit and named and (hit[0] > 1 or words[i].lower() not in listed):
            for j in range(i, i + hit[0]):
                plain = words[j].lower() in _JOINERS and j > i
                known_acronym = hit[0] == 1 and any(
                    words[j] in form for e, _ in hit[1] for form in e.aliases if form.isupper()
                )
                found[j] = words[j].lower() if plain else words[j] if known_acronym else _capital(words[j])
        i += hit[0] if hit else 1
    for i, word in enumerate(words):
        if text[: starts[i]].endswith("(") and text[starts[i] + len(word) :].startswith(")"):
            _define(word, found, i)
    for i in range(len(words) - 2, -1, -1):  # "PRESIDENT DIAZ", "FIRST SECRETARY DIAZ"
        if (
            found[i + 1][0].isupper()
            and titles().is_head(words[i])
            and text[starts[i] + len(words[i]) : starts[i + 1]] == " "
        ):
            found[i] = _capital(words[i])
    for i in range(1, len(words) - 1):
        if words[i].lower() in _JOINERS and found[i - 1][0].isupper() and found[i + 1][0].isupper():
            found[i] = words[i].lower()  # "Rivera y Damas"
    for i, start in enumerate(starts):
        if i == 0 or re.search(r"[.!?:]['\")\]]*\s*[\"'(\[]*\s*$", text[max(start - 6, 0) : start]):
            found[i] = found[i][:1].upper() + found[i][1:]
    return found


def _small(word: str) -> bool:
    return re.sub(r"['’]s$", "", word) in dictionary_words() or small(word, small_words())


def small(word: str, known: Collection[str]) -> bool:
    """Tell whether print has a word small: listed, or a listed word's inflection, or built like a common word.

    Args:
        word: in small letters.
        known: the words that are listed.
    """
    stem = re.sub(r"['’]s$", "", word)
    if stem in known:
        return True
    for ending, instead in _ENDINGS.items():
        if stem.endswith(ending) and any(stem[: -len(ending)] + new in known for new in instead):
            return True
    return len(stem) > 6 and stem.endswith(_BUILT)


def _acronym(word: str, before: str, after: str) -> bool:
    """ "(FLM)", "F.L.M.", a word that no vowel makes one."""
    bracketed = before.endswith("(") and after.startswith(")")
    return (
        (bracketed and len(word) < 10)
        or (len(word) == 1 and after.startswith("."))
        or (len(word) > 1 and not re.search("[AEIOUYÁÉÍÓÚ]", word))
    )


def _define(acronym: str, found: list[str], i: int) -> None:
    """ "THE PEASANT ARMY OF THE SIERRA (PAS)": words whose initials an acronym is have capitals in print."""
    letters, at = list(acronym), i - 1
    while at >= 0 and letters:
        if found[at][0].upper() == letters[-1]:
            letters.pop()
        elif found[at].lower() not in _JOINERS:
            return
        at -= 1
    for j in range(at + 1, i) if not letters else ():
        if found[j].lower() not in _JOINERS:
            found[j] = _capital(found[j].upper())


def _capital(word: str) -> str:
    return re.sub(r"['’]S$", lambda m: m[0].lower(), word[:1] + word[1:].lower())


@cache
def small_words() -> frozenset[str]:
    """Return the words that print has small, read once."""
    return _words("small-words.txt")


@cache
def dictionary_words() -> frozenset[str]:
    """Return the words that a dictionary has and not as a name, read once."""
    return _words("common-words.txt")


def _words(name: str) -> frozenset[str]:
    path = ontology("models", name)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataFileError(path, f"cannot be read: {error}") from error
    return frozenset(line for line in lines if line and not line.startswith("#"))
