"""What befalls a store that grows: kills, flipped bits, full disks, two writers, readers beside one (``make chaos``).

Every trial runs in a process of its own, on a copy of a small store whose extractor is the toy of the tests, and is
followed by the remedy that a person would use: the command again, or ``kg doctor --repair``. Then the graph must be the
one that an undisturbed run makes, statement for statement. An end is clear where an error of ``kg.errors`` tells it.

    python benchmarks/chaos.py            everything; a table on standard output
    python benchmarks/chaos.py --short    a few of each kind

Full disks need the right to mount a tmpfs; without it they are left out, and said to be.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PATIENCE = 120.0
"""Seconds after which a trial counts as one that hangs."""

_EVENTS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect", "os.truncate"})
_LOOSE = ("LOG", "LOCK", "OPTIONS", "IDENTITY")  # RocksDB reads nothing of what it writes there


@dataclass(slots=True)
class End:
    """How a trial ended: ``made`` (its result), ``told`` (a line of ours), ``bad``, ``killed`` or ``hung``."""

    how: str
    result: str = ""
    memory: int = 0


@dataclass(slots=True)
class Counts:
    """What was counted of one kind of trial; ``memory`` is the highest, in MB."""

    ends: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    memory: int = 0
    bad: list[str] = field(default_factory=list)

    def note(self, first: End, last: End, expected: str, where: str) -> None:
        """Count a trial by how it ended, and by what came of it after the remedy."""
        equal = last.how == "made" and last.result == expected
        self.ends[first.how] += 1
        self.after["equal" if equal else "not equal"] += 1
        self.memory = max(self.memory, first.memory)
        if not equal or first.how in ("bad", "hung"):
            self.bad.append(f"{where}: {first.how} {first.result}; then {last.how} {last.result}"[:300])


def apart(work: Callable[[], str], *, kill_at: int | None = None, kill_after: float | None = None) -> End:
    """Run work in a forked process, which has loaded all that it needs.

    Args:
        work: returns what it made.
        kill_at: which of the process's file events ends it at once.
        kill_after: seconds after which it is killed.
    """
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        _child(work, write, kill_at)
    os.close(write)
    deadline = time.monotonic() + (PATIENCE if kill_after is None else kill_after)
    while True:
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
            break
        time.sleep(0.002)
    with os.fdopen(read, encoding="utf-8") as pipe:
        told = pipe.read()
    memory = usage.ru_maxrss // 1024
    if told:
        how, result = json.loads(told)
        return End(how, result, memory)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return End("killed" if kill_at is not None or kill_after is not None else "hung", "", memory)
    return End("bad", f"ended with status {status}", memory)


def _child(work: Callable[[], str], pipe: int, kill_at: int | None) -> None:
    from kg.errors import KGError

    if kill_at is not None:
        left = kill_at

        def hook(event: str, given: tuple[Any, ...]) -> None:
            nonlocal left
            writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
            if writes or event in _EVENTS:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
    try:
        end = ("made", work())
    except KGError as error:
        end = ("told", str(error))
    except BaseException as error:
        end = ("bad", f"{type(error).__name__}: {error}")
    os.write(pipe, json.dumps(end).encode())
    os._exit(0)


class Chaos:
    """Trials on copies of one store.

    Args:
        folder: where to work; nothing of it is needed afterwards.
        seed: of the moments, places and bits that are chosen.
    """

    def __init__(self, folder: Path, *, seed: int = 15) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.articles, self.place, self.sound = folder / "articles", folder / "store", folder / "sound"
        self.articles.mkdir()
        for number, case in enumerate(_pool()[:6]):
            (self.articles / f"{number}.txt").write_text(case, encoding="utf-8")
        _quiet_model()
        self.expected = self._must(self._add)
        self.place.rename(self.sound)

    def _must(self, work: Callable[[], str]) -> str:
        end = apart(work)
        assert end.how == "made", end
        return end.result

    def _add(self) -> str:
        from kg.corpus import Corpus

        Corpus(self.place).add(self.articles)
        return self._digest()

    def _update(self) -> str:
        from kg.corpus import Corpus

        Corpus(self.place).update(self.articles)
        return self._digest()

    def _digest(self) -> str:
        from kg import store
        from kg.corpus import Corpus

        lines = sorted(str(quad) for quad in store.quads(Corpus(self.place).graph().dataset))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def _mend(self) -> str:
        from kg import doctor

        doctor.repair(self.place, report=lambda _: None)
        assert not [i for i in doctor.examine_corpus(self.place) if i.level == "error"]
        return self._digest()

    def _fresh(self, *, whole: bool) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        if whole:
            shutil.copytree(self.sound, self.place)

    def _again(self, work: Callable[[], str]) -> End:
        """Do again what was broken off, and mend the store if that is refused."""
        last = apart(work)
        return apart(self._mend) if last.how == "told" and "kg doctor" in last.result else last

    def kills_at_events(self, most: int) -> Counts:
        """Kill the making of a store at one file event after the other."""
        counts = Counts()
        for event in range(most):
            self._fresh(whole=False)
            first = apart(self._add, kill_at=event)
            counts.note(first, self._again(self._add), self.expected, f"event {event}")
            if first.how == "made":
                break
        return counts

    def kills_at_moments(self, number: int) -> Counts:
        """Kill the making of a store at chosen moments: the engine's own events are among what that meets."""
        counts = Counts()
        self._fresh(whole=False)
        start = time.monotonic()
        apart(self._add)
        lasts = time.monotonic() - start
        for _ in range(number):
            moment = self.random.uniform(0, lasts)
            self._fresh(whole=False)
            first = apart(self._add, kill_after=moment)
            counts.note(first, self._again(self._add), self.expected, f"after {moment:.3f} s")
        return counts

    def flips(self, each: int) -> Counts:
        """Flip bits of every file, ask the store, and mend it."""
        counts = Counts()
        names = [p.relative_to(self.sound) for p in sorted(self.sound.rglob("*")) if p.is_file()]
        for name in names:
            size = (self.sound / name).stat().st_size
            for _ in range(each if size and not name.name.startswith(_LOOSE) else 0):
                self._fresh(whole=True)
                data = bytearray((self.place / name).read_bytes())
                at = self.random.randrange(size)
                data[at] ^= 1 << self.random.randrange(8)
                (self.place / name).write_bytes(bytes(data))
                first = apart(self._digest)
                if first.how == "made" and first.result != self.expected:
                    first = End("bad", "another graph, and nothing said", first.memory)
                counts.note(first, apart(self._mend), self.expected, f"{name} at {at}")
        return counts

    def sound_memory(self) -> int:
        """Return what opening the sound store takes, in MB."""
        self._fresh(whole=True)
        return apart(self._digest).memory

    def full_disks(self, sizes: list[int]) -> Counts | None:
        """Make a store on disks of these sizes, in kB, then on the same with room; ``None`` if none can be mounted."""
        counts = Counts()
        self._fresh(whole=False)
        for size in sizes:
            with _disk(self.folder / "disk", size) as disk:
                if disk is None:
                    return None
                was, self.place = self.place, disk / "store"
                first = apart(self._add)
                _grow(disk)
                counts.note(first, self._again(self._add), self.expected, f"{size} kB")
                self.place = was
        return counts

    def two_writers(self, number: int) -> Counts:
        """Update a store twice at once: one does, the other does too or is refused in a line."""
        counts = Counts()
        for turn in range(number):
            self._fresh(whole=True)
            self._change(turn)
            other = os.fork()
            if not other:
                _child(self._update, os.open(os.devnull, os.O_WRONLY), None)
            first = apart(self._update)
            os.waitpid(other, 0)
            self._change(None)
            counts.note(first, self._again(self._update), self.expected, f"turn {turn}")
        return counts

    def readers(self, number: int) -> Counts:
        """Read a store while it is updated: what it was, or what it becomes."""
        counts = Counts()
        self._fresh(whole=True)
        self._change(1)
        later = self._must(self._update)
        self._change(None)
        for turn in range(number):
            self._fresh(whole=True)
            self._change(1)
            writer = os.fork()
            if not writer:
                _child(self._update, os.open(os.devnull, os.O_WRONLY), None)
            first = apart(self._digest)
            os.waitpid(writer, 0)
            if first.how == "made" and first.result not in (self.expected, later):
                first = End("between", first.result, first.memory)
            self._change(None)
            counts.note(first, self._again(self._update), self.expected, f"turn {turn}")
        return counts

    def _change(self, turn: int | None) -> None:
        target = self.articles / "more.txt"
        if turn is None:
            target.unlink()
        else:
            target.write_text(_pool()[6] + f"\n\nThe round bore the number {turn}.\n", encoding="utf-8")


