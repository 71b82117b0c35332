"""One POST to an OpenAI-compatible chat endpoint, with retries; the only module that opens a connection.

``httpx`` and ``tenacity`` are imported when a client is made, which happens when a model is first to be asked.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.llm.settings import Settings, api_key

_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LONG = ("context length", "context_length", "maximum context", "too long", "too many tokens", "context window",
         "exceeds the available context", "exceed context", "reduce the length", "prompt is too large")  # fmt: skip
_FORMATS = ("json_schema", "schema", "json_object", "text")
_MOST_WAIT = 60.0


class Unanswered(Exception):
    """A question that got no answer.

    Attributes:
        kind: a word or two for accounts: "busy", "timeout", "server error" …
        fatal: every further question would fare the same.
        too_long: a shorter question may be answered.
    """

    def __init__(self, kind: str, message: str, *, fatal: bool = False, too_long: bool = False) -> None:
        super().__init__(message)
        self.kind, self.fatal, self.too_long = kind, fatal, too_long


class _Again(Exception):
    """The server may answer if asked again; ``wait`` seconds where it says how long."""

    def __init__(self, unanswered: Unanswered, wait: float | None = None) -> None:
        super().__init__(str(unanswered))
        self.unanswered, self.wait = unanswered, wait


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote, and the tokens that it cost."""

    content: str
    cut_off: bool = False
    refused: bool = False
    read: int = 0
    written: int = 0


