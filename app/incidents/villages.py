"""Who has to move: villages picked by hand or found inside the areas, with their people."""

from collections.abc import Sequence

from app.divisions.models import Division
from app.incidents.areas import ReadArea, inside
from app.incidents.district import District, point_of
from app.incidents.schemas import VillageInput
from app.kernel.errors import Fault

SPECIAL = {"elderly": "老人", "disabled": "残疾人", "infants": "婴幼儿", "patients": "伤病员"}


def share_of(population: int, percent: int) -> int:
    """That share of the population, a part of a person counted as one."""
    return -(-population * percent // 100)


def pick(district: District, picked: Sequence[VillageInput], percent: int) -> tuple[list[VillageInput], list[Fault]]:
    """The picked villages with their people filled in, and everything that is wrong with them."""
    filled, faults, seen = [], [], set()
    for number, row in enumerate(picked):
        under = f"/villages/{number}"
        village = district.villages.get(row.division)
        if village is None:
            faults.append(Fault(f"{under}/division", f"{district.name}没有代码为“{row.division}”的村（社区）"))
            continue
        if row.division in seen:
            faults.append(Fault(f"{under}/division", f"{village.name}重复填写，请合并为一行"))
        seen.add(row.division)
        people = row.people
        if people is None and village.population is None:
            faults.append(Fault(f"{under}/people", f"{village.name}没有人口数据，请填写转移人数"))
        if people is None:
            people = share_of(village.population or 0, percent)
        faults += special_faults(row, people, under)
        filled.append(row.model_copy(update={"people": people}))
    return filled, faults


def special_faults(row: VillageInput, people: int, under: str) -> list[Fault]:
    return [
        Fault(f"{under}/{name}", f"{label} {count} 人多于转移人数 {people} 人")
        for name, label in SPECIAL.items()
        if (count := getattr(row, name)) > people
    ]


def within(district: District, areas: Sequence[ReadArea], percent: int) -> list[VillageInput]:
    """Villages whose point lies in an area, each with its share of people; by code."""
    villages = sorted(district.villages.values(), key=lambda village: village.code)
    hit = inside(areas, [point_of(village) for village in villages])
    return [
        VillageInput(division=village.code, people=share_of(village.population or 0, percent))
        for village, is_hit in zip(villages, hit, strict=True)
        if is_hit
    ]


def warnings_of(district: District, moved: Sequence[tuple[str, int]], notes: Sequence[str]) -> list[str]:
    """What is allowed but looks wrong: repaired areas, more people than live there, nobody to move."""
    found = [note for note in notes if note]
    for code, people in moved:
        village = district.villages.get(code)
        if village is not None:
            found += _village_warnings(village, people)
    if not sum(people for _, people in moved):
        found.append("没有需要转移的人员：方案将为空，请选择受灾村（社区）并填写人数")
    return found


def _village_warnings(village: Division, people: int) -> list[str]:
    if village.population is None:
        return [f"{village.name}没有人口数据，转移人数按填写值 {people} 人"]
    if people > village.population:
        return [f"{village.name}转移 {people} 人，多于登记人口 {village.population} 人，请核对"]
    return []
