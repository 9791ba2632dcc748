"""Every refusal and every fault as ``application/problem+json`` (RFC 9457)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app.kernel.constraints import problem_of
from app.kernel.errors import Busy, Internal, Invalid, Problem
from app.kernel.validation import fault_of

log = structlog.get_logger(__name__)

_TROUBLE = {
    "40001": "数据刚被他人修改",
    "40P01": "数据正被他人修改",
    "53300": "数据库连接已满",
    "55P03": "数据正被他人修改",
    "57014": "数据库处理超时",
    "57P01": "数据库正在停止",
    "57P02": "数据库正在恢复",
    "57P03": "数据库正在启动",
}
"""SQLSTATEs after which the same request may succeed."""

_UNSTORABLE = {
    "22003": "有数值超出范围",
    "22008": "有时间超出范围",
    "22021": "含有无法保存的字符（如空字符）",
}
"""SQLSTATEs of content that no column can hold: the sender's to mend."""

_TITLES = {404: "没有找到", 405: "不支持的请求方法", 413: "内容过大", 415: "不支持的内容类型"}


class FaultRead(BaseModel):
    pointer: str = Field(title="位置", description="请求内容中的 JSON 指针，或参数名")
    detail: str = Field(title="说明")


class ProblemRead(BaseModel):
    type: str = Field(title="类型")
    title: str = Field(title="标题")
    status: int = Field(title="状态码")
    detail: str = Field(title="说明")
    errors: list[FaultRead] = Field(title="错误", description="全部有误之处")
    request_id: str | None = Field(default=None, title="请求编号")


ANSWERS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "问题（RFC 9457）",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemRead"}}},
        "model": ProblemRead,
    }
}
"""For the OpenAPI document: whatever is not a success is a problem."""


def answer(request: Request, problem: Problem, *, status: int | None = None) -> JSONResponse:
    """The answer that tells ``problem``; ``status`` overrides the class's own."""
    body = ProblemRead(
        type=f"/problems/{problem.kind}",
        title=problem.title,
        status=status or problem.status,
        detail=problem.detail,
        errors=[FaultRead(pointer=fault.pointer, detail=fault.detail) for fault in problem.faults],
        request_id=getattr(request.state, "request_id", None),
    )
    headers = {"Retry-After": str(problem.retry_after_s)} if problem.retry_after_s else None
    return JSONResponse(body.model_dump(), body.status, headers, media_type="application/problem+json")


def translated(error: Exception) -> Problem | None:
    """The problem behind a database error, or None when it is a fault of the program."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, IntegrityError):
        return problem_of(error)
    if isinstance(error, PoolTimeout | ConnectionError):
        return Busy("数据库连接暂不可用，请稍后重试。")
    return _of_state(error) if isinstance(error, DBAPIError) else None


def _of_state(error: DBAPIError) -> Problem | None:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state in _TROUBLE:
        return Busy(f"{_TROUBLE[state]}，请稍后重试。")
    if state in _UNSTORABLE:
        return Invalid(f"内容{_UNSTORABLE[state]}，请修改后重新提交。")
    if error.connection_invalidated or state.startswith("08"):
        return Busy("与数据库的连接中断，请稍后重试。")
    return None


async def _refused(request: Request, error: Exception) -> JSONResponse:
    problem = translated(error)
    if problem is None:
        return failed(request, error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("trouble", problem=problem.kind, detail=problem.detail, error=repr(error))
    return answer(request, problem)


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [fault_of(item, error.body) for item in error.errors()]
    return answer(request, Invalid("请按提示修改后重新提交", faults))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    words = f"{_TITLES.get(error.status_code, '请求无法处理')}：{request.method} {request.url.path}"
    response = answer(request, Problem(words), status=error.status_code)
    response.headers.update(error.headers or {})
    return response


def failed(request: Request, error: Exception) -> JSONResponse:
    """A fault of the program: logged whole, told without a detail that could leak."""
    log.error("failed", path=request.url.path, exc_info=error)
    return answer(request, Internal("系统出现意外错误，已记录。请把请求编号告诉管理员。"))


Handler = Callable[[Request, Exception], Any]


def install(app: FastAPI) -> None:
    handlers: dict[type[Exception], Handler] = {
        Problem: _refused,
        DBAPIError: _refused,
        PoolTimeout: _refused,
        ConnectionError: _refused,
        RequestValidationError: _malformed,
        HTTPException: _http,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
