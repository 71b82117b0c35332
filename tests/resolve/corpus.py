"""Builds extractions from compact case data, and tells which claims a resolution puts together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.model import (
    ActorClaim,
    Article,
    Evidence,
    Extraction,
    MeetingClaim,
    PartialDate,
    PositionClaim,
    ProposalClaim,
    ProvisionClaim,
    Resolution,
    ResponseClaim,
    Span,
    StatementClaim,
)

EVIDENCE = (Evidence(Span(0, 1), Span(0, 1), "test/1", 1.0),)


def extraction(id_: str, data: Mapping[str, Any]) -> Extraction:
    """Make one article's extraction; see resolve_cases.yaml for the form of ``data``."""
    actors = tuple(_actor(key, given) for key, given in data.get("actors", {}).items())
    return Extraction(
        Article(id_, f"{id_}.txt", "x", published=data.get("published")),
        actors,
        tuple(
            PositionClaim(p["person"], p["title"], p.get("within"), EVIDENCE)
            for p in data.get("positions", ())
        ),
        tuple(_meeting(key, given) for key, given in data.get("meetings", {}).items()),
        tuple(_proposal(key, given) for key, given in data.get("proposals", {}).items()),
        tuple(_response(key, given) for key, given in data.get("responses", {}).items()),
        tuple(_statement(key, given) for key, given in data.get("statements", {}).items()),
    )


def _actor(key: str, given: Mapping[str, Any]) -> ActorClaim:
    return ActorClaim(
        key,
        given.get("kind", "Organization"),
        given["name"],
        tuple(given.get("aliases", ())),
        EVIDENCE,
        gazetteer=given.get("is"),
        organ_of=given.get("of"),
    )


def _date(value: str | None) -> PartialDate | None:
    return PartialDate(*value.split("/")) if value else None


def _meeting(key: str, given: Mapping[str, Any]) -> MeetingClaim:
    return MeetingClaim(
        key,
        given.get("kind", "Talks"),
        tuple(given["who"]),
        given.get("status", "Held"),
        EVIDENCE,
        when=_date(given.get("when")),
        place=given.get("place"),
        round=given.get("round"),
        topic=given.get("topic"),
    )


def _proposal(key: str, given: Mapping[str, Any]) -> ProposalClaim:
    return ProposalClaim(
        key,
        tuple(given["by"]),
        tuple(given.get("to", ())),
        EVIDENCE,
        form=given.get("form"),
        submitted=_date(given.get("submitted")),
        published=_date(given.get("published")),
        names=tuple(given.get("says", ())),
        provisions=tuple(ProvisionClaim(text, EVIDENCE) for text in given.get("terms", ())),
    )


def _response(key: str, given: Mapping[str, Any]) -> ResponseClaim:
    return ResponseClaim(
        key,
        tuple(given["by"]),
        tuple(given.get("to", ())),
        given.get("status", "Given"),
        EVIDENCE,
        proposal=given.get("proposal"),
        when=_date(given.get("when")),
        form=given.get("form"),
        stance=given.get("stance"),
    )


def _statement(key: str, given: Mapping[str, Any]) -> StatementClaim:
    return StatementClaim(
        key, given["speaker"], given["text"], "Direct", EVIDENCE, when=_date(given.get("when"))
    )


def id_of(resolution: Resolution, ref: str) -> str:
    """Return the id of ``article.claim``, whatever the claim's kind."""
    article, key = ref.split(".")
    maps = (
        resolution.actor_ids,
        resolution.meeting_ids,
        resolution.proposal_ids,
        resolution.response_ids,
        resolution.statement_ids,
    )
    return next(ids[article, key] for ids in maps if (article, key) in ids)
