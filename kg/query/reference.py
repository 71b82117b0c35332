"""The page about all queries, made from their headers."""

from __future__ import annotations

from kg.query.header import Parameter, Query, themes

_HEAD = """\
# Queries

Made from the headers of `queries/*/*.rq`; change those, then run `python docs/build.py --queries`.

Each is run by `kg query NAME [--param value]`, or in Python by `kg.query.run(ds, "NAME", param="value")`. A file of
your own runs the same way: `kg query mine.rq`. Queries see all articles at once.

Types of parameters: *actor* is a name, or enough of one to tell; *thing* is an IRI, an id such as `meeting/…` from the
last column of most tables, an article's file name, or an actor's name; *date* is a day, a month or a year as people
write them: `2022-01-10`, `10 January 2022`, `January 2022`, `2022`; *text* is looked for without regard to case;
*integer* is a whole number, *number* may have a decimal point; *boolean* is `yes` or `no`; *choice* is one of the
values given, in any case. Whoever leaves a parameter out gets its default; where there is none, it narrows nothing.

How long each takes on a graph of a million triples stands in [queries-timing.md](queries-timing.md).

Columns whose caption begins with "Id" hold what `kg explain` takes.
"""


def document() -> str:
    """Return the page as Markdown, a list of all queries by theme first; it is kept in ``docs/queries.md``."""
    index = [
        line
        for theme, queries in themes().items()
        for line in (
            f"**{heading(theme)}**",
            "",
            *(f"- [{query.name}](#{query.name}): {query.title}" for query in queries),
            "",
        )
    ]
    sections = (_section(query) for queries in themes().values() for query in queries)
    return "\n".join([_HEAD, *index, *sections])


def heading(theme: str) -> str:
    """Return what a theme is called above its queries: its folder's name as a heading."""
    return theme.replace("-", " ").capitalize() or "Others"


def _section(query: Query) -> str:
    lines = [f"## {query.name}", "", f"**{query.title}.** {query.description}", ""]
    if query.params:
        lines += ["| parameter | type | default | | for example |", "|---|---|---|---|---|"]
        lines += [
            f"| `--{param.name.replace('_', '-')}` | {_type(param)} | {_default(param)} | {param.text} "
            f"| {', '.join(f'`{example}`' for example in param.examples or param.choices[:1])} |"
            for param in query.params
        ]
        lines.append("")
    captions = ", ".join(f"{caption} (`{name}`)" for name, caption in query.columns)
    lines += [f"Columns: {captions}.", "", "```", query.example, "```", ""]
    return "\n".join(lines)


def _type(param: Parameter) -> str:
    return f"{param.type}: {', '.join(param.choices)}" if param.choices else param.type


def _default(param: Parameter) -> str:
    return "required" if param.required else param.default or ""
