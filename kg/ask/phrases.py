"""What ``queries/ask.yaml`` knows of the words that people ask in, and words brought to their stems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg import resources
from kg.errors import DataFileError
from kg.query.fold import words_of

_ENDINGS = ("ings", "ing", "ies", "ers", "ed", "es", "er", "ly", "s")


@dataclass(frozen=True, slots=True)
class Counted:
    """What can be counted by a query.

    Attributes:
        column: whose different values are the number.
        what: the plural of what is counted, for people.
        nouns: what may stand behind "how many", folded.
        verbs: what may be done "how often", folded.
    """

    column: str
    what: str
    nouns: frozenset[str]
    verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of questions.

    Attributes:
        stop: words that say nothing about what is asked.
        weak: words that ask, but not after anything: who, when.
        beyond: how questions begin that no graph can answer, as folded words.
        within: how questions begin that begin so and can be answered all the same.
        same: stem -> the stem that it stands for.
        exact: word -> the stem that it stands for as it is written, whatever its stem does.
        values: name of a parameter -> value -> wordings, each as folded words.
        counted: name of a query -> what it counts.
        queries: name of a query -> wordings of what it is asked for.
    """

    stop: frozenset[str]
    same: Mapping[str, str]
    values: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    queries: Mapping[str, tuple[str, ...]]
    weak: frozenset[str] = frozenset()
    beyond: tuple[tuple[str, ...], ...] = ()
    within: tuple[tuple[str, ...], ...] = ()
    exact: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, Counted] = field(default_factory=dict)


@cache
def phrases(path: Path | None = None) -> Phrases:
    """Read ``queries/ask.yaml``, or another file of that form.

    Raises:
        DataFileError: it is malformed.
    """
    import yaml

    path = path or resources.queries("ask.yaml")
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        same: dict[str, str] = {}
        exact: dict[str, str] = {}
        for group in data["same"]:
            for word in group:
                same.setdefault(stem(str(word)), stem(str(group[0])))
                exact.setdefault(str(word), stem(str(group[0])))
        return Phrases(
            stop=frozenset(map(str, data["stop"])),
            weak=frozenset(map(str, data["weak"])),
            beyond=tuple(tuple(words_of(str(said))) for said in data["beyond"]),
            within=tuple(tuple(words_of(str(said))) for said in data["within"]),
            same=same,
            exact=exact,
            values={
                str(name): {
                    str(value): tuple(tuple(words_of(str(said))) for said in wordings)
                    for value, wordings in values.items()
                }
                for name, values in data["values"].items()
            },
            counted={
                str(name): Counted(
                    str(one["column"]),
                    str(one["what"]),
                    frozenset(map(str, one["nouns"])),
                    frozenset(map(str, one.get("verbs", ()))),
                )
                for name, one in data["counted"].items()
            },
            queries={str(name): tuple(map(str, said)) for name, said in data["queries"].items()},
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise DataFileError(path, f"cannot be read: {' '.join(str(error).split())}") from None


def stem(word: str) -> str:
    """Return a folded English word without a common ending, so that "meetings" and "meet" are one."""
    for ending in _ENDINGS:
        least = 4 if ending == "ly" else 3
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            kept = word[: -len(ending)]
            if ending == "ies":
                return kept + "y"
            # stopped and cancelled, but not called
            kept = re.sub(r"([bdgmnprt])\1$|(?<=\w{5}l)l$", r"\1", kept)
            return kept.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


def term(word: str) -> str:
    """Return the stem that stands for a folded word and its like."""
    known = phrases()
    found = stem(word)
    return known.exact.get(word) or known.same.get(found, found)


def terms(words: Iterable[str]) -> list[str]:
    """Return the stems of the words that say something, each as the one that stands for its like."""
    stop = phrases().stop
    return [term(word) for word in words if word not in stop and not word.isdigit()]
