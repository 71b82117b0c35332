"""Zones: every rule's examples and near-misses, whole pages, and what must hold for any text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.zone_rules import SCOPES, agency_names, recognise, rules
from kg.annotate.zones import find_zones

PAGES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("zones.yaml").read_text(encoding="utf-8")
)
EXAMPLES = [(rule, text) for rule in rules() for text in rule.examples]
NEAR_MISSES = [(rule, text) for rule in rules() for text in rule.near_misses]
PROSE = (
    "The two governments said on Friday that they would resume their talks on the border next month.",
    '"We are ready," the minister told reporters after the meeting.',
    "Officials read more into the paper than its authors had put there, one of them said.",
    "He shared the view of his colleague that comments to the press would not be published.",
    "By Monday both capitals had answered.",
    "Published in March, the plan was rejected in April.",
    "Russia's and Norway's envoys contributed to this draft, a diplomat said.",
    "The ministry's source (AP was told) did not agree with the terms and conditions of the deal.",
    "Sign up or stay out, the commissioner told the applicants.",
)


def squeeze(text: str) -> str:
    return " ".join(text.split())


def test_enough_is_collected() -> None:
    assert len(PAGES) >= 34
    assert len(rules()) >= 38
    assert len(EXAMPLES) >= 180
    assert len(NEAR_MISSES) >= 120
    assert len(agency_names()) >= 600


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=lambda value: getattr(value, "name", None))
def test_rule_holds_for_its_example(rule: Any, text: str) -> None:
    assert rule.matches(text)


@pytest.mark.parametrize(("rule", "text"), NEAR_MISSES, ids=lambda value: getattr(value, "name", None))
def test_rule_leaves_its_near_miss(rule: Any, text: str) -> None:
    assert not rule.matches(text)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_has_rules_with_examples_and_near_misses(scope: str) -> None:
    found = [rule for rule in rules() if rule.scope == scope]
    assert found
    assert all(len(rule.examples) >= 2 and rule.near_misses for rule in found)


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_nothing_else(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize("page", PAGES, ids=[page["name"] for page in PAGES])
def test_page(page: dict[str, Any]) -> None:
    text = page["text"]
    found = [(zone.kind, squeeze(zone.span.of(text))) for zone in find_zones(text, title=page.get("title"))]
    assert [kind for kind, _ in found] == [kind for kind, _ in page["zones"]], found
    for (_, got), (_, wanted) in zip(found, page["zones"], strict=True):
        pattern = ".*".join(re.escape(part) for part in re.split(r" ?… ?", str(wanted)))
        assert re.fullmatch(pattern, got, re.DOTALL), (got, wanted)


@pytest.mark.parametrize("page", PAGES, ids=[page["name"] for page in PAGES])
def test_pages_are_covered(page: dict[str, Any]) -> None:
    check_cover(page["text"], page.get("title"))


def check_cover(text: str, title: str | None = None) -> None:
    zones = find_zones(text, title=title)
    end = 0
    for zone in zones:
        assert zone.span.start >= end
        assert not text[end : zone.span.start].strip()
        assert zone.span.of(text).strip() == zone.span.of(text) != ""
        end = zone.span.end
    assert not text[end:].strip()
    assert bool(zones) == bool(text.strip())


LINES = st.sampled_from(
    [
        *PROSE,
        "",
        "  ",
        "   An indented line that was broken at a column",
        "of no great width by somebody",
        "* * *",
    ]
    + [text for _, text in EXAMPLES[:: max(1, len(EXAMPLES) // 60)]]
    + ["Envoys agree on a second round", "Norway", "OSLO — Norway said no.", "It ends here. (end) ab.cd"]
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n\n", " \n"]))
def test_any_order_of_lines_is_covered(lines: list[str], joint: str) -> None:
    check_cover(joint.join(lines), lines[0] if lines else None)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_covered(text: str) -> None:
    check_cover(text)


@settings(deadline=None)
@given(st.sampled_from(PAGES))
def test_zones_are_the_same_each_time(page: dict[str, Any]) -> None:
    assert find_zones(page["text"]) == find_zones(page["text"])
