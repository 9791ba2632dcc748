/** Shortages of one kind, item and cause as one group: hundreds of rows say the same thing. Pure. */
import type { Schemas } from "@/api/client";

export type Shortage = Schemas["PlanShortage"];

export interface ShortageGroup {
  key: string;
  kind_label: string;
  item_name: string;
  unit: string;
  late: boolean;
  quantity: number;
  persons: number;
  /** The row that hurts most; its words stand for the group. */
  worst: Shortage;
  rows: Shortage[];
}

const worse = (a: Shortage, b: Shortage): number => b.persons - a.persons || b.quantity - a.quantity;

/** Groups in the order of their first rows, the rows of each from the worst to the least. */
export function grouped(shortages: readonly Shortage[]): ShortageGroup[] {
  const groups = new Map<string, Shortage[]>();
  for (const row of shortages) {
    const key = [row.kind, row.item_name, row.late, row.cause.code].join("|");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, found]) => {
    const rows = [...found].sort(worse);
    const worst = rows[0]!;
    const sum = (field: "quantity" | "persons") => rows.reduce((total, row) => total + row[field], 0);
    const { kind_label, item_name, unit, late } = worst;
    return { key, kind_label, item_name, unit, late, quantity: sum("quantity"), persons: sum("persons"), worst, rows };
  });
}

type Reason = Schemas["PlanReason"];

/** What was found to hold a shortage back: the classes of the reason, or of its part, that speaks of the place. */
export function heldBy(row: Shortage, reasons: readonly Reason[]): string[] {
  const speaks = (reason: Reason) => reason.kind === row.kind && (row.item ? reason.subject === row.item : reason.name === row.item_name) && (reason.rows ?? []).some(({ site }) => site === row.site);
  const whole = reasons.find(speaks);
  const told = whole?.parts?.find(speaks) ?? whole;
  return told?.causes.map(({ label }) => label) ?? [];
}

/** "物资 3、集结 14": how many shortages of each kind. */
export function kindsText(shortages: readonly Shortage[]): string {
  const counts = new Map<string, number>();
  for (const { kind_label } of shortages) counts.set(kind_label, (counts.get(kind_label) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${kind} ${count.toLocaleString("zh-CN")}`).join("、");
}
