"""Negotiations: threads of proposals, answers and meetings that news tells of as one affair.

``threads(store)`` finds them and names them; ``triples(store, base)`` is what the derived graph says of them.
"""

from __future__ import annotations

from kg.threads.edits import Edit
from kg.threads.threads import Thread, threads, triples

__all__ = ["Edit", "Thread", "threads", "triples"]
