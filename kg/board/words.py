"""The words of a board: what ``assets/words.yaml`` says."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words() -> dict[str, Any]:
    """Return the file of words. Shared: do not change it."""
    loaded: dict[str, Any] = yaml.safe_load(asset("words.yaml"))
    return loaded


def asset(name: str) -> str:
    """Return the text of one of the files in ``assets/``."""
    return files("kg.board").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")
