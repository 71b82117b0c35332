"""Free words to a question of the catalogue, by plain matching: no language model, the same answer every time.

Names in the graph, dates, numbers and topics in the words become parameters; the other words are matched with the
queries' titles, descriptions and wordings (``queries/ask.yaml``). What is asked is taken for certain only where every
word has a place: a name that nobody bears, or a word that no query is asked in, may be the very thing that is asked.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.ask.filling import fill, left_out
from kg.ask.index import Index, index
from kg.ask.names import Names
from kg.ask.phrases import phrases
from kg.ask.slots import Slots, read
from kg.ask.topics import Topics
from kg.errors import QueryError
from kg.model import Table
from kg.query import catalogue, resolve_actor, run
from kg.query.fold import words_of
from kg.query.header import Query
from kg.query.lookup import base, short
from kg.query.things import find_things
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["MOST", "OFFERED", "Guess", "Reading", "answer", "understand"]

MOST = 1000
"""How many characters a question may have."""
OFFERED = 3
_AHEAD = 0.035
"""How much better than the next a query must be, to be sure of it."""
_PLACED, _OVER, _UNPLACED = 1.15, 0.8, 0.75
"""By what a name that finds its place multiplies a query's score, one that finds none, and a word that finds none."""
_PARTLY = 0.6
"""What is left of the score of a query that does not answer to all of the question."""
_COUNTS = 1.5
"""What it adds that a query counts what is to be counted."""
_LATEST = "SELECT (MAX(STR(?day)) AS ?latest) { ?article a kg:Article ; kg:published ?day }"


@dataclass(frozen=True, slots=True)
class Guess:
    """A query that may be meant.

    Attributes:
        query: of the catalogue.
        params: values by name, as they would be typed.
        score: how well it fits; only comparable within one question.
        counting: the number of its things is asked for, not their list.
        unused: names, dates, topics and numbers of the question that have no part in it.
        unplaced: words of the question that it is never asked in.
    """

    query: Query
    params: dict[str, str]
    score: float
    counting: bool = False
    unused: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The command line that asks it."""
        options = [
            part for name, value in self.params.items() for part in (f"--{name.replace('_', '-')}", value)
        ]
        return shlex.join(["kg", "query", self.query.name, *options])

    @property
    def without(self) -> tuple[str, ...]:
        """All of the question that it does not answer to."""
        return (*self.unused, *self.unplaced)

    @property
    def shows(self) -> str:
        """What it would show, in a line."""
        what = f"{phrases().counted[self.query.name].what}, counted" if self.counting else self.query.title
        return what + (f"; leaves out {', '.join(self.without)}" if self.without else "")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood.

    Attributes:
        guesses: the best first, at most ``OFFERED``.
        sure: the first is meant, as far as words can tell.
        beyond: it asks for a judgement, a reason or the future, which no graph holds.
    """

    words: str
    guesses: tuple[Guess, ...]
    sure: bool
    beyond: bool = False

    @property
    def best(self) -> Guess:
        """The query that is meant.

        Raises:
            QueryError: that is not sure; the nearest are offered.
        """
        if self.sure:
            return self.guesses[0]
        if not self.guesses:
            raise QueryError(
                f"{self._shown} is like no question that I know; list them with: kg query --list"
            )
        near = "; ".join(f"({n}) {one.command} — {one.shows}" for n, one in enumerate(self.guesses, start=1))
        raise QueryError(f"{self.doubt}; the nearest are {near}")

    @property
    def doubt(self) -> str:
        """Why it is not answered, in a line."""
        if self.beyond:
            return f"not sure what {self._shown} asks for: a graph holds reports, not reasons or verdicts"
        missing = self.guesses[0].without if self.guesses else ()
        told = f": nothing here goes by {', '.join(missing)}" if missing else ""
        return f"not sure what {self._shown} asks for{told}"

    @property
    def _shown(self) -> str:
        return repr(self.words if len(self.words) <= 60 else f"{self.words[:60]}…")


def answer(ds: Dataset, guess: Guess) -> Table:
    """Run a query that is meant; where a number is asked for, the table has that alone.

    Raises:
        QueryError: as of :func:`kg.query.run`.
    """
    table = run(ds, guess.query.name, **guess.params)
    if not guess.counting:
        return table
    counted = phrases().counted[guess.query.name]
    place = table.columns.index(counted.column)
    number = len({row[place] for row in table.rows})
    return Table(table.name, ("count",), ((number,),), (counted.what,))


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
    names = Names(ds)
    slots = read(text, names, Topics(ds), latest=latest, known=frozenset(found.rarity))
    guesses = sorted(_guesses(ds, queries, found, slots), key=lambda guess: (-guess.score, guess.query.name))
    folded = tuple(words_of(text))
    beyond = _begins(folded, phrases().beyond) and not _begins(folded, phrases().within)
    offered = tuple(_named(ds, guess, names) for guess in guesses[:OFFERED])
    return Reading(
        words=text, guesses=offered, sure=not beyond and _sure(guesses, found, slots), beyond=beyond
    )


