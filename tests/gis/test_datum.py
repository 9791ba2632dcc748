"""Datum conversions: known answers, round trips, and what lies outside the offset's box."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from gis import datum

EARTH = Geod(ellps="WGS84")


def metres(first: datum.Pair, second: datum.Pair) -> float:
    return float(np.max(np.abs(EARTH.inv(*first, *second)[2])))


def test_tiananmen_has_the_published_gcj02_and_bd09_coordinates() -> None:
    lon, lat = datum.wgs84_to_gcj02([116.391265], [39.907339])
    assert metres((lon, lat), (np.array([116.397507]), np.array([39.908741]))) < 2
    lon, lat = datum.gcj02_to_bd09([116.404], [39.915])
    assert metres((lon, lat), (np.array([116.41036949371]), np.array([39.92133699351]))) < 0.5


lons, lats = st.floats(73.0, 135.0), st.floats(3.0, 54.0)


@pytest.mark.parametrize(
    ("there", "back"),
    [
        (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84),
        (datum.gcj02_to_bd09, datum.bd09_to_gcj02),
        (datum.wgs84_to_bd09, datum.bd09_to_wgs84),
    ],
)
def test_round_trip_stays_below_a_centimetre_over_the_whole_country(there, back) -> None:
    lon, lat = (axis.ravel() for axis in np.meshgrid(np.linspace(73, 135, 120), np.linspace(3, 54, 120)))
    assert metres(back(*there(lon, lat)), (lon, lat)) < 0.01


@given(lons, lats)
def test_the_offset_is_some_hundred_metres(lon: float, lat: float) -> None:
    assert 10 < metres(datum.wgs84_to_gcj02([lon], [lat]), (np.array([lon]), np.array([lat]))) < 2000


def test_points_abroad_pass_through_both_ways() -> None:
    for convert in (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84, datum.wgs84_to_bd09, datum.bd09_to_wgs84):
        assert [float(axis) for axis in convert(2.35, 48.86)] == [2.35, 48.86]
