"""The sentence encoder: a vector for every token of a document, in the context of the sentences around it.

A MiniLM of six layers (Wang et al. 2020, "MiniLM: Deep self-attention distillation"), tuned by ``training/encoder.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

from kg.errors import DataFileError
from kg.extract.encode.heads import Floats, Heads
from kg.extract.encode.windows import LONGEST_WORD, UNKNOWN, windows
from kg.model import Document
from kg.resources import ontology

SIZE = 384
"""Length of a vector."""


class Encoder:
    """The network, its vocabulary, and the heads that were learned with it.

    Args:
        session: an ONNX session with the input ``ids`` of shape (1, pieces) and the output ``vectors``.
        vocabulary: word pieces of a token's text.
    """

    def __init__(self, session: Any, vocabulary: Any, heads: Heads) -> None:
        self._session = session
        self._vocabulary = vocabulary
        self._known: dict[str, tuple[int, ...]] = {}
        self.heads = heads

    def pieces(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        """Return the word pieces of each word, at most ``LONGEST_WORD`` of them."""
        words = list(words)
        new = sorted({word for word in words if word not in self._known})
        if len(self._known) > 100_000:  # a long run over many articles must not fill the memory
            self._known.clear()
            new = sorted(set(words))
        for word, found in zip(
            new, self._vocabulary.encode_batch(new, add_special_tokens=False), strict=True
        ):
            self._known[word] = tuple(found.ids[:LONGEST_WORD]) or (UNKNOWN,)
        return [self._known[word] for word in words]

    def vectors(self, doc: Document) -> Floats:
        """Return the vectors of a document's tokens, an array of (tokens, ``SIZE``).

        One window at a time: a batch would let one article's windows change the last bits of another's.
        """
        found = np.zeros((len(doc.tokens), SIZE), dtype=np.float32)
        pieces = self.pieces(token.text for token in doc.tokens)
        for window in windows(pieces, [(s.first, s.last) for s in doc.sentences]):
            ids = np.array([window.ids], dtype=np.int64)
            (vectors,) = self._session.run(["vectors"], {"ids": ids})
            tokens, places = (list(column) for column in zip(*window.tokens, strict=True))
            found[tokens] = vectors[0][places]
        return found


@cache
def encoder() -> Encoder:
    """Return the encoder as learned, loaded once in the life of a process.

    Raises:
        DataFileError: a file of it is missing or damaged.
    """
    import onnxruntime  # here, because it takes a fifth of a second and only this room needs it
    from tokenizers import Tokenizer

    folder = ontology("models")
    options = onnxruntime.SessionOptions()
    # one thread: sums come in one order, and processes are how work is spread
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        vocabulary = Tokenizer.from_file(str(folder / "tokenizer.json"))
        with np.load(folder / "heads.npz") as weights:
            heads = Heads({name: weights[name].astype(np.float32) for name in weights.files})
    except Exception as error:
        raise DataFileError(
            folder / "encoder.onnx", f"cannot be loaded: {_line(error)}; restore it from the repository"
        ) from error
    vocabulary.no_padding()
    vocabulary.no_truncation()
    return Encoder(session, vocabulary, heads)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
