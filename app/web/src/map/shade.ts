/** The map's colours in the dark. Layers are written in their light colours; each of these has its dark one here. */
const DARK: Readonly<Record<string, string>> = {
  // ground, water, roads
  "#e9edf1": "#0f1317",
  "#fbfbf8": "#1b2026",
  "#9fb0c2": "#4d5d6e",
  "#a8cce8": "#234c6b",
  "#d8dbe0": "#2e353c",
  "#cfd4da": "#3a424a",
  "#c9bfae": "#5f574a",
  "#d8b27a": "#87683a",
  "#e39b57": "#a9692f",
  // names and seams
  "#ffffff": "#12161b",
  "#46515e": "#b9c2cc",
  "#4f86b0": "#7fb2d9",
  "#5c6875": "#98a3ae",
  "#7d8995": "#98a3ae",
  "#8a949e": "#7b8691",
  "#1f2a37": "#eef1f4",
  "#fff7d1": "#3a3116",
  // what happened and what goes where
  "#d9483b": "#ef6f63",
  "#c0392b": "#f07a6e",
  "#c62f2f": "#ff6f66",
  "#a02c20": "#ff9c92",
  "#e0762f": "#f0935a",
  "#d98a1f": "#e8a749",
  "#1d5fb0": "#6aa3ea",
  "#184d90": "#8fbcf2",
  "#2f8a4a": "#58b877",
  "#1d6b35": "#86d09d",
  "#2f6fc4": "#6ea8f2",
  "#b0561f": "#e2904f",
  "#0b7f8f": "#41b9ca",
  "#7a4fb5": "#b491ea",
  "#8a3fa0": "#c583da",
};

export const shade = (colour: string, dark: boolean): string => (dark ? (DARK[colour] ?? colour) : colour);

/** A value of a layer's paint, an expression too, with its colours as they are in light or in dark. */
export function shaded<T>(value: T, dark: boolean): T {
  if (typeof value === "string") return shade(value, dark) as T;
  if (Array.isArray(value)) return value.map((part: unknown) => shaded(part, dark)) as T;
  return value;
}
