/** An incident and its plan on the map: hazard areas, closed roads, people, shelters, stores, trips, missions. */
import type { FilterSpecification, LayerSpecification, LineLayerSpecification, SymbolLayerSpecification } from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";

import type { Pick, PickKind, StopLabel } from "@/pages/plans/filter";
import { type Board, boundsOf, FONT, NOTHING, show } from "./board";
import { addSigns } from "./icons";

export interface PlanLayers {
  areas: FeatureCollection;
  closures: FeatureCollection;
  villages: FeatureCollection;
  shelters: FeatureCollection;
  sources: FeatureCollection;
  groups: FeatureCollection;
  trips: FeatureCollection;
  loads: FeatureCollection;
  missions: FeatureCollection;
  calls: FeatureCollection;
}

export const EMPTY: PlanLayers = {
  areas: NOTHING,
  closures: NOTHING,
  villages: NOTHING,
  shelters: NOTHING,
  sources: NOTHING,
  groups: NOTHING,
  trips: NOTHING,
  loads: NOTHING,
  missions: NOTHING,
  calls: NOTHING,
};

/** Layers that a checkbox of the legend shows and hides. */
export const GROUPS = [
  { key: "areas", name: "灾区与断路", colours: ["#d9483b"], layers: ["areas-fill", "areas-line", "closures", "closure-signs"] },
  { key: "people", name: "转移群众", colours: ["#e0762f"], layers: ["villages", "groups"] },
  { key: "shelters", name: "避难场所", colours: ["#2f8a4a"], layers: ["shelters", "shelter-labels"] },
  { key: "sources", name: "物资储备", colours: ["#1d5fb0"], layers: ["village-rooms", "sources", "source-labels"] },
  { key: "trips", name: "车次（货、客、船、无人机）", colours: ["#2f6fc4", "#b0561f", "#0b7f8f", "#7a4fb5"], layers: ["trips-goods", "trips-people", "trips-water", "trips-air"] },
  { key: "loads", name: "繁忙路段", colours: ["#d98a1f", "#c62f2f"], layers: ["loads"] },
  { key: "missions", name: "队伍任务", colours: ["#8a3fa0"], layers: ["missions"] },
] as const;

/** Layers that answer to a click, the topmost first. */
const CLICKABLE: readonly [string, PickKind][] = [
  ["shelters", "shelter"],
  ["sources", "source"],
  ["village-rooms", "source"],
  ["missions", "mission"],
  ["groups", "group"],
  ["trips-air", "trip"],
  ["trips-water", "trip"],
  ["trips-people", "trip"],
  ["trips-goods", "trip"],
];

/** Colours of trips and of teams on the road, by kind of way. */
export const WAYS = { goods: "#2f6fc4", people: "#b0561f", water: "#0b7f8f", air: "#7a4fb5", team: "#8a3fa0" } as const;
export type Way = keyof typeof WAYS;

const bright = ["boolean", ["feature-state", "lit"], true] as never;
const faded = (full: number, dim: number) => ["case", bright, full, dim] as never;

function sign(id: string, source: string, image: unknown, size: number, more: SymbolLayerSpecification["layout"] = {}): SymbolLayerSpecification {
  return {
    id,
    type: "symbol",
    source,
    layout: { "icon-image": image as never, "icon-size": ["interpolate", ["linear"], ["zoom"], 9, size * 0.7, 13, size * 1.15] as never, "icon-allow-overlap": true, "icon-ignore-placement": true, ...more },
    paint: { "icon-opacity": faded(1, 0.2) },
  };
}

function label(id: string, source: string, colour: string, from: number): LayerSpecification {
  return {
    id,
    type: "symbol",
    source,
    minzoom: from,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-anchor": "top", "text-offset": [0, 1], "text-max-width": 9 },
    paint: { "text-color": colour, "text-halo-color": "#ffffff", "text-halo-width": 1.4, "text-opacity": faded(1, 0.2) },
  };
}

type LinePaint = NonNullable<LineLayerSpecification["paint"]>;

/** Trips of one kind of way; those that do not belong to the pick are gone, hundreds of faint lines add up to a strong one. */
const tripLine = (way: string, paint: LinePaint): LayerSpecification => ({
  id: `trips-${way}`,
  type: "line",
  source: "trips",
  filter: ["==", ["get", "way"], way] as FilterSpecification,
  layout: { "line-cap": "round", "line-join": "round" },
  paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 9, 1.2, 14, 3.5] as never, "line-opacity": faded(0.6, 0), ...paint },
});

