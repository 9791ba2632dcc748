"""Several incidents over one pool, planned in the order that the duty officer gives them."""

import re

import httpx
import pytest
from playwright.async_api import Page, expect

from app.kernel.ids import uuid7
from tests.e2e.conftest import Site
from tests.e2e.test_plans import opened
from tests.personas import cookie_of

SECOND = "同日第二起"


async def second_incident(site: Site) -> str:
    """Id of another incident of one of the first one's villages."""
    address, cookies = f"{site.url}/api/v1", cookie_of("duty")
    async with httpx.AsyncClient(base_url=address, headers={"Origin": site.url}, cookies=cookies, timeout=30) as client:
        first = (await client.get(f"/incidents/{site.incident}")).json()
        opening = {
            "name": SECOND,
            "kind": "landslide",
            "level": "IV",
            **{field: first[field] for field in ("district", "started_at", "plan_from")},
            "villages": [{"division": first["affected"][0]["division"], "people": 120}],
        }
        made = await client.post("/incidents", json=opening, headers={"Idempotency-Key": str(uuid7())})
        assert made.status_code == 201, made.text
        return str(made.json()["id"])


@pytest.mark.slow
async def test_the_incident_that_is_put_first_is_planned_first(desktop: Page, site: Site) -> None:
    second = await second_incident(site)
    page = await opened(desktop, site)
    before = await page.locator(".plans").inner_text()
    await page.get_by_label("计算设置").click()
    await page.get_by_role("spinbutton", name="时限").fill("8")
    await page.get_by_role("button", name="与其他事件同时编制").click()
    dialog = page.get_by_role("dialog", name="多起事件同时编制")
    await expect(dialog.get_by_role("button", name="按此次序编制")).to_be_disabled()
    await dialog.get_by_role("combobox", name="加入一起事件").click(force=True)
    await page.get_by_role("option", name=re.compile(SECOND)).click()
    await dialog.get_by_role("button", name=f"{SECOND}提前").click()
    await expect(dialog.get_by_role("listitem").first).to_contain_text(SECOND)
    await dialog.get_by_role("button", name="按此次序编制").click()
    board = page.get_by_role("region", name="正在计算")
    await expect(board.get_by_role("status")).to_contain_text(re.compile(r"第 [12] / 2 起事件"))
    await expect(board).to_be_hidden(timeout=120_000)
    await expect(page.get_by_text("2 起事件的方案已算好")).to_be_visible()
    await expect(page.locator(".plans")).not_to_have_text(before)
    await page.goto(f"/incidents/{second}")
    await expect(page.get_by_text("共 120 人")).to_be_visible()
