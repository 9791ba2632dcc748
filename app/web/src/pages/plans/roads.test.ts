import { expect, test } from "vitest";

import type { Schemas } from "@/api/client";
import { closureInput } from "@/pages/incidents/draft";
import { busyLines, shareText, slowed } from "./roads";

const road = (share: number): Schemas["BusyRoad"] => ({
  id: `R${share}`, name: "村道", road_class: "village", length_m: 900, from_s: 0, people: 1, goods: 0, capacity: 20, share, speed_percent: 76, meetings: 0,
  geometry: { type: "LineString", coordinates: [[108, 31], [108.1, 31]] },
});

test("shares are whole per cents, small ones are not nothing", () => {
  expect([0.004, 0.17, 1.2].map(shareText)).toEqual(["不到 1 %", "17 %", "120 %"]);
});

test("only busy roads are drawn", () => {
  const roads: Schemas["PlanRoads"] = { counted: true, driven: 3, over_10: 2, over_50: 1, over_100: 1, meetings: 0, met_on: 0, busiest: [road(1.2), road(0.3), road(0.1)] };
  expect(busyLines(roads).features.map(({ properties }) => properties!.share)).toEqual([1.2, 0.3]);
  expect(busyLines({} as Schemas["PlanRoads"]).features).toEqual([]);
});

test("a full road is reported at the speed that it has left", () => {
  expect(closureInput(slowed(road(1.2)))).toMatchObject({ kind: "link", link_id: "R1.2", speed_percent: 76, limit_kg: null, reason: "车流拥堵（最忙一小时达通行能力的 120 %）" });
});
