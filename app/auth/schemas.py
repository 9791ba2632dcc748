"""Signing in, and who one is then, as they travel."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.auth.models import Stage
from app.auth.policy import PasswordProfile
from app.auth.rights import Role

Password = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
OneTimePassword = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\d{6}$")]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignInCommand(_Written):
    name: str = Field(title="账号", min_length=1, max_length=64)
    password: Password = Field(title="口令")
    kiosk: bool = Field(default=False, title="值守大屏", description="不因无操作而退出，但只能查看；仅限值班员")


class CodeCommand(_Written):
    code: str = Field(title="一次性代码", min_length=20, max_length=40)


class PasswordChange(_Written):
    current: Password | None = Field(default=None, title="现在的口令", description="首次设置或重设时不填")
    new: Password = Field(title="新口令")


class SecondFactorCode(_Written):
    code: OneTimePassword = Field(title="动态口令", description="手机显示的 6 位数字")


class SecondFactorSetup(BaseModel):
    uri: str = Field(title="otpauth 地址")
    secret: str = Field(title="密钥", description="不能扫码时手工输入")
    qr_svg: str = Field(title="二维码（SVG）")


class PasswordRules(BaseModel):
    profile: PasswordProfile = Field(title="口令规则")
    shortest: int = Field(title="最少字符数")
    classes: int = Field(title="至少几种字符", description="小写字母、大写字母、数字、符号")
    valid_days: int | None = Field(title="有效天数")


class SignInOptions(BaseModel):
    """What the sign-in page has to offer before anybody is known."""

    openid_name: str | None = Field(title="统一身份认证名称", description="没有则不显示这个按钮")


class RightRead(BaseModel):
    right: str = Field(title="权限", description="对象.行为，如 stock.post")
    label: str = Field(title="名称")
    places: list[str] = Field(title="范围名称")
    divisions: list[str] = Field(title="区划代码", description="空串表示全部区域")
    sites: list[UUID] = Field(title="库点")


class OwnGrant(BaseModel):
    role: Role = Field(title="角色")
    reads: str = Field(title="查看范围")
    reads_name: str = Field(title="查看范围名称")
    writes: str | None = Field(title="办理范围")
    writes_name: str | None = Field(title="办理范围名称")
    site_id: UUID | None = Field(title="库点")
    site_name: str | None = Field(title="库点名称")


class Me(BaseModel):
    """Who is signed in, what is still to be done, and what one may do."""

    id: UUID
    code: str = Field(title="编码")
    name: str = Field(title="姓名")
    account: str = Field(title="账号")
    post: str = Field(title="职务")
    division: str | None = Field(title="区划")
    division_name: str | None = Field(title="区划名称")
    stage: Stage = Field(title="登录阶段")
    kiosk: bool = Field(title="值守大屏")
    roles: list[Role] = Field(title="角色")
    grants: list[OwnGrant] = Field(title="授权")
    rights: list[RightRead] = Field(title="权限")
    second_factor: bool = Field(title="已启用动态口令")
    idle_s: int | None = Field(title="无操作多少秒后退出", description="值守大屏没有")
    ends_at: datetime = Field(title="最迟退出时间")
    password_expires_at: datetime | None = Field(title="口令到期时间")
    password_rules: PasswordRules = Field(title="口令规则")


class SignInRead(BaseModel):
    id: UUID
    current: bool = Field(title="就是这次登录")
    kiosk: bool = Field(title="值守大屏")
    address: str = Field(title="网络地址")
    agent: str = Field(title="浏览器")
    began_at: datetime = Field(title="登录时间")
    seen_at: datetime = Field(title="最近使用")
    ends_at: datetime = Field(title="最迟退出时间")


class SignIns(BaseModel):
    items: list[SignInRead] = Field(title="登录")
