"""Refusals as RFC 9457 problems: one class per problem, Chinese words, all faults at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, at a JSON pointer into the body (``/lines/0/quantity``) or a parameter's name."""

    pointer: str
    detail: str


class Problem(Exception):
    """Base of every refusal. ``kind`` becomes the problem's type URI ``/problems/<kind>``."""

    status: ClassVar[int] = 400
    kind: ClassVar[str] = "problem"
    title: ClassVar[str] = "请求无法处理"
    retry_after_s: ClassVar[int | None] = None
    """After how long the same request may succeed."""

    def __init__(self, detail: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)


class NotFound(Problem):
    status, kind, title = 404, "not-found", "没有找到"


class Conflict(Problem):
    status, kind, title = 409, "conflict", "与当前状态冲突"


class VersionMismatch(Problem):
    status, kind, title = 412, "version-mismatch", "内容已被他人修改，请刷新后重试"


class VersionRequired(Problem):
    status, kind, title = 428, "version-required", "缺少版本（If-Match）"


class Invalid(Problem):
    status, kind, title = 422, "invalid", "填写有误"


class Busy(Problem):
    status, kind, title = 503, "busy", "系统繁忙，请稍后重试"
    retry_after_s = 2


class Internal(Problem):
    """A fault of the program itself; says nothing that could leak."""

    status, kind, title = 500, "internal", "系统内部错误"


class ServerFault(Problem):
    """The database server cannot be started, reached or stopped."""

    status, kind, title = 503, "database-server", "数据库服务不可用"
    retry_after_s = 2


class TooMany(Problem):
    status, kind, title = 429, "too-many-requests", "请求过于频繁"
    retry_after_s = 60


REFUSED = "请按提示修改后重新提交"


def refuse_if(faults: Sequence[Fault], detail: str = REFUSED) -> None:
    """Raise ``Invalid`` with all faults at once, or do nothing."""
    if faults:
        raise Invalid(detail, faults)
