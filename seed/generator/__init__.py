"""Deterministic generator of a demo district: same name, demo date and option, same records.

Public facts are read from the files beside the package and keep their sources; everything else is made up here, is
marked synthetic, and agrees with every published figure in ``seed.profiles``. One random stream, seeded by the
district's code, is drawn from in a fixed order: villages, roads, sites, stocks, shelters, teams.
"""

from datetime import date

import numpy as np

from gis.layers import to_geojson
from gis.render import schematic_outline
from seed.generator.fleet import build_fleet
from seed.generator.incident import build_incident
from seed.generator.landscape import build_landscape
from seed.generator.people import People
from seed.generator.records import DistrictSeed
from seed.generator.scene import Scene
from seed.generator.shelters import build_shelters
from seed.generator.sites import build_sites
from seed.generator.standards import standards
from seed.generator.stocks import build_stocks
from seed.generator.teams import build_teams
from seed.profiles import PROFILES


def district(name: str, demo_date: date, stock_persons: int | None = None) -> DistrictSeed:
    """Everything about ``kaizhou`` or ``beibei``; ``stock_persons`` overrides for how many the depot is stocked."""
    profile = PROFILES[name]
    rng = np.random.default_rng(profile.seed)
    land = build_landscape(profile, rng)
    scene = Scene(land, People(rng), rng, demo_date)
    sites = build_sites(scene)
    stocks = build_stocks(scene, sites, stock_persons or profile.stock_persons)
    shelters = build_shelters(scene)
    teams = build_teams(scene)
    positions = [(d.lon, d.lat) for d in land.divisions.values()]
    return DistrictSeed(
        key=profile.key,
        code=profile.code,
        name=profile.name,
        demo_date=demo_date,
        divisions=tuple(land.divisions.values()),
        network=land.roads.network,
        rivers=land.reference.rivers,
        outline=to_geojson(schematic_outline(positions)),
        sites=sites.sites,
        partners=sites.partners,
        agreements=sites.agreements,
        capacities=sites.capacities,
        floors=stocks.floors,
        stock=stocks.lines,
        holds=stocks.holds,
        teams=teams,
        shelters=shelters,
        vehicles=build_fleet(scene, sites),
        incident=build_incident(scene),
        standards=standards(profile),
    )
