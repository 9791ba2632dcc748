/** How full roads are, in words and as lines on the map. Pure. */
import type { FeatureCollection, LineString } from "geojson";

import type { Schemas } from "@/api/client";
import { closureOf, type ClosureDraft } from "@/pages/incidents/draft";

/** From this share of its capacity on a road stands out on the map. */
export const BUSY = 0.25;

/** "95 %", "不到 1 %". */
export const shareText = (share: number): string => (share < 0.01 ? "不到 1 %" : `${Math.round(share * 100)} %`);

/** Roads as lines, each with its share. */
export const linesOf = (roads: readonly Schemas["BusyRoad"][]): FeatureCollection => ({
  type: "FeatureCollection",
  features: roads.map(({ id, share, geometry }) => ({ type: "Feature", properties: { id, share }, geometry: geometry as unknown as LineString })),
});

/** The roads that stand out. */
export const busyLines = ({ busiest = [] }: Schemas["PlanRoads"]): FeatureCollection => linesOf(busiest.filter(({ share }) => share >= BUSY));

/** The road at the speed that so many vehicles leave it, to be reported. */
export const slowed = ({ id, name, speed_percent, share }: Schemas["BusyRoad"]): ClosureDraft => ({
  ...closureOf({ id, name }),
  effect: "slowed",
  speed_percent,
  reason: `车流拥堵（最忙一小时达通行能力的 ${shareText(share)}）`,
});
