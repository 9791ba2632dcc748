import { expect, test } from "vitest";

import { csvOf } from "./csv";

test("cells are quoted where they must be, and none is run as a formula", () => {
  const text = csvOf(["名称", "数量"], [["帐篷，12 m²", "1,200"], ['说"好"', "-7"], ["=1+1", "@x"]]);
  expect(text).toBe('\ufeff名称,数量\r\n帐篷，12 m²,"1,200"\r\n"说""好""",-7\r\n\'=1+1,\'@x\r\n');
});
