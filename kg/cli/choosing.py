"""The part of ``kg review`` that asks which of two readers is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import harmless, say, tell, tell_styled

if TYPE_CHECKING:
    from kg.choices import Choice
    from kg.corpus import Corpus
    from kg.review import Difference

_ANSWERS = {"r": "rules", "m": "model", "u": "unsure", "b": "back", "q": "quit"}


def walk(corpus: Corpus, author: str) -> tuple[int, bool]:
    """Ask about what two readers of a store differ in; each answer is saved as it is given.

    Returns:
        How many answers there were, and whether to go on asking.
    """
    from kg import choices
    from kg.review import differences

    asked = list(differences(corpus.resolution().extractions, corpus.extraction))
    before = choices.read(corpus.choices)
    given: list[tuple[Choice, ...]] = []
    at, on = 0, True
    while at < len(asked):
        answer = _ask(asked[at], at, len(asked))
        if answer == "quit":
            on = False
            break
        if answer == "back":
            if given:
                at, before = at - 1, given.pop()
                choices.write(corpus.choices, before)
            continue
        doubt = asked[at].doubt
        value = {"rules": doubt.rules, "model": doubt.model, "unsure": ""}[answer]
        one = choices.Choice(asked[at].context.pointer, doubt.slot, value, author)
        given.append(before)
        before = choices.with_choice(before, one)
        choices.write(corpus.choices, before)
        at += 1
    if asked:
        say(f"{len(given)} chosen between two readers, {len(asked) - at} left")
    return len(given), on


def table(path: Path) -> Any:
    """Return the choices of a file as a table."""
    from kg import choices
    from kg.model import Table

    rows = [
        (n, one.slot, one.value or "unsure", str(one.claim), one.claim.says, one.author, one.reason)
        for n, one in enumerate(choices.read(path), 1)
    ]
    columns = ("n", "slot", "value", "claim", "says", "author", "reason")
    captions = ("N", "Slot", "Value", "Claim", "Words", "By", "Why")
    return Table(name="choices", columns=columns, rows=tuple(rows), captions=captions)


def undo(path: Path, number: int) -> None:
    """Take back a choice by its number in the table.

    Raises:
        InputError: there is none of that number.
    """
    from kg import choices
    from kg.errors import InputError

    found = choices.read(path)
    if not 1 <= number <= len(found):
        raise InputError(f"{path}: holds {len(found)} choices and no number {number}; see kg review --list")
    gone = found[number - 1]
    choices.write(path, [one for one in found if one != gone])
    say(f"{path}: {gone.slot} of {gone.claim} “{gone.claim.says}” is no longer chosen")


def _ask(question: Difference, at: int, total: int) -> str:
    doubt, context = question.doubt, question.context
    tell()
    tell(f"{at + 1} of {total}  {doubt.kind}, {doubt.slot}: two readers differ", bold=True)
    for name, key, value in (("rules", "r", doubt.rules), ("model", "m", doubt.model)):
        mark = "  (stands now)" if doubt.kept == name else ""
        tell(f"  {key}  the {name} read: {value}{mark}")
    before, words, after = map(harmless, (context.before, context.words, context.after))
    sentence = " ".join(f"{before}{click.style(words, bold=True, underline=True)}{after}".split())
    head = harmless(f"{context.article}{f', {context.published}' if context.published else ''}")
    tell_styled(f"  {click.style(head, fg='cyan')}: {sentence}")
    try:
        answer: str = click.prompt(
            "rules, model, unsure, back, quit", type=click.Choice(list(_ANSWERS)), prompt_suffix="? "
        )
    except click.Abort:  # the end of input
        tell()
        return "quit"
    return _ANSWERS[answer]
