"""The built web page: static files, and index.html for every address that the page itself routes."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_YEAR_S = 31_536_000
_MISSING = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>应仓</title>
<h1>应仓</h1><p>网页还没有构建，请运行 <code>make web</code>。</p>
<p>接口在 <a href="/api/v1/openapi.json">/api/v1</a>。</p>"""


class _Page(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as missing:
            if missing.status_code != 404 or Path(path).suffix or path.startswith("api/"):
                raise
            response = await super().get_response("index.html", scope)
        hashed = path.startswith("assets/")  # the build puts a hash of the content into these names
        response.headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable" if hashed else "no-cache"
        return response


def serve_page(app: FastAPI, folder: Path) -> None:
    """Serve the page from ``folder``; must come after every route."""
    if (folder / "index.html").is_file():
        app.mount("/", _Page(directory=folder, html=True), name="page")
        return

    @app.get("/", include_in_schema=False)
    async def missing() -> HTMLResponse:
        return HTMLResponse(_MISSING)
