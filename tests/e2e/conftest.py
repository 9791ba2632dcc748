"""A real server on a seeded database of its own, and a real Chromium that may talk to nobody else."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, async_playwright, expect

from app.kernel.database import Database
from app.kernel.server import Server
from app.main import PAGE
from seed.load import open_incident
from tests.personas import cookie_of, seat_personas

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",  # without a graphics card it costs more than it saves
]
DESKTOP = ViewportSize(width=1920, height=1080)
PHONE = ViewportSize(width=390, height=844)
FIRST_PLAN_S = 90

expect.set_options(timeout=20_000)  # a busy two-core machine draws slowly; a page that never draws still fails


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def missing(what: str) -> None:
    """Skipped with a loud line on a developer's machine, failed in CI: there nothing may be skipped."""
    message = f"浏览器测试没有运行：缺少{what}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    print(f"\n{'!' * 78}\n{message}\n{'!' * 78}", file=sys.stderr)
    pytest.skip(message)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = chromium_here()
    if not found:
        missing("Chromium")
    if not (PAGE / "index.html").is_file():
        missing("网页构建（make web）")
    return str(found)


def chromium_here() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True)
class Site:
    """The running server: its address and the demo incident, which has one plan."""

    url: str
    incident: str


@pytest.fixture(scope="session")
async def site(
    chromium: str,
    server: Server,
    admin: asyncpg.Connection,
    kaizhou_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Site]:
    await admin.execute(f"CREATE DATABASE browsed TEMPLATE {kaizhou_template}")
    database = Database(server.url("browsed"))
    incident = await open_incident(database, "kaizhou")
    await seat_personas(database)
    await database.close()
    port = free_port()
    log = tmp_path_factory.mktemp("site") / "server.log"
    process = _serve(server.url("browsed"), port, log)
    running = Site(f"http://127.0.0.1:{port}", incident)
    try:
        await _wait_for_answers(running.url, process, log)
        await _plan(running)
        yield running
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 30)
        await admin.execute("DROP DATABASE browsed WITH (FORCE)")


def _serve(database_url: str, port: int, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as written:
        return subprocess.Popen(
            [Path(sys.executable).parent / "yingcang", "serve", "--port", str(port)],
            env=os.environ | {"YINGCANG_DATABASE_URL": database_url},
            stdout=written,
            stderr=written,
        )


def _words(log: Path) -> str:
    return log.read_text(errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _wait_for_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    async with httpx.AsyncClient(base_url=url) as client:
        for _ in range(900):
            assert process.poll() is None, _words(log)
            try:
                if (await client.get("/api/v1/auth/options")).is_success:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.2)
    raise AssertionError(f"the server does not answer: {_words(log)}")


async def _plan(site: Site) -> None:
    """One quick plan, so that there is something to look at."""
    headers = {"Idempotency-Key": "01900000-0000-7000-8000-000000000001"}
    address, cookies = f"{site.url}/api/v1", cookie_of("duty")
    async with httpx.AsyncClient(base_url=address, headers=headers, cookies=cookies, timeout=30) as client:
        asked = await client.post(f"/incidents/{site.incident}/plans", json={"effort": 5, "time_limit_s": 10})
        assert asked.status_code == 202, asked.text
        for _ in range(FIRST_PLAN_S * 2):
            job = (await client.get(f"/jobs/{asked.json()['job_id']}")).json()
            if job["state"] not in {"queued", "running"}:
                break
            await asyncio.sleep(0.5)
        assert job["state"] == "done", job


@pytest.fixture(scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        started = await driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        await started.close()


@pytest.fixture
async def desktop(browser: Browser, site: Site, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    async with visiting(browser, site, DESKTOP, role=_role(request)) as page:
        yield page


@pytest.fixture
async def phone(browser: Browser, site: Site, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    async with visiting(browser, site, PHONE, role=_role(request)) as page:
        yield page


def _role(request: pytest.FixtureRequest) -> str:
    """Who sits at the page: the test file's ``ROLE``, else the duty officer."""
    return str(getattr(request.module, "ROLE", "duty"))


@asynccontextmanager
async def visiting(browser: Browser, site: Site, size: ViewportSize, *, role: str | None = None) -> AsyncIterator[Page]:
    """A page of its own, of a person of the role or of nobody; afterwards: nothing in the console, nothing off the
    origin, no answer 5xx."""
    context: BrowserContext = await browser.new_context(
        viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=site.url
    )
    if role:
        await context.add_cookies(
            [{"name": name, "value": value, "url": site.url} for name, value in cookie_of(role).items()]
        )
        await context.add_init_script("localStorage.setItem('yingcang.signed-in', '1')")
    page = await context.new_page()
    page.set_default_timeout(15_000)
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if _complaint(said) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda got: faults.append(f"{got.status} {got.url}") if got.status >= 500 else None)
    page.on("request", lambda sent: faults.append(f"left: {sent.url}") if not _own(sent.url, site.url) else None)
    yield page
    await context.close()
    assert faults == []


def _complaint(said: ConsoleMessage) -> bool:
    """Chromium logs every answer 4xx, and how it draws without a graphics card; what the page shows is no fault."""
    refusal = said.text.startswith("Failed to load resource") and any(
        code in said.text for code in ("401", "412", "422")
    )
    return said.type in {"error", "warning"} and not refusal and "GL Driver Message" not in said.text


def _own(url: str, origin: str) -> bool:
    return url.startswith((origin, "blob:", "data:"))
