import { afterEach, expect, test } from "vitest";

import { focusFirst } from "./focus";

function form(): HTMLElement {
  document.body.innerHTML = "<form><input readonly><input id='code'><input id='contact'></form>";
  return document.querySelector("form")!;
}

afterEach(() => (document.body.innerHTML = ""));

test("the first field that can be written in gets the focus", () => {
  focusFirst(form());
  expect(document.activeElement?.id).toBe("code");
});

test("whoever types already goes on where he is", () => {
  const within = form();
  within.querySelector<HTMLElement>("#contact")!.focus();
  focusFirst(within);
  expect(document.activeElement?.id).toBe("contact");
});
