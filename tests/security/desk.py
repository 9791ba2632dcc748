"""A client that acts as whoever's token it is given."""

from typing import Any

import httpx

from app.auth.rights import Role
from app.auth.sessions import COOKIE
from app.kernel.ids import uuid7
from tests.security.world import OWN, token_of

TOWNSHIP = f"{OWN}001"


class Desk:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ask(self, token: str, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = {"Cookie": f"{COOKIE}={token}", "Idempotency-Key": str(uuid7())}
        return await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def get(self, path: str, token: str = token_of(Role.KEEPER, TOWNSHIP)) -> Any:
        answer = await self.ask(token, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()
