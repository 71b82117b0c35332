"""Document → predicates with normalised arguments: the one layer between the parse and the extractors.

Compare PredPatt (White et al. 2016), ClausIE (Del Corro & Gemulla 2013) and the role frames of PETRARCH and NewsReader.
"""

from __future__ import annotations

from kg.clauses.build import find_clauses
from kg.clauses.tree import Tree

__all__ = ["Tree", "find_clauses"]
