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
        await approver.get_by_role("button", name="退回", exact=True).click()
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


async def submitted(site: Site) -> Any:
    """A transfer of two pieces from the depot that waits."""
    depot, point = [
        (await asked(site, "keeper", "GET", f"/sites?kind={kind}"))["items"][0]["id"]
        for kind in ("district_depot", "township_point")
    ]
    stock = (await asked(site, "keeper", "GET", f"/sites/{depot}/stock"))["items"]
    row = next(row for row in stock if row["available"] > 100)
    body = {
        "kind": "transfer",
        "reason": "allocation",
        "site_id": depot,
        "to_site_id": point,
        "lines": [{"item_id": row["item_id"], "quantity": 91}],
    }
    return await asked(site, "keeper", "POST", "/documents", body)


async def test_a_document_that_came_back_is_mended(browser: Browser, demanding: Site) -> None:
    waits = await submitted(demanding)
    async with (
        visiting(browser, demanding, DESKTOP, role="approver") as approver,
        visiting(browser, demanding, DESKTOP, role="keeper") as author,
    ):
        await message(approver, f"{waits['number']} 待审批")
        main = approver.get_by_role("main")
        await expect(main.get_by_text(re.compile("= 91 |^91 ")).first).to_be_visible()
        await expect(main.get_by_text("先到期先出")).to_be_visible()
        await expect(main.get_by_text("-91").first).to_be_visible()
        await approver.get_by_label("意见").fill("数量改为 60")
        await approver.get_by_role("button", name="退回", exact=True).click()

        await message(author, f"{waits['number']} 已退回")
        await author.get_by_role("link", name=re.compile("修改后重新提交")).click()
        await author.get_by_role("button", name="修改后重新提交").click()
        dialog = author.get_by_role("dialog", name=re.compile(f"修改 {waits['number']}"))
        await expect(dialog.get_by_label("数量").first).to_have_value("91")
        await dialog.get_by_label("数量").first.fill("60")
        await dialog.get_by_label("数量").first.press("Tab")
        await dialog.get_by_role("button", name="预览变化").click()
        await dialog.get_by_role("button", name="提交审批").click()
        await expect(author.get_by_text("已提交，等待审批")).to_be_visible()

        await approver.goto("/approvals")
        await expect(approver.get_by_role("main").get_by_role("button", name=re.compile("调拨 DB-"))).to_have_count(1)
