"""What proposals and meetings of a graph are about, in the words of a question that name no more than that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.query.fold import words_of
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

_TOPICS = "SELECT DISTINCT ?topic { ?thing kg:topic ?topic }"


class Topics:
    """The topics of a graph, looked up by runs of their words."""

    def __init__(self, ds: Dataset) -> None:
        self._texts = sorted({f" {' '.join(words_of(str(row[0])))} " for row in select(ds, _TOPICS)})
        self._words = {word for text in self._texts for word in text.split()}

    def find(
        self, words: Sequence[str], free: Sequence[bool], common: Callable[[str], bool]
    ) -> tuple[int, int] | None:
        """Return the longest run of words that stands in a topic, by its first and last place, counted from 0.

        Args:
            words: folded.
            free: whether each of them is nothing else.
            common: tells whether a word is one that questions are asked in: a run neither begins nor ends with one.
        """
        best: tuple[int, int] | None = None
        for first, word in enumerate(words):
            if not free[first] or word not in self._words or common(word) or len(word) < 3:
                continue
            for last in range(len(words) - 1, first - 1, -1):
                if best is not None and last - first <= best[1] - best[0]:
                    break
                run = words[first : last + 1]
                if not all(free[first : last + 1]) or common(words[last]):
                    continue
                if any(f" {' '.join(run)} " in text for text in self._texts):
                    best = first, last
                    break
        return best
