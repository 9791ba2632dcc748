"""Kinds of damage to the hand-made plan of ``tiny_problem``, each with the code that must name it.

A damage edits the problem and the plan as plain JSON values. Where it edits the problem, the plan's hash is renewed, so
that only the damage itself is found.
"""

from collections.abc import Callable
from typing import Any

from optimize.validate import Code

Json = dict[str, Any]
Damage = Callable[[Json, Json], None]

DAMAGES: list[tuple[Code, Damage]] = []

TRUCK, BUS = 0, 1
HOUR = 3600


def damage(code: Code) -> Callable[[Damage], Damage]:
    def register(function: Damage) -> Damage:
        DAMAGES.append((code, function))
        return function

    return register


def delay(trip: Json, first: int, seconds: int) -> None:
    """Everything from stop ``first`` on happens later."""
    for stop in trip["stops"][first:]:
        for key in ("arrive_s", "start_s", "leave_s"):
            stop[key] += seconds
    trip["end_s"] += seconds


def second_trip(plan: Json, *, after_s: int, vehicle: str = "t0", place: str = "at-s1") -> Json:
    """An empty-handed looking copy of the truck's trip, later by ``after_s``."""
    trip: Json = {**plan["trips"][TRUCK], "id": "k9", "vehicle": vehicle, "from_location": place}
    trip["stops"] = [dict(stop) for stop in trip["stops"]]
    trip["start_s"] += after_s
    delay(trip, 0, after_s)
    plan["trips"].append(trip)
    return trip


def road(problem: Json, profile: str, start: str, end: str, seconds: int) -> None:
    matrix = next(m for m in problem["travel"] if m["profile"] == profile)
    i, j = matrix["origins"].index(start), matrix["destinations"].index(end)
    matrix["seconds"][i][j] = seconds
    if seconds < 0:
        matrix["metres"][i][j] = seconds


# the paper itself


@damage(Code.SCHEMA)
def written_in_another_version(problem: Json, plan: Json) -> None:
    plan["schema_version"] = 99


@damage(Code.INCIDENT)
def written_for_another_incident(problem: Json, plan: Json) -> None:
    plan["incident"] = "incident-other"


@damage(Code.INPUT_HASH)
def made_from_other_inputs(problem: Json, plan: Json) -> None:
    plan["input_hash"] = "0" * 64


@damage(Code.UNKNOWN)
def delivery_from_an_unknown_lot(problem: Json, plan: Json) -> None:
    plan["deliveries"][0]["lot"] = "l9"


@damage(Code.UNKNOWN)
def stop_at_an_unknown_place(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][1]["place"] = "s9"


@damage(Code.UNKNOWN)
def posting_of_an_unknown_team(problem: Json, plan: Json) -> None:
    plan["postings"][0]["team"] = "m9"


@damage(Code.DUPLICATE)
def two_trips_of_one_number(problem: Json, plan: Json) -> None:
    second_trip(plan, after_s=9000)["id"] = "k0"


# people


@damage(Code.GROUP_TWICE)
def person_counted_twice(problem: Json, plan: Json) -> None:
    plan["assignments"].append(plan["assignments"][0])


@damage(Code.GROUP_PEOPLE)
def group_split(problem: Json, plan: Json) -> None:
    plan["assignments"][0]["people"] = 19


