"""What an article supports, kind by kind, as triples: the one place that knows which property says what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyoxigraph as po
from rdflib import OWL, RDFS, SKOS

from kg.emit.triples import INTEGER, Report, Triples
from kg.ids import short_hash, slug
from kg.model import Extraction, PartialDate, Resolution
from kg.ontology import KG, SCHEMA

# Where several claims of one article denote one meeting, the kind that says most.
_MEETING_KINDS = ("Summit", "Talks", "Visit", "Call", "Media", "Meeting")
_WIKIDATA = "http://www.wikidata.org/entity/"


class ArticleGraph(Triples):
    """Collects the triples of one article."""

    def __init__(
        self,
        extraction: Extraction,
        resolution: Resolution,
        *,
        places: Mapping[str, str],
        base: str,
        report: Report,
    ) -> None:
        super().__init__(extraction, resolution, base=base, report=report)
        self.places = places

    def quads(self) -> Iterator[po.Quad]:
        """Yield all quads of the article's graph, sorted."""
        self._article()
        self._actors()
        self._positions()
        self._meetings()
        self._proposals()
        self._responses()
        self._statements()
        for subject, predicate, value in sorted(self.triples, key=lambda t: tuple(map(str, t))):
            yield po.Quad(subject, predicate, value, self.name)

    def _article(self) -> None:
        article, node = self.article, self.name
        self.type(node, "Article")
        self.text(node, SCHEMA.identifier, article.name)
        self.text(node, SCHEMA.headline, article.title)
        self.text(node, SCHEMA.author, article.author)
        self.text(node, SCHEMA.url, article.url)
        self.text(node, SCHEMA.articleBody, article.text)
        self.text(node, KG.publisher, article.publisher)
        self.text(node, KG.publishedFrom, article.published_from)
        self.text(node, KG.contentHash, article.content_hash)
        self.date(node, KG.published, PartialDate(article.published) if article.published else None)
        for cited in self.extraction.cites:
            self.text(node, KG.cites, cited)

    def _actors(self) -> None:
        for claim in self.extraction.actors:
            node = self.claimed("actor", claim, claim.name)
            if node is None:
                continue
            entity = self.resolution.entities[self.resolution.actor_ids[self.article.id, claim.key]]
            self.type(node, entity.kind)
            self.text(node, SKOS.prefLabel, entity.label)
            for form in {claim.name, *claim.aliases} - {entity.label}:
                self.text(node, SKOS.altLabel, form)
            self.link(node, KG.organOf, [claim.organ_of] if claim.organ_of else ())
            self.link(node, KG.memberOf, claim.member_of)
            if entity.wikidata:
                same = entity.wikidata if ":" in entity.wikidata else _WIKIDATA + entity.wikidata
                self.add(node, OWL.sameAs, po.NamedNode(same))

    def _positions(self) -> None:
        for claim in self.extraction.positions:
            person = self.actor(claim.person)
            within = self.actor(claim.within) if claim.within else None
            if person is None:
                continue
            # one post of one person is one node in every article that gives it the same title
            parts = [self.id(person), slug(claim.title), *([self.id(within)] if within else [])]
            node = self.iri("position", "-".join(parts))
            if not self.evidence_of(claim.evidence, claim.title):
                continue
            self.evidence(node, claim.evidence)
            self.type(node, "Position")
            self.add(node, KG.heldBy, person)
            self.text(node, KG.title, claim.title)
            if within:
                self.add(node, KG.within, within)
            self.date(node, KG["from"], claim.since)
            self.date(node, KG.until, claim.until)

    def _meetings(self) -> None:
        kinds: dict[po.NamedNode, set[str]] = defaultdict(set)
        for claim in self.extraction.meetings:
            node = self.claimed("meeting", claim, f"meeting {claim.key}")
            if node is None:
                continue
            kinds[node].add(claim.kind)
            self.link(node, KG.participant, claim.participants)
            self.link(node, KG.host, [claim.host] if claim.host else ())
            self.value(node, KG.status, claim.status)
            self.when(node, claim.when)
            if claim.place and claim.place.strip():
                place = self.iri("place", slug(claim.place))
                self.add(node, KG.place, place)
                self.type(place, "Place")
                self.text(place, RDFS.label, self.places[slug(claim.place)])
            if claim.round is not None:
                self.add(node, KG.round, po.Literal(str(claim.round), datatype=INTEGER))
            self.text(node, KG.topic, claim.topic)
            self.text(node, KG.outcome, claim.outcome)
            self.about(node, claim.about)
        for node, named in kinds.items():
            self.type(node, min(named, key=_MEETING_KINDS.index))

    def _proposals(self) -> None:
        for claim in self.extraction.proposals:
            node = self.claimed("proposal", claim, f"proposal {claim.key}")
            if node is None:
                continue
            self.type(node, "Proposal")
            self.link(node, KG.proposedBy, claim.proposers)
            self.link(node, KG.addressedTo, claim.addressees)
            self.value(node, KG.form, claim.form)
            self.date(node, KG.submitted, claim.submitted)
            self.date(node, KG.published, claim.published)
            self.text(node, KG.topic, claim.topic)
            for part in claim.provisions:
                provision = self.iri("provision", f"{self.id(node)}-{short_hash(part.text)}")
                if self.evidence_of(part.evidence, part.text):
                    self.evidence(provision, part.evidence)
                    self.type(provision, "Provision")
                    self.text(provision, KG.text, part.text)
                    self.text(provision, KG.topic, part.topic)
                    self.add(node, KG.provision, provision)

    def _responses(self) -> None:
        for claim in self.extraction.responses:
            node = self.claimed("response", claim, f"response {claim.key}")
            if node is None:
                continue
            self.type(node, "Response")
            self.link(node, KG.respondent, claim.respondents)
            self.link(node, KG.recipient, claim.recipients)
            self.value(node, KG.status, claim.status)
            self.value(node, KG.form, claim.form)
            self.value(node, KG.stance, claim.stance)
            self.when(node, claim.when)
            if claim.proposal and (proposal := self.thing("proposal", claim.proposal)):
                self.add(node, KG.respondsTo, proposal)

    def _statements(self) -> None:
        for claim in self.extraction.statements:
            speaker = self.actor(claim.speaker)
            node = self.claimed("statement", claim, claim.text) if speaker else None
            if node is None or speaker is None:
                continue
            self.type(node, "Statement")
            self.add(node, KG.speaker, speaker)
            self.text(node, KG.text, claim.text)
            self.value(node, KG.mode, claim.mode)
            self.text(node, KG.verb, claim.verb)
            self.link(node, KG.onBehalfOf, [claim.on_behalf_of] if claim.on_behalf_of else ())
            self.link(node, KG.mentions, claim.mentions)
            self.when(node, claim.when)
            if claim.made_at and (meeting := self.thing("meeting", claim.made_at)):
                self.add(node, KG.madeAt, meeting)
            self.text(node, KG.via, self.outlet(claim.via))
            self.about(node, claim.about)
