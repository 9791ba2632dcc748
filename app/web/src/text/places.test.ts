import { expect, test } from "vitest";
import { placeText } from "./places";

test("committees are called by their place", () => {
  expect(placeText("九龙社区居民委员会1组")).toBe("九龙社区1组");
  expect(placeText("木桥村村民委员会")).toBe("木桥村");
  expect(placeText("三中社区居民委员会伤病员救护")).toBe("三中社区伤病员救护");
});

test("other names stay", () => {
  expect(placeText("盛山居民委员会")).toBe("盛山居民委员会");
  expect(placeText("汉丰街道")).toBe("汉丰街道");
});
