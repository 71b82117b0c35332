"""The vocabulary: documented, consistent, and in step with the code, shapes, queries and lexicon."""

from __future__ import annotations

import re
from pathlib import Path

import graphs
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef
from rdflib.collection import Collection

from kg import model, ontology, resources, store
from kg.errors import DataFileError
from kg.ontology import KG


def test_code_and_vocabulary_agree() -> None:
    assert [str(i) for i in ontology.lint()] == []


def test_every_term_is_documented() -> None:
    terms = ontology.terms()
    assert len(terms) > 90
    for term in terms.values():
        assert term.label and len(term.comment) > 15, term
        assert term.comment.endswith("."), term
        assert term.iri == KG[term.name]


def test_terms_know_what_they_are() -> None:
    kinds = {
        name: ontology.terms()[name].kind
        for name in ("Talks", "Media", "Held", "participant", "text", "Stance")
    }
    assert kinds == {
        "Talks": "class",
        "Media": "class",
        "Held": "value",
        "participant": "property",
        "text": "property",
        "Stance": "class",
    }


def test_every_property_has_a_domain_and_every_datatype_property_a_range() -> None:
    g = ontology.graph()
    for term in ontology.terms().values():
        if term.kind == "property":
            assert g.value(term.iri, RDFS.domain) is not None, term.name
            if (term.iri, RDF.type, OWL.DatatypeProperty) in g or term.name != "about":
                assert g.value(term.iri, RDFS.range) is not None, term.name


def test_domains_and_ranges_are_declared_classes_or_datatypes() -> None:
    g = ontology.graph()
    for link in (RDFS.domain, RDFS.range):
        for node in g.objects(None, link):
            union = g.value(node, OWL.unionOf)
            for part in Collection(g, union) if union is not None else [node]:
                if isinstance(part, URIRef) and not part.startswith(str(XSD)):
                    assert ontology.terms()[part.removeprefix(KG)].kind == "class", part


@pytest.mark.parametrize(
    ("enumeration", "values"),
    [
        ("MeetingStatus", model.MeetingStatus),
        ("ProposalForm", model.ProposalForm),
        ("ResponseStatus", model.ResponseStatus),
        ("ResponseForm", model.ResponseForm),
        ("Stance", model.Stance),
        ("Mode", model.Mode),
    ],
)
def test_enumerations_are_those_of_the_model(enumeration: str, values: object) -> None:
    assert ontology.members(enumeration) == values.__args__  # type: ignore[attr-defined]
    for name in ontology.members(enumeration):
        assert (KG[name], RDF.type, KG[enumeration]) in ontology.graph()


def test_kinds_are_those_of_the_model() -> None:
    assert set(ontology.kinds("Meeting")) == set(model.MeetingKind.__args__)  # type: ignore[attr-defined]
    assert set(ontology.kinds("Actor")) == {"Actor", *model.ActorKind.__args__}  # type: ignore[attr-defined]
    assert ontology.kinds("Meeting")[0] == "Meeting"
    assert ontology.members("Meeting") == ()


def test_the_contract_is_aligned() -> None:
    g = ontology.graph()
    expected = {
        ("Article", RDFS.subClassOf): {"schema:NewsArticle", "prov:Entity"},
        ("Actor", RDFS.subClassOf): {"prov:Agent", "foaf:Agent"},
        ("Meeting", RDFS.subClassOf): {"schema:Event", "sem:Event", "prov:Activity"},
        ("Statement", RDFS.subClassOf): {"prov:Entity"},
        ("Evidence", RDFS.subClassOf): {"oa:SpecificResource"},
        ("Position", RDFS.subClassOf): {"org:Post"},
    }
    for (name, link), targets in expected.items():
        have = {str(o) for o in g.objects(KG[name], link)}
        for target in targets:
            prefix, local = target.split(":")
            assert ontology.PREFIXES[prefix] + local in have, (name, target)


def test_mapped_plover_types_exist() -> None:
    g = ontology.graph()
    mapped = {o for o in g.objects(None, SKOS.closeMatch) if str(o).startswith(str(ontology.PLOVER))}
    names = {str(o).removeprefix(str(ontology.PLOVER)) for o in mapped}
    assert names >= {"CONSULT", "REQUEST", "DEMAND", "OFFER", "AGREE", "REJECT"}
    for concept in mapped:
        assert (concept, RDF.type, SKOS.Concept) in g


def test_align_speaks_of_declared_terms_only() -> None:
    for path in (resources.ontology("align.ttl"), *resources.ontology("vocab").glob("*.ttl")):
        for node in {n for triple in ontology.parse(path) for n in triple}:
            if str(node).startswith(str(KG)):
                assert str(node).removeprefix(str(KG)) in ontology.terms(), (path.name, node)


def test_classes_are_disjoint_where_it_matters() -> None:
    g = ontology.graph()
    union = g.value(KG.Actor, OWL.disjointUnionOf)
    assert union is not None
    assert {str(c).removeprefix(KG) for c in Collection(g, union)} == set(ontology.kinds("Actor")[1:])


