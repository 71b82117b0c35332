"""One sentence that makes a reader fail costs itself and nothing else."""

from __future__ import annotations

import pytest
from casting import document
from hypothesis import given
from hypothesis import strategies as st

from kg import pipeline
from kg.extract.salvage import salvage, without
from kg.model import Article, Document, Issue

SENTENCES = [
    "Norland met Sudland.",
    "Kestrel broke it.",
    "Ana Diaz spoke.",
    "Nothing else was said.",
    "Rain fell.",
]
TEXT = " ".join(SENTENCES)


def fragile(*words: str) -> object:
    def work(doc: Document) -> list[str]:
        found = [s.span.of(doc.article.text) for s in doc.sentences]
        for t in doc.tokens:
            if t.text in words:
                raise ValueError(t.text)
        return found

    return work


@pytest.mark.parametrize(
    "words", [(), ("Kestrel",), ("Norland",), ("Rain",), ("Kestrel", "Diaz"), ("Norland", "Rain")]
)
def test_only_sentences_at_fault_are_lost(words: tuple[str, ...]) -> None:
    kept, lost = salvage(document(TEXT), fragile(*words))  # type: ignore[arg-type]
    assert kept == [s for s in SENTENCES if not any(word in s for word in words)]
    assert [str(error) for _, error in lost] == sorted(words, key=TEXT.index)


def test_a_reader_that_always_fails_is_not_saved() -> None:
    def work(doc: Document) -> None:
        raise RuntimeError("always")

    with pytest.raises(RuntimeError):
        salvage(document(TEXT), work)


@given(st.integers(0, len(SENTENCES) - 1))
def test_what_is_left_is_a_document(place: int) -> None:
    whole = document(TEXT)
    left = without(whole, place)
    assert [t.i for t in left.tokens] == list(range(len(left.tokens)))
    assert [s.id for s in left.sentences] == list(range(len(left.sentences)))
    for sentence in left.sentences:
        tokens = left.tokens[sentence.first : sentence.last]
        assert tokens and all(sentence.first <= t.head < sentence.last for t in tokens)
        assert tokens[0].start == sentence.span.start


def test_the_build_tells_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Issue] = []

    def broken(doc: Document) -> list[str]:
        return fragile("Kestrel")(doc)  # type: ignore[operator, no-any-return]

    monkeypatch.setattr(pipeline, "_extract_one", broken)
    article = Article("a", "a.txt", TEXT, published="2011-06-15")
    found = list(pipeline.extract_all([article], report=told.append))
    assert found == [[s for s in SENTENCES if "Kestrel" not in s]]
    assert [issue.level for issue in told] == ["warning"]
    assert "Kestrel broke it." in told[0].message
