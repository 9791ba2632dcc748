"""Damage to what vehicles carry, and when and where they drive."""

from optimize.validate import Code
from tests.optimize.damages.registry import BUS, TRUCK, Json, damage, delay, road, second_trip


@damage(Code.STOP_PLACE)
def stop_somewhere_else(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][1]["location"] = "at-s1"


@damage(Code.STOP_PLACE)
def boarding_in_another_village(problem: Json, plan: Json) -> None:
    plan["trips"][BUS]["stops"][0]["passengers"][0]["group"] = "g0"


@damage(Code.STOP_PAYLOAD)
def stop_for_nothing(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][1]["cargo"] = []


@damage(Code.STOP_PAYLOAD)
def people_among_the_goods(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][1]["passengers"] = [{"group": "g0", "people": 1}]


@damage(Code.STOP_ORDER)
def unloaded_before_loaded(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"].reverse()


@damage(Code.STOP_ORDER)
def trip_to_nowhere(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"] = []


@damage(Code.CARGO_SOURCE)
def lot_loaded_where_it_does_not_lie(problem: Json, plan: Json) -> None:
    problem["sources"].append({**problem["sources"][0], "id": "d1", "location": "at-s1"})
    problem["lots"][1]["source"] = "d1"


@damage(Code.CARGO_ASTRAY)
def unloaded_at_another_shelter(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][1]["cargo"][0]["shelter"] = "s1"


@damage(Code.LOAD_UNLOAD)
def goods_left_on_the_truck(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][0]["cargo"][0]["quantity"] = 40


@damage(Code.LOAD_UNLOAD)
def passengers_left_on_the_bus(problem: Json, plan: Json) -> None:
    plan["trips"][BUS]["stops"][1]["passengers"][0]["people"] = 29


@damage(Code.VEHICLE_PLACE)
def truck_that_starts_elsewhere(problem: Json, plan: Json) -> None:
    problem["vehicles"][0]["location"] = "at-s0"


@damage(Code.VEHICLE_PLACE)
def next_trip_from_the_base_instead_of_the_last_stop(problem: Json, plan: Json) -> None:
    second_trip(plan, after_s=9000, place="at-d0")


@damage(Code.VEHICLE_NOT_READY)
def truck_before_its_driver_comes(problem: Json, plan: Json) -> None:
    problem["vehicles"][0]["ready_s"] = 601


@damage(Code.VEHICLE_BUSY)
def truck_in_two_places_at_once(problem: Json, plan: Json) -> None:
    second_trip(plan, after_s=60)


@damage(Code.ROAD_CLOSED)
def trip_over_a_closed_road(problem: Json, plan: Json) -> None:
    road(problem, "truck", "at-d0", "at-s0", -1)


@damage(Code.ROAD_CLOSED)
def bus_over_a_closed_road(problem: Json, plan: Json) -> None:
    road(problem, "bus", "at-g1", "at-s1", -1)


@damage(Code.DRIVING_TIME)
def driven_faster_than_the_road_allows(problem: Json, plan: Json) -> None:
    delay(plan["trips"][TRUCK], 1, -60)


@damage(Code.DRIVING_TIME)
def road_slower_than_planned(problem: Json, plan: Json) -> None:
    road(problem, "truck", "at-s0", "at-s1", 1001)


@damage(Code.STARTED_EARLY)
def unloading_before_arrival(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][2]["start_s"] -= 10
    plan["trips"][TRUCK]["stops"][2]["leave_s"] -= 10


@damage(Code.SHELTER_NOT_READY)
def unloading_at_a_closed_shelter(problem: Json, plan: Json) -> None:
    problem["shelters"][1]["ready_s"] = 3794


@damage(Code.SERVICE_TIME)
def unloading_in_no_time(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][2]["leave_s"] -= 1


@damage(Code.SERVICE_TIME)
def boarding_in_no_time(problem: Json, plan: Json) -> None:
    problem["policy"]["board_s_per_person"] = 4


@damage(Code.DOCKS)
def two_trucks_at_one_dock(problem: Json, plan: Json) -> None:
    problem["vehicles"].append({**problem["vehicles"][0], "id": "t1"})
    second_trip(plan, after_s=540, vehicle="t1", place="at-d0")


@damage(Code.OVER_MASS)
def truck_over_its_mass(problem: Json, plan: Json) -> None:
    problem["vehicles"][0]["capacity_g"] = 802_959


@damage(Code.OVER_VOLUME)
def truck_over_its_volume(problem: Json, plan: Json) -> None:
    problem["vehicles"][0]["capacity_cm3"] = 2_668_299


@damage(Code.OVER_SEATS)
def one_seat_too_few(problem: Json, plan: Json) -> None:
    problem["vehicles"][1]["seats"] = 29


@damage(Code.PEAK)
def peak_mass_off_by_one(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["peak_g"] += 1


@damage(Code.PEAK)
def peak_volume_off_by_one(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["peak_cm3"] -= 1


@damage(Code.TRIP_END)
def trip_end_off_by_one(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["end_s"] += 1


@damage(Code.TRIP_METRES)
def metres_off_by_one(problem: Json, plan: Json) -> None:
    plan["trips"][BUS]["metres"] -= 1


@damage(Code.TRIP_HORIZON)
def trip_after_the_horizon(problem: Json, plan: Json) -> None:
    problem["horizon_s"] = 4464
