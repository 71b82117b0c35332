from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import rdflib
import yaml
from rdflib import RDF, Literal, URIRef

from kg import store
from kg.ontology import KG, OA, SCHEMA, terms
from kg.query import catalogue
from kg.serve.editor import EXAMPLES
from kg.serve.naming import address_of
from kg.serve.reading import Claim, pieces
from kg.serve.render import _captions
from kg.serve.shield import Shield, is_loopback
from kg.serve.things import KINDS
from tests.serve.conftest import make_graph, serving

HOSTILE: list[str] = yaml.safe_load((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))
BASE = "https://data.example/talks#"
ODD = ("actor/s%C3%A3o-tomé", "actor/a'b(c)", "actor/q?x=1&y", "actor/x/y/z")


def hostile(file: Path) -> Path:
    """The usual graph under a base that ends in "#", with an article that says hostile things in every place."""
    make_graph(file, base=BASE)
    ds = store.load(file)
    article = URIRef(BASE + "article/hostile-1")
    graph = ds.graph(article)
    texts = [text.replace("\0", "") for text in HOSTILE]
    body = "\n".join(texts)
    graph.add((article, RDF.type, KG.Article))
    graph.add((article, SCHEMA.identifier, Literal(texts[0])))
    graph.add((article, SCHEMA.headline, Literal(texts[0])))
    graph.add((article, SCHEMA.url, Literal("javascript:window.hacked=6")))
    graph.add((article, SCHEMA.articleBody, Literal(body)))
    graph.add((article, KG.publisher, Literal(texts[1])))
    for at, text in enumerate(texts):
        actor, said = URIRef(f"{BASE}actor/h{at}"), URIRef(f"{BASE}statement/h{at}")
        evidence = URIRef(f"{BASE}evidence/h{at}")
        graph.add((actor, RDF.type, KG.State))
        graph.add((actor, rdflib.SKOS.prefLabel, Literal(text)))
        graph.add((said, RDF.type, KG.Statement))
        graph.add((said, KG.speaker, actor))
        graph.add((said, KG.text, Literal(text)))
        for thing in (actor, said):
            graph.add((thing, KG.evidence, evidence))
        start = body.index(text)
        for name, value in (("start", start), ("end", start + len(text)), ("confidence", 0.5)):
            graph.add((evidence, KG[name], Literal(value)))
        graph.add((evidence, RDF.type, KG.Evidence))
        graph.add((evidence, OA.hasSource, article))
        graph.add((evidence, KG.quote, Literal(text)))
        graph.add((evidence, KG.sentence, Literal(text)))
    for id in ODD:
        graph.add((URIRef(BASE + id), RDF.type, KG.State))
        graph.add((URIRef(BASE + id), rdflib.SKOS.prefLabel, Literal("odd " + id)))
    store.save(ds, file)
    return file


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    file = hostile(tmp_path_factory.mktemp("strange") / "strange.trig")
    with serving(file) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        yield client


def page(client: httpx.Client, path: str, status: int = 200, **more: Any) -> str:
    """Get a page as a browser does, and see that it is whole and has nothing but text from outside."""
    answer = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, **more)
    assert answer.status_code == status, (path, answer.text[:500])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    text = answer.text
    assert text.rstrip().endswith("</html>")
    # nothing runs but our one script, no style stands in the page, nothing is fetched from elsewhere
    assert re.findall(r"<script[^>]*>", text) == ['<script src="/assets/serve.js" defer>']
    assert not re.search(
        r"<style|\sstyle=|<iframe|<svg|\son\w+=[\"']|href=\"(?!/|#|\?|https?://)", text, re.IGNORECASE
    )
    assert not re.search(r"<(?:link|img|script)[^>]*(?:src|href)=\"(?:https?:)?//", text)
    return text


def links(text: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="(/[^"]*)"', text)]


def test_home_leads_everywhere(client: httpx.Client) -> None:
    text = page(client, "/")
    found = set(links(text))
    assert {f"/questions/{name}" for name in catalogue()} <= found
    assert {"/graph", "/query", "/article", "/actor", "/meeting"} <= found
    assert "What 2 articles say" in text


def test_every_link_leads_somewhere(client: httpx.Client) -> None:
    """From the list of each kind to its first thing, and on to all that this one links to."""
    found: set[str] = set()
    shown = 0
    for kind in KINDS:
        things = [link for link in links(page(client, f"/{kind}")) if link.startswith(f"/{kind}/")]
        for thing in things[:1]:
            shown += 1
            found.update(link.partition("#")[0] for link in links(page(client, thing)))
    assert shown >= 9
    found -= {"/graph", ""}
    assert len(found) > 60
    for link in sorted(found)[::2]:
        assert client.get(link, follow_redirects=True).status_code == 200, link


