"""What a model is asked about an article: instructions, an example of its kind, and the numbered sentences.

Nothing but the article leaves the machine: its sentences, its date, and the names found in it. The article stands
between marks that it cannot close, in the one message that holds nothing else; no tools are offered.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.llm.data import Example, guide
from kg.llm.schema import answer_schema
from kg.llm.settings import Settings
from kg.llm.sheet import Sheet
from kg.model import Sentence

PER_TOKEN = 3.6
"""Code points of English news and JSON in one token, on the safe side; measured in docs/llm.md."""
_WORDS = re.compile(r"[^\W\d_]+")
_NAMES = 40
"""Names that are offered at most."""
_WRITTEN = 3.0
"""Tokens that an answer may have for each token of article; careful answers had 2.6 (docs/llm.md)."""
_LEAST_WRITTEN = 700

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model: an article, or a part of one that is too long or doubtful in places only.

    Attributes:
        key: digest of model, version and messages; under it the answer is kept.
        sentences: numbers of the sentences in it.
        written: tokens that the answer may have.
    """

    key: str
    article: str
    part: int
    messages: tuple[Message, ...]
    sentences: tuple[int, ...]
    written: int

    @property
    def read(self) -> int:
        """Tokens of the messages, estimated."""
        return tokens("".join(m["content"] for m in self.messages)) + 8 * len(self.messages)

    def body(self, model: str) -> dict[str, Any]:
        """Return the request in the form of OpenAI's chat completions."""
        return {
            "model": model,
            "messages": list(self.messages),
            "temperature": 0,
            "max_tokens": self.written,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "reading", "strict": True, "schema": answer_schema()},
            },
        }


def requests(sheet: Sheet, settings: Settings, *, room: int | None = None) -> tuple[Request, ...]:
    """Return what is to be asked about an article, in text order; nothing where nothing is doubtful.

    Args:
        room: tokens of article in one request; ``None`` for what the model's context leaves.
    """
    shown = _doubted(sheet) if settings.on == "doubtful" else sheet.sentences
    if not shown:
        return ()
    example = _example(sheet)
    head = _head(sheet)
    fixed = tokens(guide().prompt + _told(example) + head) + 100
    fits = room or max(200, int((settings.context - fixed - _LEAST_WRITTEN) / (1 + _WRITTEN)))
    parts = list(_parts(sheet, shown, fits))
    return tuple(_request(sheet, settings.model, example, part, head, n) for n, part in enumerate(parts))


def tokens(text: str) -> int:
    """Return about how many tokens a text has."""
    return int(len(text) / PER_TOKEN) + 1


def key_of(model: str, messages: Sequence[Message]) -> str:
    """Return the digest under which the answer to messages is kept."""
    said = json.dumps([model, guide().version, list(messages)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


# ------------------------------------------------------------------------------------------- messages


def _request(
    sheet: Sheet, model: str, example: Example, part: Sequence[Sentence], head: str, number: int
) -> Request:
    article = _numbered(sheet, part)
    messages = (
        {"role": "system", "content": guide().prompt},
        {"role": "user", "content": _asked(_example_head(example), _listed(example.sentences))},
        {"role": "assistant", "content": json.dumps(example.answer, ensure_ascii=False)},
        {"role": "user", "content": _asked(head, article)},
    )
    return Request(
        key=key_of(model, messages),
        article=sheet.article.id,
        part=number,
        messages=messages,
        sentences=tuple(s.id + 1 for s in part),
        written=_LEAST_WRITTEN + int(tokens(article) * _WRITTEN),
    )


def _asked(head: str, article: str) -> str:
    return f"{head}\n<article>\n{article}\n</article>"


def _head(sheet: Sheet) -> str:
    names = []
    for actor in sheet.rules.actors[:_NAMES]:
        others = [form for form in actor.aliases if form != actor.name][:3]
        names.append(f"{actor.name} ({actor.kind})" + (f": {', '.join(others)}" if others else ""))
    return f"{_published(sheet.article.published)}\nNames already found: {_safe('; '.join(names)) or 'none'}"


def _example_head(example: Example) -> str:
    names = "; ".join(f"{a['name']} ({a['kind']})" for a in example.answer["actors"])
    return f"{_published(example.published)}\nNames already found: {names}"


def _told(example: Example) -> str:
    return _listed(example.sentences) + json.dumps(example.answer, ensure_ascii=False)


def _published(day: str | None) -> str:
    if not day:
        return "Published: not known"
    return f"Published: {date.fromisoformat(day):%A}, {day}" if len(day) == 10 else f"Published: {day}"


def _numbered(sheet: Sheet, part: Sequence[Sentence]) -> str:
    """The sentences of a part with their numbers; a paragraph's first stands after an empty line."""
    lines: list[str] = []
    before: int | None = None
    for sentence in part:
        if before is not None and sentence.paragraph != before:
            lines.append("")
        before = sentence.paragraph
        zone = f" ({sentence.zone})" if sentence.zone not in ("body", "dateline") else ""
        lines.append(f"[{sentence.id + 1}]{zone} {_safe(' '.join(sentence.span.of(sheet.text).split()))}")
    return "\n".join(lines)


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(f"[{n}] {sentence}" for n, sentence in enumerate(sentences, 1))


def _safe(text: str) -> str:
    """A text that can neither close the article's mark nor open one of a chat's; quotes of it still align."""
    return text.replace("<", "‹").replace(">", "›")


def _example(sheet: Sheet) -> Example:
    """Return the example of the kind that the article's words tell of most."""
    words = [w.lower() for w in _WORDS.findall(sheet.text)]
    kinds = guide().kinds
    best = max(kinds, key=lambda kind: sum(word in kinds[kind] for word in words))
    return guide().examples[best]


# ------------------------------------------------------------------------------------------- parts


def _parts(sheet: Sheet, shown: Sequence[Sentence], fits: int) -> Iterator[tuple[Sentence, ...]]:
    """Cut sentences into parts at paragraphs; each part but the first begins with the last paragraph of the one before.

    A paragraph that is too long by itself is cut at sentences.
    """
    blocks: list[list[Sentence]] = []
    for sentence in shown:
        same = blocks and blocks[-1][-1].paragraph == sentence.paragraph
        if same and _size(sheet, blocks[-1]) + _size(sheet, [sentence]) <= fits // 2:
            blocks[-1].append(sentence)
        else:
            blocks.append([sentence])
    part: list[list[Sentence]] = []
    for block in blocks:
        if part and sum(_size(sheet, b) for b in part) + _size(sheet, block) > fits:
            yield tuple(s for b in part for s in b)
            overlap = part[-1] if _size(sheet, part[-1]) + _size(sheet, block) <= fits else []
            part = [overlap] if overlap else []
        part.append(block)
    yield tuple(s for b in part for s in b)


def _size(sheet: Sheet, sentences: Sequence[Sentence]) -> int:
    return sum(tokens(s.span.of(sheet.text)) + 4 for s in sentences)


def _doubted(sheet: Sheet) -> tuple[Sentence, ...]:
    """Return the doubtful sentences with the one before each, which names whom they speak of, and the headline."""
    if not sheet.doubtful:
        return ()
    wanted = {id + move for id in sheet.doubtful for move in (-1, 0)}
    return tuple(s for s in sheet.sentences if s.id in wanted or s.zone == "headline")
