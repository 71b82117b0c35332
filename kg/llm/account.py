"""What a run of the second reader did and cost: per article and in all, told without varnish."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.llm.ground import Tally
from kg.llm.settings import Settings

_FEW = 5
"""Failures after which a run is judged."""
_KEPT = ("exact", "normalised", "fuzzy")


@dataclass(slots=True)
class Account:
    """Counts of one run; may be written by several threads.

    Attributes:
        read: articles whose claims are the model's.
        from_cache: those of them that cost nothing.
        given_up: article → why the rules read it after all.
        not_asked: why → number of articles.
        spent: article → tokens read and written in this run.
        saved: tokens read and written that the cache spared.
        mended: what had to be put right in answers → how often.
        stopped: why the model was asked no more; empty while it is.
    """

    settings: Settings
    read: list[str] = field(default_factory=list)
    from_cache: int = 0
    given_up: dict[str, str] = field(default_factory=dict)
    not_asked: Counter[str] = field(default_factory=Counter)
    spent: dict[str, tuple[int, int]] = field(default_factory=dict)
    saved: tuple[int, int] = (0, 0)
    mended: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)
    agreed: int = 0
    disagreed: int = 0
    stopped: str = ""
    _asked: int = 0
    _failed: int = 0
    _reserved: tuple[int, int] = (0, 0)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    # ------------------------------------------------------------------ while it runs

    def afford(self, read: int, written: int) -> bool:
        """Set tokens aside for a request; tell whether the budget allows it. Free of charge where there is none."""
        with self._lock:
            used = _sum(self.spent.values())
            r, w = (used[0] + self._reserved[0] + read, used[1] + self._reserved[1] + written)
            cost, limit = self.settings.cost(r, w), self.settings.budget
            if (limit is not None and cost is not None and cost > limit) or (
                self.settings.budget_tokens is not None and r + w > self.settings.budget_tokens
            ):
                return False
            self._reserved = (self._reserved[0] + read, self._reserved[1] + written)
            return True

    def settle(self, article: str, reserved: tuple[int, int], used: tuple[int, int]) -> None:
        """Give back what was set aside, and write down what was used."""
        with self._lock:
            self._reserved = (self._reserved[0] - reserved[0], self._reserved[1] - reserved[1])
            had = self.spent.get(article, (0, 0))
            if used != (0, 0):
                self.spent[article] = (had[0] + used[0], had[1] + used[1])

    def spare(self, read: int, written: int) -> None:
        """Write down what an answer from the cache would have cost."""
        with self._lock:
            self.saved = (self.saved[0] + read, self.saved[1] + written)

    def judge(self, *, failed: bool, fatal: str = "") -> None:
        """Write down whether an article got its answer; stop the run where most do not, or none can."""
        with self._lock:
            self._asked += 1
            self._failed += failed
            if fatal:
                self.stopped = self.stopped or fatal
            elif self._failed >= _FEW and self._failed * 2 > self._asked:
                self.stopped = self.stopped or f"{self._failed} of the first {self._asked} answers failed"

    # ------------------------------------------------------------------ afterwards

    @property
    def articles(self) -> int:
        """Number of articles that came by."""
        return len(self.read) + len(self.given_up) + sum(self.not_asked.values())

    @property
    def total(self) -> tuple[int, int]:
        """Tokens read and written in this run."""
        return _sum(self.spent.values())

    @property
    def failed(self) -> bool:
        """Whether this cannot be called a run of the model: failures stopped it, or most articles were given up."""
        return bool(self.stopped) or (bool(self.given_up) and len(self.given_up) > len(self.read))

    def lines(self) -> Iterator[str]:
        """Tell the account in lines, what went wrong first."""
        name = self.settings.model
        if self.stopped:
            yield f"{name} was asked no more: {self.stopped}"
        yield f"{name} read {len(self.read)} of {self.articles} articles" + (
            f" ({self.from_cache} of them from the cache, for nothing)" if self.from_cache else ""
        )
        if self.given_up:
            reasons = Counter(self.given_up.values())
            told = ", ".join(f"{n} {why}" for why, n in sorted(reasons.items()))
            yield f"given up, and read by the rules instead: {len(self.given_up)} ({told})"
        for why, n in sorted(self.not_asked.items()):
            yield f"not asked: {n} ({why})"
        read, written = self.total
        cost = self.settings.cost(read, written)
        yield f"tokens: {read:,} read, {written:,} written" + (
            f"; cost {cost:.4f}" if cost is not None else ""
        )
        kept = sum(self.tally.quotes[how] for how in _KEPT)
        hows = ", ".join(f"{self.tally.quotes[how]} {how}" for how in _KEPT if self.tally.quotes[how])
        if kept:
            yield f"quotes: {kept} stand in the text ({hows})"
        gone = {how: self.tally.quotes[how] for how in ("nowhere", "to a machine") if self.tally.quotes[how]}
        if gone:
            yield f"quotes dropped: {', '.join(f'{n} {how}' for how, n in gone.items())}"
        for why, n in sorted(self.tally.dropped.items()):
            yield f"dropped: {n} {why}"
        for what, n in sorted(self.mended.items()):
            if n:
                yield f"put right: {n} {what}"
        if self.settings.reader == "both" and self.read:
            yield f"both readers: {self.agreed} claims agreed on, {self.disagreed} disagreed on"


def _sum(pairs: object) -> tuple[int, int]:
    read = written = 0
    for r, w in pairs:  # type: ignore[attr-defined]
        read, written = read + r, written + w
    return read, written
