"""The page about all queries, made from their headers."""

from __future__ import annotations

from kg.query.header import Parameter, Query, catalogue

_HEAD = """\
# Queries

Made from the headers of `queries/*.rq`; change those, then run
`python -c 'import kg.query; print(kg.query.document(), end="")' > docs/queries.md`.

Each is run by `kg query NAME [--param value]`, or in Python by `kg.query.run(ds, "NAME", param="value")`. A file of
your own runs the same way: `kg query mine.rq`. Queries see all articles at once.

Types of parameters: *actor* is a name, or enough of one to tell; *thing* is an IRI, an id such as `meeting/…` from the
last column of most tables, an article's file name, or an actor's name; *date* is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`;
*text* is looked for without regard to case; *integer* is a whole number.
"""


def document() -> str:
    """Return the page as Markdown, a list of all queries first; it is kept in ``docs/queries.md``."""
    queries = catalogue().values()
    index = [f"- [{query.name}](#{query.name}): {query.title}" for query in queries]
    return "\n".join([_HEAD, *index, "", *(_section(query) for query in queries)])


def _section(query: Query) -> str:
    lines = [f"## {query.name}", "", f"**{query.title}.** {query.description}", ""]
    if query.params:
        lines += ["| parameter | type | default | |", "|---|---|---|---|"]
        lines += [
            f"| `--{param.name}` | {param.type} | {_default(param)} | {param.text} |"
            for param in query.params
        ]
        lines.append("")
    captions = ", ".join(f"{caption} (`{name}`)" for name, caption in query.columns)
    lines += [f"Columns: {captions}.", "", "```", query.example, "```", ""]
    return "\n".join(lines)


def _default(param: Parameter) -> str:
    return "required" if param.required else param.default or ""
