import { expect, test } from "vitest";
import { grouped, heldBy, kindsText, type Shortage } from "./shortages";

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

test("a row is told what holds it back: what its part says, else the whole", () => {
  const cause = (label: string) => ({ code: label, label, after: 0, text: label });
  const reason = (sites: string[], labels: string[]) => ({
    kind: "goods", kind_label: "物资", subject: "quilt", name: "棉被", short: 40, unit: "床", sites: [], remedies: [],
    rows: sites.map((site) => ({ subject: "quilt-1", site, short: 20 })), causes: labels.map(cause),
  });
  const reasons = [{ ...reason(["s1", "s2"], ["可及库存", "道路中断"]), parts: [reason(["s1"], ["可及库存"])] }];
  expect(heldBy(row({}), reasons)).toEqual(["可及库存"]);
  expect(heldBy(row({ site: "s2" }), reasons)).toEqual(["可及库存", "道路中断"]);
  expect(heldBy(row({ item: "tent", item_name: "帐篷" }), reasons)).toEqual([]);
});
