import type { FeatureCollection } from "geojson";

import type { Schemas } from "@/api/client";
import type { PlanLayers, Way } from "@/map/planLayers";
import { labelOf } from "@/text/words";

const collection = (wire: unknown) => wire as FeatureCollection;

export function incidentLayers(map: Schemas["IncidentMap"]): Pick<PlanLayers, "areas" | "closures" | "villages"> {
  return { areas: collection(map.areas), closures: collection(map.closures), villages: collection(map.villages) };
}

/** A trip names its kind of vehicle by the label. */
const OFF_ROAD: Record<string, Way> = { [labelOf("VehicleType", "assault_boat")]: "water", [labelOf("VehicleType", "cargo_drone")]: "air" };

export const wayOf = ({ kind, people }: Pick<Schemas["PlanTrip"], "kind" | "people">): Way => OFF_ROAD[kind] ?? (people ? "people" : "goods");

/** The trips' lines, each with the kind of way it takes. */
function tripLines(wire: unknown, trips: Schemas["PlanReport"]["trips"]): FeatureCollection {
  const ways = new Map(trips.map((trip) => [trip.id, wayOf(trip)]));
  const { features } = collection(wire);
  return {
    type: "FeatureCollection",
    features: features.map((line) => ({ ...line, properties: { ...line.properties, way: ways.get(String(line.properties?.id)) ?? "goods" } })),
  };
}

export function planLayers(map: Schemas["PlanMap"], report: Schemas["PlanReport"]): Omit<PlanLayers, "areas" | "closures" | "villages" | "loads"> {
  return {
    shelters: collection(map.shelters),
    sources: collection(map.sources),
    trips: tripLines(map.trips, report.trips),
    groups: collection(map.groups),
    missions: collection(map.missions),
    calls: collection(map.calls),
  };
}

/** "岳溪—五通公路8段" and "…7段" are the same road to whoever drives along it. */
const alongRoads = (sections: readonly string[]): string[] =>
  sections.map((name) => name.replace(/\d+段$/, "")).filter((name, index, all) => name !== all[index - 1]);

/** The names of the roads that each trip takes, in order. */
export const roadsByTrip = ({ features }: FeatureCollection): Map<string, string[]> =>
  new Map(features.map(({ properties }) => [String(properties?.id), alongRoads((properties?.roads as string[] | undefined) ?? [])]));
