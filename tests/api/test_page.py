"""The built page: its files, its own addresses, and nothing outside its folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.kernel.database import Database
from app.main import create_app
from tests.conftest import answering


@pytest.fixture
async def page(database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "secret.txt").write_text("the words inside")
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<html>应仓</html>")
    (dist / "assets" / "main-abc123.js").write_text("export {}")
    async with answering(create_app(database=database, page=dist)) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/incidents", "/plans/0192/deep"])
async def test_the_page_answers_for_every_address_it_routes(path: str, page: httpx.AsyncClient) -> None:
    answer = await page.get(path)
    assert (answer.status_code, answer.text) == (200, "<html>应仓</html>")
    assert answer.headers["cache-control"] == "no-cache"


async def test_hashed_files_are_kept_by_the_browser(page: httpx.AsyncClient) -> None:
    assert "immutable" in (await page.get("/assets/main-abc123.js")).headers["cache-control"]


@pytest.mark.parametrize("path", ["/assets/gone.js", "/favicon.ico", "/api/v1/nowhere"])
async def test_what_is_missing_is_not_the_page(path: str, page: httpx.AsyncClient) -> None:
    assert (await page.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/../secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "//secret.txt"])
async def test_nothing_outside_its_folder_is_served(path: str, page: httpx.AsyncClient) -> None:
    assert "the words inside" not in (await page.get(httpx.URL("http://yingcang", raw_path=path.encode()))).text


async def test_without_a_build_the_page_says_how_to_make_one(database: Database, tmp_path: Path) -> None:
    async with answering(create_app(database=database, page=tmp_path)) as client:
        assert "make web" in (await client.get("/")).text
