"""Resolving again what a change touches finds what resolving everything finds: over random claims and judgements."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus.tables import Disk
from kg.model import Extraction, Judgement
from kg.resolve import resolve
from kg.resolve.flow import ENTRIES, Flow, judged_entries, ledgers
from tests.resolve.test_resolve import articles

NAMES = ("a1", "b2", "c3", "d4", "e5")
KINDS = ("actor", "meeting", "proposal", "response", "statement")
ATTRIBUTES = {"actor": "actors", "meeting": "meetings", "proposal": "proposals", "response": "responses"}


class Keeper:
    """Does with tables what a corpus does with them: tells them what changed, and keeps what they find."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ids: dict[str, Any] = {}
        self.had: dict[str, Extraction] = {}
        self.judged: list[Judgement] = []
        self.touched: set[str] = set()

    def go(self, has: dict[str, Extraction], judgements: list[Judgement]) -> None:
        tables = Disk(self.path, "test")
        accounts, before = ledgers(sorted(set(judgements))), ledgers(sorted(set(self.judged)))
        changed = {id_ for id_ in has.keys() | self.had.keys() if has.get(id_) != self.had.get(id_)}
        changed |= {
            ref[0]
            for kind in KINDS
            for ref in accounts[kind].about | before[kind].about
            if (accounts[kind].links(ref), accounts[kind].others(ref))
            != (before[kind].links(ref), before[kind].others(ref))
        }
        now = judged_entries(has.get, accounts["actor"].about)
        then = judged_entries(self.had.get, before["actor"].about)
        changed |= tables.speakers(ENTRIES, now ^ then)
        flow = Flow(tables, has.get, accounts)
        self.touched = flow.run(changed, now)
        for article in self.touched:
            if article in has:
                self.ids[article] = flow.ids(has[article])
            else:
                self.ids.pop(article, None)
        tables.drop(self.had.keys() - has.keys())
        tables.commit()
        tables.close()
        self.had, self.judged = dict(has), judgements


def whole(has: dict[str, Extraction], judgements: list[Judgement]) -> dict[str, dict[str, Any]]:
    found = resolve(has.values(), judgements)
    maps = {
        "actors": found.actor_ids,
        "meetings": found.meeting_ids,
        "proposals": found.proposal_ids,
        "responses": found.response_ids,
        "statements": found.statement_ids,
    }
    told: dict[str, dict[str, Any]] = {id_: {**{name: {} for name in maps}, "entities": {}} for id_ in has}
    for name, ids in maps.items():
        for (article, key), id_ in ids.items():
            told[article][name][key] = id_
    for article in has:
        told[article]["entities"] = {id_: found.entities[id_] for id_ in told[article]["actors"].values()}
    return told


def kept(keeper: Keeper) -> dict[str, dict[str, Any]]:
    return {
        article: {
            "actors": ids.actors,
            "meetings": ids.meetings,
            "proposals": ids.proposals,
            "responses": ids.responses,
            "statements": ids.statements,
            "entities": ids.entities,
        }
        for article, ids in keeper.ids.items()
    }


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[dict[str, Extraction], list[Judgement]]]:
    """Draw states of a corpus, each with another article or judgement than the last."""
    has: dict[str, Extraction] = {}
    judgements: list[Judgement] = []
    states = []
    for _ in range(draw(st.integers(2, 7))):
        what = draw(st.sampled_from(["put", "put", "put", "remove", "judge", "judge", "undo"]))
        if what == "put" or not has:
            name = draw(st.sampled_from(NAMES))
            has[name] = draw(articles(name))
        elif what == "remove":
            del has[draw(st.sampled_from(sorted(has)))]
        elif what == "undo" and judgements:
            del judgements[draw(st.integers(0, len(judgements) - 1))]
        else:
            kind = draw(st.sampled_from(sorted(ATTRIBUTES)))
            refs = [
                (id_, claim.key) for id_, said in has.items() for claim in getattr(said, ATTRIBUTES[kind])
            ]
            if len(refs) > 1:
                one, other = sorted(
                    draw(st.lists(st.sampled_from(refs), min_size=2, max_size=2, unique=True))
                )
                verdict = draw(st.sampled_from(["same", "different"]))
                judgements.append(Judgement(kind, one, other, verdict))  # type: ignore[arg-type]
        there = {
            (kind, id_, claim.key)
            for kind, name in ATTRIBUTES.items()
            for id_, said in has.items()
            for claim in getattr(said, name)
        }
        bound = [j for j in judgements if {(j.kind, *j.one), (j.kind, *j.other)} <= there]
        states.append((dict(has), bound))
    return states


@given(changes())
@settings(max_examples=120, deadline=None)
def test_every_change_finds_what_resolving_everything_finds(
    states: list[tuple[dict[str, Extraction], list[Judgement]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        keeper = Keeper(Path(folder, "tables.sqlite"))
        for has, judgements in states:
            keeper.go(has, judgements)
            assert kept(keeper) == whole(has, judgements)
