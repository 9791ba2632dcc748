"""A road layer is replaced as a whole; readers see the new one at once."""

from datetime import date

from shapely.geometry import LineString

from app.divisions.models import Division
from app.kernel.database import Database
from app.roads import queries
from app.roads.models import LayerKind
from app.roads.service import LayerSource, import_features, import_roads
from tests.gis.networks import link, network, two_banks

LAYER = LayerSource("500154", "测试路网", "手工", date(2026, 1, 1), synthetic=True)


async def district(database: Database) -> None:
    async with database.transaction() as session:
        row = {
            "name": "开州区",
            "kind": "district",
            "valid_from": date(2021, 1, 1),
            "source": "s",
            "as_of": LAYER.as_of,
        }
        session.add(Division.model_validate({"code": "500154", **row}))


async def test_a_network_comes_back_as_it_went_in(database: Database) -> None:
    await district(database)
    before = two_banks()
    async with database.transaction() as session:
        await import_roads(session, layer=LAYER, network=before)
    async with database.snapshot() as session:
        after = await queries.load_network(session, "500154")
    assert {link.id: link for link in after.links} == {link.id: link for link in before.links}
    assert after.lon.tolist() == before.lon.tolist()
    assert (after.name, after.source, after.as_of, after.version) == ("测试路网", "手工", date(2026, 1, 1), 1)


async def test_a_second_import_replaces_the_first(database: Database) -> None:
    await district(database)
    bent = link("bent", 0, 1, 1500, line=((108.40, 31.17), (108.405, 31.175), (108.41, 31.17)))
    for made in (two_banks(), network([(0, 0), (1, 0)], [bent])):
        async with database.transaction() as session:
            await import_roads(session, layer=LAYER, network=made)
        async with database.snapshot() as session:
            read = await queries.load_network(session, "500154")
        assert len(read.links) == len(made.links)
    assert read.version == 2
    assert read.links[0].line == bent.line


async def test_features_of_a_layer_are_replaced_too(database: Database) -> None:
    await district(database)
    river = LineString([(108.4, 31.1), (108.5, 31.2)])
    for names in (["东河", "南河"], ["澎溪河"]):
        async with database.transaction() as session:
            layer = await import_features(
                session, kind=LayerKind.RIVERS, layer=LAYER, features=[(name, river) for name in names]
            )
        async with database.snapshot() as session:
            assert [row.name for row in await queries.features_of(session, layer)] == names
            assert await queries.load_waters(session, "500154") == (river,) * len(names)
            assert await queries.load_waters(session, "500999") == ()
