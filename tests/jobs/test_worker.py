"""Jobs: they commit with their rows, run once at a time, tell their progress, stop on request, survive dead workers."""

import asyncio
import os
import signal
import sys
import textwrap
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from app.jobs import queue, schedule
from app.jobs import worker as working
from app.jobs.models import Job, JobState
from app.jobs.solver import run_in_child
from app.jobs.worker import ATTEMPTS, Worker, lock_number
from app.kernel.database import Database
from app.kernel.errors import Conflict
from app.kernel.events import Hub

SOON_S = 30


async def add(database: Database, kind: str, **payload: Any) -> UUID:
    async with database.transaction() as session:
        return (await queue.enqueue(session, kind, payload, requested_by="duty")).id


async def read(database: Database, job_id: UUID) -> Job:
    async with database.transaction() as session:
        return await queue.read(session, job_id)


async def until(database: Database, job_id: UUID, *states: JobState) -> Job:
    async with asyncio.timeout(SOON_S):
        while (job := await read(database, job_id)).state not in states:  # noqa: ASYNC110  # asked of the database
            await asyncio.sleep(0.05)
    return job


async def waiting(database: Database) -> int:
    async with database.transaction() as session:
        return int((await session.execute(text("SELECT count(*) FROM pgqueuer"))).scalar_one())


@pytest.fixture
async def worker(database: Database) -> AsyncIterator[Worker]:
    current = Worker(database, heartbeat_timeout=timedelta(seconds=2))
    task = asyncio.create_task(current.run())
    yield current
    current.stop()
    await asyncio.wait({task}, timeout=15)
    task.cancel()


async def sum_up(run: queue.Run) -> Mapping[str, Any]:
    await run.progress(stage="adding", fraction=0.5)
    return {"sum": sum(run.job.payload["numbers"])}


async def hurry(run: queue.Run) -> Mapping[str, Any]:
    for done in range(5):
        await run.progress(stage="hurrying", done=done)
    await asyncio.sleep(2.5)
    return {}


async def refuse(run: queue.Run) -> None:
    raise Conflict("事件已结束，不能再计算。")


async def crash(run: queue.Run) -> None:
    raise RuntimeError("secret")


async def solve(run: queue.Run) -> Mapping[str, Any]:
    target = f"tests.jobs.targets:{run.job.payload['target']}"
    return {"answer": await run_in_child(target, "x", lambda told: run.progress(**told), run.cancelled)}


queue.register("sum", sum_up)
queue.register("hurry", hurry)
queue.register("refuse", refuse)
queue.register("crash", crash)
queue.register("solve", solve)


async def test_a_job_commits_with_its_rows(database: Database) -> None:
    await add(database, "sum", numbers=[1])
    assert await waiting(database) == 1


async def test_a_job_is_gone_when_its_transaction_rolls_back(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as session:  # enqueue is the session's very first statement
            await queue.enqueue(session, "sum", {"numbers": [1]}, requested_by="duty")
            raise RuntimeError
    assert await waiting(database) == 0


async def test_a_job_is_done_and_its_result_kept(database: Database, worker: Worker) -> None:
    job = await until(database, await add(database, "sum", numbers=[1, 2]), JobState.DONE)
    assert (job.result, job.attempts, job.progress) == ({"sum": 3}, 1, {"stage": "adding", "fraction": 0.5})


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("refuse", "事件已结束，不能再计算。"),
        ("crash", "计算中出现意外错误，已记录在日志中。"),
        ("unknown", "本程序不认识“unknown”类任务。"),
    ],
)
async def test_a_failed_job_says_why(kind: str, words: str, database: Database, worker: Worker) -> None:
    job = await until(database, await add(database, kind), JobState.FAILED)
    assert job.error == words


