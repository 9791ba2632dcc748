import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { availabilityAfter } from "./holding";

const row = (item_id: string, available: number) => ({ item_id, item_name: item_id, unit: "床", available }) as Schemas["StockRow"];
const stock = [row("quilt", 60), row("quilt", 40), row("tent", 5)];

test("a hold takes from what all lots of the item have", () => {
  expect(availabilityAfter(stock, [{ item_id: "quilt", quantity: 30 }], -1)).toEqual([
    { item_id: "quilt", item_name: "quilt", unit: "床", before: 100, change: -30, after: 70 },
  ]);
});

test("a release gives back, lines of one item added up", () => {
  const [only] = availabilityAfter(stock, [{ item_id: "tent", quantity: 1 }, { item_id: "tent", quantity: 2 }], 1);
  expect(only).toMatchObject({ before: 5, change: 3, after: 8 });
});

test("an item that the site does not have has no row", () => {
  expect(availabilityAfter(stock, [{ item_id: "boat", quantity: 1 }], -1)).toEqual([]);
});
