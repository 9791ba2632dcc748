"""Who acts. Until accounts and rights exist, one fixed demo person per role is chosen in the page's header."""

from uuid import UUID

from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column


class Role(LabeledEnum):
    KEEPER = "keeper", "仓管员", "success"
    DUTY = "duty", "值班员", "primary"
    APPROVER = "approver", "审批人", "warning"
    PLANNER = "planner", "规划员", "info"
    SYSADMIN = "sysadmin", "系统管理员", "info"
    SECURITY = "security", "安全管理员", "info"
    AUDITOR = "auditor", "审计管理员", "info"


class Person(SQLModel, table=True):
    __tablename__ = "person"
    __table_args__ = (enum_check("role", Role),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    code: str = Field(unique=True)
    name: str
    role: Role = Field(sa_column=enum_column(Role))
