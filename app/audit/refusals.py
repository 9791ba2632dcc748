"""Acts that were refused or failed: recorded once the answer is known, after their own transaction was rolled back."""

import json
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.audit.models import Outcome
from app.audit.recording import Act, Refusal, refuse
from app.kernel.database import UNREACHABLE

log = structlog.get_logger(__name__)

_READS = {"GET", "HEAD", "OPTIONS"}
_DENIED = {401, 403, 429}
_BODY_LIMIT = 20_000


class Refusals:
    """ASGI middleware. A refused read is recorded only where rights were lacking; what no signed-in person asked for
    is the business of sign-in, which records its own refusals."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, body = 200, b""

        async def watched(message: Message) -> None:
            nonlocal status, body
            if message["type"] == "http.response.start":
                status = message["status"]
            elif status >= 400:
                body = (body + message.get("body", b""))[:_BODY_LIMIT]
                if not message.get("more_body"):
                    await _record(scope, status, body)
            await send(message)

        await self.app(scope, receive, watched)


async def _record(scope: Scope, status: int, body: bytes) -> None:
    act: Act | None = scope.get("state", {}).get("act")
    if act is None or (scope["method"] in _READS and status not in _DENIED):
        return
    outcome = Outcome.FAILED if status >= 500 else Outcome.REFUSED
    try:
        await refuse(scope["app"].state.database, act, Refusal(outcome, f"{status} {_words(body)}".strip()))
    except UNREACHABLE as error:
        log.error("refusal_not_recorded", operation=act.operation, actor=act.actor, error=repr(error))


def _words(body: bytes) -> str:
    """Title, detail and faults of a problem document."""
    try:
        problem: dict[str, Any] = json.loads(body)
        faults = [f"{fault['pointer']} {fault['detail']}".strip() for fault in problem.get("errors", [])]
        return "；".join(filter(None, [problem.get("title", ""), problem.get("detail", ""), *faults]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
