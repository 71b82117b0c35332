"""The second reader: sheets of articles in, extractions out, in order; what cannot be read by the model the rules read.

Requests run in a few threads ahead of what is yielded; every answer is on disk before it is used, so that a run which
ends at any moment goes on where it was. ``httpx`` is imported, and a connection opened, at the first question that the
cache cannot answer.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import LLMError
from kg.llm.account import Account
from kg.llm.answer import Form, joined_forms, read_answer
from kg.llm.cache import Answer, Cache
from kg.llm.client import Client, Completion, Unanswered
from kg.llm.data import guide
from kg.llm.ground import ground
from kg.llm.join import Joined, join, outside, told
from kg.llm.request import Request, requests
from kg.llm.settings import Settings
from kg.llm.sheet import Sheet
from kg.model import Extraction, Issue

_SHORTER = 3
"""How often an article is cut smaller because the server calls it too long."""
_SHOWN_BACK = 2000
"""Code points of an answer that are shown to the model which is asked again."""
_NOTHING = "nothing doubtful"
_NO_URL = "not in the cache, and no address is named"


class _NotAskedError(Exception):
    """An article that the model is not asked about: the budget is used up, or the run stopped."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of one article's requests: forms, or why there are none."""

    forms: tuple[Form, ...] = ()
    sentences: frozenset[int] = frozenset()
    given_up: str = ""
    detail: str = ""
    not_asked: str = ""
    cached: bool = False
    unanswered: bool = False


