"""The errors a person can meet. Each message names the place and the remedy on one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path


class KGError(Exception):
    """Root of every error that Parley raises on purpose; the command line prints it as one line.

    Attributes:
        exit_code: what a shell sees when this error ends a command.
    """

    exit_code = 1


class InputError(KGError):
    """An article or its container cannot be read: missing, unreadable, binary, broken, without text."""

    exit_code = 2


class DataFileError(KGError):
    """One of Parley's own data files (lexicon, gazetteer, query header, shape) is malformed."""

    exit_code = 3

    def __init__(self, path: Path | str, message: str, *, line: int | None = None) -> None:
        where = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{where}: {message}")
        self.path = Path(path)
        self.line = line
        self._message = message

    def __reduce__(self) -> tuple[Callable[..., DataFileError], tuple[Path, str]]:
        # the default would call this with the finished line alone; workers send their errors home pickled
        return partial(DataFileError, line=self.line), (self.path, self._message)


class QueryError(KGError):
    """A query is unknown, wrongly parameterised or not valid SPARQL."""

    exit_code = 4


class ShapeError(KGError):
    """A graph does not keep the contract that the shapes and checks state."""

    exit_code = 5


class StoreError(KGError):
    """A graph cannot be opened, written or parsed."""

    exit_code = 6


class ModelError(KGError):
    """A language model that was asked for is not installed."""

    exit_code = 7


class LLMError(KGError):
    """The language model that was to read articles cannot: no address, no key, no usable answer, a wrong setting."""

    exit_code = 8
