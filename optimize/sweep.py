"""Many problems, or many draws of a study, in chunks through any executor: in series, on all cores, or on a cluster.

What a chunk computes depends on the study's seed and its own number alone, so the results are identical whatever the
executor, the number of workers and the order in which they finish.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

Result = TypeVar("Result")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Chunk(Generic[Result]):
    """A part of a study: ``work(seed)`` is called where the chunk is run, and must be picklable for other processes."""

    number: int
    seed: int
    work: Callable[[int], Result]

    def run(self) -> Result:
        return self.work(self.seed)


def chunks(works: Sequence[Callable[[int], Result]], seed: int) -> list[Chunk[Result]]:
    """One chunk per piece of work, each with a seed of its own that is spawned from the study's."""
    spawned = np.random.SeedSequence(seed).spawn(len(works))
    seeds = [int(child.generate_state(1, np.uint32)[0]) for child in spawned]
    return [Chunk(number, own, work) for number, (own, work) in enumerate(zip(seeds, works, strict=True))]


def run(
    parts: Sequence[Chunk[Result]],
    executor: Executor,
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> list[Result]:
    """The results in the order of the chunks.

    ``progress`` hears (done, all) after each chunk. Once ``stop`` says so, what has not begun is cancelled and
    ``Stopped`` is raised; an error in a chunk is raised as it is, and cancels the rest too.
    """
    futures: dict[Future[Result], int] = {executor.submit(part.run): part.number for part in parts}
    found: dict[int, Result] = {}
    try:
        for future in as_completed(futures):
            found[futures[future]] = future.result()
            if progress is not None:
                progress(len(found), len(parts))
            if stop is not None and stop() and len(found) < len(parts):
                raise Stopped(len(found), len(parts))
    finally:
        for future in futures:
            future.cancel()
    return [found[part.number] for part in parts]


class Stopped(Exception):
    """A sweep was stopped before its end."""

    def __init__(self, done: int, parts: int) -> None:
        super().__init__(f"stopped after {done} of {parts} chunks")
        self.done, self.parts = done, parts


class Serial(Executor):
    """Runs each piece of work at once, in this thread."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def] # as typed by the base class
        future: Future[object] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask cluster (``tcp://scheduler:8786``) as an executor; needs the extra ``cluster``."""
    from dask.distributed import Client

    with Client(address) as client:  # type: ignore[no-untyped-call] # Dask's client has no types
        yield client.get_executor(pure=False)
