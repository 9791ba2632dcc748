import { expect, test } from "vitest";
import { commandOf, emptyMovement, expiredLots, fieldsOf, missing } from "./movement";

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
  expect(commandOf(movement)).toEqual({ kind: "issue", site_id: "S1", reason: "distribution", note: "", lines: [{ item_id: "I1", lot_id: null, bin_id: null, quantity: 5 }] });
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
