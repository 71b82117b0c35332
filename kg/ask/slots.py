"""What a question says beside what it asks: names, dates, numbers, topics."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.ask.counting import Count, find_count
from kg.ask.names import Name, Names
from kg.ask.phrases import phrases, stem
from kg.ask.topics import Topics
from kg.ask.when import When, find_dates
from kg.query.fold import words_of

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")
_TOPIC = re.compile(
    r"\b(?:about|regarding|concerning|mentioning|mentions?|containing|contains?|over(?!\s+time)|on(?!\s+the\s+table))\b",
    re.IGNORECASE,
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


@dataclass(frozen=True, slots=True)
class Slots:
    """What was found in a question.

    Attributes:
        actors: labels of actors in their order, those that something is about last.
        to, by: those of them that something goes to, or comes from.
        several: names that more than one actor has, with whom they may stand for.
        topics: what something is about, as written; a name among them is an actor too.
        values: name of a parameter -> value, of what ``queries/ask.yaml`` has wordings for.
        said: name of a parameter -> the words that said so.
        count: the number that is asked for.
        rest: the folded words that are nothing of all this.
        proper: those of them that are written as names are.
    """

    text: str
    actors: tuple[str, ...] = ()
    to: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    several: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    dates: tuple[When, ...] = ()
    topics: tuple[str, ...] = ()
    minimum: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    count: Count | None = None
    rest: tuple[str, ...] = ()
    proper: frozenset[str] = frozenset()


def read(text: str, names: Names, topics_of: Topics, *, latest: str, known: frozenset[str]) -> Slots:
    """Find all that a question says.

    Args:
        text: the question.
        names: of the graph.
        topics_of: what things of the graph are about.
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
    count = find_count([" ".join(words_of(word)) for word in raw])
    counting = count.words if count else frozenset()
    free = [
        i not in taken
        and i not in inside
        and i not in counting
        and not _within(word.span(), [*about, *numbered, *wishes])
        for i, word in enumerate(words)
    ]
    if not topics:
        run = topics_of.find([" ".join(words_of(word)) for word in raw], free, common)
        if run is not None:
            first, last = run
            topics = [" ".join(text[words[first].start() : words[last].end()].split())]
            free[first : last + 1] = [False] * (last + 1 - first)
    left = [(i, folded) for i, word in enumerate(words) if free[i] for folded in words_of(word[0])]
    actors = [name for name in found if name.kind == "actor"]
    actors.sort(key=lambda name: (_within(words[name.first].span(), about), name.first))
    unnamed = (words_of(word[0]) for i, word in enumerate(words) if i not in inside)
    values = _values(words_of(text), {folded for one in unnamed for folded in one})
    return Slots(
        text=text,
        actors=tuple(dict.fromkeys(name.label for name in actors)),
        to=frozenset(name.label for name in actors if name.role == "to"),
        by=frozenset(name.label for name in actors if name.role == "by"),
        several=tuple(
            f"{' '.join(raw[name.first : name.last + 1])} ({name.label})"
            for name in found
            if name.kind == "several"
        ),
        places=tuple(dict.fromkeys(name.label for name in found if name.kind == "place")),
        publishers=tuple(dict.fromkeys(name.label for name in found if name.kind == "publisher")),
        dates=tuple(dates),
        topics=tuple(topics),
        minimum=number,
        values={name: value for name, (value, _) in values.items()},
        said={name: said for name, (_, said) in values.items()},
        count=count,
        rest=tuple(folded for _, folded in left),
        proper=frozenset(folded for i, folded in left if i and raw[i][:1].isupper()),
    )


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
            name
            for name in names
            # "about the kingdom" is about who goes by that, article and all
            if start <= words[name.first].start() <= first and words[name.last].end() == last
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


def _values(words: list[str], free: set[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return for each parameter that has wordings the value that is said, by the longest of them, and that wording.

    One word of a name or of a topic says nothing of this sort.
    """
    hits = [
        (i, i + len(said), name, value, said)
        for name, values in phrases().values.items()
        for value, wordings in values.items()
        for said in wordings
        for i in range(len(words) - len(said) + 1)
        if tuple(words[i : i + len(said)]) == said and free & set(said)
    ]
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name in sorted({hit[2] for hit in hits}):
        # what is called off is no call
        own = [
            hit
            for hit in hits
            if hit[2] == name
            and not any(
                one[0] <= hit[0] and hit[1] <= one[1] and one[1] - one[0] > hit[1] - hit[0] for one in hits
            )
        ]
        longest = [hit for hit in own if hit[1] - hit[0] == max(one[1] - one[0] for one in own)]
        if len({hit[3] for hit in longest}) == 1:
            found[name] = longest[0][3], longest[0][4]
    return found


def _within(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
