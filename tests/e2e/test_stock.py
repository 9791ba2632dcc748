"""The keeper's page: every command shows its effect before it is posted."""

import re

from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, Site, visiting

ROLE = "keeper"


async def depot(page: Page) -> Page:
    await page.goto("/stock")
    await expect(page.get_by_role("heading", name=re.compile("应急物资储备库"))).to_be_visible()
    return page


def lot(page: Page, number: str) -> Locator:
    return page.get_by_role("tabpanel", name=re.compile("^库存")).locator("tr.el-table__row", has_text=number)


async def choose(page: Page, field: Locator, option: str | re.Pattern[str]) -> None:
    await field.click()
    await page.get_by_role("option", name=option).locator("visible=true").first.click()


async def receive(page: Page, number: str, quantity: int) -> None:
    await page.get_by_role("button", name="入库", exact=True).click()
    dialog = page.get_by_role("dialog")
    await choose(page, dialog.get_by_label("品目"), re.compile("帐篷"))
    await dialog.get_by_label("批号").fill(number)
    await dialog.get_by_label("数量").fill(str(quantity))
    await dialog.get_by_label("数量").press("Tab")
    await expect(dialog.get_by_role("button", name="确认过账")).to_be_disabled()
    await dialog.get_by_role("button", name="预览变化").click()
    await expect(dialog.get_by_text(f"+{quantity}", exact=True)).to_be_visible()
    await dialog.get_by_role("button", name="确认过账").click()
    await expect(page.get_by_text("入库已过账")).to_be_visible()


async def test_a_receipt_is_previewed_and_then_in_stock(desktop: Page) -> None:
    page = await depot(desktop)
    await receive(page, "E2E-RK-1", 12)
    await expect(lot(page, "E2E-RK-1")).to_contain_text("12")


async def test_an_issue_takes_and_its_reversal_gives_back(desktop: Page) -> None:
    page = await depot(desktop)
    await receive(page, "E2E-CK-1", 30)
    await lot(page, "E2E-CK-1").get_by_role("button", name="出库").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("数量").fill("7")
    await dialog.get_by_label("数量").press("Tab")
    await dialog.get_by_role("button", name="预览变化").click()
    await expect(dialog.get_by_text("-7", exact=True)).to_be_visible()
    await dialog.get_by_role("button", name="确认过账").click()
    await expect(lot(page, "E2E-CK-1")).to_contain_text("23")
    await page.get_by_role("tab", name="单据").click()
    await page.locator(".el-table__body tr.el-table__row").locator("visible=true", has_text="发放").first.click()
    drawer = page.get_by_role("dialog", name=re.compile("单据"))
    await drawer.get_by_role("button", name="红冲…").click()
    await drawer.get_by_label("红冲原因").fill("数量录错")
    await drawer.get_by_role("button", name="确认红冲").click()
    await expect(page.get_by_text("已红冲：")).to_be_visible()
    await page.get_by_role("tab", name=re.compile("^库存")).click()
    await expect(lot(page, "E2E-CK-1")).to_contain_text("30")


async def test_a_hold_makes_goods_unavailable_until_it_is_released(desktop: Page) -> None:
    page = await depot(desktop)
    await receive(page, "E2E-ZY-1", 10)
    await lot(page, "E2E-ZY-1").get_by_role("button", name="占用").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("数量").fill("4")
    await dialog.get_by_label("数量").press("Tab")
    await dialog.get_by_label("占用原因").fill("演练预留")
    await expect(dialog.get_by_text("之后可用")).to_be_visible()
    await dialog.get_by_role("button", name="确认占用").click()
    await expect(lot(page, "E2E-ZY-1")).to_contain_text("4")
    await page.get_by_role("tab", name=re.compile("^占用")).click()
    await page.locator("tr", has_text="演练预留").get_by_role("button", name="释放").click()
    await page.get_by_role("button", name="确认释放").click()
    await expect(page.get_by_text("已释放：")).to_be_visible()


async def test_a_transfer_has_two_ends(desktop: Page) -> None:
    page = await depot(desktop)
    await receive(page, "E2E-DB-1", 9)
    await lot(page, "E2E-DB-1").get_by_role("button", name="调拨").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("调入库点").click()
    await dialog.get_by_label("调入库点").fill("临江镇")
    await page.get_by_role("option", name=re.compile("临江镇.*储备点")).first.click()
    await dialog.get_by_label("数量").fill("9")
    await dialog.get_by_label("数量").press("Tab")
    await dialog.get_by_role("button", name="预览变化").click()
    await expect(dialog.get_by_text("-9", exact=True)).to_be_visible()
    await expect(dialog.get_by_text("+9", exact=True)).to_be_visible()
    await dialog.get_by_role("button", name="确认过账").click()
    await expect(page.get_by_text("调拨已过账")).to_be_visible()
    await expect(lot(page, "E2E-DB-1")).to_have_count(0)


