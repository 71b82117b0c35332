"""No meaning is turned round: ``cases/meaning.yaml``. What must never be claimed is hard, what should be is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from casting import CASES as FOLDER
from casting import extractions

from kg.lexicon import read as read_data
from kg.model import Extraction

DATA = read_data(FOLDER / "meaning.yaml")
CASES: list[dict[str, Any]] = DATA["cases"]
FORBIDDEN = [case for case in CASES if "never" in case]
EXPECTED = [case for case in CASES if "expect" in case]
NEVER = {"provision", "proposal", "meeting", "stance"}
EXPECT = {"provision_contains", "proposal", "meeting", "stance"}


def plain(text: str) -> str:
    """A text without case, punctuation (hyphens inside words aside) and doubled blanks."""
    return " ".join(re.findall(r"\w+(?:[-'’]\w+)*", text.lower()))


def bare(text: str) -> str:
    """A provision in plain words without the "to" or "that" that brings it."""
    return re.sub(r"^(?:to|that) ", "", plain(text))


def listed(value: str | list[str]) -> list[str]:
    """One word or several, as several."""
    return [value] if isinstance(value, str) else value


def provisions(found: Extraction) -> list[str]:
    """What all proposals ask for or offer, in plain words and without a leading "to" or "that"."""
    return [bare(p.text) for proposal in found.proposals for p in proposal.provisions]


def turned(case: dict[str, Any], found: Extraction) -> Iterator[str]:
    """What of the claims a case forbids."""
    never = case["never"]
    wrong = {bare(text) for text in never.get("provision", ())}
    yield from (f"provision {text!r}" for text in provisions(found) if text in wrong)
    if never.get("proposal"):
        yield from (f"proposal {proposal.key}" for proposal in found.proposals)
    statuses, stances = listed(never.get("meeting", [])), listed(never.get("stance", []))
    yield from (f"meeting {m.status}" for m in found.meetings if m.status in statuses)
    yield from (f"stance {r.stance}" for r in found.responses if r.stance in stances)


def understood(case: dict[str, Any], found: Extraction) -> bool:
    """Whether the claims hold all that a case expects."""
    expect = case["expect"]
    return (
        ("provision_contains" not in expect or any(holds(p, expect) for p in provisions(found)))
        and ("proposal" not in expect or bool(found.proposals))
        and ("meeting" not in expect or expect["meeting"] in [m.status for m in found.meetings])
        and ("stance" not in expect or expect["stance"] in [r.stance for r in found.responses])
    )


def holds(provision: str, expect: dict[str, Any]) -> bool:
    """Whether a provision has the expected words, as whole words."""
    return f" {plain(expect['provision_contains'])} " in f" {provision} "


@pytest.fixture(scope="module")
def read() -> dict[str, Extraction]:
    return extractions(case["text"] for case in CASES)


def test_the_file_is_sound() -> None:
    texts = Counter(case["text"] for case in CASES)
    assert max(texts.values()) == 1
    assert len(CASES) >= 140
    assert 0.0 <= float(DATA["floor"]) <= 1.0
    for case in CASES:
        assert set(case) <= {"class", "text", "never", "may", "expect", "why", "limit"}, case
        assert case["class"] and case["why"] and ("never" in case or "expect" in case), case["text"]
        assert set(case.get("never", ())) <= NEVER and set(case.get("expect", ())) <= EXPECT, case["text"]
        may = case.get("may", {}).get("provision", [])
        assert all(text in case["text"] for text in may), case["text"]
        assert not {plain(t) for t in may} & {plain(t) for t in case.get("never", {}).get("provision", ())}


def test_both_kinds_have_their_share() -> None:
    assert len(FORBIDDEN) >= 0.4 * len(CASES)
    assert len(EXPECTED) >= 0.4 * len(CASES)


def marked(case: dict[str, Any]) -> Any:
    """A case, expected to fail where its file says that this is beyond the reader: a limit that is gone must go."""
    marks = [pytest.mark.xfail(strict=True, reason=case["limit"])] if "limit" in case else []
    return pytest.param(case, id=case["text"], marks=marks)


def test_limits_are_few() -> None:
    assert sum("limit" in case for case in FORBIDDEN) <= 0.03 * len(FORBIDDEN)


@pytest.mark.parametrize("case", [marked(case) for case in FORBIDDEN])
def test_never(case: dict[str, Any], read: dict[str, Extraction]) -> None:
    assert not list(turned(case, read[case["text"]])), case["why"]


def test_what_looks_alike_is_read(read: dict[str, Extraction]) -> None:
    missed = [case["text"] for case in EXPECTED if not understood(case, read[case["text"]])]
    share = 1 - len(missed) / len(EXPECTED)
    assert share >= float(DATA["floor"]), "\n".join([f"{share:.2f} read; not read:", *missed])
