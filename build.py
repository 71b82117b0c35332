"""The main job: news articles in; graph, page of the actor network and report out.

python build.py [PATH...] [-o FOLDER]        samples/ into out/ where nothing is said
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import kg
from kg.errors import KGError
from kg.model import Issue


def main() -> int:
    """Build, save, print the report; return the exit code."""
    parser = argparse.ArgumentParser(description="Build a knowledge graph from news articles.")
    parser.add_argument("paths", nargs="*", default=["samples"], help="files, folders or globs of articles")
    parser.add_argument("-o", "--output", type=Path, default=Path("out"), help="a folder")
    args = parser.parse_args()

    def report(issue: Issue) -> None:
        print(f"{issue.level}: {issue}", file=sys.stderr)

    try:
        graph = kg.build(args.paths, report=report)
        folder = graph.save(args.output)
    except KGError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return error.exit_code
    print(graph.report())
    print(
        f"Open {folder / 'network.html'} in a browser; read {folder / 'report.md'}; the graph is {folder / 'graph.ttl'}"
    )
    print(f"Ask it: kg query --list; kg query timeline --graph {folder / 'graph.trig'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
