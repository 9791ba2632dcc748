import { expect, test } from "vitest";

import { keyOf, placeOf } from "./place";
import { allRows, byOffset } from "./table";

const NUMBERS = Array.from({ length: 25 }, (_, index) => index);
const load = byOffset((offset, limit) => Promise.resolve({ items: NUMBERS.slice(offset, offset + limit) }), 10);

test("a list by offset becomes pages with an end", async () => {
  expect(await load(null)).toEqual({ items: NUMBERS.slice(0, 10), next: "10" });
  expect(await load("20")).toEqual({ items: NUMBERS.slice(20), next: null });
});

test("an export gathers every page, and says when it had to stop", async () => {
  expect(await allRows(load, 1000)).toEqual({ rows: NUMBERS, more: false });
  expect(await allRows(load, 12)).toEqual({ rows: NUMBERS.slice(0, 12), more: true });
});

test("a place survives being an option of a list", () => {
  for (const place of [{ division: "", site: null }, { division: "500154", site: null }, { division: null, site: "0190-a" }]) expect(placeOf(keyOf(place))).toEqual(place);
});
