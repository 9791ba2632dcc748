/** Goals as people read them: shares in percent, money in yuan. Pure. */
import type { Schemas } from "@/api/client";

type Named = Pick<Schemas["PlanGoal"], "key" | "name">;

interface Reading {
  name?: string;
  text: (value: number) => string;
}

const plain = (value: number): string => value.toLocaleString("zh-CN", { maximumFractionDigits: 2 });

const READINGS: Record<string, Reading> = {
  lowest_on_time_share: { text: (value) => `${(value * 100).toFixed(1)} %` },
  cost_fen: { name: "运输费用（元）", text: (value) => (value / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 }) },
};

export const goalName = ({ key, name }: Named): string => READINGS[key]?.name ?? name;

export function goalText({ key }: Pick<Named, "key">, value: number | null): string {
  return value === null ? "—" : (READINGS[key]?.text ?? plain)(value);
}

/** How far the value is from the bound; where they meet nothing can be better. */
export const gapText = (gap: number | null): string => (gap === null ? "—" : gap === 0 ? "0（最优）" : `${(gap * 100).toFixed(1)} %`);

export interface Effect {
  name: string;
  before: string;
  after: string;
  worse: boolean;
}

/** How one goal changes, in words; of shares more is better, of everything else less. */
export function effectOf(goal: Schemas["GoalEffect"]): Effect {
  const rises = goal.after > goal.before;
  const worse = goal.key === "lowest_on_time_share" ? !rises : rises;
  return { name: goalName(goal), before: goalText(goal, goal.before), after: goalText(goal, goal.after), worse };
}

/** The first goal that changes decides. */
export function verdictOf(goals: readonly Schemas["GoalEffect"][]): string {
  const [first] = goals;
  if (!first) return "同样好：各项指标都不变。";
  const effect = effectOf(first);
  const name = effect.name.replace(/（[^）]*）$/, "");
  return effect.worse ? `不如现在的安排：${name}变差。` : `更好：${name}变好。方案不是最优，差距见「指标」。`;
}

/** The first goal of the plan that an answer takes otherwise: adjusted by nothing at all, the plan may be a little better already. */
export function apartOf(alternatives: readonly Pick<Schemas["WhyAlternative"], "goals">[], plan: readonly Schemas["PlanGoal"][]): Schemas["PlanGoal"] | undefined {
  const taken = new Map(alternatives.flatMap(({ goals }) => goals).map(({ key, before }) => [key, before]));
  return plan.find(({ key, value }) => taken.has(key) && taken.get(key) !== value);
}

/** The goals of two plans that differ, in their order. */
export function changesOf(before: readonly Schemas["PlanGoal"][], after: readonly Schemas["PlanGoal"][]): Schemas["GoalEffect"][] {
  const was = new Map(before.map(({ key, value }) => [key, value]));
  return after
    .filter(({ key, value }) => was.has(key) && was.get(key) !== value)
    .map(({ level, key, name, value }) => ({ level, key, name, before: was.get(key)!, after: value }));
}
