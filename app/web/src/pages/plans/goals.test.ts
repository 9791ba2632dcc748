import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { goalName, goalText } from "./goals";

const goal = (key: string, name: string) => ({ key, name }) as Schemas["PlanGoal"];

test("shares are percents, money is yuan, everything else is a number", () => {
  const cost = goal("cost_fen", "运输费用（分）");
  expect(goalName(cost)).toBe("运输费用（元）");
  expect(goalText(cost, 8976953)).toBe("89,769.53");
  expect(goalText(goal("lowest_on_time_share", "最差避难场所按时保障率"), 0.9876)).toBe("98.8 %");
  const unplaced = goal("people_unplaced", "未安置人数");
  expect([goalName(unplaced), goalText(unplaced, 1200), goalText(unplaced, null)]).toEqual(["未安置人数", "1,200", "—"]);
});
