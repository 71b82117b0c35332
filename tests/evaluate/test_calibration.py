"""Weights estimated from claims whose rightness is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluate.annotations import Actor, Annotation, Meeting, Proposal, Statement
from kg.evaluate.calibration import Sample, brier, cross_validate, fit
from kg.evaluate.claims import from_extraction, worths
from kg.evaluate.reliability import Judged, reliability
from kg.model import (
    ActorClaim,
    Article,
    Evidence,
    Extraction,
    MeetingClaim,
    PartialDate,
    ProposalClaim,
    ProvisionClaim,
    Span,
    StatementClaim,
)


def _samples(rule: str, right: int, wrong: int, *marks: str) -> list[Sample]:
    worths = [1.0] * right + [0.0] * wrong
    return [Sample(f"article {i % 5}", rule, marks, worth) for i, worth in enumerate(worths)]


def test_many_claims_speak_for_themselves() -> None:
    found = fit(_samples("meeting.verb", 900, 100) + _samples("meeting.noun", 400, 600))
    assert found.confidence("meeting.verb") == pytest.approx(0.9, abs=0.01)
    assert found.confidence("meeting.noun") == pytest.approx(0.4, abs=0.01)
    assert found.rules["meeting.noun"] < found.rules["meeting"] < found.rules["meeting.verb"]


def test_few_claims_say_what_their_family_says() -> None:
    samples = (
        _samples("meeting.verb", 80, 20) + _samples("meeting.noun", 0, 4) + _samples("meeting.rare", 0, 3)
    )
    found = fit(samples)
    assert 0.2 < found.confidence("meeting.noun") < 0.75
    assert "meeting.rare" not in found.rules
    assert found.confidence("meeting.rare") == round(found.rules["meeting"], 2)
    assert found.confidence("harvest") == round(found.rules["default"], 2)


def test_marks_move_the_odds_of_their_family_alone() -> None:
    samples = _samples("statement.clause", 950, 50) + _samples("statement.clause", 600, 400, "pronoun")
    found = fit([*samples, *_samples("meeting", 50, 50, "pronoun")])
    assert found.marks["statement"]["pronoun"] < 0.5
    assert found.confidence("statement.clause", ["pronoun"]) == pytest.approx(0.6, abs=0.02)
    assert found.confidence("statement.clause") == pytest.approx(0.95, abs=0.02)
    assert found.confidence("statement.clause", ["unheard of"]) == found.confidence("statement.clause")
    assert fit(samples, with_marks=False).marks == {}


def test_order_of_samples_does_not_matter() -> None:
    samples = _samples("a.x", 7, 3, "m") + _samples("a.y", 2, 8) + _samples("b", 5, 0)
    assert fit(samples) == fit(samples[::-1])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            Sample,
            st.sampled_from(["one", "two", "three"]),
            st.sampled_from(["a", "a.x", "a.y.z", "b"]),
            st.lists(st.sampled_from(["m", "n"]), unique=True, max_size=2).map(lambda m: tuple(sorted(m))),
            st.floats(0, 1),
        ),
        max_size=30,
    )
)
def test_confidence_is_always_possible(samples: list[Sample]) -> None:
    found = fit(samples)
    for rule in ("a", "a.x", "a.y", "a.y.z", "b", "c"):
        for marks in ((), ("m",), ("m", "n")):
            assert 0.02 <= found.confidence(rule, marks) <= 0.98
    judged = cross_validate(samples, fit)
    assert len(judged) == len(samples)
    assert 0 <= brier(judged) <= 1


def test_an_article_is_judged_by_the_others() -> None:
    samples = [Sample("good", "a", (), 1.0)] * 50 + [Sample("bad", "a", (), 0.0)] * 50
    judged = cross_validate(samples, fit)
    # each is foretold by what the other was like
    assert all(one.confidence < 0.2 for one in judged if one.worth == 1)
    assert all(one.confidence > 0.8 for one in judged if one.worth == 0)


def test_weights_of_a_world_foretell_that_world() -> None:
    samples = [
        replace(sample, article=f"article {i % 7}")
        for i, sample in enumerate(
            _samples("a.x", 63, 7) + _samples("a.y", 35, 35) + _samples("a.x", 28, 42, "m")
        )
    ]
    judged = cross_validate(samples, fit)
    assert reliability(judged).error < 0.1
    assert brier(judged) < brier([Judged(0.6, s.worth) for s in samples])


# ---------------------------------------------------------------------------------------------- claims against gold

_EVIDENCE = (Evidence(Span(0, 1), Span(0, 1), "parley-x/1", 0.5),)
_EXTRACTION = Extraction(
    article=Article(id="a", name="a.txt", text="-", published="1999-05-04"),
    actors=(
        ActorClaim("a1", "State", "Oz", ("the republic",), _EVIDENCE),
        ActorClaim("a2", "State", "Uz", (), _EVIDENCE),
    ),
    meetings=(
        MeetingClaim(
            "m1", "Meeting", ("a1", "a2"), "Held", _EVIDENCE, when=PartialDate("1999-05-01", "1999-05-03")
        ),
        MeetingClaim("m2", "Media", ("a1",), "Held", _EVIDENCE),
    ),
    proposals=(
        ProposalClaim(
            "p1",
            ("a1",),
            ("a2",),
            _EVIDENCE,
            provisions=(ProvisionClaim("open the gate", _EVIDENCE), ProvisionClaim("sing loudly", _EVIDENCE)),
        ),
    ),
    statements=(StatementClaim("s1", "a2", "the gate stays shut", "Direct", _EVIDENCE),),
)


def test_extraction_as_annotation() -> None:
    found = from_extraction(_EXTRACTION)
    assert found.published == "1999-05-04"
    assert found.actors[0] == Actor(("Oz", "the republic"), "State")
    assert found.meetings[0] == Meeting(("Oz", "Uz"), "1999-05-01/1999-05-03", None, "Held", "Other")
    assert found.meetings[1].optional
    assert found.proposals == (Proposal(("Oz",), ("Uz",), None, None, ("open the gate", "sing loudly")),)
    assert found.statements == (Statement("Uz", "the gate stays shut", "Direct"),)


def test_worths_by_hand() -> None:
    gold = Annotation(
        actors=(Actor(("Oz",), "State"), Actor(("Uz",), "Organization", optional=True)),
        proposals=(Proposal(("Oz",), ("Uz",), None, None, ("open the gate",)),),
        statements=(Statement("Oz", "the gate stays shut", "Direct"),),
    )
    found = {(kind, i): worth for kind, i, worth in worths(gold, from_extraction(_EXTRACTION))}
    assert found == pytest.approx(
        {
            ("actors", 0): 1.0,
            ("actors", 1): 0.7,
            ("meetings", 0): 0.0,
            ("proposals", 0): 0.75 + 0.25 * 2 / 3,
            ("provisions", 0): 1.0,
            ("provisions", 1): 0.0,
            ("statements", 0): 0.5,
        }
    )
