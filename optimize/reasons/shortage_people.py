"""Why people have no place, and why missions lack people or are reached late."""

import numpy as np

from optimize.figures import Figures, afloat, on_scene_limit_s
from optimize.index import Index
from optimize.people.ways import NEVER, Ways, buses
from optimize.plan import Cause, Posting, Shortage
from optimize.problem import BY_BOAT, UNREACHABLE, Group, MissionNeed, Team, Vehicle
from optimize.reasons.shortage_goods import hours
from optimize.rules import Flags


def place_rows(ways: Ways, figures: Figures) -> list[Shortage]:
    """Groups without a place, or too late at it."""
    limit = figures.index.problem.policy.place_by_s
    arrive = {row.group: row.arrive_s for row in figures.execution.assignments}
    number_of = {group.id: number for number, group in enumerate(ways.index.problem.groups)}
    rows = []
    for group in figures.index.problem.groups:
        if arrive.get(group.id, limit + 1) > limit:
            rows.append(
                Shortage(
                    kind="place",
                    subject=group.id,
                    item=None,
                    item_name="安置床位",
                    site=group.location,
                    site_name=figures.index.locations[group.location].name,
                    quantity=group.people,
                    persons=group.people,
                    late=group.id in arrive,
                    cause=_PlaceCause(ways, figures, number_of[group.id], group).found()
                    if group.id in number_of
                    else _departed(group, arrive[group.id]),
                )
            )
    return rows


def _departed(group: Group, arrive_s: int) -> Cause:
    """Of people who are on their way and will be late."""
    text = f"{group.name} {group.people} 人：已出发，{hours(arrive_s)}到达"
    return Cause(code="departed", text=text, remedy="派人接应，途中先行保障食宿")


