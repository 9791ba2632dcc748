"""What a place behind a closed bridge would be from the others if the bridge were open."""

from app.dispatch.travel import Journeys, Travel, travel_of
from gis.network import Closures
from tests.gis.networks import place, two_banks

TOWN, BANK, LEAF = place("town", 0, 0), place("bank", 3, 0), place("leaf", 4, 0)


def travel_with(*closed: str) -> Travel:
    return travel_of(
        two_banks(),
        Closures(blocked=frozenset(closed)),
        {row.id: row for row in (TOWN, BANK, LEAF)},
        Journeys(
            sources=("town",), shelters=("bank", "leaf"), safe_shelters=("bank", "leaf"), villages=("leaf",),
            slow_villages=(), bases={"truck": ("town",), "bus": ("town",)}, team_bases=("town",),
            mission_places=("leaf",),
        ),
        conditions={},
        anchor="town",
        snap_limit_m=5_000,
    )  # fmt: skip


def ways(travel: Travel, profile: str) -> dict[tuple[str, str], int]:
    return {
        (origin, end): matrix.seconds[i][j]
        for matrix in travel.reopened
        if matrix.profile == profile
        for i, origin in enumerate(matrix.origins)
        for j, end in enumerate(matrix.destinations)
    }


def test_nothing_is_reopened_where_nothing_is_cut_off() -> None:
    assert travel_with().reopened == ()
    assert travel_with("up").reopened == ()


def test_what_the_closed_links_took_away_is_known_both_ways() -> None:
    cut, whole = travel_with("leaf"), travel_with()
    truck = next(matrix for matrix in whole.matrices if matrix.profile == "truck")
    open_s = truck.seconds[truck.origins.index("town")][truck.destinations.index("leaf")]
    shut = next(matrix for matrix in cut.matrices if matrix.profile == "truck")
    assert shut.seconds[shut.origins.index("town")][shut.destinations.index("leaf")] == -1
    found = ways(cut, "truck")
    assert found["town", "leaf"] == found["leaf", "town"] == open_s
    assert ("town", "bank") not in found
    assert ways(cut, "light")["town", "leaf"] > 0
