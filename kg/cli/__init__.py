"""The command line: parse, call, print. Everything that is slow to import is imported inside a command."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import click

from kg import __version__
from kg.cli import (
    asking,
    assisting,
    comparing,
    growing,
    handling,
    judging,
    making,
    modelling,
    reading,
    serving,
    telling,
)
from kg.errors import KGError, StoreError

_OUTPUT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""What a full or closed place of our output says."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Read news about negotiations into a knowledge graph in which every fact opens its evidence.

    \b
    Examples:
      kg build samples/ -o out
      kg query --list
      kg explain "Russia"
    """


COMMANDS: tuple[click.Command, ...] = (
    making.build,
    reading.read,
    making.annotate,
    growing.add,
    growing.remove,
    growing.update,
    judging.review,
    judging.merge,
    judging.split,
    asking.query,
    asking.ask,
    telling.explain,
    telling.timeline,
    telling.report,
    assisting.mcp,
    handling.stats,
    handling.graph,
    serving.serve,
    handling.export,
    comparing.diff,
    handling.validate,
    modelling.llm,
    handling.evaluate,
)
for _command in COMMANDS:
    cli.add_command(_command)


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
        error.show()
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
    click.echo(f"kg: {message}", err=True)


def _quiet() -> int:
    """The reader of our output has gone, as ``head`` does: end without a word, also when Python flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
