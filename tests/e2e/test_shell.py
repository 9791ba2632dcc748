"""The shell: each role's own navigation and home, the keyboard, the search, light and dark."""

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.e2e.conftest import DESKTOP, PHONE, Site, visiting


@dataclass(frozen=True)
class Seat:
    role: str
    title: str
    shown: str
    """A word of the role's home."""
    entries: tuple[str, ...]


_FORCES = ("队伍", "避难场所", "车辆")
_OPERATIONS = ("库存", *_FORCES, "能力缺口")
SEATS = (
    Seat("keeper", "仓管员", "我的库点", ("首页", "审批", "库存", *_FORCES)),
    Seat("duty", "值班员", "进行中的事件", ("首页", "态势与方案", "审批", *_OPERATIONS)),
    Seat("approver", "审批人", "待我审批", ("首页", "态势与方案", "审批", *_OPERATIONS)),
    Seat("planner", "规划员", "各地可保障人数", ("首页", "态势与方案", *_OPERATIONS)),
    Seat("sysadmin", "系统管理员", "基础数据与设置", ("首页", *_FORCES, "人员与账号", "资源共享令牌")),
    Seat("security", "安全管理员", "最近的授权", ("首页", "人员与账号", "授权", "策略", "资源共享令牌")),
    Seat(
        "auditor",
        "审计管理员",
        "已封存记录",
        ("首页", "态势与方案", *_OPERATIONS, "人员与账号", "授权", "策略", "资源共享令牌", "审计"),
    ),
)


@pytest.mark.parametrize("seat", SEATS, ids=lambda seat: seat.role)
async def test_each_role_has_its_home_and_no_dead_entry(browser: Browser, site: Site, seat: Seat) -> None:
    async with visiting(browser, site, DESKTOP, role=seat.role) as page:
        await page.goto("/")
        await expect(page.get_by_role("heading", name=seat.title, level=1)).to_be_visible()
        await expect(page.get_by_role("main").get_by_text(seat.shown).first).to_be_visible()
        links = page.get_by_role("navigation", name="主导航").get_by_role("link")
        assert [await link.get_attribute("aria-label") for link in await links.all()] == list(seat.entries)
        for link in await links.all():
            await link.click()
            await expect(page.get_by_text("您没有查看这个页面的权限")).to_be_hidden()
            await expect(page.get_by_role("main").locator(".error, .refusal, .el-skeleton")).to_have_count(0)


PAGES = {
    "/incidents": "态势与方案",
    "/incidents/new": "新建事件",
    "/incidents/{incident}": "调度方案",
    "/approvals": "审批",
    "/stock": "库存",
    "/places/500154": "区划",
    "/places/999999": "区划",
    "/teams": "队伍",
    "/shelters": "避难场所",
    "/vehicles": "车辆",
    "/gap": "能力缺口",
    "/people": "人员与账号",
    "/grants": "授权",
    "/policies": "策略",
    "/tokens": "资源共享令牌",
    "/audit": "审计",
    "/inbox": "收件箱",
    "/account": "我的账号",
    "/help/登录与界面": "手册",
    "/components": "组件",
    "/nowhere": "没有这个页面",
}
"""Every page with its title."""
GO = "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }"
WIDER = "() => document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth"


@pytest.mark.slow
@pytest.mark.parametrize("role", [seat.role for seat in SEATS])
async def test_every_page_answers_every_role_calmly(browser: Browser, site: Site, role: str) -> None:
    """Content or a word about why not; nothing in the console, off the origin or beyond the right edge."""
    async with visiting(browser, site, ViewportSize(width=1366, height=768), role=role) as page:
        await page.goto("/home")
        main = page.get_by_role("main")
        await expect(main.locator(".page").first).to_be_visible()
        for path, title in PAGES.items():
            await page.evaluate(GO, path.format(incident=site.incident))
            await expect(page).to_have_title(f"{title} · 应仓")
            await expect(main.locator(".page").first).to_be_visible()
            await expect(main.locator(".el-skeleton")).to_have_count(0)
            if path != "/components":  # shows what refusals look like
                await expect(main.locator(".error, .refusal")).to_have_count(0)
            assert await page.evaluate(WIDER) <= 0, path


async def test_a_page_that_is_not_ones_own_says_so(browser: Browser, site: Site) -> None:
    async with visiting(browser, site, DESKTOP, role="keeper") as page:
        await page.goto("/audit")
        await expect(page.get_by_text("您没有查看这个页面的权限")).to_be_visible()


