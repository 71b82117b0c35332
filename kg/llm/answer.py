"""From what a model wrote to a filled-in form: thinking, fences and chatter off, broken JSON mended, entries checked.

Nothing is guessed: an entry that does not keep the schema after field names and values were put right is left out and
counted. An answer without one good entry is a failure with a name.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from kg.llm.data import guide
from kg.llm.schema import answer_schema, item_schema

Failure = Literal["refusal", "prose", "schema echoed", "empty", "cut off", "no entry keeps the schema"]

_THINKING = re.compile(r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_LATE_THINKING = re.compile(r"\A.*?</(?:think|thinking|thought|reasoning)>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[a-zA-Z0-9_-]*\s*\n?(.*?)(?:```|\Z)", re.DOTALL)
_SCHEMA_WORDS = frozenset({"$schema", "$defs", "properties", "additionalProperties", "json_schema"})


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a model filled it in.

    Attributes:
        entries: part → entries that keep the schema.
        mended: what had to be put right, with how often: "fenced", "thinking", "broken JSON", "field names" …
        dropped: part → entries that could not be put right.
        failure: why there is nothing to use; ``None`` where there is.
    """

    entries: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    mended: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    failure: Failure | None = None

    @property
    def size(self) -> int:
        """Number of entries."""
        return sum(map(len, self.entries.values()))


def read_answer(content: str, *, cut_off: bool = False, refused: bool = False) -> Form:
    """Return the form that a model's words hold.

    Args:
        content: all that the model wrote.
        cut_off: the server says that it stopped at the limit of length.
        refused: the server says that the model declined.
    """
    mended: Counter[str] = Counter()
    text = _bare(content, mended)
    if refused or (text.lower().startswith(guide().refusals) and "{" not in text):
        return Form(failure="refusal")
    if not text:
        return Form(failure="cut off" if cut_off else "empty")
    if "{" not in text and "[" not in text:
        return Form(failure="cut off" if cut_off else "prose")
    data = _loaded(text, mended)
    if data is None:
        return Form(failure="cut off" if cut_off else "prose")
    data = _as_object(data, mended)
    if _is_schema(data):
        return Form(failure="schema echoed", mended=dict(mended))
    entries, dropped = _entries(data, mended)
    form = Form(entries, dict(mended), dict(dropped))
    if form.size or (_has_parts(data) and not dropped):
        return form
    failure: Failure = "cut off" if cut_off else "no entry keeps the schema"
    return Form(dropped=dict(dropped), mended=dict(mended), failure=failure)


# ------------------------------------------------------------------------------------------- text to JSON


def _bare(content: str, mended: Counter[str]) -> str:
    text = _THINKING.sub("", content)
    if "</" in text[:20000]:
        text = _LATE_THINKING.sub("", text)  # some servers leave out the opening tag
    if text != content:
        mended["thinking"] += 1
    fences = [m.group(1) for m in _FENCE.finditer(text) if "{" in m.group(1) or "[" in m.group(1)]
    if fences:
        mended["fenced"] += 1
        text = max(fences, key=len)
    return text.strip()


