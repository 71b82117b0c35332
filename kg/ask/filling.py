"""Which parameters of a query take what a question says."""

from __future__ import annotations

from collections.abc import Mapping

from kg.ask.phrases import phrases
from kg.ask.slots import Slots
from kg.ask.when import When
from kg.query.fold import words_of
from kg.query.header import Parameter, Query

_SINCE = frozenset(("since", "after", "start"))
_UNTIL = frozenset(("until", "before", "end", "to"))
_TOPICS = ("about", "topic", "words", "text")


def fill(query: Query, slots: Slots) -> tuple[dict[str, str], float, int]:
    """Return values for a query's parameters, how much of the question they take, and how much is left over."""
    params: dict[str, str] = {}
    # "anything new" asks what changed; it does not ask for what is new and no other change
    own = {word for wording in phrases().queries.get(query.name, ()) for word in words_of(wording)}
    topic = slots.topics[0] if slots.topics else ""
    takes_topic = any(param.type == "text" and param.name in _TOPICS for param in query.params)
    actors = [
        label for label in slots.actors if not (takes_topic and label == topic and len(slots.actors) > 1)
    ]
    left = _ordered(query, slots, actors, params)
    for param in query.params:
        if param.name in params:
            continue
        value = _value(param, slots, left, topic if takes_topic else "", own)
        if value:
            params[param.name] = value
    if slots.count and query.name in slots.count.queries and slots.count.past:
        state = next((param for param in query.params if param.name == "state"), None)
        # how often they met is not how often they meant to
        if state is not None and "Held" in state.choices:
            params.setdefault("state", "Held")
    placed: float = len(actors) - len(left)
    over = len(left) + len(slots.several)
    taken = set(params.values())
    dates = {date.date for date in slots.dates}
    placed += len(dates & taken)
    over += len(dates - taken)
    for wanted in (
        *slots.publishers[:1],
        *slots.places[:1],
        *slots.topics[:1],
        *([str(slots.minimum)] if slots.minimum is not None else []),
    ):
        placed, over = (placed + 1, over) if wanted in taken else (placed, over + 1)
    placed += sum(param.name in params and param.name in slots.values for param in query.params)
    # a name is more often whose it is than what it is about
    placed -= 0.4 * sum(param.type == "thing" and params.get(param.name) in actors for param in query.params)
    return params, placed, over


def left_out(params: Mapping[str, str], slots: Slots) -> list[str]:
    """Return the names, dates, topics and numbers of a question that no parameter has."""
    taken = set(params.values())
    numbers = [] if slots.minimum is None else [str(slots.minimum)]
    named = [
        *slots.several,
        *slots.actors,
        *slots.places,
        *slots.publishers,
        *slots.topics,
        *(one.date for one in slots.dates),
    ]
    return [one for one in (*named, *numbers) if one not in taken]


def _ordered(query: Query, slots: Slots, actors: list[str], params: dict[str, str]) -> list[str]:
    """Return the actors in the order that parameters take them; whom something goes to is put into ``params``."""
    left = list(actors)
    if not left or not any(param.name == "to" and param.type == "actor" for param in query.params):
        return left
    to = next((actor for actor in left if actor in slots.to), None)
    if to is None and len(left) > 1:
        # "by Norland to Sudmark", "Norland demands of Sudmark", "was offered to Sudmark by Norland"
        to = next((actor for actor in left if actor not in slots.by), None) if slots.by else left[1]
    if to is not None:
        left.remove(to)
        params["to"] = to
    return left


def _value(param: Parameter, slots: Slots, left: list[str], topic: str, own: set[str]) -> str | None:
    if param.type == "actor" or (param.type == "thing" and param.name == "thing"):
        return left.pop(0) if left else None
    if param.type == "date":
        return _bound(param.name, slots.dates)
    if param.type == "integer":
        return None if slots.minimum is None else str(slots.minimum)
    said = slots.values.get(param.name)
    if param.type == "choice":
        named = [choice for choice in param.choices if set(words_of(choice)) <= set(slots.rest) - own]
        return said if said in param.choices else named[0] if len(named) == 1 else None
    if param.type != "text":
        return None
    if param.name == "publisher":
        return slots.publishers[0] if slots.publishers else None
    if param.name in ("place", "where"):
        return slots.places[0] if slots.places else None
    return topic or None if param.name in _TOPICS else said


def _bound(name: str, dates: tuple[When, ...]) -> str | None:
    if name in _SINCE:
        roles: tuple[str, ...] = ("since", "on")
    elif name in _UNTIL:
        roles = ("until", "on")
    else:
        roles = ("on", "until", "since")
    for role in roles:
        for date in dates:
            if date.role == role:
                return date.date
    return None
