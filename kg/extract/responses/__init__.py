"""Answers to proposals: given, awaited or refused."""

from __future__ import annotations

from kg.extract.responses.finder import find_responses

__all__ = ["find_responses"]
