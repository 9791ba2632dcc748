import { beforeEach, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { assignmentWishes, faultsByWish, isWished, keepWishes, keptWishes, postingWishes, rulesOf, toggled, tripWishes, wishFor, wishOf } from "./adjusting";

beforeEach(() => sessionStorage.clear());

const assignment = { group: "g1", group_name: "甲村村民委员会1组", shelter: "s1", shelter_name: "一号场所" } as Schemas["PlanAssignment"];

test("a row of the settlement can be kept, ruled out, or its shelter closed", () => {
  const { keep, ban, more } = assignmentWishes(assignment);
  expect([keep.text, ban.text, more[0]!.text]).toEqual(["甲村1组只去一号场所", "甲村1组不去一号场所", "一号场所不接收群众"]);
  expect(rulesOf([keep, ...more]).rules).toEqual([
    { about: "group", subject: "g1", target: "s1", keep: true },
    { about: "shelter", subject: "s1", target: null, keep: false },
  ]);
});

test("a trip is kept by locking its vehicle to each of its places", () => {
  const stops = [{ place: "d1", place_name: "库" }, { place: "s1", place_name: "一号" }, { place: "s1", place_name: "一号" }];
  const { keep, ban } = tripWishes({ vehicle: "v1", vehicle_name: "货车1", stops } as Schemas["PlanTrip"]);
  expect(keep.rules.map(({ target }) => target)).toEqual(["d1", "s1"]);
  expect(ban.rules).toEqual([{ about: "vehicle", subject: "v1", target: null, keep: false }]);
});

test("a mission that nobody answers has no team to lock", () => {
  expect(postingWishes({ mission: "m1", team: null } as Schemas["PlanMission"])).toBeNull();
});

test("a second click takes a wish back, and a ban takes the place of a lock", () => {
  const { keep, ban } = assignmentWishes(assignment);
  expect(toggled([keep], [], keep)).toEqual([]);
  expect(toggled([keep], [], ban)).toEqual([ban]);
  expect([isWished([keep], [], keep), isWished([keep], [], ban)]).toEqual([true, false]);
});

test("what the plan was made with is given up, and kept again by a further click", () => {
  const { keep } = assignmentWishes(assignment);
  const held = [{ about: "group", subject: "g1", target: "s1", keep: true }] as const;
  const given = toggled([], held, keep);
  expect(rulesOf(given)).toEqual({ rules: [], lift: keep.rules });
  expect([isWished([], held, keep), isWished(given, held, keep)]).toEqual([true, false]);
  expect(toggled(given, held, keep)).toEqual([]);
});

test("a rule of the plan is the same thing as the wish of its row", () => {
  const { keep } = assignmentWishes(assignment);
  const rule = { about: "group", subject: "g1", target: "s1", keep: true, text: "锁定：甲村 → 一号场所" } as Schemas["PlanRule"];
  expect(wishOf(rule)).toMatchObject({ id: keep.id, text: "甲村 → 一号场所" });
});

test("what is chosen instead is one wish, and to rule out one thing is the wish of its row", () => {
  const { ban } = assignmentWishes(assignment);
  const alternative = { wish: "甲村1组不去一号场所", rules: ban.rules } as Schemas["WhyAlternative"];
  expect(wishFor(alternative)).toEqual(ban);
  const both = wishFor({ ...alternative, rules: [...ban.rules, { about: "group", subject: "g2", target: "s1", keep: false }] });
  expect(toggled([ban], [], both)).toEqual([ban, both]);
});

test("a fault is told at the wish whose rule it is about", () => {
  const { keep, ban } = assignmentWishes(assignment);
  const trip = tripWishes({ vehicle: "v1", vehicle_name: "货车1", stops: [{ place: "d1" }, { place: "s1" }] } as Schemas["PlanTrip"]);
  const faults = [{ pointer: "/rules/2/target", detail: "没有这个场所" }, { pointer: "#/lift/0", detail: "没有这条" }, { pointer: "/now", detail: "太早" }];
  expect(faultsByWish([keep, trip.keep, { ...ban, lift: true }], faults)).toEqual(["", "没有这个场所", "没有这条"]);
});

test("wishes outlive the page, by plan", () => {
  const { keep } = assignmentWishes(assignment);
  keepWishes("p1", [keep]);
  expect([keptWishes("p1"), keptWishes("p2")]).toEqual([[keep], []]);
  keepWishes("p1", []);
  expect(sessionStorage.length).toBe(0);
  sessionStorage.setItem("yingcang.wishes.p1", "{broken");
  expect(keptWishes("p1")).toEqual([]);
});
