"""Events for the browser: one long answer of server-sent events, with a heartbeat."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from app.kernel.events import Event, Hub

router = APIRouter(tags=["事件"])

HEARTBEAT_S = 15.0
_RETRY_MS = 2000


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream_events(
    request: Request,
    topics: Annotated[str, Query(title="主题", description="逗号分隔；不填为全部", max_length=200)] = "",
) -> StreamingResponse:
    """Server-sent events: ``event`` is the topic, ``data`` JSON; after ``reload`` the page reads its state anew."""
    hub: Hub = request.app.state.hub
    chosen = [topic.strip() for topic in topics.split(",") if topic.strip()]
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(told(hub, chosen), media_type="text/event-stream", headers=headers)


async def told(hub: Hub, topics: list[str]) -> AsyncIterator[str]:
    async with hub.subscribe(*topics) as subscription:
        yield f"retry: {_RETRY_MS}\n\n"
        while True:
            try:
                event = await asyncio.wait_for(subscription.next(), HEARTBEAT_S)
            except TimeoutError:
                yield ": heartbeat\n\n"
                continue
            if event is None:
                return
            yield _written(event)


def _written(event: Event) -> str:
    return f"event: {event.topic}\ndata: {json.dumps(event.data, ensure_ascii=False)}\n\n"
