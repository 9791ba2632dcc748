"""Life of a plan: draft → adjusted → approved → issued; before that it is computed."""

from app.kernel.types import LabeledEnum


class PlanState(LabeledEnum):
    COMPUTING = "computing", "计算中", "warning"
    DRAFT = "draft", "草案", "primary"
    FAILED = "failed", "未完成", "danger"
    CANCELLED = "cancelled", "已取消", "info"
