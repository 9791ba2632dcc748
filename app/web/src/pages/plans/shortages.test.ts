import { expect, test } from "vitest";
import { grouped, kindsText, type Shortage } from "./shortages";

const row = (given: Partial<Shortage>, code = "stock"): Shortage => ({
  kind: "goods",
  kind_label: "物资",
  item: "quilt",
  item_name: "棉被",
  site: "s1",
  site_name: "一号场所",
  quantity: 10,
  unit: "床",
  persons: 10,
  late: false,
  cause: { code, text: "库存不足", remedy: "申请支援" },
  ...given,
});

test("one kind, item and cause is one group with its sums and its worst row", () => {
  const groups = grouped([row({}), row({ site: "s2", quantity: 30, persons: 25 }), row({}, "trucks"), row({ late: true })]);
  expect(groups.map((group) => [group.quantity, group.persons, group.rows.length])).toEqual([
    [40, 35, 2],
    [10, 10, 1],
    [10, 10, 1],
  ]);
  expect(groups[0]!.worst.site).toBe("s2");
  expect(groups[0]!.rows.map(({ site }) => site)).toEqual(["s2", "s1"]);
});

test("kinds are counted in words", () => {
  expect(kindsText([row({}), row({ kind: "profile", kind_label: "集结" }), row({})])).toBe("物资 2、集结 1");
  expect(kindsText([])).toBe("");
});
