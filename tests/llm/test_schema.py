"""The form is made of the graph's own classes, and the examples keep it."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from kg.llm.answer import read_answer
from kg.llm.data import guide
from kg.llm.ground import ground
from kg.llm.schema import answer_schema, choices
from kg.llm.sheet import Sheet
from kg.model import ActorKind, MeetingKind, MeetingStatus, Mode, ResponseStatus, Stance


def _objects(spec: Any) -> list[dict[str, Any]]:
    found = [spec] if isinstance(spec, dict) and spec.get("type") == "object" else []
    for value in spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ():
        found += _objects(value)
    return found


def test_schema_is_one_and_strict() -> None:
    schema = answer_schema()
    Draft202012Validator.check_schema(schema)
    objects = _objects(schema)
    assert len(objects) == 8  # the form, six kinds of entries, a quote
    for one in objects:
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])


@pytest.mark.parametrize(
    ("part", "field", "values"),
    [
        ("actors", "kind", ActorKind),
        ("meetings", "kind", MeetingKind),
        ("meetings", "status", MeetingStatus),
        ("responses", "status", ResponseStatus),
        ("responses", "stance", Stance),
        ("statements", "mode", Mode),
    ],
)
def test_values_are_those_of_the_model(part: str, field: str, values: Any) -> None:
    assert choices(part, field) == get_args(values)


def test_every_kind_has_an_example() -> None:
    assert set(guide().examples) == set(guide().kinds)
    assert len(guide().examples) == 5


@pytest.mark.parametrize("kind", sorted(guide().kinds))
def test_examples_keep_the_form_and_lose_nothing(kind: str, examples: dict[str, Sheet]) -> None:
    """What models are shown is right by our own rules: every quote stands, every name and date is found."""
    answer = guide().examples[kind].answer
    Draft202012Validator(answer_schema()).validate(answer)
    sheet = examples[kind]
    assert len(sheet.sentences) == len(guide().examples[kind].sentences)
    import json

    found, tally = ground(sheet, read_answer(json.dumps(answer)), model="m")
    assert not tally.quotes["nowhere"]
    assert not +tally.dropped
    for part in ("positions", "meetings", "proposals", "responses", "statements"):
        assert len(getattr(found, part)) == len(answer[part])
    dated = sum(
        bool(e.get(f)) for p in answer.values() for e in p for f in ("when", "submitted", "published")
    )
    events = (*found.meetings, *found.proposals, *found.responses)
    assert dated == sum(bool(getattr(e, f, None)) for e in events for f in ("when", "submitted", "published"))
