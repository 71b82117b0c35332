"""The MCP server: tools and resources over standard input and output, by the official Python SDK."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

import anyio
import anyio.to_thread
import jsonschema
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from kg import __version__, resources
from kg.errors import KGError
from kg.mcp.schemas import texts, tool_name, tools
from kg.mcp.tasks import Reply
from kg.mcp.worker import Place, Worker
from kg.query import catalogue

SCHEME = "parley://"
PAGE = 200
"""How many resources one page of the list has."""

_READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class ParleyServer:
    """What assistants can ask of one graph.

    Args:
        worker: does the tasks.
        each: offer a tool for each question of the catalogue too.
    """

    def __init__(self, worker: Worker, *, each: bool = False) -> None:
        self.worker = worker
        self.tools = {tool["name"]: tool for tool in tools(each=each)}
        self.questions = {tool_name(query): query for query in catalogue().values()} if each else {}
        self._articles: list[dict[str, str]] | None = None

    def server(self) -> Server[Any]:
        """Return the SDK's server with our handlers."""
        return Server(
            "parley",
            version=__version__,
            title="Parley",
            instructions=texts()["instructions"],
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
            on_list_resources=self.list_resources,
            on_list_resource_templates=self.list_templates,
            on_read_resource=self.read_resource,
        )

    async def list_tools(self, _context: Any, _params: Any) -> types.ListToolsResult:
        """Tell which tools there are."""
        return types.ListToolsResult(
            tools=[types.Tool(**tool, annotations=_READ_ONLY) for tool in self.tools.values()]
        )

    async def call_tool(self, _context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Do what a tool does; whatever goes wrong is the tool's answer, in one line."""
        try:
            task, arguments = self._task(params.name, dict(params.arguments or {}))
            reply = await self._do(task, arguments)
        except KGError as error:
            return types.CallToolResult(
                content=[types.TextContent(type="text", text=str(error))], is_error=True
            )
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=reply.text)], structured_content=reply.data
        )

    def _task(self, name: str, arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Check a call against the tool's schema and return the task that does it.

        Raises:
            KGError: there is no such tool, or the arguments do not fit.
        """
        if name not in self.tools:
            raise KGError(f"no tool is called {name!r}; there are {', '.join(self.tools)}")
        try:
            jsonschema.validate(arguments, self.tools[name]["input_schema"])
        except jsonschema.ValidationError as error:
            where = ".".join(str(part) for part in error.absolute_path) or "arguments"
            raise KGError(f"{name}: {where}: {' '.join(error.message.split())}") from None
        if name not in self.questions:
            return name, arguments
        query = self.questions[name]
        own = {param.name for param in query.params}
        limit = {} if "limit" in own or "limit" not in arguments else {"limit": arguments.pop("limit")}
        return "ask_question", {"question": query.name, "parameters": arguments, **limit}

    async def _do(self, task: str, arguments: dict[str, Any]) -> Reply:
        return await anyio.to_thread.run_sync(self.worker.do, task, arguments)

    # ------------------------------------------------------------------------------------------ resources

    async def list_resources(
        self, _context: Any, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """List the vocabulary and the articles, a page at a time."""
        if self._articles is None:
            self._articles = (await self._do("articles", {})).data["articles"]
        cursor = params.cursor if params else None
        if cursor is not None and not cursor.isdigit():
            raise MCPError(code=types.INVALID_PARAMS, message=f"no cursor of ours: {cursor!r}")
        start = int(cursor or 0)
        shown = [
            types.Resource(
                uri=f"{SCHEME}{quote(article['id'])}",
                name=article["name"],
                title=article["headline"],
                description=article["published"] or None,
                mime_type="text/plain",
            )
            for article in self._articles[start : start + PAGE]
        ]
        if start == 0:
            shown.insert(
                0,
                types.Resource(
                    uri=f"{SCHEME}ontology",
                    name="ontology",
                    title="The vocabulary of the graph",
                    mime_type="text/turtle",
                ),
            )
        more = str(start + PAGE) if start + PAGE < len(self._articles) else None
        return types.ListResourcesResult(resources=shown, next_cursor=more)

    async def list_templates(self, _context: Any, _params: Any) -> types.ListResourceTemplatesResult:
        """Tell how the address of an article is made."""
        template = types.ResourceTemplate(
            uri_template=f"{SCHEME}article/{{id}}",
            name="article",
            title="An article, by the id that evidence gives",
            mime_type="text/plain",
        )
        return types.ListResourceTemplatesResult(resource_templates=[template])

    async def read_resource(
        self, _context: Any, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """Give an article's text, or the vocabulary."""
        address = str(params.uri)
        name = unquote(address.removeprefix(SCHEME))
        if address == f"{SCHEME}ontology":
            text, kind = resources.ontology("parley.ttl").read_text(encoding="utf-8"), "text/turtle"
        elif address.startswith(f"{SCHEME}article/"):
            try:
                text, kind = (await self._do("article", {"id": name})).text, "text/plain"
            except KGError as error:
                raise MCPError(code=types.INVALID_PARAMS, message=str(error)) from None
        else:
            raise MCPError(code=types.INVALID_PARAMS, message=f"no resource is called {address!r}")
        contents = types.TextResourceContents(uri=params.uri, text=text, mime_type=kind)
        return types.ReadResourceResult(contents=[contents])


def run(place: Place, *, seconds: float, each: bool = False) -> None:
    """Serve until the assistant hangs up.

    Args:
        place: the graph.
        seconds: how long one answer may take.
        each: offer a tool for each question of the catalogue too.

    Raises:
        StoreError: the graph cannot be opened.
    """
    worker = Worker(place, seconds=seconds)
    worker.start()

    async def serve() -> None:
        server = ParleyServer(worker, each=each).server()
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    try:
        anyio.run(serve)
    finally:
        worker.stop()
