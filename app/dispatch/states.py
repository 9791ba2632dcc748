"""Life of a plan: draft → adjusted → approved → issued. A plan that is still being computed is a job, not a plan."""

from app.kernel.types import LabeledEnum


class PlanState(LabeledEnum):
    DRAFT = "draft", "草案", "primary"
    APPROVED = "approved", "已批准", "success"
