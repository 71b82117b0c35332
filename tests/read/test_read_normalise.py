from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.read import read_articles
from kg.read.normalise import normalise, one_line
from kg.read.values import mended

CASES = {
    "a\u00a0b": "a b",
    "a\u202fb\u2009c\u3000d": "a b c d",
    "a\r\nb": "a \nb",
    "a\rb": "a\nb",
    "a\r\r\nb": "a\n \nb",
    "a\tb\x00c\x1bd\x7fe": "a b c d e",
    "a\x0bb\x0cc\u2028d\u2029e": "a\nb\nc\nd\ne",
    "a\u200bb\ufeffc\u200ed\u202ae": "a b c d e",
    "it\u0092s \u0093so\u0094 \u0096 \u0080": "it’s “so” – €",
    "\ud800a\udfff": "\ufffda\ufffd",
    "  e\u0301  \n\n x ": "  e\u0301  \n\n x ",
    "soft\u00adhyphen, a\u200db": "soft\u00adhyphen, a\u200db",
    "— “quoted” …": "— “quoted” …",
}
ANY = st.text(st.characters() | st.sampled_from("\r\n\t\u00a0\u2028\ud800\ufeff\x85"), max_size=200)


@pytest.mark.parametrize(("text", "wanted"), CASES.items())
def test_normalise(text: str, wanted: str) -> None:
    assert normalise(text) == wanted


@given(ANY)
def test_same_length_and_idempotent(text: str) -> None:
    made = normalise(text)
    assert len(made) == len(text)
    assert normalise(made) == made


@given(ANY)
def test_what_is_printable_stays(text: str) -> None:
    for before, after in zip(text, normalise(text), strict=True):
        assert before == after or not before.isprintable() or before.isspace()


@given(ANY)
def test_nothing_but_line_feeds_breaks_lines(text: str) -> None:
    made = normalise(text)
    assert made.splitlines() == made.removesuffix("\n").split("\n") if made else True


@given(ANY)
def test_one_line(text: str) -> None:
    made = one_line(text)
    assert made == made.strip()
    assert "\n" not in made
    assert "  " not in made


@given(st.text(max_size=60), st.text(max_size=60))
def test_offsets_of_records_are_those_of_the_given_text(before: str, after: str) -> None:
    text = f"{before}the envoys met{after}"
    assume(mended(text) == text)  # what was decoded twice is mended, and said to be
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        path.write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
        found = [article.text for article in read_articles([path])]
    for made in found:  # none where the text is mostly in another script
        assert len(made) == len(text)
        assert made[len(before) : len(before) + 14] == "the envoys met"
