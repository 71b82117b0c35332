"""The measure against figures worked out by hand, its invariants, and what it says of broken gold."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset

from kg import store
from kg.errors import InputError
from kg.evaluate import Annotation, Report, Score, evaluate, from_dataset, read_gold, render, score
from kg.evaluate.annotations import Actor, Meeting, Position, Statement
from kg.evaluate.report import TYPES
from kg.evaluate.similarity import best_pairs, dice, normal, same_date, same_place, words

DATA = Path(__file__).parent / "data" / "evaluate"
CASES: dict[str, list[list[Any]]] = yaml.safe_load((DATA / "cases.yaml").read_text())
EXPECTED = yaml.safe_load((DATA / "expected.yaml").read_text())


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(DATA / "gold", store.load(DATA / "graph.trig"))


# ---------------------------------------------------------------------------------------------- by hand


def test_cases_collected() -> None:
    assert {kind: len(cases) for kind, cases in CASES.items()} == {
        "names": 8,
        "dates": 8,
        "words": 5,
        "places": 4,
    }


@pytest.mark.parametrize(("left", "right", "same"), CASES["names"])
def test_names(left: str, right: str, same: bool) -> None:
    assert (normal(left) == normal(right)) is same


@pytest.mark.parametrize(("left", "right", "value"), CASES["dates"])
def test_dates(left: str | None, right: str | None, value: float) -> None:
    assert same_date(left, right) == value


@pytest.mark.parametrize(("left", "right", "value"), CASES["words"])
def test_words(left: str, right: str, value: float) -> None:
    assert dice(words(left), words(right)) == pytest.approx(value)


@pytest.mark.parametrize(("left", "right", "value"), CASES["places"])
def test_places(left: str | None, right: str | None, value: float) -> None:
    assert same_place(left, right) == value


@pytest.mark.parametrize("kind", TYPES)
def test_figures_by_hand(report: Report, kind: str) -> None:
    found, expected = report.score(kind), EXPECTED["types"][kind]
    assert found.f1 == pytest.approx(expected["f1"], abs=5e-5)
    assert (found.gold, found.predicted) == (expected["gold"], expected["predicted"])


def test_totals_by_hand(report: Report) -> None:
    assert report.overall == pytest.approx(EXPECTED["overall"], abs=5e-5)
    assert report.published == EXPECTED["published"]
    assert list(report.absent) == EXPECTED["absent"]


@pytest.mark.parametrize("side", ["missed", "spurious"])
def test_entries_without_partner(report: Report, side: str) -> None:
    found = [
        (article.name, kind, " ".join(str(value) for value in astuple(entry)))
        for article in report.articles
        for kind, result in article.types.items()
        for entry in getattr(result, side)
    ]
    assert [(name, kind) for name, kind, _ in found] == [(name, kind) for name, kind, _ in EXPECTED[side]]
    for (_, _, text), (_, _, part) in zip(found, EXPECTED[side], strict=True):
        assert part in text


def test_same_figures_from_any_engine(report: Report) -> None:
    ds = Dataset()
    ds.parse(DATA / "graph.trig", format="trig")
    assert evaluate(DATA / "gold", ds) == report


# ---------------------------------------------------------------------------------------------- reading


def test_range_becomes_one_date() -> None:
    ds = Dataset()
    ds.parse(
        data="""
        @prefix kg: <https://w3id.org/parley/ns#> .
        <urn:a> { <urn:a> a kg:Article . <urn:m> a kg:Meeting ; kg:date "1999-05-03" ; kg:until "1999-05-05" . }
        """,
        format="trig",
    )
    (found,) = from_dataset(ds).values()
    assert found.meetings == (Meeting((), "1999-05-03/1999-05-05", None, None, "Other"),)


def test_names_never_merge_two_gold_actors() -> None:
    gold = Annotation(
        actors=(Actor(("Oz", "the republic"), "State"), Actor(("Uz",), "State")),
        statements=(Statement("Uz", "nothing will change", "Indirect"),),
    )
    # the prediction throws both into one; what Uz says is still not what Oz says
    greedy = Annotation(
        actors=(Actor(("Oz", "Uz"), "State"),),
        statements=(Statement("Oz", "nothing will change", "Indirect"),),
    )
    assert score({"a": gold}, {"a": greedy}).score("statements").earned == pytest.approx(0.5)


def test_position_lets_a_state_stand_for_its_minister() -> None:
    gold = Annotation(
        actors=(Actor(("Ann Poe",), "Person"), Actor(("Oz",), "State"), Actor(("Uz",), "State")),
        positions=(Position("Ann Poe", ("minister",), ("Oz",)),),
        meetings=(Meeting(("Ann Poe", "Uz"), None, None, "Held", "Talks"),),
    )
    met = Meeting(("Oz", "Uz"), None, None, "Held", "Talks")
    assert score({"a": gold}, {"a": Annotation(meetings=(met,))}).score("meetings").f1 == 1.0
    without = replace(gold, positions=())
    assert score({"a": without}, {"a": Annotation(meetings=(met,))}).score("meetings").f1 == pytest.approx(
        0.8
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "holds no gold"),
        ("{", "cannot be read as JSON"),
        ('{"actors": [{"type": "State"}]}', "'names' is missing"),
        ('["a"]', "not a gold file: its parts are of other types;"),
    ],
)
def test_broken_gold(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "broken.json").write_text(content)
    with pytest.raises(InputError, match=message) as caught:
        read_gold(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


# ---------------------------------------------------------------------------------------------- as text


def test_render(report: Report) -> None:
    text = render(report)
    assert text.startswith("no prediction for: unread\n")
    assert "meetings      0.725     0.725  0.725     1     1\n" in text
    assert "harbour" not in text
    assert text.endswith("2 articles\n")


def test_render_by_article_and_misses(report: Report) -> None:
    text = render(report, by_article=True, misses=True)
    assert 'harbour statements missed: {"speaker": "Freedonia"' in text
    assert any(line.startswith("harbour ") and line.count("0.") >= 5 for line in text.splitlines())


def test_table(report: Report) -> None:
    table = report.table()
    assert [row[0] for row in table.rows] == [*TYPES, "published", "overall"]
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert {row[0]: row[1] for row in table.rows}["overall"] == 0.604


# ---------------------------------------------------------------------------------------------- invariants

_names = st.sampled_from(["Oz", "Uz", "Ann Poe", "Bo Kern", "the League", "Moot Hall"])
_dates = st.sampled_from([None, "1999", "1999-05", "1999-05-03", "2001-02-01/2001-02-04"])
_entries = {
    "actors": st.builds(
        Actor, st.lists(_names, min_size=1, max_size=2).map(tuple), st.sampled_from(["State", "Person"])
    ),
    "meetings": st.builds(
        Meeting,
        st.lists(_names, min_size=1, max_size=3, unique=True).map(tuple),
        _dates,
        st.sampled_from([None, "Moot Hall"]),
        st.sampled_from(["Held", "Planned"]),
        st.just("Talks"),
        st.booleans(),
    ),
    "statements": st.builds(
        Statement,
        _names,
        st.lists(st.sampled_from(["we", "they", "came", "left", "soon", "never", "again"]), min_size=1).map(
            " ".join
        ),
        st.sampled_from(["Direct", "Indirect"]),
        st.booleans(),
    ),
}
_annotations = st.builds(
    Annotation,
    published=_dates,
    **{kind: st.lists(entry, max_size=4).map(tuple) for kind, entry in _entries.items()},
)


@given(_annotations, _annotations)
def test_scores_stay_between_nothing_and_all(gold: Annotation, predicted: Annotation) -> None:
    found = score({"a": gold}, {"a": predicted})
    for kind in TYPES:
        s = found.score(kind)
        assert 0 <= s.f1 <= 1 + 1e-9
        assert s.earned <= min(s.gold, s.predicted) + 1e-9
        assert len(found.articles[0].types[kind].missed) <= s.gold
        assert len(found.articles[0].types[kind].spurious) <= s.predicted


@given(_annotations)
def test_gold_against_itself_is_perfect(gold: Annotation) -> None:
    found = score({"a": gold}, {"a": gold})
    assert found.overall == pytest.approx(1)
    assert found.published in (None, 1.0)


@given(
    _annotations,
    _annotations,
    st.builds(Statement, st.just("Moot"), st.just("xyzzy plugh"), st.just("Direct")),
)
def test_optional_entry_without_partner_changes_nothing(
    gold: Annotation, predicted: Annotation, extra: Statement
) -> None:
    more = replace(gold, statements=(*gold.statements, replace(extra, optional=True)))
    assert score({"a": more}, {"a": predicted}) == score({"a": gold}, {"a": predicted})


@given(
    _annotations,
    _annotations,
    st.builds(Statement, st.just("Moot"), st.just("xyzzy plugh"), st.just("Direct")),
)
def test_spurious_entry_lowers_precision_only(
    gold: Annotation, predicted: Annotation, extra: Statement
) -> None:
    before = score({"a": gold}, {"a": predicted}).score("statements")
    more = replace(predicted, statements=(*predicted.statements, extra))
    after = score({"a": gold}, {"a": more}).score("statements")
    assert after == Score(before.earned, before.gold, before.predicted + 1)


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)), st.integers(1, 5))
def test_pairs_are_one_to_one_and_best_first(left: list[int], right: list[int], reach: int) -> None:
    pairs = best_pairs(left, right, lambda a, b: max(0.0, 1 - abs(a - b) / reach))
    values = [value for value, _, _ in pairs]
    assert values == sorted(values, reverse=True)
    assert all(value > 0 for value in values)
    assert len({i for _, i, _ in pairs}) == len({j for _, _, j in pairs}) == len(pairs)
