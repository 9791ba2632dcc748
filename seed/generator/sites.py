"""Where goods are kept: depot, points, rooms, partners. All synthetic but the names of 北碚's goods partners."""

from dataclasses import dataclass
from datetime import timedelta

from seed.generator.goods import kit_quantities
from seed.generator.records import AgreementRecord, CapacityRecord, PartnerRecord, SiteRecord
from seed.generator.reference import Township
from seed.generator.scene import Scene

DEPOT_BINS = (
    ("A-01", "A 区 帐篷"),
    ("A-02", "A 区 床具"),
    ("B-01", "B 区 被服"),
    ("B-02", "B 区 被服"),
    ("C-01", "C 区 食品饮水"),
    ("C-02", "C 区 食品饮水"),
    ("D-01", "D 区 器材"),
    ("Q-01", "Q 区 待检隔离"),
)


@dataclass(frozen=True)
class Promise:
    """A goods partner: what it keeps ready for how many people, and how fast."""

    name: str
    town: str
    persons: int
    items: tuple[str, ...]
    response_h: int


# 永辉 and 重百 are named in 北碚区's plan; quantities are synthetic. 开州's plan names nobody.
PROMISES = {
    "beibei": (
        Promise("永辉超市（协议储备）", "北温泉街道", 2000, ("water", "food", "hygiene", "towel_quilt"), 2),
        Promise("重百商场（协议储备）", "歇马街道", 1500, ("water", "food", "quilt", "coat"), 3),
    ),
    "kaizhou": (
        Promise("示例商超甲（合成企业）", "云枫街道", 2500, ("water", "food", "hygiene", "towel_quilt"), 2),
        Promise("示例商贸乙（合成企业）", "临江镇", 2000, ("water", "food", "quilt", "coat"), 3),
    ),
}
PRODUCERS = {"beibei": "水土街道", "kaizhou": "赵家街道"}
HAULIERS = {
    "beibei": (("区交通局调度车队（合成）", "龙凤桥街道"), ("示例物流甲（合成企业）", "蔡家岗街道")),
    "kaizhou": (("示例物流甲（合成企业）", "文峰街道"), ("示例客货运输乙（合成企业）", "郭家镇")),
}
AGREEMENT_RADIUS_M = 120_000
CAPACITY_PER_DAY = {"water": 36_000, "food": 24_000}
CAPACITY_RAMP_H = 6


@dataclass(frozen=True)
class SiteSet:
    sites: tuple[SiteRecord, ...]
    partners: tuple[PartnerRecord, ...]
    agreements: tuple[AgreementRecord, ...]
    capacities: tuple[CapacityRecord, ...]
    hauliers: tuple[str, ...]

    @property
    def depot(self) -> SiteRecord:
        return next(site for site in self.sites if site.kind == "district_depot")


def build_sites(scene: Scene) -> SiteSet:
    stores = [_depot(scene), *_points(scene), *_rooms(scene)]
    made = _partners(scene)
    return SiteSet((*stores, *made.sites), made.partners, made.agreements, made.capacities, made.hauliers)


def _depot(scene: Scene) -> SiteRecord:
    seat = scene.reference.seat
    lon, lat = scene.near(seat.x, seat.y, 500, 900)
    return SiteRecord(
        code=f"{scene.profile.code}-QJK",
        name=f"{scene.profile.name}应急物资储备库",
        kind="district_depot",
        division=scene.profile.code,
        lon=lon,
        lat=lat,
        address=f"{seat.name}（合成地址）",
        floor_area_m2=5000 if scene.profile.key == "kaizhou" else 1800,
        keeper=scene.people.name(),
        phone=scene.people.phone(),
        hours="24 小时值守",
        key_holder=scene.people.name(),
        docks=6,
        handling_s_per_t=210,
        bins=DEPOT_BINS,
    )


