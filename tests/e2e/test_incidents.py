"""A case of one's own: villages picked by name, or found in a polygon drawn on the map."""

from playwright.async_api import Page, expect

from tests.e2e.conftest import Site


async def begin(page: Page, name: str) -> Page:
    await page.goto("/incidents/new")
    await page.get_by_label("事件名称").fill(name)
    await expect(page.get_by_role("button", name="画受灾范围")).to_be_enabled()
    return page


async def test_villages_are_picked_by_name(desktop: Page) -> None:
    page = await begin(desktop, "点选村庄测试")
    search = page.get_by_role("combobox", name="按名称找村（社区）")
    await search.fill("九龙社区")
    await page.get_by_role("option", name="九龙社区").first.click()
    await page.keyboard.press("Escape")
    people = page.locator("input[aria-label='转移人数']").first
    await people.fill("120")
    await people.press("Tab")
    await expect(page.get_by_text("需安置 120 人")).to_be_visible()
    await page.get_by_role("button", name="建立事件").click()
    await expect(page.get_by_role("heading", name="点选村庄测试")).to_be_visible()
    await expect(page.get_by_text("还没有方案")).to_be_visible()


async def test_a_polygon_on_the_map_finds_its_villages(desktop: Page) -> None:
    page = await begin(desktop, "地图画范围测试")
    await page.get_by_role("button", name="画受灾范围").click()
    box = await page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in ((-60, -60), (60, -60), (60, 60), (-60, 60)):
        await page.mouse.click(x + dx, y + dy)
        await page.wait_for_timeout(400)
    await page.get_by_role("button", name="完成").click()
    await expect(page.get_by_text("受灾范围 1（")).to_be_visible()
    await expect(page.locator("input[aria-label='转移人数']").first).to_be_visible()
    await page.get_by_role("button", name="建立事件").click()
    await expect(page.get_by_role("heading", name="地图画范围测试")).to_be_visible()


async def test_a_closed_road_is_found_by_name(desktop: Page) -> None:
    page = await begin(desktop, "断路测试")
    await page.get_by_role("combobox", name="按名称找道路或桥梁").click()
    await page.get_by_role("option").first.click()
    await expect(page.get_by_label("中断原因")).to_have_value("道路中断")
    await page.get_by_role("combobox", name="开始时间").fill("12月31日 18:00")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("就按全程不通计算")).to_be_visible()
    async with page.expect_response("**/api/v1/incidents") as answered:
        await page.get_by_role("button", name="建立事件").click()
    [closure] = (await (await answered.value).json())["closures"]
    assert closure["since"].endswith("-12-31T10:00:00Z")


async def test_all_bridges_of_the_district_get_a_weight_limit(desktop: Page) -> None:
    page = await begin(desktop, "桥梁限重测试")
    await page.get_by_role("button", name="全区某类道路").click()
    await page.get_by_role("button", name="建立事件").click()
    await expect(page.get_by_text("不能中断全区所有道路")).to_be_visible()
    for choice, option in (("桥梁或隧道", "桥梁"), ("通行状态", "限重")):
        await page.get_by_role("combobox", name=choice).click(force=True)
        await page.get_by_role("option", name=option, exact=True).click()
    await page.get_by_label("限重", exact=True).fill("500")
    async with page.expect_response("**/api/v1/incidents") as answered:
        await page.get_by_role("button", name="建立事件").click()
    [closure] = (await (await answered.value).json())["closures"]
    assert (closure["structure"], closure["limit_kg"], closure["speed_percent"]) == ("bridge", 500, 0)


async def test_an_empty_name_is_shown_at_its_field(desktop: Page) -> None:
    await desktop.goto("/incidents/new")
    await desktop.get_by_role("button", name="建立事件").click()
    field = desktop.locator(".el-form-item", has_text="事件名称")
    await expect(field.locator(".el-form-item__error")).to_be_visible()


async def test_a_phone_can_open_an_incident(phone: Page) -> None:
    page = await begin(phone, "手机建立事件")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.get_by_role("button", name="建立事件").click()
    await expect(page.get_by_role("heading", name="手机建立事件")).to_be_visible()


async def test_a_share_of_the_people_of_an_area_is_taken(desktop: Page) -> None:
    page = await begin(desktop, "按比例测试")
    await page.get_by_label("转移比例").fill("10")
    await page.get_by_label("转移比例").press("Tab")
    async with page.expect_request("**/incidents/preview") as asked:
        await page.get_by_role("button", name="画受灾范围").click()
        box = await page.locator("canvas.maplibregl-canvas").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for dx, dy in ((-40, -40), (40, -40), (40, 40)):
            await page.mouse.click(x + dx, y + dy)
            await page.wait_for_timeout(400)
        await page.get_by_role("button", name="完成").click()
    sent = (await asked.value).post_data_json
    assert sent
    assert sent["people_percent"] == 10
    await page.get_by_role("button", name="全部移除").click()
    await expect(page.get_by_text("需安置 0 人")).to_be_visible()


async def test_an_incident_that_is_not_there_leads_back(desktop: Page) -> None:
    await desktop.goto("/incidents/abc")
    await desktop.get_by_role("main").get_by_role("link", name="回首页").click()
    await expect(desktop.get_by_role("heading", name="进行中的事件")).to_be_visible()


async def test_a_road_that_falls_later_is_reported_on_the_plan_desk(desktop: Page, site: Site) -> None:
    await desktop.goto(f"/incidents/{site.incident}")
    await desktop.get_by_role("button", name="道路状况").click()
    drawer = desktop.get_by_role("dialog", name="道路状况")
    rows = drawer.get_by_role("listitem")
    before = await rows.count()
    await drawer.get_by_role("combobox", name="按名称找道路或桥梁").click()
    await desktop.get_by_role("option").first.click()
    await drawer.get_by_label("中断原因").fill("巡查发现塌方")
    await drawer.get_by_role("button", name="登记").click()
    await expect(rows).to_have_count(before + 1)
    added = rows.filter(has_text="巡查发现塌方")
    await added.get_by_role("button", name="恢复通行").click()
    await expect(rows).to_have_count(before)
