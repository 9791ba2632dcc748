import { expect, test } from "vitest";
import { commandOf, emptyMovement, missing } from "./movement";

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
