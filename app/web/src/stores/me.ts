/** Who is signed in, what he may do, and how he came in. The server decides; this is what it last said. */
import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import { keepAlive } from "@/api/activity";
import { api, body, remedyWith, type Schemas } from "@/api/client";
import { Refusal } from "@/api/problem";
import type { Demand } from "@/shell/navigation";
import { placeText } from "@/text/places";

type Me = Schemas["Me"];

/** Where a role holds, in words. */
export const placeOf = (grant: Schemas["OwnGrant"]): string => placeText(grant.site_name ?? grant.writes_name ?? grant.reads_name);

const KINDS = ["", "", "两种", "三种", "四种"];

export function rulesText(rules: Schemas["PasswordRules"] | undefined): string {
  if (!rules) return "";
  const kinds = rules.classes > 1 ? `，含小写字母、大写字母、数字、符号中的${KINDS[rules.classes] ?? rules.classes}` : "";
  const lasts = rules.valid_days ? `，${rules.valid_days} 天内更换` : "";
  return `至少 ${rules.shortest} 个字符${kinds}${lasts}；不能含账号或姓名，不能用常见口令和最近用过的口令。`;
}

/** Refusals of a sign-in that has something to do before anything else. */
const DUE = new Set(["second-factor-required", "password-change-required"]);

const LAST = "yingcang.account";
/** Set while this browser may hold a sign-in, whose cookie no script can see: without it nobody need be asked. */
const HOLDS = "yingcang.signed-in";
export const expectSignIn = (): void => localStorage.setItem(HOLDS, "1");

export const useMe = defineStore("me", () => {
  const who = shallowRef<Me | null>(null);
  const known = ref(false);
  /** Signed in before, not now: the page waits under the dialog that asks again. */
  const expired = ref(false);
  let waiting: ((back: boolean) => void)[] = [];

  const stage = computed(() => who.value?.stage ?? null);
  const signedIn = computed(() => who.value?.stage === "full");
  const rights = computed(() => new Set(who.value?.rights.map(({ right }) => right)));
  const account = computed(() => who.value?.account ?? "");

  /** Whether one of the rights is held anywhere. */
  function may(demand: Demand | undefined): boolean {
    return !demand || (typeof demand === "string" ? [demand] : demand).some((right) => rights.value.has(right));
  }

  const reach = (right: string) => who.value?.rights.find((held) => held.right === right) ?? null;

  /** Whether the right holds at this place. */
  function mayAt(right: string, division: string | null | undefined, site: string): boolean {
    const held = reach(right);
    return !!held && (held.sites.includes(site) || (!!division && held.divisions.some((code) => division.startsWith(code))));
  }

  function take(now: Me): void {
    const another = !!who.value && who.value.code !== now.code;
    who.value = now;
    localStorage.setItem(LAST, now.account);
    expectSignIn();
    if (another && expired.value) location.assign("/");
    if (now.stage === "full") resume();
  }

  function resume(): void {
    expired.value = false;
    waiting.forEach((go) => go(true));
    waiting = [];
  }

  /** Asks the server who is signed in; nobody is an answer too. */
  async function load(): Promise<void> {
    if (!localStorage.getItem(HOLDS)) return void (known.value = true);
    const { data, error, response } = await api.GET("/api/v1/auth/me");
    if (data) take(data);
    else if (response.status === 401) localStorage.removeItem(HOLDS);
    else throw new Refusal(response.status, String((error as { title?: string }).title ?? "服务器没有应答"), "");
    known.value = true;
  }

  const check = (): Promise<void> => (signedIn.value ? load() : Promise.resolve());

  const signIn = async (name: string, password: string, kiosk = false): Promise<void> =>
    take(await body(api.POST("/api/v1/auth/sign-in", { body: { name, password, kiosk } })));
  const spendCode = async (code: string): Promise<void> => take(await body(api.POST("/api/v1/auth/codes", { body: { code } })));
  const changePassword = async (current: string | null, fresh: string): Promise<void> =>
    take(await body(api.POST("/api/v1/auth/password", { body: { current, new: fresh } })));
  const beginFactor = () => body(api.POST("/api/v1/auth/second-factor"));
  const confirmFactor = async (code: string): Promise<void> => take(await body(api.POST("/api/v1/auth/second-factor/confirm", { body: { code } })));
  const giveCode = async (code: string): Promise<void> => take(await body(api.POST("/api/v1/auth/second-factor/verify", { body: { code } })));

  async function signOut(): Promise<void> {
    await body(api.POST("/api/v1/auth/sign-out"));
    localStorage.removeItem(HOLDS);
    who.value = null;
  }

  /** A refusal because the sign-in has ended waits for the person; one because of a due stage leads there. */
  remedyWith((status, kind) => {
    if (!who.value) return Promise.resolve(false);
    if (status === 401 && kind === "sign-in-required") {
      expired.value = true;
      return new Promise((back) => waiting.push(back));
    }
    // asked for since he signed in: the shell leads there once it knows
    if (status === 403 && DUE.has(kind)) void load().catch(() => undefined);
    return Promise.resolve(false);
  });
  keepAlive(() => void check().catch(() => undefined));

  return {
    known,
    expired,
    stage,
    signedIn,
    account,
    lastAccount: localStorage.getItem(LAST) ?? "",
    code: computed(() => who.value?.code ?? ""),
    name: computed(() => who.value?.name ?? ""),
    roles: computed(() => who.value?.roles ?? []),
    grants: computed(() => who.value?.grants ?? []),
    secondFactor: computed(() => who.value?.second_factor ?? false),
    placeText: computed(() => [...new Set(who.value?.grants.map(placeOf))].join("、")),
    passwordRules: computed(() => rulesText(who.value?.password_rules)),
    passwordExpires: computed(() => who.value?.password_expires_at ?? null),
    signIns: () => body(api.GET("/api/v1/auth/sign-ins")),
    endOthers: () => body(api.POST("/api/v1/auth/sign-ins/end-others")),
    may,
    mayAt,
    /** Where the right holds: divisions whose sub-trees belong to it, and single sites. */
    reach,
    load,
    check,
    signIn,
    spendCode,
    changePassword,
    beginFactor,
    confirmFactor,
    giveCode,
    signOut,
  };
});
