"""Hand-made claims and graphs for tests: a small negotiation between states that do not exist, told by two articles.

Every class and every property of the vocabulary that an article's graph can hold occurs. ``resolution(copies=n)``
repeats both articles under other names for tests that need many.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from rdflib import Dataset

from kg import emit, store
from kg.ids import article_id, content_hash
from kg.model import (
    ActorClaim,
    Article,
    Entity,
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

FIRST = (
    "Borduria hands over draft treaty. "
    "Borduria gave Syldavia and the Northern League a draft treaty on 3 March, and published it a day later. "
    "The draft asks Syldavia for the withdrawal of its gunboats. "
    "It also wants a demilitarised strip along the river. "
    "Envoys of Borduria and Syldavia sat down in Klow on 10 and 11 March for a second round on the river border. "
    "The round ended without a result. "
    "“We await an answer in writing by April,” Bordurian Foreign Minister Wilma Sturm told a briefing, "
    "the Corvina agency reported. "
    "Sturm, minister since 1931, added that the Kuratorium in Szohôd was patient."
)
SECOND = (
    "Syldavian Chancellor Otto Brandl called Bordurian leader Kurt Pleksy on 12 March. "
    "Brandl said Syldavia had sent a written reply that accepts some points and turns others down. "
    "A summit of the two in Istrow is being talked of. "
    "A visit to Szohôd was called off. "
    "The Northern League declined to answer. "
    "The coastal states want a say."
)


class Story:
    """An article's text with a way to point into it."""

    def __init__(self, text: str) -> None:
        self.text = text
        cuts = [0, *(m.end() for m in re.finditer(r"(?<=\.) (?=[A-Z“])", text)), len(text)]
        self.sentences = [Span(a, len(text[:b].rstrip())) for a, b in itertools.pairwise(cuts)]

    def at(self, words: str, *, nth: int = 0, confidence: float = 0.9) -> tuple[Evidence, ...]:
        """Evidence for the words at their ``nth`` place."""
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        span = Span(start, start + len(words))
        sentence = next(s for s in self.sentences if s.overlaps(span))
        return (Evidence(span, sentence, "tests/1", confidence),)


def article(name: str, text: str, *, published: str | None, **fields: str) -> Article:
    digest = content_hash(text=text, published=published)
    return Article(
        id=article_id(name, digest),
        name=name,
        text=text,
        published=published,
        content_hash=digest,
        **fields,  # type: ignore[arg-type]
    )


def first(name: str = "first.txt") -> Extraction:
    s = Story(FIRST)
    return Extraction(
        article(
            name,
            FIRST,
            published="1932-03-11",
            published_from="weekday",
            title="Borduria hands over draft treaty",
            publisher="The Klow Courier",
            url="https://courier.example/draft?page=1&x=%20",
            author="A. Reporter",
        ),
        actors=(
            ActorClaim(
                "b", "State", "Borduria", ("Bordurian", "Borduria"), s.at("Borduria"), gazetteer="borduria"
            ),
            ActorClaim("s", "State", "Syldavia", (), s.at("Syldavia")),
            ActorClaim(
                "nl", "Organization", "Northern League", ("the Northern League",), s.at("the Northern League")
            ),
            ActorClaim("w", "Person", "Wilma Sturm", ("Sturm",), s.at("Wilma Sturm") + s.at("Sturm", nth=1)),
            ActorClaim(
                "k", "Organization", "Kuratorium", (), s.at("Kuratorium"), organ_of="b", member_of=("nl",)
            ),
        ),
        positions=(
            PositionClaim(
                "w", "Foreign Minister", "b", s.at("Foreign Minister Wilma Sturm"), since=PartialDate("1931")
            ),
        ),
        meetings=(
            MeetingClaim(
                "m1",
                "Talks",
                ("b", "s"),
                "Held",
                s.at("sat down in Klow"),
                when=PartialDate("1932-03-10", "1932-03-11"),
                place="Klow",
                host="s",
                round=2,
                topic="the river border",
                outcome="ended without a result",
                about=("p1",),
            ),
            MeetingClaim("m2", "Media", ("w",), "Held", s.at("a briefing")),
        ),
        proposals=(
            ProposalClaim(
                "p1",
                ("b",),
                ("s", "nl"),
                s.at("a draft treaty"),
                form="Draft",
                submitted=PartialDate("1932-03-03"),
                published=PartialDate("1932-03-04"),
                topic="the river border",
                provisions=(
                    ProvisionClaim(
                        "the withdrawal of its gunboats",
                        s.at("the withdrawal of its gunboats"),
                        topic="gunboats",
                    ),
                    ProvisionClaim(
                        "a demilitarised strip along the river", s.at("a demilitarised strip along the river")
                    ),
                ),
            ),
        ),
        responses=(
            ResponseClaim(
                "r1",
                ("s",),
                ("b",),
                "Expected",
                s.at("await an answer in writing"),
                proposal="p1",
                when=PartialDate("1932-04"),
                form="Written",
            ),
        ),
        statements=(
            StatementClaim(
                "t1",
                "w",
                "We await an answer in writing by April,",
                "Direct",
                s.at("We await an answer in writing by April,"),
                verb="tell",
                on_behalf_of="b",
                when=PartialDate("1932-03-11"),
                made_at="m2",
                via="Corvina",
                about=("p1",),
            ),
            StatementClaim(
                "t2",
                "w",
                "that the Kuratorium in Szohôd was patient",
                "Indirect",
                s.at("that the Kuratorium in Szohôd was patient", confidence=0.65),
                verb="add",
                mentions=("k",),
            ),
        ),
        cites=("Corvina",),
    )


