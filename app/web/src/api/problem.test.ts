import { expect, test } from "vitest";
import { faultAt, faultsElsewhere, Refusal, refusalFrom, refusalOf } from "./problem";

const problem = {
  title: "填写有误",
  detail: "请按提示修改后重新提交",
  errors: [
    { pointer: "/lines/0/quantity", detail: "数量必须大于 0" },
    { pointer: "/body/site_id", detail: "站点不存在" },
    { nonsense: true },
  ],
};

test("a problem document keeps its words and its faults", () => {
  const refusal = refusalFrom(422, problem);
  expect([refusal.title, refusal.detail, refusal.faults.length]).toEqual(["填写有误", "请按提示修改后重新提交", 2]);
});

test("faults are found by field, and the others are left over", () => {
  const refusal = refusalFrom(422, problem);
  expect(faultAt(refusal, "lines/0/quantity")).toBe("数量必须大于 0");
  expect(faultAt(refusal, "site_id")).toBe("站点不存在");
  expect(faultAt(null, "site_id")).toBe("");
  expect(faultsElsewhere(refusal, ["site_id"]).map((fault) => fault.pointer)).toEqual(["/lines/0/quantity"]);
});

test("an answer without a problem document still says something", () => {
  expect(refusalFrom(503, "upstream").title).toBe("系统繁忙，请稍后重试");
  expect(refusalFrom(418, null).title).toBe("请求失败（418）");
});

test("a lost connection reads as one", () => {
  expect(refusalOf(new TypeError("Failed to fetch")).title).toBe("连不上服务器");
  const refusal = new Refusal(409, "冲突", "");
  expect(refusalOf(refusal)).toBe(refusal);
});
