"""What a run would ask and cost, without asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.llm.cache import Cache
from kg.llm.request import requests
from kg.llm.settings import Settings
from kg.llm.sheet import Sheet

USUAL = 0.57
"""Part of the tokens that an answer may have which a usual answer uses; measured in docs/llm.md."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Counts of what a run would do.

    Attributes:
        asked: requests that the cache has no answer to.
        read, written: tokens of these.
        cost: of these, by the settings' price; ``None`` without one.
    """

    articles: int
    requests: int
    asked: int
    read: int
    written: int
    cost: float | None

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield what and how much, as text."""
        yield "articles", str(self.articles)
        yield "requests", str(self.requests)
        yield "answered in the cache", str(self.requests - self.asked)
        yield "tokens to read, about", str(self.read)
        yield "tokens to write, about", str(self.written)
        if self.cost is not None:
            yield "cost, about", f"{self.cost:.4f}"


def estimate(sheets: Iterable[Sheet], settings: Settings) -> Estimate:
    """Return what it would take to have a model read articles.

    Raises:
        LLMError: the cache cannot be used.
    """
    articles = count = asked = read = written = 0
    cache = Cache(settings.cache)
    try:
        for sheet in sheets:
            articles += 1
            for request in requests(sheet, settings):
                count += 1
                if cache.get(request.key) is None:
                    asked += 1
                    read += request.read
                    written += int(request.written * USUAL)
    finally:
        cache.close()
    return Estimate(articles, count, asked, read, written, settings.cost(read, written))
