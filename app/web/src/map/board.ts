/** One MapLibre map with our schematic base map. Labels are drawn from the machine's own fonts: there is no font server. */
import "maplibre-gl/dist/maplibre-gl.css";

import {
  AttributionControl,
  type GeoJSONSource,
  type LngLatBoundsLike,
  Map as Board,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { FeatureCollection } from "geojson";

import { narrow } from "@/screen";

setWorkerUrl(workerUrl);

export type { Board };
export const FONT = ["Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "sans-serif"];
export const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

const CHINESE = {
  "NavigationControl.ZoomIn": "放大",
  "NavigationControl.ZoomOut": "缩小",
  "NavigationControl.ResetBearing": "恢复正北",
  "AttributionControl.ToggleAttribution": "显示数据来源",
  "AttributionControl.MapFeedback": "地图反馈",
  "ScaleControl.Meters": "米",
  "ScaleControl.Kilometers": "千米",
  "Map.Title": "地图",
  "CooperativeGesturesHandler.WindowsHelpText": "按住 Ctrl 并滚动滚轮缩放地图",
  "CooperativeGesturesHandler.MacHelpText": "按住 ⌘ 并滚动滚轮缩放地图",
  "CooperativeGesturesHandler.MobileHelpText": "用两指移动地图",
};

/** Makes the map and answers once it can take layers. */
export async function makeBoard(container: HTMLElement, style: StyleSpecification, bounds: LngLatBoundsLike, credit: string): Promise<Board> {
  const board = new Board({
    container,
    style,
    bounds,
    fitBoundsOptions: { padding: 24 },
    localIdeographFontFamily: FONT.join(", "),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    // one finger scrolls the page: on a phone the map fills the screen's width
    cooperativeGestures: narrow,
    maxZoom: 16,
    minZoom: 6,
    fadeDuration: 0,
    locale: CHINESE,
  });
  board.touchZoomRotate.disableRotation();
  board.keyboard.disableRotation();
  board.addControl(new NavigationControl({ showCompass: false }), "top-left");
  board.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
  if (credit) board.addControl(new AttributionControl({ compact: true, customAttribution: credit }), "bottom-right");
  await board.once("load");
  // MapLibre opens the credit at first; it would cover the map
  container.querySelector(".maplibregl-ctrl-attrib")?.classList.remove("maplibregl-compact-show");
  container.querySelector(".maplibregl-ctrl-attrib")?.removeAttribute("open");
  return board;
}

/** Replaces the data of a GeoJSON source, or adds the source when it is new. */
export function show(board: Board, source: string, data: FeatureCollection): void {
  const existing = board.getSource<GeoJSONSource>(source);
  if (existing) existing.setData(data);
  else board.addSource(source, { type: "geojson", data });
}

/** Smallest box around everything in the collections, or null when they are empty. */
export function boundsOf(...collections: FeatureCollection[]): [number, number, number, number] | null {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  const take = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [lon, lat] = value as unknown[];
    if (typeof lon === "number" && typeof lat === "number") {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    } else value.forEach(take);
  };
  for (const { features } of collections)
    for (const { geometry } of features) if (geometry && "coordinates" in geometry) take(geometry.coordinates);
  return box[0] > box[2] ? null : box;
}
