"""Versions of rows over HTTP: a row's ``version`` 3 is the ETag ``"3"``, and a change must name the one it saw."""

from typing import Annotated

from fastapi import Depends, Header, Response

from app.kernel.errors import VersionMismatch, VersionRequired


def etag(version: int) -> str:
    return f'"{version}"'


def tag(response: Response, version: int) -> None:
    """Put the row's version into the answer."""
    response.headers["ETag"] = etag(version)


async def _seen(if_match: Annotated[str | None, Header(description="读取时得到的 ETag")] = None) -> int:
    if if_match is None:
        raise VersionRequired("修改须带请求头 If-Match（读取时得到的 ETag），以免覆盖他人的修改。")
    written = if_match.strip().removeprefix("W/").strip('"')
    if not written.isascii() or not written.isdigit():
        raise VersionMismatch("请求头 If-Match 与当前版本不符，请刷新后重试。")
    return int(written)


SeenVersion = Annotated[int, Depends(_seen)]
"""The version that the client saw (header If-Match); 428 when it is missing."""


def require(current: int, seen: int) -> None:
    """Refuse a change of a row that was changed since."""
    if current != seen:
        raise VersionMismatch(f"内容已被修改（当前版本 {current}，你看到的是 {seen}），请刷新后重试。")
