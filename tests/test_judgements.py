from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import judgements
from kg.errors import DataFileError, InputError
from kg.judgements import (
    Decision,
    Pointer,
    bind,
    contradiction,
    decision,
    find,
    judged,
    merging,
    point,
    splitting,
)
from kg.model import Extraction
from tests.graphs import first, second

_WORDS = st.text(max_size=20).map(lambda text: "".join(ch for ch in text if ch.isprintable()))
_POINTERS = st.builds(
    Pointer,
    st.sampled_from(["actor", "meeting"]),
    st.sampled_from(["one-12345678", "two-9abcdef0"]),
    st.integers(0, 3),
    st.integers(4, 6),
    _WORDS,
)
_DECISIONS = st.builds(
    lambda kind, one, other, verdict, author, reason: Decision(
        *sorted(Pointer(kind, p.article, p.start, p.end, p.says) for p in (one, other)),
        verdict,
        author,
        reason,
    ),
    st.sampled_from(["actor", "meeting"]),
    _POINTERS,
    _POINTERS,
    st.sampled_from(["same", "different", "unsure"]),
    _WORDS,
    _WORDS,
).filter(lambda one: one.left != one.right)
_FILES = st.lists(_DECISIONS, max_size=6, unique_by=lambda one: one.pair).filter(
    lambda ds: contradiction(ds) is None
)


def _all(one: Decision) -> tuple[Any, ...]:
    return one, one.author, one.reason, one.left.says, one.right.says


@given(_FILES)
@settings(max_examples=80, deadline=None)
def test_a_file_comes_back_sorted(decisions: list[Decision]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, judgements.NAME)
        judgements.write(path, decisions)
        back = judgements.read(path)
        assert [_all(one) for one in back] == [_all(one) for one in sorted(decisions)]
        text = path.read_text(encoding="utf-8")
        judgements.write(path, reversed(back))
        assert path.read_text(encoding="utf-8") == text
        assert sum(line.startswith("- ") for line in text.splitlines()) == len(decisions)
        assert len(yaml.safe_load(text) or []) == len(decisions)


_LEFT, _RIGHT, _THIRD = (Pointer("meeting", "a-1", n, n + 5) for n in (1, 2, 3))
_GOOD = '- {verdict: same, left: "meeting/a-1@1-6", right: "meeting/a-1@2-7"}'


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("same a b", 1, "each line is"),
        ("# fine\n- {verdict: same", 2, "no judgement"),
        (_GOOD.replace("same", "perhaps"), 1, "none of same, different, unsure"),
        (_GOOD.replace("meeting/a-1@1-6", "meeting/a-1"), 1, "is no claim"),
        (_GOOD.replace("meeting/a-1@1-6", "boat/a-1@1-6"), 1, "is no claim"),
        (_GOOD.replace("meeting/a-1@1-6", "actor/a-1@1-6"), 1, "of one kind"),
        (_GOOD.replace("@1-6", "@2-7"), 1, "two different claims"),
        (_GOOD.replace("}", ", colour: red}"), 1, "unknown field 'colour'"),
        (_GOOD.replace("verdict: same, ", ""), 1, "no judgement: 'verdict'"),
        (f"{_GOOD}\n\n{_GOOD.replace('same', 'unsure')}", 3, "judged twice"),
    ],
)
def test_a_wrong_line_is_named(text: str, line: int, said: str, tmp_path: Path) -> None:
    path = tmp_path / "j.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=said) as caught:
        judgements.read(path)
    assert caught.value.line == line


def test_no_file_is_no_judgement(tmp_path: Path) -> None:
    assert judgements.read(tmp_path / "none.yaml") == ()


def test_contradictions_are_found_through_others(tmp_path: Path) -> None:
    same = [decision(_LEFT, _RIGHT, "same"), decision(_RIGHT, _THIRD, "same")]
    apart = decision(_THIRD, _LEFT, "different")
    assert contradiction(same) is None
    assert contradiction([*same, apart]) == apart
    assert contradiction([same[0], apart]) is None
    with pytest.raises(InputError, match="contradicts what was judged before"):
        judged(same, [apart])
    path = tmp_path / "j.yaml"
    judgements.write(path, [*same, apart])
    with pytest.raises(DataFileError, match="judged different, and the same by others"):
        judgements.read(path)


def test_a_new_judgement_takes_the_place_of_the_last() -> None:
    before = (decision(_LEFT, _RIGHT, "same"),)
    (after,) = judged(before, [decision(_RIGHT, _LEFT, "different", author="ann")])
    assert (after.verdict, after.author, after.left) == ("different", "ann", _LEFT)


def test_what_follows_is_settled() -> None:
    told = judgements.settled([decision(_LEFT, _RIGHT, "same"), decision(_RIGHT, _THIRD, "different")])
    assert told(_LEFT, _RIGHT) and told(_LEFT, _THIRD) and told(_THIRD, _LEFT)
    other = Pointer("meeting", "b-2", 1, 2)
    assert not told(_LEFT, other)
    assert judgements.settled([decision(_LEFT, other, "unsure")])(other, _LEFT)


def test_merging_and_splitting_say_as_much_as_they_must() -> None:
    assert [one.pair for one in merging([[_THIRD], [_LEFT, _RIGHT]])] == [(_LEFT, _RIGHT), (_RIGHT, _THIRD)]
    parts = splitting([[_LEFT, _THIRD], [_RIGHT]])
    assert [(one.pair, one.verdict) for one in parts] == [
        ((_LEFT, _THIRD), "same"),
        ((_LEFT, _RIGHT), "different"),
    ]
    assert len(splitting([[_LEFT], [_RIGHT], [_THIRD]])) == 3
    assert contradiction(parts) is None


@pytest.mark.parametrize("make", [first, second])
def test_every_claim_can_be_pointed_to(make: Any) -> None:
    extraction: Extraction = make()
    seen = 0
    for kind in ("actor", "meeting", "proposal", "response", "statement"):
        for claim in judgements.claims(extraction, kind):
            pointer = point(extraction, kind, claim.key)
            assert pointer is not None
            assert pointer.says and pointer.says in " ".join(extraction.article.text.split())
            spans = {item.span for item in claim.evidence}
            others = [c for c in judgements.claims(extraction, kind) if spans & {i.span for i in c.evidence}]
            if len(others) == 1:
                assert find(extraction, pointer) == claim.key
                seen += 1
    assert seen > 5
    assert point(extraction, "meeting", "none") is None


def test_judgements_are_bound_to_claims_that_are_there() -> None:
    one, other = first(), second()
    known = {one.article.id: one, other.article.id: other}
    left = point(one, "meeting", one.meetings[0].key)
    right = point(other, "meeting", other.meetings[0].key)
    assert left is not None and right is not None
    gone = Pointer("meeting", other.article.id, 9000, 9001)
    decisions = [decision(right, left, "different"), decision(left, gone, "same")]
    bound, void = bind(decisions, known.get)
    assert [(j.kind, j.verdict, {j.one, j.other}) for j in bound] == [
        (
            "meeting",
            "different",
            {(one.article.id, one.meetings[0].key), (other.article.id, other.meetings[0].key)},
        )
    ]
    assert void == (decisions[1],)
    assert bind(decisions, {}.get) == ((), tuple(sorted(decisions)))
