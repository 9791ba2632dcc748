"""The way in: one-time code, first password, second factor, a lock, and a sign-in that ends under one's hands."""

import re
import time
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pyotp
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import DESKTOP, Site, visiting
from tests.personas import cookie_of

PASSWORD = "Qingshan-2026-liang"


@dataclass(frozen=True)
class Newcomer:
    id: str
    account: str
    code: str


def acting(site: Site, role: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"{site.url}/api/v1", cookies=cookie_of(role), timeout=30)


async def newcomer(site: Site, role: str | None = None) -> Newcomer:
    """Somebody with a new account, and a role where one is given."""
    account = f"e2e-{uuid4().hex[:8]}"
    async with acting(site, "sysadmin") as client:
        made = await client.post("/people", json={"account": account, "name": "冯新壬"})
        assert made.status_code == 201, made.text
    person = made.json()["person"]["id"]
    if role:
        await given(site, person, role)
    return Newcomer(person, account, made.json()["code"]["code"])


async def given(site: Site, person: str, role: str) -> None:
    async with acting(site, "security") as client:
        grant = {"person_id": person, "role": role, "reads": "500154", "writes": "500154"}
        granted = await client.post("/grants", json=grant)
        assert granted.status_code == 201, granted.text


async def enter(page: Page, who: Newcomer) -> None:
    """By the link with the code, through the first password, to the home."""
    await page.goto(f"/sign-in/code#{who.code}")
    await page.get_by_label("新口令", exact=True).fill(PASSWORD)
    await page.get_by_label("再输一遍").fill(PASSWORD)
    await page.get_by_role("button", name="保存并继续").click()
    await expect(page.get_by_role("navigation", name="主导航")).to_be_visible()


async def by_password(page: Page, account: str, password: str) -> None:
    await page.get_by_label("账号", exact=True).fill(account)
    await page.get_by_label("口令", exact=True).fill(password)
    await page.get_by_role("button", name="登录", exact=True).click()


async def leave(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("个人菜单")).click()
    await page.get_by_role("button", name="退出登录").click()
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()


async def test_a_newcomer_sets_a_first_password_and_returns_with_it(browser: Browser, site: Site) -> None:
    who = await newcomer(site)
    async with visiting(browser, site, DESKTOP) as page:
        await page.goto(f"/sign-in/code#{who.code}")
        await page.get_by_label("新口令", exact=True).fill("12345678")
        assert who.code not in page.url
        await page.get_by_label("再输一遍").fill("12345678")
        await page.get_by_role("button", name="保存并继续").click()
        await expect(page.get_by_role("alert").get_by_role("listitem").first).to_be_visible()
        await page.get_by_label("新口令", exact=True).fill(PASSWORD)
        await page.get_by_label("再输一遍").fill(PASSWORD)
        await page.get_by_role("button", name="保存并继续").click()
        await expect(page.get_by_text("您还没有角色")).to_be_visible()
        await leave(page)
        await by_password(page, who.account, "不对的口令")
        await expect(page.get_by_role("alert")).to_contain_text("账号或口令不对")
        await by_password(page, who.account, PASSWORD)
        await expect(page.get_by_text("您还没有角色")).to_be_visible()


async def test_a_role_shows_as_soon_as_it_is_given(browser: Browser, site: Site) -> None:
    who = await newcomer(site)
    async with visiting(browser, site, DESKTOP) as page:
        await enter(page, who)
        await expect(page.get_by_text("您还没有角色")).to_be_visible()
        await given(site, who.id, "planner")
        await expect(page.get_by_role("heading", name="规划员", level=1)).to_be_visible()
        await expect(page.get_by_role("link", name="收件箱：1 条未读")).to_be_visible()


async def test_a_code_works_once(browser: Browser, site: Site) -> None:
    who = await newcomer(site)
    async with visiting(browser, site, DESKTOP) as page:
        await enter(page, who)
    async with visiting(browser, site, DESKTOP) as page:
        await page.goto(f"/sign-in/code#{who.code}")
        await expect(page.get_by_role("alert")).to_contain_text("一次性代码")


