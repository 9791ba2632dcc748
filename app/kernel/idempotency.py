"""Commands that may be sent twice but act once: a route class and the stored answers behind it."""

import hashlib
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kernel import clock
from app.kernel.database import Database
from app.kernel.errors import Problem
from app.kernel.models import IdempotencyKey

KEPT = timedelta(days=30)
"""Phones stay offline for days and then repeat what they could not send."""

_STORED_HEADERS = ("content-type", "etag", "location")


class KeyMissing(Problem):
    status, kind, title = 400, "idempotency-key-missing", "缺少幂等键"


class KeyReused(Problem):
    status, kind, title = 422, "idempotency-key-reused", "幂等键已用于另一请求"


async def _declared(
    idempotency_key: Annotated[UUID | None, Header(description="客户端生成的 UUID；重复发送同一请求时不变")] = None,
) -> None:
    """Puts the header into the OpenAPI document; ``CommandRoute`` itself reads it before anything else runs."""


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class CommandRoute(APIRoute):
    """A POST here acts once per Idempotency-Key; its answer is stored in the transaction of the act."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        if "POST" in (options.get("methods") or ()):
            given = list(options.get("dependencies") or ())
            if all(depends.dependency is not _declared for depends in given):
                options["dependencies"] = [*given, Depends(_declared)]
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        original = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.method != "POST":
                return await original(request)
            return await _once(request, original)

        return handle


async def _once(request: Request, original: Handler) -> Response:
    """Keys belong to the person who acts: ``app.state.code_of`` says who that is, or refuses, before one is claimed."""
    key = _key(request)
    fingerprint = hashlib.sha256(request.url.query.encode() + b"\n" + await request.body()).hexdigest()
    database: Database = request.app.state.database
    async with database.transaction() as session:
        request.state.session = session
        actor = await request.app.state.code_of(request, session)
        if not await _claim(session, actor, key, request.url.path, fingerprint):
            return await _stored(session, actor, key, request.url.path, fingerprint)
        response = await original(request)
        await _store(session, actor, key, response)
    return response


def _key(request: Request) -> UUID:
    written = request.headers.get("idempotency-key")
    if written is None:
        raise KeyMissing("此操作须带请求头 Idempotency-Key（UUID），以免重复执行。")
    try:
        return UUID(written)
    except ValueError:
        raise KeyMissing("请求头 Idempotency-Key 应为 UUID。") from None


async def _claim(session: AsyncSession, actor: str, key: UUID, path: str, fingerprint: str) -> bool:
    """Whether this request is the first; a rival with the same key is waited for until its transaction ends."""
    row = {"actor": actor, "key": key, "path": path, "request_hash": fingerprint, "created_at": clock.now()}
    claimed = await session.execute(
        insert(IdempotencyKey).values(**row).on_conflict_do_nothing().returning(col(IdempotencyKey.key))
    )
    return claimed.first() is not None


async def _stored(session: AsyncSession, actor: str, key: UUID, path: str, fingerprint: str) -> Response:
    stored = await session.get_one(IdempotencyKey, (actor, key))
    if (stored.path, stored.request_hash) != (path, fingerprint):
        raise KeyReused("同一个 Idempotency-Key 已用于内容不同的请求，请换一个新的。")
    assert stored.status is not None and stored.answer is not None
    headers = {**(stored.headers or {}), "Idempotency-Replayed": "true"}
    return Response(stored.answer, stored.status, headers)


async def _store(session: AsyncSession, actor: str, key: UUID, response: Response) -> None:
    headers = {name: response.headers[name] for name in _STORED_HEADERS if name in response.headers}
    await session.execute(
        update(IdempotencyKey)
        .where(col(IdempotencyKey.actor) == actor, col(IdempotencyKey.key) == key)
        .values(status=response.status_code, answer=bytes(response.body), headers=headers)
    )


async def forget_old(session: AsyncSession) -> int:
    """Delete the answers older than ``KEPT``; returns how many."""
    gone = await session.execute(
        delete(IdempotencyKey)
        .where(col(IdempotencyKey.created_at) < clock.now() - KEPT)
        .returning(col(IdempotencyKey.key))
    )
    return len(gone.all())
