import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { api, body, type Schemas } from "@/api/client";
import { entriesFor } from "@/shell/navigation";
import { rulesText, useMe } from "./me";

const ME = {
  code: "zhao",
  name: "赵库甲",
  account: "zhao",
  stage: "full",
  roles: ["keeper"],
  grants: [],
  rights: [{ right: "stock.read" }, { right: "stock.submit" }],
} as unknown as Schemas["Me"];

let signedIn = true;
const asked: Request[] = [];

const answer = (status: number, content: unknown) => new Response(JSON.stringify(content), { status, headers: { "content-type": "application/json" } });
const gone = () => answer(401, { type: "/problems/sign-in-required", title: "请先登录" });

function serve(request: Request): Response {
  asked.push(request);
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/sign-in")) return (signedIn = true), answer(200, ME);
  if (!signedIn) return gone();
  return answer(200, pathname.endsWith("/me") ? ME : { items: [], unread: 3 });
}

beforeEach(() => {
  setActivePinia(createPinia());
  signedIn = true;
  asked.length = 0;
  localStorage.setItem("yingcang.signed-in", "1");
  vi.stubGlobal("fetch", (request: Request) => Promise.resolve(serve(request)));
});
afterEach(() => vi.unstubAllGlobals());

test("nobody signed in is an answer, not a fault", async () => {
  signedIn = false;
  const me = useMe();
  await me.load();
  expect([me.known, me.signedIn, me.expired]).toEqual([true, false, false]);
});

test("a request refused for an ended sign-in waits, and goes out again once the person is back", async () => {
  const me = useMe();
  await me.load();
  signedIn = false;
  const posted = body(api.POST("/api/v1/inbox/read", { body: { messages: null } }));
  await vi.waitFor(() => expect(me.expired).toBe(true));
  await me.signIn("zhao", "口令");
  expect((await posted).unread).toBe(3);
  expect(me.expired).toBe(false);
  const sent = asked.filter(({ url }) => url.endsWith("/inbox/read"));
  expect(await Promise.all(sent.map((request) => request.clone().text().catch(() => "")))).toHaveLength(2);
});

test("a refusal that was on its way while the person came back does not ask again", async () => {
  const me = useMe();
  await me.load();
  signedIn = false;
  let arrive = (): void => undefined;
  const late = new Promise<Response>((come) => (arrive = () => come(gone())));
  let first = true;
  vi.stubGlobal("fetch", (request: Request) => (first && request.url.endsWith("/inbox") ? ((first = false), late) : Promise.resolve(serve(request))));
  const slow = body(api.GET("/api/v1/inbox"));
  const posted = body(api.POST("/api/v1/inbox/read", { body: { messages: null } }));
  await vi.waitFor(() => expect(me.expired).toBe(true));
  await me.signIn("zhao", "口令");
  await posted;
  arrive();
  expect((await slow).unread).toBe(3);
  expect(me.expired).toBe(false);
});

test("the navigation shows what one may do, and nothing else", async () => {
  const me = useMe();
  await me.load();
  const shown = entriesFor(me.may).flatMap(({ entries }) => entries.map(({ title }) => title));
  expect(shown).toEqual(["首页", "审批", "库存"]);
});

test("the rules of a password are said before it is typed", () => {
  expect(rulesText({ profile: "mlps", shortest: 8, classes: 3, valid_days: 90 })).toContain("至少 8 个字符，含小写字母、大写字母、数字、符号中的三种，90 天内更换");
});

test("a step of signing in that has become due is known at once", async () => {
  const me = useMe();
  await me.load();
  const due = { ...ME, stage: "second_factor_setup" };
  const refused = { type: "/problems/second-factor-required", title: "请先完成动态口令验证" };
  vi.stubGlobal("fetch", (request: Request) => Promise.resolve(request.url.endsWith("/me") ? answer(200, due) : answer(403, refused)));
  await expect(body(api.GET("/api/v1/inbox"))).rejects.toThrow();
  await vi.waitFor(() => expect([me.stage, me.signedIn]).toEqual(["second_factor_setup", false]));
});
