"""What the tools do: each task asks the graph and gives a reply, with the evidence of all that it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.briefing import briefing
from kg.chronicle import chronicle
from kg.chronicle import page as chronicle_page
from kg.dossier import dossier
from kg.errors import QueryError
from kg.mcp.schemas import parameters as parameters_schema
from kg.mcp.schemas import texts
from kg.query import Query, catalogue, guard, resolve_thing
from kg.query.answers import Answer, answer
from kg.query.engine import ask
from kg.query.terms import iri, literal
from kg.sparql import compact, select
from kg.telling import Line, Page, Reader, Section, Teller, as_data, finish, markdown

if TYPE_CHECKING:
    from rdflib import Dataset

PIECES = 2
"""How many sentences come with one row."""

LONGEST = 120_000
"""How many characters the text of a reply has at most."""

_SEARCH = """
SELECT DISTINCT ?thing WHERE {{
  VALUES ?class {{ {classes} }}
  {{ SELECT DISTINCT ?thing ?class WHERE {{ ?thing a ?class }} }}
  ?thing {path} ?text
  FILTER({conditions})
}} LIMIT {limit}
"""
_ARTICLES = """
SELECT ?article (MIN(STR(?id)) AS ?name) (MIN(STR(?head)) AS ?headline) (MIN(STR(?day)) AS ?published) WHERE {
  ?article a kg:Article
  OPTIONAL { ?article schema:identifier ?id }
  OPTIONAL { ?article schema:headline ?head }
  OPTIONAL { ?article kg:published ?day }
} GROUP BY ?article ORDER BY STR(?article)
"""
_ARTICLE = """
SELECT ?p ?o WHERE {{
  VALUES ?p {{
    schema:headline schema:identifier schema:articleBody schema:author schema:url kg:publisher kg:published
  }}
  GRAPH {article} {{ {article} ?p ?o }}
}}
"""
# kind, its classes, the properties that are searched
_KINDS: dict[str, tuple[str, str]] = {
    "actor": ("kg:Person kg:State kg:Organization kg:Bloc", "skos:prefLabel|skos:altLabel"),
    "meeting": (
        "kg:Meeting kg:Talks kg:Summit kg:Call kg:Visit kg:Media",
        "kg:topic|kg:outcome|kg:place/rdfs:label|kg:participant/skos:prefLabel",
    ),
    "proposal": ("kg:Proposal", "kg:topic|kg:provision/kg:text"),
    "provision": ("kg:Provision", "kg:text|kg:topic"),
    "statement": ("kg:Statement", "kg:text"),
    "article": ("kg:Article", "schema:headline|schema:identifier|kg:publisher|schema:articleBody"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool gives: Markdown to read, and the same as plain data."""

    text: str
    data: dict[str, Any]