class SecondReader:
    """Reads articles with a language model, beside or in place of the rules.

    Args:
        settings: which model, where, how.
        report: is told of every article that was given up, and why.

    Attributes:
        account: what was done and what it cost.
        awaited: ids of the articles that the rules read because the model could not be asked: asking again may help.

    Raises:
        LLMError: the cache cannot be used.
    """

    def __init__(self, settings: Settings, *, report: Callable[[Issue], None] | None = None) -> None:
        self.settings = settings
        self.account = Account(settings)
        self.awaited: set[str] = set()
        self._report = report or (lambda _issue: None)
        self._cache = Cache(settings.cache)
        self._client: Client | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> SecondReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close connections and the cache."""
        if self._client is not None:
            self._client.close()
        self._cache.close()

    def forget_failures(self) -> int:
        """Forget this model's answers that could not be used, so that it is asked anew; return how many."""
        return self._cache.forget_failures(self.settings.model)

    def read(self, sheets: Iterable[Sheet]) -> Iterator[Extraction]:
        """Yield one extraction for every sheet, in order."""
        pool = ThreadPoolExecutor(self.settings.concurrency, thread_name_prefix="kg-llm")
        waiting: deque[tuple[Sheet, Future[_Outcome]]] = deque()
        told = False
        try:
            for one in sheets:
                waiting.append((one, pool.submit(self._ask, one)))
                while len(waiting) > 2 * self.settings.concurrency:
                    yield self._extraction(*waiting.popleft())
                    told = self._tell_stop(told)
            while waiting:
                yield self._extraction(*waiting.popleft())
                told = self._tell_stop(told)
        finally:
            if self._client is not None and waiting:
                # answers under way are paid for: they are waited for and kept
                self._client.halt()
            pool.shutdown(wait=True, cancel_futures=True)

    # ------------------------------------------------------------------ asking, in threads

    def _ask(self, sheet: Sheet) -> _Outcome:
        room: int | None = None
        for _ in range(_SHORTER + 1):
            asked = requests(sheet, self.settings, room=room)
            if not asked:
                return _Outcome(not_asked=_NOTHING)
            try:
                return self._answered(sheet, asked)
            except Unanswered as error:
                if error.too_long:
                    room = max(60, max(sum(len(m["content"]) for m in r.messages[-1:]) for r in asked) // 8)
                    failure = error
                    continue
                self.account.judge(failed=True, fatal=str(error) if error.fatal else "")
                return _Outcome(given_up=error.kind, detail=str(error), unanswered=True)
            except _NotAskedError as error:
                return _Outcome(not_asked=str(error))
        self.account.judge(failed=True)
        return _Outcome(given_up=failure.kind, detail=str(failure))

    def _answered(self, sheet: Sheet, asked: tuple[Request, ...]) -> _Outcome:
        forms: list[Form] = []
        everything_cached = True
        for request in asked:
            answer = self._cache.get(request.key)
            if answer is None:
                everything_cached = False
                answer = self._fresh(sheet, request)
            else:
                self.account.spare(answer.read, answer.written)
            if answer.failure:
                if not everything_cached:
                    self.account.judge(failed=True)
                return _Outcome(given_up=answer.failure, cached=everything_cached)
            forms.append(read_answer(answer.content, cut_off=answer.cut_off))
        if not everything_cached:
            self.account.judge(failed=False)
        shown = (n for request in asked for n in request.sentences)
        # sentences that were shown to make others understood are not given up by the rules
        numbers = frozenset(n for n in shown if self.settings.on == "all" or n - 1 in sheet.doubtful)
        return _Outcome(tuple(forms), numbers, cached=everything_cached)

    def _fresh(self, sheet: Sheet, request: Request) -> Answer:
        """Ask the model, once more if the first answer is of no use, and keep what came of it."""
        first = self._complete(request, request.body(self.settings.model))
        form = _judged(first, sheet)
        read, written, best = first.read, first.written, first
        if form.failure != "refusal" and (form.failure or first.cut_off):
            second = self._complete(request, _again(request, self.settings.model, first, form))
            read, written = read + second.read, written + second.written
            other = _judged(second, sheet)
            if form.failure or (not other.failure and other.size >= form.size):
                best, form = second, other
        answer = Answer(best.content, best.cut_off, form.failure or "", read, written)
        self._cache.put(request.key, self.settings.model, request.article, answer)
        return answer

    def _complete(self, request: Request, body: Mapping[str, Any]) -> Completion:
        if self.account.stopped:
            raise _NotAskedError("the run was stopped")
        if not self.settings.url:
            raise _NotAskedError(_NO_URL)
        aside = (request.read, request.written)
        if not self.account.afford(*aside):
            raise _NotAskedError("the budget is used up; run again to go on")
        used = (0, 0)
        try:
            found = self._connected().complete(body)
            # servers that count nothing are counted for
            used = (found.read or request.read, found.written or len(found.content) // 4)
            return replace(found, read=used[0], written=used[1])
        finally:
            self.account.settle(request.article, aside, used)

    def _connected(self) -> Client:
        with self._lock:
            if self._client is None:
                try:
                    self._client = Client(self.settings)
                except ModuleNotFoundError as error:
                    raise LLMError(
                        f"a language model needs {error.name}; install it with: pip install 'parley-kg[llm]'"
                    ) from None
            return self._client

    # ------------------------------------------------------------------ reading, in order

    def _extraction(self, sheet: Sheet, future: Future[_Outcome]) -> Extraction:
        outcome = future.result()
        name = sheet.article.name
        if outcome.not_asked:
            self.account.not_asked[outcome.not_asked] += 1
            if outcome.not_asked != _NOTHING:
                self.awaited.add(sheet.article.id)
            return sheet.rules
        if outcome.given_up:
            if outcome.unanswered:
                self.awaited.add(sheet.article.id)
            return self._given_up(sheet, outcome.given_up, outcome.detail)
        merged = joined_forms(outcome.forms)
        found, tally = ground(sheet, merged, model=self.settings.model)
        self.account.tally.add(tally)
        self.account.mended.update(merged.mended)
        self.account.tally.dropped.update(
            {f"{part}: entries that are none": n for part, n in merged.dropped.items()}
        )
        if _events(found) == 0 and merged.size and _events(sheet.rules):
            return self._given_up(sheet, "no quote stands in the text", "")
        self.account.read.append(name)
        self.account.from_cache += outcome.cached
        rules = sheet.rules
        if self.settings.reader == "llm":
            if self.settings.on == "all":
                return found
            # what the model was not shown stays as the rules read it
            return join(outside(sheet, outcome.sentences), found).extraction
        joined: Joined = join(rules, found)
        self.account.agreed += joined.agreed
        doubts = joined.extraction.doubts
        self.account.disagreed += len(doubts)
        for doubt in doubts:
            hint = "the surer reading is kept; kg review asks about it where there is a store"
            self._report(Issue("info", name, told(doubt, sheet.text), hint))
        return joined.extraction

    def _given_up(self, sheet: Sheet, why: str, detail: str) -> Extraction:
        self.account.given_up[sheet.article.name] = why
        told = f"{self.settings.model} could not read it: {why}" + (f" ({detail})" if detail else "")
        self._report(Issue("warning", sheet.article.name, told, "the rules read it instead"))
        return sheet.rules

    def _tell_stop(self, told: bool) -> bool:
        if self.account.stopped and not told:
            self._report(
                Issue(
                    "error",
                    self.settings.host or "language model",
                    f"asking was stopped: {self.account.stopped}",
                    "the rules read the rest; mend it and run again, nothing that was answered is asked twice",
                )
            )
            return True
        return told


def _judged(completion: Completion, sheet: Sheet) -> Form:
    """Return the form of an answer; one that is empty where the rules found events is a failure."""
    form = read_answer(completion.content, cut_off=completion.cut_off, refused=completion.refused)
    if form.failure is None and form.size == 0 and _events(sheet.rules):
        return Form(failure="empty", mended=form.mended)
    return form


def _events(found: Extraction) -> int:
    return len(found.meetings) + len(found.proposals) + len(found.responses) + len(found.statements)


def _again(request: Request, model: str, first: Completion, form: Form) -> dict[str, Any]:
    """The same request with the useless answer and what was wrong with it."""
    failure = form.failure or "cut off"
    body = request.body(model)
    shown = first.content[:_SHOWN_BACK] or "(nothing)"
    body["messages"] = [
        *body["messages"],
        {"role": "assistant", "content": shown},
        {"role": "user", "content": guide().again[failure]},
    ]
    if failure == "cut off":
        body["max_tokens"] = 2 * request.written
    return body
