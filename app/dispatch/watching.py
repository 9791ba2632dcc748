"""A plan being computed, as the terminal shows it."""

import asyncio
import contextlib
import signal
import time
from typing import Any, Self

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

from app.dispatch.progress import ASKED, Standing
from app.dispatch.report import shown
from app.dispatch.schemas import PlanGoal
from app.dispatch.terminal import goal_row, number, table

STAGES = {
    "snapshot": "读取库存、道路和力量",
    "plan": "准备计算",
    "shelters": "安排避难场所",
    "allocation": "分配物资",
    "trips": "编排车次",
    "missions": "派遣队伍",
    "bounds": "估算最多还能好多少",
    "shortages": "分析缺口",
    "validation": "独立校验",
}
BARS = "▁▂▃▄▅▆▇█"


class Watched:
    """Shows each goal's course, bound and gap while a plan is computed; elsewhere than on a screen, a line per plan.

    The first Ctrl-C asks to stop with the best plan so far (``stopped``), a second one gives up.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.standing = Standing()
        self.seen: dict[str, Any] = {"plans": 0, "goals": [], "stage": "snapshot", "t_s": 0.0}
        self.spoken = 0
        self.told = dict[str, float]()
        self.asked_s: float | None = None
        """When the snapshot had been taken."""
        self.first_s: float | None = None
        """When the first plan had come, which is told with its last goal."""
        self._stopped = False

    def __enter__(self) -> Self:
        self.began = time.monotonic()
        self.spinner = Spinner("dots", text=self.words())
        self.live = Live(self, console=self.console, transient=True, refresh_per_second=8)
        self.live.start()
        with contextlib.suppress(RuntimeError, ValueError, NotImplementedError):  # not the main thread, or not a Unix
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        self._leave_signals()
        self.live.stop()

    def __call__(self, event: dict[str, Any]) -> None:
        now_s = time.monotonic() - self.began
        self.seen = self.standing.take(event, now_s)
        if self.asked_s is None and event == ASKED:
            self.asked_s = now_s
        if self.first_s is None and self.seen["plans"]:
            self.first_s = now_s
        whole = not event.get("key")  # the goals of one plan come together
        if whole and not self.console.is_terminal and self.seen["plans"] > self.spoken:
            self.spoken = self.seen["plans"]
            self.console.print(self.line(), soft_wrap=True)

    def stopped(self) -> bool:
        return self._stopped

    def __rich__(self) -> Group:
        self.spinner.update(text=self.words())
        return Group(self.spinner, self.goals()) if self.seen["goals"] else Group(self.spinner)

    def words(self) -> str:
        found = f"，已有第 {self.seen['plans']} 个方案" if self.seen["plans"] else ""
        hint = "正在停止，保留最好的方案" if self._stopped else "Ctrl-C 停止并保留最好的方案" if found else ""
        return f"{STAGES[self.seen['stage']]}{found}  {time.monotonic() - self.began:.0f} 秒  [dim]{hint}[/dim]"

    def goals(self) -> Table:
        made = table("", "层级", "目标", "目前", "界", "差距", "走势", numeric=("目前", "界", "差距"))
        for told in self.seen["goals"]:
            made.add_row(*goal_row(shown(PlanGoal(**told))), course(told["points"]))
        return made

    def line(self) -> str:
        """The goals that this plan has changed."""
        goals = [shown(PlanGoal(**told)) for told in self.seen["goals"]]
        changed = [goal for goal in goals if self.told.get(goal.key) != goal.value]
        self.told = {goal.key: goal.value for goal in goals}
        values = "，".join(f"{goal.name} {number(goal.value)}" for goal in changed) or "各项不变"
        return f"[dim]{self.seen['t_s']:5.1f} 秒 第 {self.seen['plans']} 个方案{self._since()}：{values}[/dim]"

    def _since(self) -> str:
        """How long the first plan took once everything had been read."""
        if self.spoken > 1 or self.asked_s is None or self.first_s is None:
            return ""
        return f"（取数、路网之后 {self.first_s - self.asked_s:.1f} 秒）"

    def _stop(self) -> None:
        self._stopped = True
        self._leave_signals()

    def _leave_signals(self) -> None:
        with contextlib.suppress(RuntimeError, ValueError, NotImplementedError):
            asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)


def course(points: list[tuple[float, float]]) -> str:
    """``█▅▁``: the values that a goal has had, the largest highest."""
    values = [value for _, value in points]
    least, span = min(values), max(values) - min(values)
    return "".join(BARS[round((value - least) / span * (len(BARS) - 1)) if span else 0] for value in values)