async def test_more_than_there_is_is_refused_in_words(desktop: Page) -> None:
    page = await depot(desktop)
    await receive(page, "E2E-JJ-1", 2)
    await lot(page, "E2E-JJ-1").get_by_role("button", name="出库").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("数量").fill("3")
    await dialog.get_by_label("数量").press("Tab")
    await dialog.get_by_role("button", name="预览变化").click()
    await expect(dialog.get_by_role("alert").or_(dialog.locator(".el-form-item__error")).first).to_be_visible()
    await expect(dialog.get_by_role("button", name="确认过账")).to_be_disabled()


async def test_a_keeper_receives_on_a_phone(phone: Page) -> None:
    page = await depot(phone)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await receive(page, "E2E-SJ-1", 5)
    await expect(lot(page, "E2E-SJ-1")).to_contain_text("5")


async def test_a_phone_shows_one_store_and_changes_it_on_request(phone: Page) -> None:
    page = await depot(phone)
    command = await page.get_by_role("button", name="入库", exact=True).bounding_box()
    assert command
    assert command["y"] < PHONE["height"] / 2
    await page.get_by_role("button", name="换库点").click()
    await page.get_by_role("textbox", name="找库点").fill("汉丰街道应急物资储备点")
    await page.get_by_role("treeitem", name="汉丰街道应急物资储备点").last.click()
    await expect(page.get_by_role("heading", name="汉丰街道应急物资储备点")).to_be_visible()
    await expect(page.get_by_role("textbox", name="找库点")).to_be_hidden()


async def test_the_home_of_a_keeper_follows_what_is_posted(desktop: Page, phone: Page) -> None:
    await phone.goto("/home")
    newest = phone.locator(".panel", has_text="最近单据").locator("tr.el-table__row").first
    before = await newest.inner_text()
    await receive(await depot(desktop), "E2E-SY-1", 3)
    await expect(newest).not_to_have_text(before)


async def test_a_row_offers_its_commands_on_every_screen(desktop: Page, phone: Page) -> None:
    await desktop.set_viewport_size({"width": 1366, "height": 768})
    for page in (desktop, phone):
        await depot(page)
        table = page.get_by_role("tabpanel", name=re.compile("^库存")).locator(".el-table")
        command = table.locator("tr.el-table__row").first.get_by_role("button", name="出库")
        inside, outside = await command.bounding_box(), await table.bounding_box()
        assert inside
        assert outside
        assert inside["x"] + inside["width"] <= outside["x"] + outside["width"]


async def test_faults_are_told_once_and_at_their_field(desktop: Page) -> None:
    page = await depot(desktop)
    await page.get_by_role("button", name="入库", exact=True).click()
    dialog = page.get_by_role("dialog")
    await choose(page, dialog.get_by_label("品目"), re.compile("帐篷"))
    await dialog.get_by_label("批号").fill("E2E-CW-1")
    await dialog.get_by_label("数量").fill("99999999999")
    await dialog.get_by_label("数量").press("Tab")
    await dialog.get_by_role("button", name="预览变化").click()
    await expect(dialog.locator(".el-form-item__error")).to_have_text("不能大于 1000000000")
    await expect(dialog.get_by_role("alert").locator("li")).to_have_count(0)


async def test_goods_past_their_date_are_received_with_a_warning(desktop: Page) -> None:
    page = await depot(desktop)
    await page.get_by_role("button", name="入库", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("批号").fill("E2E-GQ-1")
    await dialog.get_by_label("有效期至").fill("2020-01-01")
    await dialog.get_by_label("有效期至").press("Enter")
    await expect(dialog.get_by_text("批号 E2E-GQ-1 已过有效期")).to_be_visible()


async def point(page: Page, name: str) -> Page:
    await page.goto("/stock")
    await page.get_by_label("找库点").fill(name)
    await page.get_by_role("treeitem").get_by_text(name).click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    return page


async def test_a_site_goes_out_of_service_and_back(desktop: Page) -> None:
    page = await point(desktop, "满月镇应急物资储备点")
    await page.get_by_role("button", name="停用库点").click()
    question = page.get_by_role("dialog")
    await question.get_by_role("textbox").fill("道路中断")
    await question.get_by_role("button", name="停用").click()
    await expect(page.get_by_text("停用：道路中断")).to_be_visible()
    await page.get_by_role("button", name="恢复库点").click()
    await expect(page.get_by_text("停用：道路中断")).to_be_hidden()
    await expect(page.get_by_role("button", name=re.compile("解除储备底线"))).to_have_count(0)


async def test_an_approver_releases_a_floor(browser: Browser, site: Site) -> None:
    async with visiting(browser, site, DESKTOP, role="approver") as page:
        await point(page, "满月镇应急物资储备点")
        await page.get_by_role("button", name=re.compile("解除储备底线")).first.click()
        await page.get_by_role("dialog").get_by_role("button", name="解除").click()
        await expect(page.get_by_text("（已解除）")).to_be_visible()
        await expect(page.get_by_role("button", name="入库", exact=True)).to_have_count(0)
