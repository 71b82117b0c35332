"""``kg annotate --explain`` as text: every sentence with its clauses, the claims, and why others were not made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kg.cli.output import harmless

if TYPE_CHECKING:
    from kg.extract.account import Account, Clause, Reading


def lines(reading: Reading) -> Iterator[str]:
    """Yield the lines that explain how one article was read."""
    from kg.extract.account import account

    article = reading.doc.article
    known = f", known from {article.published_from}" if article.published_from else ""
    yield click.style(harmless(f"{article.name} ({article.published or 'no date'}{known})"), bold=True)
    for told in account(reading):
        yield ""
        yield from _sentence(told)


def _sentence(told: Account) -> Iterator[str]:
    yield click.style(f"{told.sentence.id} {told.sentence.zone}", fg="cyan") + harmless(f"  {told.text}")
    for clause in told.clauses:
        yield harmless(f"    clause  {_clause(clause)}")
    for made in told.made:
        marks = f" ({', '.join(made.marks)})" if made.marks else ""
        yield (
            "    "
            + click.style("claim", fg="green")
            + harmless(f"   {made.rule} {made.confidence:.2f}{marks}: {made.what}")
        )
    for missing in told.not_made:
        yield (
            "    "
            + click.style("none", fg="yellow")
            + harmless(f"    {missing.rule}: {missing.word!r} {missing.reason}")
        )


def _clause(clause: Clause) -> str:
    features = f" [{', '.join(clause.features)}]" if clause.features else ""
    frames = f" <{', '.join(clause.frames)}>" if clause.frames else ""
    arguments = "; ".join(
        f"{role} “{text}”" + (f" = {', '.join(names)}" if names and names != (text,) else "")
        for role, text, names in clause.arguments
    )
    return f"{clause.lemma}{features}{frames}" + (f": {arguments}" if arguments else "")
