"""Sweeps: the same results in series, on several processes and on a cluster; stopped, they stop."""

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from random import Random

import pytest

from optimize.sweep import Serial, Stopped, chunks, cluster, run

DRAWS = 40


def mean_of_draws(count: int, seed: int) -> tuple[int, float]:
    random = Random(seed)
    return seed, sum(random.random() for _ in range(count)) / count


def works() -> list[partial[tuple[int, float]]]:
    return [partial(mean_of_draws, 10 + number) for number in range(DRAWS)]


def swept(executor: Executor) -> list[tuple[int, float]]:
    with executor:
        return run(chunks(works(), 7), executor)


def test_results_come_in_the_order_of_the_chunks_whatever_runs_them() -> None:
    expected = [part.run() for part in chunks(works(), 7)]
    assert swept(Serial()) == expected
    assert swept(ThreadPoolExecutor(4)) == expected
    assert swept(ProcessPoolExecutor(2)) == expected


def test_a_dask_cluster_gives_the_same() -> None:
    distributed = pytest.importorskip("dask.distributed", reason="the extra 'cluster' is not installed")
    expected = [part.run() for part in chunks(works(), 7)]
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        cluster(local.scheduler_address) as executor,
    ):
        assert run(chunks(works(), 7), executor) == expected


def test_each_chunk_draws_on_its_own() -> None:
    seeds = [part.seed for part in chunks(works(), 7)]
    assert len(set(seeds)) == DRAWS
    assert seeds == [part.seed for part in chunks(works(), 7)]
    assert seeds != [part.seed for part in chunks(works(), 8)]
    assert seeds[:5] == [part.seed for part in chunks(works()[:5], 7)]


def test_progress_is_heard_after_each_chunk() -> None:
    heard: list[tuple[int, int]] = []
    run(chunks(works(), 1), Serial(), progress=lambda done, parts: heard.append((done, parts)))
    assert heard == [(done, DRAWS) for done in range(1, DRAWS + 1)]


def test_a_stop_ends_the_sweep() -> None:
    with pytest.raises(Stopped) as caught:
        run(chunks(works(), 1), Serial(), stop=lambda: True)
    assert (caught.value.done, caught.value.parts) == (1, DRAWS)


def divided(by: int, seed: int) -> float:
    return 1 / by


def test_an_error_in_a_chunk_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        run(chunks([partial(divided, 0)], 1), Serial())
