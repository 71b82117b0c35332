"""Transcripts and interviews: told by what is said of an article, else by the speakers' turns in it."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from kg import lexicon
from kg.model import ArticleForm
from kg.resources import ontology

_TURNS = 4


def form_of(said: object) -> ArticleForm | None:
    """Return the form that metadata name ("Interview", "press conference transcript"), ``None`` for any other."""
    words = " ".join(said.casefold().split()) if isinstance(said, str) else ""
    return _names().get(words)


def form_of_text(text: str) -> ArticleForm | None:
    """Return the form of a text that is made of speakers' turns, ``None`` for any other."""
    turn, question = _turns()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    turns = [line for line in lines if turn.match(line)]
    if len(turns) < _TURNS or len(turns) * 4 < len(lines):
        return None
    asked = sum(bool(question.match(line)) for line in turns)
    speakers = {line.partition(":")[0] for line in turns}
    if asked >= 2 and len(speakers) <= 3:
        return "interview"
    return "transcript" if len(speakers) > 1 else None


@cache
def _names() -> dict[str, ArticleForm]:
    path = ontology("inputs", "texts.yaml")
    return {name: form for form in get_args(ArticleForm) for name in lexicon.strings(path, "forms", form)}


@cache
def _turns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = lexicon.read(ontology("inputs", "texts.yaml"))
    return re.compile(data["turn"]), re.compile(data["interview"])
