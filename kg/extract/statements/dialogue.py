"""A speaker's name set off by punctuation alone: "DIAZ: We shall sign." in a transcript, "Diaz: talks off"."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.statements.quoting import Quotes
from kg.extract.statements.report import Report
from kg.model import Mention, Sentence, Span

_LONGEST = 8  # tokens of a name with its title
_HEADS = ("headline", "standfirst")
_DASHES = ("-", "–", "—", "--")


def find_dialogue(tree: Tree, quotes: Quotes, cast: Cast) -> list[Report]:
    """Return the reports of sentences that open, or in a headline end, with a speaker's name and nothing else."""
    found = []
    for sentence in tree.doc.sentences:
        report = _named_first(tree, quotes, cast, sentence) or _named_last(tree, quotes, cast, sentence)
        if report is not None:
            found.append(report)
    return found


def _named_first(tree: Tree, quotes: Quotes, cast: Cast, sentence: Sentence) -> Report | None:
    tokens = tree.tokens
    stop = next(
        (
            i
            for i in range(sentence.first, min(sentence.first + _LONGEST, sentence.last - 1))
            if tokens[i].text == ":"
        ),
        None,
    )
    if stop is None or stop == sentence.first or sentence.last - stop < 3:
        return None
    says = sentence.zone not in _HEADS or any(
        t.pos in ("VERB", "AUX") for t in tokens[stop + 1 : sentence.last]
    )
    if not says or not _opens_paragraph(tree, sentence):
        return None
    heads = _speakers(cast, range(sentence.first, stop))
    if not heads:
        return None
    end = sentence.last
    span = Span(tokens[stop + 1].start, tokens[end - 1].end)
    if sentence.zone not in _HEADS:  # a turn of a transcript runs to the paragraph's end
        mine = [s for s in tree.doc.sentences if s.paragraph == sentence.paragraph]
        span = Span(span.start, mine[-1].span.end)
    pattern = "headline" if sentence.zone in _HEADS else "dialogue"
    return Report(":", stop, heads, (quotes.tidy(span),), pattern, sentence.id)


def _named_last(tree: Tree, quotes: Quotes, cast: Cast, sentence: Sentence) -> Report | None:
    """ "Talks may fail - Diaz", "Talks may fail: minister": headlines only."""
    if sentence.zone != "headline":
        return None
    tokens = tree.tokens
    span = range(max(sentence.first + 3, sentence.last - _LONGEST), sentence.last - 1)
    stop = next((i for i in reversed(span) if tokens[i].text in (":", *_DASHES) and _apart(tree, i)), None)
    if stop is None:
        return None
    heads = _speakers(cast, range(stop + 1, sentence.last))
    if not heads:
        return None
    piece = quotes.tidy(Span(tokens[sentence.first].start, tokens[stop - 1].end))
    return Report(":", stop, heads, (piece,), "headline", sentence.id)


def _apart(tree: Tree, i: int) -> bool:
    """A dash between blanks, or a colon; not a hyphen."""
    token = tree.tokens[i]
    text = tree.doc.article.text
    return token.text == ":" or (
        text[token.start - 1].isspace() and text[token.end : token.end + 1].isspace()
    )


def _opens_paragraph(tree: Tree, sentence: Sentence) -> bool:
    return sentence.id == 0 or tree.doc.sentences[sentence.id - 1].paragraph != sentence.paragraph


def _speakers(cast: Cast, where: range) -> tuple[int, ...]:
    """Return the heads of the mentions, if names of actors and their titles are all that stands there."""
    heads = []
    for i in where:
        mention = cast.headed(i)
        if mention is not None:
            heads.append(i)
    tokens = cast.tree.tokens
    if not heads and len(where) == 1 and tokens[where.start].text.isupper():
        heads = _surname(cast, where.start)
    last = tokens[where.stop - 1]
    if not heads or (not cast.at(last.i) and last.text not in (")",)):
        return ()
    if any(t.pos in ("VERB", "AUX", "ADP", "PRON") for t in tokens[where.start : where.stop]):
        return ()
    persons = [i for i in heads if any(cast.actors[k].kind == "Person" for k in cast.at(i))]
    return tuple(persons or heads[-1:])


def _surname(cast: Cast, i: int) -> list[int]:
    """ "DIAZ:" in a transcript: enter it as a name of the one person so called."""
    token = cast.tree.tokens[i]
    known = [
        a for a in cast.actors.values() if a.kind == "Person" and a.name.split()[-1].upper() == token.text
    ]
    if len(known) != 1:
        return []
    cast.mention(Mention(Span(token.start, token.end), known[0].key, i, "name"), (i,))
    return [i]
