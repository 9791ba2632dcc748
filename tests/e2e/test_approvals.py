"""A plan on its way from its author to the approver and back, and a document that is sent back and mended."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from app.kernel.ids import uuid7
from tests.e2e.conftest import DESKTOP, PHONE, Site, visiting
from tests.personas import cookie_of

DISTRICT = "500154"


async def asked(site: Site, role: str, method: str, path: str, body: Any = None) -> Any:
    async with httpx.AsyncClient(base_url=f"{site.url}/api/v1", cookies=cookie_of(role), timeout=30) as client:
        answer = await client.request(method, path, json=body, headers={"Idempotency-Key": str(uuid7())})
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture
async def demanding(site: Site) -> AsyncIterator[Site]:
    """The district wants plans and transfers approved, while the test lasts."""
    kinds = ("plan", "transfer")
    for kind in kinds:
        policy = {"division": DISTRICT, "kind": kind, "required": True}
        await asked(site, "security", "PUT", "/approval-policies", policy)
    yield site
    for row in (await asked(site, "security", "GET", "/approval-policies"))["items"]:
        if row["division"] == DISTRICT and row["kind"] in kinds:
            await asked(site, "security", "DELETE", f"/approval-policies/{row['id']}")


async def plan_page(page: Page, site: Site) -> Any:
    await page.goto(f"/incidents/{site.incident}")
    life = page.get_by_role("region", name="方案状态")
    await expect(life).to_be_visible()
    return life


async def message(page: Page, words: str) -> None:
    """Opens the message that says so, from the bell."""
    await page.goto("/inbox")
    await page.get_by_role("main").get_by_role("button", name=re.compile(words)).first.click()


async def test_a_plan_is_submitted_sent_back_approved_and_issued(browser: Browser, demanding: Site) -> None:
    async with (
        visiting(browser, demanding, DESKTOP, role="duty") as author,
        visiting(browser, demanding, PHONE, role="approver") as approver,
    ):
        life = await plan_page(author, demanding)
        await expect(life).to_contain_text("批准后才能下达")
        await expect(life.get_by_role("button", name="下达")).to_be_hidden()
        await life.get_by_role("button", name="提交审批").click()
        await author.get_by_placeholder("说明").fill("请尽快审批")
        await author.get_by_role("dialog").get_by_role("button", name="提交", exact=True).click()
        await expect(life).to_contain_text("待批准")

        await approver.goto("/home")
        await approver.get_by_role("main").get_by_role("button", name=re.compile("调度方案 FA-")).click()
        await expect(approver.get_by_text("请尽快审批")).to_be_visible()
        await expect(approver.get_by_text("共 6,000 人")).to_be_visible()
        await approver.get_by_label("意见").fill("先核实人数")
        await approver.get_by_role("button", name="退回").click()
        await expect(approver.get_by_text("没有等您审批的单据或方案")).to_be_visible()

        await message(author, "已退回")
        life = author.get_by_role("region", name="方案状态")
        await expect(life).to_contain_text("退回：先核实人数")
        await life.get_by_role("button", name="重新提交审批").click()
        await author.get_by_role("dialog").get_by_role("button", name="提交", exact=True).click()
        await expect(life).to_contain_text("待批准")

        await message(approver, "待审批")
        await approver.get_by_role("button", name="审批", exact=True).click()
        await approver.get_by_role("dialog").get_by_role("button", name="批准").click()
        await expect(approver.get_by_role("region", name="方案状态")).to_contain_text("已批准")

        # the author's page follows by itself
        await expect(life).to_contain_text("已批准")
        await life.get_by_role("button", name="下达").click()
        await author.get_by_role("dialog").get_by_role("button", name="下达").click()
        await expect(life).to_contain_text("正在执行")
        await author.get_by_role("combobox", name="方案").click(force=True)
        await expect(author.get_by_role("option", name=re.compile("已下达 正在执行"))).to_be_visible()
