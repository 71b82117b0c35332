"""The marks of headlines' surroundings and site furniture, compiled from ``ontology/lexicon/furniture.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from kg import lexicon
from kg.model import ZoneKind
from kg.resources import ontology

Scope = Literal["line", "end", "label", "tail", "prefix", "suffix"]
SCOPES: tuple[Scope, ...] = ("line", "end", "label", "tail", "prefix", "suffix")

# Longer than any line of furniture or byline that a rule describes; keeps the rules off the story's paragraphs.
_LONGEST = 700
_PART = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the data file, as the tests need it.

    Attributes:
        weak: a prefix that counts only where the story begins.
    """

    name: str
    scope: Scope
    zone: ZoneKind
    weak: bool
    source: str
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Tell whether this rule alone holds for ``text``."""
        return _search(self.scope, re.compile(self.source), text) is not None


@dataclass(frozen=True, slots=True)
class Hit:
    """What a line was recognised as; ``start`` and ``end`` delimit the part of it that was matched."""

    zone: ZoneKind
    scope: Scope
    start: int
    end: int


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule in the order of the file, its parts filled in.

    Raises:
        DataFileError: a rule lacks a field, names an unknown part, or is no regular expression.
    """
    path = ontology("lexicon", "furniture.yaml")
    data = lexicon.lexicon("furniture")
    parts = dict(data["parts"])
    for name in ("not_places", "short_places"):
        parts[name] = _any_of(data[name])
    parts["agency"] = _any_of(agency_names())
    made = []
    for number, entry in enumerate(lexicon.entries(path, "rules")):
        try:
            made.append(_rule(entry, parts))
        except (KeyError, ValueError, re.error) as error:
            raise lexicon.malformed(
                path, f"rule {entry.get('name', number)!r}: {error}", "rules", number
            ) from error
    return tuple(made)


@cache
def agency_names() -> tuple[str, ...]:
    """Return every name and form of a news agency or outlet, in the order of ``agencies.yaml``."""
    path = ontology("lexicon", "agencies.yaml")
    return tuple(form for e in lexicon.entries(path) for form in (e["name"], *e.get("forms", ())))


def recognise(line: str) -> Hit | None:
    """Return what a whole line is, by the rules of the scopes ``line``, ``end`` and ``label``; ``None`` for prose."""
    if len(line) > _LONGEST:
        return None
    for scope in ("label", "end", "line"):
        for zone, pattern in _combined(scope, False):
            if pattern.fullmatch(line):
                return Hit(zone, scope, 0, len(line))
    return None


def recognise_tail(line: str) -> bool:
    """Tell whether a line is furniture if it stands among the article's last."""
    return len(line) <= 1500 and any(pattern.fullmatch(line) for _, pattern in _combined("tail", False))


def dateline(paragraph: str, *, weak: bool) -> int:
    """Return the length of the dateline that a paragraph begins with, 0 if it has none.

    Args:
        paragraph: without leading blanks.
        weak: also take a place before a dash or colon for one, with neither date nor agency.
    """
    head = paragraph[:160]
    for strength in (False, True) if weak else (False,):
        for _, pattern in _combined("prefix", strength):
            found = pattern.match(head)
            if found:
                return len(found.group().rstrip())
    return 0


def sign_off(paragraph: str) -> int | None:
    """Return where the agency's end sign begins in a last paragraph; ``None`` if it has none."""
    shift = max(0, len(paragraph) - 330)
    starts = [m.start() for _, p in _combined("suffix", False) if (m := p.search(paragraph, shift))]
    if not starts:
        return None
    at = min(starts)
    while at < len(paragraph) and paragraph[at].isspace():
        at += 1
    return at or None


@cache
def _combined(scope: Scope, weak: bool) -> tuple[tuple[ZoneKind, re.Pattern[str]], ...]:
    """One pattern for each zone: a few alternations are much faster than many patterns."""
    by_zone: dict[ZoneKind, list[str]] = {}
    for rule in rules():
        if rule.scope == scope and rule.weak is weak:
            by_zone.setdefault(rule.zone, []).append(rule.source)
    return tuple((zone, re.compile(_anchored(scope, "|".join(sources)))) for zone, sources in by_zone.items())


def _search(scope: Scope, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    if scope == "prefix":
        return pattern.match(text)
    if scope == "suffix":
        return re.search(_anchored(scope, pattern.pattern), text)
    return pattern.fullmatch(text)


def _anchored(scope: Scope, source: str) -> str:
    return f"(?:{source})$" if scope == "suffix" else source


def _rule(entry: dict[str, Any], parts: dict[str, str]) -> Rule:
    scope = entry["scope"]
    if scope not in SCOPES:
        raise ValueError(f"unknown scope {scope!r}")
    source = entry["pattern"]
    for _ in range(12):  # parts may use parts; a circle among them ends here
        filled = _PART.sub(lambda found: parts[found.group(1)], source)
        if filled == source:
            break
        source = filled
    else:
        raise ValueError("its parts use one another in a circle")
    source = f"(?{'' if entry.get('case') else 'i'}:{source})"
    return Rule(
        name=entry["name"],
        scope=scope,
        zone=entry["zone"],
        weak=bool(entry.get("weak", False)),
        source=source,
        examples=tuple(entry["examples"]),
        near_misses=tuple(entry["near_misses"]),
    )


def _any_of(words: Any) -> str:
    # longest first, or "AP" would be found in "APA" and the match fail after it
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
