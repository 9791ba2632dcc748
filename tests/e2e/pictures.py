"""The pictures of the manual: ``make pictures`` runs the demos in folders of their own and photographs them.

Kaizhou has what it needs; in Beibei goods are short. The boat's picture is taken by hand, with roads cut that the demo
leaves open.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from app.kernel.ids import uuid7
from tests.e2e.conftest import DESKTOP, FLAGS, PHONE, chromium_here, free_port
from tests.e2e.test_plans import ROWS

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
NOTEBOOK = ViewportSize(width=1366, height=768)
STILL_MS = 3_000
"""What looks the same after as long is drawn: without a graphics card a map takes its time."""
LOOKS = 20
IMPROVED_MS = 6_000
COMPUTED_MS = 180_000
LOOKED_MS = 900_000
"""A look into many shortages, and planning each remedy from nothing, take minutes."""
LINK = re.compile(r"^\s*(\S+) .*（.*）\s*\n\s*(http\S+/sign-in/code#\S+)", re.MULTILINE)


@contextmanager
def demo(district: str) -> Iterator[dict[str, str]]:
    """Runs the demo; hands over one sign-in link per role, the first person's where there are several."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        Path(folder).chmod(0o755)  # run by root, the database runs as another account
        said = Path(folder) / "said.log"
        with said.open("wb") as log:
            process = subprocess.Popen(
                [Path(sys.executable).parent / "yingcang", "demo", "--district", district, "--port", str(free_port())],
                env=os.environ | {"YINGCANG_DATA_DIR": f"{folder}/data"},
                stdout=log,
                stderr=log,
            )
        try:
            while "应仓已启动" not in said.read_text(errors="replace"):
                if process.poll() is not None:
                    raise SystemExit(said.read_text(errors="replace"))
                time.sleep(1)
            found = LINK.findall(said.read_text(errors="replace"))
            yield dict(reversed(found))
        finally:
            process.terminate()
            process.wait(60)


@asynccontextmanager
async def seated(browser: Browser, link: str, size: ViewportSize) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=link.partition("/sign-in")[0]
    )
    page = await context.new_page()
    page.set_default_timeout(60_000)
    await page.goto(link)
    await expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    yield page
    await context.close()


async def shoot(page: Page, name: str, part: str | None = None, *, still: bool = True) -> None:
    """The window, or the part of it that the selector names, once it stands still."""
    await expect(page.locator(".el-skeleton")).to_have_count(0)
    target = page.locator(part).first if part else page
    before, seen = b"", await target.screenshot()
    for _ in range(LOOKS if still else 1):
        if before == seen:
            break
        await page.wait_for_timeout(STILL_MS)
        before, seen = seen, await target.screenshot()
    (PICTURES / f"{name}.png").write_bytes(seen)
    print(f"{name}.png", flush=True)


async def homes(browser: Browser, links: dict[str, str]) -> None:
    async with seated(browser, links["规划员"], NOTEBOOK) as page:
        await shoot(page, "home-1366")
    async with seated(browser, links["仓管员"], PHONE) as page:
        await shoot(page, "home-390")


async def opened(page: Page) -> None:
    await page.goto("/incidents")
    await page.locator("a[href^='/incidents/']:not([href$='new'])").first.click()
    await expect(page.locator(ROWS).first).to_be_visible()


async def plan(page: Page) -> None:
    """The plan as it is read: whole, its goals, one trip."""
    await opened(page)
    await shoot(page, "plan-1920")
    await page.get_by_role("tab", name="指标").click()
    await shoot(page, "goals", ".panel.tables")
    await page.get_by_role("tab", name=re.compile("^车次")).click()
    await page.locator(f"{ROWS} .row-pick").first.click()
    await shoot(page, "trip-1920")
    await page.locator(".pick .el-tag__close").click()


async def joint(page: Page) -> None:
    """The dialog in which several incidents are put in order; the second is opened for it and stays."""
    incident = page.url.partition("/incidents/")[2].partition("?")[0]
    first = await (await page.request.get(f"/api/v1/incidents/{incident}")).json()
    opening = {
        "name": "山体滑坡（演示）",
        "kind": "landslide",
        "level": "IV",
        **{field: first[field] for field in ("district", "started_at", "plan_from")},
        "villages": [{"division": first["affected"][0]["division"], "people": 120}],
    }
    headers = {"Idempotency-Key": str(uuid7()), "Origin": page.url.partition("/incidents")[0]}
    made = await page.request.post("/api/v1/incidents", data=opening, headers=headers)
    assert made.ok, await made.text()
    await page.get_by_label("计算设置").click()
    await page.get_by_role("button", name="与其他事件同时编制").click()
    dialog = page.get_by_role("dialog", name="多起事件同时编制")
    await dialog.get_by_role("combobox", name="加入一起事件").click(force=True)
    await page.get_by_role("option", name=re.compile("滑坡")).click()
    await shoot(page, "joint", ".el-dialog.fitting")
    await dialog.get_by_role("button", name="取消").click()


