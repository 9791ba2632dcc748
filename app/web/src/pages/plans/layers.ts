import type { FeatureCollection } from "geojson";

import type { Schemas } from "@/api/client";
import type { PlanLayers } from "@/map/planLayers";

const collection = (wire: unknown) => wire as FeatureCollection;

export function incidentLayers(map: Schemas["IncidentMap"]): Pick<PlanLayers, "areas" | "closures" | "villages"> {
  return { areas: collection(map.areas), closures: collection(map.closures), villages: collection(map.villages) };
}

export function planLayers(map: Schemas["PlanMap"]): Omit<PlanLayers, "areas" | "closures" | "villages"> {
  return {
    shelters: collection(map.shelters),
    sources: collection(map.sources),
    trips: collection(map.trips),
    groups: collection(map.groups),
    missions: collection(map.missions),
  };
}
