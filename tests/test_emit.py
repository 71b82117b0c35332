"""Emission: exactly the properties of the contract, one graph per article, the same whatever the order of the parts."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import graphs
import pyoxigraph as po
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS

from kg import emit, store
from kg.errors import ShapeError
from kg.ids import article_id
from kg.model import (
    Article,
    Entity,
    Evidence,
    Extraction,
    Issue,
    MeetingClaim,
    PartialDate,
    Resolution,
    Span,
)
from kg.ontology import KG, OA, SCHEMA
from kg.store.files import serialize
from kg.validate import validate

BASE = "https://w3id.org/parley/id/"
FIRST = graphs.first()
ARTICLE = FIRST.article.id


def quads(**changes: Any) -> list[po.Quad]:
    """The quads of the first article, some of its claims changed."""
    return list(emit.quads(graphs.resolve([dataclasses.replace(FIRST, **changes)])))


def of(found: list[po.Quad], subject: str, *, graph: str = ARTICLE) -> dict[str, set[str]]:
    """Values by property of a node in an article's graph; IRIs as they are, literals as text."""
    values: dict[str, set[str]] = {}
    for q in found:
        if q.subject.value == BASE + subject and q.graph_name.value == f"{BASE}article/{graph}":
            values.setdefault(q.predicate.value, set()).add(q.object.value)
    return values


def named(values: dict[str, set[str]]) -> dict[str, set[str]]:
    """The same without namespaces and evidence, for reading."""

    def cut(iri: str) -> str:
        return iri.removeprefix(BASE).removeprefix(KG)

    return {cut(p): {cut(v) for v in vs} for p, vs in values.items() if p != str(KG.evidence)}


# ------------------------------------------------------------------------------------------------ what is said


def test_an_article_says_where_it_comes_from() -> None:
    assert of(quads(), f"article/{ARTICLE}") == {
        str(RDF.type): {str(KG.Article)},
        str(SCHEMA.identifier): {"first.txt"},
        str(SCHEMA.headline): {"Borduria hands over draft treaty"},
        str(SCHEMA.url): {"https://courier.example/draft?page=1&x=%20"},
        str(SCHEMA.author): {"A. Reporter"},
        str(SCHEMA.articleBody): {graphs.FIRST},
        str(KG.publisher): {"The Klow Courier"},
        str(KG.published): {"1932-03-11"},
        str(KG.publishedFrom): {"weekday"},
        str(KG.contentHash): {FIRST.article.content_hash},
        str(KG.cites): {"Corvina"},
    }


def test_an_article_says_nothing_that_is_not_known() -> None:
    bare = Article(id="a-1", name="a.txt", text="Nothing.", title=" ")
    found = list(emit.quads(graphs.resolve([Extraction(bare)])))
    assert set(of(found, "article/a-1", graph="a-1")) == {
        str(RDF.type),
        str(SCHEMA.identifier),
        str(SCHEMA.articleBody),
    }


def test_an_actor_has_its_one_label_and_its_other_names() -> None:
    assert named(of(quads(), "actor/borduria")) == {
        str(RDF.type): {"State"},
        str(SKOS.prefLabel): {"Borduria"},
        str(SKOS.altLabel): {"Bordurian"},
        str(OWL.sameAs): {"http://www.wikidata.org/entity/Q1"},
    }
    # the name that the article uses is another name where it is not the label
    assert named(of(quads(), "actor/kuratorium")) == {
        str(RDF.type): {"Organization"},
        str(SKOS.prefLabel): {"Kuratorium of Borduria"},
        str(SKOS.altLabel): {"Kuratorium"},
        "organOf": {"actor/borduria"},
        "memberOf": {"actor/northern-league"},
    }


def test_a_position_is_one_node_for_person_title_and_body() -> None:
    assert named(of(quads(), "position/wilma-sturm-foreign-minister-borduria")) == {
        str(RDF.type): {"Position"},
        "heldBy": {"actor/wilma-sturm"},
        "title": {"Foreign Minister"},
        "within": {"actor/borduria"},
        "from": {"1931"},
    }


