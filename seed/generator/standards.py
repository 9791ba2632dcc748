"""Targets with their documents. What 开州's plan does not number is borrowed from 北碚's and says so."""

from seed.generator.records import StandardRecord
from seed.profiles import BEIBEI, KAIZHOU, DistrictProfile

EXAMPLE = "示例目标，取自北碚区规划"
_GUIDANCE = "国家救灾物资调拨指导意见（2024 年 10 月）"
_DEPOT = "建标 121-2009 救灾物资储备库建设标准"
_CITY = "全市“十四五”应急管理体系和本质安全能力建设规划"


def standards(profile: DistrictProfile) -> tuple[StandardRecord, ...]:
    return (*_stock(profile), *_forces(profile), *_CLOCKS)


_CLOCKS = (
    StandardRecord("first_batch_h", "首批物资到达", 6, "h", _GUIDANCE, "县级", comparison="at_most"),
    StandardRecord("basic_needs_h", "受灾群众基本生活得到救助", 10, "h", _CITY, "救助时限", comparison="at_most"),
)


def _stock(profile: DistrictProfile) -> list[StandardRecord]:
    borrowed = profile is not BEIBEI
    note = EXAMPLE if borrowed else ""
    clause = "应急物资保障"
    area = (
        StandardRecord("depot_area_m2", "区级应急物资储备库面积", 5000, "m²", profile.plan, clause)
        if profile is KAIZHOU
        else StandardRecord(
            "depot_area_m2", "区级应急物资储备库面积", 630, "m²", _DEPOT, "县级", note="按 5000–7000 人"
        )
    )
    return [
        StandardRecord(
            "persons_supported", "区级库可保障人数", 6000, "人", BEIBEI.plan, clause, example=borrowed, note=note
        ),
        StandardRecord(
            "persons_supported",
            "多灾易灾、偏远乡镇（街道）储备可保障人数",
            200,
            "人",
            BEIBEI.plan,
            clause,
            scope_kind="township",
            scope_flag="hazard_prone_or_remote",
            example=borrowed,
            note=note,
        ),
        area,
    ]


def _forces(profile: DistrictProfile) -> list[StandardRecord]:
    figures, plan, clause = profile.teams, profile.plan, "应急救援力量"
    rows = [
        StandardRecord("township_teams", "乡镇（街道）应急队伍", figures.township, "支", plan, clause),
        StandardRecord("shelters", "应急避难场所", profile.shelters, "处", plan, "避难场所"),
    ]
    if profile is KAIZHOU:
        rows += [
            StandardRecord("township_team_people", "乡镇（街道）应急队员", 800, "人", plan, clause),
            StandardRecord("district_team_people", "区级综合应急救援队人数", 50, "人", plan, clause),
        ]
    else:
        rows.append(StandardRecord("village_teams", "村（社区）应急队伍", figures.village, "支", plan, clause))
    return rows
