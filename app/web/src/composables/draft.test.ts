import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { effectScope, nextTick, ref } from "vue";

import { forgetOldDrafts, useDraft } from "./draft";

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-07-16T00:00:00Z") }));
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

const empty = () => ({ name: "", count: 1 });

/** Opens the form, types, and leaves it again. */
async function typed(person: string, name: string) {
  const scope = effectScope();
  const fields = ref(empty());
  scope.run(() => useDraft(person, "form", fields));
  fields.value.name = name;
  await nextTick();
  scope.stop();
}

test("what was typed is there again for the same person, and for nobody else", async () => {
  await typed("zhao", "帐篷");
  const [own, others] = [ref(empty()), ref(empty())];
  const draft = useDraft("zhao", "form", own);
  useDraft("qian", "form", others);
  expect(own.value).toEqual({ name: "帐篷", count: 1 });
  expect(draft.restored.value).toEqual(new Date("2026-07-16T00:00:00Z"));
  expect(others.value.name).toBe("");
});

test("a draft goes after success, and when everything typed was taken back", async () => {
  await typed("zhao", "帐篷");
  const fields = ref(empty());
  useDraft("zhao", "form", fields).clear();
  expect(localStorage.length).toBe(0);

  await typed("zhao", "");
  expect(localStorage.length).toBe(0);
});

test("beginning anew brings back what the form began with", async () => {
  await typed("zhao", "帐篷");
  const fields = ref(empty());
  const draft = useDraft("zhao", "form", fields);
  draft.anew();
  await nextTick();
  vi.runAllTimers();
  expect(fields.value).toEqual(empty());
  expect(draft.restored.value).toBeNull();
  expect(localStorage.length).toBe(0);
});

test("a change of what somebody else changed meanwhile is not brought back", async () => {
  const open = (phone: string) => {
    const scope = effectScope();
    const fields = ref({ phone, post: "" });
    scope.run(() => useDraft("zhao", "person.1", fields, { changing: true }));
    return { scope, fields };
  };
  const { scope, fields } = open("1");
  fields.value.post = "主任";
  await nextTick();
  scope.stop();
  expect(open("1").fields.value.post).toBe("主任");
  expect(open("2").fields.value).toEqual({ phone: "2", post: "" });
});

test("a field that the form has got since keeps its first value", async () => {
  await typed("zhao", "帐篷");
  const fields = ref({ ...empty(), unit: "顶" });
  useDraft("zhao", "form", fields);
  expect(fields.value).toEqual({ name: "帐篷", count: 1, unit: "顶" });
});

test("drafts of two weeks ago are forgotten", async () => {
  await typed("zhao", "帐篷");
  vi.setSystemTime(new Date("2026-08-01T00:00:00Z"));
  const fields = ref(empty());
  useDraft("zhao", "form", fields);
  expect(fields.value.name).toBe("");
  forgetOldDrafts();
  expect(localStorage.length).toBe(0);
});
