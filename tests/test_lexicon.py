from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataFileError
from kg.lexicon import Phrases, atoms, entries, malformed, read, strings


def write(folder: Path, text: str) -> Path:
    path = folder / "words.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_words_that_yaml_takes_for_truth_values_stay_words(tmp_path: Path) -> None:
    data = read(
        write(tmp_path, "words: [no, on, off, yes, NO, y]\nflag: true\nother: false\nday: 2022-01-10\n")
    )
    assert data == {
        "words": ["no", "on", "off", "yes", "NO", "y"],
        "flag": True,
        "other": False,
        "day": "2022-01-10",
    }


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: [1\nb: 2\n", 2, "expected"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' is given twice"),
        ("- a\n- b\n", 1, "mapping"),
        ("a: {b: 1, b: 2}\n", 1, "'b' is given twice"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DataFileError) as caught:
        read(path)
    assert caught.value.line == line
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_one_in_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="missing"):
        read(tmp_path / "none.yaml")
    path = tmp_path / "latin.yaml"
    path.write_bytes("name: S\xe3o".encode("latin-1"))
    with pytest.raises(DataFileError, match="cannot be read"):
        read(path)


def test_lists_of_strings_and_what_is_none(tmp_path: Path) -> None:
    path = write(
        tmp_path, "top:\n  one: alone\n  some: [a, b]\n  wrong: [a, 3]\nentries:\n- id: x\n- plain\n"
    )
    assert strings(path, "top", "one") == ("alone",)
    assert strings(path, "top", "some") == ("a", "b")
    assert strings(path, "top", "none") == ()
    with pytest.raises(DataFileError, match=":4: "):
        strings(path, "top", "wrong")
    with pytest.raises(DataFileError, match=r"needs top\.none"):
        strings(path, "top", "none", optional=False)
    with pytest.raises(DataFileError, match="needs nothing"):
        strings(path, "nothing", "below")
    with pytest.raises(DataFileError, match=":7: "):
        entries(path)
    with pytest.raises(DataFileError, match="list under 'others'"):
        entries(path, "others")
    assert malformed(path, "said", "entries", 0).line == 6


def test_the_longest_phrase_wins_and_ends_with_a_token() -> None:
    phrases = Phrases([("red", 1), ("red tape", 2), ("red-hot", 3), ("red", 4), ("St. Mary's", 5)])
    assert len(phrases) == 4
    assert phrases.match(["red", "tape", "cut"], 0) == (2, [2])
    assert phrases.match(["red", "carpet"], 0) == (1, [1, 4])
    assert phrases.match(["red-hot"], 0) == (1, [3])
    assert phrases.match(["red", "-", "hot"], 0) == (3, [3])
    assert phrases.match(["the", "red", "tape"], 1) == (2, [2])
    assert phrases.match(["St.", "Mary", "’s"], 0) == (3, [5])
    for near_miss in (["reds"], ["red-"], ["tape"], ["Red"], ["redtape"], ["St."]):
        assert phrases.match(near_miss, 0) is None, near_miss
    with pytest.raises(ValueError, match="empty"):
        phrases.add("  ", 6)


@given(st.lists(st.text("ab -.", min_size=1).filter(atoms), min_size=1, max_size=6), st.data())
def test_every_phrase_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    phrases = Phrases((word, word) for word in words)
    wanted = data.draw(st.sampled_from(words))
    found = phrases.match(["x", *atoms(wanted), "x"], 1)
    assert found is not None
    assert found[0] == len(atoms(wanted))
    assert wanted in found[1]
