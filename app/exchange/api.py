"""Tokens over HTTP, and what they open."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status

from app.auth import Act, Actor, Right, Scope, Subject, acting, acting_either
from app.exchange import queries, tokens
from app.exchange.bearer import by_token
from app.exchange.schemas import (
    SharedPlaces,
    SharedShelters,
    SharedStocks,
    SharedTeams,
    TokenCreate,
    TokenList,
    TokenMade,
)
from app.kernel.database import Session
from app.kernel.paging import After, Limit

router = APIRouter(tags=["资源信息共享"])

Reader = Annotated[Actor, acting(Subject.EXCHANGE, Act.READ)]
Maker = Annotated[Actor, acting(Subject.EXCHANGE, Act.DRAFT)]
Approver = Annotated[Actor, acting(Subject.EXCHANGE, Act.APPROVE)]
Ender = Annotated[Actor, acting_either(Right(Subject.EXCHANGE, Act.POST), Right(Subject.EXCHANGE, Act.APPROVE))]


@router.get("/access-tokens", summary="共享令牌列表")
async def list_access_tokens(session: Session, actor: Reader) -> TokenList:
    return TokenList(items=list(await tokens.list_tokens(session, scope=actor.scope)))


@router.post("/access-tokens", status_code=status.HTTP_201_CREATED, summary="申请共享令牌")
async def make_access_token(session: Session, actor: Maker, command: TokenCreate) -> TokenMade:
    """The answer is the only one that holds the token, so no copy of it is kept to answer a repeated request."""
    token, secret = await tokens.make(session, actor=actor, command=command)
    return TokenMade(id=token.id, token=secret)


@router.post("/access-tokens/{token_id}/approve", summary="批准共享令牌")
async def approve_access_token(session: Session, actor: Approver, token_id: UUID) -> TokenList:
    """By another person than who made it."""
    await tokens.approve(session, actor=actor, token_id=token_id)
    return TokenList(items=list(await tokens.list_tokens(session, scope=actor.scope)))


@router.post("/access-tokens/{token_id}/revoke", summary="吊销共享令牌")
async def revoke_access_token(session: Session, actor: Ender, token_id: UUID) -> TokenList:
    await tokens.revoke(session, actor=actor, token_id=token_id)
    return TokenList(items=list(await tokens.list_tokens(session, scope=actor.scope)))


@router.get("/exchange/places", summary="共享：库点")
async def share_places(
    session: Session, scope: Annotated[Scope, by_token(Subject.PLACES)], after: After = None, limit: Limit = 200
) -> SharedPlaces:
    return await queries.places(session, scope=scope, after=after, limit=limit)


@router.get("/exchange/stock", summary="共享：库存")
async def share_stock(
    session: Session, scope: Annotated[Scope, by_token(Subject.STOCK)], after: After = None, limit: Limit = 200
) -> SharedStocks:
    return await queries.stocks(session, scope=scope, after=after, limit=limit)


@router.get("/exchange/teams", summary="共享：队伍")
async def share_teams(
    session: Session, scope: Annotated[Scope, by_token(Subject.FORCES)], after: After = None, limit: Limit = 200
) -> SharedTeams:
    return await queries.teams(session, scope=scope, after=after, limit=limit)


@router.get("/exchange/shelters", summary="共享：避难场所")
async def share_shelters(
    session: Session, scope: Annotated[Scope, by_token(Subject.FORCES)], after: After = None, limit: Limit = 200
) -> SharedShelters:
    return await queries.shelters(session, scope=scope, after=after, limit=limit)
