"""Approvals over HTTP; documents are posted here because some have to wait for another person."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from app.approvals import policies, queries, service
from app.approvals.models import ApprovalKind, ApprovalState
from app.approvals.plan_standing import PlanStanding, plan_standing
from app.approvals.schemas import (
    ApprovalList,
    ApprovalOut,
    Box,
    Decision,
    Needed,
    PolicyList,
    PolicySet,
    Refusal,
    Submission,
)
from app.auth import Act, Actor, Right, Subject, acting, acting_either
from app.dispatch import queries as plans
from app.inventory import queries as inventory
from app.inventory.models import DocumentState
from app.inventory.schemas import DocumentDetail, DocumentIn
from app.kernel.database import Session
from app.kernel.errors import NotFound
from app.kernel.idempotency import CommandRoute
from app.kernel.paging import After, Limit
from app.sites import queries as sites

router = APIRouter(tags=["审批"], route_class=CommandRoute)

Reader = Annotated[Actor, acting_either(Right(Subject.STOCK, Act.READ), Right(Subject.PLANS, Act.READ))]
Approver = Annotated[Actor, acting_either(Right(Subject.STOCK, Act.APPROVE), Right(Subject.PLANS, Act.APPROVE))]
Author = Annotated[Actor, acting_either(Right(Subject.STOCK, Act.SUBMIT), Right(Subject.PLANS, Act.SUBMIT))]
Submitter = Annotated[Actor, acting(Subject.STOCK, Act.SUBMIT)]
Planner = Annotated[Actor, acting(Subject.PLANS, Act.SUBMIT)]
PlanReader = Annotated[Actor, acting(Subject.PLANS, Act.READ)]
Issuer = Annotated[Actor, acting(Subject.PLANS, Act.POST)]
PolicyReader = Annotated[Actor, acting(Subject.POLICIES, Act.READ)]
PolicyWriter = Annotated[Actor, acting(Subject.POLICIES, Act.POST)]


@router.post(
    "/documents",
    status_code=status.HTTP_201_CREATED,
    summary="单据过账或提交审批",
    responses={status.HTTP_202_ACCEPTED: {"model": DocumentDetail, "description": "已提交，待审批"}},
)
async def post_document(session: Session, actor: Submitter, command: DocumentIn, response: Response) -> DocumentDetail:
    """Posted at once (201), or numbered and waiting where the place's policy demands approval (202)."""
    document = await service.post_or_submit(session, actor=actor, command=command)
    if document.state is DocumentState.SUBMITTED:
        response.status_code = status.HTTP_202_ACCEPTED
    return await inventory.document(session, document.id, scope=actor.scope)


@router.get("/approvals", summary="审批列表")
async def list_approvals(
    session: Session,
    actor: Reader,
    *,
    box: Annotated[Box, Query(description="待我审批、我提交的、全部可查看的")] = Box.WAITING,
    state: ApprovalState | None = None,
    document: Annotated[UUID | None, Query(description="只要这张单据的")] = None,
    after: After = None,
    limit: Limit = 50,
) -> ApprovalList:
    """Newest first."""
    return await queries.list_approvals(
        session, actor=actor, box=box, state=state, document=document, after=after, limit=limit
    )


@router.get("/approvals/needed", summary="是否须审批")
async def get_approval_needed(session: Session, actor: Submitter, *, site: UUID, kind: ApprovalKind) -> Needed:
    """Whether a document of this kind would wait at the site, so that its form can say so."""
    places = await sites.get_places(session, [site], scope=actor.scope)
    if not places:
        raise NotFound("没有这个库点")
    return Needed(required=await policies.needed(session, kind, division=places[0].division or "", site_id=site))


@router.get("/approvals/{request_id}", summary="审批详情")
async def get_approval(session: Session, actor: Reader, request_id: UUID) -> ApprovalOut:
    return await queries.get_approval(session, request_id, actor=actor)


@router.post("/approvals/{request_id}/approve", summary="批准")
async def approve_request(session: Session, actor: Approver, request_id: UUID, command: Decision) -> ApprovalOut:
    """Does what was asked for, in the same transaction; if that cannot be done now, the request stays."""
    await service.approve(session, actor=actor, request_id=request_id, reason=command.reason)
    return await queries.get_approval(session, request_id, actor=actor)


@router.post("/approvals/{request_id}/refuse", summary="退回")
async def refuse_request(session: Session, actor: Approver, request_id: UUID, command: Refusal) -> ApprovalOut:
    await service.refuse(session, actor=actor, request_id=request_id, reason=command.reason)
    return await queries.get_approval(session, request_id, actor=actor)


@router.post("/approvals/{request_id}/withdraw", summary="撤回")
async def withdraw_request(session: Session, actor: Author, request_id: UUID) -> ApprovalOut:
    await service.withdraw(session, actor=actor, request_id=request_id)
    return await queries.get_approval(session, request_id, actor=actor)


@router.post("/plans/{plan_id}/submission", status_code=status.HTTP_201_CREATED, summary="方案提交审批")
async def submit_plan(session: Session, actor: Planner, plan_id: UUID, command: Submission) -> ApprovalOut:
    request = await service.submit_plan(session, actor=actor, plan_id=plan_id, note=command.note)
    return await queries.get_approval(session, request.id, actor=actor)


@router.get("/plans/{plan_id}/standing", summary="方案状态与可办事项")
async def get_plan_standing(session: Session, actor: PlanReader, plan_id: UUID) -> PlanStanding:
    await plans.require_visible(session, plan_id, scope=actor.scope)
    return await plan_standing(session, plan_id, actor=actor)


@router.post("/plans/{plan_id}/issue", summary="下达方案")
async def issue_plan(session: Session, actor: Issuer, plan_id: UUID) -> PlanStanding:
    """Approved by another person first, where the policy of its district says so."""
    await service.issue_plan(session, actor=actor, plan_id=plan_id)
    return await plan_standing(session, plan_id, actor=actor)


@router.get("/approval-policies", summary="审批策略")
async def list_approval_policies(session: Session, actor: PolicyReader) -> PolicyList:
    return PolicyList(items=await policies.list_policies(session, scope=actor.scope))


@router.put("/approval-policies", summary="设置审批策略")
async def set_approval_policy(session: Session, actor: PolicyWriter, command: PolicySet) -> PolicyList:
    """For one place and kind; the nearest place decides."""
    await policies.set_policy(session, actor=actor, command=command)
    return PolicyList(items=await policies.list_policies(session, scope=actor.scope))


@router.delete("/approval-policies/{policy_id}", summary="删除审批策略")
async def remove_approval_policy(session: Session, actor: PolicyWriter, policy_id: UUID) -> PolicyList:
    await policies.remove_policy(session, actor=actor, policy_id=policy_id)
    return PolicyList(items=await policies.list_policies(session, scope=actor.scope))