async def adjust(page: Page) -> None:
    """Wishes about the plan, and what the plan made of them does otherwise."""
    await page.get_by_role("tab", name=re.compile("^安置")).click()
    await page.locator(ROWS).first.get_by_role("button", name=re.compile("^锁定")).click()
    await page.locator(ROWS).nth(4).get_by_role("button", name=re.compile("^禁用")).click()
    await shoot(page, "adjust", ".panel.tables")
    await page.get_by_role("button", name="按调整重新编制").click()
    await expect(page.get_by_role("heading", name="谁换了去处")).to_be_visible(timeout=COMPUTED_MS)
    await shoot(page, "difference", ".panel.tables")


async def progress(page: Page) -> None:
    """A computation while it improves."""
    await page.get_by_label("计算设置").click()
    await page.get_by_role("spinbutton", name="随机种子").fill("7")
    await page.get_by_role("button", name="重新计算").click()
    board = page.get_by_role("region", name="正在计算")
    people = board.get_by_role("listitem").filter(has_text="未安置人数")
    await expect(people).to_contain_text("界 0", timeout=COMPUTED_MS)
    await page.wait_for_timeout(IMPROVED_MS)
    await shoot(page, "progress-1920", still=False)
    await board.get_by_role("button", name=re.compile("停止")).click()
    await expect(board).to_be_hidden(timeout=COMPUTED_MS)


async def life(page: Page, browser: Browser, links: dict[str, str]) -> None:
    """The bar above a plan that was approved and may be issued."""
    bars = page.get_by_role("region", name="方案状态")
    await page.get_by_role("combobox", name="方案").click(force=True)
    await page.get_by_role("option", name=re.compile("00001")).click()
    await bars.get_by_role("button", name="提交审批").click()
    await page.get_by_role("dialog").get_by_role("button", name="提交", exact=True).click()
    await expect(bars).to_contain_text("待批准")
    async with seated(browser, links["审批人"], NOTEBOOK) as approver:
        await approver.goto(page.url)
        await approver.get_by_role("button", name="审批", exact=True).click()
        await approver.get_by_role("dialog").get_by_role("button", name="批准").click()
        await expect(approver.get_by_role("region", name="方案状态")).to_contain_text("已批准")
    await expect(bars).to_contain_text("已批准")
    await page.set_viewport_size(NOTEBOOK)
    await shoot(page, "plan-life-1366")


async def shortages(page: Page) -> None:
    """What is short, why, and what helps."""
    await page.get_by_role("tab", name=re.compile("^缺口")).click()
    await expect(page.get_by_text("推算于")).to_be_visible(timeout=LOOKED_MS)
    await shoot(page, "reasons", ".panel.tables")


async def why(page: Page) -> None:
    """Why one line is as it is."""
    await page.get_by_role("tab", name=re.compile("^安置")).click()
    await page.locator(ROWS).first.get_by_role("button", name=re.compile("为什么")).click()
    await expect(page.get_by_text("换一种做法会怎样")).to_be_visible(timeout=COMPUTED_MS)
    await page.wait_for_timeout(STILL_MS)
    await shoot(page, "why", ".el-drawer:visible")
    await page.keyboard.press("Escape")


async def kaizhou(browser: Browser, links: dict[str, str]) -> None:
    await homes(browser, links)
    async with seated(browser, links["值班员"], DESKTOP) as page:
        for scene in (plan, joint, adjust, progress):
            await scene(page)
        await life(page, browser, links)


async def beibei(browser: Browser, links: dict[str, str]) -> None:
    async with seated(browser, links["值班员"], DESKTOP) as page:
        for scene in (opened, shortages, why):
            await scene(page)


async def take() -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium_here(), args=FLAGS)
        for scenes in (kaizhou, beibei):
            with demo(scenes.__name__) as links:
                await scenes(browser, links)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take())
