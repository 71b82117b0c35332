"""The pattern language of ``ontology/lexicon/times.yaml``: compiled once, then run over the sorts of a text's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.dates.lexer import Lexer, Word, number
from kg.dates.periods import full_year
from kg.errors import DataFileError
from kg.lexicon import lexicon
from kg.resources import ontology

_PIECE = re.compile(
    r"\s*(?:(?P<name>[a-z]\d?)=)?(?P<look>[!<]|-(?=[A-Z]))?(?P<atom>[A-Z]+|[a-zA-Z']+|[()|?*+])"
)


@dataclass(frozen=True, slots=True)
class Match:
    """Words that a rule covers; ``groups`` maps the names in its pattern to half-open ranges of ``words``."""

    rule: str
    means: str
    words: Sequence[Word]
    first: int
    last: int
    groups: Mapping[str, tuple[int, int]]
    grammar: Grammar

    @property
    def start(self) -> int:
        """Where the first word starts in the text."""
        return self.words[self.first].start

    @property
    def end(self) -> int:
        """Where the last word ends in the text; a full stop may be the sentence's and stays out."""
        last = self.words[self.last - 1]
        return self.words[self.last - 2].end if last.text in ".," else last.end

    def __contains__(self, name: str) -> bool:
        return name in self.groups

    def text(self, name: str) -> str:
        """The words of a group in lower case, joined by blanks; empty if it took no part."""
        first, last = self.groups.get(name, (0, 0))
        return " ".join(word.text.lower() for word in self.words[first:last])

    def value(self, name: str, cls: str) -> Any:
        """The value that a class gives to the first word of a group that belongs to it; ``None`` if none does."""
        first, last = self.groups.get(name, (0, 0))
        values = self.grammar.values[cls]
        return next(
            (values[w.text.lower()] for w in self.words[first:last] if w.text.lower() in values), None
        )

    def number(self, name: str) -> float | None:
        """The number that a group spells; ``None`` if it took no part."""
        first, last = self.groups.get(name, (0, 0))
        return number(self.words[first:last], self.grammar.numbers)

    def integer(self, name: str) -> int | None:
        """The same as a whole number; ``None`` also for fractions."""
        found = self.number(name)
        return int(found) if found is not None and found == int(found) else None

    @property
    def year(self) -> int | None:
        """The year given as four figures or words (``y``) or as two figures (``x``); ``None`` if there is none."""
        number = self.integer("y")
        short = self.integer("x") if number is None else None
        return number if short is None else full_year(short)


class Grammar:
    """All rules, compiled.

    Args:
        data: what ``times.yaml`` holds: ``classes``, ``macros``, ``rules``.

    Raises:
        DataFileError: a pattern names an unknown class or is malformed.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.values: dict[str, Mapping[str, Any]] = {
            name: entry["words"] for name, entry in data["classes"].items()
        }
        self.numbers: dict[str, Any] = {
            w: v for c in ("ONES", "TEENS", "TENS", "NTH") for w, v in self.values[c].items()
        }
        self._macros: Mapping[str, str] = data["macros"]
        patterns = [(rule["name"], rule["means"], p) for rule in data["rules"] for p in rule["pattern"]]
        sources = [*self._macros.values(), *(p for _, _, p in patterns)]
        literals = {m["atom"].lower() for s in sources for m in _PIECE.finditer(s) if m["atom"][0].islower()}
        self._lexer = Lexer(data["classes"], literals)
        self._rules = [(name, means, *self._compile(name, pattern)) for name, means, pattern in patterns]

    def split(self, text: str) -> list[Word]:
        """Cut a text into words."""
        return self._lexer.split(text)

    def scan(self, words: Sequence[Word]) -> list[Match]:
        """Return what the rules find, in text order; of two that overlap the earlier, longer, earlier-listed."""
        sorts = "".join(word.sort for word in words)
        found: list[tuple[int, int, int, re.Match[str]]] = []
        present = set(sorts)
        for order, (_, _, pattern, needed) in enumerate(self._rules):
            if any(present.isdisjoint(need) for need in needed):
                continue  # most patterns hang on a word that most texts lack
            found += [(m.start(), -m.end(), order, m) for m in pattern.finditer(sorts) if m.end() > m.start()]
        found.sort(key=lambda item: item[:3])
        matches: list[Match] = []
        reached = 0
        for start, _, order, m in found:
            if start < reached:
                continue
            reached = m.end()
            name, means, _, _ = self._rules[order]
            groups = {key: m.span(key) for key, value in m.groupdict().items() if value}
            matches.append(Match(name, means, words, start, m.end(), groups, self))
        return matches

    def _compile(self, rule: str, pattern: str) -> tuple[re.Pattern[str], list[str]]:
        try:
            return re.compile(self._regex(pattern)), self._needed(pattern)
        except (KeyError, re.error) as error:
            raise DataFileError(
                ontology("lexicon", "times.yaml"), f"rule {rule!r}, pattern {pattern!r}: {error}"
            ) from error

    def _regex(self, pattern: str) -> str:
        parts: list[str] = []
        at = 0
        while at < len(pattern.rstrip()):
            piece = _PIECE.match(pattern, at)
            if piece is None:
                raise re.error(f"cannot be read from {pattern[at:]!r} on")
            at = piece.end()
            name, look, atom = piece["name"], piece["look"], piece["atom"]
            if atom == "(":
                parts.append(f"(?P<{name}>" if name else "(?:")
            elif atom in ")|?*+":
                parts.append(atom)
            else:
                body = self._atom(atom)
                before = {"!": "(?!", "<": "(?<=", "-": "(?<!"}.get(look or "")
                parts.append(f"{before}{body})" if before else f"(?P<{name}>{body})" if name else body)
        return "".join(parts)

    def _needed(self, pattern: str) -> list[str]:
        """Return for each word that every match must hold the sorts it can have."""
        depth, needed = 0, []
        for piece in _PIECE.finditer(pattern):
            atom = piece["atom"]
            depth += (atom == "(") - (atom == ")")
            if atom == "|" and not depth:
                raise re.error("alternatives outside brackets; list them as patterns of their own")
            optional = pattern[piece.end() : piece.end() + 1] in ("?", "*")
            if (
                depth == 0
                and atom not in "()|?*+"
                and not optional
                and not piece["look"]
                and atom not in self._macros
            ):
                needed.append(self._atom(atom)[1:-1])
        return needed

    def _atom(self, atom: str) -> str:
        if atom in self._macros:
            return f"(?:{self._regex(self._macros[atom])})"
        sorts = self._lexer.sorts(atom if atom[0].isupper() and atom.isupper() else f"={atom.lower()}")
        if not sorts:
            raise KeyError(f"{atom} is no class and no macro")
        return f"[{sorts}]"


@cache
def grammar() -> Grammar:
    """Return the grammar of ``ontology/lexicon/times.yaml``."""
    return Grammar(lexicon("times"))
