"""Planning values of dispatch [P]: editable settings, none of them a rule."""

from pydantic import BaseModel, Field


class DispatchValues(BaseModel):
    """Defaults hold until the settings say otherwise."""

    horizon_h: int = Field(default=72, gt=0, title="方案期（小时）")
    place_by_h: float = Field(default=10, gt=0, title="安置时限（小时，自灾害发生起）")
    later_needs_h: float = Field(default=24, gt=0, title="后续保障时限（小时，自灾害发生起）")
    walk_limit_min: int = Field(default=60, ge=0, title="步行上限（分钟）")
    group_people: int = Field(default=300, gt=0, title="村组拆分人数")
    board_s_per_person: int = Field(default=4, ge=0, title="上下车（秒/人）")
    people_stop_s: int = Field(default=300, ge=0, title="上下客停靠（秒）")
    vehicle_hour_fen: int = Field(default=12_000, ge=0, title="车时费用（分）")
    km_fen: int = Field(default=350, ge=0, title="里程费用（分/公里）")
    snap_limit_m: float = Field(default=5_000, gt=0, title="到路网最大距离（米）")
    driving_h: int = Field(default=10, gt=0, title="行车时段（小时，自方案起算，用于折算夜间车速）")
    boat_carry_m: float = Field(default=800, gt=0, title="船艇靠岸搬运距离（米）")
    boat_put_in_min: int = Field(default=15, ge=0, title="队伍舟艇下水用时（分钟）")
    drone_radius_m: float = Field(default=16_000, gt=0, title="无人机作业半径（米）")
    release_h: int = Field(default=6, gt=0, title="产能出货间隔（小时）")
