"""The web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.api import router
from app.kernel.database import Database
from app.kernel.events import Hub
from app.kernel.headers import AnswerHeaders
from app.kernel.pages import serve_page
from app.kernel.problems import ANSWERS, install

PAGE = Path(__file__).parent / "web" / "dist"


def create_app(*, database: Database | None = None, page: Path = PAGE) -> FastAPI:
    """The app on a migrated database; whoever made the database closes it. Without one it can only be described."""

    @asynccontextmanager
    async def lifespan(current: FastAPI) -> AsyncIterator[None]:
        assert database is not None
        async with Hub(database.url) as hub:
            current.state.database, current.state.hub = database, hub
            yield

    current = FastAPI(
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
    current.add_middleware(AnswerHeaders)
    current.include_router(router)
    serve_page(current, page)
    return current


def describe() -> dict[str, Any]:
    """The OpenAPI document."""
    return create_app(page=Path("/nonexistent")).openapi()


def _operation_id(route: APIRoute) -> str:
    return route.name
