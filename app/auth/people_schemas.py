"""Persons, accounts and grants as they travel."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.auth.rights import Role

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PersonChange(_Written):
    name: Name = Field(title="姓名")
    phone: Short = Field(default="", title="电话")
    division: str | None = Field(default=None, title="工作单位所在区划", max_length=20)
    post: Short = Field(default="", title="职务")
    openid_subject: str | None = Field(
        default=None, title="统一身份标识", description="统一身份认证中的 sub；不用则不填", max_length=255
    )


class PersonCreate(PersonChange):
    account: str = Field(
        title="账号", description="登录用，也是单据上的人员编码；以后不能改", min_length=1, max_length=64
    )


class CodeRead(BaseModel):
    code: str = Field(title="一次性代码", description="只显示这一次，请当面交给本人")
    expires_at: datetime = Field(title="有效至")


class PersonRead(BaseModel):
    """A person with the state of his account."""

    id: UUID
    code: str = Field(title="编码")
    name: str = Field(title="姓名")
    phone: str = Field(title="电话")
    division: str | None = Field(title="区划")
    division_name: str | None = Field(title="区划名称")
    post: str = Field(title="职务")
    left_at: datetime | None = Field(title="离岗时间")
    account: str | None = Field(title="账号", description="没有账号的人员只是旧单据上的签名")
    disabled_at: datetime | None = Field(title="停用时间")
    password_set: bool = Field(title="已设置口令")
    second_factor: bool = Field(title="已启用动态口令")
    openid_subject: str | None = Field(title="统一身份标识")
    locked_until: datetime | None = Field(title="锁定至")
    seen_at: datetime | None = Field(title="最近使用")
    roles: list[Role] = Field(title="角色")


class PersonCreated(BaseModel):
    person: PersonRead = Field(title="人员")
    code: CodeRead = Field(title="首个口令的一次性代码")


class SignInsEnded(BaseModel):
    ended: int = Field(title="结束的登录数")


class LockedAddress(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    key: str = Field(title="标识")
    address: str = Field(title="网络地址", description="IPv6 以 /64 网段计")
    count: int = Field(title="连续失败次数")
    last_at: datetime = Field(title="最近一次")
    locked_until: datetime = Field(title="锁定至")


class LockedAddresses(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    items: list[LockedAddress] = Field(title="锁定的网络地址")


class GrantCreate(_Written):
    person_id: UUID = Field(title="人员")
    role: Role = Field(title="角色")
    reads: str = Field(title="查看范围", description="区划代码；空表示全部区域", max_length=20)
    writes: str | None = Field(default=None, title="办理范围", description="区划代码；不填表示只能查看", max_length=20)
    site_id: UUID | None = Field(default=None, title="库点", description="填写则只能办理这一个库点")


class GrantRead(BaseModel):
    id: UUID
    person_id: UUID = Field(title="人员")
    person_code: str = Field(title="人员编码")
    person_name: str = Field(title="姓名")
    role: Role = Field(title="角色")
    reads: str = Field(title="查看范围")
    reads_name: str = Field(title="查看范围名称")
    writes: str | None = Field(title="办理范围")
    writes_name: str | None = Field(title="办理范围名称")
    site_id: UUID | None = Field(title="库点")
    site_name: str | None = Field(title="库点名称")
    granted_at: datetime = Field(title="授权时间")
    granted_by_name: str | None = Field(title="授权人")
    ended_at: datetime | None = Field(title="终止时间")
    ended_by_name: str | None = Field(title="终止人")
