"""One signed-in person per role, and the test's own way to act as one: the request header ``X-Actor: keeper``.

The header never reaches the app: it is replaced by the session cookie of that person, whose sign-in neither idles out
nor ends. Their grants reach the whole installation. A request without the header comes from nobody, except that a GET
without a cookie of its own comes from the duty officer.
"""

from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import Account, Grant, Person, SignIn, Stage
from app.auth.rights import RIGHTS, Act, Role
from app.auth.sessions import COOKIE, digest
from app.kernel.database import Database

BEGAN = datetime(2000, 1, 1, tzinfo=UTC)
ENDS = datetime(2200, 1, 1, tzinfo=UTC)
NOBODY = "nobody"
"""``X-Actor: nobody`` is a request without a cookie, a GET too."""


def token_of(role: str) -> str:
    return f"persona-{role}"


def cookie_of(role: str) -> dict[str, str]:
    """For clients that are not ``answering``: a browser, a client of a real server."""
    return {COOKIE: token_of(role)}


class AsPersona(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        default = "duty" if request.method == "GET" and COOKIE not in request.headers.get("cookie", "") else NOBODY
        role = request.headers.pop("x-actor", default)
        if role != NOBODY:
            request.headers["cookie"] = f"{COOKIE}={token_of(role)}"
        yield request


async def enter_personas(session: AsyncSession) -> None:
    """A person per role, known by the role's name."""
    rows = [
        {"id": UUID(int=number), "code": role.value, "name": f"{role.label}（测试）", "phone": "", "post": ""}
        for number, role in enumerate(Role, 1)
    ]
    await session.execute(insert(Person).values(rows).on_conflict_do_nothing())


async def seat_personas(database: Database) -> None:
    """Give every role's person a grant, an account and a sign-in; what is there is left alone."""
    async with database.transaction() as session:
        await enter_personas(session)
        persons = {person.code: person.id for person in await session.exec(select(Person))}
        seats = [(number, role, persons[role.value]) for number, role in enumerate(Role, 1) if role.value in persons]
        rows: dict[type[SQLModel], list[dict[str, Any]]] = {
            Account: [
                {"person_id": person, "name": role.value, "earlier_hashes": [], "created_at": BEGAN}
                for _, role, person in seats
            ],
            Grant: [
                {
                    "id": UUID(int=0xE0000 + number),
                    "person_id": person,
                    "role": role,
                    "reads": "",
                    "writes": "" if _writes(role) else None,
                    "granted_at": BEGAN,
                }
                for number, role, person in seats
            ],
            SignIn: [
                {
                    "token_hash": digest(token_of(role.value)),
                    "id": UUID(int=0xF0000 + number),
                    "person_id": person,
                    "stage": Stage.FULL,
                    "kiosk": False,
                    "address": "",
                    "agent": "",
                    "began_at": BEGAN,
                    "seen_at": ENDS,
                    "ends_at": ENDS,
                }
                for number, role, person in seats
            ],
        }
        for table, values in rows.items():
            await session.execute(insert(table).values(values).on_conflict_do_nothing())


def _writes(role: Role) -> bool:
    return any(acts - {Act.READ} for acts in RIGHTS[role].values())