class Tasks:
    """The tasks over one graph, each by the name of its tool."""

    def __init__(self, ds: Dataset) -> None:
        self.ds = ds
        self.by_name: dict[str, Callable[..., Reply]] = {
            "search": self.search,
            "list_questions": self.list_questions,
            "ask_question": self.ask_question,
            "explain": self.explain,
            "timeline": self.timeline,
            "report": self.report,
            "sparql": self.sparql,
            "articles": self.articles,
            "article": self.article,
        }

    def search(self, *, words: str, kind: str | None = None, limit: int = 20) -> Reply:
        """Find things whose names or texts hold all the words."""
        wanted = words.lower().split()
        if not wanted:
            raise QueryError("search needs words; give a name or a topic")
        conditions = " && ".join(f"CONTAINS(LCASE(STR(?text)), {literal(one)})" for one in wanted)
        reader = Reader(self.ds)
        teller = Teller(reader)
        sections = []
        for name, (classes, path) in _KINDS.items():
            if kind not in (None, name):
                continue
            text = _SEARCH.format(classes=classes, path=path, conditions=conditions, limit=limit)
            found = sorted(str(row[0]) for row in select(self.ds, text))
            lines = [
                replace(line, evidence=line.evidence[:PIECES])
                for line in map(teller.tell, reader.things(found))
            ]
            sections.append(Section(name, tuple(lines)))
        title = texts()["words"]["found"].format(words=" ".join(words.split()))
        return _reply(finish(reader, Page(title=title, sections=tuple(sections), inline=True)))

    def list_questions(self, *, theme: str | None = None) -> Reply:
        """List the questions of the catalogue with their parameters."""
        queries = [query for query in catalogue().values() if theme in (None, "", query.theme)]
        if not queries:
            known = ", ".join(sorted({query.theme for query in catalogue().values()}))
            raise QueryError(f"no questions have the theme {theme!r}; known are {known}")
        lines = [f"# {texts()['words']['questions']}", ""]
        for query in queries:
            params = "; ".join(
                f"{param.name} ({param.type}{', required' if param.required else ''}): {param.text}"
                for param in query.params
            )
            lines.append(
                f"- {query.name}: {query.title}. {query.description}" + (f" — {params}" if params else "")
            )
        data = [
            {
                "name": query.name,
                "title": query.title,
                "description": query.description,
                "theme": query.theme,
                "parameters": parameters_schema(query),
                "columns": dict(query.columns),
            }
            for query in queries
        ]
        return Reply("\n".join(lines) + "\n", {"questions": data})

    def ask_question(
        self, *, question: str, parameters: dict[str, Any] | None = None, limit: int = 50
    ) -> Reply:
        """Answer a question of the catalogue; nothing but its name is taken, no path."""
        if question not in catalogue():
            raise QueryError(f"no question is called {question!r}; list_questions lists them")
        given = {name: value for name, value in (parameters or {}).items() if value not in (None, "")}
        found = ask(self.ds, question, **given)
        title = texts()["words"]["question"].format(title=found.query.title)
        return self._rows(title, found, limit)

    def sparql(self, *, query: str, limit: int = 100) -> Reply:
        """Answer a SELECT or ASK query of the assistant's own."""
        form = guard.check(query, where="query")
        if form not in ("select", "ask"):
            raise QueryError("query: gives a graph, not rows; write it as SELECT or ASK")
        own = Query("sparql", texts()["words"]["sparql"], "", (), (), query, Path("query"))
        return self._rows(own.title, answer(self.ds, own, query, form), limit)

    def explain(self, *, thing: str, limit: int = 10) -> Reply:
        """Tell the dossier of a thing."""
        return _reply(dossier(self.ds, thing, limit=limit))

    def timeline(self, **options: Any) -> Reply:
        """Tell the chronicle."""
        given = {name: value for name, value in options.items() if value not in (None, "")}
        return _reply(chronicle_page(chronicle(self.ds, **given)))

    def report(self, *, negotiation: str | None = None, actor: str | None = None, all: bool = False) -> Reply:
        """Write the briefing."""
        return _reply(briefing(self.ds, negotiation=negotiation or None, actor=actor or None, whole=all))

    def articles(self) -> Reply:
        """List the articles: IRI, id, name, headline, date."""
        reader = Reader(self.ds)
        rows = [
            {"iri": str(row[0]), "id": reader.id(str(row[0])), "name": str(row[1] or ""),
             "headline": str(row[2] or row[1] or ""), "published": str(row[3] or "")}
            for row in select(self.ds, _ARTICLES)
        ]  # fmt: skip
        return Reply("", {"articles": rows})

    def article(self, *, id: str) -> Reply:
        """Give an article as it is stored."""
        found = resolve_thing(self.ds, id)
        rows = select(self.ds, _ARTICLE.format(article=iri(found)))
        values = {compact(p).partition(":")[2]: str(o) for p, o in rows}
        if not values:
            raise QueryError(f"{id!r} is no article; the resources list has them")
        head = [values.get(name) for name in ("headline", "publisher", "published", "author", "url")]
        return Reply("\n".join(filter(None, head)) + "\n\n" + values.get("articleBody", "") + "\n", values)

    def _rows(self, title: str, found: Answer, limit: int) -> Reply:
        """Tell rows, each with the sentences of the things that it names."""
        if found.truth is not None:
            said = texts()["words"]["answer"].format(answer="yes" if found.truth else "no")
            return Reply(f"# {title}\n\n{said}\n", {"answer": found.truth})
        if found.form not in ("select", "ask"):
            raise QueryError(f"{found.query.name}: gives a graph, not rows; ask for it with kg query")
        rows = list(islice(found.rows, limit + 1))
        cut, rows = len(rows) > limit, rows[:limit]
        reader = Reader(self.ds)
        named = [
            [term.value for term in row.terms if term and term.kind == "uri" and reader.is_thing(term.value)]
            for row in rows
        ]
        reader.things(dict.fromkeys(one for things in named for one in things))
        lines, records = [], []
        for row, things in zip(rows, named, strict=True):
            evidence = tuple(
                piece for thing in reader.things(things[::-1]) for piece in thing.best()[:PIECES]
            )[:PIECES]
            cells = zip(found.captions, row.cells, strict=True)
            told = "; ".join(f"{caption}: {cell}" for caption, cell in cells if cell is not None)
            lines.append(Line(text=told or "—", evidence=evidence))
            records.append(dict(zip(found.columns, row.cells, strict=True)))
        counted = texts()["words"]["rows"]["one" if len(rows) == 1 else "many"].format(count=len(rows))
        more = texts()["words"]["cut"].format(limit=limit) if cut else ""
        page = Page(
            title=title, lead=(counted, *([more] if more else [])), sections=(Section("Rows", tuple(lines)),)
        )
        page = finish(reader, page)
        told_lines = as_data(page)["sections"][0]["lines"] if lines else []
        data = [
            {**record, "evidence": line.get("evidence", [])}
            for record, line in zip(records, told_lines, strict=True)
        ]
        reply = _reply(page)
        return Reply(
            reply.text,
            {"columns": dict(zip(found.columns, found.captions, strict=True)), "rows": data, "cut": cut},
        )


def _reply(page: Page) -> Reply:
    text = markdown(page)
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}\n\n{texts()['words']['long'].format(limit=LONGEST)}\n"
    return Reply(text, as_data(page))