async def test_whoever_is_not_signed_in_comes_back_to_where_he_wanted(browser: Browser, site: Site) -> None:
    who = await newcomer(site, "planner")
    async with visiting(browser, site, DESKTOP) as page:
        await enter(page, who)
        await leave(page)
        await page.goto("/gap?x=1")
        await expect(page).to_have_url(re.compile("/sign-in"))
        await by_password(page, who.account, PASSWORD)
        await expect(page).to_have_url(re.compile(r"/gap\?x=1"))


async def test_an_ended_sign_in_keeps_what_was_typed(browser: Browser, site: Site) -> None:
    who = await newcomer(site, "duty")
    async with visiting(browser, site, DESKTOP) as page:
        await enter(page, who)
        await page.goto("/teams")
        await page.get_by_label("搜索").fill("岳溪镇")
        await expect(page.locator("tr.el-table__row")).to_have_count(1)
        await page.locator("tr.el-table__row").get_by_role("button", name="编辑").click()
        form = page.get_by_role("dialog", name=re.compile("编辑队伍"))
        await form.get_by_label("联系人").fill("登录过期也不丢")
        async with acting(site, "sysadmin") as client:
            assert (await client.post(f"/people/{who.id}/end-sign-ins")).status_code == 200
        await form.get_by_role("button", name="保存").click()
        again = page.get_by_role("dialog", name="登录已过期")
        await again.get_by_label("口令", exact=True).fill(PASSWORD)
        await again.get_by_role("button", name="登录并继续").click()
        await expect(again).to_be_hidden()
        await expect(page.get_by_text("队伍已保存")).to_be_visible()
        await page.locator("tr.el-table__row").get_by_role("button", name="编辑").click()
        await expect(form.get_by_label("联系人")).to_have_value("登录过期也不丢")


async def test_a_sign_in_in_another_window_lets_this_one_go_on(browser: Browser, site: Site) -> None:
    who = await newcomer(site, "duty")
    async with visiting(browser, site, DESKTOP) as page:
        await enter(page, who)
        async with acting(site, "sysadmin") as client:
            assert (await client.post(f"/people/{who.id}/end-sign-ins")).status_code == 200
        again = page.get_by_role("dialog", name="登录已过期")
        await expect(again).to_be_visible()
        other = await page.context.new_page()
        await other.goto("/sign-in")
        await by_password(other, who.account, PASSWORD)
        await expect(other.get_by_role("heading", name="值班员", level=1)).to_be_visible()
        await page.evaluate("window.dispatchEvent(new Event('focus'))")
        await expect(again).to_be_hidden()
        await page.get_by_role("link", name="库存").click()
        await expect(page.get_by_role("heading", name=re.compile("储备库"))).to_be_visible()


async def test_a_form_that_was_left_goes_on_where_it_was(browser: Browser, site: Site) -> None:
    async with visiting(browser, site, DESKTOP, role="sysadmin") as page:
        form = page.get_by_role("dialog", name="新增人员")
        await page.goto("/people")
        await page.get_by_role("button", name="新增人员").click()
        await form.get_by_label("姓名").fill("没填完的人")
        await page.reload()
        await page.get_by_role("button", name="新增人员").click()
        await expect(form.get_by_label("姓名")).to_have_value("没填完的人")
        await page.get_by_role("button", name="重新填写").click()
        await expect(form.get_by_label("姓名")).to_have_value("")


async def test_a_second_factor_is_set_up_and_asked_for(browser: Browser, site: Site) -> None:
    who = await newcomer(site)
    async with visiting(browser, site, DESKTOP) as page:
        await enter(page, who)
        await page.goto("/account")
        await page.get_by_role("button", name="启用动态口令").click()
        await page.get_by_text("不能扫码").click()
        totp = pyotp.TOTP(await page.locator("details code").inner_text())
        await page.get_by_label("6 位数字").fill(totp.now())
        await page.get_by_role("button", name="启用", exact=True).click()
        await expect(page.get_by_text("动态口令已启用")).to_be_visible()
        await leave(page)
        await by_password(page, who.account, PASSWORD)
        await page.get_by_label("6 位数字").fill("000000")
        await page.get_by_role("button", name="继续").click()
        await expect(page.get_by_role("alert")).to_be_visible()
        await page.get_by_label("6 位数字").fill(totp.at(_later()))
        await page.get_by_role("button", name="继续").click()
        await expect(page.get_by_text("您还没有角色")).to_be_visible()


def _later() -> int:
    """Half a minute from now: each code is good once, the next step's is accepted already."""
    return int(time.time()) + 30