def test_a_meeting_has_all_that_is_known_of_it() -> None:
    assert named(of(quads(), "meeting/1932-03-10-klow-borduria-syldavia")) == {
        str(RDF.type): {"Talks"},
        "participant": {"actor/borduria", "actor/syldavia"},
        "host": {"actor/syldavia"},
        "status": {"Held"},
        "date": {"1932-03-10"},
        "until": {"1932-03-11"},
        "place": {"place/klow"},
        "round": {"2"},
        "topic": {"the river border"},
        "outcome": {"ended without a result"},
        "about": {"proposal/borduria-to-syldavia"},
    }
    assert of(quads(), "place/klow") == {str(RDF.type): {str(KG.Place)}, str(RDFS.label): {"Klow"}}


def test_a_proposal_leads_to_its_provisions() -> None:
    found = named(of(quads(), "proposal/borduria-to-syldavia"))
    provisions = found.pop("provision")
    assert found == {
        str(RDF.type): {"Proposal"},
        "proposedBy": {"actor/borduria"},
        "addressedTo": {"actor/syldavia", "actor/northern-league"},
        "form": {"Draft"},
        "submitted": {"1932-03-03"},
        "published": {"1932-03-04"},
        "topic": {"the river border"},
    }
    parts = [named(of(quads(), iri)) for iri in sorted(provisions)]
    assert sorted(next(iter(p["text"])) for p in parts) == [
        "a demilitarised strip along the river",
        "the withdrawal of its gunboats",
    ]
    assert [p["topic"] for p in parts if "topic" in p] == [{"gunboats"}]


def test_a_response_leads_to_its_proposal() -> None:
    assert named(of(quads(), "response/answer-r1")) == {
        str(RDF.type): {"Response"},
        "respondent": {"actor/syldavia"},
        "recipient": {"actor/borduria"},
        "respondsTo": {"proposal/borduria-to-syldavia"},
        "status": {"Expected"},
        "form": {"Written"},
        "date": {"1932-04"},
    }


def test_a_statement_leads_to_speaker_occasion_and_subject() -> None:
    assert named(of(quads(), f"statement/{ARTICLE}-t1")) == {
        str(RDF.type): {"Statement"},
        "speaker": {"actor/wilma-sturm"},
        "onBehalfOf": {"actor/borduria"},
        "text": {"We await an answer in writing by April,"},
        "mode": {"Direct"},
        "verb": {"tell"},
        "date": {"1932-03-11"},
        "madeAt": {"meeting/1932-03-11-wilma-sturm"},
        "via": {"Corvina"},
        "about": {"proposal/borduria-to-syldavia"},
    }


def test_an_outlet_that_is_an_actor_goes_by_its_label() -> None:
    told = dataclasses.replace(FIRST.statements[1], via="k")
    found = named(of(quads(statements=(told,)), f"statement/{ARTICLE}-t2"))
    assert found["via"] == {"Kuratorium of Borduria"}


def test_evidence_is_exact() -> None:
    found = quads()
    (iri,) = of(found, "meeting/1932-03-11-wilma-sturm")[str(KG.evidence)]
    values = of(found, iri.removeprefix(BASE))
    start = graphs.FIRST.index("a briefing")
    assert iri.startswith(f"{BASE}evidence/{ARTICLE}-")
    assert values.pop(str(KG.sentence)).pop().startswith("“We await an answer")
    assert values == {
        str(RDF.type): {str(KG.Evidence)},
        str(OA.hasSource): {f"{BASE}article/{ARTICLE}"},
        str(KG.start): {str(start)},
        str(KG.end): {str(start + len("a briefing"))},
        str(KG.quote): {"a briefing"},
        str(KG.extractor): {"tests/1"},
        str(KG.confidence): {"0.9"},
    }


def test_evidence_that_two_claims_share_is_one_node() -> None:
    one = FIRST.meetings[0].evidence
    found = quads(meetings=(FIRST.meetings[0], dataclasses.replace(FIRST.meetings[1], evidence=one)))
    nodes = [
        of(found, f"meeting/{m}")[str(KG.evidence)]
        for m in ("1932-03-10-klow-borduria-syldavia", "1932-03-11-wilma-sturm")
    ]
    assert nodes[0] == nodes[1]


