import { expect, test } from "vitest";
import { roadsByTrip, wayOf } from "./layers";

test("boats go by water and drones by air, whatever they carry; the rest by what they carry", () => {
  expect(wayOf({ kind: "冲锋舟", people: 8 })).toBe("water");
  expect(wayOf({ kind: "载货无人机", people: 0 })).toBe("air");
  expect(wayOf({ kind: "大客车", people: 45 })).toBe("people");
  expect(wayOf({ kind: "4.2 米货车", people: 0 })).toBe("goods");
});

test("sections of one road are told as the road", () => {
  const roads = ["岳溪—五通公路8段", "岳溪—五通公路7段", "文峰澎溪河大桥", "岳溪—五通公路1段"];
  const told = roadsByTrip({ type: "FeatureCollection", features: [{ type: "Feature", properties: { id: "t1", roads }, geometry: { type: "Point", coordinates: [0, 0] } }] });
  expect(told.get("t1")).toEqual(["岳溪—五通公路", "文峰澎溪河大桥", "岳溪—五通公路"]);
});
