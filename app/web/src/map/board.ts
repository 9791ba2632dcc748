/** One MapLibre map with our schematic base map. Labels are drawn from the machine's own fonts: there is no font server. */
import "maplibre-gl/dist/maplibre-gl.css";

import {
  AttributionControl,
  type GeoJSONSource,
  type LngLatBoundsLike,
  type LayerSpecification,
  Map as LibreMap,
  NavigationControl,
  type MapOptions,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { FeatureCollection } from "geojson";

import { narrow } from "@/screen";
import { shaded } from "./shade";

setWorkerUrl(workerUrl);

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

type Paint = Record<string, unknown>;

/** A map whose layers are given in their light colours and shown in light or in dark. */
export class Board extends LibreMap {
  private readonly light = new Map<string, Paint>();

  constructor(options: Omit<MapOptions, "style"> & { style: StyleSpecification }, private dark: boolean) {
    super({ ...options, style: { ...options.style, layers: options.style.layers.map((layer) => painted(layer, dark)) } });
    for (const { id, paint } of options.style.layers) this.light.set(id, (paint ?? {}) as Paint);
  }

  override addLayer(layer: LayerSpecification, before?: string): this {
    this.light.set(layer.id, (layer.paint ?? {}) as Paint);
    return super.addLayer(painted(layer, this.dark), before);
  }

  /** From now on in light or in dark. */
  shade(dark: boolean): void {
    this.dark = dark;
    for (const [id, paint] of this.light)
      for (const [name, value] of Object.entries(paint)) this.setPaintProperty(id, name as never, shaded(value, dark) as never);
  }
}

const painted = (layer: LayerSpecification, dark: boolean): LayerSpecification =>
  ({ ...layer, paint: Object.fromEntries(Object.entries(layer.paint ?? {}).map(([name, value]) => [name, shaded<unknown>(value, dark)])) }) as LayerSpecification;

/** Makes the map and answers once it can take layers. */
export async function makeBoard(container: HTMLElement, style: StyleSpecification, bounds: LngLatBoundsLike, credit: string, dark: boolean): Promise<Board> {
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
  }, dark);
  board.touchZoomRotate.disableRotation();
  board.keyboard.disableRotation();
  board.addControl(new NavigationControl({ showCompass: false }), "top-left");
  board.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
  if (credit) board.addControl(new AttributionControl({ compact: true, customAttribution: credit }), "bottom-right");
  foldCredit(container);
  await board.once("load");
  foldCredit(container);
  return board;
}

/** MapLibre opens the credit at first, and again once the style is there; it would cover the map. */
function foldCredit(container: HTMLElement): void {
  const credit = container.querySelector(".maplibregl-ctrl-attrib");
  credit?.classList.remove("maplibregl-compact-show");
  credit?.removeAttribute("open");
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
