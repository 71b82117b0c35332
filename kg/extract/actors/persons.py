"""When two forms name one person: surnames, particles, initials, honorific names, and the order of names."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.actors.naming import naming
from kg.extract.cast import Actor

_ARTICLES = ("al-", "el-", "Al-", "El-")


def surname(full: str) -> str:
    """Return the last name of a full name without suffix ("Jr.") and Arabic article: "Majid al-Nuri" → "Nuri"."""
    parts = plain(full).split()
    return bare(parts[-1]) if parts else full


def bare(word: str) -> str:
    """Return a name's word without the Arabic article."""
    return word[3:] if word.startswith(_ARTICLES) and len(word) > 5 else word


def plain(full: str) -> str:
    """Return a full name without suffixes and their comma."""
    parts = full.replace(",", " ").split()
    while len(parts) > 1 and parts[-1].rstrip(".") in naming().suffixes:
        parts.pop()
    return " ".join(parts)


def same_person(known: str, form: str) -> bool:
    """Tell whether two full forms in one article name one person: no given name contradicts, and the surnames agree.

    "Joseph R. Harlan" and "Joe Harlan" do (given names may be short forms of one another), "Igor Orlov" and
    "Anna Orlov" do not.
    """
    a, b = ([bare(w).casefold() for w in plain(name).split()] for name in (known, form))
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    if a[-1] != b[-1]:
        return False
    return len(a) == 1 or len(b) == 1 or _same_given(a[0].rstrip("."), b[0].rstrip("."))


def _same_given(a: str, b: str) -> bool:
    if a[0] != b[0]:
        return False
    return a == b or 1 in (len(a), len(b)) or (a[:2] == b[:2] and min(len(a), len(b)) <= 3)


def may_name(actor: Actor, form: str) -> bool:
    """Tell whether a shorter form can name a person: one or more last words, or the first of an eastern name."""
    # "De la Vega" begins a sentence
    words, short = ([bare(w).casefold() for w in plain(name).split()] for name in (actor.name, form))
    n = len(short)
    return (
        bool(n)
        and n <= len(words)
        and (words[-n:] == short or words[:n] == short or (words[-n - 1 : -1] == short and n == 1))
    )


def meant(
    candidates: Iterable[Actor],
    form: str,
    before: int,
    firsts: dict[str, int],
    *,
    feminine: bool | None = None,
) -> Actor:
    """Of several persons whom one form may name, return whom it named before, else who was introduced last, else first.

    Args:
        candidates: at least one.
        form: the short form.
        before: token index of the form.
        firsts: token index of each person's first mention by key.
        feminine: what a honorific before the form says; then it is whoever of that surname was introduced last.
    """
    people = list(candidates)
    if feminine is not None:  # "Ms Diaz" is not the man of that name
        people = (
            [a for a in people if a.feminine is feminine]
            or [a for a in people if a.feminine is None]
            or people
        )
        told = [a for a in people if firsts[a.key] < before and surname(a.name) == bare(form)]
        if told:
            return max(told, key=lambda a: firsts[a.key])
    for actor in people:
        if form in actor.names:
            return actor
    earlier = [a for a in people if firsts[a.key] < before]
    if earlier:
        return max(earlier, key=lambda a: (surname(a.name) == bare(form), firsts[a.key]))
    return min(people, key=lambda a: firsts[a.key])