def _points(scene: Scene) -> list[SiteRecord]:
    everywhere = scene.profile.every_township_has_point
    return [
        _point(scene, township)
        for township in scene.reference.townships
        if everywhere or scene.land.needs_point(township.code)
    ]


def _point(scene: Scene, township: Township) -> SiteRecord:
    lon, lat = scene.near(township.x, township.y, 80, 300)
    return SiteRecord(
        code=f"{township.code}-CBD",
        name=f"{township.name}应急物资储备点",
        kind="township_point",
        division=township.code,
        lon=lon,
        lat=lat,
        address=f"{township.name}政府驻地旁（合成地址）",
        floor_area_m2=120,
        keeper=scene.people.name(),
        phone=scene.people.phone(),
        hours="08:30–17:30，应急 24 小时",
        key_holder=scene.people.name(),
        docks=1,
        bins=(("01", "被服帐篷"), ("02", "食品饮水")),
    )


def _rooms(scene: Scene) -> list[SiteRecord]:
    rows = []
    for village in scene.land.villages:
        lon, lat = scene.near(village.x, village.y, 20, 80)
        rows.append(
            SiteRecord(
                code=f"{village.name.code}-CCS",
                name=f"{scene.reference.full_name(village.name)}应急储存室",
                kind="village_room",
                division=village.name.code,
                lon=lon,
                lat=lat,
                floor_area_m2=15,
                keeper=scene.people.name(),
                phone=scene.people.phone(),
                key_holder=scene.people.name(),
            )
        )
    return rows


def _partners(scene: Scene) -> SiteSet:
    key = scene.profile.key
    since, until = scene.demo_date - timedelta(days=180), scene.demo_date + timedelta(days=185)
    sites, partners, agreements = [], [], []
    for number, promise in enumerate(PROMISES[key], start=1):
        site = _partner_site(scene, f"XY{number}", promise.name, promise.town)
        sites.append(site)
        partners.append(
            PartnerRecord(site.code, "goods", scene.people.name(), scene.people.phone(), "保供数量为合成数据")
        )
        need = kit_quantities(promise.persons)
        agreements += [
            AgreementRecord(
                site.code,
                item,
                need[item],
                promise.response_h * 3600,
                AGREEMENT_RADIUS_M,
                "按结算日市场价",
                since,
                until,
            )
            for item in promise.items
        ]
    producer = _partner_site(scene, "CN1", "示例食品饮水厂（合成企业）", PRODUCERS[key])
    partners.append(
        PartnerRecord(producer.code, "goods", scene.people.name(), scene.people.phone(), "产能储备，数量为合成数据")
    )
    capacities = [
        CapacityRecord(producer.code, item, per_day, CAPACITY_RAMP_H * 3600, since, until)
        for item, per_day in CAPACITY_PER_DAY.items()
    ]
    hauliers = [
        _partner_site(scene, f"YS{number}", name, town) for number, (name, town) in enumerate(HAULIERS[key], start=1)
    ]
    partners += [_partner(scene, site, "transport", "车辆为合成数据") for site in hauliers]
    return SiteSet(
        (*sites, producer, *hauliers),
        tuple(partners),
        tuple(agreements),
        tuple(capacities),
        tuple(site.code for site in hauliers),
    )


def _partner_site(scene: Scene, code: str, name: str, town: str) -> SiteRecord:
    township = scene.reference.township(town)
    lon, lat = scene.near(township.x, township.y, 200, 700)
    return SiteRecord(
        code=f"{scene.profile.code}-{code}",
        name=name,
        kind="partner",
        division=township.code,
        lon=lon,
        lat=lat,
        address=f"{township.name}（合成地址）",
        keeper=scene.people.name(),
        phone=scene.people.phone(),
        docks=2,
        handling_s_per_t=600,
    )


def _partner(scene: Scene, site: SiteRecord, kind: str, note: str) -> PartnerRecord:
    return PartnerRecord(site.code, kind, scene.people.name(), scene.people.phone(), note)
