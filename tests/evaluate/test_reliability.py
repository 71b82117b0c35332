"""Bands, calibration error, and that a report judges what it should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate import Annotation, Judged, reliability, render, score
from kg.evaluate.annotations import Meeting, Statement

_judged = st.lists(
    st.builds(Judged, st.integers(0, 100).map(lambda n: n / 100), st.floats(0, 1)), max_size=40
)


def test_figures_by_hand() -> None:
    found = reliability([Judged(0.8, 1.0), Judged(0.84, 0.5), Judged(0.31, 0.0), Judged(1.0, 1.0)])
    assert [(b.low, b.high, b.count) for b in found.bands] == [(0.3, 0.4, 1), (0.8, 0.9, 2), (0.9, 1.0, 1)]
    assert found.bands[1].confidence == pytest.approx(0.82)
    assert found.bands[1].right == pytest.approx(0.75)
    # half right is not more than half right
    assert found.bands[1].mostly == 0.5
    assert found.confidence == pytest.approx((0.8 + 0.84 + 0.31 + 1.0) / 4)
    assert found.right == pytest.approx(2.5 / 4)
    assert found.error == pytest.approx((1 * 0.31 + 2 * 0.07 + 1 * 0.0) / 4)
    assert list(found.lines())[-1] == "expected calibration error 0.113 over 4 claims"


def test_tenths_open_their_band() -> None:
    # 0.3, 0.6 and 0.7 are a hair less than that in binary
    for tenth in range(1, 10):
        (band,) = reliability([Judged(tenth / 10, 1.0)]).bands
        assert band.low == pytest.approx(tenth / 10)


@given(_judged)
def test_bands_hold_every_claim_once(judged: list[Judged]) -> None:
    found = reliability(judged)
    assert found.count == len(judged)
    assert abs(found.confidence - found.right) - 1e-9 <= found.error <= 1
    for band in found.bands:
        assert band.low - 1e-9 <= band.confidence <= band.high + 1e-9
        assert 0 <= band.right <= 1 + 1e-9


@given(st.lists(st.integers(0, 100).map(lambda n: n / 100), max_size=40))
def test_confidence_that_is_right_has_no_error(values: list[float]) -> None:
    assert reliability(Judged(value, value) for value in values).error == pytest.approx(0, abs=1e-9)


def test_report_judges_pairs_and_what_is_spurious() -> None:
    gold = Annotation(
        statements=(
            Statement("Oz", "nothing will change", "Direct"),
            Statement("Oz", "and so on", "Direct", optional=True),
        )
    )
    predicted = Annotation(
        meetings=(Meeting(("Oz",), None, None, "Held", "Media", optional=True, confidence=0.9),),
        statements=(
            Statement("Oz", "nothing will change", "Direct", confidence=0.9),
            Statement("Uz", "and so on", "Direct", confidence=0.5),
            Statement("Uz", "quite another thing", "Direct", confidence=0.4),
            Statement("Oz", "from a graph without confidence", "Direct"),
        ),
    )
    report = score({"a": gold}, {"a": predicted})
    assert report.articles[0].types["statements"].judged == (
        Judged(0.9, 1.0),
        Judged(0.5, 0.5),
        Judged(0.4, 0.0),
    )
    assert report.reliability().count == report.reliability("statements").count == 3
    assert report.reliability("meetings").count == 0
    text = render(report, reliability=True)
    assert "0.9 to 1.0        1  0.900  1.000        1.000\n" in text
    assert "expected calibration error" not in render(report)
    # by type of claim, those alone that were judged
    assert text.endswith("over 3 claims\n\n" + _BY_CLAIM)


def test_calibration_by_type_in_the_table() -> None:
    gold = Annotation(statements=(Statement("Oz", "nothing will change", "Direct"),))
    predicted = Annotation(
        statements=(
            Statement("Oz", "nothing will change", "Direct", confidence=0.9),
            Statement("Uz", "quite another thing", "Direct", confidence=0.4),
        )
    )
    report = score({"a": gold}, {"a": predicted})
    plain, judged = report.table(), report.table(reliability=True)
    assert judged.columns == (*plain.columns, "calibration_error", "judged")
    assert [row[:-2] for row in judged.rows if row[0] != "provisions"] == list(plain.rows)
    found = {row[0]: row[-2:] for row in judged.rows}
    assert found["statements"] == found["overall"] == (0.25, 2)
    assert found["meetings"] == found["provisions"] == (None, 0)


_BY_CLAIM = """\
type         claims   mean  right  error
statements        3  0.600  0.500  0.167
"""
