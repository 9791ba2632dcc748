"""Who hears which event: by the right to read its topic's subject where it happened, or because it is his own."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from app.auth.actor import Actor, acting_anyone, actor_of
from app.auth.rights import Act, Subject
from app.auth.scope import Scope
from app.kernel.database import UNREACHABLE, Database
from app.kernel.errors import Problem
from app.kernel.events import Event, Hub
from app.kernel.stream import told

router = APIRouter(tags=["事件"])

TOPICS: Mapping[str, tuple[tuple[Subject, Act], ...]] = {
    "stock": ((Subject.STOCK, Act.READ),),
    "team": ((Subject.FORCES, Act.READ),),
    "shelter": ((Subject.FORCES, Act.READ),),
    "vehicle": ((Subject.FORCES, Act.READ),),
    "assembly_profile": ((Subject.CATALOG, Act.READ),),
    "incident": ((Subject.INCIDENTS, Act.READ),),
    "plan": ((Subject.PLANS, Act.READ),),
    "job": ((Subject.PLANS, Act.READ),),
    "approvals": ((Subject.STOCK, Act.APPROVE), (Subject.PLANS, Act.APPROVE)),
}
"""Rights by which a topic is heard; of a topic that is not here one hears only what concerns oneself."""


class Ears:
    """What one person hears, as his rights stand."""

    def __init__(self, actor: Actor) -> None:
        self.code = actor.code
        self._scopes = {topic: [actor.reach(*right) for right in rights] for topic, rights in TOPICS.items()}

    def __call__(self, event: Event) -> Event | None:
        """The event as he may hear it, or None."""
        scopes = self._scopes.get(event.topic, [])
        if self.code not in event.people and not any(_concerns(event, scope) for scope in scopes):
            return None
        return Event(event.topic, _narrowed(event, scopes))


def _concerns(event: Event, scope: Scope) -> bool:
    if event.places is None:
        return not event.people and not scope.nowhere
    return any(scope.covers(*place) for place in event.places)


def _narrowed(event: Event, scopes: list[Scope]) -> Any:
    """Without the sites that are not his."""
    if not isinstance(event.data, dict) or "sites" not in event.data:
        return event.data
    within = {str(site) for code, site in event.places or () if any(scope.covers(code, site) for scope in scopes)}
    return {**event.data, "sites": [site for site in event.data["sites"] if site in within]}


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    dependencies=[acting_anyone()],
)
async def stream_events(
    request: Request,
    topics: Annotated[str, Query(title="主题", description="逗号分隔；不填为全部", max_length=200)] = "",
) -> StreamingResponse:
    """Server-sent events: ``event`` is the topic, ``data`` JSON; after ``reload`` the page reads its state anew."""
    hub: Hub = request.app.state.hub
    chosen = [topic.strip() for topic in topics.split(",") if topic.strip()]
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    events = told(hub, chosen, lambda: _ears(request))
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _ears(request: Request) -> Ears | None:
    """As the rights stand now; None for whoever is no longer signed in, or while nobody can say."""
    database: Database = request.app.state.database
    request.state.identity = None  # who he was a minute ago does not count
    try:
        async with database.transaction() as session:
            return Ears(await actor_of(request, session))
    except (Problem, *UNREACHABLE):
        return None
