"""The duty officer's desk: read the plan, filter it, compute it anew."""

import re

from playwright.async_api import Page, expect

from tests.e2e.conftest import Site

ROWS = ".el-tab-pane:not([aria-hidden='true']) .el-table__body tr.el-table__row"


async def opened(page: Page, site: Site) -> Page:
    await page.goto(f"/incidents/{site.incident}")
    await expect(page.locator(ROWS).first).to_be_visible()
    return page


async def test_the_list_leads_to_the_plan(desktop: Page, site: Site) -> None:
    await desktop.goto("/incidents")
    await expect(desktop.get_by_role("heading", name="突发事件")).to_be_visible()
    await desktop.locator(f"a[href='/incidents/{site.incident}']").click()
    await expect(desktop.locator(ROWS).first).to_be_visible()
    await expect(desktop.get_by_text("共 6,000 人")).to_be_visible()


async def test_every_tab_has_its_table(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    for name, heading in {
        "安置": "避难场所",
        "物资": "未满足",
        "车次": "停靠",
        "队伍": "集结时限",
        "缺口": "原因与建议",
        "道路": "最忙一小时",
        "指标": "目标（按先后次序）",
    }.items():
        await page.get_by_role("tab", name=re.compile(f"^{name}")).click()
        if name == "缺口":
            await page.get_by_text("逐处清单", exact=True).click()
        await expect(page.get_by_role("columnheader", name=heading).locator("visible=true").first).to_be_visible()


async def test_a_row_filters_all_tables_and_closing_the_tag_shows_everything(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    everything = await page.locator(ROWS).count()
    await page.locator(ROWS).first.click()
    tag = page.locator(".pick .el-tag")
    await expect(tag).to_contain_text("避难场所：")
    assert await page.locator(ROWS).count() < everything
    await page.get_by_role("tab", name=re.compile("^车次")).click()
    await page.locator(ROWS).first.locator("td").nth(1).click()
    await expect(tag).to_contain_text("车次：")
    await expect(page.locator(ROWS)).to_have_count(1)
    await tag.locator(".el-tag__close").click()
    await page.get_by_role("tab", name=re.compile("^安置")).click()
    await expect(page.locator(ROWS)).to_have_count(everything)


async def test_a_row_is_picked_by_keyboard_and_a_trip_shows_its_stops(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    await page.get_by_role("tab", name=re.compile("^车次")).click()
    await page.locator(f"{ROWS} .row-pick").first.press("Enter")
    await expect(page.locator(".pick .el-tag")).to_contain_text("车次：")
    await expect(page.locator(".stops li").first).to_contain_text("+")


async def test_a_busy_road_is_marked_on_the_map_and_filters_nothing(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    await page.get_by_role("tab", name=re.compile("^道路")).click()
    await page.locator(f"{ROWS} .row-pick").first.click()
    await expect(page.locator(f"{ROWS}.picked")).to_have_count(1)
    await expect(page.locator(".pick .el-tag")).to_have_count(0)
    assert await page.locator(ROWS).count() > 1


async def test_a_shelter_on_the_map_filters_the_tables(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    canvas = page.locator("canvas.maplibregl-canvas")
    await expect(canvas).to_be_visible()
    tag = page.locator(".pick .el-tag")
    box = await canvas.bounding_box()
    assert box
    # the signs' places depend on the plan: walk over the map until a click meets one
    for x in range(int(box["x"]) + 80, int(box["x"] + box["width"]) - 80, 18):
        for y in range(int(box["y"] + box["height"] / 2) - 90, int(box["y"] + box["height"] / 2) + 90, 18):
            await page.mouse.move(x, y)
            if await canvas.evaluate("element => element.style.cursor") == "pointer":
                await page.mouse.click(x, y)
                await expect(tag).to_be_visible()
                return
    raise AssertionError("nothing on the map answers to the mouse")


async def test_a_new_plan_is_computed_with_progress(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    chosen = page.locator(".plans")
    before = await chosen.inner_text()
    await page.get_by_label("计算设置").click()
    await page.get_by_role("combobox", name="计算量").click(force=True)
    await page.get_by_role("option", name="快速").click()
    await page.get_by_role("spinbutton", name="时限").fill("8")
    await page.get_by_role("button", name="重新计算").click()
    board = page.get_by_role("region", name="正在计算")
    await expect(board.locator("[aria-current=step]")).to_be_visible()
    people = board.get_by_role("listitem").filter(has_text="未安置人数")
    await expect(people).to_contain_text("界 0")
    await expect(board).to_be_hidden(timeout=60_000)
    await expect(chosen).not_to_have_text(before)


async def test_a_running_computation_can_be_cancelled(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    await page.get_by_label("计算设置").click()
    await page.get_by_role("spinbutton", name="时限").fill("120")
    await page.get_by_role("spinbutton", name="随机种子").fill("77")
    await page.get_by_role("button", name="重新计算").click()
    board = page.get_by_role("region", name="正在计算")
    await board.get_by_role("button", name=re.compile("取消|停止")).click()
    await expect(board).to_be_hidden(timeout=60_000)
    await expect(page.get_by_text(re.compile("已取消计算|已停止，保留了"))).to_be_visible()


async def test_why_is_answered_with_what_else_would_cost(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    await page.locator(ROWS).first.get_by_role("button", name="为什么").click()
    drawer = page.get_by_role("dialog")
    await expect(drawer.get_by_text("换一种做法会怎样")).to_be_visible(timeout=60_000)
    await expect(drawer.get_by_role("listitem").first).to_be_visible()
    await drawer.get_by_role("button", name="改成这样").first.click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("region", name="待编制的调整")).to_contain_text("只去")


async def test_locks_and_bans_outlive_a_reload_and_make_an_adjusted_plan(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    ban = page.locator(ROWS).nth(1).get_by_role("button", name="禁用")
    await page.locator(ROWS).first.get_by_role("button", name="锁定").click()
    await ban.click()
    await page.locator(ROWS).nth(2).get_by_role("button", name="锁定").click()
    await page.reload()
    bar = page.get_by_role("region", name="待编制的调整")
    await expect(bar).to_contain_text("调整 3 项")
    await expect(ban).to_have_attribute("aria-pressed", "true")
    await bar.locator(".el-tag__close").last.click()
    await bar.get_by_role("button", name="按调整重新编制").click()
    await expect(bar).to_be_hidden(timeout=60_000)
    await expect(page.get_by_role("tab", name="变化")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("heading", name="谁换了去处")).to_be_visible()
    rules = page.get_by_role("list", name="本方案的锁定与禁用")
    await expect(rules.get_by_role("listitem")).to_have_count(2)
    await rules.get_by_role("button", name="取消").first.click()
    await expect(bar).to_contain_text("取消锁定")


async def test_a_look_into_the_shortages_can_be_stopped(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    await page.get_by_role("tab", name=re.compile("^缺口")).click()
    start, stop = page.get_by_role("button", name="推算"), page.get_by_role("button", name="停止")
    await expect(start.or_(stop)).to_be_visible()
    # it may have begun by itself, and may be over at any moment: clicks wait for nothing
    await start.evaluate_all("buttons => buttons.forEach(button => button.click())")
    await expect(stop.or_(page.get_by_text("推算于"))).to_be_visible()
    await stop.evaluate_all("buttons => buttons.forEach(button => button.click())")
    await expect(start).to_be_visible(timeout=60_000)


async def test_money_is_told_in_yuan(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    await page.get_by_role("tab", name="指标").click()
    await expect(page.get_by_text("运输费用（元）", exact=True)).to_be_visible()


async def test_a_lost_server_is_told_and_found_again(desktop: Page, site: Site) -> None:
    page = desktop
    await page.route("**/api/v1/events", lambda route: route.fulfill(status=204))
    await opened(page, site)
    await expect(page.get_by_text("与服务器的连接断了")).to_be_visible()
    await page.unroute("**/api/v1/events")
    await expect(page.get_by_text("与服务器的连接断了")).to_be_hidden()


async def test_papers_are_pdf(desktop: Page, site: Site) -> None:
    page = await opened(desktop, site)
    await page.get_by_role("button", name="文书").click()
    link = page.get_by_role("link", name="调度方案（PDF）")
    answer = await page.request.get(str(await link.get_attribute("href")))
    assert answer.ok
    assert (await answer.body()).startswith(b"%PDF")


async def too_wide(page: Page) -> bool:
    """Whether the table in sight has columns beyond its edge."""
    rows = page.locator(".el-tab-pane:not([aria-hidden='true']) .el-scrollbar__wrap").first
    return bool(await rows.evaluate("element => element.scrollWidth > element.clientWidth"))


async def test_a_notebook_shows_every_column_and_keeps_the_map_while_it_computes(desktop: Page, site: Site) -> None:
    await desktop.set_viewport_size({"width": 1366, "height": 768})
    page = await opened(desktop, site)
    for name in ("安置", "车次", "队伍", "指标"):
        await page.get_by_role("tab", name=re.compile(f"^{name}")).click()
        await expect(page.locator(ROWS).first).to_be_visible()
        assert not await too_wide(page), name
    await page.get_by_label("计算设置").click()
    await page.get_by_role("spinbutton", name="随机种子").fill("78")
    await page.get_by_role("button", name="重新计算").click()
    board = page.get_by_role("region", name="正在计算")
    await expect(board).to_be_visible()
    legend = await page.get_by_role("group", name="图层").bounding_box()
    assert legend
    assert legend["y"] + legend["height"] <= 768
    await board.get_by_role("button", name=re.compile("取消|停止")).click()
    await expect(board).to_be_hidden(timeout=60_000)


async def test_the_plan_can_be_read_on_a_phone(phone: Page, site: Site) -> None:
    page = await opened(phone, site)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.get_by_role("tab", name="指标").click()
    await expect(page.get_by_text("方案起算", exact=True)).to_be_visible()
    assert not await too_wide(page), "bounds and gaps are in sight"
    await page.get_by_role("navigation").get_by_role("link", name="库存").click()
    await expect(page.get_by_role("button", name="入库")).to_be_visible()
