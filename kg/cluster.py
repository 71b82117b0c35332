"""Work on many machines: groups of articles go to the workers of a Dask cluster, and come back in order.

Dask does all of the distribution: where a worker ends before its time, its groups are given to others. A group depends
on its articles and the version of the reader alone, and workers of another version are refused; so what comes back is
what one process would make, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from kg.errors import InputError, KGError
from kg.versions import DEFAULT_MODEL, extractor_version

_A = TypeVar("_A")
_B = TypeVar("_B")

_AGAIN = 3
"""How often a group is given to another worker."""
_WAIT = 30
"""Seconds in which a scheduler has to answer, and have a worker."""


class Cluster:
    """The workers of a Dask scheduler, for the time of one piece of work.

    Args:
        scheduler: its address, such as ``tcp://10.0.0.5:8786``; ``None`` for workers started on this machine.
        jobs: number of workers on this machine, if it has to start them.
        model: name of the spaCy model that the reader uses; ``None`` for the one that comes with Parley.

    Raises:
        InputError: Dask is not installed.
    """

    def __init__(self, scheduler: str | None = None, *, jobs: int = 1, model: str | None = None) -> None:
        try:
            import distributed
        except ImportError as error:
            raise InputError(
                'the engine dask needs the extra "dask"; install it with: pip install "parley-kg[dask]"'
            ) from error
        self._dask: Any = distributed
        self._scheduler, self._jobs = scheduler, jobs
        self._model = model or DEFAULT_MODEL

    def map(self, work: Callable[[_A], _B], items: Sequence[_A]) -> Iterator[_B]:
        """Like ``map``, on all workers; results come in the order of ``items``.

        Raises:
            KGError: the scheduler does not answer or has no fit worker, or a group failed on several.
        """
        client = self._connected()
        try:
            self._check(client)
            # results stay where they were made until they are asked for, and are let go of then
            futures = client.map(work, items, pure=False, retries=_AGAIN)
            futures.reverse()
            while futures:
                yield futures.pop().result()
        except (self._dask.scheduler.KilledWorker, self._dask.CancelledError) as error:
            raise KGError(
                f"workers of the cluster ended again and again, perhaps for want of memory: {error}"
            ) from error
        finally:
            client.close()

    def _connected(self) -> Any:
        try:
            if self._scheduler is not None:
                return self._dask.Client(self._scheduler, timeout=_WAIT)
            return self._dask.Client(
                n_workers=self._jobs, threads_per_worker=1, processes=True, dashboard_address=None
            )
        except (OSError, ValueError) as error:
            raise KGError(
                f"{self._scheduler}: no Dask scheduler answers there; start one with: dask scheduler"
            ) from error

    def _check(self, client: Any) -> None:
        """See that there are workers, each of the same version, and each with one thread."""
        try:
            client.wait_for_workers(1, timeout=_WAIT)
        except TimeoutError as error:
            where = self._scheduler or "here"
            raise KGError(
                f"the scheduler {where} has no workers; start some with: dask worker {where} --nthreads 1"
            ) from error
        mine = extractor_version(self._model)
        for address, version in sorted(client.run(extractor_version, self._model).items()):
            if version != mine:
                raise KGError(
                    f"the worker {address} has another version of Parley or its model; install ours"
                )
        for address, threads in sorted(client.nthreads().items()):
            if threads != 1:
                raise KGError(
                    f"the worker {address} has {threads} threads, and a language model is for one at a time;"
                    " start it with --nthreads 1, and more workers with --nworkers"
                )
