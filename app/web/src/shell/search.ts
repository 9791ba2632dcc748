/** What the global search finds, and the page where each kind of it is at home. */
import type { RouteLocationRaw } from "vue-router";

import { api, body, type Schemas } from "@/api/client";
import { labelOf } from "@/text/words";

export interface Hit {
  key: string;
  kind: string;
  title: string;
  note: string;
  to: RouteLocationRaw;
}

type Found = Schemas["HitOut"];

const HOMES: Record<Found["kind"], (hit: Found) => RouteLocationRaw> = {
  item: ({ id }) => `/items/${id}`,
  site: ({ id }) => ({ path: "/stock", query: { site: id } }),
  division: ({ id }) => `/places/${id}`,
  team: ({ code }) => ({ path: "/teams", query: { q: code } }),
  shelter: ({ code }) => ({ path: "/shelters", query: { q: code } }),
  vehicle: ({ code }) => ({ path: "/vehicles", query: { q: code } }),
  incident: ({ id }) => `/incidents/${id}`,
  document: ({ id }) => ({ path: "/stock", query: { document: id } }),
  person: ({ id }) => ({ path: "/people", query: { person: id } }),
};

export function hitOf(found: Found): Hit {
  const note = [found.code === found.name ? "" : found.code, found.where].filter(Boolean).join(" · ");
  return { key: `${found.kind} ${found.id}`, kind: labelOf("Found", found.kind), title: found.name, note, to: HOMES[found.kind](found) };
}

export async function searchEverything(text: string): Promise<Hit[]> {
  return (await body(api.GET("/api/v1/search", { params: { query: { text, limit: 20 } } }))).items.map(hitOf);
}
