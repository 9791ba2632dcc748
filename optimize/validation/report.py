"""What the validator says: violations with a code for programs and a Chinese sentence for people."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

TOLERANCE = Fraction(1, 10**9)

Figure = int | float | Fraction


class Code(StrEnum):
    """Every kind of damage that the validator can name."""

    SCHEMA = "schema_version"
    INCIDENT = "incident_mismatch"
    INPUT_HASH = "input_hash_mismatch"
    UNKNOWN = "unknown_reference"
    DUPLICATE = "duplicate_id"

    FIXED_CHANGED = "fixed_row_changed"
    BEFORE_NOW = "starts_before_now"
    RULE_GROUP = "rule_group"
    RULE_SHELTER = "rule_shelter"
    RULE_SOURCE = "rule_source"
    RULE_LOT = "rule_lot"
    RULE_VEHICLE = "rule_vehicle"
    RULE_WAY = "rule_way"
    RULE_TEAM = "rule_team"

    GROUP_TWICE = "group_twice"
    GROUP_PEOPLE = "group_people"
    SHELTER_EXPOSED = "shelter_exposed"
    SHELTER_FULL = "shelter_full"
    SPECIAL_FULL = "special_places_full"
    MODE = "mode_unknown"
    NO_WAY = "no_way"
    WAY_TIME = "way_time"
    WALK_LIMIT = "walk_limit"
    GROUP_ARRIVAL = "group_arrival"
    GROUP_LATE = "group_after_horizon"
    NOT_CARRIED = "group_not_carried"
    CARRIED_ASTRAY = "passengers_astray"

    LOT_OVERDRAWN = "lot_overdrawn"
    FLOOR_BROKEN = "floor_broken"
    LOT_NOT_READY = "lot_not_ready"
    LOT_EXPIRED = "lot_expired"
    TERMS_MINIMUM = "terms_below_minimum"
    TERMS_ENDED = "terms_ended"
    TERMS_REACH = "terms_out_of_reach"
    LINE_ITEM = "line_item"
    OVER_DELIVERY = "over_delivery"
    DELIVERY_UNCARRIED = "delivery_uncarried"

    STOP_PLACE = "stop_place"
    STOP_PAYLOAD = "stop_payload"
    STOP_ORDER = "stop_order"
    CARGO_SOURCE = "cargo_source"
    CARGO_ASTRAY = "cargo_astray"
    LOAD_UNLOAD = "load_unload"
    VEHICLE_PLACE = "vehicle_place"
    VEHICLE_NOT_READY = "vehicle_not_ready"
    VEHICLE_BUSY = "vehicle_busy"
    ROAD_CLOSED = "road_closed"
    DRIVING_TIME = "driving_time"
    STARTED_EARLY = "service_before_arrival"
    SHELTER_NOT_READY = "shelter_not_ready"
    SERVICE_TIME = "service_time"
    DOCKS = "docks_taken"
    OVER_MASS = "over_mass"
    OVER_VOLUME = "over_volume"
    OVER_SEATS = "over_seats"
    PEAK = "peak_figure"
    TRIP_END = "trip_end"
    TRIP_METRES = "trip_metres"
    TRIP_HORIZON = "trip_after_horizon"

    TEAM_SKILL = "team_skill"
    TEAM_COVER = "team_home_cover"
    TEAM_BUSY = "team_busy"
    TEAM_EARLY = "team_too_early"
    TEAM_WAY = "team_no_way"
    TEAM_TIME = "team_travel_time"
    TEAM_LATE = "team_after_until"
    TEAM_PROFILE = "team_profile"
    TEAM_SURPLUS = "mission_overstaffed"

    PEOPLE = "people_figure"
    NEED_MISSING = "need_missing"
    NEED_INVENTED = "need_invented"
    NEED = "need_figure"
    TARGET = "target_figure"
    GOAL_ROWS = "goal_rows"
    GOAL = "goal_value"
    BOUND = "goal_bound"
    GAP = "goal_gap"
    PROVEN = "not_proven"

    SHORTAGE_MISSING = "shortage_missing"
    SHORTAGE_INVENTED = "shortage_invented"
    SHORTAGE = "shortage_figure"
    SHORTAGE_WORDS = "shortage_words"
    CAUSE = "shortage_cause"


class Violation(NamedTuple):
    """One thing wrong: ``where`` names the row, ``message`` says in Chinese what is there and what should be."""

    code: str
    where: str
    message: str


class Report:
    """Collects violations in the order in which they are found."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []

    def add(self, code: Code, where: str, message: str) -> None:
        self.violations.append(Violation(code.value, where, message))

    def equal(self, code: Code, where: str, label: str, found: object, expected: object) -> bool:
        if found != expected:
            self.add(code, where, f"{label}：方案为 {found}，应为 {expected}")
        return found == expected

    def at_most(self, code: Code, where: str, label: str, found: int, limit: int) -> None:
        if found > limit:
            self.add(code, where, f"{label}：方案为 {found}，不得超过 {limit}")

    def at_least(self, code: Code, where: str, label: str, found: int, limit: int) -> None:
        if found < limit:
            self.add(code, where, f"{label}：方案为 {found}，不得小于 {limit}")

    def rounds(self, code: Code, where: str, label: str, found: float, expected: Figure, *, digits: int) -> None:
        """``found`` may be either neighbour when the exact figure lies half-way between two roundings."""
        if abs(Fraction(found) - Fraction(expected)) > Fraction(1, 2 * 10**digits) + TOLERANCE:
            self.add(code, where, f"{label}：方案为 {found}，应为 {round(float(expected), digits)}")
