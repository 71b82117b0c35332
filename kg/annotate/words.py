"""What a model's rules say of a word: its lemma, its part of speech, its inflection, worked out once per word.

spaCy asks its attribute ruler and its rule lemmatiser for every token anew, which takes almost a fifth of the parse.
What they answer depends on no more than the word, its tag and its dependency label, but for a few rules over two words.
Here each distinct word is asked about once, in a row with other new ones, and a paragraph to which a rule over several
words applies goes through the model's own components as ever: the answers are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

# What a rule may test of a word without looking at its neighbours; all of them follow from word, tag and label.
_OF_THE_WORD = frozenset({"TAG", "DEP", "LOWER", "ORTH", "TEXT", "NORM", "SHAPE", "LENGTH"})
_COMPONENTS = ("attribute_ruler", "lemmatizer")
_MOST = 500_000  # words kept in memory


class Form(NamedTuple):
    """What the rules say of one word."""

    lemma: str
    pos: str
    morph: str


class Words:
    """Answers for a model's attribute ruler and lemmatiser.

    Args:
        nlp: a spaCy pipeline.

    Attributes:
        disabled: components that the pipeline need not run, because this stands in for them; none where the model's
            own are of another kind than rules over words.
    """

    def __init__(self, nlp: Any) -> None:
        self.nlp = nlp
        self.known: dict[tuple[int, int, int], Form] = {}
        self.names: dict[int, str] = {0: ""}
        self.disabled: tuple[str, ...] = ()
        names = [name for name in nlp.pipe_names if name in _COMPONENTS]
        if tuple(names) != _COMPONENTS or not _by_rule(nlp.get_pipe("lemmatizer")):
            return
        from spacy.pipeline import AttributeRuler

        alone = AttributeRuler(nlp.vocab)
        joint = AttributeRuler(nlp.vocab)
        for entry in nlp.get_pipe("attribute_ruler").patterns:
            patterns = entry["patterns"]
            if any(not _simple(token) for pattern in patterns for token in pattern):
                return
            (alone if all(len(pattern) == 1 for pattern in patterns) else joint).add_patterns([entry])
        self.alone, self.joint = alone, joint
        self.disabled = _COMPONENTS

    def forms(self, doc: Any, keys: list[tuple[int, int, int]]) -> Iterable[Form]:
        """Return what the rules say of each token of a parsed paragraph.

        Args:
            doc: the paragraph, as the pipeline without ``disabled`` leaves it.
            keys: of each token word, tag and dependency label, as spaCy numbers them.
        """
        if not self.disabled:
            return _read(doc)
        if self.joint.match(doc):
            for name in self.disabled:
                doc = self.nlp.get_pipe(name)(doc)
            return _read(doc)
        new = [key for key in dict.fromkeys(keys) if key not in self.known]
        if new:
            if len(self.known) > _MOST:
                self.known.clear()
                new = list(dict.fromkeys(keys))
            self.known.update(zip(new, self._asked(new), strict=True))
        return [self.known[key] for key in keys]

    def name(self, number: int) -> str:
        """Return the text that spaCy numbers so."""
        found = self.names.get(number)
        if found is None:
            if len(self.names) > _MOST:
                self.names.clear()
            found = self.names[number] = self.nlp.vocab.strings[number]
        return found

    def _asked(self, keys: list[tuple[int, int, int]]) -> Iterator[Form]:
        from spacy.tokens import Doc

        strings = self.nlp.vocab.strings
        row = Doc(self.nlp.vocab, words=[strings[orth] for orth, _, _ in keys])
        for token, (_, tag, dep) in zip(row, keys, strict=True):
            token.tag, token.dep = tag, dep
        return _read(self.nlp.get_pipe("lemmatizer")(self.alone(row)))


def _read(doc: Any) -> Iterator[Form]:
    return (Form(token.lemma_, token.pos_, str(token.morph)) for token in doc)


def _by_rule(lemmatizer: Any) -> bool:
    return getattr(lemmatizer, "mode", None) in ("rule", "lookup") and not getattr(
        lemmatizer, "overwrite", True
    )


def _simple(token: dict[str, Any]) -> bool:
    return (
        all(name in _OF_THE_WORD or name.startswith("IS_") for name in token) and "IS_SENT_START" not in token
    )
