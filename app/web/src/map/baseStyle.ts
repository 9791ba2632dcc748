import type { FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { FeatureCollection } from "geojson";

import type { BaseMap } from "./base";
import { FONT } from "./board";

const ROADS = [
  { road: "village", colour: "#d8dbe0", width: [0.4, 2], from: 10 },
  { road: "class_4", colour: "#cfd4da", width: [0.8, 3], from: 8 },
  { road: "class_3", colour: "#c9bfae", width: [1.2, 4], from: 0 },
  { road: "class_2", colour: "#d8b27a", width: [1.8, 5], from: 0 },
  { road: "expressway", colour: "#e39b57", width: [2.6, 7], from: 0 },
] as const;

const byZoom = (far: number, near: number) => ["interpolate", ["linear"], ["zoom"], 9, far, 14, near] as never;

function roadLayer({ road, colour, width, from }: (typeof ROADS)[number]): LayerSpecification {
  return {
    id: `road-${road}`,
    type: "line",
    source: "roads",
    minzoom: from,
    filter: ["==", ["get", "road_class"], road] as FilterSpecification,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": colour, "line-width": byZoom(width[0], width[1]) },
  };
}

const TOWNSHIP_LABELS: LayerSpecification = {
  id: "township-labels",
  type: "symbol",
  source: "townships",
  layout: {
    "text-field": ["get", "name"],
    "text-font": FONT,
    "text-size": byZoom(11, 15),
    "text-variable-anchor": ["top", "bottom", "left", "right"],
    "text-radial-offset": 0.9,
    "text-padding": 3,
  },
  paint: { "text-color": "#46515e", "text-halo-color": "#ffffff", "text-halo-width": 1.4 },
};

const RIVER_LABELS: LayerSpecification = {
  id: "river-labels",
  type: "symbol",
  source: "rivers",
  layout: {
    "symbol-placement": "line",
    "symbol-spacing": 420,
    "text-field": ["get", "name"],
    "text-font": FONT,
    "text-size": 12,
    "text-letter-spacing": 0.3,
  },
  paint: { "text-color": "#4f86b0", "text-halo-color": "#ffffff", "text-halo-width": 1.2 },
};

/** The district's schematic base map as a style without tiles, sprites or font files. */
export function baseStyle(base: BaseMap): StyleSpecification {
  const source = (data: FeatureCollection) => ({ type: "geojson" as const, data });
  return {
    version: 8,
    sources: {
      outline: source(base.outline),
      townships: source(base.townships),
      rivers: source(base.rivers),
      roads: source(base.roads),
      bridges: source(base.bridges),
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#e9edf1" } },
      { id: "outline-fill", type: "fill", source: "outline", paint: { "fill-color": "#fbfbf8" } },
      { id: "outline-line", type: "line", source: "outline", paint: { "line-color": "#9fb0c2", "line-width": 1.6, "line-dasharray": [4, 2] } },
      { id: "rivers", type: "line", source: "rivers", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": "#a8cce8", "line-width": byZoom(3, 12) } },
      ...ROADS.map(roadLayer),
      { id: "bridges", type: "circle", source: "bridges", minzoom: 10, paint: { "circle-radius": 3, "circle-color": "#ffffff", "circle-stroke-color": "#7d8995", "circle-stroke-width": 1.4 } },
      { id: "township-points", type: "circle", source: "townships", paint: { "circle-radius": 2.6, "circle-color": "#5c6875", "circle-stroke-color": "#ffffff", "circle-stroke-width": 1 } },
      RIVER_LABELS,
      TOWNSHIP_LABELS,
    ],
  };
}
