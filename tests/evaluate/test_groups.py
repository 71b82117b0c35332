"""Groups of articles: reading them, and that their figures are those of their articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluate import Annotation, Grouping, Report, group_rows, grouped_table, read_groups, render, score
from kg.evaluate.annotations import Actor, Proposal, Statement

OZ, UZ = Actor(("Oz",), "State"), Actor(("Uz",), "State")


@pytest.fixture
def report() -> Report:
    gold = {
        "barley": Annotation(actors=(OZ, UZ)),
        "ferry": Annotation(actors=(OZ,), statements=(Statement("Oz", "no boat sails", "Direct"),)),
        "ploughs": Annotation(actors=(OZ,)),
    }
    predicted = {
        "barley": Annotation(actors=(Actor(("Oz",), "State", confidence=0.8),)),
        "ferry": Annotation(actors=(OZ,)),
        "ploughs": Annotation(actors=(OZ, UZ)),
    }
    return score(gold, predicted)


KINDS = Grouping("kinds", {"barley": "trade", "ploughs": "trade", "elsewhere": "sport"})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("folds.json", '{"barley": 0, "ferry": "1"}'),
        ("folds.yaml", "barley: 0\nferry: '1'\n"),
        ("folds.yml", "{barley: 0, ferry: 1}"),
        ("folds.JSON", '{\n\t"barley": 0,\n\t"ferry": 1\n}'),
    ],
)
def test_files_of_groups(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_groups(tmp_path / name) == Grouping("folds", {"barley": "0", "ferry": "1"})


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", None, "cannot be read"),
        ("a.json", "{", "cannot be read"),
        ("a.yaml", "barley: [", "cannot be read"),
        ("a.yaml", "", "holds no groups"),
        ("a.json", '["barley"]', "holds no groups"),
        ("a.json", '{"barley": ["trade"]}', "the group of barley is neither"),
        ("a.yaml", "barley: yes", "the group of barley is neither"),
        ("a.yaml", "barley:", "the group of barley is neither"),
        ("a.json", '{"barley": 1.5}', "the group of barley is neither"),
    ],
)
def test_broken_files_of_groups(tmp_path: Path, name: str, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_groups(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_parts_hold_every_article_once(report: Report) -> None:
    parts = KINDS.parts(report)
    assert {name: [a.name for a in part.articles] for name, part in parts.items()} == {
        "trade": ["barley", "ploughs"],
        "(no group)": ["ferry"],
    }
    assert parts["trade"].score("actors").f1 == pytest.approx(2 * 2 / (3 + 3))


def test_numbers_come_in_order_then_words_then_the_rest() -> None:
    names = ["1", "2", "10", "east", "west"]
    reads = {f"article {name}": Annotation() for name in (*names, "rest")}
    grouping = Grouping("mixed", {f"article {name}": name for name in reversed(names)})
    assert list(grouping.parts(score(reads, reads))) == [*names, "(no group)"]


def test_rows_end_with_the_whole(report: Report) -> None:
    trade, rest, whole = group_rows(report, KINDS)
    assert trade == ("trade", 2, pytest.approx((2 / 3 + 5) / 6), "0.67 0.67/0.67", "–", "–", "–", "–", "–")
    assert rest[:4] == ("(no group)", 1, pytest.approx(5 / 6), "1.00 1.00/1.00")
    assert rest[-1] == "0.00 0.00/0.00"
    assert whole[:4] == ("(all)", 3, pytest.approx(report.overall), "0.75 0.75/0.75")


def test_table_of_groups_begins_with_the_whole(report: Report) -> None:
    table = grouped_table(report, [KINDS, Grouping("folds", dict.fromkeys(("barley", "ferry"), "0"))])
    assert table.columns == ("grouping", "group", "articles", *report.table().columns)
    assert [row[3:] for row in table.rows if row[0] is None] == list(report.table().rows)
    assert {row[:3] for row in table.rows} == {
        (None, None, 3),
        ("kinds", "trade", 2),
        ("kinds", "(no group)", 1),
        ("folds", "0", 2),
        ("folds", "(no group)", 1),
    }


def test_table_tells_calibration_of_each_group(report: Report) -> None:
    table = grouped_table(report, [KINDS], reliability=True)
    found = {(row[1], row[3]): row[-2:] for row in table.rows}
    assert found["trade", "actors"] == found["trade", "overall"] == (0.2, 1)
    assert found["(no group)", "actors"] == (None, 0)


def test_text_has_a_table_per_grouping(report: Report) -> None:
    text = render(report, groupings=[KINDS, Grouping("folds", {})])
    assert text.startswith(render(report))
    lines = text.removeprefix(render(report)).splitlines()
    assert [line.split()[0] if line else "" for line in lines] == [
        *("", "kinds", "trade", "(no", "(all)", "of"),
        *("", "folds", "(no", "(all)", "of"),
    ]
    assert all(line == line.rstrip() for line in lines)


# ---------------------------------------------------------------------------------------------- provisions


def test_provisions_are_calibrated_apart_from_their_proposals() -> None:
    def offer(*parts: str, sureness: tuple[float | None, ...] = ()) -> Annotation:
        return Annotation(proposals=(Proposal(("Oz",), (), None, None, parts, sureness=sureness),))

    gold = {"a": offer("open the gate at dawn", "sing loudly")}
    found = offer("open the gate at dawn", "close the well", "sing loudly", sureness=(0.9, 0.4, None))
    report = score(gold, {"a": found})
    provisions = report.reliability("provisions")
    assert (provisions.count, provisions.confidence) == (2, pytest.approx(0.65))
    assert (provisions.right, provisions.error) == (pytest.approx(0.5), pytest.approx(0.25))
    assert report.reliability("proposals").count == 0
    assert report.reliability().count == 2
    row = next(row for row in report.table(reliability=True).rows if row[0] == "provisions")
    assert row == ("provisions", None, None, None, None, None, 0.25, 2)
    assert "provisions        2  0.650  0.500  0.250\n" in render(report, reliability=True)
    assert "sureness" not in render(score({"a": Annotation()}, {"a": found}), misses=True)