@damage(Code.SHELTER_EXPOSED)
def shelter_in_the_flood(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["exposed_to"] = ["洪水淹没区"]


@damage(Code.SHELTER_FULL)
def one_place_too_few(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["places"] = 19


@damage(Code.SPECIAL_FULL)
def one_special_place_too_few(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["special_places"] = 1


@damage(Code.MODE)
def group_that_flies(problem: Json, plan: Json) -> None:
    plan["assignments"][0]["mode"] = "drone"


@damage(Code.NO_WAY)
def walk_without_a_path(problem: Json, plan: Json) -> None:
    road(problem, "foot", "at-g0", "at-s0", -1)


@damage(Code.WAY_TIME)
def walk_told_shorter(problem: Json, plan: Json) -> None:
    plan["assignments"][0]["travel_s"] = 999


@damage(Code.WALK_LIMIT)
def walk_too_long(problem: Json, plan: Json) -> None:
    problem["policy"]["walk_limit_s"] = 999


@damage(Code.GROUP_ARRIVAL)
def walkers_arrive_before_the_shelter_opens(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["ready_s"] = 1001


@damage(Code.GROUP_ARRIVAL)
def riders_arrive_before_their_bus(problem: Json, plan: Json) -> None:
    plan["assignments"][1]["arrive_s"] = 4390


@damage(Code.GROUP_LATE)
def arrival_after_the_horizon(problem: Json, plan: Json) -> None:
    problem["horizon_s"] = 4779


@damage(Code.NOT_CARRIED)
def one_person_left_behind(problem: Json, plan: Json) -> None:
    for stop in plan["trips"][BUS]["stops"]:
        stop["passengers"][0]["people"] = 29


@damage(Code.NOT_CARRIED)
def bus_that_never_came(problem: Json, plan: Json) -> None:
    del plan["trips"][BUS]


@damage(Code.NOT_CARRIED)
def walkers_on_the_bus(problem: Json, plan: Json) -> None:
    for stop in plan["trips"][BUS]["stops"]:
        stop["passengers"].append({"group": "g0", "people": 1})


@damage(Code.CARRIED_ASTRAY)
def set_down_at_another_shelter(problem: Json, plan: Json) -> None:
    plan["trips"][BUS]["stops"][1].update(place="s0", location="at-s0")


# goods


@damage(Code.LOT_OVERDRAWN)
def one_tent_more_than_the_store_has(problem: Json, plan: Json) -> None:
    problem["lots"][1]["quantity"] = 9


@damage(Code.FLOOR_BROKEN)
def floor_touched(problem: Json, plan: Json) -> None:
    problem["floors"][0]["quantity"] = 22


@damage(Code.FLOOR_BROKEN)
def floor_free_for_the_other_shelter_only(problem: Json, plan: Json) -> None:
    problem["floors"][0].update(quantity=82, free_shelters=["s1"])


@damage(Code.LOT_NOT_READY)
def loaded_before_it_is_made(problem: Json, plan: Json) -> None:
    problem["lots"][0]["ready_s"] = 601


@damage(Code.LOT_EXPIRED)
def expired_while_unloading(problem: Json, plan: Json) -> None:
    problem["lots"][0]["expires_s"] = 4464


@damage(Code.LINE_ITEM)
def tents_counted_as_water(problem: Json, plan: Json) -> None:
    plan["deliveries"][1]["line"] = "water-1"


@damage(Code.OVER_DELIVERY)
def more_than_anyone_needs(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["indoor_places"] = 4


@damage(Code.DELIVERY_UNCARRIED)
def delivery_that_nobody_brings(problem: Json, plan: Json) -> None:
    plan["deliveries"][0]["quantity"] = 40


@damage(Code.DELIVERY_UNCARRIED)
def unloaded_goods_credited_to_nobody(problem: Json, plan: Json) -> None:
    del plan["deliveries"][3]


@damage(Code.DELIVERY_UNCARRIED)
def delivered_before_unloading_ends(problem: Json, plan: Json) -> None:
    plan["deliveries"][0]["arrive_s"] = 2141


# trips


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


# teams


@damage(Code.TEAM_SKILL)
def team_that_cannot_do_it(problem: Json, plan: Json) -> None:
    problem["missions"][0]["skill"] = "hazmat"


@damage(Code.TEAM_COVER)
def home_cover_broken(problem: Json, plan: Json) -> None:
    problem["teams"][0]["home_cover"] = 5


@damage(Code.TEAM_BUSY)
def team_on_two_missions(problem: Json, plan: Json) -> None:
    problem["missions"].append({**problem["missions"][0], "id": "n1"})
    plan["postings"].append({**plan["postings"][0], "mission": "n1"})


@damage(Code.TEAM_EARLY)
def team_away_before_it_is_assembled(problem: Json, plan: Json) -> None:
    problem["teams"][0]["assembly_s"] = 301


@damage(Code.TEAM_WAY)
def team_over_a_closed_road(problem: Json, plan: Json) -> None:
    road(problem, "light", "at-m0", "at-g1", -1)


@damage(Code.TEAM_TIME)
def team_faster_than_the_road_allows(problem: Json, plan: Json) -> None:
    plan["postings"][0]["arrive_s"] -= 1


@damage(Code.TEAM_LATE)
def team_after_everything_is_over(problem: Json, plan: Json) -> None:
    problem["missions"][0]["until_s"] = 2420


@damage(Code.TEAM_PROFILE)
def late_team_called_in_time(problem: Json, plan: Json) -> None:
    plan["postings"][0]["within_profile"] = True


# figures


@damage(Code.PEOPLE)
def people_to_place_off_by_one(problem: Json, plan: Json) -> None:
    plan["people"]["to_place"] = 51


@damage(Code.PEOPLE)
def late_group_called_placed(problem: Json, plan: Json) -> None:
    problem["policy"]["place_by_s"] = 4779


@damage(Code.NEED_MISSING)
def need_not_listed(problem: Json, plan: Json) -> None:
    del plan["needs"][1]


@damage(Code.NEED_INVENTED)
def need_listed_twice(problem: Json, plan: Json) -> None:
    plan["needs"].append(plan["needs"][0])


@damage(Code.NEED)
def unmet_off_by_one(problem: Json, plan: Json) -> None:
    plan["needs"][0]["unmet"] = 20


@damage(Code.NEED)
def late_goods_called_on_time(problem: Json, plan: Json) -> None:
    problem["kit"][0]["due_s"] = 4464


@damage(Code.TARGET)
def first_batch_told_earlier(problem: Json, plan: Json) -> None:
    plan["targets"]["first_batch_h"] = 0.77


@damage(Code.TARGET)
def basic_needs_called_met(problem: Json, plan: Json) -> None:
    plan["targets"]["basic_needs_h"] = 2.2


@damage(Code.GOAL_ROWS)
def level_left_out(problem: Json, plan: Json) -> None:
    del plan["objective"][2]


@damage(Code.GOAL_ROWS)
def fairness_minimised(problem: Json, plan: Json) -> None:
    plan["objective"][3]["maximise"] = False


@damage(Code.GOAL)
def life_critical_off_by_one(problem: Json, plan: Json) -> None:
    plan["objective"][2]["value"] = 84


@damage(Code.GOAL)
def fairness_off_in_the_last_digit(problem: Json, plan: Json) -> None:
    plan["objective"][3]["value"] = 0.7827


@damage(Code.GOAL)
def lateness_off_in_the_last_digit(problem: Json, plan: Json) -> None:
    plan["objective"][4]["value"] = 5609.9


@damage(Code.GOAL)
def minutes_over_rounded_down(problem: Json, plan: Json) -> None:
    plan["objective"][5]["value"] = 20.2


@damage(Code.GOAL)
def cost_one_fen_less(problem: Json, plan: Json) -> None:
    plan["objective"][7]["value"] -= 1


@damage(Code.BOUND)
def bound_above_a_minimised_value(problem: Json, plan: Json) -> None:
    plan["objective"][2].update(bound=86, gap=1 / 86)


@damage(Code.BOUND)
def bound_below_a_maximised_value(problem: Json, plan: Json) -> None:
    plan["objective"][3].update(bound=0.7, gap=0.0826 / 0.7826)


@damage(Code.GAP)
def gap_told_smaller(problem: Json, plan: Json) -> None:
    plan["objective"][2]["bound"] = 50


@damage(Code.GAP)
def gap_without_a_bound(problem: Json, plan: Json) -> None:
    plan["objective"][7]["gap"] = 0.0


@damage(Code.PROVEN)
def proven_in_spite_of_a_gap(problem: Json, plan: Json) -> None:
    plan["ended"] = "proven"
    plan["objective"][2].update(bound=68, gap=0.2)


# shortages


@damage(Code.SHORTAGE_MISSING)
def shortage_hushed_up(problem: Json, plan: Json) -> None:
    del plan["shortages"][0]


@damage(Code.SHORTAGE_MISSING)
def late_first_arrival_hushed_up(problem: Json, plan: Json) -> None:
    del plan["shortages"][3]


@damage(Code.SHORTAGE_INVENTED)
def shortage_of_what_is_there(problem: Json, plan: Json) -> None:
    plan["shortages"][0]["subject"] = "tent-1"


@damage(Code.SHORTAGE)
def shortage_quantity_off_by_one(problem: Json, plan: Json) -> None:
    plan["shortages"][0]["quantity"] = 22


@damage(Code.SHORTAGE)
def shortage_persons_off_by_one(problem: Json, plan: Json) -> None:
    plan["shortages"][1]["persons"] = 9


@damage(Code.SHORTAGE)
def shortage_told_twice(problem: Json, plan: Json) -> None:
    plan["shortages"].append(plan["shortages"][2])


@damage(Code.SHORTAGE_WORDS)
def shortage_of_another_item(problem: Json, plan: Json) -> None:
    plan["shortages"][0]["item"] = "tent"


@damage(Code.CAUSE)
def shortage_without_a_cause(problem: Json, plan: Json) -> None:
    plan["shortages"][0]["cause"]["text"] = " "
