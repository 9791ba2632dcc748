import { expect, test } from "vitest";
import { clockText, closureOf, commandOf, emptyDraft, joined, peopleOf, villageFrom } from "./draft";

const place = { code: "500154001201", name: "甲村", township: "临江镇", population: 1200 };

test("clock text is Shanghai's", () => {
  expect(clockText(new Date("2026-07-15T21:20:05Z"))).toBe("2026-07-16 05:20:05");
});

test("joining keeps what was corrected by hand", () => {
  const corrected = { ...villageFrom(place), people: 300 };
  const both = joined([corrected], [villageFrom(place), villageFrom({ ...place, code: "500154001202", name: "乙村", population: null })]);
  expect(both.map((village) => village.people)).toEqual([300, 0]);
});

test("the command carries Shanghai time, the district and no names of villages", () => {
  const draft = { ...emptyDraft(new Date("2026-07-15T21:20:00Z")), name: "洪涝", villages: [villageFrom(place)], closures: [{ ...closureOf({ id: "L1", name: "大桥" }), reason: "桥毁" }] };
  const command = commandOf(draft, "500154");
  expect(command).toMatchObject({
    started_at: "2026-07-16T05:20:00+08:00",
    district: "500154",
    villages: [{ division: "500154001201", people: 1200 }],
    closures: [{ kind: "link", link_id: "L1", reason: "桥毁", speed_percent: 0 }],
  });
  expect(command.villages?.[0]).not.toHaveProperty("name");
  expect(peopleOf(draft)).toBe(1200);
});

test("a closure sends only the figure that its effect needs", () => {
  const bridges = { ...closureOf(null), structure: "bridge" as const, effect: "limited" as const, since: "2026-07-16 08:00:00", until: "2026-07-16 14:00:00" };
  const slowed = { ...closureOf({ id: "L1", name: "大桥" }), effect: "slowed" as const };
  const { closures } = commandOf({ ...emptyDraft(new Date()), closures: [bridges, slowed] }, "500154");
  expect(closures).toMatchObject([
    { kind: "district", link_id: null, structure: "bridge", limit_kg: 3500, speed_percent: 0, since: "2026-07-16T08:00:00+08:00", until: "2026-07-16T14:00:00+08:00" },
    { kind: "link", link_id: "L1", limit_kg: null, speed_percent: 50, since: null, until: null },
  ]);
});
