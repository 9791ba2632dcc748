import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { deliveriesOf, litPlaces, pickName, rowsFor, stopLabels } from "./filter";

type Report = Schemas["PlanReport"];

function stop(action: string, place: string, lines: [string, number, string?][] = [], leave_s = 0) {
  return { action, action_label: action, arrive_s: 0, place, place_name: `${place}名`, leave_s, lines: lines.map(([item, quantity, shelter]) => ({ item, item_name: item, lot: `${item}1`, shelter: shelter ?? place, unit: "床", quantity })) };
}

const report = {
  assignments: [
    { group: "g1", group_name: "甲村", shelter: "s1", shelter_name: "一号场所", people: 100 },
    { group: "g2", group_name: "乙村", shelter: "s2", shelter_name: "二号场所", people: 50 },
  ],
  trips: [
    { id: "t1", vehicle_name: "货车 1", people: 0, stops: [stop("load", "d1", [["quilt", 40, "s1"], ["quilt", 10, "s2"]]), stop("unload", "s1", [["quilt", 40]], 600), stop("unload", "s2", [["quilt", 10]], 900)] },
    { id: "t2", vehicle_name: "客车 1", people: 50, stops: [stop("board", "g2"), stop("alight", "s2")] },
  ],
  missions: [{ mission: "m1", name: "引导转移" }],
  shortages: [{ site: "s1", item_name: "折叠床" }],
} as unknown as Report;

test("nothing picked shows everything", () => {
  expect(rowsFor(report, null).trips).toHaveLength(2);
});

test("a shelter shows its people, the trips that stop there and its shortages", () => {
  const rows = rowsFor(report, { kind: "shelter", id: "s1" });
  expect(rows.assignments.map((row) => row.group)).toEqual(["g1"]);
  expect(rows.trips.map((trip) => trip.id)).toEqual(["t1"]);
  expect(rows.shortages).toHaveLength(1);
  expect(rows.missions).toHaveLength(0);
});

test("a goods trip shows whoever gets the goods, a bus trip whoever rides", () => {
  expect(rowsFor(report, { kind: "trip", id: "t1" }).assignments.map((row) => row.group)).toEqual(["g1", "g2"]);
  expect(rowsFor(report, { kind: "trip", id: "t2" }).assignments.map((row) => row.group)).toEqual(["g2"]);
});

test("a store shows the trips that load there, a mission itself", () => {
  expect(rowsFor(report, { kind: "source", id: "d1" }).trips.map((trip) => trip.id)).toEqual(["t1"]);
  expect(rowsFor(report, { kind: "mission", id: "m1" }).missions).toHaveLength(1);
});

test("the map keeps bright what belongs to the pick", () => {
  expect([...litPlaces(report, { kind: "trip", id: "t2" })].sort()).toEqual(["g2", "s2", "t2"]);
});

test("names of picks", () => {
  expect(pickName(report, { kind: "shelter", id: "s2" })).toBe("二号场所");
  expect(pickName(report, { kind: "source", id: "d1" })).toBe("d1名");
  expect(pickName(report, { kind: "trip", id: "t9" })).toBe("t9");
});

test("a delivery knows its source, its lot, its shelter and when it is there", () => {
  expect(deliveriesOf(report.trips, "s2")).toMatchObject([{ source: "d1", lot: "quilt1", shelter: "s2", shelter_name: "s2名", quantity: 10, arrive_s: 900 }]);
  expect(deliveriesOf(report.trips, "d1")).toHaveLength(2);
  expect(deliveriesOf(report.trips, null)).toHaveLength(2);
});

test("the stops of a picked trip are numbered", () => {
  expect(stopLabels(report, { kind: "trip", id: "t2" })).toEqual([
    { place: "g2", text: "1 board +0:00" },
    { place: "s2", text: "2 alight +0:00" },
  ]);
  expect(stopLabels(report, { kind: "shelter", id: "s2" })).toEqual([]);
});
