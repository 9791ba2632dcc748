import { expect, test } from "vitest";
import { quantityText } from "./packages";

const box = [{ name: "箱", factor: 20 }];

test("whole packages, and the rest beside them", () => {
  expect(quantityText(240, "床", box)).toBe("240 床（12 箱 × 20）");
  expect(quantityText(245, "床", box)).toBe("245 床（12 箱 × 20 + 5）");
});

test("the largest level that fits is used", () => {
  const levels = [...box, { name: "托", factor: 400 }];
  expect(quantityText(800, "床", levels)).toBe("800 床（2 托 × 400）");
  expect(quantityText(120, "床", levels)).toBe("120 床（6 箱 × 20）");
});

test("less than a package stays plain", () => {
  expect(quantityText(7, "床", box)).toBe("7 床");
  expect(quantityText(1580, "L")).toBe("1,580 L");
});
