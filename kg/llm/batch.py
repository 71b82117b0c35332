"""Questions and answers by file, in the form of OpenAI's batches: at half the price, or for a model elsewhere."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import LLMError
from kg.llm.answer import read_answer
from kg.llm.cache import Answer, Cache
from kg.llm.client import completion
from kg.llm.request import key_of, requests
from kg.llm.settings import Settings
from kg.llm.sheet import Sheet
from kg.model import Issue

URL = "/v1/chat/completions"


def lines(sheets: Iterable[Sheet], settings: Settings) -> Iterator[str]:
    """Yield one line of JSON for every request that the cache has no answer to.

    Raises:
        LLMError: the cache cannot be used.
    """
    cache = Cache(settings.cache)
    try:
        for sheet in sheets:
            for request in requests(sheet, settings):
                if cache.get(request.key) is None:
                    line = {
                        "custom_id": f"{request.key}:{request.article}:{request.part}",
                        "method": "POST",
                        "url": URL,
                        "body": request.body(settings.model),
                    }
                    yield json.dumps(line, ensure_ascii=False)
    finally:
        cache.close()


def take(asked: Path, answered: Path, cache: Path, *, report: Callable[[Issue], None]) -> dict[str, int]:
    """Take results into the cache and return counts: taken, unusable, failed, missing, unknown.

    A result that can be read but not used ("prose", "refusal") is kept as such: a build gives the article to the rules
    and names it, and asks again only if told to.

    Raises:
        LLMError: a file cannot be read or is no JSON Lines, or the cache cannot be used.
    """
    bodies = {str(line["custom_id"]): line["body"] for line in _read(asked, "custom_id", "body")}
    told: Counter[str] = Counter(taken=0)
    seen: set[str] = set()
    kept = Cache(cache)
    try:
        for line in _read(answered, "custom_id"):
            id = str(line["custom_id"])
            body = bodies.get(id)
            if body is None:
                told["unknown"] += 1
                continue
            seen.add(id)
            _, _, article = id.partition(":")
            name = article.rpartition(":")[0] or id
            try:
                found = completion(line["response"]["body"])
            except (KeyError, IndexError, TypeError, AttributeError):
                told["failed"] += 1
                report(Issue("warning", name, f"has no answer: {_error(line)}", "ask again"))
                continue
            form = read_answer(found.content, cut_off=found.cut_off, refused=found.refused)
            answer = Answer(found.content, found.cut_off, form.failure or "", found.read, found.written)
            kept.put(key_of(body["model"], body["messages"]), body["model"], name, answer)
            told["unusable" if form.failure else "taken"] += 1
            if form.failure:
                report(
                    Issue(
                        "warning",
                        name,
                        f"the answer cannot be used: {form.failure}",
                        "the rules will read it",
                    )
                )
    finally:
        kept.close()
    missing = len(bodies.keys() - seen)
    if missing:
        told["missing"] = missing
    return dict(told)


def _read(path: Path, *wanted: str) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LLMError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError as error:
            raise LLMError(f"{path}:{number}: is no JSON: {error}") from error
        if not isinstance(data, dict) or any(name not in data for name in wanted):
            raise LLMError(f"{path}:{number}: is no line of a batch; it lacks {' or '.join(wanted)}")
        yield data


def _error(line: dict[str, Any]) -> str:
    response = line.get("response") or {}
    found = line.get("error") or (response.get("body") or {}).get("error") or response.get("status_code")
    if isinstance(found, dict):
        found = found.get("message", found)
    return " ".join(str(found or "the line holds no response").split())[:200]
