"""The web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.middleware.gzip import GZipMiddleware

from app.api import router
from app.audit.refusals import Refusals
from app.auth.actor import actor_of
from app.auth.demands import DemandingApp
from app.auth.openid import OpenId
from app.kernel.bodies import BodyLimit
from app.kernel.database import Database
from app.kernel.events import Hub
from app.kernel.headers import AnswerHeaders
from app.kernel.keyring import Keyring, passing_keyring
from app.kernel.origin import SameOrigin
from app.kernel.pages import serve_page
from app.kernel.problems import ANSWERS, install

PAGE = Path(__file__).parent / "web" / "dist"


def create_app(
    *,
    database: Database | None = None,
    page: Path = PAGE,
    openid: OpenId | None = None,
    keyring: Keyring | None = None,
) -> FastAPI:
    """The app on a migrated database; whoever made the database closes it. Without one it can only be described.

    Without a ``keyring`` what is sealed cannot be opened by any other process.
    """

    @asynccontextmanager
    async def lifespan(current: FastAPI) -> AsyncIterator[None]:
        assert database is not None
        async with Hub(database.url) as hub:
            current.state.database, current.state.hub = database, hub
            yield

    current = DemandingApp(
        title="应仓",
        version="1",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # the usual page of documents loads scripts from elsewhere
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        responses=ANSWERS,
    )
    install(current)
    current.add_middleware(SameOrigin)
    current.add_middleware(Refusals)
    current.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    current.add_middleware(BodyLimit)
    current.add_middleware(AnswerHeaders)
    current.state.code_of = _code_of
    current.state.openid = openid
    current.state.keyring = keyring or passing_keyring()
    current.include_router(router)
    current.refuse_undemanding()
    serve_page(current, page)
    return current


def describe() -> dict[str, Any]:
    """The OpenAPI document."""
    return create_app(page=Path("/nonexistent")).openapi()


async def _code_of(request: Request, session: AsyncSession) -> str:
    return (await actor_of(request, session)).code


def _operation_id(route: APIRoute) -> str:
    return route.name
