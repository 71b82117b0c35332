from __future__ import annotations

import json
import zlib
from dataclasses import fields, replace
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.errors import StoreError
from kg.model import Article, Evidence, Extraction, PartialDate, ProposalClaim, Span
from kg.resolve import resolve
from kg.serialise import dump_article, dumps, load_article, loads, schema
from tests.conftest import ROOT

_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)  # half surrogate pairs included
_SPANS = st.tuples(st.integers(0, 900), st.integers(0, 900)).map(lambda pair: Span(*sorted(pair)))
_DATES = st.builds(
    PartialDate,
    st.sampled_from(["1994", "2022-01", "2022-01-10"]),
    st.none() | st.sampled_from(["2023", "2022-01-12"]),
)


def _any(kind: Any) -> st.SearchStrategy[Any]:
    """Values of any type of kg.model that an extraction can hold."""
    known = {Span: _SPANS, PartialDate: _DATES, str: _TEXT, int: st.integers(), type(None): st.none()}
    if kind in known:
        return known[kind]
    if kind is float:
        return st.floats(0, 1)
    if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__"):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: _any(hints[field.name]) for field in fields(kind)})
    args = get_args(kind)
    if args and args[-1] is ...:
        return st.lists(_any(args[0]), max_size=2).map(tuple)
    if args and isinstance(args[0], str):
        return st.sampled_from(args)
    return st.one_of([_any(arg) for arg in args])


EXTRACTIONS = _any(Extraction)


@given(EXTRACTIONS)
@settings(max_examples=60, deadline=None)
def test_an_extraction_comes_back_as_it_was(extraction: Extraction) -> None:
    data = dumps(extraction)
    back = loads(data)
    assert back == extraction
    assert dumps(back) == data
    assert data.count(b"\n") == 3


def _without_evidence(value: Any) -> Any:
    if isinstance(value, tuple):
        kept = [_without_evidence(part) for part in value]
        return tuple(part for part in kept if not isinstance(part, Evidence))
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, Evidence | Span):
        named = {f.name: _without_evidence(getattr(value, f.name)) for f in fields(value)}
        if isinstance(value, ProposalClaim):
            named["evidence"] = value.evidence
        return replace(value, **named)
    return value


@given(EXTRACTIONS)
@settings(max_examples=60, deadline=None)
def test_the_compact_form_lacks_evidence_alone(extraction: Extraction) -> None:
    assert loads(dumps(extraction), compact=True) == _without_evidence(extraction)


def test_compact_claims_resolve_like_whole_ones() -> None:
    """What kg.resolve reads is there: the ids are the same."""
    whole = list(pipeline.extract_all(pipeline.collect([ROOT / "samples"])))
    assert len(whole) > 10
    compact = [loads(dumps(extraction), compact=True) for extraction in whole]
    assert replace(resolve(compact), extractions=()) == replace(resolve(whole), extractions=())


@given(_any(Article))
@settings(max_examples=60, deadline=None)
def test_an_article_comes_back_as_it_was(article: Article) -> None:
    assert load_article(dump_article(article)) == article


def test_real_extractions_come_back() -> None:
    articles = pipeline.collect([ROOT / "tests/data/articles"])
    extractions = list(pipeline.extract_all(articles))
    assert len(extractions) == 3
    for extraction in extractions:
        assert extraction.actors and extraction.actors[0].evidence
        assert loads(dumps(extraction)) == extraction


def _changed(line: int, old: str, new: str) -> bytes:
    lines = (
        dumps(Extraction(Article("a-1", "a.txt", "Text", published_from="metadata"))).decode().splitlines()
    )
    assert old in lines[line]
    lines[line] = lines[line].replace(old, new, 1)
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        (0, '"version":1', '"version":2'),
        (0, schema(Extraction), "00000000"),
        (0, "extraction", "article"),
        (1, '"metadata"', '"hearsay"'),
        (1, '"a.txt"', "17"),
        (1, '"a-1",', ""),
        (2, '"text":"Text"', '"text":null'),
        (2, '"evidence":[]', '"evidence":[[1,2]]'),
        (2, "{", "["),
    ],
)
def test_what_is_no_extraction_of_today_is_refused(line: int, old: str, new: str) -> None:
    with pytest.raises(StoreError, match="delete it"):
        loads(_changed(line, old, new))


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"{}\n{}\n{}\n", b"\xff\n[]\n{}\n", dumps(Extraction(Article("a", "a", "")))]
)
def test_what_is_no_article_is_refused(data: bytes) -> None:
    with pytest.raises(StoreError, match="delete it"):
        load_article(data)


def test_the_first_line_says_what_it_is() -> None:
    first, _, rest = dumps(Extraction(Article("a", "a", ""))).partition(b"\n")
    told = {"is": "parley extraction", "version": 1, "schema": schema(Extraction)}
    assert json.loads(first) == {**told, "crc": zlib.crc32(rest)}
