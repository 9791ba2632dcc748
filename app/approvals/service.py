"""Submitting and deciding. The decision and what it does are one transaction; author and approver are two persons."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import inbox
from app.approvals import policies
from app.approvals.models import ApprovalKind, ApprovalRequest, ApprovalState
from app.approvals.queries import subject_of
from app.auth import Act, Actor, Person, Right, Subject
from app.dispatch import life
from app.dispatch import queries as plans
from app.dispatch.models import DispatchPlan
from app.dispatch.states import PlanState
from app.inventory import service as inventory
from app.inventory.models import Document, DocumentState
from app.inventory.schemas import DocumentIn
from app.kernel import clock
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, NotFound
from app.kernel.events import publish
from app.sites.models import Site

TOPIC = "approvals"

explain(
    {
        "ck_approval_request_author_never_decides": "提交人不能审批自己提交的内容。",
        "uq_approval_request_plan": "这个方案已经提交审批。",
    }
)

_KINDS = {kind.value: kind for kind in ApprovalKind}


async def post_or_submit(session: AsyncSession, *, actor: Actor, command: DocumentIn) -> Document:
    """Post the document, or let it wait where the place's policy says so; submitting is right enough only there."""
    site = await session.get(Site, command.site_id)
    kind = _KINDS.get(command.kind.value)
    if (
        site
        and site.division
        and kind
        and await policies.needed(session, kind, division=site.division, site_id=site.id)
    ):
        document = await inventory.submit(session, actor=actor, command=command)
        request = ApprovalRequest(
            kind=kind,
            document_id=document.id,
            number=document.number,
            division=site.division,
            site_id=site.id,
            author=actor.code,
            submitted_at=clock.now(),
            note=command.note,
        )
        await _submitted(session, request)
        return document
    return await inventory.post(session, actor=actor.exercising(Subject.STOCK, Act.POST), command=command)


async def submit_plan(session: AsyncSession, *, actor: Actor, plan_id: UUID, note: str) -> ApprovalRequest:
    district = await plans.require_at(session, plan_id, actor=actor)
    plan = await life.step(session, plan_id, PlanState.SUBMITTED)
    request = ApprovalRequest(
        kind=ApprovalKind.PLAN,
        plan_id=plan.id,
        number=plan.number,
        division=district,
        author=actor.code,
        submitted_at=clock.now(),
        note=note,
    )
    await _submitted(session, request, but=[plan.actor])
    return request


async def issue_plan(session: AsyncSession, *, actor: Actor, plan_id: UUID) -> None:
    """Carry the plan out: approved by another person, or straight from its author where the place asks for nobody."""
    district = await plans.require_at(session, plan_id, actor=actor)
    required = await policies.needed(session, ApprovalKind.PLAN, division=district)
    plan = await life.issue(session, actor=actor, plan_id=plan_id, unapproved=not required)
    codes = {plan.actor, plan.approved_by} - {actor.code}
    signed = await session.exec(select(Person).where(col(Person.code).in_(codes)))
    await inbox.tell(session, signed, inbox.Notice(inbox.Kind.PLAN, f"方案 {plan.number} 已下达", f"/plans/{plan.id}"))


def page_of(request: ApprovalRequest) -> str:
    """Where it is read and decided."""
    return f"/plans/{request.plan_id}" if request.plan_id else f"/approvals?request={request.id}"


async def _submitted(session: AsyncSession, request: ApprovalRequest, *, but: Sequence[str] = ()) -> None:
    """Those who may decide are told, ``but`` for whoever wrote what they decide."""
    session.add(request)
    await session.flush()
    await inbox.tell_holders(
        session,
        [Right(subject_of(request.kind), Act.APPROVE)],
        inbox.Notice(
            inbox.Kind.APPROVAL, f"{request.kind.label} {request.number} 待审批", page_of(request), request.note
        ),
        division=request.division,
        site=request.site_id,
        but=[request.author, *but],
    )
    await _tell(session, request)