@pytest.mark.parametrize("name", list(catalogue()))
def test_question(client: httpx.Client, name: str) -> None:
    query = catalogue()[name]
    values = {
        "actor": "Borduria",
        "thing": "actor/borduria",
        "date": "1932-03-12",
        "text": "a",
        "integer": "1",
    }
    needed = {p.name: values.get(p.type, p.default or "") for p in query.params if p.required}
    text = page(client, f"/questions/{name}", params=needed)
    assert html.escape(query.title, quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in text
    assert 'class="error"' not in text
    assert ("<table" in text) or "nothing on this" in text


def test_question_tells_of_mistakes(client: httpx.Client) -> None:
    text = page(client, "/questions/timeline?actor=Bordurja", 400)
    assert 'role="alert"' in text
    assert "Borduria" in text
    assert 'value="Bordurja"' in text
    assert "no question is called" in page(client, "/questions/nowhere", 404)


def test_question_shows_the_words(client: httpx.Client) -> None:
    text = page(client, "/questions/timeline?explain=yes")
    assert text.count("<blockquote>") >= 4
    assert re.search(r'href="/article/[\w-]+#at-\d+"', text)


def test_thing_shows_facts_with_sentences_and_articles(client: httpx.Client) -> None:
    text = page(client, "/actor/borduria")
    assert "<h1>Borduria</h1>" in text
    for part in ("Meetings", "Proposals", "<blockquote>", 'class="sure"', "<mark>"):
        assert part in text
    assert 'rel="alternate" type="text/turtle" href="/actor/borduria.ttl"' in text


@pytest.mark.parametrize(
    ("path", "accept", "media", "form"),
    [
        ("/actor/borduria", "text/turtle", "text/turtle", "turtle"),
        ("/actor/borduria", "application/ld+json", "application/ld+json", "json-ld"),
        ("/actor/borduria", "application/n-triples", "application/n-triples", "nt"),
        ("/actor/borduria", "application/rdf+xml;q=0.9, text/html;q=0.1", "application/rdf+xml", "xml"),
        ("/actor/borduria.ttl", "text/html", "text/turtle", "turtle"),
        ("/actor/borduria.jsonld", "*/*", "application/ld+json", "json-ld"),
        ("/actor/borduria.nt", "*/*", "application/n-triples", "nt"),
        (
            "/resource?iri=https%3A%2F%2Fw3id.org%2Fparley%2Fid%2Factor%2Fborduria",
            "text/turtle",
            "text/turtle",
            "turtle",
        ),
    ],
)
def test_thing_as_data(client: httpx.Client, path: str, accept: str, media: str, form: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media
    graph = rdflib.Graph().parse(data=answer.text, format=form)
    borduria = URIRef("https://w3id.org/parley/id/actor/borduria")
    assert (borduria, RDF.type, KG.State) in graph
    assert list(graph.objects(borduria, KG.evidence / KG.sentence))
    assert list(graph.subjects(KG.participant, borduria))
    assert "Accept" in answer.headers["vary"]


def test_thing_that_is_not_there(client: httpx.Client) -> None:
    text = page(client, "/actor/wilma-stурм-sturm", 404)
    assert 'href="/actor/wilma-sturm"' in text
    assert client.get("/actor/nobody.ttl").status_code == 404
    for path in ("/nothing", "/a/b/c", "/actor/", "/resource?iri=x"):
        page(client, path, 404)
    page(client, "/resource", 400)


def test_article_shows_what_rests_on_its_words(client: httpx.Client) -> None:
    article = client.get("/api/articles").json()["articles"][0]
    text = page(client, article["href"])
    read = client.get("/api/articles/" + article["id"].removeprefix("article/")).json()
    body = re.search(r'<article class="text".*?>(.*?)</article>', text, re.DOTALL)
    assert body
    assert html.unescape(re.sub(r"<[^>]+>", "", body[1])).strip() == read["text"].strip()
    for at, claim in enumerate(read["claims"]):
        assert f'id="c{at}"' in text
        assert f'id="at-{claim["start"]}"' in text


def test_pieces_of_a_text_are_the_text() -> None:
    claims = [
        Claim("statement/x", "Statement", "Statement", "x", 2, 9, 1.0),
        Claim("actor/a", "Actor", "State", "a", 4, 6, 1.0),
        Claim("actor/b", "Actor", "State", "b", 8, 99, 1.0),
    ]
    found = pieces("0123456789ab", claims)
    assert "".join(one.text for one in found) == "0123456789ab"
    assert [(one.text, one.claims, one.plain) for one in found] == [
        ("01", (), True),
        ("23", (0,), False),
        ("45", (1, 0), False),
        ("67", (0,), False),
        ("8", (2, 0), False),
        ("9ab", (2,), True),
    ]
    assert pieces("", []) == []


def test_editor(client: httpx.Client) -> None:
    text = page(client, "/query")
    assert "PREFIX kg:" in text
    assert len(EXAMPLES) == 6
    for one in EXAMPLES:
        text = page(client, "/query", params={"query": one.text})
        assert 'id="results"' in text
    text = page(client, "/query", 400, params={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert "query:2:" in text
    assert "SELECT *\nWHERE { ?s ?p }</textarea>" in text
    answer = client.post("/query", data={"query": "ASK { ?s a kg:State }"})
    assert ">Yes</p>" in answer.text


def test_search_page(client: httpx.Client) -> None:
    text = page(client, "/search?q=sturm")
    assert 'href="/actor/wilma-sturm"' in text
    assert "Nothing has these words" in page(client, "/search?q=xyzzy")
    page(client, "/search")


def test_vocabulary(client: httpx.Client) -> None:
    text = page(client, "/ns")
    assert all(f'id="{name}"' in text for name in terms())
    graph = rdflib.Graph().parse(
        data=client.get("/ns", headers={"Accept": "text/turtle"}).text, format="turtle"
    )
    assert (KG.Actor, RDF.type, rdflib.OWL.Class) in graph
    assert client.get("/ns/Actor").headers["location"] == "/ns#Actor"
    assert client.get("/ns.jsonld").headers["content-type"] == "application/ld+json"
    assert client.get("/ns.exe").status_code == 404


def test_network_is_the_page_of_kg_graph(client: httpx.Client) -> None:
    answer = client.get("/graph")
    assert answer.status_code == 200
    assert "Borduria" in answer.text
    # its own policy names its scripts; ours must not forbid them
    assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert "script-src &#39;sha256-" in answer.text or "script-src 'sha256-" in answer.text


def test_bases_and_odd_names(strange: httpx.Client) -> None:
    assert strange.get("/api/status").json()["base"] == BASE
    assert "<h1>Borduria</h1>" in page(strange, "/actor/borduria")
    for id in ODD:
        assert f"<h1>{html.escape('odd ' + id).replace('&#x27;', '&#39;')}</h1>" in page(
            strange, address_of(id)
        )
        data = strange.get(
            "/resource", params={"iri": BASE + id}, headers={"Accept": "application/n-triples"}
        )
        assert f"<{BASE}{id}>" in data.text


def test_nothing_hostile_is_more_than_text(strange: httpx.Client) -> None:
    for at in range(len(HOSTILE)):
        for kind in ("actor", "statement"):
            page(strange, f"/{kind}/h{at}")
    for path in ("/article/hostile-1", "/", "/actor", "/article", "/questions/statements?explain=yes"):
        text = page(strange, path)
        assert "49" not in re.findall(r"<h1>(.*?)</h1>", text)
    assert "javascript:window" not in "".join(
        re.findall(r'href="[^"]*"', page(strange, "/article/hostile-1"))
    )
    for text in HOSTILE:
        for path in ("/search", "/query", "/resource"):
            answer = strange.get(
                path, params={"q": text, "query": text, "iri": text}, headers={"Accept": "text/html"}
            )
            assert answer.status_code in (200, 400, 404)
            page(strange, path, answer.status_code, params={"q": text, "query": text, "iri": text})
        assert strange.get("/" + quote(text, safe="")).status_code in (404, 400, 200)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/..%2f__init__.py",
        "/assets/%2e%2e/app.py",
        "/assets/captions.yaml",
        "/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/actor/..%2f..%2fetc%2fpasswd",
        "/file:%2f%2f%2fetc%2fpasswd",
        "/resource?iri=file:///etc/passwd",
    ],
)
def test_no_path_leads_to_files(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_hosts_and_origins(client: httpx.Client, address: str) -> None:
    port = address.rpartition(":")[2]
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", "LOCALHOST"):
        assert client.get("/api", headers={"Host": host}).status_code == 200
    for host in ("evil.example", f"127.0.0.1.evil.example:{port}", "localhost.evil.example", "[::2]"):
        assert client.get("/api", headers={"Host": host}).status_code == 421
    for origin, allowed in (
        ("http://localhost:3000", True),
        ("https://evil.example", False),
        ("null", False),
    ):
        answer = client.get("/sparql?query=ASK%7B%7D", headers={"Origin": origin})
        assert answer.headers.get("access-control-allow-origin") == (origin if allowed else None)
        assert "Origin" in answer.headers["vary"]
    asked = client.options("/sparql", headers={"Origin": "http://localhost:3000"})
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert (
        "access-control-allow-origin"
        not in client.get("/", headers={"Origin": "http://localhost:3000"}).headers
    )
    named = Shield(lambda *_: None, host="127.0.0.1", origins=("https://desk.example",))  # type: ignore[arg-type,return-value]
    assert named._allowed("https://desk.example") == "https://desk.example"
    assert named._allowed("https://other.example") == ""
    assert Shield(named, host="0.0.0.0", origins=("*",))._allowed("https://other.example") == "*"
    assert [is_loopback(one) for one in ("127.0.0.9", "::1", "[::1]", "localhost", "0.0.0.0", "desk.example")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


def test_captions_are_of_kinds() -> None:
    assert _captions().keys() == KINDS.keys()
    assert set(KINDS.values()) <= terms().keys()
