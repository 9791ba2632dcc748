import { expect, test } from "vitest";
import { goalText } from "./goals";

test("shares are percents, everything else is a number", () => {
  expect(goalText("lowest_on_time_share", 0.9876)).toBe("98.8 %");
  expect(goalText("cost_fen", 89769.53)).toBe("89,769.53");
  expect(goalText("people_unplaced", null)).toBe("—");
});
