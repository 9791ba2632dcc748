import { expect, test } from "vitest";

import { shade, shaded } from "./shade";

test("colours within an expression change with the light, the rest stays", () => {
  const paint = ["case", ["get", "chosen"], "#e0762f", "#ffffff"];
  expect(shaded(paint, false)).toEqual(paint);
  expect(shaded(paint, true)).toEqual(["case", ["get", "chosen"], "#f0935a", "#12161b"]);
  expect(shaded(4.5, true)).toBe(4.5);
  expect(shade("#123456", true)).toBe("#123456");
});

/** Every colour that a layer is written in has a dark one. */
test("no layer stays light in the dark", () => {
  const sources = import.meta.glob(["./baseStyle.ts", "./planLayers.ts", "./sketch.ts", "../pages/**/*Map.vue", "../pages/stock/siteColours.ts"], { query: "?raw", import: "default", eager: true });
  const written = Object.values(sources).flatMap((text) => [...String(text).matchAll(/["'](#[0-9a-f]{6})["']/g)].map((found) => found[1]!));
  expect(written.length).toBeGreaterThan(20);
  expect(written.filter((colour) => shade(colour, true) === colour)).toEqual([]);
});
