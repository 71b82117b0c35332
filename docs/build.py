"""Writes the pages of docs/ that commands make (``make docs``): ``queries.md`` from the headers of the queries, and
``questions.md``, sessions over the samples. ``--queries`` writes the first alone, which needs no samples."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
WIDTH = 100
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.StringIO):
    """A terminal that keeps what it is told."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


def questions(folder: Path) -> str:
    """Return ``questions.md``: each session run in a folder that has ``out/``, the graph of the samples.

    Raises:
        RuntimeError: a command fails; its own words are given.
    """
    plan = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    lines = ["# Ten questions", "", plan["intro"].rstrip(), ""]
    for number, session in enumerate(plan["sessions"], start=1):
        words = [str(word) for word in session["command"]]
        lines += [f"## {number}. {session['question']}", "", "```console", f"$ kg {shlex.join(words)}"]
        lines += [line.rstrip() for line in run(words, folder).rstrip("\n").split("\n")]
        lines += ["```", ""]
    return "\n".join(lines).rstrip() + "\n"


def run(words: list[str], folder: Path) -> str:
    """Return what ``kg`` shows on a terminal, in a folder; standard error comes with it, as a person sees both.

    Raises:
        RuntimeError: the command fails.
    """
    from kg.cli import main

    screen = Screen()
    with _place(folder), contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        code = main(words)
    if code:
        raise RuntimeError(f"kg {shlex.join(words)}: exit code {code}: {screen.getvalue()}")
    return _STYLE.sub("", screen.getvalue())


@contextlib.contextmanager
def _place(folder: Path) -> Iterator[None]:
    """Be in a folder, on a terminal of ``WIDTH`` columns that knows no colours."""
    before = {
        name: os.environ.pop(name, None)
        for name in ("COLUMNS", "TERM", "KG_GRAPH", "NO_COLOR", "FORCE_COLOR")
    }
    # rich takes a dumb terminal for one of 80 columns
    os.environ |= {"COLUMNS": str(WIDTH), "TERM": "xterm", "NO_COLOR": "1"}
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def main() -> int:
    """Build the samples and write the pages."""
    import kg
    from kg.query import document

    (HERE / "queries.md").write_text(document(), encoding="utf-8")
    print("wrote docs/queries.md")
    if "--queries" in sys.argv[1:]:
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        graph: Any = kg.build(HERE.parent / "samples")
        graph.save(folder / "out")
        page = questions(folder)
    (HERE / "questions.md").write_text(page, encoding="utf-8")
    print("wrote docs/questions.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
