"""How much a request may send: what is read into memory is bounded before anybody is known."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kernel.errors import Problem
from app.kernel.problems import answer

LIMIT_BYTES = 16 * 1024 * 1024
"""Drawn areas of a large incident take some hundred kilobytes."""


class TooLarge(Problem):
    status, kind, title = 413, "too-large", "内容过大"


class BodyLimit:
    """ASGI middleware: what says it is too large is refused (413), what turns out to be so is cut off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        if told.isdigit() and int(told) > LIMIT_BYTES:
            await answer(Request(scope), _too_large())(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > LIMIT_BYTES:
                raise _too_large()
            return message

        await self.app(scope, counted, send)


def _too_large() -> TooLarge:
    return TooLarge(f"一次最多提交 {LIMIT_BYTES // 1024**2} MB，请减少内容或分几次提交。")
