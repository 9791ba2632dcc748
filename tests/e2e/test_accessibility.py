"""axe-core on every page, in light and in dark: nothing serious."""

import pytest
from playwright.async_api import Browser, Page, expect

from app.main import PAGE
from tests.e2e.conftest import DESKTOP, Site, visiting

AXE = PAGE.parent / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    None: ("/sign-in", "/sign-in/code"),
    "keeper": ("/home", "/stock", "/approvals"),
    "duty": ("/home", "/incidents", "/incidents/new", "/incidents/{incident}", "/account", "/places/500154"),
    "approver": ("/home", "/approvals"),
    "planner": ("/home", "/gap"),
    "sysadmin": ("/home", "/people", "/teams", "/shelters", "/vehicles", "/tokens", "/components"),
    "security": ("/home", "/grants", "/policies"),
    "auditor": ("/home", "/audit", "/inbox", "/help/登录与界面", "/nowhere"),
}
MAPS = {("duty", "/home"), ("duty", "/incidents/new"), ("duty", "/incidents/{incident}")}
"""Pages whose map is fetched after the rest: what stands around it is looked at too."""


async def findings(page: Page) -> list[str]:
    """Serious and critical ones, as rule, element and message."""
    found = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


async def settled(page: Page) -> list[str]:
    """Findings that stay: what is still fading in or loading has other colours for a moment."""
    found = await findings(page)
    for _ in range(10):
        if not found:
            break
        await page.wait_for_timeout(500)
        found = await findings(page)
    return found


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("role", PAGES, ids=str)
async def test_nothing_serious_stands_in_the_way(browser: Browser, site: Site, role: str | None, colours: str) -> None:
    async with visiting(browser, site, DESKTOP, role=role) as page:
        await page.emulate_media(color_scheme="dark" if colours == "dark" else "light", reduced_motion="reduce")
        for path in PAGES[role]:
            await page.goto(path.format(incident=site.incident))
            await expect(page.get_by_role("main")).to_be_visible()
            await expect(page.locator(".el-skeleton, .el-loading-mask")).to_have_count(0)
            if (role, path) in MAPS:
                await expect(page.get_by_role("application", name="地图")).to_be_visible()
            await page.evaluate(AXE.read_text())
            assert await settled(page) == [], path
