"""What a question says beside what it asks: names, dates, numbers, topics; and which parameters take them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.ask.names import Name, Names
from kg.ask.phrases import phrases, stem
from kg.ask.when import When, find_dates
from kg.query.fold import words_of
from kg.query.header import Parameter, Query

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")
_TOPIC = re.compile(
    r"\b(?:about|regarding|concerning|mentioning|mentions?|containing|contains?|over|on)\b", re.IGNORECASE
)
_TOPIC_END = re.compile(
    r"[?!.,;]|\b(?:by|from|since|in|between|before|after|until|till|during|to|at|made|given|said|put|of|with|when)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:(?:at least|minimum of|no fewer than|no less than|minimum)|(?P<over>more than|over|above))\s+(?P<a>\w+)"
    r"|\b(?P<b>\w+)\s+(?:or more|and more|times or more)\b",
    re.IGNORECASE,
)
# what the asker wants is the answer; what others want are demands
_WISH = re.compile(r"\b(?:i|we)\s+(?:only\s+|just\s+|also\s+)?want\b", re.IGNORECASE)
_NUMERALS = {
    **{word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)},  # noqa: SIM905
    "once": 1,
    "twice": 2,
}
_ARTICLES = frozenset(("a", "an", "the", "any", "this", "that", "these", "those", "all"))
_SINCE = frozenset(("since", "after", "start"))
_UNTIL = frozenset(("until", "before", "end", "to"))


@dataclass(frozen=True, slots=True)
class Slots:
    """What was found in a question.

    Attributes:
        actors: labels of actors in their order, those that something is about last.
        topics: what something is about, as written; a name among them is an actor too.
        values: name of a parameter -> value, of what ``queries/ask.yaml`` has wordings for.
        said: name of a parameter -> the words that said so.
        rest: the folded words that are nothing of all this.
    """

    text: str
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    dates: tuple[When, ...] = ()
    topics: tuple[str, ...] = ()
    minimum: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rest: tuple[str, ...] = ()


def read(text: str, names: Names, *, latest: str, known: frozenset[str]) -> Slots:
    """Find all that a question says.

    Args:
        text: the question.
        names: of the graph.
        latest: the graph's latest date, or ``""``.
        known: stems that queries are asked in.

    Raises:
        QueryError: a date may be one of two.
    """
    stop, same = phrases().stop, phrases().same

    def common(word: str) -> bool:
        return word in stop or stem(word) in known or stem(word) in same

    dates = find_dates(text, latest=latest)
    words = list(_WORD.finditer(text))
    raw = [word[0] for word in words]
    taken = {
        i
        for i, word in enumerate(words)
        for date in dates
        if word.start() < date.end and word.end() > date.start
    }
    found = names.find(raw, taken, common)
    number, numbered = _number(text)
    topics, about = _topics(text, words, found, dates, lambda word: word in stop or stem(word) in same)
    wishes = [match.span() for match in _WISH.finditer(text)]
    inside = {i for name in found for i in range(name.first, name.last + 1)}
    rest = [
        folded
        for i, word in enumerate(words)
        if i not in taken and i not in inside and not _within(word.span(), [*about, *numbered, *wishes])
        for folded in words_of(word[0])
    ]
    actors = [name for name in found if name.kind == "actor"]
    actors.sort(key=lambda name: (_within(words[name.first].span(), about), name.first))
    values = _values(words_of(text))
    return Slots(
        text=text,
        actors=tuple(dict.fromkeys(name.label for name in actors)),
        places=tuple(dict.fromkeys(name.label for name in found if name.kind == "place")),
        publishers=tuple(dict.fromkeys(name.label for name in found if name.kind == "publisher")),
        dates=tuple(dates),
        topics=tuple(topics),
        minimum=number,
        values={name: value for name, (value, _) in values.items()},
        said={name: said for name, (_, said) in values.items()},
        rest=tuple(rest),
    )


def fill(query: Query, slots: Slots) -> tuple[dict[str, str], float, int]:
    """Return values for a query's parameters, how much of the question they take, and how much is left over."""
    params: dict[str, str] = {}
    # "anything new" asks what changed; it does not ask for what is new and no other change
    own = {word for wording in phrases().queries.get(query.name, ()) for word in words_of(wording)}
    topic = slots.topics[0] if slots.topics else ""
    takes_topic = any(
        param.type == "text" and param.name in ("about", "topic", "words", "text") for param in query.params
    )
    actors = [
        label for label in slots.actors if not (takes_topic and label == topic and len(slots.actors) > 1)
    ]
    left = list(actors)
    for param in query.params:
        value = _value(param, slots, left, topic if takes_topic else "", own)
        if value:
            params[param.name] = value
    placed: float = len(actors) - len(left)
    over = len(left)
    taken = set(params.values())
    dates = {date.date for date in slots.dates}
    placed += len(dates & taken)
    over += len(dates - taken)
    for wanted in (
        *slots.publishers[:1],
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
        *slots.actors,
        *slots.places,
        *slots.publishers,
        *slots.topics,
        *(one.date for one in slots.dates),
    ]
    return [one for one in (*named, *numbers) if one not in taken]


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
    if param.name == "place":
        return slots.places[0] if slots.places else None
    return topic or None if param.name in ("about", "topic", "words", "text") else said


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


def _number(text: str) -> tuple[int | None, list[tuple[int, int]]]:
    for match in _NUMBER.finditer(text):
        word = (match["a"] or match["b"] or "").lower()
        number = int(word) if re.fullmatch(r"[0-9]{1,6}", word) else _NUMERALS.get(word)
        if number is not None:
            return number + bool(match["over"]), [match.span()]
    return None, []


def _topics(
    text: str, words: list[re.Match[str]], names: list[Name], dates: list[When], common: Callable[[str], bool]
) -> tuple[list[str], list[tuple[int, int]]]:
    """Return what something is about, and which characters say so; words that only ask are no topic."""
    quoted = [(match.start(1), match.end(1)) for match in _QUOTED.finditer(text)]
    spans = list(quoted)
    for match in _TOPIC.finditer(text) if not spans else ():
        start = match.end()
        stop = _TOPIC_END.search(text, start)
        end = min(
            [stop.start() if stop else len(text), *(date.start for date in dates if date.start >= start)]
        )
        spans.append((start, end))
    topics, kept = [], []
    for start, end in spans:
        said = [word for word in words if start <= word.start() and word.end() <= end]
        while said and said[0][0].lower() in _ARTICLES:
            said.pop(0)
        if not said:
            continue
        first, last = said[0].start(), said[-1].end()
        named = [
            name for name in names if words[name.first].start() == first and words[name.last].end() == last
        ]
        if named and (start, end) in quoted:
            continue
        if named:
            topics.append(named[0].label)
            kept.append((first, last))
        elif any(first <= words[name.first].start() < last for name in names):
            # "on whose behalf does Ada speak"
            continue
        elif not all(common(" ".join(words_of(word[0]))) for word in said):
            topics.append(" ".join(text[first:last].split()))
            kept.append((first, last))
    return topics, kept


def _values(words: list[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return for each parameter that has wordings the value that is said, by the longest of them, and that wording."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name, values in phrases().values.items():
        hits = [
            (said, value)
            for value, wordings in values.items()
            for said in wordings
            if any(tuple(words[i : i + len(said)]) == said for i in range(len(words)))
        ]
        longest = [(said, value) for said, value in hits if len(said) == max(len(other) for other, _ in hits)]
        if len({value for _, value in longest}) == 1:
            found[name] = (longest[0][1], longest[0][0])
    return found


def _within(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