def _pool() -> list[str]:
    found = yaml.safe_load((ROOT / "tests" / "corpus" / "articles.yaml").read_text(encoding="utf-8"))
    return [str(case["text"]) for case in (found if isinstance(found, list) else found["articles"])]


def _quiet_model() -> None:
    # all that trials need is loaded once, before the first fork; no store is opened in this process
    from kg import pipeline
    from tests.corpus import toy

    pipeline.extract_all = toy.extract_all  # type: ignore[assignment]


@contextmanager
def _disk(place: Path, size: int) -> Iterator[Path | None]:
    place.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(words, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _grow(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=512m", str(place)], check=True)


def trials(chaos: Chaos, *, short: bool) -> Iterator[tuple[str, Counts | None]]:
    """Run one kind of trial after the other, and yield what was counted of each."""
    sizes = [*range(100, 2000, 100), *range(2000, 9000, 1000)]
    yield "full disks", None if short else chaos.full_disks(sizes)
    yield "flipped bits", chaos.flips(1 if short else 4)
    yield "killed at a file event", chaos.kills_at_events(3 if short else 1000)
    yield "killed at a moment", chaos.kills_at_moments(1 if short else 50)
    yield "two writers", chaos.two_writers(1 if short else 10)
    yield "readers beside a writer", chaos.readers(1 if short else 10)


def main() -> int:
    """Run, print a table, and return 1 if anything hung, ended otherwise than in a line, or did not come back."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a few trials of each kind")
    short = parser.parse_args().short
    failed = False
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        chaos = Chaos(Path(folder))
        print(f"Opening the sound store: {chaos.sound_memory()} MB.\n")
        print(
            "| what | trials | went on | told in a line | killed | otherwise | equal afterwards | memory, MB |"
        )
        print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
        for what, counts in trials(chaos, short=short):
            if counts is None:
                print(f"| {what} | not tried: the form is short, or no tmpfs can be mounted here |||||||")
                continue
            ends = counts.ends
            other = ends.total() - ends["made"] - ends["told"] - ends["killed"]
            print(
                f"| {what} | {ends.total()} | {ends['made']} | {ends['told']} | {ends['killed']} | {other}"
                f" | {counts.after['equal']} | {counts.memory} |",
                flush=True,
            )
            for line in counts.bad:
                print(f"{what}: {line}", file=sys.stderr)
            failed = failed or bool(counts.bad)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
