"""Where a plan stands for one reader: who signed it, what he may do with it now, and what holds it up."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel.ext.asyncio.session import AsyncSession

from app.approvals import policies
from app.approvals.models import ApprovalKind, ApprovalState
from app.approvals.queries import plan_requests
from app.approvals.schemas import ApprovalRow
from app.auth import Act, Actor, Subject
from app.dispatch import life
from app.dispatch.recheck import missing_stock
from app.dispatch.standing import Standing, standing_of
from app.dispatch.states import FROM, PlanState
from app.kernel.types import LabeledEnum


class PlanStep(LabeledEnum):
    SUBMIT = "submit", "提交审批", "primary"
    WITHDRAW = "withdraw", "撤回", "info"
    DECIDE = "decide", "审批", "warning"
    ISSUE = "issue", "下达", "success"


class PlanStanding(BaseModel):
    plan_id: UUID = Field(title="方案标识")
    number: str = Field(title="方案编号")
    state: PlanState = Field(title="状态")
    in_force: bool = Field(title="正在执行")
    others: list[str] = Field(title="所涉事件正在执行的其他方案")
    exercise: bool = Field(title="演练")
    author: str = Field(title="编制人编码")
    author_name: str = Field(title="编制人")
    created_at: datetime = Field(title="编制时间")
    approved_by_name: str | None = Field(title="批准人")
    approved_at: datetime | None = Field(title="批准时间")
    issued_by_name: str | None = Field(title="下达人")
    issued_at: datetime | None = Field(title="下达时间")
    approval_required: bool = Field(title="须经批准才能下达")
    request_id: UUID | None = Field(title="等待中的审批")
    requests: list[ApprovalRow] = Field(title="提交与审批", description="从早到晚")
    steps: list[PlanStep] = Field(title="您现在可办")
    hindrance: str = Field(title="不能下达的原因", description="空为没有")
    missing: list[str] = Field(title="库存已不足的物资", description="您可下达时才核对")


async def plan_standing(session: AsyncSession, plan_id: UUID, *, actor: Actor) -> PlanStanding:
    """The caller has asked whether the actor may read the plan."""
    facts = await standing_of(session, plan_id)
    requests, for_me = await plan_requests(session, plan_id, actor=actor)
    waiting = next((row for row in requests if row.state is ApprovalState.WAITING), None)
    required = await policies.needed(session, ApprovalKind.PLAN, division=facts.district)
    hindrance = _hindrance(facts, required=required)
    held = {
        PlanStep.SUBMIT: facts.state in FROM[PlanState.SUBMITTED] and _may(actor, Act.SUBMIT, facts),
        PlanStep.WITHDRAW: waiting is not None and waiting.author == actor.code,
        PlanStep.DECIDE: for_me,
        PlanStep.ISSUE: facts.state in FROM[PlanState.ISSUED] and not hindrance and _may(actor, Act.POST, facts),
    }
    return PlanStanding.model_validate(
        {
            **vars(facts),
            "in_force": facts.in_force,
            "others": [plan.number for plan in facts.others],
            "approval_required": required,
            "request_id": waiting and waiting.id,
            "requests": requests,
            "steps": [step for step, open_ in held.items() if open_],
            "hindrance": hindrance,
            "missing": await missing_stock(session, plan_id) if held[PlanStep.ISSUE] else [],
        }
    )


def _hindrance(facts: Standing, *, required: bool) -> str:
    """Of a plan that waits for its approver, only what its approval won't mend."""
    if facts.state is PlanState.ISSUED:
        return ""
    unapproved = required and facts.state in (PlanState.DRAFT, PlanState.REFUSED)
    return facts.hindrance or (life.UNAPPROVED if unapproved else "")


def _may(actor: Actor, act: Act, facts: Standing) -> bool:
    return actor.reach(Subject.PLANS, act).covers(facts.district)
