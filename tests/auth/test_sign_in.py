"""Signing in and out, over the API."""

import httpx

from app.auth.rights import Role
from app.kernel.database import Database
from tests.auth.conftest import employ, kind, sign_in


async def test_a_password_opens_a_session_until_sign_out(browser: httpx.AsyncClient, database: Database) -> None:
    await employ(database, "wanger", Role.KEEPER)
    assert (await browser.get("/auth/me")).status_code == 401
    entered = await sign_in(browser, " WangEr ")
    assert entered.status_code == 200, entered.text
    me = (await browser.get("/auth/me")).json()
    assert me == entered.json()
    assert (me["account"], me["stage"], me["roles"], me["idle_s"]) == ("wanger", "full", ["keeper"], 900)
    assert {
        "right": "stock.post",
        "label": "库存与单据·过账",
        "places": ["全部区域"],
        "divisions": [""],
        "sites": [],
    } in me["rights"]
    assert (await browser.get("/divisions")).status_code == 200
    assert (await browser.post("/auth/sign-out")).status_code == 204
    assert kind(await browser.get("/auth/me")) == "sign-in-required"
