/** Drawing a polygon by clicking its corners; a double click or `finish` closes it. */
import type { Feature, FeatureCollection, Polygon, Position } from "geojson";
import type { MapMouseEvent } from "maplibre-gl";

import { type Board, NOTHING, show } from "./board";

export interface Sketch {
  /** Corners so far. */
  readonly corners: () => number;
  finish: () => void;
  stop: () => void;
}

const LEAST_CORNERS = 3;

function feature(corners: Position[]): Feature {
  if (corners.length < LEAST_CORNERS) return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: corners } };
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...corners, corners[0]!]] } };
}

function shape(corners: Position[]): FeatureCollection {
  const dots: Feature[] = corners.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } }));
  return { type: "FeatureCollection", features: corners.length > 1 ? [feature(corners), ...dots] : dots };
}

export function addSketchLayers(board: Board): void {
  board.addSource("sketch", { type: "geojson", data: NOTHING });
  board.addLayer({ id: "sketch-fill", type: "fill", source: "sketch", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#d9483b", "fill-opacity": 0.12 } });
  board.addLayer({ id: "sketch-line", type: "line", source: "sketch", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": "#c0392b", "line-width": 2 } });
  board.addLayer({ id: "sketch-dots", type: "circle", source: "sketch", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-color": "#ffffff", "circle-stroke-color": "#c0392b", "circle-stroke-width": 2 } });
}

/** Starts a drawing; `onDone` gets the polygon, or null when it has too few corners. */
export function startSketch(board: Board, onChange: (corners: number) => void, onDone: (polygon: Polygon | null) => void): Sketch {
  const corners: Position[] = [];
  const redraw = (hover?: Position) => show(board, "sketch", shape(hover ? [...corners, hover] : corners));

  const add = ({ lngLat }: MapMouseEvent): void => {
    corners.push([Number(lngLat.lng.toFixed(6)), Number(lngLat.lat.toFixed(6))]);
    redraw();
    onChange(corners.length);
  };
  const hover = ({ lngLat }: MapMouseEvent): void => {
    if (corners.length) redraw([lngLat.lng, lngLat.lat]);
  };
  const close = (event: MapMouseEvent): void => {
    event.preventDefault();
    corners.pop(); // a double click has clicked twice at the same corner
    finish();
  };

  function stop(): void {
    board.off("click", add);
    board.off("mousemove", hover);
    board.off("dblclick", close);
    board.doubleClickZoom.enable();
    board.getCanvas().style.cursor = "";
    show(board, "sketch", NOTHING);
  }

  function finish(): void {
    stop();
    onDone(corners.length < LEAST_CORNERS ? null : { type: "Polygon", coordinates: [[...corners, corners[0]!]] });
  }

  board.doubleClickZoom.disable();
  board.getCanvas().style.cursor = "crosshair";
  board.on("click", add);
  board.on("mousemove", hover);
  board.on("dblclick", close);
  return { corners: () => corners.length, finish, stop };
}