def test_a_quote_over_several_sentences_has_them_all_for_its_sentence() -> None:
    text = graphs.FIRST
    span = Span(text.index("The round"), text.index("“We") + 3)
    short = Span(span.start, text.index(" “We"))
    meeting = dataclasses.replace(FIRST.meetings[1], evidence=(Evidence(span, short, "t", 1.0),))
    found = quads(meetings=(meeting,), statements=())
    (iri,) = of(found, "meeting/1932-03-11-wilma-sturm")[str(KG.evidence)]
    values = of(found, iri.removeprefix(BASE))
    assert values[str(KG.sentence)] == {span.of(text)} == values[str(KG.quote)]


@pytest.mark.parametrize(
    ("when", "date", "until"),
    [
        (PartialDate("1932"), ("1932", "gYear"), None),
        (PartialDate("1932-03"), ("1932-03", "gYearMonth"), None),
        (PartialDate("1932-03-04"), ("1932-03-04", "date"), None),
        (PartialDate("1932-03", "1932-05"), ("1932-03", "gYearMonth"), ("1932-05", "gYearMonth")),
        (PartialDate("1932-03-30", "1932-04"), ("1932-03-30", "date"), ("1932-04", "gYearMonth")),
        (None, None, None),
    ],
)
def test_dates_are_as_precise_as_the_text(
    when: PartialDate | None, date: tuple[str, str] | None, until: tuple[str, str] | None
) -> None:
    found = quads(meetings=(dataclasses.replace(FIRST.meetings[1], when=when),))

    def value(prop: str) -> tuple[str, str] | None:
        hits = [
            (q.object.value, q.object.datatype.value.rsplit("#", 1)[1])
            for q in found
            if q.predicate.value == str(KG[prop])
            and q.subject.value.endswith("meeting/1932-03-11-wilma-sturm")
        ]
        return hits[0] if hits else None

    assert (value("date"), value("until")) == (date, until)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (PartialDate("1932-03-03", "1932-03-03"), {"1932-03-03"}),
        (PartialDate("1932-03-03", "1932-03-09"), {"1932-03"}),
        (PartialDate("1932-03-03", "1932-04-09"), {"1932"}),
        (PartialDate("1932-03", "1932-04"), {"1932"}),
        (PartialDate("1931-12-31", "1932-01-01"), None),
    ],
)
def test_a_range_where_only_one_date_fits_is_what_holds_it_all(
    when: PartialDate, said: set[str] | None
) -> None:
    found = quads(proposals=(dataclasses.replace(FIRST.proposals[0], submitted=when),))
    assert of(found, "proposal/borduria-to-syldavia").get(str(KG.submitted)) == said


@pytest.mark.parametrize(("confidence", "text"), [(1.0, "1"), (0.0, "0"), (0.5, "0.5"), (0.123456, "0.1235")])
def test_confidence_is_a_plain_decimal(confidence: float, text: str) -> None:
    piece = dataclasses.replace(FIRST.meetings[1].evidence[0], confidence=confidence)
    found = quads(meetings=(dataclasses.replace(FIRST.meetings[1], evidence=(piece,)),))
    (iri,) = of(found, "meeting/1932-03-11-wilma-sturm")[str(KG.evidence)]
    assert of(found, iri.removeprefix(BASE))[str(KG.confidence)] == {text}


def test_claims_of_one_meeting_join_and_the_kind_that_says_most_stands() -> None:
    talks, media = FIRST.meetings
    also = dataclasses.replace(media, kind="Meeting", participants=("b",))
    resolution = graphs.resolve([dataclasses.replace(FIRST, meetings=(talks, also))])
    ids = dict.fromkeys(resolution.meeting_ids, "same")
    found = list(emit.quads(dataclasses.replace(resolution, meeting_ids=ids)))
    assert of(found, "meeting/same")[str(RDF.type)] == {str(KG.Talks)}
    assert len(of(found, "meeting/same")[str(KG.evidence)]) == 2


