"""What the security administrator decides about signing in: each setting with its default, its limits and its words."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import SecurityPolicy
from app.kernel import clock
from app.kernel.types import LabeledEnum


class PasswordProfile(LabeledEnum):
    MLPS = "mlps", "等级保护二级（GB/T 22239-2019）", "primary"
    ASVS = "asvs", "长口令（OWASP ASVS）", "info"


class Policy(BaseModel):
    """All settings as they hold; the database keeps only those that were changed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    idle_minutes: int = Field(default=15, ge=5, le=120, title="无操作多少分钟后退出")
    absolute_hours: int = Field(default=12, ge=1, le=24, title="一次登录最长多少小时")
    password_profile: PasswordProfile = Field(default=PasswordProfile.MLPS, title="口令规则")
    second_factor_forced: bool = Field(default=False, title="管理员和审批人必须使用动态口令")

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_minutes)

    @property
    def absolute(self) -> timedelta:
        return timedelta(hours=self.absolute_hours)


async def current_policy(session: AsyncSession) -> Policy:
    changed: dict[str, Any] = {one.key: one.value for one in await session.exec(select(SecurityPolicy))}
    return Policy.model_validate(changed)


async def set_policy(session: AsyncSession, *, actor: UUID, policy: Policy) -> Policy:
    """Keep what differs from the policy that holds."""
    held = await current_policy(session)
    for key, value in policy.model_dump(mode="json").items():
        if value != getattr(held, key):
            await session.merge(SecurityPolicy(key=key, value=value, set_by=actor, set_at=clock.now()))
    await session.flush()
    return policy
