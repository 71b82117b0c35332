"""The command line: parse, call, print. Everything that is slow to import is imported inside a command."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from kg import __version__
from kg.cli.output import say
from kg.errors import KGError, StoreError
from kg.files import FULL, is_full

_OUTPUT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""What a full or closed place of our output says."""


_MODULES = {
    "build": "making",
    "read": "reading",
    "annotate": "making",
    "add": "growing",
    "remove": "growing",
    "update": "growing",
    "watch": "watching",
    "review": "judging",
    "rename": "affairs",
    "merge": "judging",
    "split": "judging",
    "query": "asking",
    "ask": "asking",
    "explain": "telling",
    "timeline": "telling",
    "report": "telling",
    "board": "telling",
    "mcp": "assisting",
    "stats": "handling",
    "graph": "handling",
    "serve": "serving",
    "export": "handling",
    "diff": "comparing",
    "validate": "handling",
    "doctor": "doctoring",
    "llm": "modelling",
    "evaluate": "handling",
}
"""Command → module that has it under its name. A module is loaded when its command is called, or told of."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return command(cmd_name) if cmd_name in _MODULES else None


def command(name: str) -> click.Command:
    """Return the command of a name."""
    found = getattr(import_module(f"kg.cli.{_MODULES[name]}"), name)
    assert isinstance(found, click.Command)
    return found


def __getattr__(name: str) -> tuple[click.Command, ...]:
    if name == "COMMANDS":
        return tuple(map(command, _MODULES))
    raise AttributeError(f"module 'kg.cli' has no attribute {name!r}")


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Read news about negotiations into a knowledge graph in which every fact opens its evidence.

    \b
    Examples:
      kg build samples/ -o out
      kg query --list
      kg explain "Russia"
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; no error ever shows as a traceback.

    Args:
        args: the words after ``kg``; ``None`` for those of this process. With ``$KG_DEBUG`` set, an error
            that Parley did not foresee is raised, to be seen whole.
    """
    try:
        result = cli.main(args=None if args is None else list(args), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        say(shown.getvalue().rstrip("\n"))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return 130
    except BrokenPipeError:
        return _quiet()
    except KGError as error:
        _say(str(error))
        return error.exit_code
    except OSError as error:
        # those of files are told where the file is known; what is left is our own output
        if is_full(error) and error.filename:
            say(f"kg: {error.filename}: {FULL}")
            return StoreError.exit_code
        if error.errno not in _OUTPUT:
            return _unforeseen(error)
        _say(f"standard output: cannot be written: {error.strerror}; send it elsewhere")
        _quiet()
        return StoreError.exit_code
    except MemoryError:
        _say("out of memory; build fewer articles at once, or use --store DIR")
        return 70
    except Exception as error:
        return _unforeseen(error)
    return result if isinstance(result, int) else 0


def _unforeseen(error: Exception) -> int:
    if os.environ.get("KG_DEBUG"):
        raise error
    text = " ".join(str(error).split())
    _say(f"internal error: {type(error).__name__}: {text} (set KG_DEBUG=1 to see where; please report it)")
    return 70


def _say(message: str) -> None:
    say(f"kg: {message}")


def _quiet() -> int:
    """The reader of our output has gone, as ``head`` does: end without a word, also when Python flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