def test_a_place_has_one_label_in_all_articles() -> None:
    def at(place: str, name: str) -> Extraction:
        extraction = graphs.first(name)
        moved = dataclasses.replace(extraction.meetings[0], place=place)
        return dataclasses.replace(extraction, meetings=(moved, extraction.meetings[1]))

    found = emit.quads(graphs.resolve([at("KLOW", "1.txt"), at("Klow", "2.txt"), at("KLOW", "3.txt")]))
    labels = [(q.graph_name, q.object.value) for q in found if q.predicate.value == str(RDFS.label)]
    assert len(labels) == 3
    assert {label for _, label in labels} == {"Klow"}


def test_every_article_has_its_own_graph_and_all_it_says_is_in_it() -> None:
    found = list(emit.quads(graphs.resolution(copies=2)))
    names = {q.graph_name.value for q in found}
    assert names == {f"{BASE}article/{x.article.id}" for x in graphs.resolution(copies=2).extractions}
    for name in names:
        inside = [q for q in found if q.graph_name.value == name]
        assert [q.subject.value for q in inside if q.object == po.NamedNode(KG.Article)] == [name]


def test_there_are_no_blank_nodes_and_no_doubles() -> None:
    found = list(emit.quads(graphs.resolution()))
    assert not [q for q in found if isinstance(q.subject, po.BlankNode) or isinstance(q.object, po.BlankNode)]
    assert len(found) == len(set(found))


def test_data_stands_under_the_base() -> None:
    base = "http://data.example/talks/"
    found = list(emit.quads(graphs.resolution(), base=base))
    assert {q.subject.value.startswith(base) for q in found} == {True}
    assert {q.graph_name.value.startswith(f"{base}article/") for q in found} == {True}
    assert BASE not in "".join(map(str, found))
    assert validate(store.memory(found)) == []


# ------------------------------------------------------------------------------------------------ what is not said


def _told(extraction: Extraction) -> tuple[list[po.Quad], list[Issue]]:
    issues: list[Issue] = []
    found = list(emit.quads(graphs.resolve([extraction]), report=issues.append))
    return found, issues


BROKEN = {
    "a claim without evidence": (
        {"meetings": (dataclasses.replace(FIRST.meetings[0], evidence=()), FIRST.meetings[1])},
        "'meeting m1' has no evidence in the text",
    ),
    "evidence behind the end of the text": (
        {
            "meetings": (
                dataclasses.replace(
                    FIRST.meetings[0], evidence=(Evidence(Span(9000, 9004), Span(0, 1), "t", 1.0),)
                ),
                FIRST.meetings[1],
            )
        },
        "evidence [9000, 9004) of 'meeting m1' is not a stretch of the text",
    ),
    "evidence of no width": (
        {
            "meetings": (
                dataclasses.replace(
                    FIRST.meetings[0], evidence=(Evidence(Span(4, 4), Span(0, 9), "t", 1.0),)
                ),
                FIRST.meetings[1],
            )
        },
        "evidence [4, 4) of 'meeting m1' is not a stretch of the text",
    ),
    "a participant that the article does not have": (
        {
            "meetings": (
                dataclasses.replace(FIRST.meetings[0], participants=("b", "nobody")),
                FIRST.meetings[1],
            )
        },
        "refers to actor 'nobody', which this article does not have",
    ),
    "an answer to a proposal that the article does not have": (
        {"responses": (dataclasses.replace(FIRST.responses[0], proposal="p9"),)},
        "refers to proposal 'p9', which this article does not have",
    ),
    "words at a meeting that the article does not have": (
        {"statements": (dataclasses.replace(FIRST.statements[0], made_at="m9"),)},
        "refers to meeting 'm9', which this article does not have",
    ),
    "a speaker that the article does not have": (
        {"statements": (dataclasses.replace(FIRST.statements[0], speaker="nobody"),)},
        "refers to actor 'nobody', which this article does not have",
    ),
    "an organ of a state without evidence": (
        {"actors": (dataclasses.replace(FIRST.actors[0], evidence=()), *FIRST.actors[1:])},
        "'Borduria' has no evidence in the text",
    ),
    "a provision without evidence": (
        {
            "proposals": (
                dataclasses.replace(
                    FIRST.proposals[0],
                    provisions=(dataclasses.replace(FIRST.proposals[0].provisions[0], evidence=()),),
                ),
            )
        },
        "'the withdrawal of its gunboats' has no evidence in the text",
    ),
    "a position without evidence": (
        {"positions": (dataclasses.replace(FIRST.positions[0], evidence=()),)},
        "'Foreign Minister' has no evidence in the text",
    ),
}