def _begins(words: tuple[str, ...], starts: tuple[tuple[str, ...], ...]) -> bool:
    return any(words[: len(start)] == start for start in starts)


def _sure(guesses: list[Guess], found: Index, slots: Slots) -> bool:
    """Tell whether the first is meant: all of the question has a place in it, and no other is as good."""
    if not guesses or not _whole(guesses[0]):
        return False
    weak = phrases().weak
    said = any(found.known([word]) and word not in weak for word in slots.rest)
    if not said and not slots.actors and not slots.count:
        return False
    return all(other.score <= guesses[0].score * (1 - _AHEAD) for other in guesses[1:2] if _whole(other))


def _whole(guess: Guess) -> bool:
    return not guess.without and not _missing(guess)


def _guesses(ds: Dataset, queries: dict[str, Query], found: Index, slots: Slots) -> list[Guess]:
    stems = found.known(slots.rest)
    # "turned down" is a way to say rejected, though no word of it is
    stems += [
        stem
        for name, said in slots.said.items()
        if len(said) > 1
        for stem in found.known(words_of(slots.values[name]))
    ]
    scores = found.scores(stems)
    if slots.actors and all(word in phrases().weak or not found.known([word]) for word in slots.rest):
        # a name alone
        scores = {"everything": 1.0} if "everything" in queries else {}
    counted = slots.count.queries if slots.count else frozenset()
    guesses = []
    for name in sorted({*scores, *counted} & set(queries)):
        query = queries[name]
        params, placed, over = fill(query, slots)
        counting = name in counted
        score = (scores.get(name, 0.0) + counting) * (_COUNTS if counting else 1.0)
        # who asks for a number is not helped by a list of something else, but by one with numbers in it
        numberless = (
            bool(slots.count) and not counting and not set(found.known(["many"])) & found.placing[name]
        )
        over += numberless
        guess = Guess(query, params, score * _PLACED**placed * _OVER**over, counting)
        consumed: frozenset[str] = frozenset()
        if _missing(guess):
            things, consumed = _things(ds, guess, slots)
            params |= things
            # what was left over stands for the thing now
            factor = 0.5 if _missing(guess) else _PLACED * (_PLACED / _OVER) ** over
            guess = replace(guess, score=guess.score * factor)
        unplaced = _unplaced(found, guess, slots, consumed)
        unused = slots.several if consumed else _unused(found, guess, slots)
        if numberless:
            unused = (*unused, "the number")
        score = guess.score * _UNPLACED ** len(unplaced)
        if unplaced or unused or _missing(guess):
            score *= _PARTLY
        elif (
            consumed
            and not set(found.known(word for word in slots.rest if word not in consumed))
            & found.placing[name]
        ):
            # all words name the thing, and none says what is asked of it
            score *= _PARTLY**2
        guesses.append(replace(guess, score=score, unused=unused, unplaced=unplaced))
    return guesses


def _unused(found: Index, guess: Guess, slots: Slots) -> tuple[str, ...]:
    """Return the names, dates, topics and numbers of a question that no value has, but for words that only ask."""
    told = {word for name in guess.params for word in slots.said.get(name, ())}
    stop = phrases().stop

    def asks(topic: str) -> bool:
        words = [word for word in words_of(topic) if word not in stop and word not in told]
        return topic in slots.topics and set(found.known(words)) <= found.placing[guess.query.name]

    return tuple(one for one in dict.fromkeys(left_out(guess.params, slots)) if not asks(one))


def _unplaced(found: Index, guess: Guess, slots: Slots, consumed: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a question that a query is never asked in and that none of its values was said by."""
    known = phrases()
    told = {word for name in guess.params for word in slots.said.get(name, ())}
    told |= {word for param in guess.query.params for word in words_of(guess.params.get(param.name, ""))}
    placing = found.placing[guess.query.name]
    if guess.counting:
        one = known.counted[guess.query.name]
        told |= one.nouns | one.verbs
    left = []
    for word in dict.fromkeys(slots.rest):
        if word in known.stop or word in known.weak or word in told or word in consumed:
            continue
        if word.isdigit() or not set(found.known([word])) & placing:
            left.append(word)
    return tuple(f"'{word}'" for word in left)


def _missing(guess: Guess) -> list[str]:
    return [param.name for param in guess.query.params if param.required and param.name not in guess.params]


def _things(ds: Dataset, guess: Guess, slots: Slots) -> tuple[dict[str, str], frozenset[str]]:
    """Find the meeting, the negotiation or so that a query needs: the longest end of the words that fits one.

    Returns:
        The parameters, and the words that named the things.
    """
    found: dict[str, str] = {}
    consumed: set[str] = set()
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
                consumed.update(words_of(end))
                break
    return found, frozenset(consumed)


def _named(ds: Dataset, guess: Guess, names: Names) -> Guess:
    """Put the id in place of a name that would not be resolved to its actor."""
    params = dict(guess.params)
    for param in guess.query.params:
        value = params.get(param.name)
        if param.type == "actor" and value:
            try:
                resolve_actor(ds, value)
            except QueryError:
                params[param.name] = names.ids.get(value, value)
    return replace(guess, params=params)
