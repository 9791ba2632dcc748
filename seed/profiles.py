"""What is published about each demo district; the generator must come out with exactly these figures.

Sources: 重庆市北碚区应急管理“十四五”规划 (2021); 重庆市开州区应急管理“十四五”规划 (2022). The detour factors (road over
straight line between township seats, median) are measured figures.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TeamFigures:
    """Teams by level, and people per team where the plan names a number."""

    district: int
    district_people: int
    department: int
    township: int
    township_people: int
    village: int
    social: int


@dataclass(frozen=True)
class DistrictProfile:
    """One demo district. ``corridors`` are expressways of the schematic network, by township seat."""

    key: str
    code: str
    name: str
    seat: str
    seed: int
    detour: float
    shelters: int
    teams: TeamFigures
    stock_persons: int
    every_township_has_point: bool
    corridors: tuple[tuple[str, ...], ...]
    incident_rivers: tuple[str, ...]
    plan: str


KAIZHOU = DistrictProfile(
    key="kaizhou",
    code="500154",
    name="开州区",
    seat="汉丰街道",
    seed=500154,
    detour=1.64,
    shelters=200,
    teams=TeamFigures(
        district=2, district_people=60, department=0, township=40, township_people=20, village=0, social=4
    ),
    stock_persons=6000,
    every_township_has_point=True,
    corridors=(("临江镇", "汉丰街道", "赵家街道"), ("汉丰街道", "白鹤街道", "郭家镇")),
    incident_rivers=("东河", "南河", "普里河", "澎溪河"),
    plan="重庆市开州区应急管理“十四五”规划",
)

BEIBEI = DistrictProfile(
    key="beibei",
    code="500109",
    name="北碚区",
    seat="北温泉街道",
    seed=500109,
    detour=1.41,
    shelters=65,
    teams=TeamFigures(
        district=1, district_people=60, department=5, township=17, township_people=20, village=190, social=0
    ),
    stock_persons=3000,
    every_township_has_point=False,
    corridors=(("蔡家岗街道", "龙凤桥街道", "澄江镇"), ("水土街道", "静观镇")),
    incident_rivers=("嘉陵江",),
    plan="重庆市北碚区应急管理“十四五”规划",
)

PROFILES = {profile.key: profile for profile in (KAIZHOU, BEIBEI)}

SYNTHETIC = "合成数据（应仓演示数据生成器）"
GENERATED_AS_OF = date(2026, 1, 1)
