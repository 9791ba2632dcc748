"""Teams, shelters, vehicles and the gap page."""

import re

from playwright.async_api import Page, expect


async def test_a_team_goes_out_of_service_and_back(desktop: Page) -> None:
    await desktop.goto("/teams")
    await desktop.get_by_label("搜索").fill("临江镇")
    row = desktop.locator("tr.el-table__row", has_text="临江镇").first
    await expect(desktop.locator("tr.el-table__row")).to_have_count(1)
    await row.get_by_role("button", name="停用").click()
    await desktop.get_by_role("dialog").get_by_role("textbox").fill("集中培训")
    await desktop.get_by_role("dialog").get_by_role("button", name="停用").click()
    await expect(row.locator(".el-tag--danger")).to_have_text("停用")
    await row.get_by_role("button", name="恢复").click()
    await expect(row.get_by_role("button", name="停用")).to_be_visible()


async def test_a_team_is_added_and_changed(desktop: Page) -> None:
    await desktop.goto("/teams")
    await desktop.get_by_role("button", name="新增队伍").click()
    dialog = desktop.get_by_role("dialog")
    await dialog.get_by_role("button", name="保存").click()
    await expect(dialog.locator(".el-form-item__error").first).to_be_visible()
    await dialog.get_by_label("编号").fill("E2E-DW")
    await dialog.get_by_label("队伍名称").fill("浏览器测试队")
    await dialog.get_by_label("所属区划").click()
    await dialog.get_by_label("所属区划").fill("临江镇")
    await desktop.get_by_role("option", name="临江镇", exact=True).click()
    await dialog.get_by_label("经度").fill("108.25")
    await dialog.get_by_label("纬度").fill("31.1")
    await dialog.get_by_label("纬度").press("Tab")
    await dialog.get_by_role("button", name="保存").click()
    await expect(desktop.get_by_text("队伍已保存")).to_be_visible()
    await desktop.get_by_label("搜索").fill("浏览器测试队")
    row = desktop.locator("tr.el-table__row", has_text="浏览器测试队")
    await row.get_by_role("button", name="编辑").click()
    await dialog.get_by_label("在岗人数").fill("11")
    await dialog.get_by_label("在岗人数").press("Tab")
    await dialog.get_by_role("button", name="保存").click()
    await expect(row).to_contain_text("11 / 20")


async def test_who_saves_second_gets_the_newest_content(desktop: Page, phone: Page) -> None:
    for page in (desktop, phone):
        await page.goto("/teams")
        await page.get_by_label("搜索").fill("岳溪镇")
        await expect(page.locator("tr.el-table__row")).to_have_count(1)
        await page.locator("tr.el-table__row").get_by_role("button", name="编辑").click()
        await expect(page.get_by_role("dialog").get_by_label("联系人")).to_be_visible()
    for page, name in ((phone, "先存的人"), (desktop, "后存的人")):
        await page.get_by_role("dialog").get_by_label("联系人").fill(name)
        await page.get_by_role("dialog").get_by_role("button", name="保存").click()
        if page is phone:
            await expect(page.get_by_text("队伍已保存")).to_be_visible()
    dialog = desktop.get_by_role("dialog")
    await dialog.get_by_role("button", name="载入最新内容").click()
    await expect(dialog.get_by_label("联系人")).to_have_value("先存的人")
    await dialog.get_by_label("联系人").fill("后存的人")
    await dialog.get_by_role("button", name="保存").click()
    await expect(desktop.get_by_text("队伍已保存")).to_be_visible()


async def test_shelters_and_vehicles_are_listed_and_open_to_change(desktop: Page) -> None:
    for path, noun in (("/shelters", "避难场所"), ("/vehicles", "车辆")):
        await desktop.goto(path)
        await expect(desktop.get_by_role("heading", name=noun)).to_be_visible()
        await desktop.locator("tr.el-table__row").first.get_by_role("button", name="编辑").click()
        dialog = desktop.get_by_role("dialog")
        await expect(dialog.get_by_label("所属区划")).to_be_visible()
        await dialog.get_by_role("button", name="保存").click()
        await expect(desktop.get_by_text(f"{noun}已保存")).to_be_visible()


async def test_the_gap_page_counts_against_the_targets(desktop: Page) -> None:
    await desktop.goto("/gap")
    await expect(desktop.get_by_text("乡镇（街道）应急队伍")).to_be_visible()
    district = desktop.locator("tr.el-table__row", has_text="开州区").first
    await expect(district).to_contain_text(re.compile(r"/ 6,000 人"))
    await district.locator(".el-table__expand-icon").click()
    await expect(desktop.get_by_text("储备库点：").first).to_be_visible()


async def test_lists_fit_a_phone(phone: Page) -> None:
    for path in ("/incidents", "/teams", "/shelters", "/vehicles", "/gap"):
        await phone.goto(path)
        await expect(phone.locator("tr.el-table__row").first).to_be_visible()
        assert await phone.evaluate("document.documentElement.scrollWidth") <= 390, path
