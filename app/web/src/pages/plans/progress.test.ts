import { expect, test } from "vitest";
import { courseOf, doingText, phaseIndex, type Progress } from "./progress";

const at = (given: Partial<Progress>): Progress => ({ phase: "improve", stage: "trips", t_s: 3, plans: 2, goals: [], ...given });

test("phases follow their order; a waiting job has none", () => {
  expect(phaseIndex(at({}))).toBe(2);
  expect(phaseIndex(null)).toBe(-1);
});

test("says what is being done and what there is", () => {
  expect(doingText(null)).toBe("等待计算");
  expect(doingText(at({}))).toBe("编排车次，已有第 2 个方案");
  expect(doingText(at({ phase: "first", stage: "plan", plans: 0 }))).toBe("准备计算");
  expect(doingText(at({ turn: { number: 1, of: 2 } }))).toBe("第 1 / 2 起事件：编排车次，已有第 2 个方案");
});

test("a course steps at its changes and shows its bound", () => {
  expect(courseOf({ points: [[1, 30], [3, 10]], bound: 0 }, 5, 100, 30)).toEqual({ path: "M0 0H50V20H100", bound: 30 });
});

test("a course without a change lies flat", () => {
  expect(courseOf({ points: [[1, 7]], bound: null }, 5, 100, 30)).toEqual({ path: "M0 30H100", bound: null });
  expect(courseOf({ points: [], bound: 3 }, 5, 100, 30)).toEqual({ path: "", bound: null });
});