/** Under the trips: wider and redder the fuller a road gets, red where it gets more than it is meant for. */
const LOADS: LayerSpecification = {
  id: "loads",
  type: "line",
  source: "loads",
  layout: { "line-cap": "round", "line-join": "round" },
  paint: {
    "line-color": ["step", ["get", "share"], "#d98a1f", 0.5, "#e0762f", 1, "#c62f2f"] as never,
    "line-width": ["interpolate", ["linear"], ["get", "share"], 0.25, 7, 1, 14] as never,
    "line-opacity": 0.45,
  },
};

/** The picked trip, or the teams of the picked mission, alone: the way with the direction, over a light seam. */
const COURSE: LayerSpecification[] = [
  { id: "course-seam", type: "line", source: "course", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": "#ffffff", "line-width": 9, "line-opacity": 0.9 } },
  { id: "course", type: "line", source: "course", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": ["get", "colour"] as never, "line-width": 5.5 } },
  { id: "course-ahead", type: "symbol", source: "course", layout: { "symbol-placement": "line", "symbol-spacing": 60, "icon-image": "ahead", "icon-size": 0.85, "icon-allow-overlap": true, "icon-ignore-placement": true } },
];

/** The road that was picked from the busiest. */
const ROAD: LayerSpecification[] = [
  { id: "road-seam", type: "line", source: "road", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": "#ffffff", "line-width": 13, "line-opacity": 0.9 } },
  { id: "road", type: "line", source: "road", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": "#c62f2f", "line-width": 8 } },
];

const STOPS: LayerSpecification[] = [
  {
    id: "stop-labels",
    type: "symbol",
    source: "stops",
    layout: { "text-field": ["get", "text"], "text-font": FONT, "text-size": 13, "text-variable-anchor": ["left", "right", "bottom", "top"], "text-radial-offset": 1.1, "text-justify": "auto", "text-allow-overlap": false, "text-padding": 1 },
    paint: { "text-color": "#1f2a37", "text-halo-color": "#fff7d1", "text-halo-width": 2 },
  },
];

/** Hundreds of small rooms are dots; depots, township points and partners are signs. */
const VILLAGE_ROOM = ["==", ["get", "tier"], "village"] as FilterSpecification;

const LAYERS: LayerSpecification[] = [
  { id: "areas-fill", type: "fill", source: "areas", paint: { "fill-color": "#d9483b", "fill-opacity": 0.14 } },
  { id: "areas-line", type: "line", source: "areas", paint: { "line-color": "#c0392b", "line-width": 1.8, "line-dasharray": [3, 2] } },
  LOADS,
  tripLine("goods", { "line-color": WAYS.goods }),
  tripLine("people", { "line-color": WAYS.people }),
  tripLine("water", { "line-color": WAYS.water, "line-dasharray": [3, 2] }),
  tripLine("air", { "line-color": WAYS.air, "line-dasharray": [0.1, 2.2] }),
  { id: "closures", type: "line", source: "closures", paint: { "line-color": "#c62f2f", "line-width": 4, "line-dasharray": [1.2, 0.8] } },
  { id: "closure-signs", type: "symbol", source: "closures", layout: { "symbol-placement": "line-center", "icon-image": "closed", "icon-size": 0.8, "icon-allow-overlap": true, "icon-rotation-alignment": "viewport" } },
  ...COURSE,
  ...ROAD,
  { id: "villages", type: "circle", source: "villages", paint: { "circle-color": "#e0762f", "circle-opacity": 0.25, "circle-radius": ["interpolate", ["linear"], ["sqrt", ["max", ["coalesce", ["get", "people"], 0], 0]], 0, 3, 40, 16] as never } },
  { id: "groups", type: "circle", source: "groups", paint: { "circle-color": "#e0762f", "circle-radius": 4.5, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.4, "circle-opacity": faded(1, 0.2), "circle-stroke-opacity": faded(1, 0.2) } },
  { id: "village-rooms", type: "circle", source: "sources", filter: VILLAGE_ROOM, paint: { "circle-color": "#1d5fb0", "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 1.8, 13, 5] as never, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1, "circle-opacity": faded(0.9, 0.15), "circle-stroke-opacity": faded(1, 0.15) } },
  { ...sign("sources", "sources", "source", 1), filter: ["!=", ["get", "tier"], "village"] },
  sign("missions", "missions", "mission", 0.8, { "icon-offset": [0, -20] }),
  sign("shelters", "shelters", "shelter", 1.1),
  { id: "picked-ring", type: "circle", source: "picked", paint: { "circle-radius": 15, "circle-opacity": 0, "circle-stroke-color": "#c0392b", "circle-stroke-width": 2.5 } },
  label("shelter-labels", "shelters", "#1d6b35", 11),
  label("source-labels", "sources", "#184d90", 11),
  ...STOPS,
];

/** Areas lie under the rivers, lines and dots under the base map's names, signs on top. */
function below({ id, type }: LayerSpecification): string | undefined {
  if (id === "areas-fill") return "rivers";
  if (id === "picked-ring") return undefined;
  return type === "symbol" ? undefined : "river-labels";
}

/** Adds empty layers and hands clicks over; a click beside everything hands over null. */
export function addPlanLayers(board: Board, onPick: (pick: Pick | null) => void): void {
  addSigns(board);
  for (const [name, data] of Object.entries(EMPTY)) board.addSource(name, { type: "geojson", data, promoteId: "id" });
  for (const name of ["picked", "course", "road", "stops"]) board.addSource(name, { type: "geojson", data: NOTHING });
  for (const layer of LAYERS) board.addLayer(layer, below(layer));
  board.moveLayer("township-labels");
  const layers = CLICKABLE.map(([layer]) => layer);
  board.on("click", ({ point }) => {
    const box: [[number, number], [number, number]] = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]];
    const hits = board.queryRenderedFeatures(box, { layers });
    const found = CLICKABLE.flatMap(([layer, kind]) => hits.filter((hit) => hit.layer.id === layer).map((hit) => ({ kind, id: String(hit.properties.id) })));
    onPick(found[0] ?? null);
  });
  board.on("mousemove", ({ point }) => {
    board.getCanvas().style.cursor = board.queryRenderedFeatures(point, { layers }).length ? "pointer" : "";
  });
}

export function showPlan(board: Board, layers: PlanLayers): void {
  for (const [name, data] of Object.entries(layers)) show(board, name, data);
}

/** Fades everything that does not belong to the pick, rings the pick itself, draws its way and labels the stops of a trip; null lights everything. */
export function light(board: Board, layers: PlanLayers, lit: Set<string> | null, pick: Pick | null, stops: readonly StopLabel[]): void {
  const found = pick ? layers[`${pick.kind}s`].features.filter(({ properties }) => String(properties?.id) === pick.id) : [];
  const trip = pick?.kind === "trip";
  const ways = trip ? found : pick?.kind === "mission" ? layers.calls.features.filter(({ properties }) => String(properties?.id) === pick.id) : [];
  show(board, "picked", { type: "FeatureCollection", features: trip ? [] : found });
  show(board, "course", { type: "FeatureCollection", features: ways.map(coloured) });
  show(board, "stops", { type: "FeatureCollection", features: [...labelled(layers, stops), ...(trip ? [] : ways.flatMap(landing))] });
  for (const source of ["shelters", "sources", "groups", "trips", "missions"] as const)
    for (const { properties } of layers[source].features) {
      const id = String(properties?.id);
      board.setFeatureState({ source, id }, { lit: !lit || lit.has(id) });
    }
  if (ways.length) bringInto(board, boundsOf({ type: "FeatureCollection", features: ways }));
}

const coloured = (trip: Feature): Feature => ({ ...trip, properties: { ...trip.properties, colour: WAYS[trip.properties?.way as Way] } });

/** Where a team puts its boats in. */
function landing({ properties, geometry }: Feature): Feature[] {
  if (properties?.way !== "water" || geometry.type !== "LineString") return [];
  return [{ type: "Feature", properties: { text: "下水" }, geometry: { type: "Point", coordinates: geometry.coordinates[0]! } }];
}

/** Stops at one place share a label. */
function labelled(layers: PlanLayers, stops: readonly StopLabel[]): Feature[] {
  const points = [...layers.sources.features, ...layers.shelters.features, ...layers.groups.features];
  return [...new Set(stops.map(({ place }) => place))].flatMap((place) => {
    const point = points.find(({ properties }) => String(properties?.id) === place);
    const text = stops.filter((stop) => stop.place === place).map((stop) => stop.text).join("\n");
    return point ? [{ ...point, properties: { text } }] : [];
  });
}

/** Moves the map only as far as it must to show the box. */
function bringInto(board: Board, box: [number, number, number, number] | null): void {
  const seen = board.getBounds();
  if (box && !(seen.contains([box[0], box[1]]) && seen.contains([box[2], box[3]]))) board.fitBounds(box, { padding: 60, maxZoom: 13, duration: 400 });
}

/** Marks one road and brings it into view; none clears the mark. */
export function showRoad(board: Board, road: FeatureCollection): void {
  show(board, "road", road);
  const box = boundsOf(road);
  if (box) board.fitBounds(box, { padding: 60, maxZoom: 13, duration: 400 });
}

export function showGroup(board: Board, key: string, visible: boolean): void {
  const layers = GROUPS.find((group) => group.key === key)?.layers ?? [];
  for (const layer of layers) board.setLayoutProperty(layer, "visibility", visible ? "visible" : "none");
}
