"""Free words to a question of the catalogue, by plain matching: no language model, the same answer every time.

Names in the graph, dates and numbers in the words become parameters; the other words are matched with the queries'
titles, descriptions, parameters and wordings (``queries/ask.yaml``).
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.ask.index import Index, index
from kg.ask.names import Names
from kg.ask.slots import Slots, fill, left_out, read
from kg.errors import QueryError
from kg.query import catalogue, resolve_actor
from kg.query.fold import words_of
from kg.query.header import Query
from kg.query.lookup import base, short
from kg.query.things import find_things
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

MOST = 1000
"""How many characters a question may have."""
OFFERED = 3
_ENOUGH = 0.45
"""How much of a question's words the query must know, to be sure of it."""
_AHEAD = 0.035
"""How much better than the next a query must be, to be sure of it."""
_LATEST = "SELECT (MAX(STR(?day)) AS ?latest) { ?article a kg:Article ; kg:published ?day }"


@dataclass(frozen=True, slots=True)
class Guess:
    """A query that may be meant.

    Attributes:
        query: of the catalogue.
        params: values by name, as they would be typed.
        score: how well it fits; only comparable within one question.
        share: how much of the words it knows, 0 to 1.
        unused: names, dates and topics of the question that have no part in it: its answer may be wider than asked.
    """

    query: Query
    params: dict[str, str]
    score: float
    share: float
    unused: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The command line that asks it."""
        options = [
            part for name, value in self.params.items() for part in (f"--{name.replace('_', '-')}", value)
        ]
        return shlex.join(["kg", "query", self.query.name, *options])


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood.

    Attributes:
        guesses: the best first, at most ``OFFERED``.
        sure: the first is meant, as far as words can tell.
    """

    words: str
    guesses: tuple[Guess, ...]
    sure: bool

    @property
    def best(self) -> Guess:
        """The query that is meant.

        Raises:
            QueryError: that is not sure; the nearest are offered.
        """
        if self.sure:
            return self.guesses[0]
        shown = self.words if len(self.words) <= 60 else f"{self.words[:60]}…"
        if not self.guesses:
            raise QueryError(f"{shown!r} is like no question that I know; list them with: kg query --list")
        near = "; ".join(f"({n}) {guess.command}" for n, guess in enumerate(self.guesses, start=1))
        raise QueryError(f"not sure what {shown!r} asks for; the nearest are {near}")


def understand(ds: Dataset, words: str) -> Reading:
    """Find the question of the catalogue that free words ask, with its parameters.

    Args:
        ds: the graph, whose names may stand in the words.
        words: in English, in any form; misspellings of a letter or two do no harm.

    Raises:
        QueryError: there are no words, more than ``MOST`` characters, or a date that may be one of two.
    """
    text = " ".join(words.split())
    if not re.search(r"\w", text):
        raise QueryError("nothing was asked; ask for example: who met whom")
    if len(text) > MOST:
        raise QueryError(f"a question has at most {MOST} characters, not {len(text)}; ask for one thing")
    queries = catalogue()
    found = index(tuple(queries.values()))
    latest = next((str(row[0]) for row in select(ds, _LATEST) if row[0] is not None), "")
    slots = read(text, Names(ds), latest=latest, known=frozenset(found.rarity))
    guesses = sorted(_guesses(ds, queries, found, slots), key=lambda guess: (-guess.score, guess.query.name))
    sure = bool(guesses) and guesses[0].share >= _ENOUGH and not _missing(guesses[0])
    if sure and len(guesses) > 1:
        sure = guesses[1].score <= guesses[0].score * (1 - _AHEAD)
    offered = (_named(ds, guess) for guess in guesses[:OFFERED])
    return Reading(
        words=text,
        guesses=tuple(replace(guess, unused=_unused(guess, slots)) for guess in offered),
        sure=sure,
    )


def _unused(guess: Guess, slots: Slots) -> tuple[str, ...]:
    if any(param.type == "thing" and param.name in guess.params for param in guess.query.params):
        # a thing is named by any of the words
        return ()
    return tuple(dict.fromkeys(left_out(guess.params, slots)))


def _guesses(ds: Dataset, queries: dict[str, Query], found: Index, slots: Slots) -> list[Guess]:
    stems = found.known(slots.rest)
    scores = found.scores(stems)
    if not stems and slots.actors:
        # a name alone
        scores = {"everything": 1.0} if "everything" in queries else {}
    guesses = []
    for name, score in scores.items():
        query = queries[name]
        params, placed, over = fill(query, slots)
        told = {stem for param in params for stem in found.known(slots.said.get(param, ()))}
        share = found.share(name, [stem for stem in stems if stem not in told])
        guess = Guess(query, params, score * 1.15**placed * 0.8**over, share)
        if _missing(guess):
            params |= _things(ds, guess, slots)
            # what was left over stands for the thing now
            factor = 0.5 if _missing(guess) else 1.15 * (1.15 / 0.8) ** over
            guess = Guess(query, params, guess.score * factor, guess.share)
        guesses.append(guess)
    return guesses


def _missing(guess: Guess) -> list[str]:
    return [param.name for param in guess.query.params if param.required and param.name not in guess.params]


def _things(ds: Dataset, guess: Guess, slots: Slots) -> dict[str, str]:
    """Find the meeting, the negotiation or so that a query needs: the longest end of the words that fits one."""
    found: dict[str, str] = {}
    words = words_of(slots.text)
    for param in guess.query.params:
        if param.name not in _missing(guess) or param.type != "thing":
            continue
        ends = [" ".join(words[first:]) for first in range(len(words))]
        if param.name != "thing":
            # the words may not say what kind of thing it is: "what is open between Russia and NATO"
            ends = [f"{param.name} {end}" for end in (*ends, " ".join(slots.actors), "")]
        for end in ends:
            # "meetings in Velm" asks for no answer about the town
            things = [one for one in find_things(ds, end) if not short(one, base(ds)).startswith("place/")]
            if len(things) == 1:
                found[param.name] = short(things[0], base(ds))
                break
    return found


def _named(ds: Dataset, guess: Guess) -> Guess:
    """Put the id in place of a name that would not be resolved to its actor."""
    params = dict(guess.params)
    for param in guess.query.params:
        value = params.get(param.name)
        if param.type == "actor" and value:
            try:
                resolve_actor(ds, value)
            except QueryError:
                del params[param.name]
    return Guess(guess.query, params, guess.score, guess.share)
