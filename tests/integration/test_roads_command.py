"""``yingcang roads``: a district brings its own roads, and planning works on them."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.incidents.lost_links import lost_links
from app.kernel.database import Database
from app.kernel.errors import Invalid
from app.roads import commands, queries
from tests import small_district
from tests.small_district import BRIDGE, DISTRICT, LATITUDE, VILLAGES, command

FLOOD: dict[str, Any] = {
    "name": "清水河洪水",
    "kind": "flood",
    "level": "II",
    "started_at": "2026-07-16T02:00:00+08:00",
    "plan_from": "2026-07-16T06:00:00+08:00",
    "district": DISTRICT,
    "villages": [{"division": VILLAGES["丁村"][0]}],
}


@pytest.fixture
async def small(database: Database) -> Database:
    await small_district.build(database)
    return database


def layer(folder: Path, shift: float = 0.0) -> Path:
    """The small district's road in three pieces, or one ``shift`` degrees east of it."""
    stops = [108.00 + shift, 108.02 + shift, 108.04 + shift, 108.06 + shift]
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"S{number}", "highway": "primary", "bridge": "yes" if number == 1 else "no"},
            "geometry": {"type": "LineString", "coordinates": [[west, LATITUDE], [to, LATITUDE]]},
        }
        for number, (west, to) in enumerate(pairwise(stops))
    ]
    path = folder / "roads.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def request(file: Path, **words: Any) -> commands.ImportRequest:
    return commands.ImportRequest(file, DISTRICT, "真实路网", "测绘", date(2026, 3, 1), **words)


async def test_an_import_replaces_the_layer_and_reports(small: Database, tmp_path: Path, capsys: Any) -> None:
    await commands.import_layer(small, request(layer(tmp_path)), lost_links)
    told = capsys.readouterr().out
    assert "图层要素：3" in told
    assert "已导入试验区道路图层，第 2 版" in told
    async with small.snapshot() as session:
        network = await queries.load_network(session, DISTRICT)
    assert sorted(link.name for link in network.links) == ["S0", "S1", "S2"]
    assert [link.name for link in network.links if link.bridge] == ["S1"]
    await commands.show_layer(small, DISTRICT)
    assert "真实图层，第 2 版，2026-03-01" in capsys.readouterr().out


async def test_a_check_writes_nothing(small: Database, tmp_path: Path, capsys: Any) -> None:
    await commands.import_layer(small, request(layer(tmp_path), check=True), lost_links)
    assert "没有写入" in capsys.readouterr().out
    async with small.snapshot() as session:
        assert (await queries.road_layer(session, DISTRICT)).version == 1


async def test_faults_of_the_file_and_a_layer_of_another_place_are_refused(small: Database, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        await commands.import_layer(small, request(layer(tmp_path), bbox="x"), lost_links)
    assert refused.value.faults[0].pointer == "bbox"
    with pytest.raises(Invalid) as refused:
        await commands.import_layer(small, request(layer(tmp_path, shift=1.0)), lost_links)
    assert "2 公里内没有道路" in refused.value.faults[0].detail
    async with small.snapshot() as session:
        assert (await queries.road_layer(session, DISTRICT)).version == 1


async def test_everything_wrong_with_the_words_of_the_command_is_told_at_once(small: Database, tmp_path: Path) -> None:
    line = tmp_path / "line.geojson"
    line.write_text(json.dumps({"type": "LineString", "coordinates": [[108, 31], [109, 31]]}))
    words = {"fields": ["name", "class=等级"], "classes": ["省道=highway"], "datum": "gcj"}
    with pytest.raises(Invalid) as refused:
        await commands.import_layer(small, request(layer(tmp_path), area=line, **words), lost_links)
    told = {fault.pointer: fault.detail for fault in refused.value.faults}
    assert told.keys() == {"map", "class", "area", "datum"}
    assert "「name」看不懂" in told["map"] and "没有等级 highway" in told["class"] and "没有面" in told["area"]


async def test_the_closed_link_of_an_open_incident_may_not_vanish(
    small: Database, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    closed = {"kind": "link", "link_id": BRIDGE, "reason": "桥面被淹"}
    opened = await client.post("/api/v1/incidents", json=FLOOD | {"closures": [closed]}, headers=command())
    assert opened.status_code == 201, opened.text
    with pytest.raises(Invalid) as refused:
        await commands.import_layer(small, request(layer(tmp_path)), lost_links)
    assert BRIDGE in refused.value.faults[0].detail


async def test_critical_links_name_the_people_behind_them(small: Database, capsys: Any) -> None:
    await commands.show_critical(small, DISTRICT)
    told = capsys.readouterr().out
    assert "中断后无路可绕的路段" in told
    assert told.index("大桥") < told.index("西路")
    assert "丁村" in told


async def test_waters_are_imported_for_boats(small: Database, tmp_path: Path, capsys: Any) -> None:
    river = {"type": "LineString", "coordinates": [[108.0, 31.01], [108.06, 31.01]]}
    path = tmp_path / "water.geojson"
    path.write_text(json.dumps({"type": "Feature", "properties": {"name": "清水河"}, "geometry": river}))
    await commands.import_waters(small, request(path, check=True))
    async with small.snapshot() as session:
        assert await queries.load_waters(session, DISTRICT) == ()
    await commands.import_waters(small, request(path))
    assert "已导入试验区水系图层，第 1 版" in capsys.readouterr().out
    async with small.snapshot() as session:
        [water] = await queries.load_waters(session, DISTRICT)
    assert [list(point) for point in water.coords] == river["coordinates"]
    with pytest.raises(Invalid):
        await commands.import_waters(small, request(path, bbox="106,29,107,30"))
