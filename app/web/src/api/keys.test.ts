import { expect, test } from "vitest";
import { keyKeeper } from "./keys";

test("the same content keeps its key, another content gets another", () => {
  const keyFor = keyKeeper();
  const first = keyFor({ quantity: 1 });
  expect(keyFor({ quantity: 1 })).toBe(first);
  expect(keyFor({ quantity: 2 })).not.toBe(first);
});
