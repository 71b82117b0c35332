"""Is a graph or a store whole, and what can be done if it is not? The checks and repairs of ``kg doctor``.

Files are looked at before what is in them: a store with a damaged file is not opened.
"""

from __future__ import annotations

from kg.doctor.corpora import examine_corpus, is_corpus
from kg.doctor.graphs import examine_graph
from kg.doctor.repair import repair
from kg.doctor.stores import examine_store

__all__ = ["examine_corpus", "examine_graph", "examine_store", "is_corpus", "repair"]
