"""What ``queries/ask.yaml`` knows of the words that people ask in, and words brought to their stems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import resources
from kg.errors import DataFileError
from kg.query.fold import words_of

_ENDINGS = ("ings", "ing", "ies", "ers", "ed", "es", "er", "ly", "s")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of questions.

    Attributes:
        stop: words that say nothing about what is asked.
        same: stem -> the stem that it stands for.
        values: name of a parameter -> value -> wordings, each as folded words.
        queries: name of a query -> wordings of what it is asked for.
    """

    stop: frozenset[str]
    same: Mapping[str, str]
    values: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    queries: Mapping[str, tuple[str, ...]]


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
        for group in data["same"]:
            for word in group:
                same.setdefault(stem(str(word)), stem(str(group[0])))
        return Phrases(
            stop=frozenset(map(str, data["stop"])),
            same=same,
            values={
                str(name): {
                    str(value): tuple(tuple(words_of(str(said))) for said in wordings)
                    for value, wordings in values.items()
                }
                for name, values in data["values"].items()
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


def terms(words: Iterable[str]) -> list[str]:
    """Return the stems of the words that say something, each as the one that stands for its like."""
    known = phrases()
    stems = (stem(word) for word in words if word not in known.stop and not word.isdigit())
    return [known.same.get(word, word) for word in stems]
