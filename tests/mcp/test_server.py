"""The server driven by the SDK's own client, as a program that talks over standard input and output."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from kg.mcp.schemas import parameters, texts, tool_name, tools
from kg.mcp.tasks import Tasks
from kg.query import catalogue
from kg.store import fill, save
from tests.conftest import ROOT, Run
from tests.tellings import dispute

TOOLS = ["search", "list_questions", "ask_question", "explain", "timeline", "report", "sparql"]
# a product of a few hundred triples four times over
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "g.trig"
    save(dispute(), path)
    return path


def drive(talk: Callable[[Client], Awaitable[None]], *args: str | Path) -> None:
    """Start the program, talk to it, and see it end."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    params = StdioServerParameters(
        command=sys.executable, args=["-m", "kg", "mcp", *map(str, args)], env=env, cwd=str(ROOT)
    )

    async def main() -> None:
        with anyio.fail_after(120):
            async with Client(stdio_client(params)) as client:
                await talk(client)

    anyio.run(main)


async def _ask(client: Client, name: str, **arguments: Any) -> tuple[str, Any]:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content[0].text  # type: ignore[union-attr]
    return result.content[0].text, result.structured_content  # type: ignore[union-attr]


async def _fails(client: Client, name: str, **arguments: Any) -> str:
    result = await client.call_tool(name, arguments)
    assert result.is_error, result
    (content,) = result.content
    assert "\n" not in content.text  # type: ignore[union-attr]
    assert "Traceback" not in content.text  # type: ignore[union-attr]
    return str(content.text)  # type: ignore[union-attr]


def test_tools_answer_with_evidence(graph: Path) -> None:
    async def talk(client: Client) -> None:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == TOOLS
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in listed)

        text, data = await _ask(client, "search", words="light")
        provision = next(section for section in data["sections"] if section["heading"] == "provision")
        assert provision["lines"][0]["id"] == "provision/light"
        assert provision["lines"][0]["evidence"][0]["quote"] == "share the light"

        text, data = await _ask(client, "list_questions")
        assert {question["name"] for question in data["questions"]} == set(catalogue())

        text, data = await _ask(
            client, "ask_question", question="proposals", parameters={"actor": "norland"}, limit=1
        )
        (row,) = data["rows"]
        assert data["cut"] is True
        assert row["evidence"][0]["article"] == "one.txt"
        assert "[1] Norland asked for" in text

        text, data = await _ask(client, "explain", thing="meeting/x")
        assert "Articles disagree about the date" in text
        (disputed,) = (section for section in data["sections"] if section["heading"] == "Disagreements")
        sides = disputed["lines"][0]["disputes"][0]["sides"]
        assert [side["evidence"][0]["published"] for side in sides] == ["1987-03-15", "1987-03-16"]

        text, data = await _ask(client, "timeline", actor="Sudmark", since="10 March 1987", statements="none")
        assert data["title"] == "Chronicle: Sudmark"
        assert all(line["evidence"] for section in data["sections"] for line in section["lines"])

        text, data = await _ask(client, "report")
        assert "## Open points" in text

        text, data = await _ask(
            client, "sparql", query="SELECT ?m ?d { ?m a kg:Talks ; kg:date ?d }", limit=2
        )
        assert len(data["rows"]) == 2
        assert all(row["evidence"] for row in data["rows"])
        assert (await _ask(client, "sparql", query="ASK { ?m a kg:Summit }"))[1] == {"answer": False}

    drive(talk, graph)


def test_mistakes_are_told_in_one_line_and_change_nothing(graph: Path) -> None:
    before = graph.read_bytes()

    async def talk(client: Client) -> None:
        assert "did you mean Norland" in await _fails(client, "explain", thing="Norlund")
        assert "is not one of" in await _fails(client, "ask_question", question="../../secret")
        message = await _fails(client, "ask_question", question="proposals", parameters={"actr": "x"})
        assert "has no parameter 'actr'" in message
        assert "no date" in await _fails(client, "timeline", since='1987" } DROP ALL #')
        assert "limit" in await _fails(client, "search", words="x", limit=100_000)
        assert "no tool is called" in await _fails(client, "delete")
        assert "words" in await _fails(client, "search")
        assert "query:1:" in await _fails(client, "sparql", query="SELECT ?s WHERE { ?s ?p")
        for update in ("DROP ALL", "DELETE WHERE { ?s ?p ?o }", "LOAD <file:///etc/hostname>"):
            assert "changes data" in await _fails(client, "sparql", query=update)
        assert "SERVICE" in await _fails(
            client, "sparql", query="SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"
        )
        assert "SELECT or ASK" in await _fails(
            client, "sparql", query="CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        )
        assert "stopped after 2 seconds" in await _fails(client, "sparql", query=ENDLESS)
        # and the next one is answered
        assert (await _ask(client, "sparql", query="ASK { ?m a kg:Talks }"))[1] == {"answer": True}

    drive(talk, graph, "--timeout", "2")
    assert graph.read_bytes() == before


def test_resources_and_a_tool_for_each_question(graph: Path, tmp_path: Path) -> None:
    fill(tmp_path / "store", dispute())

    async def talk(client: Client) -> None:
        names = [tool.name for tool in (await client.list_tools()).tools]
        assert names == TOOLS + [tool_name(query) for query in catalogue().values()]
        _, data = await _ask(client, "question_who_met_whom", actor="Norland", limit=5)
        assert data["rows"]
        resources = (await client.list_resources()).resources
        assert [resource.title for resource in resources[1:]] == [
            "<script>alert(1)</script> & *Ministers* meet",
            "The day after",
        ]
        vocabulary = (await client.read_resource(resources[0].uri)).contents[0]
        assert "kg:Proposal a owl:Class" in vocabulary.text  # type: ignore[union-attr]
        article = (await client.read_resource("parley://article/two")).contents[0].text  # type: ignore[union-attr]
        assert article.startswith("The day after\nHill Post\n1987-03-16\n")
        assert "They were to meet again on 14 March." in article
        for missing in ("parley://article/none", "parley://actor/norland", "file:///etc/hostname"):
            with pytest.raises(MCPError):
                await client.read_resource(missing)

    drive(talk, "--store", tmp_path / "store", "--each-question")


def test_schemas_are_schemas() -> None:
    made = tools(each=True)
    assert len(made) == len(TOOLS) + len(catalogue())
    for tool in made:
        jsonschema.Draft202012Validator.check_schema(tool["input_schema"])
        assert tool["description"].strip()
    for query in catalogue().values():
        schema = parameters(query)
        assert set(schema["properties"]) == {param.name for param in query.params}
        assert all(value["description"] for value in schema["properties"].values())


def test_every_tool_has_its_task_and_its_place_in_the_docs() -> None:
    page = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
    assert list(texts()["tools"]) == TOOLS
    assert set(TOOLS) <= set(Tasks(dispute()).by_name)
    assert all(f"| `{name}` |" in page for name in TOOLS)


def test_no_graph_is_told_at_once(tmp_path: Path, run_kg: Callable[..., Run]) -> None:
    done = run_kg("mcp", tmp_path / "none.trig")
    assert (done.code, done.out) == (6, "")
    assert "none.trig" in done.err
