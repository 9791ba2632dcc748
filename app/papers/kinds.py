"""The papers of a plan."""

from app.kernel.types import LabeledEnum


class PaperKind(LabeledEnum):
    PLAN = "plan", "调度方案"
    RELOCATION = "relocation", "转移安置通知"
    PICKING = "picking", "拣货清单"
    DRIVING = "driving", "派车单"
    TEAMS = "teams", "队伍任务单"
    CITY_REQUEST = "city_request", "市级支援申请"
