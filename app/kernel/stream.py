"""Events as a long answer of server-sent events, with a heartbeat."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from app.kernel.events import RELOAD, RIGHTS, Event, Hub

HEARTBEAT_S = 15.0
ASKED_AGAIN_S = 60.0
"""How long a reader's rights are taken for granted."""

_RETRY_MS = 2000

Hears = Callable[[Event], Event | None]
"""The event as its reader may hear it, or None."""


async def told(hub: Hub, topics: Sequence[str], ears: Callable[[], Awaitable[Hears | None]]) -> AsyncIterator[str]:
    """What the reader hears; ``ears`` says what he may, again and again, and None ends the stream."""
    loop = asyncio.get_running_loop()
    async with hub.subscribe(*topics) as subscription:
        yield f"retry: {_RETRY_MS}\n\n"
        hears, asked = await ears(), loop.time()
        while hears is not None:
            if loop.time() > asked + ASKED_AGAIN_S:
                hears, asked = await ears(), loop.time()
                continue
            try:
                event = await asyncio.wait_for(subscription.next(), HEARTBEAT_S)
            except TimeoutError:
                yield ": heartbeat\n\n"
                continue
            if event is None:
                return
            heard = event if event is RELOAD else hears(event)
            if heard is not None and heard.topic == RIGHTS:
                hears, asked = await ears(), loop.time()
            elif heard is not None:
                yield _written(heard)


def _written(event: Event) -> str:
    return f"event: {event.topic}\ndata: {json.dumps(event.data, ensure_ascii=False)}\n\n"
