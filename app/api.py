"""The router of routers: each room's API under /api/v1."""

from fastapi import APIRouter

from app.auth.api import router as auth

router = APIRouter(prefix="/api/v1")
for room in (auth,):
    router.include_router(room)
