/** What a person wants otherwise in a plan: locks and bans, collected until the plan is made anew. Pure but for the browser's store. */
import type { Schemas } from "@/api/client";
import { placeText } from "@/text/places";
import type { Delivery } from "./filter";

export type Rule = Schemas["AdjustRule"];

/** One wish in words with the rules it means; `id` is the same for the lock and the ban of one thing. */
export interface Wish {
  id: string;
  keep: boolean;
  text: string;
  rules: Rule[];
  /** The plan holds these rules; they shall hold no longer. */
  lift?: boolean;
}

/** What can be wished about a row: to keep it, to rule it out, and what goes further. */
export interface Wishes {
  keep: Wish;
  ban: Wish;
  more: Wish[];
}

type Report = Schemas["PlanReport"];
type Place = { id: string; name: string };

function wish(keep: boolean, text: string, about: Rule["about"], subject: string, targets: readonly (string | null)[] = [null]): Wish {
  const rules = targets.map((target) => ({ about, subject, target, keep }));
  return { id: [about, subject, ...targets.map((target) => target ?? "")].join("|"), keep, text: placeText(text), rules };
}

/** The lock and the ban of one pair. */
const pair = (about: Rule["about"], subject: Place, target: Place, only: string, never: string): [Wish, Wish] => [
  wish(true, `${subject.name}${only}${target.name}`, about, subject.id, [target.id]),
  wish(false, `${subject.name}${never}${target.name}`, about, subject.id, [target.id]),
];

export function assignmentWishes(row: Report["assignments"][number]): Wishes {
  const group = { id: row.group, name: row.group_name };
  const [keep, ban] = pair("group", group, { id: row.shelter, name: row.shelter_name }, "只去", "不去");
  return { keep, ban, more: [wish(false, `${row.shelter_name}不接收群众`, "shelter", row.shelter)] };
}

/** What an alternative of an answer asks for; ruling out one thing is the same wish as at its row. */
export function wishFor({ wish: text, rules }: Schemas["WhyAlternative"]): Wish {
  const named = rules.map(({ about, subject, target }) => [about, subject, target ?? ""].join("|"));
  return { id: named.join("&"), keep: rules.every(({ keep }) => keep), text: placeText(text), rules };
}

export function postingWishes(row: Report["missions"][number]): Wishes | null {
  if (!row.team) return null;
  const team = { id: row.team, name: row.team_name ?? row.team };
  const [keep, ban] = pair("team", team, { id: row.mission, name: `“${row.name}”` }, "只派往", "不派往");
  return { keep, ban, more: [wish(false, `${team.name}不出动`, "team", team.id)] };
}

export function tripWishes(row: Report["trips"][number]): Wishes {
  const places = [...new Map(row.stops.map((stop) => [stop.place, stop.place_name])).entries()];
  const named = places.map(([, name]) => name).join("、");
  return {
    keep: wish(true, `${row.vehicle_name}只跑${named}`, "vehicle", row.vehicle, places.map(([id]) => id)),
    ban: wish(false, `不用${row.vehicle_name}`, "vehicle", row.vehicle),
    more: places.map(([id, name]) => wish(false, `${row.vehicle_name}不去${name}`, "vehicle", row.vehicle, [id])),
  };
}

export function deliveryWishes(row: Delivery): Wishes {
  const shelter = { id: row.shelter, name: row.shelter_name };
  const lot = { id: row.lot, name: `${row.source_name}的${row.item_name}（批号 ${row.lot_no}）` };
  const [keep, ban] = pair("lot", lot, shelter, "只送", "不送");
  const source = pair("source", { id: row.source, name: row.source_name }, shelter, "只供", "不供");
  return { keep, ban, more: [wish(false, `不用${lot.name}`, "lot", row.lot), ...source] };
}

const same = (a: Rule, b: Rule): boolean => a.about === b.about && a.subject === b.subject && (a.target ?? null) === (b.target ?? null) && a.keep === b.keep;

/** Whether the plan was made with this wish. */
export const isHeld = (held: readonly Rule[], wanted: Wish): boolean => wanted.rules.every((rule) => held.some((other) => same(rule, other)));

/** Whether the wish will hold in the next plan: wished now, or held and not given up. */
export function isWished(wishes: readonly Wish[], held: readonly Rule[], wanted: Wish): boolean {
  const pending = wishes.find(({ id }) => id === wanted.id);
  if (!pending) return isHeld(held, wanted);
  return !pending.lift && pending.keep === wanted.keep;
}

/** A wish that holds is taken back, or given up where the plan was made with it; its opposite gives way to it. */
export function toggled(wishes: readonly Wish[], held: readonly Rule[], wanted: Wish): Wish[] {
  const others = wishes.filter(({ id }) => id !== wanted.id);
  if (isHeld(held, wanted)) return isWished(wishes, held, wanted) ? [...others, { ...wanted, lift: true }] : others;
  return isWished(wishes, held, wanted) ? others : [...others, wanted];
}

/** What the server is asked for. */
export const rulesOf = (wishes: readonly Wish[]): { rules: Rule[]; lift: Rule[] } => ({
  rules: wishes.filter(({ lift }) => !lift).flatMap(({ rules }) => rules),
  lift: wishes.filter(({ lift }) => lift).flatMap(({ rules }) => rules),
});

/** A rule of the plan as a wish that can be given up. */
export const wishOf = ({ about, subject, target, keep, text }: Schemas["PlanRule"]): Wish => ({
  id: [about, subject, target ?? ""].join("|"),
  keep,
  text: placeText(text.replace(/^(锁定|禁用)：/, "")),
  rules: [{ about, subject, target: target ?? null, keep }],
});

/** What the server has against each wish, in the order of the wishes. */
export function faultsByWish(wishes: readonly Wish[], faults: readonly { pointer: string; detail: string }[]): string[] {
  const owners = { rules: [] as number[], lift: [] as number[] };
  wishes.forEach(({ rules, lift }, number) => rules.forEach(() => owners[lift ? "lift" : "rules"].push(number)));
  const found = wishes.map(() => [] as string[]);
  for (const { pointer, detail } of faults) {
    const [, list, place] = /\/?(rules|lift)\/(\d+)/.exec(pointer) ?? [];
    const owner = list && owners[list as keyof typeof owners][Number(place)];
    if (typeof owner === "number") found[owner]!.push(detail);
  }
  return found.map((details) => [...new Set(details)].join("；"));
}

const keyOf = (plan: string) => `yingcang.wishes.${plan}`;

/** Wishes about a plan that were not carried out before the page was left. */
export function keptWishes(plan: string): Wish[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(plan)) ?? "[]");
    return Array.isArray(kept) ? (kept as Wish[]) : [];
  } catch {
    return [];
  }
}

export function keepWishes(plan: string, wishes: readonly Wish[]): void {
  if (wishes.length) sessionStorage.setItem(keyOf(plan), JSON.stringify(wishes));
  else sessionStorage.removeItem(keyOf(plan));
}
