import { expect, test } from "vitest";
import { dateText, durationText, hoursText, instantText, planClockText } from "./time";

test("instants are shown in Shanghai time", () => {
  expect(instantText("2026-07-15T21:20:00Z")).toBe("2026-07-16 05:20");
  expect(instantText("2026-07-15T16:00:00Z")).toBe("2026-07-16 00:00");
  expect(instantText(null)).toBe("—");
});

test("plain dates stay, instants become Shanghai dates", () => {
  expect(dateText("2026-07-16")).toBe("2026-07-16");
  expect(dateText("2026-07-15T21:20:00Z")).toBe("2026-07-16");
});

test("durations round to minutes and carry into hours", () => {
  expect(durationText(0)).toBe("0 分");
  expect(durationText(20)).toBe("不到 1 分");
  expect(durationText(480)).toBe("8 分");
  expect(durationText(3599)).toBe("1 时 00 分");
  expect(durationText(3900)).toBe("1 时 05 分");
});

test("plan clock and hours", () => {
  expect(planClockText(7500)).toBe("+2:05");
  expect(hoursText(5.25)).toBe("5.3 小时");
  expect(hoursText(null)).toBe("未能达到");
});