async def test_a_child_that_keeps_dying_is_given_up(
    database: Database, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_AGAIN_LATER", timedelta(milliseconds=50))
    job = await until(database, await add(database, "solve", target="dead"), JobState.FAILED)
    assert job.attempts == ATTEMPTS


async def test_a_running_job_stops_on_request(database: Database, worker: Worker, client: httpx.AsyncClient) -> None:
    job_id = await add(database, "solve", target="patient")
    await until(database, job_id, JobState.RUNNING)
    answer = await client.post(f"/api/v1/jobs/{job_id}/cancel", headers={"X-Actor": "duty"})
    assert answer.status_code == 200
    job = await until(database, job_id, JobState.CANCELLED)
    assert job.result == {"answer": "best so far"}
    again = await client.post(f"/api/v1/jobs/{job_id}/cancel", headers={"X-Actor": "duty"})
    assert (again.status_code, again.json()["detail"]) == (409, "任务已结束（已取消），不能取消。")


async def test_a_waiting_job_is_cancelled_at_once(database: Database) -> None:
    job_id = await add(database, "sum", numbers=[1])
    async with database.transaction() as session:
        assert (await queue.cancel(session, job_id)).state == JobState.CANCELLED
    await run_until_idle(database)
    assert (await read(database, job_id)).attempts == 0


async def test_progress_is_told_as_events(database: Database, worker: Worker) -> None:
    async with Hub(database.url) as hub, hub.subscribe(queue.TOPIC) as heard:
        job_id = await add(database, "sum", numbers=[1])
        states: list[str] = []
        async with asyncio.timeout(SOON_S):
            while "done" not in states:
                event = await heard.next()
                if event is not None and event.topic == queue.TOPIC:
                    assert event.data["id"] == str(job_id)
                    states.append(event.data["state"])
    assert states == ["queued", "running", "running", "done"]


async def test_the_last_of_a_burst_of_progress_is_told_too(database: Database, worker: Worker) -> None:
    job_id = await add(database, "hurry")
    await until(database, job_id, JobState.RUNNING)
    await asyncio.sleep(1)
    told = await read(database, job_id)
    assert (told.state, told.progress) == (JobState.RUNNING, {"stage": "hurrying", "done": 4})


async def test_a_job_held_by_another_worker_is_not_run_twice(database: Database, worker: Worker) -> None:
    holder = await database.connect()
    job_id = await add(database, "sum", numbers=[1])
    await holder.execute("SELECT pg_advisory_lock($1)", lock_number(job_id))
    await asyncio.sleep(1.5)
    assert (await read(database, job_id)).state in {JobState.QUEUED, JobState.RUNNING}
    await holder.close()
    assert (await until(database, job_id, JobState.DONE)).result == {"sum": 1}


async def test_a_job_that_fell_out_of_the_queue_is_delivered_again(database: Database) -> None:
    job_id = await add(database, "sum", numbers=[2])
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM pgqueuer"))
    assert await schedule.redeliver(database) == 1
    assert await schedule.redeliver(database) == 0
    await run_until_idle(database)
    assert (await read(database, job_id)).state == JobState.DONE


async def test_stopping_gives_the_job_back_uncounted(database: Database) -> None:
    worker = Worker(database)
    task = asyncio.create_task(worker.run())
    job_id = await add(database, "solve", target="deaf")
    await until(database, job_id, JobState.RUNNING)
    await asyncio.sleep(0.5)
    worker.stop()
    await asyncio.wait_for(task, 15)
    job = await read(database, job_id)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


@pytest.mark.slow
async def test_a_job_of_a_killed_worker_is_tried_again(database: Database) -> None:
    job_id = await add(database, "solve", target="deaf")
    program = textwrap.dedent("""
        import asyncio, sys
        from datetime import timedelta
        import tests.jobs.test_worker
        from app.jobs.worker import Worker
        from app.kernel.database import Database
        asyncio.run(Worker(Database(sys.argv[1]), heartbeat_timeout=timedelta(seconds=2)).run())
    """)
    root = Path(__file__).parents[2]
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", program, database.url, cwd=root)
    await until(database, job_id, JobState.RUNNING)
    os.kill(killed.pid, signal.SIGKILL)
    await killed.wait()
    async with database.transaction() as session:
        await session.execute(text('UPDATE job SET payload = \'{"target": "echo"}\''))
    worker = Worker(database, heartbeat_timeout=timedelta(seconds=2))
    task = asyncio.create_task(worker.run())
    job = await until(database, job_id, JobState.DONE)
    assert (job.result, job.attempts) == ({"answer": "x"}, 2)
    worker.stop()
    await asyncio.wait_for(task, 15)


async def test_a_worker_goes_on_after_its_connections_were_cut(database: Database, worker: Worker) -> None:
    await until(database, await add(database, "sum", numbers=[1]), JobState.DONE)
    killer = await database.connect()
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await killer.close()
    assert (await until(database, await add(database, "sum", numbers=[4]), JobState.DONE)).result == {"sum": 4}


async def run_until_idle(database: Database) -> None:
    worker = Worker(database)
    task = asyncio.create_task(worker.run())
    async with asyncio.timeout(SOON_S):
        while await waiting(database):  # noqa: ASYNC110  # the queue is in the database: nothing here signals it
            await asyncio.sleep(0.05)
    worker.stop()
    await asyncio.wait_for(task, 15)
