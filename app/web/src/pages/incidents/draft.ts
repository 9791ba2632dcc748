/** An incident while it is being written, and the command it becomes. Pure. */
import type { Polygon } from "geojson";

import type { Schemas } from "@/api/client";

export type Village = Schemas["VillageInput"] & { name: string; township: string; people: number };
export type ClosedLink = { link_id: string; name: string; reason: string };

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
  closed: ClosedLink[];
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
  closed: [],
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

export function commandOf(draft: Draft, districtCode: string): Schemas["IncidentCreate"] {
  return {
    name: draft.name,
    kind: draft.kind,
    level: draft.level,
    started_at: `${draft.started_at.replace(" ", "T")}+08:00`,
    district: districtCode,
    exercise: draft.exercise,
    description: draft.description,
    people_percent: 100,
    areas: draft.areas.map((geometry, index) => ({ name: `受灾范围 ${index + 1}`, geometry: { ...geometry } })),
    villages: draft.villages.map(({ name: _name, township: _township, ...village }) => village),
    closures: draft.closed.map(({ link_id, reason }) => ({ kind: "link", link_id, reason, speed_percent: 0 })),
    closed_sites: [],
  };
}
