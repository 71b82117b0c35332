"""Run the language model over an article, paragraph by paragraph, and copy what it found into frozen types."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from kg.annotate.markup import unmarked
from kg.annotate.paragraphs import paragraphs
from kg.annotate.quotations import quotations
from kg.annotate.sentences import LONGEST, cuts, sentence_starts
from kg.annotate.truecase import forms, truecased
from kg.annotate.words import Words
from kg.annotate.zones import find_zones
from kg.errors import ModelError
from kg.model import Article, Document, NamedEntity, Quotation, Sentence, Span, Token, ZoneKind
from kg.versions import DEFAULT_MODEL

# Bylines and credits name reporters, who are no actors; datelines are read by rule (kg.dates, kg.extract.meetings).
_READ: tuple[ZoneKind, ...] = ("headline", "standfirst", "body")
# One code point for one, so that offsets stay: the model was trained on straight marks.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "\n": " ", "\t": " "}
)
_LONG = 500
_RUN = re.compile(rf"\S{{{_LONG + 1},}}")


def annotate(articles: Iterable[Article], *, model: str | None = None) -> Iterator[Document]:
    """Annotate articles one after another.

    Args:
        articles: in any number; consumed lazily.
        model: name of an installed spaCy model; by default the small English one that Parley brings along.

    Yields:
        One Document per article, in the same order. It depends on the article alone, never on its neighbours: the model
        sees one article's paragraphs as one batch, because the floating-point noise of another batch could tip a parse.

    Raises:
        ModelError: ``model`` is not installed.
    """
    words = _load(model or DEFAULT_MODEL)
    for article in articles:
        yield _annotate(article, words)


@cache
def _load(name: str) -> Words:
    import spacy  # here, because it takes most of a second and only this stage needs it

    try:
        words = Words(spacy.load(name))
        gc.freeze()  # a model stays as long as the process: the collector need not walk through it again and again
        return words
    except OSError as error:
        raise ModelError(
            f"spaCy model {name!r} is not installed; run: python -m pip install {name}"
        ) from error


def _annotate(article: Article, words: Words) -> Document:
    nlp = words.nlp
    zones = find_zones(article.text, title=article.title, turns=article.form is not None)
    parts: list[tuple[Span, ZoneKind]] = [
        (span, zone.kind)
        for zone in zones
        if zone.kind in _READ
        for span in paragraphs(article.text, zone.span)
    ]
    own = forms(article.text)
    texts = [unmarked(span.of(article.text)) for span, _ in parts]
    docs = [_segment(nlp, truecased(text.translate(_PLAIN), own)) for text, _ in texts]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    entities: list[NamedEntity] = []
    quoted: list[Quotation] = []
    parsed = nlp.pipe(docs, batch_size=64, disable=words.disabled)
    for paragraph, ((span, kind), (_, places), doc) in enumerate(zip(parts, texts, parsed, strict=True)):
        for first, last in _copy_tokens(words, doc, span.start, tokens, places):
            where = Span(tokens[first].start, tokens[last - 1].end)
            sentences.append(Sentence(len(sentences), where, first, last, kind, paragraph))
        entities += [
            NamedEntity(_span(span.start, e.start_char, e.end_char, places), e.label_) for e in doc.ents
        ]
        quoted += quotations(article.text, span)
    return Document(
        article=article,
        zones=zones,
        sentences=tuple(sentences),
        tokens=tuple(tokens),
        entities=tuple(entities),
        quotations=tuple(quoted),
    )


def _segment(nlp: Any, text: str) -> Any:
    """Tokenise and fix the sentence boundaries before the parser sees them; it keeps what is set."""
    import numpy as np
    from spacy.attrs import SENT_START

    doc = _tokenised(nlp, text)
    starts = sentence_starts(text)
    upcoming = 0
    begins: list[int] = []
    for i, token in enumerate(doc):
        end = token.idx + len(token)
        if upcoming < len(starts) and end > starts[upcoming]:
            if not token.is_space:
                begins.append(i)
            while upcoming < len(starts) and end > starts[upcoming]:
                upcoming += 1
    first = set(begins)
    if len(doc) > LONGEST:
        words = [token.text for token in doc]
        for start, stop in pairwise([*begins, len(doc)]):
            first.update(cuts(words, start, stop))
    # as a column: the setter of one token looks at all others first
    if len(doc):
        marks = np.array([[1 if i in first else -1] for i in range(len(doc))], dtype="int64")
        doc.from_array([SENT_START], marks.astype("uint64"))
    return doc


def _tokenised(nlp: Any, text: str) -> Any:
    """Return the tokens of a text; a run without a space that is no word in any language is taken in parts.

    The tokenizer takes one mark after the other from the ends of such a run, and looks at all of it each time.
    """
    from spacy.tokens import Doc

    ends = [end for run in _RUN.finditer(text) for end in range(run.start() + _LONG, run.end(), _LONG)]
    if not ends:
        return nlp.make_doc(text)
    parts = [text[start:end] for start, end in pairwise([0, *ends, len(text)])]
    return Doc.from_docs([nlp.make_doc(part) for part in parts], ensure_whitespace=False)


def _span(offset: int, start: int, end: int, places: tuple[int, ...] | None) -> Span:
    """Return where in the article a stretch of what the model read stands."""
    if places is None:
        return Span(offset + start, offset + end)
    return Span(offset + places[start], offset + places[end - 1] + 1)


def _copy_tokens(
    words: Words, doc: Any, offset: int, tokens: list[Token], places: tuple[int, ...] | None
) -> Iterator[tuple[int, int]]:
    """Append the doc's tokens without white space; yield each sentence's first and last token, half-open."""
    from spacy import attrs

    name = words.name
    # by columns, for asking token by token costs as much as a model's layer
    columns = (attrs.ORTH, attrs.TAG, attrs.DEP, attrs.ENT_TYPE, attrs.IDX, attrs.LENGTH, attrs.IS_SPACE)
    rows = doc.to_array(columns).tolist()
    heads = [i + step for i, step in enumerate(doc.to_array(attrs.HEAD).astype("int64").tolist())]
    opening = doc.to_array(attrs.SENT_START).tolist()
    forms = words.forms(doc, [(row[0], row[1], row[2]) for row in rows])
    index: dict[int, int] = {}
    for i, row in enumerate(rows):
        if not row[-1]:
            index[i] = len(tokens) + len(index)
    first = len(tokens)
    for i, ((orth, tag, dep, entity, at, length, space), form) in enumerate(zip(rows, forms, strict=True)):
        if opening[i] == 1 and len(tokens) > first:
            yield first, len(tokens)
            first = len(tokens)
        if space:
            continue
        where = _span(offset, at, at + length, places)
        head = heads[i]
        while head not in index and heads[head] != head:
            head = heads[head]
        tokens.append(
            Token(
                i=index[i],
                start=where.start,
                end=where.end,
                text=name(orth),
                lemma=form.lemma,
                pos=form.pos,
                tag=name(tag),
                dep=name(dep),
                head=index.get(head, index[i]),
                entity=name(entity),
                morph=form.morph,
            )
        )
    if len(tokens) > first:
        yield first, len(tokens)
