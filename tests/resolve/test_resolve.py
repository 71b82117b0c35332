from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ids import slug
from kg.lexicon import read
from kg.model import Extraction, Judgement, Resolution
from kg.resolve import resolve
from tests.resolve.corpus import extraction, id_of

FILES = ("resolve_cases.yaml", "name_cases.yaml")
CASES = [case for name in FILES for case in read(Path(__file__).with_name(name))["cases"]]


def corpus(case: dict) -> list[Extraction]:
    return [extraction(id_, data) for id_, data in case["articles"].items()]


def test_every_case_is_collected() -> None:
    assert len(CASES) == 62
    assert sum(len(case.get("same", ())) for case in CASES) == 76
    assert sum(len(case.get("different", ())) for case in CASES) == 114


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict) -> None:
    resolution = resolve(corpus(case))
    for a, b in case.get("same", ()):
        assert id_of(resolution, a) == id_of(resolution, b), (a, b)
    for a, b in case.get("different", ()):
        assert id_of(resolution, a) != id_of(resolution, b), (a, b)
    for ref, wanted in case.get("ids", {}).items():
        assert id_of(resolution, ref) == wanted, ref
    for ref, wanted in case.get("labels", {}).items():
        assert resolution.entities[id_of(resolution, ref)].label == wanted, ref
    for ref in case.get("hashed", ()):
        assert re.search(r"-[0-9a-f]{8}$", id_of(resolution, ref)), ref


def test_known_actors_keep_their_identifiers() -> None:
    [case] = [case for case in CASES if case["name"].startswith("a gazetteer id")]
    entities = resolve(corpus(case)).entities
    assert entities["russia"].wikidata == "Q159"
    assert entities["russia"].kind == "State"


def test_nothing_and_one_article_twice() -> None:
    assert resolve([]).entities == {}
    [one] = corpus({"articles": {"a": {"actors": {"x": {"kind": "State", "name": "Peru", "is": "peru"}}}}})
    assert resolve([one, one]) == resolve([one])


# ------------------------------------------------------------------------------------------------ account, judgement


def case_of(name: str) -> list[Extraction]:
    [case] = [case for case in CASES if case["name"] == name]
    return corpus(case)


def test_every_merge_has_a_score_and_reasons() -> None:
    found = resolve(case_of("a round announced, held and recalled is one meeting")).matches
    merges = {(m.one[0], m.other[0]): m for m in found if m.merged and m.kind == "meeting"}
    assert merges["before", "day"].reasons == ("the same parties", "announced shortly before")
    assert merges["after", "day"].reasons == ("the same parties", "reported shortly after", "the same place")
    assert all(0.8 <= m.score <= 1 for m in found if m.merged)
    assert all(m.merged for m in found)
    assert {m.reasons for m in found if m.kind == "actor"} == {("one entry of the gazetteer",)}
    assert list(found) == sorted(found)


def test_what_fits_two_is_in_the_account_as_doubtful() -> None:
    found = resolve(case_of("an undated mention that fits two meetings joins neither")).matches
    doubts = {(m.one[0], m.other[0]): m.score for m in found if m.kind == "meeting"}
    assert doubts == {
        ("announced", "first"): 0.804,
        ("announced", "second"): 0.804,
        ("first", "vague"): 0.825,
        ("second", "vague"): 0.825,
    }
    assert not any(m.merged for m in found if m.kind == "meeting")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_one_is_joined_by_merges(case: dict) -> None:
    resolution = resolve(corpus(case))
    for kind in ("actor", "meeting", "proposal", "response", "statement"):
        ids = getattr(resolution, f"{kind}_ids")
        first: dict[tuple[str, str], tuple[str, str]] = {}

        def root(ref: tuple[str, str], first: dict = first) -> tuple[str, str]:
            while ref in first:
                ref = first[ref]
            return ref

        for match in resolution.matches:
            if match.kind == kind and match.merged:
                assert ids[match.one] == ids[match.other]
                if root(match.one) != root(match.other):
                    first[root(match.other)] = root(match.one)
        # statements of one article with the same words need no account
        across = {ref: id_ for ref, id_ in ids.items() if kind not in ("statement", "actor")}
        assert len({root(ref) for ref in across}) == len(set(across.values()))


