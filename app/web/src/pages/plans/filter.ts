/** What is picked on the map or in a table, and which rows of the plan belong to it. Pure. */
import type { Schemas } from "@/api/client";
import { placeText } from "@/text/places";
import { planClockText } from "@/text/time";

export type PickKind = "shelter" | "source" | "trip" | "group" | "mission";

export interface Pick {
  kind: PickKind;
  id: string;
}

type Report = Schemas["PlanReport"];
type Trip = Schemas["PlanTrip"];

export interface Rows {
  assignments: Report["assignments"];
  trips: Report["trips"];
  missions: Report["missions"];
  shortages: Report["shortages"];
}

const visits = (trip: Trip, place: string): boolean => trip.stops.some((stop) => stop.place === place);

function tripsOf(report: Report, pick: Pick): Trip[] {
  if (pick.kind === "trip") return report.trips.filter((trip) => trip.id === pick.id);
  if (pick.kind === "mission") return [];
  return report.trips.filter((trip) => visits(trip, pick.id));
}

function assignmentsOf(report: Report, pick: Pick): Report["assignments"] {
  if (pick.kind === "shelter") return report.assignments.filter((row) => row.shelter === pick.id);
  if (pick.kind === "group") return report.assignments.filter((row) => row.group === pick.id);
  const trip = pick.kind === "trip" ? report.trips.find(({ id }) => id === pick.id) : undefined;
  if (!trip) return [];
  return report.assignments.filter((row) => visits(trip, trip.people ? row.group : row.shelter));
}

/** All rows when nothing is picked. */
export function rowsFor(report: Report, pick: Pick | null): Rows {
  if (!pick) return report;
  return {
    assignments: assignmentsOf(report, pick),
    trips: tripsOf(report, pick),
    missions: pick.kind === "mission" ? report.missions.filter((row) => row.mission === pick.id) : [],
    shortages: report.shortages.filter((row) => row.site === pick.id),
  };
}

/** Everything on the map that stays bright while `pick` is picked. */
export function litPlaces(report: Report, pick: Pick): Set<string> {
  const rows = rowsFor(report, pick);
  const stops = rows.trips.flatMap((trip) => trip.stops.map((stop) => stop.place));
  const ends = rows.assignments.flatMap((row) => [row.group, row.shelter]);
  return new Set([pick.id, ...stops, ...ends, ...rows.trips.map((trip) => trip.id)]);
}

/** What is picked, in words. */
export function pickName(report: Report, pick: Pick): string {
  const stops = report.trips.flatMap((trip) => trip.stops);
  const names: Record<PickKind, () => string | undefined> = {
    shelter: () =>
      report.assignments.find((row) => row.shelter === pick.id)?.shelter_name ??
      stops.find((stop) => stop.place === pick.id)?.place_name,
    source: () => stops.find((stop) => stop.place === pick.id)?.place_name,
    trip: () => report.trips.find((trip) => trip.id === pick.id)?.vehicle_name,
    group: () => report.assignments.find((row) => row.group === pick.id)?.group_name,
    mission: () => report.missions.find((row) => row.mission === pick.id)?.name,
  };
  return names[pick.kind]() ?? pick.id;
}

/** "竹溪镇储备点 等 5 处 → 云枫中学": where a trip takes on, and where it brings it. */
export function pathText({ stops }: Trip): string {
  const places = (actions: string[]) => [...new Set(stops.filter((stop) => actions.includes(stop.action)).map((stop) => placeText(stop.place_name)))];
  const few = ([first, ...others]: string[]) => (others.length ? `${first} 等 ${others.length + 1} 处` : (first ?? ""));
  return `${few(places(["load", "board"]))} → ${few(places(["unload", "alight"]))}`;
}

export interface StopLabel {
  place: string;
  text: string;
}

/** The stops of a picked trip as labels for the map: their number and when the vehicle arrives. */
export function stopLabels(report: Report, pick: Pick | null): StopLabel[] {
  const trip = pick?.kind === "trip" ? report.trips.find(({ id }) => id === pick.id) : undefined;
  return (trip?.stops ?? []).map((stop, index) => ({ place: stop.place, text: `${index + 1} ${stop.action_label} ${planClockText(stop.arrive_s)}` }));
}

export interface Delivery {
  trip: string;
  vehicle_name: string;
  source: string;
  source_name: string;
  lot: string;
  lot_no: string;
  item: string;
  item_name: string;
  shelter: string;
  shelter_name: string;
  quantity: number;
  package_text: string;
  unit: string;
  /** When the unloading at the shelter is over. */
  arrive_s: number;
}

/** What the given trips carry, one row for a lot that goes from a source to a shelter; among `place`'s only where one is named. */
export function deliveriesOf(trips: readonly Trip[], place: string | null): Delivery[] {
  return trips.flatMap(carried).filter((row) => !place || row.source === place || row.shelter === place);
}

function carried(trip: Trip): Delivery[] {
  const unloads = new Map(trip.stops.filter((stop) => stop.action === "unload").map((stop) => [stop.place, stop]));
  return trip.stops
    .filter((stop) => stop.action === "load")
    .flatMap((stop) =>
      stop.lines.map(({ item, item_name, unit, lot, lot_no, shelter, quantity, package_text }) => ({
        trip: trip.id,
        vehicle_name: trip.vehicle_name,
        source: stop.place,
        source_name: stop.place_name,
        shelter_name: unloads.get(shelter)?.place_name ?? shelter,
        arrive_s: unloads.get(shelter)?.leave_s ?? trip.end_s,
        item, item_name, unit, lot, lot_no, shelter, quantity, package_text,
      })),
    );
}
