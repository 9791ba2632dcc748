"""Teams: numbers by level as published, rosters synthetic."""

from dataclasses import dataclass
from datetime import timedelta

from seed.generator.records import TeamRecord
from seed.generator.reference import Township
from seed.generator.scene import Scene

DEPARTMENTS = (
    ("医疗卫生应急队", ("medical",)),
    ("通信保障应急队", ("communications", "drone")),
    ("电力抢修应急队", ("power",)),
    ("危化品救援队", ("hazardous_chemicals", "mine")),
    ("森林消防队", ("forest_fire", "landslide")),
)
SOCIAL = (
    ("蓝盾水上救援队（合成）", ("water_rescue", "flood")),
    ("山地搜救志愿队（合成）", ("landslide", "drone")),
    ("医疗志愿服务队（合成）", ("medical", "transport")),
    ("越野运输志愿队（合成）", ("transport", "communications")),
)
DISTRICT_SKILLS = (
    ("flood", "water_rescue", "landslide", "transport", "drone", "communications"),
    ("forest_fire", "landslide", "power", "medical", "transport", "hazardous_chemicals"),
)
DEPARTMENT_PEOPLE, SOCIAL_PEOPLE, VILLAGE_PEOPLE = 30, 25, 8
HOSPITAL_TOWN = 25_000


def build_teams(scene: Scene) -> tuple[TeamRecord, ...]:
    figures = scene.profile.teams
    forms = [
        *_district(scene),
        *(_at_seat(scene, "department", DEPARTMENT_PEOPLE, *named) for named in DEPARTMENTS[: figures.department]),
        *_townships(scene)[: figures.township],
        *_villages(scene)[: figures.village],
        *(_at_seat(scene, "social", SOCIAL_PEOPLE, *named) for named in SOCIAL[: figures.social]),
    ]
    return tuple(_team(scene, number, form) for number, form in enumerate(forms, start=1))


@dataclass(frozen=True)
class Form:
    """A team before it has a roster."""

    name: str
    level: str
    division: str
    x: float
    y: float
    people: int
    skills: tuple[str, ...]


def _district(scene: Scene) -> list[Form]:
    figures, people = scene.profile.teams, scene.profile.teams.district_people
    if figures.district == 1:
        skills = tuple(dict.fromkeys(skill for half in DISTRICT_SKILLS for skill in half))
        return [_at_seat(scene, "district", people, f"{scene.profile.name}综合应急救援队", skills)]
    return [
        _at_seat(scene, "district", people, f"{scene.profile.name}综合应急救援{rank}大队", skills)
        for rank, skills in zip("一二", DISTRICT_SKILLS, strict=True)
    ]


def _at_seat(scene: Scene, level: str, people: int, name: str, skills: tuple[str, ...]) -> Form:
    seat = scene.reference.seat
    return Form(name, level, scene.profile.code, seat.x, seat.y, people, skills)


def _townships(scene: Scene) -> list[Form]:
    return [
        Form(
            f"{township.name}应急救援队",
            "township",
            township.code,
            township.x,
            township.y,
            scene.profile.teams.township_people,
            _township_skills(scene, township),
        )
        for township in scene.reference.townships
    ]


def _township_skills(scene: Scene, township: Township) -> tuple[str, ...]:
    """Fire in the mountains, water elsewhere; a town with a hospital has ambulance people."""
    place = "forest_fire" if township.code in scene.land.roads.mountain else "water_rescue"
    skills = ("flood", "landslide", "transport", place)
    return (*skills, "medical") if township.population >= HOSPITAL_TOWN else skills


def _villages(scene: Scene) -> list[Form]:
    """In order of code, so that the count may stop early: 北碚 has 190 teams and, in 2023, 192 codes."""
    return [
        Form(
            f"{scene.reference.full_name(village.name)}应急救援队",
            "village",
            village.name.code,
            village.x,
            village.y,
            VILLAGE_PEOPLE,
            ("transport", "flood"),
        )
        for village in scene.land.villages
    ]


def _team(scene: Scene, number: int, form: Form) -> TeamRecord:
    lon, lat = scene.near(form.x, form.y, 30, 400)
    on_duty = int(form.people * scene.rng.uniform(0.6, 0.85))
    return TeamRecord(
        code=f"{scene.profile.code}-DW{number:03d}",
        name=form.name,
        level=form.level,
        division=form.division,
        lon=lon,
        lat=lat,
        people=form.people,
        on_duty=on_duty,
        home_cover=on_duty // 4,
        skills=form.skills,
        self_support_days=1 if form.level in ("township", "village") else 3,
        contact_name=scene.people.name(),
        contact_phone=scene.people.phone(),
        deputy_name=scene.people.name(),
        deputy_phone=scene.people.phone(),
        ready_checked_on=scene.demo_date - timedelta(days=int(scene.rng.integers(1, 45))),
    )
