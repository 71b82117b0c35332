"""Which actors have no name of their own: "officials", "market sources", "the protesters"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

_LETTER = re.compile(r"[^\W\d_]")
# a capital at the beginning and nowhere else, or nothing but capitals, as in headlines: a name ("Conrail"), or a
# common word that began a sentence
_OPENING = re.compile(r"[A-Z][a-z]+(?: [a-z][a-z'-]*)*|[A-Z]{5,}(?: [A-Z]{3,})*")
_SMALL = re.compile(r"(?<![\w.’'-])[a-z][a-z-]*")


def nameless(
    names: Mapping[str, Sequence[str]],
    *,
    collectives: Collection[str],
    known: Collection[str],
    sentences: Iterable[str],
) -> frozenset[str]:
    """Return the actors that have no name of their own.

    An actor has none if its first name has no capital letter; and a collective whose name has one at its beginning
    alone has none either where articles write that word small elsewhere ("Analysts", "Banking sources").

    Args:
        names: IRI to names, the preferred one first.
        collectives: IRIs of the actors that stand for several at once.
        known: IRIs that a register knows; these are never without a name.
        sentences: what articles say, for the words that they write small.
    """
    first = {actor: some[0] for actor, some in names.items() if some and actor not in known}
    doubtful = {
        actor: name.split()[0].lower()
        for actor, name in first.items()
        if actor in collectives and _OPENING.fullmatch(name)
    }
    wanted = set(doubtful.values())
    small: set[str] = set()
    for sentence in sentences:
        if wanted <= small:
            break
        small.update(word for word in _SMALL.findall(sentence) if word in wanted)
    return frozenset(
        {actor for actor, name in first.items() if not _capital(name)}
        | {actor for actor, word in doubtful.items() if word in small}
    )


def _capital(name: str) -> bool:
    """Tell whether a name has a letter that is not small: a capital, or one of a script that has none.

    A number alone counts as a name.
    """
    letters = _LETTER.findall(name)
    return not letters or any(not letter.islower() for letter in letters)
