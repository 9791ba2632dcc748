import { expect, test } from "vitest";
import { expiryTag } from "./expiry";

test("nothing to say about goods that keep", () => {
  expect(expiryTag({ expired: false, days_left: null })).toBeNull();
  expect(expiryTag({ expired: false, days_left: 400 })).toBeNull();
});

test("warns at six months, warns hard at three, and names what is over", () => {
  expect(expiryTag({ expired: false, days_left: 150 })).toEqual({ text: "剩 150 天", colour: "warning" });
  expect(expiryTag({ expired: false, days_left: 30 })).toEqual({ text: "剩 30 天", colour: "danger" });
  expect(expiryTag({ expired: true, days_left: -3 })).toEqual({ text: "已过期", colour: "danger" });
});
