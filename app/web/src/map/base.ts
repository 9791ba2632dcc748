import type { FeatureCollection } from "geojson";

import { api, body, type Schemas } from "@/api/client";

export type BaseMap = Record<"outline" | "rivers" | "roads" | "bridges" | "townships", FeatureCollection> & {
  bounds: [number, number, number, number];
  credit: string;
};

let kept: Promise<BaseMap> | null = null;

/** The base map of the district; asked for once, since it changes only when layers are imported. */
export function loadBaseMap(): Promise<BaseMap> {
  kept ??= ask().catch((thrown: unknown) => {
    kept = null;
    throw thrown;
  });
  return kept;
}

async function ask(): Promise<BaseMap> {
  const base = await body(api.GET("/api/v1/map/base"));
  const collection = (drawn: Schemas["MapCollection"]) => drawn as unknown as FeatureCollection;
  return {
    outline: collection(base.outline),
    rivers: collection(base.rivers),
    roads: collection(base.roads),
    bridges: collection(base.bridges),
    townships: collection(base.townships),
    bounds: base.bounds as BaseMap["bounds"],
    credit: creditText(base.layers),
  };
}

/** Says where the map comes from, and that made-up layers are made up. */
export function creditText(layers: readonly { name: string; source: string; synthetic: boolean }[]): string {
  const parts = layers.map((layer) => `${layer.name}：${layer.source}${layer.synthetic ? "（合成数据）" : ""}`);
  return ["示意底图，不作导航依据", ...new Set(parts)].join(" · ");
}
