import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { apartOf, effectOf, goalName, goalText, verdictOf } from "./goals";

const goal = (key: string, name: string) => ({ key, name }) as Schemas["PlanGoal"];

test("shares are percents, money is yuan, everything else is a number", () => {
  const cost = goal("cost_fen", "运输费用（分）");
  expect(goalName(cost)).toBe("运输费用（元）");
  expect(goalText(cost, 8976953)).toBe("89,769.53");
  expect(goalText(goal("lowest_on_time_share", "最差避难场所按时保障率"), 0.9876)).toBe("98.8 %");
  const unplaced = goal("people_unplaced", "未安置人数");
  expect([goalName(unplaced), goalText(unplaced, 1200), goalText(unplaced, null)]).toEqual(["未安置人数", "1,200", "—"]);
});

test("an effect says which way is worse", () => {
  const share = { level: 4, key: "lowest_on_time_share", name: "保障率", before: 1, after: 0.9 };
  expect(effectOf(share)).toEqual({ name: "保障率", before: "100.0 %", after: "90.0 %", worse: true });
  expect(effectOf({ level: 7, key: "cost_fen", name: "费用", before: 100, after: 50 }).worse).toBe(false);
});

test("the first goal that changes decides which choice is better", () => {
  const channel = { level: 6, key: "channel_cost", name: "渠道", before: 10, after: 12 };
  const cost = { level: 7, key: "cost_fen", name: "费用", before: 100, after: 50 };
  expect(verdictOf([channel, cost])).toBe("不如现在的安排：渠道变差。");
  expect(verdictOf([{ ...cost, name: "费用（分）" }])).toContain("更好：运输费用变好。");
  expect(verdictOf([])).toContain("同样好");
});

test("what an answer starts from is held against the plan", () => {
  const plan = [{ ...goal("unmet", "未满足"), value: 0 }, { ...goal("cost_fen", "费用"), value: 100 }];
  const answer = (before: number) => [{ goals: [{ level: 7, key: "cost_fen", name: "费用", before, after: 150 }] }];
  expect(apartOf(answer(100), plan)).toBeUndefined();
  expect(apartOf(answer(105), plan)?.key).toBe("cost_fen");
});
