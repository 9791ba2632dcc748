import { expect, test } from "vitest";
import { uuid7 } from "./uuid7";

test("carries version 7, the RFC variant and the time of making", () => {
  const id = uuid7(0x0123456789ab);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(id.startsWith("01234567-89ab-7")).toBe(true);
});

test("sorts by time and does not repeat", () => {
  const ids = [uuid7(1_000), uuid7(1_001), uuid7(2 ** 33)];
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(Array.from({ length: 1000 }, () => uuid7())).size).toBe(1000);
});