async def approve(session: AsyncSession, *, actor: Actor, request_id: UUID, reason: str) -> ApprovalRequest:
    """Approve and do it: post the document under the stock of now, or mark the plan. What cannot be done waits on."""
    request = await _for(session, actor, request_id)
    approver = actor.exercising(subject_of(request.kind), Act.APPROVE)
    if request.plan_id:
        await life.approve(session, actor=approver, plan_id=request.plan_id)
    else:
        assert request.document_id
        await inventory.post_submitted(session, actor=approver, document_id=request.document_id)
    return await _decided(session, request, actor, ApprovalState.APPROVED, reason)


async def refuse(session: AsyncSession, *, actor: Actor, request_id: UUID, reason: str) -> ApprovalRequest:
    request = await _for(session, actor, request_id)
    await _undone(session, request, DocumentState.REFUSED, PlanState.REFUSED)
    return await _decided(session, request, actor, ApprovalState.REFUSED, reason)


async def withdraw(session: AsyncSession, *, actor: Actor, request_id: UUID) -> ApprovalRequest:
    """By the author, while nobody has decided."""
    request = await _waiting(session, actor, request_id)
    if request.author != actor.code:
        raise Conflict("只有提交人可以撤回。")
    await _undone(session, request, DocumentState.WITHDRAWN, PlanState.DRAFT)
    return await _decided(session, request, actor, ApprovalState.WITHDRAWN)


async def _undone(session: AsyncSession, request: ApprovalRequest, document: DocumentState, plan: PlanState) -> None:
    """What was asked for waits no longer."""
    if request.plan_id:
        await life.step(session, request.plan_id, plan)
    else:
        assert request.document_id
        await inventory.drop_submitted(session, document_id=request.document_id, state=document)


async def _for(session: AsyncSession, actor: Actor, request_id: UUID) -> ApprovalRequest:
    """The request, locked and waiting, for somebody who may decide it."""
    request = await _waiting(session, actor, request_id)
    approver = actor.exercising(subject_of(request.kind), Act.APPROVE)
    approver.require(request.division, request.site_id)
    if request.author == actor.code:
        raise Conflict("提交人不能审批自己提交的内容，请由其他审批人审批。")
    return request


async def _waiting(session: AsyncSession, actor: Actor, request_id: UUID) -> ApprovalRequest:
    """The request, locked and waiting; for who may not read it, it is not there."""
    request = await session.get(ApprovalRequest, request_id, with_for_update={"key_share": True})
    if request is None or not _readable(actor, request):
        raise NotFound("没有这项审批")
    if request.state is not ApprovalState.WAITING:
        raise Conflict(f"{request.number} {request.state.label}，不能再处理。")
    return request


def _readable(actor: Actor, request: ApprovalRequest) -> bool:
    scope = actor.reach(subject_of(request.kind), Act.READ)
    return request.author == actor.code or scope.covers(request.division, request.site_id)


async def _decided(
    session: AsyncSession, request: ApprovalRequest, actor: Actor, state: ApprovalState, reason: str = ""
) -> ApprovalRequest:
    request.state, request.reason = state, reason
    request.decided_by, request.decided_at = actor.code, clock.now()
    session.add(request)
    await session.flush()
    await inbox.settle(session, inbox.Kind.APPROVAL, page_of(request))
    if state is not ApprovalState.WITHDRAWN:
        title = f"{request.kind.label} {request.number} {state.label}"
        notice = inbox.Notice(inbox.Kind.DECISION, title, page_of(request), reason)
        await inbox.tell(session, await _authors(session, request), notice)
    await _tell(session, request)
    return request


async def _authors(session: AsyncSession, request: ApprovalRequest) -> Sequence[Person]:
    """Who submitted it, and who made the plan."""
    made = select(DispatchPlan.actor).where(DispatchPlan.id == request.plan_id).scalar_subquery()
    query = select(Person).where(or_(Person.code == request.author, col(Person.code) == made))
    return (await session.exec(query)).all()


async def _tell(session: AsyncSession, request: ApprovalRequest) -> None:
    told = {"id": str(request.id), "kind": request.kind, "number": request.number, "state": request.state}
    await publish(session, TOPIC, told, places=[(request.division, request.site_id)], people=[request.author])
