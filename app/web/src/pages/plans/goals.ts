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
  cost_fen: { name: "运输费用（元）", text: (value) => plain(value / 100) },
};

export const goalName = ({ key, name }: Named): string => READINGS[key]?.name ?? name;

export function goalText({ key }: Pick<Named, "key">, value: number | null): string {
  return value === null ? "—" : (READINGS[key]?.text ?? plain)(value);
}

/** How far the value is from the bound; where they meet nothing can be better. */
export const gapText = (gap: number | null): string => (gap === null ? "—" : gap === 0 ? "0（最优）" : `${(gap * 100).toFixed(1)} %`);
