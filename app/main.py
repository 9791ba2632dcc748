"""The web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.api import router
from app.kernel.database import Database
from app.kernel.problems import install as install_problems


def create_app(*, database: Database) -> FastAPI:
    """The app on a migrated database; whoever made the database closes it."""

    @asynccontextmanager
    async def lifespan(current: FastAPI) -> AsyncIterator[None]:
        current.state.database = database
        yield

    current = FastAPI(title="应仓", version="1", lifespan=lifespan, openapi_url="/api/v1/openapi.json")
    install_problems(current)
    current.include_router(router)
    return current