def _loaded(text: str, mended: Counter[str]) -> Any:
    """Return the JSON of a text, the first object in it, or what can be mended of it."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    start = min(i for i in (text.find("{"), text.find("[")) if i >= 0)
    if start:
        mended["words around"] += 1
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        found = _repaired(text[start:])
        mended["broken JSON"] += found is not None
    return found if isinstance(found, dict | list) and found else None


def _repaired(text: str) -> Any:
    import json_repair

    try:
        return json_repair.loads(text)
    except (ValueError, RecursionError, IndexError):
        return None


# ------------------------------------------------------------------------------------------- JSON to the form


def _as_object(data: Any, mended: Counter[str]) -> dict[str, Any]:
    """Return an object for a list of objects, for one wrapped in another, and for parts under other names."""
    if isinstance(data, list):
        mended["list for object"] += 1
        objects = [one for one in data if isinstance(one, dict)]
        merged: dict[str, Any] = {}
        for one in objects:
            for name, value in one.items():
                if isinstance(merged.get(name), list) and isinstance(value, list):
                    merged[name] = [*merged[name], *value]
                else:
                    merged.setdefault(name, value)
        data = merged
    if not isinstance(data, dict):
        return {}
    if not _has_parts(data) and not _is_schema(data):
        inner = [v for v in data.values() if isinstance(v, dict) and _has_parts(_named(v, guide().form))]
        if len(inner) == 1:
            mended["wrapped"] += 1
            data = inner[0]
    named = _named(data, guide().form)
    mended["field names"] += named.keys() != data.keys()
    return named


def _has_parts(data: Mapping[str, Any]) -> bool:
    return any(part in data for part in guide().form)


def _is_schema(data: Mapping[str, Any]) -> bool:
    if _SCHEMA_WORDS & data.keys() or ("type" in data and "required" in data):
        return True
    parts = [data[part] for part in guide().form if part in data]
    return bool(parts) and all(isinstance(p, dict) and ("items" in p or "type" in p) for p in parts)


def _entries(
    data: Mapping[str, Any], mended: Counter[str]
) -> tuple[dict[str, tuple[Mapping[str, Any], ...]], Counter[str]]:
    entries: dict[str, tuple[Mapping[str, Any], ...]] = {}
    dropped: Counter[str] = Counter()
    for part in guide().form:
        found = data.get(part) or []
        if isinstance(found, dict):
            # an object where a list was asked for: one entry, or entries by key
            found = list(found.values()) if all(isinstance(v, dict) for v in found.values()) else [found]
            mended["object for list"] += 1
        good = []
        for raw in found if isinstance(found, list) else []:
            entry = _entry(part, raw, mended)
            if entry is None:
                dropped[part] += 1
            else:
                good.append(entry)
        entries[part] = tuple(good)
    return entries, dropped


def _entry(part: str, raw: Any, mended: Counter[str]) -> Mapping[str, Any] | None:
    """Return an entry as the schema wants it, its names and values put right; ``None`` if that cannot be done."""
    check = _checker(part)
    if check.is_valid(raw):
        return raw  # type: ignore[no-any-return]
    if isinstance(raw, str) and part == "actors":
        raw = {"name": raw}
    if not isinstance(raw, dict):
        return None
    schema: Mapping[str, Any] = answer_schema()["properties"][part]["items"]["properties"]
    named = _named(raw, schema)
    entry = {name: _mended(name, named.get(name), spec) for name, spec in schema.items()}
    if not check.is_valid(entry):
        return None
    mended["field names" if named.keys() != raw.keys() else "values"] += 1
    return entry


def _named(raw: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with our names of its fields."""
    found = {str(name): value for name, value in raw.items() if name in wanted}
    lower = {str(name).lower().replace(" ", "_"): value for name, value in raw.items() if name not in wanted}
    for name in wanted:
        for other in (name, *guide().also_called.get(name, ())):
            if name not in found and other in lower:
                found[name] = lower.pop(other)
    return found | {name: value for name, value in lower.items() if name not in found}


def _mended(name: str, value: Any, spec: Mapping[str, Any]) -> Any:
    """Return a value as its schema wants it, where its sense is plain; else as it is."""
    if "anyOf" in spec:
        return None if value in (None, "", "null") else _quote(value)
    if spec.get("type") == "array":
        listed = value if isinstance(value, list) else [] if value in (None, "", "null") else [value]
        if "$ref" in spec["items"]:
            return [_quote(one) for one in listed]
        return [one if isinstance(one, str) else _name_of(one) for one in listed]
    if "enum" in spec:
        return _chosen(name, value, [v for v in spec["enum"] if v is not None], nullable=None in spec["enum"])
    optional = isinstance(spec.get("type"), list)
    if optional and value in (None, "", "null", []):
        return None
    if spec.get("type") in ("integer", ["integer", "null"]):
        digits = re.search(r"\d+", str(value))
        return int(digits.group()) if digits and not isinstance(value, bool) else None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else _name_of(value)


def _quote(value: Any) -> Any:
    """Return words without a sentence's number as a quote that may stand anywhere: sentence 0."""
    if isinstance(value, str):
        return {"sentence": 0, "quote": value}
    if isinstance(value, dict):
        named = _named(value, {"sentence": 0, "quote": 0})
        digits = re.search(r"\d+", str(named.get("sentence", "")))
        return {"sentence": int(digits.group()) if digits else 0, "quote": named.get("quote")}
    return value


def _name_of(value: Any) -> Any:
    if isinstance(value, dict):
        return next((v for k, v in _named(value, {"name": 0}).items() if k == "name"), value)
    return value


def _chosen(name: str, value: Any, values: list[str], *, nullable: bool) -> Any:
    said = str(value).strip().lower()
    ours = {v.lower(): v for v in values}
    known = guide().values.get(name, {})
    if said in ours:
        return ours[said]
    if said in known and known[said] in values:
        return known[said]
    return None if nullable else value


@cache
def _checker(part: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(item_schema(part))


def joined_forms(forms: tuple[Form, ...]) -> Form:
    """Return the forms of an article's parts as one; the keys of proposals are told apart by part."""
    if len(forms) == 1:
        return forms[0]
    entries: dict[str, list[Mapping[str, Any]]] = {}
    mended: dict[str, int] = {}
    dropped: dict[str, int] = {}
    for n, form in enumerate(forms):
        for part, found in form.entries.items():
            for entry in found:
                own = dict(entry)
                for name in ("key", "proposal"):
                    if own.get(name) is not None:
                        own[name] = f"{n}.{own[name]}"
                entries.setdefault(part, []).append(own)
        for what, k in form.mended.items():
            mended[what] = mended.get(what, 0) + k
        for what, k in form.dropped.items():
            dropped[what] = dropped.get(what, 0) + k
    return Form({part: tuple(found) for part, found in entries.items()}, mended, dropped)
