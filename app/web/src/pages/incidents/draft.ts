/** An incident while it is being written, and the command it becomes. Pure. */
import type { Polygon } from "geojson";

import type { Schemas } from "@/api/client";

export type Village = Schemas["VillageInput"] & { name: string; township: string; people: number };

/** What a closure does to its roads. */
export const EFFECTS = { blocked: "中断", limited: "限重", slowed: "减速" } as const;

/** A closed link, or the roads of one kind in the whole district. Figures that its effect does not need are kept. */
export interface ClosureDraft {
  kind: "link" | "district";
  link_id: string | null;
  name: string;
  reason: string;
  effect: keyof typeof EFFECTS;
  limit_kg: number;
  speed_percent: number;
  structure: Schemas["RoadStructure"] | null;
  road_class: Schemas["RoadClass"] | null;
  /** Like `started_at`; null = before the plan begins, or nobody knows. */
  since: string | null;
  until: string | null;
}

/** Fields of a closure whose faults the form shows. */
export const CLOSURE_FIELDS = ["kind", "link_id", "structure", "road_class", "limit_kg", "speed_percent", "since", "until", "reason"] as const;

export interface Draft {
  name: string;
  kind: Schemas["IncidentKind"];
  level: Schemas["IncidentLevel"];
  /** "2026-07-16 05:20:00", Asia/Shanghai. */
  started_at: string;
  exercise: boolean;
  description: string;
  areas: Polygon[];
  villages: Village[];
  closures: ClosureDraft[];
  /** What slows all roads; null = what the kind of incident brings. */
  road_conditions: Schemas["RoadCondition"][] | null;
}

const SHANGHAI_MS = 8 * 3600 * 1000;

/** The instant as Shanghai's clocks show it, in the form that the date picker takes. */
export const clockText = (at: Date): string =>
  new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 19).replace("T", " ");

export const emptyDraft = (now: Date): Draft => ({
  name: "",
  kind: "flood",
  level: "III",
  started_at: clockText(now),
  exercise: false,
  description: "",
  areas: [],
  villages: [],
  closures: [],
  road_conditions: null,
});

/** A blocked link, or with null the district's roads before somebody narrows them. */
export const closureOf = (link: { id: string; name: string } | null): ClosureDraft => ({
  kind: link ? "link" : "district",
  link_id: link?.id ?? null,
  name: link?.name ?? "全区道路",
  reason: "道路中断",
  effect: "blocked",
  limit_kg: 3500,
  speed_percent: 50,
  structure: null,
  road_class: null,
  since: null,
  until: null,
});

export const peopleOf = (draft: Draft): number => draft.villages.reduce((sum, village) => sum + village.people, 0);

type Place = { code: string; name: string; township: string; population: number | null };

/** A village with everybody in it, to be corrected by hand. */
export const villageFrom = ({ code, name, township, population }: Place): Village => ({
  division: code,
  name,
  township,
  people: population ?? 0,
  elderly: 0,
  disabled: 0,
  infants: 0,
  patients: 0,
});

/** Fields of a village that the form shows with their faults. */
export const VILLAGE_FIELDS = ["division", "people", "elderly", "disabled", "infants", "patients"] as const;

/** Adds the villages that are not in the list yet; what was corrected by hand stays. */
export function joined(list: readonly Village[], found: readonly Village[]): Village[] {
  const known = new Set(list.map((village) => village.division));
  return [...list, ...found.filter((village) => !known.has(village.division))];
}

const instant = (text: string): string => `${text.replace(" ", "T")}+08:00`;

export const closureInput = ({ kind, link_id, reason, effect, limit_kg, speed_percent, structure, road_class, since, until }: ClosureDraft): Schemas["ClosureInput"] => ({
  kind,
  link_id,
  structure,
  road_class,
  reason,
  speed_percent: effect === "slowed" ? speed_percent : 0,
  limit_kg: effect === "limited" ? limit_kg : null,
  since: since ? instant(since) : null,
  until: until && instant(until),
});

export function commandOf(draft: Draft, districtCode: string): Schemas["IncidentCreate"] {
  return {
    name: draft.name,
    kind: draft.kind,
    level: draft.level,
    started_at: instant(draft.started_at),
    district: districtCode,
    exercise: draft.exercise,
    description: draft.description,
    people_percent: 100,
    areas: draft.areas.map((geometry, index) => ({ name: `受灾范围 ${index + 1}`, geometry: { ...geometry } })),
    villages: draft.villages.map(({ name: _name, township: _township, ...village }) => village),
    closures: draft.closures.map(closureInput),
    road_conditions: draft.road_conditions,
    closed_sites: [],
  };
}
