"""What every answer carries: a request id and the security headers."""

import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kernel.problems import failed

log = structlog.get_logger("http")

_ACCEPTED_ID = re.compile(rb"[A-Za-z0-9-]{8,64}")

# No inline script. MapLibre draws in a worker made from a blob; Element Plus writes style attributes.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
"""Said only over https, where browsers heed it: a year without a way back to plain http."""


class AnswerHeaders:
    """ASGI middleware; also logs each request once with its time, and answers for a fault of the program."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.perf_counter()

        started = False

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in (_SECURITY | (_OVER_TLS if scope["scheme"] == "https" else {})).items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
                spent = round((time.perf_counter() - began) * 1000, 1)
                log.info("answered", method=scope["method"], path=scope["path"], status=message["status"], ms=spent)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, dressed)
            except Exception as error:
                if started:
                    raise
                await failed(Request(scope), error)(scope, receive, dressed)


def _request_id(scope: Scope) -> str:
    """The proxy's id when it looks like one, else one of ours."""
    given = dict(scope["headers"]).get(b"x-request-id", b"")
    return given.decode() if _ACCEPTED_ID.fullmatch(given) else uuid4().hex
