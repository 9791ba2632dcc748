import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import ReasonList from "./ReasonList.vue";

const sites = ["甲", "乙", "丙", "丁"].map((name) => ({ id: name, name: `${name}场所` }));
const reason: Schemas["PlanReason"] = {
  kind: "goods",
  kind_label: "物资",
  subject: "bed",
  name: "折叠床",
  short: 420,
  unit: "张",
  sites,
  causes: [{ code: "stock", label: "库存", after: 0, text: "库存若不限，折叠床 420 → 0" }],
  remedies: [{ code: "stock", label: "库存", changes: [], before: 420, after: 12, verified: true, text: "区级库增加折叠床 408 张" }],
};

test("a shortage tells its causes, what can be done, and what that leaves", () => {
  const text = mount(ReasonList, { props: { reasons: [reason] } }).text();
  expect(text).toContain("折叠床：缺 420 张");
  expect(text).toContain("甲场所、乙场所、丙场所等 4 处");
  expect(text).toContain("库存若不限");
  expect(text).toContain("缺 420 → 12");
  expect(text).toContain("已核对");
});

test("a remedy that was only planned from the plan at hand says so", () => {
  const remedies = [{ ...reason.remedies[0]!, verified: false }];
  const text = mount(ReasonList, { props: { reasons: [{ ...reason, remedies }] } }).text();
  expect(text).toContain("未核对，按现方案推算");
  expect(text).not.toContain("已核对");
});

test("minutes over the assembly profile are not missing but late", () => {
  expect(mount(ReasonList, { props: { reasons: [{ ...reason, kind: "profile", unit: "分钟" }] } }).text()).toContain("超时 420 分钟");
});
