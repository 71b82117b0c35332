"""Which mentions are one event, and which are two."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.meetings.encounters import Encounter, encounters
from kg.extract.meetings.merging import compatible, merge_encounters
from kg.model import Article, Document, MeetingStatus, PartialDate, Span

STATUSES: tuple[MeetingStatus | None, ...] = ("Held", "Planned", "Proposed", "Cancelled", None)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """Four states a1–a4, a president a5 of a1, one a6 of a2, a council a7 of nobody, an organ a8 of a1."""
    cast = Cast(Tree(Document(Article("a", "a", ""))))
    for name in ("Peru", "Chile", "Bolivia", "Brazil"):
        cast.add("State", name)
    for name, side in (("Ana Rojas", "a1"), ("Luis Vera", "a2")):
        cast.add("Person", name).stands_for.append(side)
    cast.add("Organization", "Council of the Andes")
    cast.add("Organization", "Council of State", organ_of="a1")
    return cast


def told(
    *parties: str, noun: str = "talks", date: str | None = None, head: int = 0, **more: Any
) -> Encounter:
    when = PartialDate(date) if date else None
    tables = encounters()
    frame = tables.nouns.get(noun) or tables.verbs[noun]
    return Encounter(
        frame.kind, noun, head, frame, list(parties), date=when, spans=[Span(head, head + 1)], **more
    )


def merged(cast: Cast, *found: Encounter, salient: tuple[str, ...] = ()) -> list[Encounter]:
    return merge_encounters(found, cast, salient)


def test_announced_and_recalled_mentions_are_one(cast: Cast) -> None:
    (event,) = merged(
        cast,
        told("a1", "a2", date="2019-05", status="Planned"),
        told("a1", "a2", date="2019-05-17", place="Lima", status="Held", head=5),
        told(definite=True, head=9),
    )
    assert (event.date, event.place, event.status, len(event.spans)) == (
        PartialDate("2019-05-17"),
        "Lima",
        "Held",
        3,
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"date": "2019-05-17"}, {"date": "2019-05-19"}),
        ({"place": "Lima"}, {"place": "Santiago"}),
        ({"round": 1}, {"round": 2}),
        ({"round": 1, "date": "2019-05-17"}, {"round": 0}),
        ({"status": "Held"}, {"status": "Proposed"}),
        ({"noun": "summit"}, {"noun": "phone"}),
        ({"place": "Lima"}, {"noun": "phone"}),
    ],
)
def test_what_contradicts_is_two_events(cast: Cast, first: dict[str, Any], second: dict[str, Any]) -> None:
    assert len(merged(cast, told("a1", "a2", **first), told("a1", "a2", head=5, **second))) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"date": "2019-05"}, {"date": "2019-05-19"}),
        ({"place": "Palace, Lima"}, {"place": "Lima"}),
        ({"round": 2}, {}),
        ({"status": "Planned"}, {"status": "Proposed"}),
        ({"status": "Planned", "date": "2019-05-17"}, {"status": "Held", "date": "2019-05-17"}),
        ({"status": "Held"}, {"status": None}),
        ({"noun": "meet"}, {"noun": "phone"}),
    ],
)
def test_what_does_not_contradict_is_one_event(
    cast: Cast, first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert len(merged(cast, told("a1", "a2", **first), told("a1", "a2", head=5, **second))) == 1


def test_a_cancelled_plan_stays_cancelled(cast: Cast) -> None:
    (event,) = merged(cast, told("a1", "a2", status="Planned"), told("a1", "a2", status="Cancelled", head=5))
    assert event.status == "Cancelled"


def test_the_person_takes_the_place_of_his_state(cast: Cast) -> None:
    (event,) = merged(cast, told("a1", "a2"), told("a5", "a6", head=5))
    assert event.parties == ["a5", "a6"]


def test_two_persons_of_one_side_are_two(cast: Cast) -> None:
    assert len(merged(cast, told("a5", "a2"), told("a6", "a1", head=5))) == 1
    assert len(merged(cast, told("a5", "a3"), told("a6", "a3", head=5))) == 2


def test_other_parties_are_another_event(cast: Cast) -> None:
    assert len(merged(cast, told("a1", "a2"), told("a1", "a3", head=5))) == 2


def test_one_side_does_not_meet_itself(cast: Cast) -> None:
    assert merged(cast, told("a1", "a8"), told("a5", "a1", head=5), told("a1", head=9)) == []


def test_a_council_meets_as_one_but_no_organ_of_a_state(cast: Cast) -> None:
    assert [
        e.parties for e in merged(cast, told("a7", noun="session"), told("a8", noun="session", head=5))
    ] == [["a7"]]


def test_a_new_day_without_parties_is_between_those_named_last(cast: Cast) -> None:
    events = merged(cast, told("a1", "a2", date="2019-05-17"), told(noun="round", date="2019-05-19", head=5))
    assert [e.parties for e in events] == [["a1", "a2"], ["a1", "a2"]]


def test_an_indefinite_meeting_is_not_the_one_before(cast: Cast) -> None:
    (event,) = merged(
        cast, told("a1", "a2"), told("a1", noun="summit", definite=False, status="Cancelled", head=5)
    )
    assert event.status != "Cancelled"


def test_a_lead_without_parties_is_taken_up(cast: Cast) -> None:
    (event,) = merged(cast, told(definite=True, place="Lima"), told("a1", "a2", head=5))
    assert event.place == "Lima"


def test_negotiations_taken_for_granted(cast: Cast) -> None:
    (event,) = merged(cast, told(definite=True), salient=("a1", "a2"))
    assert event.parties == ["a1", "a2"]
    assert merged(cast, told(noun="lunch", definite=True), salient=("a1", "a2")) == []
    assert merged(cast, told(definite=True)) == []


def test_the_third_round_has_the_party_of_all_rounds(cast: Cast) -> None:
    events = merged(
        cast,
        told("a1", "a2", noun="round", round=1),
        told("a1", "a3", noun="round", round=2, head=5),
        told("a4", noun="round", round=3, head=9),
    )
    assert [e.parties for e in events] == [["a1", "a2"], ["a1", "a3"], ["a1", "a4"]]


def test_news_conferences_of_two_speakers_are_two(cast: Cast) -> None:
    media = [told(k, noun="briefing", head=n) for n, k in enumerate(("a5", "a6", "a5"))]
    assert [e.parties for e in merged(cast, *media)] == [["a5"], ["a6"]]


dates = st.sampled_from([None, "2019", "2019-05", "2019-05-17", "2019-05-19", "2019-06"])
mentions = st.builds(
    told,
    st.sampled_from(["a1", "a5"]),
    st.sampled_from(["a2", "a6", "a3"]),
    noun=st.sampled_from(["talks", "summit", "phone", "meet", "visit"]),
    date=dates,
    place=st.sampled_from([None, "Lima", "Santiago"]),
    status=st.sampled_from(STATUSES),
    round=st.sampled_from([None, 0, 1, 2]),
)


@given(st.lists(mentions, max_size=6))
def test_nothing_told_is_lost(found: list[Encounter]) -> None:
    for n, encounter in enumerate(found):
        encounter.head = n
        encounter.spans = [Span(n, n + 1)]
    events = merged(make_cast(), *found)
    assert sorted(s for e in events for s in e.spans) == [Span(n, n + 1) for n in range(len(found))]
    assert [e.head for e in events] == sorted(e.head for e in events)
    assert all(len(e.parties) > 1 for e in events)


@given(mentions)
def test_a_mention_told_again_is_no_other_event(mention: Encounter) -> None:
    again = told(*mention.parties, noun=mention.noun, head=1, status=mention.status, place=mention.place)
    again.date = mention.date
    assert len(merged(make_cast(), mention, again)) == 1


@given(mentions)
def test_every_mention_is_compatible_with_itself(mention: Encounter) -> None:
    assert compatible(mention, mention)
