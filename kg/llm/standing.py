"""What would happen if a model were asked now, told without asking."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from kg.llm.cache import Cache
from kg.llm.data import guide
from kg.llm.settings import KEY, Settings

_LIBRARIES = ("httpx", "json_repair", "jsonschema", "tenacity")


def standing(settings: Settings, key: str | None) -> Iterator[tuple[str, str]]:
    """Yield what and how it stands, as text.

    Args:
        key: name of the variable that holds the key, if one does.

    Raises:
        LLMError: the cache that there is cannot be used.
    """
    missing = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    yield (
        "libraries",
        f"missing: {', '.join(missing)}; pip install 'parley-kg[llm]'" if missing else "installed",
    )
    yield "model", settings.model
    if not settings.url:
        yield "texts go", "nowhere: no address is named, so only kept answers are used"
    elif settings.local:
        yield "texts go", f"to {settings.host}, which is this machine"
    else:
        yield (
            "texts go",
            f"to {settings.host}, another machine: its sentences, date and names of every article asked about",
        )
    yield "key", f"from ${key}" if key else f"none; ${KEY} is not set"
    yield "prompt", f"version {guide().version}"
    if not settings.cache.exists():
        yield "answers kept", f"none yet, in {settings.cache}"
        return
    cache = Cache(settings.cache)
    usable, useless = cache.counts(settings.model)
    cache.close()
    yield "answers kept", f"{usable} usable and {useless} not, of this model, in {settings.cache}"
