import { expect, test } from "vitest";
import { quantityText } from "./packages";

const box = { level: 1, name: "箱", factor: 20 };
const pallet = { level: 2, name: "托", factor: 10 };

test("whole packages, and the rest beside them", () => {
  expect(quantityText(240, "床", [box])).toBe("12 箱 × 20 = 240 床");
  expect(quantityText(245, "床", [box])).toBe("12 箱 × 20 + 5 = 245 床");
});

test("factors multiply from level to level, the largest packages first", () => {
  expect(quantityText(400, "床", [pallet, box])).toBe("2 托 × 200 = 400 床");
  expect(quantityText(245, "床", [pallet, box])).toBe("1 托 × 200 + 2 箱 × 20 + 5 = 245 床");
  expect(quantityText(120, "床", [pallet, box])).toBe("6 箱 × 20 = 120 床");
});

test("less than a package stays plain", () => {
  expect(quantityText(7, "床", [box])).toBe("7 床");
  expect(quantityText(1580, "L")).toBe("1,580 L");
});
