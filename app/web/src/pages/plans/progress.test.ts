import { expect, test } from "vitest";
import { searchText, stageIndex } from "./progress";

test("stages follow their order; an unknown one has no place", () => {
  expect(stageIndex({ stage: "shelters" })).toBe(2);
  expect(stageIndex({ stage: "queued" })).toBe(-1);
  expect(stageIndex(null)).toBe(-1);
});

test("says as much as is known", () => {
  expect(searchText({ stage: "trips", level: 5, incumbent: 120, bound: 100, gap: 0.1667 })).toBe("第 5 级目标：目前 120，界 100，差距 16.7 %");
  expect(searchText({ stage: "shelters", incumbent: 6000 })).toBe("目前 6,000");
  expect(searchText({ stage: "shelters" })).toBe("");
  expect(searchText({ stage: "plan", level: 7, incumbent: 8976953 })).toBe("");
});
