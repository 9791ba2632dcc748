import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";

import { refusalFrom } from "@/api/problem";
import LoadFrame from "./LoadFrame.vue";
import NumberInput from "./NumberInput.vue";
import RefusalNote from "./RefusalNote.vue";

const refusal = refusalFrom(422, {
  title: "填写有误",
  detail: "请修改",
  errors: [
    { pointer: "/name", detail: "必填" },
    { pointer: "/areas/0", detail: "范围自相交" },
  ],
});

test("a refusal lists what no field shows", () => {
  const note = mount(RefusalNote, { props: { refusal, shown: ["name"] } });
  expect(note.text()).toContain("填写有误");
  expect(note.findAll("li").map((line) => line.text())).toEqual(["范围自相交"]);
});

test("a frame says so when there is nothing, and shows the content when there is", () => {
  const common = { busy: false, refusal: null, ready: true, retry: () => undefined };
  expect(mount(LoadFrame, { props: { ...common, empty: true, emptyText: "没有库存" } }).text()).toContain("没有库存");
  expect(mount(LoadFrame, { props: common, slots: { default: "内容" } }).text()).toBe("内容");
});

test("a frame offers to try again after a refusal", async () => {
  let asked = 0;
  const frame = mount(LoadFrame, { props: { busy: false, refusal, ready: false, retry: () => (asked += 1) } });
  await frame.get("button").trigger("click");
  expect(asked).toBe(1);
});

test("a number is kept in the unit of the server", async () => {
  const input = mount(NumberInput<number>, { props: { modelValue: 1800, scale: 60 } });
  expect(input.get("input").element.value).toBe("30");
  await input.get("input").setValue("45");
  expect(input.emitted("update:modelValue")?.at(-1)).toEqual([2700]);
});
