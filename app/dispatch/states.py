"""Life of a plan: draft → submitted → approved → issued. A plan that is still being computed is a job, not a plan."""

from collections.abc import Mapping

from app.kernel.types import LabeledEnum


class PlanState(LabeledEnum):
    """An adjusted plan is a draft of its own. Issued plans are carried out until a later one is issued."""

    DRAFT = "draft", "草案", "info"
    SUBMITTED = "submitted", "待批准", "warning"
    REFUSED = "refused", "已退回", "danger"
    APPROVED = "approved", "已批准", "primary"
    ISSUED = "issued", "已下达", "success"


FROM: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED}),
    PlanState.SUBMITTED: frozenset({PlanState.DRAFT, PlanState.REFUSED}),
    PlanState.REFUSED: frozenset({PlanState.SUBMITTED}),
    PlanState.APPROVED: frozenset({PlanState.SUBMITTED}),
    PlanState.ISSUED: frozenset({PlanState.APPROVED, PlanState.DRAFT}),
}
"""From which states each is reached; from draft straight to issued only where the place's policy asks nobody."""
