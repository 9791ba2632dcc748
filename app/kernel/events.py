"""Events: published inside a transaction by NOTIFY, heard by one LISTEN connection per process, told to its streams."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kernel.database import driver_address

log = structlog.get_logger(__name__)

CHANNEL = "yingcang"
_PAYLOAD_LIMIT_BYTES = 7_900  # NOTIFY takes less than 8,000
_PLACES_LIMIT = 60
_QUEUE_LIMIT = 256
_PROBE_S = 15.0
_RETRY_S = 1.0


Place = tuple[str | None, UUID | None]
"""A division and a site, either of which may be missing."""


@dataclass(frozen=True)
class Event:
    """``places``: where it happened (None: it concerns no place). ``people``: codes of whom it concerns besides."""

    topic: str
    data: Any
    places: tuple[Place, ...] | None = None
    people: tuple[str, ...] = ()


RELOAD = Event("reload", None)
"""Events were missed (slow reader, lost connection): whoever shows state must read it anew."""


RIGHTS = "rights"
"""Topic of what somebody may hear: his streams are asked anew, and it is told to nobody."""


async def publish(
    session: AsyncSession,
    topic: str,
    data: Mapping[str, Any],
    *,
    places: Iterable[Place] | None = None,
    people: Iterable[str] = (),
) -> None:
    """Tell every process once the transaction commits; events name what changed, they do not carry documents.

    ``places`` and ``people`` decide who hears it (see ``app.auth.hearing``). What is too long, or happened in too many
    places, is told by its id to all who may hear the topic anywhere.
    """
    where = None if places is None else list(dict.fromkeys(places))
    told = {"topic": topic, "data": data, "places": where, "people": list(people)}
    payload = json.dumps(told, ensure_ascii=False, default=str)
    if len(where or ()) > _PLACES_LIMIT or len(payload.encode()) > _PAYLOAD_LIMIT_BYTES:
        payload = json.dumps({"topic": topic, "data": {"id": data.get("id")}, "people": list(people)}, default=str)
    await session.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})


class Subscription:
    """A bounded queue of events: when its reader is too slow, they are dropped and replaced by one ``RELOAD``."""

    def __init__(self, topics: Collection[str]) -> None:
        self.topics = frozenset(topics)
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue(_QUEUE_LIMIT)

    def offer(self, event: Event | None) -> None:
        if event is not None and self.topics and event.topic not in self.topics | {RELOAD.topic, RIGHTS}:
            return
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(RELOAD)
        self._queue.put_nowait(event)

    async def next(self) -> Event | None:
        """The next event; None when the process is closing down."""
        return await self._queue.get()


class Hub:
    """Listens on one connection of its own, reconnects when it is lost, and feeds the subscriptions."""

    def __init__(self, url: str) -> None:
        self._url = driver_address(url)
        self._subscriptions: set[Subscription] = set()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def __aenter__(self) -> "Hub":
        ready = asyncio.Event()
        self._task = asyncio.create_task(self._listen(ready))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ready.wait(), timeout=5)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def close(self) -> None:
        """End every stream; a web server that stops must not wait for readers that never leave."""
        self._closed = True
        self._offer(None)

    @asynccontextmanager
    async def subscribe(self, *topics: str) -> AsyncIterator[Subscription]:
        """Events of these topics, or of all when none is named."""
        subscription = Subscription(topics)
        self._subscriptions.add(subscription)
        if self._closed:
            subscription.offer(None)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def _offer(self, event: Event | None) -> None:
        for subscription in tuple(self._subscriptions):
            subscription.offer(event)

    async def _listen(self, ready: asyncio.Event) -> None:
        while True:
            try:
                connection = await asyncpg.connect(self._url, timeout=10)
                try:
                    await self._attend(connection, ready)
                finally:
                    connection.terminate()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("events_lost", error=repr(error))
                await asyncio.sleep(_RETRY_S)

    async def _attend(self, connection: asyncpg.Connection, ready: asyncio.Event) -> None:
        """Listen until the connection ends, asking now and then whether it still lives."""
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(CHANNEL, self._heard)
        self._offer(RELOAD)
        ready.set()
        while not lost.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(lost.wait(), _PROBE_S)
            await connection.execute("SELECT 1", timeout=10)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        told = json.loads(str(payload))
        where = told.get("places")
        places = None if where is None else tuple((code, UUID(site) if site else None) for code, site in where)
        self._offer(Event(told["topic"], told["data"], places, tuple(told["people"])))
