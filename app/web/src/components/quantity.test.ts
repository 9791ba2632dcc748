import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";

import QuantityField from "./QuantityField.vue";

const field = (modelValue: number) => mount(QuantityField, { props: { modelValue, unit: "床", packages: [{ level: 1, name: "箱", factor: 20 }], max: 250 } });

test("says what a quantity comes to in packages", () => {
  expect(field(245).get("output").text()).toBe("12 箱 × 20 + 5 = 245 床");
});

test("counts in packages, whole ones, never more than there is", async () => {
  const input = field(230);
  const [, box] = input.findAll("button[aria-pressed]");
  await box!.trigger("click");
  expect(input.emitted("update:modelValue")?.at(-1)).toEqual([240]);
  await input.setProps({ modelValue: 240 });
  expect(input.get("input").element.value).toBe("12");
  await input.get("input").setValue("3");
  expect(input.emitted("update:modelValue")?.at(-1)).toEqual([60]);
});

test("goes back to pieces when the goods are not whole packages", async () => {
  const input = field(240);
  await input.findAll("button[aria-pressed]")[1]!.trigger("click");
  await input.setProps({ modelValue: 245 });
  expect(input.get("input").element.value).toBe("245");
});
