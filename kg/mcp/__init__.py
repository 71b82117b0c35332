"""A graph for assistants: its questions, dossiers, chronicles and briefings as tools of the Model Context Protocol.

``kg mcp`` runs it over standard input and output; the extra ``mcp`` brings the SDK along. Everything is read-only, and
everything that is told comes with its sentences.
"""

from __future__ import annotations

__all__: list[str] = []
