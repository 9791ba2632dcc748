import { expect, test } from "vitest";
import { wayOf } from "./layers";

test("boats go by water and drones by air, whatever they carry; the rest by what they carry", () => {
  expect(wayOf({ kind: "冲锋舟", people: 8 })).toBe("water");
  expect(wayOf({ kind: "载货无人机", people: 0 })).toBe("air");
  expect(wayOf({ kind: "大客车", people: 45 })).toBe("people");
  expect(wayOf({ kind: "4.2 米货车", people: 0 })).toBe("goods");
});
