"""The words' forms are those that the model's own components give; monstrous sentences are parted."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate import annotate
from kg.annotate.parse import DEFAULT_MODEL, _load
from kg.annotate.sentences import LONGEST, cuts
from kg.model import Article, Document

TEXTS = (
    "The envoys did not agree, but there is hope; \"It's over,\" she said, and they're leaving.",
    "They're gonna walk out. Let's see whether y'all ain't late: c'mon, you gotta help.",
    "You met him.  It had been  raining, and there were two of them, the better ones, going home.",
)


def read(text: str) -> Document:
    return next(iter(annotate([Article("a", "a.txt", text)])))


def plain(text: str) -> list[tuple[Any, ...]]:
    """What the whole pipeline says of a text, sentence boundaries left to it."""
    nlp = _load(DEFAULT_MODEL).nlp
    doc = nlp.make_doc(text.replace("\n", " "))
    starts = {t.start for s in [read(text)] for t in s.tokens if any(t.i == x.first for x in s.sentences)}
    for token in doc:
        token.is_sent_start = token.idx in starts
    for _, component in nlp.pipeline:
        doc = component(doc)
    return [
        (t.text, t.lemma_, t.pos_, t.tag_, t.dep_, str(t.morph), t.ent_type_) for t in doc if not t.is_space
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_as_the_pipeline_has_it(text: str) -> None:
    tokens = read(text).tokens
    assert [(t.text, t.lemma, t.pos, t.tag, t.dep, t.morph, t.entity) for t in tokens] == plain(text)


def test_components_are_stood_in_for() -> None:
    assert _load(DEFAULT_MODEL).disabled == ("attribute_ruler", "lemmatizer")


def test_a_word_asked_twice_is_the_same() -> None:
    assert read(TEXTS[0]).tokens == read(TEXTS[0]).tokens


@given(st.lists(st.sampled_from(["peace", ",", ";", "and", "talks"]), max_size=1000))
def test_parts_are_short_and_few(words: list[str]) -> None:
    begins = [0, *cuts(words, 0, len(words)), len(words)]
    sizes = [b - a for a, b in pairwise(begins)]
    assert all(size <= LONGEST for size in sizes)
    assert all(size > LONGEST // 2 for size in sizes[:-1])


def test_parted_at_the_semicolon() -> None:
    words = ["talks"] * 100 + [";"] + ["and"] + ["talks"] * 80
    assert list(cuts(words, 0, len(words))) == [101]


def test_ordinary_sentences_stay_whole() -> None:
    assert len(read("Peru, Chile, and Norway met; " * 10 + "nobody left.").sentences) == 1


def test_a_text_without_full_stops_is_many_sentences() -> None:
    doc = read("Peru met Chile in Oslo and " * 200)
    assert max(s.last - s.first for s in doc.sentences) <= LONGEST
    assert [doc.tokens[s.first].text for s in doc.sentences[1:]] == ["and"] * (len(doc.sentences) - 1)