async def test_everything_is_reached_by_keyboard(desktop: Page) -> None:
    page = desktop
    await page.goto("/home")
    await expect(page.get_by_role("heading", name="值班员")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()
    await page.keyboard.press("/")
    field = page.get_by_role("combobox", name="全局查找")
    await expect(field).to_be_focused()
    await page.keyboard.type("zp")
    await expect(page.get_by_role("option", name=re.compile("帐篷")).first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=re.compile("帐篷"), level=1)).to_be_visible()
    await expect(field).to_have_value("")


async def test_a_form_is_filled_left_and_taken_up_again_by_keyboard(desktop: Page) -> None:
    page, form = desktop, desktop.get_by_role("dialog", name="新增队伍")
    await page.goto("/teams")
    add = page.get_by_role("button", name="新增队伍")
    await add.focus()
    await page.keyboard.press("Enter")
    await expect(form.get_by_label("编号")).to_be_focused()
    await page.keyboard.type("E2E-JP")
    await page.keyboard.press("Tab")
    await page.keyboard.type("键盘队")
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await expect(add).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(form.get_by_text("已恢复")).to_be_visible()
    await expect(form.get_by_label("队伍名称")).to_have_value("键盘队")
    await expect(form.get_by_label("编号")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(form.get_by_role("alert").filter(has_text="填写有误")).to_be_visible()
    await form.get_by_role("button", name="重新填写").click()
    await expect(form.get_by_label("编号")).to_have_value("")


async def test_what_is_found_leads_to_its_page(desktop: Page) -> None:
    page = desktop
    await page.goto("/gap")
    for words, heading in (("临江镇应急物资储备点", "临江镇应急物资储备点"), ("临江镇", "临江镇")):
        await page.get_by_role("combobox", name="全局查找").fill(words)
        await page.get_by_role("option").filter(has=page.get_by_text(words, exact=True)).first.click()
        await expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


async def test_help_opens_the_page_of_the_manual(desktop: Page) -> None:
    await desktop.goto("/incidents")
    await desktop.get_by_role("link", name=re.compile("帮助")).click()
    await expect(desktop.get_by_role("article")).to_contain_text("方案是怎样得出的")
    await desktop.get_by_role("navigation", name="手册目录").get_by_role("link", name="登录与界面").click()
    await expect(desktop.get_by_role("heading", name="登录与界面")).to_be_visible()


async def test_light_and_dark_are_chosen_and_kept(desktop: Page) -> None:
    page = desktop
    await page.goto("/home")
    await page.get_by_role("button", name=re.compile("个人菜单")).click()
    await page.get_by_text("深色", exact=True).click()
    await expect(page.locator("html")).to_have_class("dark")
    await page.reload()
    await expect(page.locator("html")).to_have_class("dark")


@pytest.mark.parametrize("role", [seat.role for seat in SEATS])
async def test_a_phone_shows_the_home_without_scrolling_aside(browser: Browser, site: Site, role: str) -> None:
    async with visiting(browser, site, PHONE, role=role) as page:
        await page.goto("/home")
        await expect(page.get_by_role("main").locator(".el-skeleton")).to_have_count(0)
        await expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_who_keeps_the_people_finds_them_under_the_thumb(browser: Browser, site: Site) -> None:
    async with visiting(browser, site, PHONE, role="sysadmin") as page:
        await page.goto("/home")
        await page.get_by_role("navigation", name="主导航").get_by_role("link", name="人员").click()
        await expect(page.get_by_role("heading", name="人员与账号")).to_be_visible()


async def test_columns_are_chosen_per_person_and_exported(browser: Browser, site: Site) -> None:
    async with visiting(browser, site, DESKTOP, role="sysadmin") as page:
        await page.goto("/people")
        await page.get_by_role("button", name="选择列").click()
        await page.get_by_role("checkbox", name="电话").locator("..").click()
        await expect(page.get_by_role("columnheader", name="电话")).to_have_count(0)
        await page.reload()
        await expect(page.get_by_role("columnheader", name="姓名")).to_be_visible()
        await expect(page.get_by_role("columnheader", name="电话")).to_have_count(0)
        async with page.expect_download() as saved:
            await page.get_by_role("button", name="导出").click()
        download = await saved.value
        assert download.suggested_filename == "人员与账号.csv"
        assert "姓名" in (await download.path()).read_text(encoding="utf-8-sig")