def test_number_of_broken_claims() -> None:
    assert len(BROKEN) == 10


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_claim_is_refused(name: str) -> None:
    changes, says = BROKEN[name]
    with pytest.raises(ShapeError, match=r"first\.txt: ") as caught:
        quads(**changes)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_claim_is_left_out_and_reported_where_someone_listens(name: str) -> None:
    changes, says = BROKEN[name]
    found, issues = _told(dataclasses.replace(FIRST, **changes))  # type: ignore[arg-type]
    assert says in str(issues[0])
    assert {i.where for i in issues} == {"first.txt"}
    assert not [i for i in issues if not i.hint]
    good = {q.subject.value for q in emit.quads(graphs.resolve([FIRST]))}
    # a position's id names its body, which may be what was left out
    assert not [q for q in found if q.subject.value not in good and "/position/" not in q.subject.value]
    # nothing leads to what was left out
    assert not [i for i in validate(store.memory(found)) if "dangling" in i.message or "leads" in i.message]


def test_the_good_claims_are_reported_by_nothing() -> None:
    assert _told(FIRST)[1] == []


# ------------------------------------------------------------------------------------------------ always the same


def _shuffled(resolution: Resolution, seed: int) -> Resolution:
    rng = random.Random(seed)

    def mix(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(rng.sample(items, len(items)))

    def mixed(value: Any) -> Any:
        if isinstance(value, Span | Evidence | PartialDate | str):
            return value
        if isinstance(value, tuple):
            return mix(tuple(mixed(item) for item in value))
        if dataclasses.is_dataclass(value) and not isinstance(value, Article | type):
            return dataclasses.replace(
                value, **{f.name: mixed(getattr(value, f.name)) for f in dataclasses.fields(value)}
            )
        if isinstance(value, dict):
            return dict(mix(tuple(value.items())))
        return value

    result: Resolution = mixed(resolution)
    return result


@settings(max_examples=25, deadline=None)
@given(seed=st.integers())
def test_order_changes_nothing(seed: int) -> None:
    resolution = graphs.resolution(copies=2)
    straight, shuffled = list(emit.quads(resolution)), list(emit.quads(_shuffled(resolution, seed)))
    assert straight == shuffled
    for form in store.FORMATS.values():
        assert serialize(straight, form) == serialize(reversed(shuffled), form)


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, data=st.data())
def test_any_text_keeps_its_quotes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    low, high = data.draw(st.integers(0, start)), data.draw(st.integers(0, len(text)))
    piece = Evidence(Span(start, end), Span(low, max(low, high)), "tests/1", data.draw(st.floats(0, 1)))
    article = Article(id=article_id("x", "00000000"), name="x", text=text, content_hash="00")
    claim = dataclasses.replace(FIRST.actors[0], key="b", evidence=(piece,), aliases=(text,))
    meeting = MeetingClaim("m1", "Call", ("b",), "Held", (piece,), place=text, topic=text)
    extraction = Extraction(article, actors=(claim,), meetings=(meeting,))
    found = list(emit.quads(graphs.resolve([extraction])))
    for form in store.FORMATS.values():
        content = serialize(found, form)
        kept = {po.Quad(*q.triple) if not form.supports_datasets else q for q in found}
        assert set(po.parse(content, format=form)) == kept
    assert validate(store.memory(found)) == []


def test_another_article_changes_no_graph_but_its_own() -> None:
    alone = set(emit.quads(graphs.resolve([FIRST])))
    both = set(emit.quads(graphs.resolution()))
    assert alone < both
    assert {q for q in both if q.graph_name.value.endswith(ARTICLE)} == alone


def test_wikidata_may_be_given_as_an_iri() -> None:
    resolution = graphs.resolve([FIRST])
    entity = Entity("borduria", "State", "Borduria", "http://www.wikidata.org/entity/Q7")
    found = emit.quads(dataclasses.replace(resolution, entities={**resolution.entities, "borduria": entity}))
    assert {q.object.value for q in found if q.predicate.value == str(OWL.sameAs)} == {
        "http://www.wikidata.org/entity/Q7"
    }