class Client:
    """Asks one model; may be used by several threads.

    It learns what the server takes: constrained decoding by schema, else JSON mode, else plain text; and how it calls
    the limit of length. What it learned holds for the run.
    """

    def __init__(self, settings: Settings) -> None:
        import httpx
        import tenacity

        self._httpx, self._tenacity = httpx, tenacity
        self.settings = settings
        base = (settings.url or "").rstrip("/")
        self.endpoint = base if base.endswith("/chat/completions") else f"{base}/chat/completions"
        key = api_key(settings.url or "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(
            headers=headers, timeout=httpx.Timeout(settings.timeout, connect=min(10.0, settings.timeout))
        )
        self._has_key = bool(key)
        self._stop = threading.Event()
        self._format = 0
        self._limit = "max_tokens"
        self._temperature = True

    def halt(self) -> None:
        """Send nothing more, and wake who waits to try again; what is under way still gets its answer."""
        self._stop.set()

    def close(self) -> None:
        """Halt, and close all connections."""
        self.halt()
        self._http.close()

    def complete(self, body: Mapping[str, Any]) -> Completion:
        """Send a request until it is answered, the tries are used up, or the answer is no.

        Args:
            body: as ``Request.body`` makes it.

        Raises:
            Unanswered: there is no answer.
        """
        retrying = self._tenacity.Retrying(
            stop=self._tenacity.stop_after_attempt(self.settings.tries),
            wait=self._wait,
            retry=self._tenacity.retry_if_exception_type(_Again),
            sleep=self._tenacity.nap.sleep_using_event(self._stop),
            reraise=True,
        )
        try:
            found: Completion = retrying(self._once, body)
        except _Again as error:
            raise error.unanswered from None
        return found

    # ------------------------------------------------------------------ one try

    def _wait(self, state: Any) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _Again) and error.wait is not None:
            return min(error.wait, _MOST_WAIT)
        first = self.settings.backoff
        growing = self._tenacity.wait_exponential(multiplier=first, max=_MOST_WAIT)
        wait = growing + self._tenacity.wait_random(0, first)
        return float(wait(state))

    def _once(self, body: Mapping[str, Any]) -> Completion:
        if self._stop.is_set():
            raise Unanswered("stopped", "the run was stopped")
        for _ in range(len(_FORMATS) + 3):
            sent = self._shaped(body)
            response = self._post(sent)
            if response.status_code == 200:
                return self._read(response)
            message = _message(response)
            if response.status_code in (400, 413, 422) and any(w in message.lower() for w in _LONG):
                raise Unanswered("context too long", message, too_long=True)
            # llama-cpp-python's server calls a form that it does not take an error of its own
            mine = response.status_code in (400, 422) or "response_format" in message
            if mine and self._adapts(message, sent):
                continue
            self._refuse(response, message)
        raise Unanswered("bad request", "the service takes none of the forms of request", fatal=True)

    def _post(self, body: Mapping[str, Any]) -> Any:
        httpx = self._httpx
        try:
            return self._http.post(self.endpoint, json=body)
        except httpx.ConnectError as error:
            where = self.settings.url
            raise _Again(
                Unanswered(
                    "unreachable",
                    f"{where}: no connection: {error}; is the server running there?",
                    fatal=True,
                )
            ) from None
        except httpx.TimeoutException:
            raise _Again(
                Unanswered("timeout", f"no answer within {self.settings.timeout:g} seconds")
            ) from None
        except httpx.HTTPError as error:
            raise _Again(Unanswered("connection broken", str(error) or type(error).__name__)) from None

    def _refuse(self, response: Any, message: str) -> None:
        code = response.status_code
        if "quota" in message.lower() and code in (402, 403, 429):
            raise Unanswered("quota used up", message, fatal=True)
        if code in _BUSY:
            kind = "busy" if code == 429 else "server error"
            raise _Again(
                Unanswered(kind, f"{code}: {message}"), _seconds(response.headers.get("retry-after"))
            )
        if code in (401, 403):
            what = "the key is not taken" if self._has_key else "a key is wanted; set KG_LLM_KEY"
            raise Unanswered("no key", f"{code}: {what}: {message}", fatal=True)
        if code in (404, 405):
            raise Unanswered(
                "wrong address",
                f"{code}: {self.endpoint}, model {self.settings.model}: {message}",
                fatal=True,
            )
        raise Unanswered("bad request", f"{code}: {message}")

    def _read(self, response: Any) -> Completion:
        try:
            return completion(response.json())
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            what = " ".join(response.text[:80].split())
            raise Unanswered(
                "wrong address",
                f"{self.endpoint}: answers, but not as a chat service does: {what}",
                fatal=True,
            ) from None

    # ------------------------------------------------------------------ what the server takes

    def _shaped(self, body: Mapping[str, Any]) -> dict[str, Any]:
        sent = dict(body)
        wanted = sent.pop("response_format", None)
        limit = sent.pop("max_tokens")
        if self._limit:
            sent[self._limit] = limit
        if not self._temperature:
            sent.pop("temperature", None)
        form = _FORMATS[self._format]
        if wanted and form == "json_schema":
            sent["response_format"] = wanted
        elif wanted and form == "schema":
            # as servers did it before OpenAI: llama-cpp-python, older llama.cpp
            sent["response_format"] = {"type": "json_object", "schema": wanted["json_schema"]["schema"]}
        elif wanted and form == "json_object":
            sent["response_format"] = {"type": "json_object"}
        return sent

    def _adapts(self, message: str, sent: Mapping[str, Any]) -> bool:
        """Learn from a refusal what the server does not take; tell whether there is another form to try."""
        said = message.lower()
        if "max_completion_tokens" in said and "max_tokens" in sent:
            self._limit = "max_completion_tokens"
        elif "temperature" in said and "temperature" in sent:
            self._temperature = False
        elif "response_format" in sent:
            now = "schema" if "schema" in sent["response_format"] else sent["response_format"]["type"]
            self._format = max(self._format, _FORMATS.index(now) + 1)
        else:
            return False
        return True


def completion(data: Mapping[str, Any]) -> Completion:
    """Return what the body of a chat completion holds.

    Raises:
        KeyError, IndexError, TypeError, AttributeError: it is no chat completion.
    """
    choice = data["choices"][0]
    message, finish = choice["message"], choice.get("finish_reason")
    content = message.get("content") or ""
    if isinstance(content, list):
        content = "".join(part.get("text", "") for part in content if isinstance(part, dict))
    usage = data.get("usage") or {}
    return Completion(
        content=content,
        cut_off=finish in ("length", "max_tokens"),
        refused=bool(message.get("refusal")) or finish == "content_filter",
        read=int(usage.get("prompt_tokens") or 0),
        written=int(usage.get("completion_tokens") or 0),
    )


def _message(response: Any) -> str:
    try:
        data = response.json()
        error = data.get("error", data) if isinstance(data, dict) else data
        found = (error.get("message") or error.get("detail") or error) if isinstance(error, dict) else error
    except ValueError:
        found = response.text
    return " ".join(str(found).split())[:300]


def _seconds(header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None
