"""Which model reads, where it stands, and what it may cost: from options, ``parley.toml`` and the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from kg.errors import LLMError
from kg.llm.data import services

FILE = "parley.toml"
KEY = "KG_LLM_KEY"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the second reader works.

    Attributes:
        reader: ``llm`` alone, or ``both`` readers joined.
        url: address of an OpenAI-compatible service, up to ``/v1``; ``None`` to use what the cache holds alone.
        model: the model's name there.
        cache: the database of answers.
        on: ``all`` articles, or ``doubtful`` sentences only.
        price: of a million tokens read and of a million written, in any one currency.
        budget: what the run may spend in that currency; ``budget_tokens`` the same in tokens of both kinds.
        context: tokens that the model takes in at once, request and answer together.
        concurrency: requests under way at once.
        timeout: seconds to wait for one answer.
        tries: how often a request is sent that meets a busy or failing server.
        backoff: seconds before the second try, then twice as long each time, with jitter.
    """

    model: str
    reader: Literal["llm", "both"] = "llm"
    url: str | None = None
    cache: Path = Path()
    on: Literal["all", "doubtful"] = "all"
    price: tuple[float, float] | None = None
    budget: float | None = None
    budget_tokens: int | None = None
    context: int = 16_000
    concurrency: int = 4
    timeout: float = 180.0
    tries: int = 5
    backoff: float = 1.0

    def cost(self, read: int, written: int) -> float | None:
        """Return what tokens cost; ``None`` where no price is known."""
        if self.price is None:
            return None
        return (read * self.price[0] + written * self.price[1]) / 1e6

    @property
    def host(self) -> str:
        """Where texts go; empty where they go nowhere."""
        return (urlsplit(self.url).netloc if self.url else "") or ""

    @property
    def local(self) -> bool:
        """Whether texts stay on this machine."""
        name = (urlsplit(self.url).hostname or "") if self.url else ""
        return not self.url or name in ("localhost", "::1") or name.startswith("127.")


def settings(given: Mapping[str, Any], *, folder: Path | None = None) -> Settings:
    """Return the settings of ``parley.toml`` in a folder, with what was given over them.

    Args:
        given: fields of ``Settings``; ``None`` stands for not given. ``price`` may be text, "0.15/0.60"; ``budget``
            too, "2.50" or "500000tok".
        folder: where ``parley.toml`` is looked for; ``None`` for the working folder.

    Raises:
        LLMError: no model is named, or a value cannot be used.
    """
    chosen = _from_file((folder or Path()) / FILE) | {k: v for k, v in given.items() if v is not None}
    if not chosen.get("model"):
        raise LLMError("no model is named; say --llm-model NAME, or model in [llm] of parley.toml")
    if isinstance(chosen.get("price"), str | list):
        chosen["price"] = price(chosen["price"])
    if isinstance(chosen.get("budget"), str):
        chosen |= _budget(chosen["budget"])
    url = chosen.get("url")
    if url is not None and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise LLMError(f"{url}: no address of a service; give one such as http://localhost:11434/v1")
    found = Settings(**(chosen | {"cache": Path(chosen.get("cache") or default_cache())}))
    if found.budget is not None and found.price is None:
        raise LLMError(
            "a budget in money needs a price: --llm-price IN/OUT, per million tokens; or --llm-budget 500000tok"
        )
    return found


def price(given: Any) -> tuple[float, float]:
    """Return the price of a million tokens read and written: ``"0.15/0.60"`` or ``[0.15, 0.6]``.

    Raises:
        LLMError: that is no price.
    """
    parts = given.split("/") if isinstance(given, str) else list(given)
    try:
        read, written = (float(part) for part in parts)
    except (TypeError, ValueError):
        raise LLMError(
            f"{given}: no price; give two numbers per million tokens, read/written: 0.15/0.60"
        ) from None
    if min(read, written) < 0:
        raise LLMError(f"{given}: no price; neither number may be below 0")
    return read, written


def api_key(url: str) -> str | None:
    """Return the key for a service: ``$KG_LLM_KEY``, else the variable of that very host; never from a file."""
    name = key_name(url)
    return os.environ[name] if name else None


def key_name(url: str) -> str | None:
    """Return the name of the variable that holds the key for a service; ``None`` where none does."""
    own = services().get(urlsplit(url).hostname or "", "")
    return next((name for name in (KEY, own) if name and os.environ.get(name)), None)


def default_cache() -> Path:
    """Return where answers are kept if nobody says where: in the user's folder for caches."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "parley" / "llm.sqlite"


def _budget(given: str) -> dict[str, Any]:
    amount = given.strip().lower()
    try:
        if amount.endswith("tok"):
            return {"budget": None, "budget_tokens": int(float(amount.removesuffix("tok")))}
        return {"budget": float(amount)}
    except ValueError:
        raise LLMError(
            f"{given}: no budget; give an amount such as 2.50, or tokens such as 500000tok"
        ) from None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise LLMError(f"{path}: cannot be read: {error}") from error
    try:
        table = tomllib.loads(text).get("llm", {})
    except tomllib.TOMLDecodeError as error:
        raise LLMError(f"{path}: is no TOML: {error}") from error
    known = {f.name for f in fields(Settings)} - {"reader"}
    for name in table:
        if "key" in name:
            raise LLMError(
                f"{path}: [llm] {name}: keys do not belong into files; set {KEY} in the environment"
            )
        if name not in known:
            raise LLMError(f"{path}: [llm] has no {name!r}; it knows {', '.join(sorted(known))}")
    return dict(table)


def with_reader(found: Settings, reader: str) -> Settings:
    """Return the settings for another reader."""
    return replace(found, reader=reader)  # type: ignore[arg-type]
