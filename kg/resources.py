"""The one place that finds Parley's data: ``ontology/`` and ``queries/``.

Searched in this order: the folder named by ``$KG_HOME``, the checkout that this module stands in, the copy inside
an installed wheel (``kg/data``).
"""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import DataFileError

_PACKAGE = Path(__file__).resolve().parent


def home() -> Path:
    """Return the folder that holds ``ontology/`` and ``queries/``.

    Raises:
        DataFileError: ``$KG_HOME`` is set but has no ``ontology`` folder, or none is installed.
    """
    named = os.environ.get("KG_HOME")
    candidates = [Path(named)] if named else [_PACKAGE.parent, _PACKAGE / "data"]
    for candidate in candidates:
        if (candidate / "ontology").is_dir():
            return candidate
    raise DataFileError(
        candidates[0], "holds no ontology/ folder; set KG_HOME to a Parley checkout or reinstall parley-kg"
    )


def ontology(*parts: str) -> Path:
    """Return a path under ``ontology/``; the file need not exist."""
    return home().joinpath("ontology", *parts)


def queries(*parts: str) -> Path:
    """Return a path under ``queries/``; the file need not exist."""
    return home().joinpath("queries", *parts)
