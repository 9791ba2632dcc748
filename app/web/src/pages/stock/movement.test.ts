import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { commandOf, emptyMovement, expiredLots, fieldsOf, missing, movementOf } from "./movement";

test("a receipt names the lot that comes in", () => {
  const movement = emptyMovement("receipt", "S1", { item_id: "I1", lot_no: "A-1", quantity: 20, expires_on: "2027-01-01" });
  expect(missing(movement)).toEqual({});
  expect(commandOf(movement)).toMatchObject({
    kind: "receipt",
    reason: "purchase",
    lines: [{ lot: { item_id: "I1", lot_no: "A-1", owner: "district", expires_on: "2027-01-01" }, quantity: 20, condition: "usable" }],
  });
});

test("an issue without a lot leaves the choice to first expiry first out", () => {
  const movement = emptyMovement("issue", "S1", { item_id: "I1", quantity: 5 });
  expect(commandOf(movement)).toEqual({ kind: "issue", site_id: "S1", reason: "distribution", note: "", mends: null, lines: [{ item_id: "I1", lot_id: null, bin_id: null, quantity: 5 }] });
});

test("a transfer has two ends", () => {
  const movement = emptyMovement("transfer", "S1", { item_id: "I1" });
  expect(missing(movement)).toEqual({ to_site_id: "请选择调入库点" });
  expect(commandOf({ ...movement, to_site_id: "S2" })).toMatchObject({ site_id: "S1", to_site_id: "S2" });
});

test("says at which line something is missing", () => {
  expect(missing(emptyMovement("receipt", "S1"))).toEqual({ "lines/0/lot/item_id": "请选择品目", "lines/0/lot/lot_no": "请填写批号" });
});

test("lots that come in past their date are named", () => {
  const receipt = emptyMovement("receipt", "S1", { lot_no: "A-1", expires_on: "2026-07-15" });
  expect(expiredLots(receipt, "2026-07-16")).toEqual(["A-1"]);
  expect(expiredLots(receipt, "2026-07-15")).toEqual([]);
  expect(expiredLots({ ...receipt, kind: "issue" }, "2026-07-16")).toEqual([]);
});

test("every field that shows its own fault is known by its pointer", () => {
  expect(fieldsOf(emptyMovement("receipt", "S1"))).toContain("lines/0/lot/lot_no");
  expect(fieldsOf(emptyMovement("issue", "S1"))).toContain("lines/0/lot_id");
});

test("a disposal names a lot in its bin and condition", () => {
  const movement = emptyMovement("disposal", "S1", { item_id: "I1" });
  expect(missing(movement)).toEqual({ "lines/0/lot_id": "请选择批次" });
  expect(commandOf(emptyMovement("disposal", "S1", { item_id: "I1", lot_id: "L1", bin_id: "B1", condition: "damaged", quantity: 3 }))).toMatchObject({
    reason: "expired",
    lines: [{ lot_id: "L1", bin_id: "B1", condition: "damaged", quantity: 3 }],
  });
});

test("what was sent back is asked for again as it was, in place of the old document", () => {
  const again = (movement: ReturnType<typeof emptyMovement>) => {
    const command = commandOf({ ...movement, note: "急", to_site_id: "S2" });
    const lines = movement.lines.map(({ item_id }) => ({ item_id }));
    return commandOf(movementOf({ id: "D1", kind: movement.kind, site_id: "S1", command, lines } as unknown as Schemas["DocumentDetail"]));
  };
  const given = { item_id: "I1", lot_id: "L1", lot_no: "A-1", bin_id: "B1", condition: "repair" as const, expires_on: "2030-01-01", quantity: 7 };
  for (const kind of ["receipt", "issue", "transfer", "adjustment", "disposal"] as const) {
    const movement = emptyMovement(kind, "S1", given);
    expect(again(movement)).toEqual({ ...commandOf({ ...movement, note: "急", to_site_id: "S2" }), mends: "D1" });
  }
});