KINDS = (("meetings", "meeting"), ("proposals", "proposal"), ("responses", "response"), ("actors", "actor"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_person_wins_over_every_score(case: dict) -> None:
    found = corpus(case)
    maps = {"x": resolve(found)}
    kinds = {
        (e.article.id, claim.key): kind for e in found for name, kind in KINDS for claim in getattr(e, name)
    }
    pairs = [(pair, "same") for pair in case.get("different", ())]
    pairs += [(pair, "different") for pair in case.get("same", ())]
    for (a, b), verdict in pairs:
        one, other = tuple(a.split(".")), tuple(b.split("."))
        if kinds.get(one) is None or kinds[one] != kinds.get(other) or one[0] == other[0]:
            continue
        judgement = Judgement(kinds[one], one, other, verdict)  # type: ignore[arg-type]
        judged = resolve(found, [judgement])
        ids = getattr(judged, f"{kinds[one]}_ids")
        assert (ids[one] == ids[other]) is (verdict == "same"), (a, b, verdict)
        unsure = replace(judgement, verdict="unsure")
        assert resolve(found, [unsure]) == maps["x"]


def test_what_a_person_links_is_different_together() -> None:
    found = case_of("transliterations of one person")
    a, b, c, d = ((name, "p") for name in "abcd")
    judged = resolve(found, [Judgement("actor", a, d, "same"), Judgement("actor", d, c, "different")])
    ids = judged.actor_ids
    assert ids[a] == ids[d] == ids[b]
    assert ids[c] != ids[a]


def test_judgements_of_what_is_not_there_are_passed_over() -> None:
    found = case_of("namesakes of two states stay apart")
    gone = Judgement("actor", ("a", "p"), ("gone", "p"), "same")
    assert resolve(found, [gone]) == resolve(found)


# ------------------------------------------------------------------------------------------------ properties

STATES = ("norway", "sweden", "peru")
GIVEN = ("Erik", "E.", "Eva", "Sergey", "Sergei", "")
FAMILY = ("Holm", "Brandt", "Zelensky", "Zelenskyy", "Kim")
BODIES = (
    "rebels",
    "Foreign Ministry",
    "Ministry of Foreign Affairs",
    "Harbour Front",
    "HFF",
    "the Harbour Front",
)
DAYS = ("2011-03-04", "2011-03-05", "2011-03", None)


@st.composite
def articles(draw: st.DrawFn, id_: str) -> Extraction:
    states = {
        f"s{n}": {"kind": "State", "name": s.title(), "is": s}
        for n, s in enumerate(STATES)
        if draw(st.booleans())
    }
    keys = list(states)
    people = {
        f"p{n}": {
            "kind": "Person",
            "name": f"{draw(st.sampled_from(GIVEN))} {draw(st.sampled_from(FAMILY))}".strip(),
        }
        for n in range(draw(st.integers(0, 3)))
    }
    bodies = {
        f"o{n}": {
            "name": draw(st.sampled_from(BODIES)),
            "aliases": draw(st.lists(st.sampled_from(["HFF", "XYZ"]), max_size=1)),
            "of": draw(st.sampled_from([None, *keys])),
        }
        for n in range(draw(st.integers(0, 2)))
    }
    actors = {**states, **people, **bodies}
    some = st.lists(st.sampled_from(sorted(actors)), max_size=3, unique=True) if actors else st.just([])
    data = {
        "published": draw(st.sampled_from(["2011-03-06", "2011-03-20", None])),
        "actors": actors,
        "positions": [
            {"person": p, "title": "envoy", "within": draw(st.sampled_from([*keys, *bodies, None]))}
            for p in people
        ],
        "meetings": {
            f"m{n}": {
                "who": draw(some),
                "when": draw(st.sampled_from(DAYS)),
                "place": draw(st.sampled_from(["Oslo", "Norway", None])),
                "kind": draw(st.sampled_from(["Talks", "Call", "Meeting"])),
                "status": draw(st.sampled_from(["Held", "Planned", "Proposed"])),
                "round": draw(st.sampled_from([None, 1, 2])),
            }
            for n in range(draw(st.integers(0, 2)))
        },
        "proposals": {
            "b": {
                "by": draw(some),
                "to": draw(some),
                "submitted": draw(st.sampled_from(DAYS)),
                "terms": ["an end to all trawling north of the line"] * draw(st.integers(0, 1)),
                "says": ["its proposals"] * draw(st.integers(0, 1)),
            }
        },
        "responses": {
            "r": {"by": draw(some), "to": draw(some), "proposal": "b", "when": draw(st.sampled_from(DAYS))},
        },
        "statements": {
            f"t{n}": {
                "speaker": draw(st.sampled_from(sorted(actors))) if actors else "nobody",
                "text": draw(st.sampled_from(["No comment", "We shall not sign this paper today"])),
                "when": draw(st.sampled_from(DAYS)),
            }
            for n in range(draw(st.integers(0, 2)))
        },
    }
    return extraction(id_, data)


CORPORA = st.tuples(*(articles(id_) for id_ in ("a1", "b2", "c3", "d4")))


@settings(max_examples=60, deadline=None)
@given(CORPORA, st.permutations(range(4)))
def test_the_order_of_articles_does_not_matter(found: tuple[Extraction, ...], order: list[int]) -> None:
    assert resolve(found) == resolve([found[n] for n in order])


@settings(max_examples=60, deadline=None)
@given(CORPORA)
def test_every_claim_has_an_id_and_every_id_a_claim(found: tuple[Extraction, ...]) -> None:
    resolution = resolve(found)
    assert [e.article.id for e in resolution.extractions] == sorted(e.article.id for e in found)
    for ids, claims in _pairs(resolution):
        assert set(ids) == claims
        assert all(id_ == slug(id_) or len(id_) > 80 for id_ in ids.values())
    assert set(resolution.entities) == set(resolution.actor_ids.values())
    assert all(id_ == entity.id for id_, entity in resolution.entities.items())


@settings(max_examples=40, deadline=None)
@given(CORPORA)
def test_resolving_again_changes_nothing(found: tuple[Extraction, ...]) -> None:
    resolution = resolve(found)
    assert resolve(resolution.extractions) == resolution


@settings(max_examples=60, deadline=None)
@given(CORPORA)
def test_an_article_with_its_own_two_keeps_them_apart(found: tuple[Extraction, ...]) -> None:
    resolution = resolve(found)
    for extraction_ in found:
        for kind in ("meetings", "proposals", "responses"):
            keys = [claim.key for claim in getattr(extraction_, kind)]
            ids = getattr(resolution, f"{kind.removesuffix('s')}_ids")
            assert len({ids[extraction_.article.id, key] for key in keys}) == len(keys)


def _pairs(resolution: Resolution) -> list[tuple[dict[tuple[str, str], str], set[tuple[str, str]]]]:
    def claims(kind: str) -> set[tuple[str, str]]:
        return {(e.article.id, claim.key) for e in resolution.extractions for claim in getattr(e, kind)}

    return [
        (resolution.actor_ids, claims("actors")),
        (resolution.meeting_ids, claims("meetings")),
        (resolution.proposal_ids, claims("proposals")),
        (resolution.response_ids, claims("responses")),
        (resolution.statement_ids, claims("statements")),
    ]
