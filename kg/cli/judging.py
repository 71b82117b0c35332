"""Commands for what persons decide about who and what is one: ``review``, ``merge``, ``split``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.affairs import (
    affair_of,
    edits_beside,
    merged,
    named_articles,
    parted,
    save_edit,
    undo_edit,
)
from kg.cli.growing import store_option
from kg.cli.opening import graph_options, open_graph
from kg.cli.output import FORMATS, counted, say, show_issue, show_table, tell

if TYPE_CHECKING:
    from kg.corpus import Corpus
    from kg.judgements import Decision
    from kg.review import Context, Question
    from kg.threads import Edit

_Command = TypeVar("_Command", bound=Callable[..., Any])

_file = click.option(
    "--judgements",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of judgements; by default judgements.yaml, of a store in its folder.",
)
_author = click.option(
    "--author", envvar="KG_AUTHOR", default="", help="Who decides; kept with the judgement."
)
_reason = click.option("--reason", default="", help="Why; kept with the judgement.")

_ANSWERS = {"s": "same", "d": "different", "u": "unsure", "b": "back", "q": "quit"}


@click.command(
    short_help="Decide that things are one.",
    epilog='Example: kg merge "Volodymyr Zelensky" "V. Zelenskyy" --store news --reason "the same president"',
)
@click.argument("things", nargs=-1, required=True, metavar="A B...")
@graph_options
@_file
@_author
@_reason
def merge(
    things: tuple[str, ...], graph: Path, store: Path | None, file: Path | None, author: str, reason: str
) -> None:
    """Decide that A and B are one actor, meeting, proposal, response, statement or affair, on every later build too.

    A and B are names or ids (meeting/...) of the graph. With --store the graph follows at once; else at the next
    kg build. Undo with kg review --undo.
    """
    from kg.errors import QueryError
    from kg.judgements import merging
    from kg.review import claims_of

    if len(things) < 2:
        raise click.UsageError("name at least two things")
    opened = open_graph(graph, store).dataset
    if all(affairs := [affair_of(opened, words) for words in things]):
        save_edit(merged(affairs, author=author, reason=reason), store, file)
        return
    found = [claims_of(opened, words) for words in things]
    if len({one.id for one in found}) < len(found):
        raise QueryError(f"{', '.join(things)}: these are one already ({found[0].id})")
    if len({one.kind for one in found}) > 1:
        raise QueryError(f"{' and '.join(one.id for one in found)} are of different kinds and cannot be one")
    # an actor's claims hold together by their names; one link is enough, and the file stays short
    whole = [list(one.claims.values())[: 1 if one.kind == "actor" else None] for one in found]
    _save(merging(whole, author=author, reason=reason), store, file)


@click.command(
    short_help="Decide that what is one thing is several.",
    epilog="Example: kg split actor/john-miller --article harbour.txt --store news",
)
@click.argument("thing", metavar="A")
@click.option(
    "--article",
    "articles",
    multiple=True,
    metavar="NAME",
    help="An article that speaks of another thing than the rest; may be given again, for all that speak of that one.",
)
@graph_options
@_file
@_author
@_reason
def split(
    thing: str,
    articles: tuple[str, ...],
    graph: Path,
    store: Path | None,
    file: Path | None,
    author: str,
    reason: str,
) -> None:
    """Decide that the articles which speak of A speak of different things, on this and every later build.

    With --article, those named speak of one thing and the rest of another; without, each speaks of its own. A may be an
    affair too: then --article says which tell of another affair. With --store the graph follows at once; else at the
    next kg build. Undo with kg review --undo.
    """
    from kg.errors import QueryError
    from kg.judgements import splitting
    from kg.review import claims_of

    opened = open_graph(graph, store).dataset
    if (affair := affair_of(opened, thing)) is not None:
        chosen = named_articles(opened, articles)
        save_edit(parted(affair, chosen, author=author, reason=reason), store, file)
        return
    found = claims_of(opened, thing)
    if len(found.claims) < 2:
        raise QueryError(f"{found.id} stands in one article only and cannot be split")
    if articles:
        chosen = named_articles(opened, articles)
        apart = [pointer for article, pointer in found.claims.items() if article in chosen]
        rest = [pointer for article, pointer in found.claims.items() if article not in chosen]
        if not apart or not rest:
            every = ", ".join(sorted(found.claims))
            raise QueryError(f"{found.id} stands in {every}; name some of these with --article, and not all")
        parts = [apart, rest]
    else:
        if len(found.claims) > 8:
            raise QueryError(
                f"{found.id} stands in {len(found.claims)} articles; say with --article which speak of another thing"
            )
        parts = [[pointer] for pointer in found.claims.values()]
    _save(splitting(parts, author=author, reason=reason), store, file)


@click.command(
    short_help="Decide doubtful cases of identity, one by one.",
    epilog="Example: kg review --store news --author ann    or    kg review --list",
)
@store_option
@_file
@_author
@click.option("--list", "listed", is_flag=True, help="List what was judged, numbered, and ask nothing.")
@click.option("--undo", type=click.IntRange(1), metavar="N", help="Take back judgement N of the list.")
@click.option(
    "--sure", type=click.FloatRange(0, 1), default=None, help="Ask up to this score.  [default: 0.9]"
)
@click.option(
    "--choices",
    "between",
    is_flag=True,
    help="Ask, list or undo only what two readers of articles differ in.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def review(
    store: Path,
    file: Path | None,
    author: str,
    listed: bool,
    undo: int | None,
    sure: float | None,
    between: bool,
    form: str,
) -> None:
    """Walk through doubtful matches of a store: score, reasons, both contexts.

    Answer s (same), d (different), u (unsure), b (back to the last one) or q (quit). Each answer is saved as it is
    given, wins over the score on this and every later build, and can be undone.

    Where a store is read with --reader both, what rules and model differ in is asked first: r (the rules are right),
    m (the model is), u, b or q.
    """
    from kg import choices, judgements
    from kg.cli import choosing
    from kg.corpus import Corpus

    place = file or store / judgements.NAME
    if between and (listed or undo is not None):
        chosen = place.with_name(choices.NAME)
        if undo is None:
            show_table(choosing.table(chosen), form)
            return
        choosing.undo(chosen, undo)
        _follow(store, place)
        return
    if listed or undo is not None:
        decisions = judgements.read(place)
        if undo is not None and undo > len(decisions) and undo_edit(undo - len(decisions), place, store):
            return
        if undo is not None:
            _undo(decisions, undo, place, store)
            return
        show_table(_table(decisions, edits_beside(place)), form)
        return
    corpus = Corpus(store, judgements=place, report=show_issue)
    given, on = choosing.walk(corpus, author)
    if given:
        say(f"{store}: {corpus.refresh()}")
    if on and not between and _walk(corpus, place, author, sure):
        say(f"{store}: {corpus.refresh()}")


def _walk(corpus: Corpus, place: Path, author: str, sure: float | None) -> int:
    """Ask; return how many answers were given."""
    from kg import judgements
    from kg.review import SURE, questions

    start = judgements.read(place)
    asked = list(
        questions(corpus.resolution(), start, corpus.extraction, sure=SURE if sure is None else sure)
    )
    given: list[tuple[int, tuple[Decision, ...]]] = []
    decisions, at = start, 0
    while at < len(asked):
        question = asked[at]
        if judgements.settled(decisions)(question.left.pointer, question.right.pointer):
            at += 1
            continue
        answer = _ask(question, at, len(asked))
        if answer == "quit":
            break
        if answer == "back":
            if given:
                at, decisions = given.pop()
                judgements.write(place, decisions)
            continue
        one = judgements.decision(
            question.left.pointer,
            question.right.pointer,
            answer,  # type: ignore[arg-type]
            author=author,
            reason=", ".join(question.match.reasons),
        )
        given.append((at, decisions))
        decisions = judgements.judged(decisions, [one])
        judgements.write(place, decisions)
        at += 1
    say(f"{len(given)} judged, {len(asked) - at} left" if asked else "nothing is doubtful")
    return len(given)


def _ask(question: Question, at: int, total: int) -> str:
    match = question.match
    now = "now one" if match.merged else "now two"
    tell()
    tell(f"{at + 1} of {total}  {match.kind}, {now}, score {match.score:.2f}", bold=True)
    tell(f"  {', '.join(match.reasons)}")
    for context in (question.left, question.right):
        tell(_shown(context))
    try:
        answer: str = click.prompt(
            "same, different, unsure, back, quit", type=click.Choice(list(_ANSWERS)), prompt_suffix="? "
        )
    except click.Abort:  # the end of input
        tell()
        return "quit"
    return _ANSWERS[answer]


def _shown(context: Context) -> str:
    words = click.style(context.words, bold=True, underline=True)
    sentence = " ".join(f"{context.before}{words}{context.after}".split())
    head = f"{context.article}{f', {context.published}' if context.published else ''}"
    return f"  {click.style(head, fg='cyan')}: “{context.pointer.says}”\n    {sentence}"


def _table(decisions: Sequence[Decision], edits: Iterable[Edit]) -> Any:
    from kg.model import Table

    rows: list[tuple[str | int, ...]] = [
        (n, one.verdict, str(one.left), one.left.says, str(one.right), one.right.says, one.author, one.reason)
        for n, one in enumerate(decisions, 1)
    ]
    rows += [
        (
            n,
            one.verdict,
            one.events[0],
            one.says,
            one.rest or ", ".join(one.events[1:]),
            one.name,
            one.author,
            one.reason,
        )
        for n, one in enumerate(edits, len(decisions) + 1)
    ]
    columns = ("n", "verdict", "left", "left_says", "right", "right_says", "author", "reason")
    captions = ("N", "Verdict", "One", "Words", "Other", "Words", "By", "Why")
    return Table(name="judgements", columns=columns, rows=tuple(rows), captions=captions)


def _undo(decisions: tuple[Decision, ...], number: int, place: Path, store: Path) -> None:
    from kg import judgements
    from kg.errors import InputError

    if number > len(decisions):
        raise InputError(
            f"{place}: holds {counted(len(decisions), 'judgement')} and no number {number}; see kg review --list"
        )
    gone = decisions[number - 1]
    judgements.write(place, [one for one in decisions if one != gone])
    say(
        f"{place}: no longer {gone.verdict}: {gone.left} “{gone.left.says}”, {gone.right} “{gone.right.says}”"
    )
    _follow(store, place)


def _save(new: list[Decision], store: Path | None, file: Path | None) -> None:
    from kg import judgements

    place = file or (store / judgements.NAME if store is not None else Path(judgements.NAME))
    before = judgements.read(place)
    after = judgements.judged(before, new)
    judgements.write(place, after)
    fresh = {one.pair for one in after} - {one.pair for one in before}
    say(f"{place}: {counted(len(after), 'judgement')}, {len(fresh)} of them new")
    if store is not None:
        _follow(store, place)
    else:
        say(f"they take effect with: kg build ... --judgements {place}")


def _follow(store: Path, place: Path) -> None:
    """Let the graph of a store follow its judgements."""
    from kg.corpus import Corpus

    if (store / "corpus.json").is_file():
        say(f"{store}: {Corpus(store, judgements=place, report=show_issue).refresh()}")
