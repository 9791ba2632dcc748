"""Stock, documents and holds over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.auth import Act, Actor, Subject, acting
from app.inventory import queries, service
from app.inventory.models import DocumentKind, DocumentState, HoldState
from app.inventory.schemas import (
    DocumentDetail,
    DocumentIn,
    DocumentList,
    EntryList,
    HoldIn,
    HoldList,
    HoldOut,
    ItemStockList,
    PreviewOut,
    ReversalIn,
    StockList,
    StockTree,
)
from app.kernel import clock
from app.kernel.database import Session
from app.kernel.idempotency import CommandRoute

router = APIRouter(tags=["库存"])
commands = APIRouter(route_class=CommandRoute)

Reader = Annotated[Actor, acting(Subject.STOCK, Act.READ)]
Drafter = Annotated[Actor, acting(Subject.STOCK, Act.DRAFT)]
Submitter = Annotated[Actor, acting(Subject.STOCK, Act.SUBMIT)]
Reverser = Annotated[Actor, acting(Subject.STOCK, Act.REVERSE)]

Limit = Annotated[int, Query(ge=1, le=1000)]
After = Annotated[str | None, Query(description="上一页返回的 next")]


@router.get("/sites/{site_id}/stock", summary="库点库存")
async def list_site_stock(
    session: Session,
    actor: Reader,
    *,
    site_id: UUID,
    item: UUID | None = None,
    limit: Limit = 1000,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> StockList:
    rows = await queries.site_stock(
        session,
        scope=actor.scope,
        site_id=site_id,
        item_id=item,
        on=clock.today(),
        limit=limit,
        offset=offset,
    )
    return StockList(items=rows)


@router.get("/stock", summary="品目库存")
async def list_item_stock(
    session: Session,
    actor: Reader,
    *,
    item: UUID | None = None,
    site: UUID | None = None,
    division: str | None = None,
    limit: Limit = 1000,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> ItemStockList:
    rows = await queries.item_stock(
        session,
        scope=actor.scope,
        item_id=item,
        site_id=site,
        division=division,
        on=clock.today(),
        limit=limit,
        offset=offset,
    )
    return ItemStockList(items=rows)


@router.get("/stock/tree", summary="库存树")
async def get_stock_tree(session: Session, actor: Reader) -> StockTree:
    return StockTree(roots=await queries.stock_tree(session, on=clock.today(), scope=actor.scope))


@router.get("/ledger", summary="库存流水")
async def list_ledger(
    session: Session,
    actor: Reader,
    *,
    site: UUID | None = None,
    item: UUID | None = None,
    lot: UUID | None = None,
    after: After = None,
    limit: Limit = 50,
) -> EntryList:
    """Newest first."""
    return await queries.ledger(
        session, scope=actor.scope, site_id=site, item_id=item, lot_id=lot, after=after, limit=limit
    )


@router.get("/documents", summary="单据列表")
async def list_documents(
    session: Session,
    actor: Reader,
    *,
    kind: DocumentKind | None = None,
    state: DocumentState | None = None,
    site: UUID | None = None,
    after: After = None,
    limit: Limit = 50,
) -> DocumentList:
    """Newest first."""
    return await queries.documents(
        session, scope=actor.scope, kind=kind, state=state, site_id=site, after=after, limit=limit
    )


@router.get("/documents/{document_id}", summary="单据详情")
async def get_document(session: Session, actor: Reader, document_id: UUID) -> DocumentDetail:
    return await queries.document(session, document_id, scope=actor.scope)


@router.post("/documents/preview", summary="过账预览")
async def preview_document(session: Session, actor: Drafter, command: DocumentIn) -> PreviewOut:
    return await service.preview(session, actor=actor, command=command)


@router.post("/documents/{document_id}/reversal/preview", summary="红冲预览")
async def preview_reversal(session: Session, actor: Reverser, document_id: UUID) -> PreviewOut:
    return await service.preview_reversal(session, actor=actor, document_id=document_id)


@commands.post("/documents/{document_id}/reversal", status_code=201, summary="红冲")
async def reverse_document(session: Session, actor: Reverser, document_id: UUID, command: ReversalIn) -> DocumentDetail:
    reversal = await service.reverse(session, actor=actor, document_id=document_id, command=command)
    return await queries.document(session, reversal.id, scope=actor.scope)


@router.get("/holds", summary="占用列表")
async def list_holds(
    session: Session,
    actor: Reader,
    *,
    site: UUID | None = None,
    state: HoldState | None = None,
    after: After = None,
    limit: Limit = 50,
) -> HoldList:
    """Newest first."""
    return await queries.holds(session, scope=actor.scope, site_id=site, state=state, after=after, limit=limit)


@commands.post("/holds", status_code=201, summary="占用物资")
async def hold_goods(session: Session, actor: Submitter, command: HoldIn) -> HoldOut:
    hold = await service.hold(session, actor=actor, command=command)
    return await queries.hold(session, hold.id, scope=actor.scope)


@commands.post("/holds/{hold_id}/release", summary="释放占用")
async def release_hold(session: Session, actor: Submitter, hold_id: UUID) -> HoldOut:
    await service.release(session, actor=actor, hold_id=hold_id)
    return await queries.hold(session, hold_id, scope=actor.scope)


router.include_router(commands)
