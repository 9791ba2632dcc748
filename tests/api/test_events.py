"""Events: told when the transaction commits, to whoever asked for the topic, and never silently lost."""

import asyncio

import pytest

from app.kernel import stream
from app.kernel.database import Database
from app.kernel.events import RELOAD, RIGHTS, Event, Hub, Subscription, publish


async def tell(database: Database, topic: str, **data: object) -> None:
    async with database.transaction() as session:
        await publish(session, topic, data)


async def hear(subscription: Subscription) -> Event | None:
    async with asyncio.timeout(10):
        return await subscription.next()


async def test_only_the_topics_asked_for_are_heard(database: Database) -> None:
    async with Hub(database.url) as hub, hub.subscribe("plan") as heard:
        await tell(database, "job", id="1")
        await tell(database, "plan", id="2", name="方案")
        assert await hear(heard) == Event("plan", {"id": "2", "name": "方案"})


async def test_nothing_is_told_of_what_was_rolled_back(database: Database) -> None:
    async with Hub(database.url) as hub, hub.subscribe() as heard:
        with pytest.raises(RuntimeError):
            async with database.transaction() as session:
                await publish(session, "plan", {"id": "rolled back"})
                raise RuntimeError
        await tell(database, "plan", id="committed")
        assert await hear(heard) == Event("plan", {"id": "committed"})


async def test_what_is_too_long_for_notify_is_told_by_its_id(database: Database) -> None:
    async with Hub(database.url) as hub, hub.subscribe() as heard:
        await tell(database, "plan", id="7", words="长" * 5000)
        assert await hear(heard) == Event("plan", {"id": "7"})


async def test_a_cut_connection_is_made_again_and_readers_reload(database: Database) -> None:
    async with Hub(database.url) as hub, hub.subscribe() as heard:
        killer = await database.connect()
        await killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"
        )
        await killer.close()
        assert await hear(heard) == RELOAD
        await tell(database, "plan", id="3")
        assert await hear(heard) == Event("plan", {"id": "3"})


async def test_a_slow_reader_reloads_instead_of_filling_memory() -> None:
    slow = Subscription(())
    for number in range(1000):
        slow.offer(Event("job", number))
    assert await hear(slow) == RELOAD
    assert await hear(slow) is not None


async def test_the_stream_beats_tells_and_ends(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.1)
    async with Hub(database.url) as hub:

        async def everything() -> stream.Hears:
            return lambda event: event

        told = stream.told(hub, ["plan"], everything)
        assert await anext(told) == "retry: 2000\n\n"
        assert await anext(told) == ": heartbeat\n\n"
        await tell(database, "plan", id="1")
        while (line := await anext(told)).startswith(":"):
            continue
        assert line == 'event: plan\ndata: {"id": "1"}\n\n'
        hub.close()
        assert [line async for line in told if not line.startswith(":")] == []


async def test_the_stream_of_somebody_who_signs_out_ends_at_once(database: Database) -> None:
    answers = [True, False]

    async def ears() -> stream.Hears | None:
        return (lambda event: event) if answers.pop(0) else None

    async with Hub(database.url) as hub, asyncio.timeout(10):
        told = stream.told(hub, ["plan"], ears)
        assert await anext(told) == "retry: 2000\n\n"
        waiting = asyncio.ensure_future(anext(told, None))
        await asyncio.sleep(0.1)
        async with database.transaction() as session:
            await publish(session, RIGHTS, {}, people=["wanger"])
        assert await waiting is None
