/** A planning job's progress in words and lines. Pure. */

export interface GoalStanding {
  key: string;
  level: number;
  name: string;
  maximise: boolean;
  value: number;
  bound: number | null;
  gap: number | null;
  /** (seconds, value) wherever the value changed. */
  points: [number, number][];
}

export interface Progress {
  phase: string;
  stage: string;
  t_s: number;
  plans: number;
  goals: GoalStanding[];
  /** Which of several incidents is being planned. */
  turn?: { number: number; of: number };
}

export const PHASES = [
  { key: "snapshot", name: "取数" },
  { key: "first", name: "首个方案" },
  { key: "improve", name: "改进" },
  { key: "bounds", name: "求界" },
  { key: "check", name: "校验" },
] as const;

const DOING: Record<string, string> = {
  snapshot: "读取库存、道路和力量",
  shelters: "安排避难场所",
  allocation: "分配物资",
  trips: "编排车次",
  missions: "派遣队伍",
  bounds: "估算最多还能好多少",
  shortages: "分析缺口",
  validation: "独立校验",
};

/** Place of the phase in their order; -1 while the job waits in the queue. */
export const phaseIndex = (progress: Progress | null): number => PHASES.findIndex(({ key }) => key === progress?.phase);

/** What is being done, and how many plans there are by now. */
export function doingText(progress: Progress | null): string {
  if (phaseIndex(progress) < 0) return "等待计算";
  const { stage, plans, turn } = progress!;
  const found = plans ? `，已有第 ${plans} 个方案` : "";
  const whose = turn ? `第 ${turn.number} / ${turn.of} 起事件：` : "";
  return `${whose}${DOING[stage] ?? "准备计算"}${found}`;
}

export interface Course {
  /** The values as steps over time, as an SVG path. */
  path: string;
  /** Height of the bound, if it is known. */
  bound: number | null;
}

/** The course of a goal in a box; all values and the bound are in sight, the larger the higher. */
export function courseOf({ points, bound }: Pick<GoalStanding, "points" | "bound">, until: number, width: number, height: number): Course {
  const [first] = points;
  if (!first) return { path: "", bound: null };
  const heights = [...points.map(([, value]) => value), ...(bound === null ? [] : [bound])];
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  const span = Math.max(until - first[0], 1e-9);
  const x = (second: number) => +(((second - first[0]) / span) * width).toFixed(1);
  const y = (value: number) => +(most === least ? height : height - ((value - least) / (most - least)) * height).toFixed(1);
  const steps = points.slice(1).map(([second, value]) => `H${x(second)}V${y(value)}`);
  return { path: `M0 ${y(first[1])}${steps.join("")}H${width}`, bound: bound === null ? null : y(bound) };
}
