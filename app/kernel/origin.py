"""No other site may act in a user's name: writes are taken from our own pages and from programs, not from elsewhere.

The session cookie is SameSite=Strict already; this is the second line. Browsers say where a request was begun in
``Sec-Fetch-Site`` (over https and on localhost) and ``Origin`` (on every write); programs send neither.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.kernel.errors import Problem
from app.kernel.problems import answer

_READS = {"GET", "HEAD", "OPTIONS"}
_OWN = {"same-origin", "none"}
"""``none``: begun by the user himself, from the address bar or a bookmark."""


class CrossSite(Problem):
    status, kind, title = 403, "cross-site", "请求来自其他网站"


class SameOrigin:
    """ASGI middleware that refuses writes begun on other sites (403)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _READS and not _own(Headers(scope=scope)):
            problem = CrossSite("为保护您的账号，已拒绝由其他网站发起的操作。请在应仓自己的网页上操作。")
            await answer(Request(scope), problem)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _own(headers: Headers) -> bool:
    if (site := headers.get("sec-fetch-site")) is not None:
        return site in _OWN
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
