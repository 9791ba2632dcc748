"""What a paper says of its plan's life: the mark across the sheet, the state in words, who signed when. Pure."""

from datetime import datetime

from app.dispatch.standing import Standing
from app.dispatch.states import PlanState
from app.kernel.clock import SHANGHAI

NOT_YET = {
    PlanState.DRAFT: "草案 未批准",
    PlanState.SUBMITTED: "草案 未批准",
    PlanState.REFUSED: "已退回 未批准",
    PlanState.APPROVED: "已批准 未下达",
}


def mark(standing: Standing) -> str:
    """Across every page, until the plan is carried out and while it is; nothing on one that is to be acted on."""
    words = NOT_YET.get(standing.state, "" if standing.in_force else "已改用其他方案")
    return " ".join(filter(None, ("演练" if standing.exercise else "", words)))


def state_text(standing: Standing) -> str:
    approved = f"{_by(standing.approved_by_name, standing.approved_at)}批准"
    if standing.state is PlanState.ISSUED:
        whose = approved if standing.approved_at else "按审批策略不须他人批准"
        now = "" if standing.in_force else f"，已改用{'、'.join(plan.number for plan in standing.others)}"
        return f"{whose}，{_by(standing.issued_by_name, standing.issued_at)}下达{now}"
    if standing.state is PlanState.APPROVED:
        return f"{approved}，尚未下达"
    return f"{standing.state.label}，未经批准，不得据此调运和转移"


def signatures(standing: Standing) -> list[str]:
    return [
        f"拟制：{_by(standing.author_name, standing.created_at)}",
        f"批准：{_by(standing.approved_by_name, standing.approved_at)}",
        f"下达：{_by(standing.issued_by_name, standing.issued_at)}",
    ]


def _by(name: str | None, at: datetime | None) -> str:
    if name is None or at is None:
        return ""
    return f"{name} {at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} "
