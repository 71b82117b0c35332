"""The words that things are told in: what ``assets/texts.yaml`` says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kg.model import PartialDate


@cache
def texts() -> dict[str, Any]:
    """Return the file of words. Shared: do not change it."""
    loaded: dict[str, Any] = yaml.safe_load(asset("texts.yaml"))
    return loaded


def asset(name: str) -> str:
    """Return the text of one of the files in ``assets/``."""
    return files("kg.telling").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def word(name: str, **values: object) -> str:
    """Return one of ``words``, with its values put in."""
    found: str = texts()["words"][name]
    return found.format(**values)


def counted(name: str, count: int) -> str:
    """Return one of ``words`` that says how many, in singular or plural."""
    forms: dict[str, str] = texts()["words"][name]
    return forms["one" if count == 1 else "many"].format(count=count)


def listed(parts: Sequence[str], *, choice: bool = False) -> str:
    """Join names as a sentence does: "A, B and C"; with ``choice`` "A, B or C"."""
    words = texts()["list"]
    if len(parts) < 2:
        return "".join(parts)
    last: str = words["choice" if choice else "last"]
    return str(words["comma"]).join(parts[:-1]) + last + parts[-1]


def date_in_words(value: str, until: str | None = None) -> str:
    """Write a date, or a range, as people do; what is no date as precise as a year, month or day stays as it is."""
    try:
        date = PartialDate(value, until)
    except ValueError:
        return f"{value} – {until}" if until else value
    forms = texts()["dates"]
    one = _one(date.value)
    if not date.until or date.until == date.value:
        return one
    first, last = date.value.split("-"), date.until.split("-")
    if len(first) == len(last) == 3 and first[0] == last[0]:
        kind = "days" if first[1] == last[1] else "months"
        parts = {"day": int(first[2]), "day2": int(last[2]), "year": first[0]}
        return str(forms[kind].format(month=_month(first[1]), month2=_month(last[1]), **parts))
    return str(forms["range"].format(one=one, other=_one(date.until)))


def _one(value: str) -> str:
    forms = texts()["dates"]
    year, *rest = value.split("-")
    if not rest:
        return year
    if len(rest) == 1:
        return str(forms["month"].format(month=_month(rest[0]), year=year))
    return str(forms["day"].format(day=int(rest[1]), month=_month(rest[0]), year=year))


def _month(number: str) -> str:
    return str(texts()["months"][int(number) - 1])
