"""A store that grows: articles, their cached extractions, judgements and the graph, side by side in one folder.

    corpus.json     base, model and reader, which never change
    index.json      what is in it, written last
    articles/       each article as it was read
    extractions/    what each says; the name holds a digest of all that it depends on
    resolution.sqlite  what each step of resolution saw and found, so that it is done again for what changed alone
    judgements.yaml what persons decided, if anything
    choices.yaml    which of two readers they found right, if they were asked
    graph/          the graph, in an Oxigraph store

Adding, changing and removing articles leaves what a build of the same articles would make, byte for byte.
"""

from __future__ import annotations

from kg.corpus.corpus import Change, Corpus

__all__ = ["Change", "Corpus"]
