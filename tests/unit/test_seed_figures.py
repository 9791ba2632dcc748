"""The generator comes out with every published figure, and marks what it made up."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import date

import pytest

from seed.generator import district
from seed.generator.goods import KIT_DAYS, item, items, kit_lines, kit_quantities
from seed.generator.reference import FOLDER, read_rows
from seed.generator.shares import split
from tests.unit.seeds import DEMO_DATE, made

BOTH = ("kaizhou", "beibei")


@pytest.mark.parametrize(("name", "townships", "villages"), [("kaizhou", 40, 535), ("beibei", 17, 192)])
def test_divisions_are_the_official_ones(name: str, townships: int, villages: int) -> None:
    kinds = Counter(row.kind for row in made(name).divisions)
    assert kinds == {"district": 1, "township": townships, "village": villages}
    known = {row.code for row in made(name).divisions}
    assert all(row.parent in known for row in made(name).divisions if row.parent)
    assert all(row.source and row.as_of for row in made(name).divisions)


@pytest.mark.parametrize("name", BOTH)
def test_village_populations_add_up_to_their_township(name: str) -> None:
    people: Counter[str] = Counter()
    for row in made(name).divisions:
        if row.kind == "village":
            people[row.parent or ""] += row.population
            assert row.synthetic
    assert all(people[row.code] == row.population for row in made(name).divisions if row.kind == "township")


def test_kaizhou_has_the_teams_of_its_plan() -> None:
    levels = Counter(team.level for team in made("kaizhou").teams)
    assert levels == {"district": 2, "township": 40, "social": 4}
    assert sum(team.people for team in made("kaizhou").teams if team.level == "township") == 800
    assert all(team.people >= 50 for team in made("kaizhou").teams if team.level == "district")


def test_beibei_has_the_teams_of_its_plan() -> None:
    levels = Counter(team.level for team in made("beibei").teams)
    assert levels == {"district": 1, "department": 5, "township": 17, "village": 190}


@pytest.mark.parametrize(("name", "count"), [("kaizhou", 200), ("beibei", 65)])
def test_shelters_are_as_many_as_published_with_names_of_their_own(name: str, count: int) -> None:
    shelters = made(name).shelters
    assert len({shelter.code for shelter in shelters}) == len({shelter.name for shelter in shelters}) == count
    safe = sum(shelter.places for shelter in shelters if "flood" not in shelter.exposed_to)
    assert safe > 6000


@pytest.mark.parametrize(("name", "points"), [("kaizhou", 40), ("beibei", None)])
def test_sites_of_every_tier(name: str, points: int | None) -> None:
    seed = made(name)
    kinds = Counter(site.kind for site in seed.sites)
    flagged = {row.code for row in seed.divisions if row.kind == "township" and (row.hazard_prone or row.remote)}
    assert kinds["district_depot"] == 1
    assert kinds["township_point"] == (points or len(flagged))
    assert kinds["village_room"] == sum(row.kind == "village" for row in seed.divisions)
    assert len({agreement.site for agreement in seed.agreements}) == 2
    assert {capacity.item for capacity in seed.capacities} == {"water", "food"}
    assert flagged <= {site.division for site in seed.sites if site.kind == "township_point"}


def usable(name_or_seed, site: str) -> Counter[str]:
    """Usable, unexpired, unpromised units of a site by item."""
    seed = made(name_or_seed) if isinstance(name_or_seed, str) else name_or_seed
    stock: Counter[str] = Counter()
    for line in seed.stock:
        fresh = line.lot.expires_on is None or line.lot.expires_on > seed.demo_date
        if line.site == site and line.condition == "usable" and fresh:
            stock[line.lot.item] += line.quantity
    for hold in seed.holds:
        if hold.site == site:
            stock[hold.lot.item] -= hold.quantity
    return stock


@pytest.mark.parametrize(("name", "persons"), [("kaizhou", 6000), ("beibei", 3000)])
def test_the_depot_covers_exactly_the_persons_it_is_stocked_for(name: str, persons: int) -> None:
    stock = usable(name, f"{made(name).code}-QJK")
    assert all(stock[code] == need for code, need in kit_quantities(persons).items())


def test_the_switch_stocks_the_target() -> None:
    stock = usable(district("beibei", DEMO_DATE, stock_persons=6000), "500109-QJK")
    assert all(stock[code] == need for code, need in kit_quantities(6000).items())


@pytest.mark.parametrize("name", BOTH)
def test_points_in_hazard_prone_or_remote_townships_hold_kits_for_200_some_with_expired_food(name: str) -> None:
    townships = [row for row in made(name).divisions if row.kind == "township"]
    flagged = {row.code for row in townships if row.hazard_prone or row.remote}
    need = kit_quantities(200)
    stale = 0
    for site in made(name).sites:
        if site.kind != "township_point" or site.division not in flagged:
            continue
        held: Counter[str] = Counter()
        for line in made(name).stock:
            held[line.lot.item] += line.quantity if line.site == site.code else 0
        assert all(held[code] == quantity for code, quantity in need.items())
        lacking = {code for code, quantity in need.items() if usable(name, site.code)[code] < quantity}
        assert lacking in (set(), {"water", "food"})
        stale += bool(lacking)
    assert 0 < stale <= len(flagged) // 6


@pytest.mark.parametrize("name", BOTH)
def test_some_goods_are_expired_near_expiry_held_damaged_and_promised(name: str) -> None:
    seed = made(name)
    left = [(line.lot.expires_on - DEMO_DATE).days for line in seed.stock if line.lot.expires_on]
    assert min(left) < 0
    assert any(0 < days < 90 for days in left)
    assert {line.condition for line in seed.stock} == {"usable", "quarantine", "repair"}
    assert seed.holds
    assert {floor.site for floor in seed.floors} >= {s.code for s in seed.sites if s.kind == "township_point"}


@pytest.mark.parametrize("name", BOTH)
def test_codes_are_unique_and_every_reference_is_kept(name: str) -> None:
    seed = made(name)
    sites = {site.code for site in seed.sites}
    bins = {(site.code, code) for site in seed.sites for code, _ in site.bins} | {(site, "") for site in sites}
    assert len(sites) == len(seed.sites)
    assert {(line.site, line.bin) for line in seed.stock} <= bins
    assert {line.lot.item for line in seed.stock} <= {record.code for record in items()}
    assert len({vehicle.code for vehicle in seed.vehicles}) == len(seed.vehicles)
    assert {vehicle.base_site for vehicle in seed.vehicles} <= sites
    assert {partner.site for partner in seed.partners} >= {v.partner for v in seed.vehicles if v.partner}
    keys = [(line.site, line.bin, line.lot.key, line.condition) for line in seed.stock]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", BOTH)
def test_telephone_numbers_are_nobodys(name: str) -> None:
    seed = made(name)
    phones = [*(site.phone for site in seed.sites), *(team.contact_phone for team in seed.teams)]
    assert all(phone.startswith("000-") for phone in phones)


@pytest.mark.parametrize("name", BOTH)
def test_the_flood_relocates_exactly_6000_people_of_named_villages(name: str) -> None:
    seed = made(name)
    people = {row.code: row for row in seed.divisions if row.kind == "village"}
    assert sum(row.people for row in seed.incident.villages) == 6000
    for row in seed.incident.villages:
        assert 0 < row.people <= people[row.village].population
        assert row.elderly + row.disabled + row.infants + row.patients < row.people
    assert seed.incident.started_at < seed.incident.plan_from
    assert seed.incident.plan_from.date() < DEMO_DATE


@pytest.mark.parametrize("name", BOTH)
def test_the_same_day_gives_the_same_district_byte_for_byte(name: str) -> None:
    first, second = made(name), district(name, DEMO_DATE)
    assert first.network.links == second.network.links
    assert first.network.lon.tobytes() == second.network.lon.tobytes()
    plain = [{k: v for k, v in vars(seed).items() if k not in ("network", "rivers")} for seed in (first, second)]
    assert repr(plain[0]) == repr(plain[1])


def test_another_day_moves_dates_and_nothing_else() -> None:
    later = district("beibei", date(2027, 1, 1))
    assert later.shelters == made("beibei").shelters
    assert later.network.links == made("beibei").network.links
    assert [line.quantity for line in later.stock] == [line.quantity for line in made("beibei").stock]
    assert later.stock[0].lot.made_on != made("beibei").stock[0].lot.made_on


def test_the_kit_of_6000_weighs_and_measures_what_the_trade_says() -> None:
    need = kit_quantities(6000)
    assert (need["tent"], need["bed"], need["quilt"], need["mattress"]) == (1500, 6000, 6000, 6000)
    assert need["water"] == 6000 * 3 * KIT_DAYS
    assert need["tent"] * item("tent").mass_g / 1e6 == pytest.approx(105)
    assert need["tent"] * item("tent").volume_cm3 / 1e6 == pytest.approx(375)
    assert need["bed"] * item("bed").volume_cm3 / 1e6 == pytest.approx(420)
    assert {line.season for line in kit_lines()} == {"winter", "summer"}


def test_targets_name_their_document_and_borrowed_ones_say_so() -> None:
    for name in BOTH:
        assert all(row.document and row.clause for row in made(name).standards)
    borrowed = [row for row in made("kaizhou").standards if row.metric == "persons_supported"]
    assert {row.threshold for row in borrowed} == {6000, 200}
    assert all(row.example and "北碚" in row.note for row in borrowed)
    assert not any(row.example for row in made("beibei").standards)


def test_records_are_plain_data() -> None:
    assert asdict(made("beibei").incident)["kind"] == "flood"


@pytest.mark.parametrize(
    ("total", "weights", "at_least", "parts"),
    [
        (10, [1, 1, 1], 0, [4, 3, 3]),
        (10, [1, 0, 0], 2, [6, 2, 2]),
        (0, [1, 2], 0, [0, 0]),
        (7, [0.5, 0.2, 0.3], 0, [4, 1, 2]),
    ],
)
def test_split_adds_up(total: int, weights: list[float], at_least: int, parts: list[int]) -> None:
    assert split(total, weights, at_least) == parts


def test_split_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="too small"):
        split(3, [1, 1], at_least=2)


def test_every_reference_row_names_its_source_and_date() -> None:
    for path in sorted(FOLDER.glob("*/townships.csv")) + sorted(FOLDER.glob("*/villages.csv")):
        for row in read_rows(path):
            assert row.get("source") or (row["code_source"] and row["position_source"] and row["population_source"])
            assert date.fromisoformat(row.get("as_of") or row["code_as_of"])
    history = json.loads((FOLDER / "common" / "incidents.json").read_text(encoding="utf-8"))
    assert all(row["source"] and row["as_of"] and row["facts"] for row in history)
