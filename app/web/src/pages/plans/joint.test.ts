import { expect, test } from "vitest";
import { moved } from "./joint";

test("an incident goes before the one above it, or after the one below", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
});