def second(name: str = "second.txt") -> Extraction:
    s = Story(SECOND)
    return Extraction(
        article(name, SECOND, published="1932-03-13", published_from="metadata"),
        actors=(
            ActorClaim("syl", "State", "Syldavia", ("Syldavian",), s.at("Syldavian")),
            ActorClaim("bor", "State", "Borduria", ("Bordurian",), s.at("Bordurian")),
            ActorClaim("otto", "Person", "Otto Brandl", ("Brandl",), s.at("Otto Brandl")),
            ActorClaim("kurt", "Person", "Kurt Pleksy", (), s.at("Kurt Pleksy")),
            ActorClaim("league", "Organization", "Northern League", (), s.at("Northern League")),
            ActorClaim("coast", "Bloc", "coastal states", ("the coastal states",), s.at("coastal states")),
        ),
        positions=(
            PositionClaim("otto", "Chancellor", "syl", s.at("Chancellor Otto Brandl")),
            PositionClaim("kurt", "leader", "bor", s.at("Bordurian leader Kurt Pleksy")),
        ),
        meetings=(
            MeetingClaim(
                "c", "Call", ("otto", "kurt"), "Held", s.at("called"), when=PartialDate("1932-03-12")
            ),
            MeetingClaim(
                "s", "Summit", ("otto", "kurt"), "Proposed", s.at("A summit of the two"), place="Istrow"
            ),
            MeetingClaim(
                "v", "Visit", ("otto",), "Cancelled", s.at("A visit to Szohôd"), place="SZOHÔD", host="bor"
            ),
            MeetingClaim("o", "Meeting", ("coast",), "Planned", s.at("want a say"), when=PartialDate("1932")),
        ),
        proposals=(ProposalClaim("p", ("bor",), ("syl",), s.at("some points")),),
        responses=(
            ResponseClaim(
                "r",
                ("syl",),
                ("bor",),
                "Given",
                s.at("a written reply"),
                proposal="p",
                form="Written",
                stance="Mixed",
            ),
            ResponseClaim("n", ("league",), (), "Refused", s.at("declined to answer")),
        ),
        statements=(
            StatementClaim(
                "q",
                "otto",
                "Syldavia had sent a written reply that accepts some points and turns others down",
                "Indirect",
                s.at("Syldavia had sent a written reply that accepts some points and turns others down"),
                verb="say",
                mentions=("syl",),
                about=("r",),
            ),
        ),
    )


ENTITIES = (
    Entity("borduria", "State", "Borduria", "Q1"),
    Entity("syldavia", "State", "Syldavia"),
    Entity("northern-league", "Organization", "Northern League"),
    Entity("wilma-sturm", "Person", "Wilma Sturm"),
    Entity("kuratorium", "Organization", "Kuratorium of Borduria"),
    Entity("otto-brandl", "Person", "Otto Brandl"),
    Entity("kurt-pleksy", "Person", "Kurt Pleksy"),
    Entity("coastal-states", "Bloc", "Coastal states"),
)
_ACTORS = {
    "b": "borduria",
    "s": "syldavia",
    "nl": "northern-league",
    "w": "wilma-sturm",
    "k": "kuratorium",
    "syl": "syldavia",
    "bor": "borduria",
    "otto": "otto-brandl",
    "kurt": "kurt-pleksy",
    "league": "northern-league",
    "coast": "coastal-states",
}
_MEETINGS = {
    "m1": "1932-03-10-klow-borduria-syldavia",
    "m2": "1932-03-11-wilma-sturm",
    "c": "1932-03-12-kurt-pleksy-otto-brandl",
    "s": "istrow-kurt-pleksy-otto-brandl",
    "v": "szohod-otto-brandl",
    "o": "1932-coastal-states",
}


def resolve(extractions: Iterable[Extraction]) -> Resolution:
    """Resolve the claims of ``first`` and ``second`` by table; proposals of both articles are the same one."""
    found = tuple(sorted(extractions, key=lambda x: x.article.id))
    return Resolution(
        extractions=found,
        entities={e.id: e for e in ENTITIES},
        actor_ids={(x.article.id, a.key): _ACTORS[a.key] for x in found for a in x.actors},
        meeting_ids={(x.article.id, m.key): _MEETINGS[m.key] for x in found for m in x.meetings},
        proposal_ids={(x.article.id, p.key): "borduria-to-syldavia" for x in found for p in x.proposals},
        response_ids={(x.article.id, r.key): f"answer-{r.key}" for x in found for r in x.responses},
        statement_ids={(x.article.id, t.key): f"{x.article.id}-{t.key}" for x in found for t in x.statements},
    )


def resolution(*, copies: int = 1) -> Resolution:
    """The two articles resolved, ``copies`` times under other names."""
    number = range(copies)
    return resolve([make(f"{i}-{name}") if i else make(f"{name}") for i in number for make, name in _MAKERS])


_MAKERS = ((first, "first.txt"), (second, "second.txt"))


def dataset(*, copies: int = 1) -> Dataset:
    """The graph of ``resolution`` in memory."""
    return store.memory(emit.quads(resolution(copies=copies)))
