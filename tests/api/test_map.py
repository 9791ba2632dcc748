"""The base map and the links that may be closed, over HTTP."""


async def test_the_base_map_draws_the_district(kaizhou_client) -> None:
    answer = await kaizhou_client.get("/api/v1/map/base")
    assert answer.status_code == 200
    base = answer.json()
    assert base["name"] == "开州区"
    west, south, east, north = base["bounds"]
    assert 107 < west < east < 110
    assert 30 < south < north < 33
    assert {layer["kind"]: layer["synthetic"] for layer in base["layers"]} == {
        "roads": True,
        "outline": True,
        "rivers": False,
    }
    assert len(base["townships"]["features"]) == 40
    assert {f["properties"]["name"] for f in base["rivers"]["features"]} >= {"东河", "南河"}
    assert len(base["bridges"]["features"]) == sum(f["properties"]["bridge"] for f in base["roads"]["features"])
    assert all(f["geometry"]["type"] == "LineString" for f in base["roads"]["features"])


async def test_bridges_come_first_in_the_list_of_links(kaizhou_client) -> None:
    items = (await kaizhou_client.get("/api/v1/map/links", params={"limit": 5})).json()["items"]
    assert all(item["bridge"] and item["river"] for item in items)
    only = (await kaizhou_client.get("/api/v1/map/links", params={"bridges_only": True})).json()
    assert only["next"] is None
    found = (await kaizhou_client.get("/api/v1/map/links", params={"search": "东河"})).json()["items"]
    assert found
    assert all("东河" in item["name"] for item in found)


async def test_a_wildcard_in_the_search_is_a_letter_like_any_other(kaizhou_client) -> None:
    assert (await kaizhou_client.get("/api/v1/map/links", params={"search": "%"})).json()["items"] == []


async def test_pages_of_links_do_not_overlap(kaizhou_client) -> None:
    first = (await kaizhou_client.get("/api/v1/map/links", params={"limit": 50})).json()
    second = (await kaizhou_client.get("/api/v1/map/links", params={"limit": 50, "offset": first["next"]})).json()
    assert not {i["id"] for i in first["items"]} & {i["id"] for i in second["items"]}


async def test_a_district_without_roads_is_a_problem_in_words(kaizhou_client, client) -> None:
    unknown = await kaizhou_client.get("/api/v1/map/base", params={"district": "110101"})
    assert unknown.status_code == 404
    assert "110101" in unknown.json()["detail"]
    empty = await client.get("/api/v1/map/base")
    assert empty.status_code == 404
    assert "yingcang seed" in empty.json()["detail"]


async def test_critical_links_name_the_villages_behind_them(kaizhou_client) -> None:
    answer = await kaizhou_client.get("/api/v1/map/links/critical", params={"limit": 3})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    people = [one["people"] for one in found["items"]]
    assert len(people) == 3 < found["total"] and people == sorted(people, reverse=True)
    assert all(one["villages"] and len(one["line"]) > 1 for one in found["items"])
