"""Whatever is sent as a shape is either read or refused with a fault; never a traceback."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from app.incidents.areas import read_areas
from app.incidents.models import ClosureKind
from app.incidents.roadstate import read_closure
from app.incidents.schemas import ClosureInput
from gis.layers import Extent
from tests.small_district import roads

NETWORK = roads()
DISTRICT = Extent("试验区", 108.0, 31.0, 108.06, 31.0)

numbers = st.one_of(st.floats(107.5, 108.5), st.floats(30.5, 31.5), st.floats(), st.integers(-200, 200))
positions = st.one_of(st.lists(numbers, min_size=2, max_size=2), st.lists(numbers, max_size=4))
near = st.lists(st.tuples(st.floats(107.9, 108.1), st.floats(30.9, 31.1)).map(list), min_size=3, max_size=8)
rings = st.one_of(near.map(lambda ring: [*ring, ring[0]]), st.lists(positions, max_size=6))
kinds = st.sampled_from(
    ["Point", "LineString", "Polygon", "MultiPolygon", "MultiLineString", "GeometryCollection", "Feature", "Circle", 7]
)
shapes = st.one_of(
    rings.map(lambda ring: {"type": "Polygon", "coordinates": [ring]}),
    st.fixed_dictionaries(
        {"type": kinds}, optional={"coordinates": st.one_of(rings, st.lists(rings, max_size=3), numbers, st.none())}
    ),
    st.dictionaries(st.sampled_from(["type", "coordinates", "geometry", "geometries"]), st.none()),
)


@settings(max_examples=500, deadline=None)
@given(shapes)
def test_areas_are_read_or_refused(geometry: dict[str, Any]) -> None:
    read, faults = read_areas([("", geometry)], DISTRICT)
    assert bool(read) != bool(faults)
    if read:
        stored = shape(read[0].geometry)
        assert stored.is_valid and stored.area > 0 and stored.geom_type in ("Polygon", "MultiPolygon")
    else:
        assert faults[0].pointer == "/areas/0/geometry" and faults[0].detail


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(ClosureKind), st.one_of(st.none(), st.text(max_size=5)), st.one_of(st.none(), shapes))
def test_closures_are_read_or_refused(kind: ClosureKind, link: str | None, geometry: dict[str, Any] | None) -> None:
    closure = ClosureInput.model_construct(kind=kind, link_id=link, geometry=geometry)
    read, faults = read_closure("", closure, NETWORK)
    assert faults or kind == ClosureKind.LINK or read.geometry
