"""The room's routes: signing in, and those who keep persons, rights and policies."""

from fastapi import APIRouter

from app.auth.openid import router as openid
from app.auth.people_api import router as people
from app.auth.sign_in_api import router as sign_in

router = APIRouter()
router.include_router(sign_in)
router.include_router(openid)
router.include_router(people)
