"""What each role may do: right = role × place × act. Places are the grants' affair (``scope``)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel.types import LabeledEnum


class Act(LabeledEnum):
    READ = "read", "查看", "info"
    DRAFT = "draft", "拟制", "primary"
    SUBMIT = "submit", "提交", "primary"
    APPROVE = "approve", "审批", "warning"
    POST = "post", "过账", "success"
    REVERSE = "reverse", "红冲", "danger"


class Subject(LabeledEnum):
    """What an act is about."""

    PLACES = "places", "区划与库点", "info"
    CATALOG = "catalog", "品目与标准", "info"
    STOCK = "stock", "库存与单据", "primary"
    FORCES = "forces", "队伍、场所、车辆", "primary"
    ROADS = "roads", "道路", "info"
    INCIDENTS = "incidents", "突发事件", "danger"
    PLANS = "plans", "调度方案", "danger"
    PLANNING = "planning", "能力规划", "primary"
    PEOPLE = "people", "人员与账号", "info"
    RIGHTS = "rights", "授权", "warning"
    POLICIES = "policies", "安全与审批策略", "warning"
    SETTINGS = "settings", "系统设置", "info"
    EXCHANGE = "exchange", "资源信息共享", "info"
    AUDIT = "audit", "审计", "warning"


class Role(LabeledEnum):
    KEEPER = "keeper", "仓管员", "success"
    DUTY = "duty", "值班员", "primary"
    APPROVER = "approver", "审批人", "warning"
    PLANNER = "planner", "规划员", "info"
    SYSADMIN = "sysadmin", "系统管理员", "info"
    SECURITY = "security", "安全管理员", "info"
    AUDITOR = "auditor", "审计管理员", "info"


ADMINISTRATIVE = frozenset({Role.SYSADMIN, Role.SECURITY, Role.AUDITOR})
"""三权分立: no two of these on one person, and none of them beside another role."""


OF_DISTRICTS = frozenset({Subject.INCIDENTS, Subject.PLANS})
"""Affairs of whole districts: who has a role in less holds none of their rights."""


@dataclass(frozen=True)
class Right:
    """One act on one subject: what a route demands."""

    subject: Subject
    act: Act

    @property
    def label(self) -> str:
        return f"{self.subject.label}·{self.act.label}"


def _acts(*acts: Act) -> frozenset[Act]:
    return frozenset(acts)


_READ = _acts(Act.READ)
_WRITE = _acts(Act.READ, Act.DRAFT, Act.SUBMIT, Act.POST)
_OPERATIONS = (
    Subject.PLACES,
    Subject.CATALOG,
    Subject.STOCK,
    Subject.FORCES,
    Subject.ROADS,
    Subject.INCIDENTS,
    Subject.PLANS,
    Subject.PLANNING,
)
_SEES = dict.fromkeys(_OPERATIONS, _READ)

RIGHTS: Mapping[Role, Mapping[Subject, frozenset[Act]]] = {
    Role.KEEPER: {
        Subject.PLACES: _READ,
        Subject.CATALOG: _READ,
        Subject.STOCK: _WRITE | {Act.REVERSE},
        Subject.FORCES: _READ,
        Subject.ROADS: _READ,
    },
    Role.DUTY: {
        **_SEES,
        Subject.STOCK: _acts(Act.READ, Act.DRAFT, Act.SUBMIT),
        Subject.FORCES: _WRITE,
        Subject.INCIDENTS: _WRITE,
        Subject.PLANS: _WRITE,
    },
    Role.APPROVER: {
        **_SEES,
        Subject.STOCK: _acts(Act.READ, Act.APPROVE, Act.REVERSE),
        Subject.PLANS: _acts(Act.READ, Act.APPROVE),
    },
    Role.PLANNER: {**_SEES, Subject.PLANNING: _WRITE, Subject.CATALOG: _READ},
    Role.SYSADMIN: {
        Subject.PLACES: _WRITE,
        Subject.CATALOG: _WRITE,
        Subject.FORCES: _WRITE,
        Subject.ROADS: _WRITE,
        Subject.PEOPLE: _WRITE,
        Subject.SETTINGS: _WRITE,
        Subject.EXCHANGE: _WRITE,
    },
    Role.SECURITY: {
        Subject.PLACES: _READ,
        Subject.PEOPLE: _READ,
        Subject.RIGHTS: _WRITE,
        Subject.POLICIES: _WRITE,
        Subject.EXCHANGE: _acts(Act.READ, Act.APPROVE),
    },
    Role.AUDITOR: dict.fromkeys(Subject, _READ),
}
"""What a role may do where its grants say so. Nobody grants to himself, whatever stands here."""


def holds(role: Role, right: Right) -> bool:
    return right.act in RIGHTS[role].get(right.subject, frozenset())