class _PlaceCause:
    """The first thing on the way from a group to the shelters that leaves none."""

    def __init__(self, ways: Ways, figures: Figures, number: int, group: Group) -> None:
        self.ways, self.figures, self.number, self.group = ways, figures, number, group
        self.problem = figures.index.problem
        walk = ways.on_foot[number]
        self.walks = (walk != UNREACHABLE) & (walk <= self.problem.policy.walk_limit_s)
        self.rides = ways.ride_s[number] != UNREACHABLE
        self.safe = np.array([not shelter.exposed_to for shelter in self.problem.shelters], dtype=bool)

    def found(self) -> Cause:
        group, rows = f"{self.group.name} {self.group.people} 人", self.ways.usable[self.number] > 0
        if not (self.walks | self.rides).any():
            return self._road(group) if self.ways.profiles else self._time(group)
        if not ((self.walks | self.rides) & self.safe).any():
            exposed = sum(1 for shelter in self.problem.shelters if shelter.exposed_to)
            text = f"{group}：可达的避难场所均在危险区内（{exposed} 处停用）"
            return Cause(code="exposure", text=text, remedy=f"请求市级协调区外安置 {self.group.people} 人")
        if not ((self.walks | self.rides) & self.safe & self._allowed()).any():
            text = f"{group}：可达的避难场所均被锁定或禁用排除"
            return Cause(code="rule", text=text, remedy="解除相应的锁定或禁用，或另行指定避难场所")
        if not rows.any():
            return self._time(group)
        return self._full(group, rows)

    def _allowed(self) -> Flags:
        """Shelters that locks and bans leave to this group."""
        shelters = [shelter.id for shelter in self.problem.shelters]
        return np.asarray(self.ways.index.rules.sheltering([self.group.id], shelters)[0])

    def _cut_by(self) -> str:
        """The closed roads in brackets, empty where none cuts the group off."""
        cut = self.figures.index.locations[self.group.location].cut_by
        return f"（{'、'.join(cut)}）" if cut else ""

    def _on_foot(self) -> str:
        reached = (self.ways.on_foot[self.number] != UNREACHABLE) & self.safe
        return f"步行超过 {hours(self.problem.policy.walk_limit_s)}" if reached.any() else "步行不可达"

    def _road(self, group: str) -> Cause:
        closed = self._cut_by()
        text = f"{group}：到各避难场所道路中断{closed}，{self._on_foot()}，车辆不可达"
        return self._reopen(text)

    def _reopen(self, text: str) -> Cause:
        remedy = f"抢通道路{self._cut_by()}，或用船艇、直升机转移 {self.group.people} 人"
        return Cause(code="road", text=text, remedy=remedy)

    def _time(self, group: str) -> Cause:
        limit = hours(self.problem.policy.place_by_s)
        if self.ways.ride_at[self.number] >= NEVER:
            many = f"{len(buses(self.figures.index))} 辆（艘）载人车船均不能到达"
            if closed := self._cut_by():
                return self._reopen(f"{group}：{self._on_foot()}，道路中断{closed}，{many}")
            text = f"{group}：{self._on_foot()}，{many}"
            return Cause(code="vehicles", text=text, remedy=f"请求市级调派客车，座位不少于 {self.group.people}")
        text = f"{group}：载人车船最早 {hours(int(self.ways.ride_at[self.number]))}后到达，{limit}内不能送到"
        return Cause(code="time", text=text, remedy=f"请求就近调派客车，座位不少于 {self.group.people}，或延长安置时限")

    def _full(self, group: str, rows: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Cause:
        free, special = self._free()
        roomy = rows & (free >= self.group.people)
        total, largest = int(free[rows].sum()), int(free[rows].max())
        if not roomy.any():
            text = f"{group}：可达避难场所 {int(rows.sum())} 处，尚余床位 {total}，最多一处 {largest}，不足以整组安置"
            return Cause(code="places", text=text, remedy=f"扩容或新开避难场所，增加床位 {self.group.people - largest}")
        if not (roomy & (special >= self.group.special)).any():
            most = int(special[roomy].max())
            text = f"{group}：其中特殊需求 {self.group.special} 人，有床位的场所特需床位最多余 {most}"
            return Cause(code="special", text=text, remedy=f"增设特需床位 {self.group.special - most}")
        riders = self._riders(rows)
        kinds = "、".join(sorted({vehicle.kind for vehicle in riders})) or "客车"
        limit = hours(self.problem.policy.place_by_s)
        text = f"{group}：尚余床位 {total}，但 {limit}内能到达的{kinds} {len(riders)} 辆（艘）运力已用完"
        return Cause(code="vehicles", text=text, remedy=f"增调{kinds}，座位不少于 {self.group.people}")

    def _riders(self, rows: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> list[Vehicle]:
        """Those of the profiles in which the group could ride to these shelters."""
        profiles = {self.ways.profiles[number] for number in self.ways.rider[self.number][rows & self.rides].tolist()}
        return [vehicle for vehicle in buses(self.figures.index) if vehicle.profile in profiles]

    def _free(self) -> "tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]":
        free = {shelter.id: [shelter.places, shelter.special_places] for shelter in self.problem.shelters}
        for row in self.figures.execution.assignments:
            free[row.shelter][0] -= row.people
            free[row.shelter][1] -= self.figures.index.groups[row.group].special
        table = np.array(list(free.values()), dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]


def mission_rows(figures: Figures) -> list[Shortage]:
    """Missions that lack people, and missions first reached over the assembly profile's limit."""
    rows = []
    missing, over = figures.missing_people(), figures.seconds_over()
    first: dict[str, Posting] = {}
    for posting in sorted(figures.execution.postings, key=lambda row: -row.arrive_s):
        first[posting.mission] = posting
    for mission in figures.index.problem.missions:
        place = figures.index.locations[mission.location].name
        if missing[mission.id]:
            cause = _mission_cause(figures, mission, missing[mission.id])
            rows.append(_mission_row("mission", place, mission, missing[mission.id], cause))
        if over[mission.id] > 0 and mission.id in first:
            cause = _profile_cause(figures.index, mission, first[mission.id])
            rows.append(_mission_row("profile", place, mission, -(-over[mission.id] // 60), cause))
    return rows


def _mission_row(kind: str, site_name: str, mission: MissionNeed, quantity: int, cause: Cause) -> Shortage:
    return Shortage(
        kind=kind,
        subject=mission.id,
        item=None,
        item_name=mission.skill_name,
        site=mission.location,
        site_name=site_name,
        quantity=quantity,
        persons=quantity if kind == "mission" else 0,
        late=kind == "profile",
        cause=cause,
    )


def _mission_cause(figures: Figures, mission: MissionNeed, missing: int) -> Cause:
    index, skill = figures.index, mission.skill_name
    head = f"{mission.name}缺{skill} {missing} 人"
    skilled = [team for team in index.problem.teams if mission.skill in team.skills]
    ask = f"请求市级增援{skill}队伍 {missing} 人，{hours(mission.until_s)}前到达"
    if not skilled:
        return Cause(code="skill", text=f"{head}：本区没有具备该技能的队伍", remedy=ask)
    allowed = [team for team in skilled if index.rules.may_post(team.id, mission.id)]
    if not allowed:
        text = f"{head}：具备该技能的 {len(skilled)} 支队伍均被锁定或禁用排除"
        return Cause(code="rule", text=text, remedy=f"解除相应的锁定或禁用，或{ask}")
    reaching = [team for team in allowed if _travel_s(index, team, mission) != UNREACHABLE]
    if not reaching:
        return _no_way(index, allowed, mission, head, missing)
    timely = [team for team in reaching if _earliest_s(index, team, mission) < mission.until_s]
    if not timely:
        best = min(_earliest_s(index, team, mission) for team in reaching)
        text = f"{head}：最快的队伍 {hours(best)}后到达，任务 {hours(mission.until_s)}结束"
        return Cause(code="time", text=text, remedy=ask)
    return _manpower(figures, timely, head, missing, ask)


def _no_way(index: Index, teams: list[Team], mission: MissionNeed, head: str, missing: int) -> Cause:
    """No road leads there; where water does, teams lack boats."""
    closed = index.locations[mission.location].cut_by
    names = f"（{'、'.join(closed)}）" if closed else ""
    text = f"{head}：{len(teams)} 支队伍到现场道路中断{names}，"
    able = [aboard for aboard in map(_with_boats, teams) if _travel_s(index, aboard, mission) != UNREACHABLE]
    if able:
        best_s, name = min((_earliest_s(index, team, mission), team.name) for team in able)
        ask = f"请求市级增援有舟艇的{mission.skill_name}队伍 {missing} 人，{hours(mission.until_s)}前到达"
        remedy = f"给{name}配备舟艇（{hours(best_s)}后可到），或{ask}"
        return Cause(code="boats", text=f"{text}只有乘舟可达，能到水边的 {len(able)} 支均无舟艇", remedy=remedy)
    if any(team.profile == BY_BOAT for team in teams):
        return Cause(
            code="road",
            text=f"{text}水路也不通，只有直升机可达",
            remedy=f"抢通道路{names}，或以直升机投送 {missing} 人",
        )
    remedy = f"抢通道路{names}，或以船艇、直升机投送 {missing} 人"
    return Cause(code="road", text=f"{text}只有船艇、直升机可达", remedy=remedy)


def _with_boats(team: Team) -> Team:
    return team.model_copy(update={"profile": BY_BOAT})


def _manpower(figures: Figures, teams: list[Team], head: str, missing: int, ask: str) -> Cause:
    """Enough skill within reach, but people stay at home for cover or serve other missions."""
    duty, cover = sum(team.on_duty for team in teams), sum(min(team.on_duty, team.home_cover) for team in teams)
    names = {team.id for team in teams}
    sent = sum(row.people for row in figures.execution.postings if row.team in names)
    text = f"{head}：可及队伍 {len(teams)} 支、在岗 {duty} 人，留守 {cover} 人，已派 {sent} 人次"
    if duty - cover >= sent + missing or cover < missing:
        return Cause(code="teams", text=text, remedy=ask)
    return Cause(code="cover", text=text, remedy=f"经批准减少留守 {missing} 人，或{ask}")


def _profile_cause(index: Index, mission: MissionNeed, posting: Posting) -> Cause:
    team = index.teams[posting.team]
    limit = on_scene_limit_s(index, team) or 0
    ready, drive = (team.response_s + team.assembly_s) // 60, _travel_s(index, team, mission) // 60
    late = -(-max(0, posting.arrive_s - mission.from_s - limit) // 60)
    wanted = f"{mission.name}（{hours(mission.from_s)}起）" if mission.from_s else mission.name
    came = f"{hours(posting.arrive_s)}到场，限 {limit // 60} 分，超 {late} 分"
    if posting.arrive_s > _earliest_s(index, team, mission):
        text = f"{wanted}：最先到达的{team.name}须先完成前一任务，{came}"
        return Cause(code="busy", text=text, remedy="增派队伍，或由村社队伍先期处置")
    boat = "（乘舟）" if afloat(index, team, mission) else ""
    text = f"{wanted}：最先到达的{team.name}响应集结 {ready} 分、路程 {drive} 分{boat}，{came}"
    return Cause(code="distance", text=text, remedy="在就近村社前置力量，或先由村社队伍先期处置")


def _travel_s(index: Index, team: Team, mission: MissionNeed) -> int:
    return index.seconds(team.profile, team.location, mission.location)


def _earliest_s(index: Index, team: Team, mission: MissionNeed) -> int:
    return max(team.response_s + team.assembly_s + _travel_s(index, team, mission), mission.from_s)
