"""Who reads the articles of a corpus: the rules, or a language model in their place or beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg import versions
from kg.errors import StoreError
from kg.ids import short_hash

if TYPE_CHECKING:
    from kg.llm import SecondReader

RULES = "rules"
_NAMES = ("reader", "llm_model", "llm_on")


def named(second: SecondReader | None) -> dict[str, str]:
    """Return what of a second reader is fixed when a corpus is made; nothing where the rules alone read."""
    if second is None:
        return {}
    found = second.settings
    return {"reader": found.reader, "llm_model": found.model, "llm_on": found.on}


def check(had: Mapping[str, str], second: SecondReader | None, *, place: object) -> None:
    """See that a second reader is the one that a corpus was made with.

    Raises:
        StoreError: it is another.
    """
    if second is None:
        return
    for name, given in named(second).items():
        before = had.get(name, RULES if name == "reader" else "")
        if given != before:
            option = name.replace("_", "-")
            raise StoreError(
                f"{place}: was made with {option} {before or 'rules'}; leave --{option} out, or make another"
            )


def version(settings: Mapping[str, str]) -> str:
    """Return a digest of all that extractions depend on but their articles."""
    rules = versions.extractor_version(settings["model"])
    if not by_model(settings):
        return rules
    from kg.llm.data import guide

    return short_hash(rules, *(settings[name] for name in _NAMES), guide().version)


def by_model(settings: Mapping[str, str]) -> bool:
    """Tell whether a language model reads."""
    return settings.get("reader", RULES) != RULES


def from_kept(settings: Mapping[str, str]) -> SecondReader | None:
    """Return the second reader of a corpus that asks nobody and uses the answers that are kept; ``None`` for rules.

    Raises:
        LLMError: the database of answers cannot be used.
    """
    if not by_model(settings):
        return None
    from dataclasses import replace

    from kg.llm import SecondReader
    from kg.llm import settings as chosen

    given = {"reader": settings["reader"], "model": settings["llm_model"], "on": settings["llm_on"]}
    return SecondReader(replace(chosen(given), url=None))


def meanwhile(key: str) -> str:
    """Return the key of what the rules read while the model has not answered."""
    return short_hash(key, RULES) + short_hash("meanwhile", key, RULES)
