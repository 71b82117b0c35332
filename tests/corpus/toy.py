"""An extractor without a language model: it finds a few names and says that all of them met, or that one spoke."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kg.model import (
    ActorClaim,
    ActorKind,
    Article,
    Evidence,
    Extraction,
    MeetingClaim,
    PartialDate,
    PositionClaim,
    Span,
    StatementClaim,
)

NAMES: dict[str, ActorKind] = {
    "Norland": "State",
    "Sudland": "State",
    "Anna Lindqvist": "Person",
    "Erik Lindqvist": "Person",
    "Lindqvist": "Person",
    "Harbour League": "Organization",
    "League": "Organization",
}


def extract_all(articles: Sequence[Article], **_options: Any) -> Iterator[Extraction]:
    """Take the place of ``kg.pipeline.extract_all``."""
    return map(extract, articles)


def extract(article: Article) -> Extraction:
    """Return what a glance at the article finds; it depends on the article's date too."""

    def seen(match: re.Match[str]) -> tuple[Evidence, ...]:
        return (Evidence(Span(*match.span()), Span(0, len(article.text)), "toy/1", 0.5),)

    pattern = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))
    found = {match[0]: match for match in reversed(list(pattern.finditer(article.text)))}
    key = {name: f"a{n}" for n, name in enumerate(sorted(found), 1)}
    actors = [ActorClaim(key[name], NAMES[name], name, (), seen(found[name])) for name in sorted(found)]
    persons = [name for name in sorted(found) if NAMES[name] == "Person"]
    states = [name for name in sorted(found) if NAMES[name] == "State"]
    met = re.search(r"\bmet(?: in (\w+))?", article.text)
    said = re.search(r"said that ([^.]+)\.", article.text)
    when = PartialDate(article.published) if article.published else None
    meeting = met and len(states) > 1
    return Extraction(
        article,
        tuple(actors),
        tuple(
            PositionClaim(key[name], "envoy", None, seen(found[name]))
            for name in persons
            if "envoy" in article.text
        ),
        (
            MeetingClaim(
                "m1", "Talks", tuple(key[s] for s in states), "Held", seen(met), when=when, place=met[1]
            ),
        )
        if met and meeting
        else (),
        statements=tuple(
            StatementClaim("s1", key[name], said[1], "Indirect", seen(said), when=when)
            for name in persons[:1]
            if said
        ),
    )