def test_the_rich_graph_of_the_tests_uses_every_term_an_article_can_have() -> None:
    used = {
        part.value.removeprefix(KG)
        for quad in store.quads(graphs.dataset())
        for part in (quad.predicate, quad.object)
        if hasattr(part, "value") and part.value.startswith(KG)
    }
    derived = {"Negotiation", "partOf", "fulfils", "ProposalStatus", "Open", "Answered"}
    derived |= {"standsFor", "onRecord", "sources"}
    derived |= {"Contradiction", "concerns", "aspect", "claim", "claimedIn"}
    derived |= {
        "bySide",
        "toSide",
        "answerTo",
        "drawsOn",
        "dueBy",
        "answeredOn",
        "latencyDays",
        "daysLate",
        "Overdue",
    }
    derived |= {"earliest", "latest"}  # for SPARQL only
    derived |= {"between", "mediator", "firstDay", "lastDay", "lastTold"}
    derived |= {"Drift", "side", "earlier", "later", "stanceBefore", "stanceAfter", "dateBefore", "dateAfter"}
    abstract = {"Actor", *(n for n in ontology.terms() if ontology.members(n))}
    # the values that the story does not need
    values = {"Oral", "Accepted", "Rejected", "Demand", "Offer", "Plan"}
    assert ontology.terms().keys() - used == derived | abstract | values


def _home(tmp_path: Path, *, code: str = "", query: str = "", drop: str = "") -> Path:
    """A copy of the vocabulary without one term, and a package of one module."""
    home = tmp_path / "home"
    (home / "ontology").mkdir(parents=True)
    text = resources.ontology("parley.ttl").read_text(encoding="utf-8")
    if drop:
        text = re.sub(rf'(kg:{drop} a [^.]*?rdfs:comment )"[^"]*"@en', r'\1""', text)
    (home / "ontology" / "parley.ttl").write_text(text, encoding="utf-8")
    (home / "ontology" / "align.ttl").write_text("", encoding="utf-8")
    (home / "queries").mkdir()
    (home / "queries" / "q.rq").write_text(query, encoding="utf-8")
    (home / "package").mkdir()
    (home / "package" / "code.py").write_text(code, encoding="utf-8")
    return home


@pytest.fixture
def fresh_caches() -> object:
    caches = (ontology.graph, ontology.terms, ontology.members, ontology.kinds)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize(
    ("code", "query", "says"),
    [
        ("x = KG.participants", "", "kg/code.py: kg:participants is not declared"),
        ("x = KG['speker']", "", "kg/code.py: kg:speker is not declared"),
        ("x = 'SELECT { ?m kg:plaec ?p }'", "", "kg/code.py: kg:plaec is not declared"),
        ("", "SELECT * { ?m kg:Metting ?p }", "queries/q.rq: kg:Metting is not declared"),
        ("x = KG.participant", "", "kg:speaker is declared and nothing uses it"),
    ],
)
@pytest.mark.usefixtures("fresh_caches")
def test_the_lint_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, query: str, says: str
) -> None:
    home = _home(tmp_path, code=code, query=query)
    monkeypatch.setenv("KG_HOME", str(home))
    found = [str(i) for i in ontology.lint(home / "package")]
    assert any(says in line for line in found), found


@pytest.mark.usefixtures("fresh_caches")
def test_the_lint_does_not_cry_wolf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "x = KG.participant, 'kg: a word', 'pkg:Other', KG['speaker'], 'kg build'"
    home = _home(tmp_path, code=code, query="SELECT * { ?m kg:status kg:Held }")
    monkeypatch.setenv("KG_HOME", str(home))
    found = [str(i) for i in ontology.lint(home / "package")]
    assert not [line for line in found if "is not declared" in line]
    # what a used term needs is used: the domain of participant, the enumeration that Held is in
    for name in ("participant", "speaker", "status", "Held", "Meeting", "MeetingStatus", "Actor"):
        assert not [line for line in found if f"kg:{name} is declared" in line]


@pytest.mark.usefixtures("fresh_caches")
def test_the_lint_wants_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = _home(tmp_path, drop="Article")
    monkeypatch.setenv("KG_HOME", str(home))
    found = [str(i) for i in ontology.lint(home / "package")]
    assert any("kg:Article has no rdfs:comment" in line for line in found)


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(
        "@prefix kg: <https://w3id.org/parley/ns#> .\nkg:A a kg:B .\nkg:A kg: ;;; x", encoding="utf-8"
    )
    with pytest.raises(DataFileError, match=r"bad\.ttl:3: not Turtle"):
        ontology.parse(path)
    with pytest.raises(DataFileError, match=r"none\.ttl: cannot be read"):
        ontology.parse(tmp_path / "none.ttl")


def test_prefixes_are_those_of_the_files() -> None:
    for path in sorted(resources.ontology().glob("**/*.ttl")):
        for prefix, namespace in Graph(bind_namespaces="none").parse(path).namespaces():
            if prefix in ontology.PREFIXES:
                assert ontology.PREFIXES[prefix] == str(namespace), (path.name, prefix)


def test_data_prefixes_follow_the_base() -> None:
    assert ontology.data_prefixes("https://x.example/")["actor"] == "https://x.example/actor/"
    assert ontology.data_prefixes()["place"] == "https://w3id.org/parley/id/place/"
